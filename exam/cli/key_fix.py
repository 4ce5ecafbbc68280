"""Files of corrected keys: read for `exam replay`, which only shows, and for `exam session`, which corrects."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

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
    from exam.loading import load_document  # noqa: PLC0415
    from exam.wording import render_problem  # noqa: PLC0415

    fix, document = load_document(path, KeyFix)
    if fix is None:
        for problem in document.problems:
            sys.stderr.write(render_problem(problem, language) + "\n")
        raise KeyFixFaultyError(count=len(document.problems))
    return fix.corrections
