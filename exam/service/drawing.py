"""What draws records and printouts, as the use cases ask for it."""

from dataclasses import dataclass
from typing import Protocol

from exam.core.exam_record import ExamRecord, Extract
from exam.core.omission import Omissions
from exam.core.printouts.facts import Facts
from exam.core.printouts.shapes import Printout
from exam.core.printouts.template import FrameWording
from exam.core.report import Wording
from exam.core.standard import AssessmentStandard


@dataclass(frozen=True, slots=True)
class PrintWords:
    """The words in which facts are spelt: the record's, and those of the frame around every printout."""

    record: Wording
    frame: FrameWording


class Publisher(Protocol):
    """Draws the record, and what is printed around it."""

    def draw(self, record: ExamRecord, extract: Extract, standard: bytes) -> bytes:
        """Return the unsigned file: pages, empty signature fields, the three documents attached."""
        ...

    def omit(self, pdf: bytes, record: ExamRecord, told: Omissions) -> bytes:
        """Return a record's file with one more revision that says which signatures do not come; always the same.

        Raises:
            ExamError: the file has no fields for it.
        """
        ...

    def draw_printout(self, printout: Printout, standard: AssessmentStandard, facts: Facts, *, practice: bool) -> bytes:
        """Return a printout as a file.

        Raises:
            ExamError: there are no words for it in the standard's system and language.
        """
        ...

    def words(self, system: str, language: str) -> PrintWords:
        """Return what the facts of printouts are spelt with.

        Raises:
            ExamError: there are none.
        """
        ...

    def template(self, system: str) -> str:
        """Return the SHA-256 of the template for a system's records, nothing where there is none."""
        ...

    def fonts(self) -> int:
        """Return how many font files the records are set in, each tried.

        Raises:
            ExamError: one of them cannot be used.
        """
        ...
