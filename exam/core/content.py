"""Everything that was loaded, each part with the file it came from; pure data, so that the lint needs no file."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from exam.core.item import Item, ItemBank
from exam.core.printouts.template import Frame, PrintoutTemplate
from exam.core.renaming import Renaming, renamed
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
    """Standards, rubrics, banks, reports and rules of systems, in the order of their files.

    A standard that is a renaming stands among the others, under its own file; rubrics and banks stand once.
    """

    standards: tuple[Sourced[AssessmentStandard], ...] = ()
    rubrics: tuple[Sourced[Rubric], ...] = ()
    banks: tuple[Sourced[ItemBank], ...] = ()
    reports: tuple[Sourced[ReportTemplate], ...] = ()
    rules: tuple[Sourced[SystemRules], ...] = ()
    printouts: tuple[Sourced[PrintoutTemplate], ...] = ()
    frames: tuple[Sourced[Frame], ...] = ()
    renamings: tuple[Sourced[Renaming], ...] = ()

    def written(self) -> tuple[Sourced[AssessmentStandard], ...]:
        """Return the standards that have files of their own."""
        return tuple(found for found in self.standards if found.value.renamed is None)

    def origin(self, standard_id: str) -> str:
        """Return whose rubrics and banks a standard has: its own, or those of the one that it renames."""
        found = self.standard(standard_id)
        return found.renamed.of if found is not None and found.renamed is not None else standard_id

    def standard(self, standard_id: str) -> AssessmentStandard | None:
        """Return the standard of that id."""
        return next((found.value for found in self.standards if found.value.id == standard_id), None)

    def rules_of(self, system: str) -> SystemRules | None:
        """Return the rules of a system of qualifications."""
        return next((found.value for found in self.rules if found.value.system == system), None)

    def banks_of(self, standard_id: str) -> Iterator[Sourced[ItemBank]]:
        """Yield the banks that serve a standard."""
        origin = self.origin(standard_id)
        return (found for found in self.banks if found.value.standard == origin)

    def bank(self, standard_id: str, bank_id: str) -> tuple[Item, ...] | None:
        """Return the items of a bank, None where there is none."""
        banks = (found.value for found in self.banks_of(standard_id))
        return next((bank.items for bank in banks if bank.id == bank_id), None)


def with_renamings(content: Content) -> Content:
    """Return the content with a standard for each renaming of a written one, in the order of their files."""
    known = {found.value.id: found.value for found in content.standards}
    made = [
        Sourced(renamed(known[found.value.of], found.value), found.path)
        for found in content.renamings
        if found.value.of in known
    ]
    standards = sorted((*content.standards, *made), key=lambda found: found.path)
    return replace(content, standards=tuple(standards))
