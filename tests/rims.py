"""The rim for tests: every adapter for real in a temporary folder, with quick PIN hashes and content loaded once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher

from exam.archive import FolderArchive
from exam.blobs import FolderBlobs
from exam.core.content import Content
from exam.journal import SqliteJournal
from exam.journal.room import DiskRoom
from exam.loading import content_root, load_content
from exam.people import SqlitePeople
from exam.publishing.key_folder import KeyFolder
from exam.publishing.practice_keys import make_practice_keys
from exam.publishing.practice_word import PASSPHRASE
from exam.publishing.print_shop import PrintShop
from exam.publishing.publisher import RecordPublisher
from exam.scripted.runner import run
from exam.scripted.scenario import Scenario, Step
from exam.scripted.script_file import read_scenario
from exam.scripted.stage import Stage
from exam.scripted.world import ScriptedClock, SeededRandomness
from exam.service.exam_service import ExamService
from exam.service.library import ContentLibrary
from exam.service.ports import Ports
from exam.workbook import XlsxWorkbooks
from exam.workdays import PublicWorkdays

DATA = Path(__file__).parent / "data"
MINI = DATA / "good" / "mini"
MINI_SCENARIO = DATA / "scenarios" / "mini.yaml"
ON = date(2026, 11, 20)
PIN = "1234"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
SIGNERS = ("predseda", "clen")


@cache
def content() -> Content:
    """Return the shipped content and the small standard together."""
    shipped, mini = load_content(content_root(), ON).content, load_content(MINI, ON).content
    return replace(
        shipped,
        standards=(*shipped.standards, *mini.standards),
        rubrics=(*shipped.rubrics, *mini.rubrics),
        banks=(*shipped.banks, *mini.banks),
    )


@cache
def mini_exam() -> Scenario:
    """Return the scenario of a whole exam under the small standard."""
    scenario, problems = read_scenario(MINI_SCENARIO)
    assert scenario is not None, problems
    return scenario


def step(actor: str, action: str, **arguments: object) -> Step:
    """Return one step of a scenario."""
    return Step(actor=actor, action=action, arguments=arguments)


def publisher() -> RecordPublisher:
    """Return what draws with the shipped templates."""
    reports, folder = {found.value.system: found.value for found in content().reports}, content_root() / "reports"
    printouts = tuple(found.value for found in content().printouts)
    frames = tuple(found.value for found in content().frames)
    return RecordPublisher(reports, folder, PrintShop(reports, printouts, frames, folder))


@contextmanager
def rim(folder: Path, clock: ScriptedClock, *, seed: str = "rim", reserve: int = 0) -> Iterator[Ports]:
    """Open stores below the folder; a second rim on the same folder is another process on the same workspace."""
    room = DiskRoom(folder, reserve=reserve)
    with (
        SqliteJournal(folder / "journal.db", relieve=room.relieve) as journal,
        SqlitePeople(folder / "people.db", QUICK) as people,
    ):
        yield Ports(
            journal=journal,
            blobs=FolderBlobs(folder / "blobs", relieve=room.relieve),
            people=people,
            register=journal,
            clock=clock,
            randomness=SeededRandomness(seed),
            library=ContentLibrary(content(), {}),
            workdays=PublicWorkdays(),
            workbooks=XlsxWorkbooks(),
            publisher=publisher(),
            signatures=KeyFolder(folder / "keys"),
            archive=FolderArchive(folder / "archive"),
            room=room,
            program="0",
        )


@contextmanager
def staged(folder: Path, *, before: str = "", after: tuple[Step, ...] = ()) -> Iterator[Stage]:
    """Play the small exam up to the first step with that action, then some more steps, and yield its stage."""
    whole = mini_exam().steps
    number = next((place for place, entry in enumerate(whole) if entry.action == before), len(whole))
    scenario = mini_exam().model_copy(update={"steps": (*whole[:number], *after)})
    with unplayed(folder, scenario) as stage:
        run(scenario, stage)
        yield stage


@contextmanager
def unplayed(folder: Path, scenario: Scenario) -> Iterator[Stage]:
    """Put everybody of the scenario on a fresh stage and yield it before the first step."""
    clock = ScriptedClock(scenario.starts_at)
    with rim(folder, clock, seed=scenario.seed) as ports:
        stage = Stage(scenario=scenario, ports=ports, service=ExamService(ports), clock=clock, passphrase=PASSPHRASE)
        stage.admit(PIN)
        people = {person.id: person.identity.full_name for person in scenario.people}
        signers = {who: people[who] for who in SIGNERS if who in people}
        make_practice_keys(folder / "keys", signers, at=clock.now())
        yield stage


@dataclass(frozen=True, slots=True)
class Returned:
    """What somebody finds who opens the folder again."""

    ports: Ports
    service: ExamService
    sitting: str
    session: str


@contextmanager
def reopened(folder: Path, clock: ScriptedClock) -> Iterator[Returned]:
    """Open the folder of a stage again, as the next process does after a crash."""
    with rim(folder, clock, seed="again") as ports:
        (sitting,) = ports.journal.streams("sitting/")
        session = next(iter(ports.journal.streams("session/")), "")
        yield Returned(
            ports=ports,
            service=ExamService(ports),
            sitting=sitting.removeprefix("sitting/"),
            session=session.removeprefix("session/"),
        )
