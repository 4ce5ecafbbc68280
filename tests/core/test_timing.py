from hypothesis import given
from hypothesis import strategies as st

from exam.core.timing import MINUTE_MS, TaskClock

HOUR = TaskClock(base_ms=45 * MINUTE_MS, extra_ms=15 * MINUTE_MS)
SPANS = st.lists(st.integers(-10_000, 10_000_000), max_size=10)


def test_granted_time_is_everybodys_and_ones_own() -> None:
    assert HOUR.granted_ms == HOUR.remaining_ms == 3_600_000


def test_remaining_time_is_granted_less_consumed_and_never_negative() -> None:
    assert HOUR.spend(20 * MINUTE_MS).remaining_ms == 40 * MINUTE_MS
    assert HOUR.spend(99 * MINUTE_MS).remaining_ms == 0


def test_a_clock_expires_at_its_last_millisecond_and_not_before() -> None:
    assert not HOUR.spend(60 * MINUTE_MS - 1).expired
    assert HOUR.spend(60 * MINUTE_MS).expired
    assert TaskClock().expired


def test_time_added_to_an_expired_clock_counts_from_what_was_consumed() -> None:
    assert HOUR.spend(61 * MINUTE_MS).add(2 * MINUTE_MS).remaining_ms == MINUTE_MS


def test_a_paused_clock_stands_still_until_it_is_resumed() -> None:
    paused = HOUR.spend(MINUTE_MS).stop(paused=True)
    assert paused.spend(30 * MINUTE_MS) == paused
    assert paused.stop(paused=False).spend(MINUTE_MS).consumed_ms == 2 * MINUTE_MS


@given(SPANS)
def test_no_span_of_time_gives_any_back(spans: list[int]) -> None:
    clock = HOUR
    for span in spans:
        after = clock.spend(span)
        assert after.consumed_ms >= clock.consumed_ms
        assert 0 <= after.remaining_ms <= clock.remaining_ms
        clock = after
    assert clock.consumed_ms == sum(span for span in spans if span > 0)
