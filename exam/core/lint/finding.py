"""One thing that the lint found, by file and the keys inside it; the loader knows the line."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from exam.core.content import Content
from exam.problem import Severity

Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault across files, or inside one."""

    code: str
    path: str
    keys: Keys
    arguments: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = Severity.ERROR


Check = Callable[[Content, date], Iterator[Finding]]


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the nearest known spelling, or nothing."""
    from difflib import get_close_matches  # noqa: PLC0415 - most content has no fault

    return next(iter(get_close_matches(word, list(known), n=1)), "")
