"""The threads that answer: what is returned or raised comes back, to whoever asked, however many ask at once."""

import asyncio
import time
from threading import Barrier, Event, Lock, Thread

import pytest

from exam.hub import threads
from exam.hub.threads import Threads


def refusing() -> None:
    raise KeyError("refused")


def test_what_is_returned_and_what_is_raised_comes_back() -> None:
    async def ask() -> None:
        pool = Threads()
        assert await pool.run(lambda: "answer") == "answer"
        with pytest.raises(KeyError, match="refused"):
            await pool.run(refusing)
        assert await pool.run(lambda: "and goes on") == "and goes on"

    asyncio.run(ask())


def test_each_gets_his_own_answer_and_those_who_wait_for_one_another_meet() -> None:
    together = Barrier(10, timeout=10)

    async def ask() -> list[int]:
        pool = Threads()

        def meet(number: int) -> int:
            together.wait()
            return number

        return list(await asyncio.gather(*(pool.run(lambda number=number: meet(number)) for number in range(10))))  # type: ignore[misc]

    assert asyncio.run(ask()) == list(range(10))


def test_no_more_answer_at_once_than_may_and_all_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "MOST", 3)
    guard, now, most = Lock(), [0], [0]

    def work() -> None:
        with guard:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.01)
        with guard:
            now[0] -= 1

    async def ask() -> int:
        pool = Threads()
        return len(await asyncio.gather(*(pool.run(work) for _ in range(20))))

    assert asyncio.run(ask()) == 20
    assert most == [3]


def test_whoever_gave_up_waiting_keeps_nobody_else_from_his_answer() -> None:
    going_on = Event()

    async def ask() -> str:
        pool = Threads()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(pool.run(lambda: going_on.wait(10)), 0.05)
        going_on.set()
        return await pool.run(lambda: "answered")

    assert asyncio.run(ask()) == "answered"


def test_two_loops_get_each_their_own_answers() -> None:
    pool, found = Threads(), {}

    async def ask(name: str) -> None:
        found[name] = [await pool.run(lambda: name) for _ in range(200)]

    both = [Thread(target=lambda name=name: asyncio.run(ask(name))) for name in ("one", "two")]
    for loop in both:
        loop.start()
    for loop in both:
        loop.join(20)
    assert found == {name: [name] * 200 for name in ("one", "two")}


def test_whoever_went_away_with_his_loop_takes_no_thread_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "MOST", 1)
    pool, goes_on = Threads(), Event()

    async def go_away() -> None:
        asked = asyncio.ensure_future(pool.run(lambda: goes_on.wait(10)))
        await asyncio.sleep(0)
        asked.cancel()

    async def ask() -> str:
        return await asyncio.wait_for(pool.run(lambda: "answer"), 10)

    asyncio.run(go_away())
    goes_on.set()
    assert asyncio.run(ask()) == "answer"
