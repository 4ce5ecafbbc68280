"""A candidate's plain terminal: no key leads out of it, none that interrupts, suspends or ends the input."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from exam.cli.pins import typed
from exam.problem import ExamError

if TYPE_CHECKING:
    from exam.plain import Talk

HELD = ("SIGINT", "SIGTSTP", "SIGQUIT")
"""What Ctrl-C, Ctrl-Z and Ctrl-backslash send; not every system has all."""
HANGING = 100
"""So many ends of input in a row mean that the terminal is gone, not that somebody presses Ctrl-D."""


@contextmanager
def held() -> Iterator[None]:
    """Hear none of the keys by which programs are left, but for Ctrl-C while a line is typed."""
    found = [getattr(signal, name) for name in HELD if hasattr(signal, name)]
    before = [(number, signal.signal(number, signal.SIG_IGN)) for number in found]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def read_line(prompt: str) -> str:
    """Return a line; Ctrl-C takes back what stands on it and nothing else.

    Raises:
        EOFError: the lines came from no terminal and are all read, or the terminal is gone.
    """
    for _ in range(HANGING):
        try:
            return _typed(prompt)
        except KeyboardInterrupt:
            write("\n")
        except EOFError:
            if not sys.stdin.isatty():
                raise
            write("\n")
    raise EOFError


def _typed(prompt: str) -> str:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return input(prompt)
    finally:
        signal.signal(signal.SIGINT, before)


def write(text: str) -> None:
    """Write at once."""
    sys.stdout.write(text)
    sys.stdout.flush()


def taken_back(talk: "Talk", free: "Callable[[str, str], object]") -> bool:
    """Ask for an examiner's account and PIN, with which `free` lets the candidate out; tell whether it did."""
    try:
        account = talk.ask(talk.say("plain.examiner"))
        if account:
            free(account, typed(None, talk.say("people.pin")))
    except EOFError:  # Ctrl-D at the PIN puts nobody out
        return False
    except ExamError as error:
        talk.refuse(error)
        return False
    return bool(account)
