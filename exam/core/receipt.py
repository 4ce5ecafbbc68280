"""The receipt code: what a candidate takes home so that a cut end of the journal shows.

A code says where a candidate session stood: the number of an event and the first bits of its hash. It is made for
reading aloud: four groups of four symbols, none of which looks like another one, the last of them a check symbol that
finds every single wrong symbol and every two that changed places.
"""

from operator import mul
from typing import ClassVar

from exam.core.chain import Head
from exam.core.model import Frozen
from exam.problem import ExamError

ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
"""No 0 O, 1 I L, 2 Z, 5 S, 8 B, U V: 23 symbols, a prime, which the check symbol needs."""
LENGTH = 16
POWERS = tuple(len(ALPHABET) ** place for place in range(LENGTH - 1))
GROUP = 4
SEQ_BITS = 14
HASH_BITS = 53
"""Together as many as fifteen symbols hold. To find another history with the same code takes some 2⁵³ hashes."""


class ReceiptMistypedError(ExamError):
    """The code was misheard or mistyped: length, a symbol or the check symbol is wrong."""

    code: ClassVar[str] = "receipt-mistyped"


class ReceiptMark(Frozen):
    """What a code says about the event that it was made of."""

    seq: int
    """Modulo 2¹⁴; no session has that many events."""
    prefix: int
    """The first 53 bits of the hash."""

    def names(self, head: Head) -> bool:
        """Tell whether the code was made of that event."""
        return self == mark(head)


def mark(head: Head) -> ReceiptMark:
    """Return what a code says about an event."""
    return ReceiptMark(seq=head.seq % (1 << SEQ_BITS), prefix=int(head.hash, 16) >> (256 - HASH_BITS))


def receipt_code(head: Head) -> str:
    """Return the code for the place where a stream ends, such as `34CK-M9QT-7ADW-XXY3`."""
    found = mark(head)
    rest, base = found.prefix << SEQ_BITS | found.seq, len(ALPHABET)
    digits = [rest // power % base for power in POWERS]
    spelt = "".join([ALPHABET[digit] for digit in (*digits, _check(digits))])
    return "-".join([spelt[place : place + GROUP] for place in range(0, LENGTH, GROUP)])


def read_receipt(code: str) -> ReceiptMark:
    """Return what a code says; case, spaces and hyphens do not matter.

    Raises:
        ReceiptMistypedError: it is no code that this program ever gave.
    """
    spelt = "".join(char for char in code.upper() if not (char.isspace() or char in "-–."))
    if len(spelt) != LENGTH or not set(spelt) <= set(ALPHABET):
        raise ReceiptMistypedError(receipt=code)
    *digits, check = (ALPHABET.index(char) for char in spelt)
    rest = sum(map(mul, POWERS, digits))
    if check != _check(digits) or rest >> (SEQ_BITS + HASH_BITS):
        raise ReceiptMistypedError(receipt=code)
    return ReceiptMark(seq=rest % (1 << SEQ_BITS), prefix=rest >> SEQ_BITS)


def _check(digits: list[int]) -> int:
    """Return the check symbol: with weights 1 to 15 and 22 (−1), the sum is 0 modulo 23."""
    weighed: int = sum(map(mul, digits, range(1, LENGTH)))
    return weighed % len(ALPHABET)
