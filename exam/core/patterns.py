"""Patterns of words with `{places}` for values: which places they have, and how they are filled."""

import re
from collections.abc import Iterable, Mapping

from pydantic import AfterValidator

_PLACE = re.compile(r"\{([A-Za-z0-9_]*)\}")


def places(pattern: str) -> list[str]:
    """Return the names of the places of a pattern."""
    return _PLACE.findall(pattern)


def fill(pattern: str, **values: object) -> str:
    """Return the pattern with each `{name}` replaced; a template cannot reach into the values."""
    return _PLACE.sub(lambda found: str(values[found[1]]), pattern)


def only(*names: str) -> AfterValidator:
    """Refuse a pattern with a field that nothing fills."""

    def check(pattern: str) -> str:
        strange = sorted(set(_PLACE.findall(pattern)) - set(names))
        if strange:
            message = f"unknown field {{{strange[0]}}}"
            raise ValueError(message)
        return pattern

    return AfterValidator(check)


def every(names: Iterable[str]) -> AfterValidator:
    """Demand words for each of these names: a record must never lack one on the day."""
    needed = tuple(names)

    def check(words: Mapping[str, str]) -> Mapping[str, str]:
        absent = [name for name in needed if name not in words]
        if absent:
            message = f"no words for {absent[0]}"
            raise ValueError(message)
        return words

    return AfterValidator(check)
