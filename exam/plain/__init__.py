"""The candidate's desk line by line, for screen readers and plain terminals: no picture, no key but letters and Enter.

It stands on `exam.view` alone, like the desk on the screen, and keeps every line as soon as it is entered.
"""

from exam.plain.desk import PlainDesk
from exam.plain.sheet import PlainSeat
from exam.plain.talk import Talk

__all__ = ["PlainDesk", "PlainSeat", "Talk"]
