"""What people ask for, read into commands: a value that no command takes is a refusal that names it, never a crash."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from pydantic import ValidationError

from exam.problem import ExamError

SHOWN = 40
"""Characters of a refused value that its refusal quotes."""


class InputRefusedError(ExamError):
    """A value is not one that the command takes."""

    code: ClassVar[str] = "input-refused"


class InputTooLongError(InputRefusedError):
    """A text is longer than it may be."""

    code: ClassVar[str] = "input-too-long"


class InputTooShortError(InputRefusedError):
    """A text is shorter than it may be."""

    code: ClassVar[str] = "input-too-short"


class InputTooBigError(InputRefusedError):
    """A number is greater than it may be."""

    code: ClassVar[str] = "input-too-big"


class InputTooSmallError(InputRefusedError):
    """A number is smaller than it may be."""

    code: ClassVar[str] = "input-too-small"


_KINDS: Mapping[str, tuple[type[InputRefusedError], str]] = {
    "string_too_long": (InputTooLongError, "max_length"),
    "string_too_short": (InputTooShortError, "min_length"),
    "less_than_equal": (InputTooBigError, "le"),
    "greater_than_equal": (InputTooSmallError, "ge"),
}
"""By pydantic's type of error: the refusal, and where the limit stands."""


@contextmanager
def reading_input() -> Iterator[None]:
    """Turn the refusal of a model into a named one.

    Raises:
        InputRefusedError: a value does not fit its field.
    """
    try:
        yield
    except ValidationError as error:
        raise _refusal(error.errors(include_url=False)[0]) from error


def _refusal(fault: Mapping[str, Any]) -> InputRefusedError:
    kind, place = _KINDS.get(fault["type"], (InputRefusedError, ""))
    told = str(fault["input"]).encode("utf-8", "backslashreplace").decode()
    value = told if len(told) <= SHOWN else f"{told[:SHOWN]}…"
    return kind(value=value, limit=fault.get("ctx", {}).get(place, ""))
