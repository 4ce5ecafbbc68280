import gc
from collections.abc import Iterator

import pytest

from exam.garbage import undisturbed


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    yield
    gc.enable()


def test_no_garbage_is_looked_for_inside_and_again_afterwards() -> None:
    with undisturbed():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_inner_stretch_does_not_end_the_outer_one() -> None:
    with undisturbed():
        with undisturbed():
            pass
        assert not gc.isenabled()


def test_a_failure_ends_it_too() -> None:
    with pytest.raises(KeyError), undisturbed():
        raise KeyError
    assert gc.isenabled()
