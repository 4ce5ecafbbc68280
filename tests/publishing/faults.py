"""Files that are wrong in one way each, with exactly the codes that a reader must be told."""

from collections.abc import Callable
from typing import NamedTuple

from tests.publishing.office import Office


class Fault(NamedTuple):
    """What is wrong with a file."""

    told: str
    """A sentence for the test's name."""
    make: Callable[[Office], bytes]
    codes: frozenset[str]


def fault(told: str, make: Callable[[Office], bytes], *codes: str) -> Fault:
    """Return a fault with the codes that it must have, and no others."""
    return Fault(told, make, frozenset(codes))


def name(found: object) -> str | None:
    """Name a fault's test; anything else names itself."""
    return found.told.replace(" ", "-") if isinstance(found, Fault) else None
