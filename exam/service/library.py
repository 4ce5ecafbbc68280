"""The library over what was loaded: a standard with a fault in its files starts no exam, the others do."""

from collections.abc import Mapping
from typing import ClassVar

from exam.core.content import Content
from exam.core.item import Item
from exam.core.rubric import CriterionRubric
from exam.core.standard import AssessmentStandard
from exam.core.system_rules import SystemRules
from exam.problem import ExamError


class StandardUnknownError(ExamError):
    """No standard of that id is loaded."""

    code: ClassVar[str] = "standard-unknown"


class BankUnknownError(ExamError):
    """The standard has no bank of that id."""

    code: ClassVar[str] = "bank-unknown"


class StandardIncompleteError(ExamError):
    """The standard is listed, but says itself what it still lacks, so nothing is examined under it."""

    code: ClassVar[str] = "standard-incomplete"


class ContentFaultyError(ExamError):
    """The files of the standard have errors; `exam check` tells them."""

    code: ClassVar[str] = "content-faulty"


class ContentLibrary:
    """Satisfies `exam.service.ports.Library`."""

    def __init__(self, content: Content, errors: Mapping[str, int]) -> None:
        self._content = content
        self._errors = errors
        """How many errors the files of each standard's folder have."""

    def standard(self, standard_id: str) -> AssessmentStandard:
        """Return the standard.

        Raises:
            ContentFaultyError: its files have errors.
            StandardUnknownError: it is not loaded.
            StandardIncompleteError: it names what it lacks.
        """
        self._require_faultless(standard_id)
        found = self._content.standard(standard_id)
        if found is None:
            raise StandardUnknownError(standard=standard_id)
        if found.missing:
            raise StandardIncompleteError(standard=standard_id, missing="; ".join(found.missing))
        return found

    def bank(self, standard_id: str, bank_id: str) -> tuple[Item, ...]:
        """Return every item of the bank.

        Raises:
            ContentFaultyError: the files of its standard have errors.
            BankUnknownError: it is not loaded.
        """
        self._require_faultless(standard_id)
        found = self._content.bank(standard_id, bank_id)
        if found is None:
            raise BankUnknownError(standard=standard_id, bank=bank_id)
        return found

    def _require_faultless(self, standard_id: str) -> None:
        if count := self._errors.get(standard_id, 0):
            raise ContentFaultyError(count=count)

    def listed(self) -> tuple[tuple[AssessmentStandard, int], ...]:
        """Return every standard that is loaded, with how many errors its files have."""
        found = (sourced.value for sourced in self._content.standards)
        return tuple((standard, self._errors.get(standard.id, 0)) for standard in found)

    def standards(self) -> tuple[AssessmentStandard, ...]:
        """Return every standard under which an exam can be held."""
        return tuple(standard for standard, errors in self.listed() if not standard.missing and not errors)

    def rules(self, system: str) -> SystemRules | None:
        """Return the rules of a system of qualifications, None where no file tells them."""
        return self._content.rules_of(system)

    def anchors(self, standard_id: str, criterion: str) -> CriterionRubric | None:
        """Return how a criterion is judged, None where no rubric tells it."""
        competency, _, letter = criterion.partition(".")
        rubrics = (found.value for found in self._content.rubrics)
        origin = self._content.origin(standard_id)
        return next(
            (
                anchors
                for rubric in rubrics
                if rubric.standard == origin and rubric.competency == competency
                for anchors in rubric.criteria
                if anchors.id == letter
            ),
            None,
        )
