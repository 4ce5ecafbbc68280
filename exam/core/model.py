"""The one base of every model: frozen, strict, and closed to unknown keys; and how a frozen value is changed."""

from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ConfigDict

__all__ = ["Frozen", "absent", "changed"]

T = TypeVar("T")


class Frozen(BaseModel):
    """A value that never changes; unknown keys and loose types are refused.

    What checks it is built when the first one is made: a command needs a few of the hundreds of models.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


def absent(value: object) -> bool:
    """Tell whether nothing is there: a field that came later leaves no trace in data that do not have it."""
    return not value


if TYPE_CHECKING:
    from dataclasses import replace as changed  # the type checker knows which fields there are
else:

    def changed(value: T, /, **fields: object) -> T:
        """Return a copy of a frozen dataclass without slots in which some fields are others.

        The same as `dataclasses.replace`, which calls the constructor and takes seven times as long.
        """
        copy = object.__new__(type(value))
        object.__setattr__(copy, "__dict__", vars(value) | fields)
        return copy
