"""PINs from the terminal or from a descriptor; never from the command line, which everybody on the machine reads."""

import argparse
import os
from typing import TYPE_CHECKING, ClassVar

from exam.cli.exits import UsageError

if TYPE_CHECKING:
    from exam.service.access import Actor
    from exam.service.exam_service import ExamService
    from exam.wording import Language


class PinMissingError(UsageError):
    """Nobody is there to type a PIN, and no descriptor gives one."""

    code: ClassVar[str] = "pin-missing"


def add_pin(parser: argparse.ArgumentParser) -> None:
    """Add `--pin-fd`, for whoever types no PIN."""
    parser.add_argument("--pin-fd", type=int, metavar="FD", help="read the PIN from this descriptor")


def typed(descriptor: int | None, prompt: str) -> str:
    """Return what somebody types without showing it, or the line that the descriptor gives.

    Raises:
        PinMissingError: there is neither.
    """
    if descriptor is not None:
        with os.fdopen(descriptor, "r", encoding="utf-8") as file:
            return file.readline().rstrip("\n")
    from getpass import getpass  # noqa: PLC0415 - only where a person types

    try:
        return getpass(prompt)
    except EOFError as error:
        raise PinMissingError from error


def signed_in(service: "ExamService", account: str, descriptor: int | None, language: "Language") -> "Actor":
    """Ask for an account's PIN and return whoever it lets in.

    Raises:
        SignInRefusedError: unknown account or wrong PIN.
    """
    from exam.wording import render  # noqa: PLC0415

    return service.sign_in(account, typed(descriptor, render("people.pin", {}, language)))
