"""Files that a command cannot do without: read whole, or refused with every problem told; no command is known here."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from exam.problem import ExamError

if TYPE_CHECKING:
    from exam.core.model import Frozen
    from exam.wording import Language

M = TypeVar("M", bound="Frozen")


def require_document(path: Path, model: type[M], refusal: type[ExamError], language: "Language") -> M:
    """Return the model that a file spells; its problems go to stderr, one by one.

    Raises:
        ExamError: that refusal, with their count.
    """
    from exam.loading import load_document  # noqa: PLC0415
    from exam.wording import render_problem  # noqa: PLC0415

    found, document = load_document(path, model)
    if found is None:
        sys.stderr.writelines(render_problem(problem, language) + "\n" for problem in document.problems)
        raise refusal(count=len(document.problems))
    return found
