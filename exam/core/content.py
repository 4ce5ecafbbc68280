"""Everything that was loaded, each part with the file it came from; pure data, so that the lint needs no file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from exam.core.item import Item, ItemBank
from exam.core.printouts.template import Frame, PrintoutTemplate
from exam.core.report import ReportTemplate
from exam.core.rubric import Rubric
from exam.core.standard import AssessmentStandard
from exam.core.system_rules import SystemRules

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sourced(Generic[T]):
    """A value and the file that holds it, as people know the file."""

    value: T
    path: str


@dataclass(frozen=True, slots=True)
class Content:
    """Standards, rubrics, banks, reports and rules of systems, in the order of their files."""

    standards: tuple[Sourced[AssessmentStandard], ...] = ()
    rubrics: tuple[Sourced[Rubric], ...] = ()
    banks: tuple[Sourced[ItemBank], ...] = ()
    reports: tuple[Sourced[ReportTemplate], ...] = ()
    rules: tuple[Sourced[SystemRules], ...] = ()
    printouts: tuple[Sourced[PrintoutTemplate], ...] = ()
    frames: tuple[Sourced[Frame], ...] = ()

    def standard(self, standard_id: str) -> AssessmentStandard | None:
        """Return the standard of that id."""
        return next((found.value for found in self.standards if found.value.id == standard_id), None)

    def rules_of(self, system: str) -> SystemRules | None:
        """Return the rules of a system of qualifications."""
        return next((found.value for found in self.rules if found.value.system == system), None)

    def banks_of(self, standard_id: str) -> Iterator[Sourced[ItemBank]]:
        """Yield the banks that serve a standard."""
        return (found for found in self.banks if found.value.standard == standard_id)

    def bank(self, standard_id: str, bank_id: str) -> tuple[Item, ...] | None:
        """Return the items of a bank, None where there is none."""
        banks = (found.value for found in self.banks_of(standard_id))
        return next((bank.items for bank in banks if bank.id == bank_id), None)
