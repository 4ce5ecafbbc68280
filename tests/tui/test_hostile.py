"""Hostile text through every field of the candidate's desk, and the very bytes that reach his terminal."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from exam.bootstrap import open_workspace
from exam.core.candidate_session import SessionState, TaskStatus
from exam.scripted.scenario import Scenario
from tests.stages import cut, played, shipped
from tests.tui.terminal import Terminal
from tests.tui.test_by_hand import act, environment
from tests.tui.test_widgets import ATTACKS

pytestmark = pytest.mark.needs_tmux
FOREIGN = re.compile(
    rb"\x1b\](?:0|52);|\x1bc|\x1b\[6n|\x07|\x00|\x08|\x0c|\x0e|\xc2[\x80-\x9f]|\xe2\x80[\xae\x8b]|\xef\xbb\xbf"
)
"""What the attacks would send: title, clipboard, reset, a question to the terminal, C1, bells, what hides text."""
OWN = re.compile(rb"\x1b\]22;[a-z-]*\x07")
"""The shape of the pointer, which Textual sends by itself."""
AT_DESK = ("sale-transcripts", "written-reply", "training-plan", "law-test")
FIELDS = {"written-reply": ("F3", 3), "training-plan": ("F3", 24)}
"""By task, the key to its first field and how many there are."""


def working() -> Scenario:
    """Every task with a field is open at once."""
    admitted = cut(shipped("passed"), before="open_task")
    steps = [
        act("dvorakova", "open_task", task=task, **({"figurant": "kratky"} if task == "training-plan" else {}))
        for task in AT_DESK
    ]
    return admitted.model_copy(update={"steps": (*admitted.steps, *steps)})


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    found = Terminal(tmp_path.name, tmp_path, (100, 30))
    yield found
    found.stop()


def begin(terminal: Terminal, folder: Path) -> Path:
    """Start the console, go to the candidate's desk, and return where its bytes are written down."""
    bytes_sent = folder / "bytes"
    terminal.start(f"--workspace {folder / 'workspace'}", environment(folder))
    terminal.wait("Kdo zkouší?")
    terminal.record(bytes_sent)
    terminal.type("1234")
    terminal.press("Enter")
    terminal.wait("Termíny")
    terminal.press("Down", "Enter")
    terminal.wait("Na řadě")
    terminal.press("h")
    terminal.wait("Klávesnici převezme uchazeč")
    paste_all(terminal, "BSpace")
    terminal.press("C-u")
    terminal.type("1234")
    terminal.press("Enter")
    return bytes_sent


def paste_all(terminal: Terminal, *after: str) -> None:
    for attack in ATTACKS:
        terminal.paste(attack.replace("\0", ""))
        terminal.press(*after)


def foreign(sent: Path) -> list[bytes]:
    return FOREIGN.findall(OWN.sub(b"", sent.read_bytes()))


def state(folder: Path) -> SessionState:
    with open_workspace(folder / "workspace", owning=False) as workspace:
        (session,) = workspace.sessions()
        return workspace.service.sessions.state(session)


def go(terminal: Terminal, marker: str) -> None:
    """Go to the task whose row holds the marker."""
    terminal.wait("Vyberte úkol")
    terminal.press("Home")
    for _ in range(12):
        row = [line for line in terminal.screen().splitlines() if marker in line and "▶" in line]
        terminal.press("Enter")
        screen = terminal.until(
            lambda told: "Vyberte úkol" not in told or "Rozumím" in told or "zavřít" in told, marker
        )
        if row and marker in screen.splitlines()[0]:
            return
        terminal.press("Escape")
        terminal.wait("Vyberte úkol")
        terminal.press("Down")
    raise AssertionError(marker)


def test_what_is_pasted_into_every_field_of_the_desk_is_visible_text_and_nothing_else(
    tmp_path: Path, terminal: Terminal
) -> None:
    with played(tmp_path, working()):
        pass
    sent = begin(terminal, tmp_path)
    go(terminal, "nabídka a prodej")
    for attack in ATTACKS:
        terminal.press("f")
        terminal.wait("Hledat v přepisech")
        terminal.press("C-u")
        terminal.paste(attack.replace("\0", ""))
        terminal.press("Enter")
        terminal.wait("Přepis 1 ze 3", gone="Hledat v přepisech")
    terminal.press("Escape")
    for task, marker in (("written-reply", "Odpověď na e-mail"), ("training-plan", "Plán zaškolení")):
        go(terminal, marker)
        key, count = FIELDS[task]
        terminal.press(key)
        for number in range(count):
            terminal.paste(ATTACKS[number % len(ATTACKS)].replace("\0", ""))
            terminal.press("Tab")
        if task == "written-reply":
            terminal.press("F4")
            paste_all(terminal, "Tab")
        terminal.wait("uloženo")
        terminal.press("Escape")
    screen = terminal.wait("Vyberte úkol")
    assert "EXIT" not in screen
    assert foreign(sent) == []
    assert len(sent.read_bytes()) > 10_000
    found = state(tmp_path)
    assert all(found.tasks[task].status is TaskStatus.OPEN for task in AT_DESK)
    assert found.tasks["written-reply"].responses
    assert found.tasks["training-plan"].planned_goals()


def test_a_hostile_objection_is_kept_and_shown_as_text(tmp_path: Path, terminal: Terminal) -> None:
    with played(tmp_path, cut(shipped("passed"), before="acknowledge_reasons")):
        pass
    sent = begin(terminal, tmp_path)
    terminal.wait("VYHOVĚL")
    terminal.press("F5")
    terminal.wait("Námitka")
    paste_all(terminal)
    terminal.press("F2")
    terminal.wait("odmítl")
    assert foreign(sent) == []
    told = state(tmp_path).acknowledgement
    assert told is not None
    assert "[@click=app.exit]" in told.objection


def test_no_key_of_a_real_terminal_leads_out_of_the_desk(tmp_path: Path, terminal: Terminal) -> None:
    with played(tmp_path, cut(shipped("passed"), before="answer_test")):
        pass
    begin(terminal, tmp_path)
    for marker in ("Vyberte úkol", " 1/15"):
        terminal.wait(marker)
        for key in ("C-c", "C-z", "C-d", "C-q", "C-p", "C-w", "C-\\", "F11", "F12", "M-F4", "C-t"):
            terminal.press(key)
        screen = terminal.wait(marker)
        assert "EXIT" not in screen
        terminal.press("F10")
        terminal.wait("Klávesnici převezme zkoušející")
        for key in ("C-c", "C-z", "C-q", "C-\\"):
            terminal.press(key)
        terminal.press("Escape")
        terminal.wait(marker, gone="převezme zkoušející")
        terminal.press("Enter")
