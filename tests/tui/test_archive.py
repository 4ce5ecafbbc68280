"""The archive's console under a pilot: inbox, decisions, search, two people, and a thousand lines."""

import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.pilot import Pilot

from exam.bootstrap import Workspace, make_workspace, open_workspace
from exam.cli.archive_console import archive_app
from exam.core.canonical import digest
from exam.core.custody import LineState
from exam.core.custody_events import RecordAccepted, RecordChecked, RecordReceived, RecordReturned
from exam.core.events import ActorRef, Event
from exam.core.identity import Identity, IdentityVersion
from exam.scripted.world import ScriptedClock
from exam.service.ports import Account
from exam.tui.console.archive_app import ArchiveApp
from exam.wording import Language
from tests.core.registers import KEEP_UNTIL, facts
from tests.publishing.office import NOW, Office, drawn, open_office
from tests.record_builders import record_case
from tests.tui.faces import check_snapshot

PIN = "1234"
LINES = 1_000
SLOWEST_S = 5.0
"""A key's answer on a busy machine; it is a fraction of a second."""


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    office: Office = open_office(tmp_path_factory.mktemp("office") / "keys")
    return office.sign(office.unsigned)


@dataclass
class Seen:
    """The app that runs, with its workspace."""

    app: ArchiveApp
    pilot: Pilot[None]
    workspace: Workspace

    @property
    def text(self) -> str:
        strips = self.app.screen._compositor.render_strips()  # noqa: SLF001 - the only way to the painted cells
        return "\n".join(strip.text.rstrip() for strip in strips).replace("\N{NO-BREAK SPACE}", " ")

    async def press(self, *keys: str) -> str:
        await self.pilot.press(*keys)
        for _ in range(4):
            await self.pilot.pause(0.05)
        return self.text

    async def type(self, text: str) -> str:
        for char in text:
            await self.pilot.press("space" if char == " " else char)
        return await self.press()

    async def until(self, marker: str) -> str:
        for _ in range(300):
            if marker in self.text:
                return self.text
            await self.pilot.pause(0.1)
        raise AssertionError(marker, self.text)

    def state(self, number: int) -> LineState:
        return self.workspace.service.custody.line(number).state


@asynccontextmanager
async def archive(
    folder: Path, *events: Event, language: Language = Language.CS, size: tuple[int, int] = (110, 34)
) -> AsyncIterator[Seen]:
    """Run the app on a workspace whose register holds what these events lead to; sign in as the first archivist."""
    made = make_workspace(folder / "office")
    with open_workspace(made, clock=ScriptedClock(NOW), owning=False) as workspace:
        people = workspace.ports.people
        for who, name in (("a-novotna", "Novotná"), ("b-zeman", "Zeman")):
            identity = people.add_identity(Identity(given_names="Jana", surname=name))
            people.add_account(Account(id=who, role="archivist", identity=identity), PIN)
        if events:
            workspace.service.custody.append(ActorRef(id="a-novotna", role="archivist"), lambda _register: events)
        app = archive_app(workspace, language)
        async with app.run_test(size=size) as pilot:
            seen = Seen(app, pilot, workspace)
            await seen.press()
            await seen.type(PIN)
            await seen.press("enter")
            yield seen


def incoming(folder: Path, *files: bytes) -> str:
    inbox = folder / "inbox"
    inbox.mkdir()
    for number, data in enumerate(files):
        (inbox / f"{number}.pdf").write_bytes(data)
    return str(inbox)


async def test_files_are_received_read_accepted_and_returned(tmp_path: Path, record: bytes) -> None:
    path = incoming(tmp_path, record, record[:9_000], b"Dear authority")
    async with archive(tmp_path) as seen:
        await seen.press("i")
        await seen.type(path)
        await seen.press("enter")
        told = await seen.until("Převzato")
        assert "není PDF" in told
        told = await seen.press("enter")
        assert "Nalezeno: 2" in told
        assert "RETURN" in told
        told = await seen.press("home", "enter")
        assert "record-unreadable" in told
        await seen.press("v")
        await seen.type("Soubor je useknut.")
        assert "Vrácení záznamu" in await seen.press("enter")
        await seen.press("f2")
        assert seen.state(2) is LineState.RETURNED
        await seen.press("escape")
        await seen.press("home", "enter")
        assert "cvičný záznam" in seen.text
        await seen.press("a")
        await seen.press("enter")
        assert seen.state(1) is LineState.KEPT
        assert "A přijmout" not in seen.text


async def test_an_act_that_is_put_aside_decides_nothing(tmp_path: Path, record: bytes) -> None:
    path = incoming(tmp_path, record)
    async with archive(tmp_path) as seen:
        await seen.press("i")
        await seen.type(path)
        await seen.press("enter")
        await seen.until("Převzato")
        await seen.press("enter")
        await seen.press("home", "enter")
        await seen.press("a", "escape")
        await seen.press("v", "escape")
        assert seen.state(1) is LineState.CHECKED
        await seen.press("escape")
        await seen.press("i")
        await seen.type(str(tmp_path / "nothing-there"))
        await seen.press("enter")
        assert "Soubor nelze otevřít" in await seen.until("Převzato")


async def test_all_that_may_be_accepted_is_accepted_at_once_and_the_rest_is_told(tmp_path: Path, record: bytes) -> None:
    other, torn = b"%PDF-1.7 another file", record[:9_000]
    told = facts("record-1")
    events = [
        event
        for number, (data, verdict) in enumerate(((record, "ACCEPT"), (other, "ACCEPT"), (torn, "RETURN")), start=1)
        for event in (
            RecordReceived(number=number, file=digest(data), length=len(data)),
            RecordChecked(number=number, verdict=verdict, codes=(), facts=told, program="0"),
        )
    ]
    async with archive(tmp_path, *events) as seen:
        for data in (record, other, torn):
            seen.workspace.ports.blobs.put(data)
        assert "co přijmout lze: 2?" in await seen.press("a")
        await seen.press("escape")
        assert seen.state(1) is LineState.CHECKED
        await seen.press("a")
        await seen.press("enter")
        assert "Soubor č. 2 nelze přijmout" in await seen.until("Nepřijato")
        assert [seen.state(number) for number in (1, 2, 3)] == [LineState.KEPT, LineState.CHECKED, LineState.CHECKED]


async def test_a_review_and_a_disposal_go_through_their_people(tmp_path: Path, record: bytes) -> None:
    path = incoming(tmp_path, record)
    async with archive(tmp_path) as seen:
        await seen.press("i")
        await seen.type(path)
        await seen.press("enter")
        await seen.until("Převzato")
        await seen.press("enter")
        await seen.press("home", "enter")
        await seen.press("a")
        await seen.press("enter")
        await seen.press("r")
        await seen.type("Namita cas.")
        assert "přezkoumání čeká" in await seen.press("enter")
        await seen.press("r")
        await seen.press("enter")
        await seen.type("Cas byl spravne.")
        assert "průběh a výsledek potvrzeny" in await seen.press("enter")
        clock = seen.workspace.ports.clock
        assert isinstance(clock, ScriptedClock)
        clock.pass_minutes(3 * 24 * 60)
        await seen.press("x")
        await seen.type("Doba uplynula.")
        assert "k vyřazení navrhl" in await seen.press("enter")
        await seen.press("x")
        assert "musí někdo jiný" in await seen.press("enter")
        await seen.press("enter")
        await seen.press("f2")
        await seen.press("down")
        await seen.type(PIN)
        await seen.press("enter")
        await seen.press("x")
        await seen.press("enter")
        assert seen.state(1) is LineState.DISPOSED


def thousand(count: int) -> tuple[tuple[IdentityVersion, ...], tuple[Event, ...]]:
    """Return made-up people and the events of as many kept records."""
    people = tuple(
        IdentityVersion(
            identity=Identity(given_names="Jan", surname=f"Říha-{number}" if number % 7 == 0 else f"Novák-{number}"),
            salt=f"{number:032x}",
        )
        for number in range(1, count + 1)
    )
    events: list[Event] = []
    for number, person in enumerate(people, start=1):
        told = facts(f"record-{number}").model_copy(update={"candidate": person.reference})
        events += [
            RecordReceived(number=number, file=f"{number:064x}", length=1),
            RecordChecked(number=number, verdict="ACCEPT", codes=(), facts=told, program="0"),
            RecordAccepted(number=number, retention="received", keep_until=KEEP_UNTIL),
        ]
    return people, tuple(events)


async def test_a_thousand_records_are_searched_and_paged_without_waiting(tmp_path: Path) -> None:
    people, events = thousand(LINES)
    async with archive(tmp_path, *events) as seen:
        seen.workspace.ports.people.keep_identities(people)
        taken: dict[str, float] = {}

        async def timed(name: str, *keys: str) -> str:
            began = time.monotonic()
            await seen.pilot.press(*keys)
            await seen.pilot.pause()
            taken[name] = time.monotonic() - began
            return await seen.press()

        await seen.press("f", "end")
        assert "Nalezeno: 1000, strana 1 z 20" in await timed("everything", "enter")
        assert "strana 2 z 20" in await timed("page", "n")
        await seen.press("p")
        await seen.press("f", "enter")
        await seen.type("riha")
        told = await timed("search", "enter")
        assert f"Nalezeno: {LINES // 7}," in told
        assert "Říha-" in told
        await seen.press("f", "end", "up", "enter")
        assert "Nalezeno: 0" in await seen.press("down", "enter")
        assert max(taken.values()) < SLOWEST_S


async def test_the_screens_say_what_they_are_for_in_english(tmp_path: Path) -> None:
    async with archive(tmp_path, language=Language.EN) as seen:
        assert "Archive of records · Jana Novotná" in seen.text
        assert "What waits for a decision comes first" in await seen.press("f1")
        await seen.press("enter")
        await seen.press("f10")
        await seen.press("escape")
        await seen.press("w")
        assert "Found: 0" in seen.text


def shelf(record: bytes) -> tuple[tuple[IdentityVersion, ...], tuple[Event, ...]]:
    """Return an archive in which lie records that are kept, one that waits unsigned, one that went back."""
    people, events = thousand(12)
    waiting: list[Event] = [
        RecordReceived(number=13, file=digest(record), length=len(record)),
        RecordChecked(number=13, verdict="RETURN", codes=("signature-missing",), facts=None, program="0"),
        RecordReceived(number=14, file=f"{14:064x}", length=1),
        RecordChecked(number=14, verdict="RETURN", codes=("record-unreadable",), facts=None, program="0"),
        RecordReturned(
            number=14,
            reason="Soubor je useknutý.",
            letter=f"{99:064x}",
            retention="returned",
            keep_until=KEEP_UNTIL,
        ),
    ]
    return people, (*events, *waiting)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40)])
async def test_the_desk_looks_as_it_was_looked_at(tmp_path: Path, width: int, height: int, language: Language) -> None:
    record = drawn(record_case())
    people, events = shelf(record)
    async with archive(tmp_path, *events, size=(width, height), language=language) as seen:
        seen.workspace.ports.people.keep_identities(people)
        seen.workspace.ports.blobs.put(record)

        def look(name: str, text: str) -> None:
            shown = re.sub(r"[0-9a-f]{12,64}", lambda found: "x" * len(found.group()), text)
            check_snapshot(f"archive-{name}-{width}-{language}", shown)

        look("inbox", await seen.press("w"))
        await seen.press("f", "end")
        look("list", await seen.press("enter"))
        look("search", await seen.press("f"))
        await seen.press("escape", "home", "down")
        look("line", await seen.press("enter"))
        look("line-end", await seen.press("end"))
        look("return", await seen.press("v"))
