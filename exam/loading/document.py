"""One file as one model."""

from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel

from exam.loading.source import Source, read
from exam.loading.validation import validate
from exam.problem import Problem

M = TypeVar("M", bound=BaseModel)


class Document(NamedTuple):
    """What a file holds, kept with its source so that later faults find their place."""

    source: Source | None
    problems: tuple[Problem, ...]


def load_document(path: Path, model: type[M], shown: str = "") -> tuple[M | None, Document]:
    """Return the model that a file spells, or every problem of the file; `shown` is its path for people."""
    source, problems = read(path, shown or str(path))
    if source is None:
        return None, Document(None, problems)
    value, found = validate(source, model)
    return value, Document(source, found)
