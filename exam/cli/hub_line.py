"""The line to the hub that a command names."""

import argparse
from typing import TYPE_CHECKING, ClassVar

from exam.cli.exits import UsageError

if TYPE_CHECKING:
    from exam.remote.line import Line


class AuthorityMissingError(UsageError):
    """A hub was named and no file by which it knows this computer."""

    code: ClassVar[str] = "authority-missing"


def line_to(arguments: argparse.Namespace) -> "Line":
    """Return the line to the hub that was named.

    Raises:
        ExamError: the file or the address is refused.
    """
    from exam.remote.line import Line, read_workstation  # noqa: PLC0415

    if arguments.authority is None:
        raise AuthorityMissingError
    return Line(arguments.hub, read_workstation(arguments.authority))
