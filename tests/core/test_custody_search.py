from datetime import date

import pytest

from exam.core.custody import LineState
from exam.core.custody_search import Names, Page, Query, fits, paged
from exam.core.verdict import Result
from tests.core.registers import KEEP_UNTIL, OVER, checked, facts, folded, kept, received

NAMES = Names(candidate="Mgr. Magdaléna Říhová-Šťastná", authorised=("Vít Krátký (Zkoušky s.r.o.)",))
LINE = folded(*kept()).lines[1]


@pytest.mark.parametrize(
    "query",
    [
        Query(),
        Query(person="rihova"),
        Query(person="ŠŤAST"),
        Query(qualification="029"),
        Query(since=date(2026, 11, 20), until=date(2026, 11, 20)),
        Query(authorised="kratky"),
        Query(authorised="zkousky"),
        Query(authorised="cvicna-0001"),
        Query(result=Result.PASSED),
        Query(state=LineState.KEPT),
        Query(record="RECORD-1"),
        Query(due=OVER),
    ],
)
def test_a_line_is_found_by_each_of_its_facts(query: Query) -> None:
    assert fits(LINE, NAMES, query)


@pytest.mark.parametrize(
    "query",
    [
        Query(person="novak"),
        Query(qualification="66-028"),
        Query(since=date(2026, 11, 21)),
        Query(until=date(2026, 11, 19)),
        Query(authorised="dvorak"),
        Query(result=Result.FAILED),
        Query(state=LineState.RETURNED),
        Query(record="record-2"),
        Query(due=KEEP_UNTIL),
        Query(person="rihova", result=Result.FAILED),
    ],
)
def test_a_line_is_not_found_by_other_facts(query: Query) -> None:
    assert not fits(LINE, NAMES, query)


def test_a_line_of_which_nothing_is_known_is_found_by_its_state_alone() -> None:
    unread = folded(received()).lines[1]
    assert fits(unread, Names(), Query())
    assert fits(unread, Names(), Query(state=LineState.RECEIVED))
    assert not fits(unread, Names(), Query(person="r"))
    assert not fits(unread, Names(), Query(due=OVER))


def test_only_what_is_kept_or_returned_is_due() -> None:
    waiting = folded(received(), checked(told=facts())).lines[1]
    assert not fits(waiting, NAMES, Query(due=OVER))


@pytest.mark.parametrize(
    ("total", "number", "page"),
    [
        (0, 1, Page(number=1, pages=1, total=0, first=0)),
        (50, 1, Page(number=1, pages=1, total=50, first=0)),
        (51, 2, Page(number=2, pages=2, total=51, first=50)),
        (51, 99, Page(number=2, pages=2, total=51, first=50)),
        (51, -1, Page(number=1, pages=2, total=51, first=0)),
    ],
)
def test_a_page_outside_is_the_nearest_one(total: int, number: int, page: Page) -> None:
    assert paged(total, number) == page
