import os
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from exam.__main__ import main
from exam.bootstrap import open_workspace
from exam.core.candidate_session import TaskStatus
from exam.scripted.performance import PIN
from tests.plain.lines import TESTING
from tests.stages import played
from tests.tui.terminal import Terminal
from tests.tui.test_by_hand import environment

Take = Callable[..., int]


@pytest.fixture(scope="module")
def opened_test(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("take")
    with played(folder, TESTING) as stage:
        return folder / "workspace", stage.session


@pytest.fixture
def take(opened_test: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> Take:
    workspace, session = opened_test

    def call(*lines: str, pin: str = PIN, which: str = session) -> int:
        reading, writing = os.pipe()
        os.write(writing, f"{pin}\n".encode())
        os.close(writing)
        monkeypatch.setattr(sys, "stdin", StringIO("".join(f"{line}\n" for line in lines)))
        return main(["take", which, "--plain", "--pin-fd", str(reading), "--workspace", str(workspace)])

    return call


def test_lines_reach_the_journal_and_a_closed_line_loses_none(
    take: Take, opened_test: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert take() == 130
    (line,) = [line for line in capsys.readouterr().out.splitlines() if ": probíhá" in line]
    assert take(line.partition(" ")[0], "a", "b") == 130
    assert "Otázka 3 z 15" in capsys.readouterr().out
    with open_workspace(opened_test[0]) as workspace:
        task = workspace.service.sessions.state(opened_test[1]).tasks["law-test"]
    assert len(task.responses) == 2
    assert task.status is TaskStatus.OPEN


def test_an_examiner_takes_the_keyboard_back_and_nobody_else_does(
    take: Take, opened_test: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_workspace(opened_test[0], owning=False) as workspace:
        candidate = workspace.service.sessions.state(opened_test[1]).candidate
    pins = iter(["0000", PIN, PIN])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(pins))
    lines = ("/zkoušející", "", "/zkoušející", "dvorakova", "/zkoušející", candidate, "/zkoušející", "dvorakova", "1")
    assert take(*lines) == 0
    told = capsys.readouterr().out
    assert "není účet zkoušejícího" in told
    assert told.count("Účet zkoušejícího, nebo jen Enter") == 4


def test_a_wrong_pin_and_an_unknown_session_are_refused(take: Take, capsys: pytest.CaptureFixture[str]) -> None:
    assert take("1", pin="0000") == 1
    assert take("1", which="nobody") == 1
    assert "Otázka" not in capsys.readouterr().out


def test_ctrl_c_takes_back_the_line_and_nothing_else(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = iter([KeyboardInterrupt(), EOFError()])

    def interrupted(_prompt: str) -> str:
        raise next(keys)

    monkeypatch.setattr("builtins.input", interrupted)
    assert take() == 130
    assert next(keys, None) is None


@pytest.mark.needs_tmux
def test_no_key_of_a_real_terminal_leads_out(opened_test: tuple[Path, str], tmp_path: Path) -> None:
    workspace, session = opened_test
    terminal = Terminal("held", tmp_path, (80, 24))
    try:
        terminal.start(f"take {session} --plain --workspace {workspace}", environment(tmp_path))
        terminal.wait("PIN")
        terminal.type(PIN)
        terminal.press("Enter")
        terminal.wait("Úkoly:")
        for key in ("C-c", "C-z", "C-d", "C-\\", "C-q", "C-s", "C-q"):
            terminal.press(key)
        terminal.type("/zkoušející")
        terminal.press("Enter")
        terminal.wait("Účet zkoušejícího")
        terminal.type("dvorakova")
        terminal.press("Enter")
        for key in ("C-c", "C-z", "C-\\", "C-d"):
            terminal.press(key)
        terminal.type("/pravidla")
        terminal.press("Enter")
        told = terminal.wait("Námitku")
        assert "EXIT" not in told
        assert "Stopped" not in told
    finally:
        terminal.stop()
