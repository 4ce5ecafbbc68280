"""Files of corrected keys: read for `exam replay`, which only shows, and for `exam session`, which corrects."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from exam.cli.documents import require_document
from exam.problem import ExamError

if TYPE_CHECKING:
    from exam.core.key_correction import KeyCorrection
    from exam.wording import Language


class KeyFixFaultyError(ExamError):
    """The file of corrected keys has problems."""

    code: ClassVar[str] = "key-correction-faulty"


def read_fix(path: Path, language: "Language") -> "tuple[KeyCorrection, ...]":
    """Return the corrected keys of a file; its problems go to stderr, one by one.

    Raises:
        KeyFixFaultyError: it has some.
    """
    from exam.core.key_correction import KeyFix  # noqa: PLC0415

    return require_document(path, KeyFix, KeyFixFaultyError, language).corrections
