"""A process at another computer, `python -m tests.hub.other_computer URL FILE FOLDER`, told what to do by pipe.

It is what `exam take --hub` and `exam --hub` do behind their screens: the same line, desk and door.
"""

import base64
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from exam.problem import ExamError, refusal_of
from exam.remote.console import enter
from exam.remote.desk import RemoteDesk, sit_down
from exam.remote.line import Line, read_workstation
from exam.service.console_port import Console

PYTHON = sys.executable


class Computer:
    """What a test may ask of the process."""

    def __init__(self, line: Line, folder: Path) -> None:
        self._line = line
        self._folder = folder
        self._desk: RemoteDesk | None = None
        self._doors: dict[str, Console] = {}

    def sit(self, code: str) -> str:
        """Sit down and return the session."""
        self._desk = sit_down(self._line, code, self._folder)
        return self._desk.session

    def enter(self, account: str, pin: str) -> None:
        """Enter the console."""
        self._doors[account] = enter(self._line, account, pin)

    def away(self) -> bool:
        """Tell whether the hub is away."""
        return self._line.away

    def answer(self, who: str, name: str, arguments: tuple[Any, ...], named: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """Ask a door, or this computer itself where nobody is named."""
        target: Any = self._doors.get(who, self._desk if who == "desk" else self)
        return getattr(target, name)(*arguments, **named)


class Far:
    """A door of such a process, as a test holds it."""

    def __init__(self, process: "subprocess.Popen[bytes]", who: str = "") -> None:
        self._process = process
        self._who = who
        self.session = ""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def ask(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - any method of a door
            assert self._process.stdin
            assert self._process.stdout
            self._process.stdin.write(_spelt((self._who, name, arguments, named)))
            self._process.stdin.flush()
            line = self._process.stdout.readline()
            assert line, "the other computer's process ended"
            fine, value = _read(line)
            if not fine:
                raise refusal_of(*value)
            return value

        return ask


def started(prefix: list[str], url: str, file: Path, folder: Path) -> "subprocess.Popen[bytes]":
    """Start such a process behind a prefix that puts it into its network."""
    command = [*prefix, PYTHON, "-m", "tests.hub.other_computer", url, str(file), str(folder)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603


def _spelt(value: object) -> bytes:
    return base64.b64encode(pickle.dumps(value)) + b"\n"


def _read(line: bytes) -> Any:  # noqa: ANN401 - whatever was spelt
    return pickle.loads(base64.b64decode(line))  # noqa: S301 - between two processes of one test


def main(url: str, file: str, folder: str) -> None:
    """Answer until nobody asks."""
    computer = Computer(Line(url, read_workstation(Path(file))), Path(folder))
    for line in sys.stdin.buffer:
        who, name, arguments, named = _read(line)
        try:
            told: tuple[bool, Any] = (True, computer.answer(who, name, arguments, named))
        except ExamError as error:
            told = (False, (error.code, error.arguments))
        sys.stdout.buffer.write(_spelt(told))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
