"""When the interpreter looks for garbage: not while much is made that stays, such as modules, models and content."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Look for none until the end; with big lists alive that made loading three times slower (measured)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
