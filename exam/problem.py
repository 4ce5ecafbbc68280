"""Faults as values and refusals as named errors; every layer may import this, and it knows none of them.

A fault in an author's file is a `Problem`: it has a place and a code, and it is gathered, never raised. A command that
the exam's rules refuse raises a named subclass of `ExamError`. Neither holds a sentence: `exam.wording` renders the
code and its arguments in the language of whoever reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar


class Severity(StrEnum):
    """How much a problem weighs: an error stops every exam, a warning is told and goes on."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class SourceLocation:
    """A place in an author's file; line and column count from 1, and 0 means that the parser named none."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Spell the place as editors jump to it."""
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in an author's file, with its place; `code` is stable, for example `K003`."""

    code: str
    location: SourceLocation
    arguments: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = Severity.ERROR


class ExamError(Exception):
    """The root of every refusal; it is never raised itself.

    `code` names the sentence in the catalogues, `arguments` fill it.
    """

    code: ClassVar[str] = ""

    def __init__(self, **arguments: object) -> None:
        self.arguments: dict[str, str] = {key: str(value) for key, value in arguments.items()}
        super().__init__(self.code, self.arguments)

    def __str__(self) -> str:
        """Spell code and arguments for logs; people read what `exam.wording` makes of them."""
        told = ", ".join(f"{key}={value}" for key, value in sorted(self.arguments.items()))
        return f"{self.code} ({told})" if told else self.code


def refusal_of(code: str, arguments: Mapping[str, object]) -> ExamError:
    """Return the refusal that somebody else told by its code, as a named one where this process knows it."""
    kinds = [ExamError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    named = next((kind for kind in kinds if kind.code == code), None)
    error: ExamError = ExamError.__new__(named or type("ToldError", (ExamError,), {"code": code}))
    ExamError.__init__(error, **arguments)
    return error
