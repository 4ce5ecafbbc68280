import asyncio

import pytest

from exam.publishing.offline import finished


async def doubled(value: int) -> int:
    await asyncio.sleep(0)
    return 2 * value


async def failing() -> None:
    await asyncio.sleep(0)
    raise LookupError


def test_a_coroutine_is_run_to_its_end() -> None:
    assert finished(doubled(21)) == 42


def test_a_loop_of_the_caller_may_be_running() -> None:
    async def caller() -> int:
        await asyncio.sleep(0)
        return finished(doubled(4))

    assert asyncio.run(caller()) == 8


def test_what_a_coroutine_raises_is_raised() -> None:
    with pytest.raises(LookupError):
        finished(failing())
