"""Exit codes, which scripts rely on, and the one place that turns a refusal into one."""

from enum import IntEnum
from typing import ClassVar

from exam.problem import ExamError


class Exit(IntEnum):
    """What the program tells the shell."""

    FINE = 0
    PROBLEMS = 1
    """Problems in data, or a refusal."""
    USAGE = 2
    """Wrong usage or settings."""
    JOURNAL = 3
    """The journal could not keep or find something."""
    SIGNATURE = 4
    """A signature could not be made, or a record is to be returned."""
    INTERRUPTED = 130
    """Somebody pressed Ctrl-C, or stopped reading what was printed."""


class UsageError(ExamError):
    """The root of refusals that another call of the command would not meet."""


class SystemRefusedError(UsageError):
    """The operating system did not let the program read or write."""

    code: ClassVar[str] = "system-refused"


def exit_of(error: ExamError) -> Exit:
    """Return the exit code for a refusal, by the family it belongs to."""
    families = {
        "JournalError": Exit.JOURNAL,
        "ChainBrokenError": Exit.JOURNAL,
        "SignatureError": Exit.SIGNATURE,
        "SettingsError": Exit.USAGE,
        "UsageError": Exit.USAGE,
    }
    for ancestor in type(error).__mro__:
        if ancestor.__name__ in families:
            return families[ancestor.__name__]
    return Exit.PROBLEMS
