"""A performance: a scenario file, a fresh workspace, everybody on stage, and the record verified in the end."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import ClassVar

from exam.bootstrap import default_folder, make_workspace, open_workspace, practice_passphrase
from exam.checking import verify_record
from exam.core.canonical import digest
from exam.problem import ExamError, Problem
from exam.scripted.runner import run
from exam.scripted.scenario import Scenario
from exam.scripted.script_file import read_scenario
from exam.scripted.stage import Stage
from exam.scripted.world import ScriptedClock, SeededRandomness

SHIPPED = ("passed", "failed-one-criterion", "waived-english")
"""Whole exams; `day-…` beside them are the rows of an exam day."""
DAY = "day-"
SYSTEM = "system-"
"""Whole exams under standards of other systems of qualifications."""
READY = "practice"
"""The people and the sitting that stand ready in a practice workspace."""
PIN = "1234"
PAPERS = "papers"
"""Below the workspace, what a scenario printed, packed and handed over."""


class RecordNotReachedError(ExamError):
    """The scenario ended without an archived record."""

    code: ClassVar[str] = "record-not-reached"


class ScriptUnknownError(ExamError):
    """No scenario is shipped under that name, and no file has it."""

    code: ClassVar[str] = "script-unknown"


class ScriptFaultyError(ExamError):
    """The scenario file has problems; they are told one by one."""

    code: ClassVar[str] = "script-faulty"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(count=len(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Performance:
    """What a scenario led to."""

    path: Path
    sha256: str
    result: str
    verdict: str
    session: str
    receipt: str
    """Head of the session's stream."""
    papers: str = ""
    """The folder of what it printed and packed; nothing where it left no paper."""

    def told(self) -> dict[str, str]:
        """Return what is printed, in order."""
        told = {
            "record": str(self.path),
            "digest": self.sha256,
            "result": self.result,
            "verdict": self.verdict,
        }
        return told | ({"papers": self.papers} if self.papers else {})


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a scenario without a record led to."""

    sitting: str
    standing: str
    endings: str
    """How each candidate's exam ended, in the order of the candidates."""
    papers: str = ""
    """The folder of what it printed and packed; nothing where it left no paper."""

    def told(self) -> dict[str, str]:
        """Return what is printed, in order."""
        told = {"sitting": self.sitting, "standing": self.standing, "endings": self.endings}
        return told | ({"papers": self.papers} if self.papers else {})


def scripts(prefix: str) -> tuple[str, ...]:
    """Return the names of the shipped scenarios that begin so: rows of an exam day, or exams of other systems."""
    shipped = (Path(entry.name) for entry in (files("exam.scripted") / "scenarios").iterdir())
    return tuple(sorted(path.stem for path in shipped if path.name.startswith(prefix)))


def scenario_path(script: str) -> Path:
    """Return the file of a shipped scenario's name, or the path itself.

    Raises:
        ScriptUnknownError: it is neither.
    """
    known = (*SHIPPED, *scripts(DAY), *scripts(SYSTEM))
    if script not in {*known, READY} and not Path(script).exists():
        raise ScriptUnknownError(script=script, known=", ".join(known))
    if script in {*known, READY}:
        return Path(str(files("exam.scripted") / "scenarios" / f"{script}.yaml"))
    return Path(script)


def perform(script: str, out: Path | None) -> Performance:
    """Run a scenario in a fresh workspace below `out` and verify its record.

    Raises:
        RecordNotReachedError: no record was archived.
        ExamError: as `play`.
    """
    played = play(script, out)
    if isinstance(played, Rehearsal):
        raise RecordNotReachedError(step="–")
    return played


def play(script: str, out: Path | None) -> Performance | Rehearsal:
    """Run a scenario in a fresh workspace below `out`, and verify its record where it leads to one.

    Raises:
        ScriptUnknownError: nothing has that name.
        ScriptFaultyError: the file has problems; nothing was run.
        StepFailedError: a step was refused.
        RecordNotReachedError: no record was archived.
    """
    path = scenario_path(script)
    scenario, problems = read_scenario(path)
    if scenario is None or problems:
        raise ScriptFaultyError(problems)
    folder = make_workspace(_fresh(out or default_folder() / "demo", path.stem))
    return _played(scenario, folder)


def _played(scenario: Scenario, folder: Path) -> Performance | Rehearsal:
    clock = ScriptedClock(scenario.starts_at)
    randomness = SeededRandomness(scenario.seed)
    with open_workspace(folder, clock=clock, randomness=randomness) as workspace:
        stage = Stage(
            scenario=scenario,
            ports=workspace.ports,
            service=workspace.service,
            clock=clock,
            passphrase=practice_passphrase(),
            out=folder / PAPERS,
        )
        stage.admit(PIN)
        workspace.make_practice_keys([person.id for person in scenario.people if person.role == "examiner"])
        run(scenario, stage)
        if scenario.without_record:
            return _rehearsed(stage)
        if not stage.archived:
            raise RecordNotReachedError(step=len(scenario.steps))
        state = stage.state()
        head = workspace.ports.journal.head(f"session/{stage.session}")
    archived = Path(stage.archived)
    data = archived.read_bytes()
    return Performance(
        path=archived,
        sha256=digest(data),
        result=str(state.result),
        verdict=str(verify_record(data, ()).verdict),
        session=stage.session,
        receipt=head.hash,
        papers=_papers(stage),
    )


def _rehearsed(stage: Stage) -> Rehearsal:
    sitting = stage.service.sittings.known(stage.sitting)
    endings = (stage.service.sessions.state(session).ending for session in sitting.sessions)
    return Rehearsal(
        sitting=stage.sitting,
        standing=sitting.standing,
        endings=", ".join(str(ending or "–") for ending in endings),
        papers=_papers(stage),
    )


def _papers(stage: Stage) -> str:
    return str(stage.out) if stage.kept else ""


def _fresh(out: Path, stem: str) -> Path:
    """Return the first folder `<stem>-<n>` that does not exist yet; nothing of anybody's is overwritten."""
    number = 1
    while (out / f"{stem}-{number}").exists():
        number += 1
    return out / f"{stem}-{number}"
