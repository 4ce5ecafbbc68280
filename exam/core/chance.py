"""Draws that anybody can repeat: SHA-256 in counter mode over a journalled seed, the same on every machine.

Block `n` of a draw is `SHA-256(seed ‖ "/" ‖ purpose ‖ "/" ‖ n)` in UTF-8 decimal; numbers are its first eight bytes,
big-endian, with rejection of the biased tail. `random` is not used: its algorithms belong to one interpreter.
"""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_SPAN = 2**64


class Draw:
    """A stream of numbers that depends on seed and purpose alone."""

    def __init__(self, seed: str, purpose: str) -> None:
        self._prefix = f"{seed}/{purpose}/".encode()
        self._block = 0

    def below(self, limit: int) -> int:
        """Return a number from 0 to `limit` − 1, each as likely as the others."""
        ceiling = _SPAN - _SPAN % limit
        while (number := self._next()) >= ceiling:
            pass
        return number % limit

    def shuffled(self, entries: Sequence[T]) -> tuple[T, ...]:
        """Return the entries in a drawn order (Fisher–Yates from the end)."""
        order = list(entries)
        for last in range(len(order) - 1, 0, -1):
            chosen = self.below(last + 1)
            order[last], order[chosen] = order[chosen], order[last]
        return tuple(order)

    def _next(self) -> int:
        block = hashlib.sha256(b"%b%d" % (self._prefix, self._block)).digest()
        self._block += 1
        return int.from_bytes(block[:8], "big")
