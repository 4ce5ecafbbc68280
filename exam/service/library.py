"""The library over what was loaded: a standard with a fault in its files starts no exam, the others do."""

from collections.abc import Mapping
from typing import ClassVar

from exam.core.content import Content
from exam.core.item import Item
from exam.core.standard import AssessmentStandard
from exam.problem import ExamError
from exam.service.ports import BankUnknownError, StandardUnknownError


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
        """
        if count := self._errors.get(standard_id, 0):
            raise ContentFaultyError(count=count)
        found = self._content.standard(standard_id)
        if found is None:
            raise StandardUnknownError(standard=standard_id)
        return found

    def bank(self, standard_id: str, bank_id: str) -> tuple[Item, ...]:
        """Return every item of the bank.

        Raises:
            BankUnknownError: it is not loaded.
        """
        found = self._content.bank(standard_id, bank_id)
        if found is None:
            raise BankUnknownError(standard=standard_id, bank=bank_id)
        return found
