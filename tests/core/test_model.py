"""A frozen value is changed by copying it."""

from collections.abc import Mapping
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from exam.core.model import changed


@dataclass(frozen=True)
class Shelf:
    label: str
    books: Mapping[str, int] = field(default_factory=dict)
    full: bool = False


SHELF = Shelf("A", {"law": 2})


def test_a_changed_value_is_the_one_that_the_constructor_would_make() -> None:
    assert changed(SHELF, label="B", full=True) == replace(SHELF, label="B", full=True)
    assert changed(SHELF) == SHELF


def test_what_was_changed_stays_as_it_was() -> None:
    changed(SHELF, label="B", books={})
    assert Shelf("A", {"law": 2}) == SHELF


def test_a_changed_value_is_as_frozen_as_the_first() -> None:
    with pytest.raises(FrozenInstanceError):
        changed(SHELF, full=True).label = "C"  # type: ignore[misc]
