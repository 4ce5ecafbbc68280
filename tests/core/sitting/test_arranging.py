from datetime import timedelta

import pytest

from exam.core.sitting import (
    AccommodationWrongError,
    ApproveAccommodation,
    ArrangeDay,
    CancelSitting,
    SittingWrongError,
)
from tests.builders import ON
from tests.core.sitting_table import JANA, PLAN, Table


def registered() -> Table:
    return Table().do(PLAN, JANA)


def approved(**changed: object) -> ApproveAccommodation:
    told = {"session": JANA.session, "extra_percent": 25, "approved_by": "osoba", "approved_on": ON} | changed
    return ApproveAccommodation.model_validate(told)


def test_more_time_is_approved_for_a_candidate_and_the_last_word_counts() -> None:
    table = registered().do(approved(), approved(extra_percent=50))
    assert table.state.accommodations[JANA.session].extra_percent == 50
    assert len(table.state.changes) == 2


@pytest.mark.parametrize(
    "wrong",
    [{"session": "session-nobody"}, {"approved_by": JANA.candidate}, {"approved_on": ON + timedelta(days=1)}],
)
def test_more_time_is_approved_for_somebody_of_the_sitting_by_somebody_else_and_not_in_the_future(
    wrong: dict[str, object],
) -> None:
    with pytest.raises(AccommodationWrongError):
        registered().do(approved(**wrong))


def test_a_later_timetable_takes_the_place_of_an_earlier_one() -> None:
    table = registered().do(ArrangeDay(day="a" * 64, plan="b" * 64), ArrangeDay(day="a" * 64, plan="c" * 64))
    assert table.state.arranged is not None
    assert table.state.arranged.plan == "c" * 64


@pytest.mark.parametrize("command", [approved(), ArrangeDay(day="a" * 64, plan="b" * 64)])
def test_nothing_is_arranged_for_a_sitting_that_is_over(command: ApproveAccommodation | ArrangeDay) -> None:
    table = registered().do(CancelSitting(reason="Nemoc předsedy"))
    with pytest.raises(SittingWrongError):
        table.do(command)
