"""A fault of a record as a value: a stable code with its arguments; the sentence is in the catalogues."""

from collections.abc import Mapping

from exam.core.model import Frozen


class Discrepancy(Frozen):
    """Something in a record that does not agree with the rest of it, or that no record may have."""

    code: str
    arguments: Mapping[str, str] = {}
