from datetime import timedelta

import pytest

from exam.core.sitting import (
    AppointCommission,
    AuthorisationExpiredError,
    CancelSitting,
    CheckAuthorisations,
    CloseSitting,
    CommissionWrongError,
    MoveSitting,
    NotHoldSitting,
    OpenSitting,
    PlanParts,
    RegisterCandidate,
    ReplaceMember,
    SittingCommand,
    SittingEnding,
    SittingWrongError,
)
from exam.core.sitting.refusals import ChangeWrongError
from exam.core.sitting_events import AuthorisationsChecked, MemberReplaced, SittingPart
from tests.builders import AT, ON
from tests.core.sitting_table import CHAIR, COMMISSION, JANA, PLAN, SECOND, THIRD, Table, member, opened

LATER = ON + timedelta(days=7)
ILL = "Onemocněl."
REPLACED = ReplaceMember(leaving="second", joining=THIRD, reason=ILL)
MOVED = MoveSitting(starts_on=LATER, place="Učebna A", reason="Havárie vody.")
CANCELLED = CancelSitting(reason="Nikdo se nepřihlásil.")
MISSED = NotHoldSitting(missing=("second",), reason=ILL)


def staffed() -> Table:
    return Table().do(PLAN, COMMISSION, JANA)


def test_a_member_is_replaced_and_the_change_says_why() -> None:
    table = staffed().do(REPLACED)
    assert table.state.members == (CHAIR, THIRD)
    assert [entry.event for entry in table.state.changes] == [
        MemberReplaced(leaving="second", joining=THIRD, reason=ILL)
    ]


def test_who_takes_the_chairs_seat_is_the_chair_and_nobody_else_becomes_one() -> None:
    table = staffed().do(ReplaceMember(leaving="chair", joining=THIRD, reason=ILL))
    assert (table.state.chair, [entry.chair for entry in table.state.members]) == ("third", [True, False])
    other = ReplaceMember(leaving="second", joining=member("third", chair=True), reason=ILL)
    assert staffed().do(other).state.chair == "chair"


@pytest.mark.parametrize(
    ("joining", "refusal"),
    [
        (member("chair"), CommissionWrongError),
        (member("jana"), CommissionWrongError),
        (member("third", until=ON - timedelta(days=1)), AuthorisationExpiredError),
    ],
    ids=["of the commission", "a candidate", "expired"],
)
def test_who_joins_is_fit_for_the_commission(joining: object, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        staffed().do(ReplaceMember.model_validate({"leaving": "second", "joining": joining, "reason": ILL}))


def test_who_joins_a_late_opening_is_authorised_on_that_day() -> None:
    table = staffed()
    table.today = LATER
    with pytest.raises(AuthorisationExpiredError):
        table.do(ReplaceMember(leaving="second", joining=member("third", until=ON), reason=ILL))


@pytest.mark.parametrize(
    "wrong",
    [
        ReplaceMember(leaving="fourth", joining=THIRD, reason=ILL),
        ReplaceMember(leaving="second", joining=THIRD, reason=" . "),
        MoveSitting(starts_on=ON, place="Učebna A", reason=ILL),
        MoveSitting(starts_on=ON - timedelta(days=1), place="Učebna A", reason=ILL),
        MoveSitting(starts_on=LATER, place="Učebna A", reason=""),
        CancelSitting(reason=""),
        NotHoldSitting(missing=("fourth",), reason=ILL),
        NotHoldSitting(missing=("second",), reason="–"),
    ],
    ids=[
        "not of it",
        "no reason",
        "the same",
        "past",
        "moved without",
        "cancelled without",
        "nobody",
        "not held without",
    ],
)
def test_a_change_changes_something_and_has_a_reason(wrong: SittingCommand) -> None:
    with pytest.raises(ChangeWrongError):
        staffed().do(wrong)


@pytest.mark.parametrize("change", [REPLACED, CheckAuthorisations(), MOVED, CANCELLED, MISSED])
def test_nothing_is_changed_once_the_sitting_is_opened_or_given_up(change: SittingCommand) -> None:
    with pytest.raises(SittingWrongError):
        opened().do(change)
    with pytest.raises(SittingWrongError):
        staffed().do(CANCELLED, change)


def test_a_sitting_is_moved_with_its_people_and_its_parts_are_planned_anew() -> None:
    table = staffed().do(PlanParts(parts=(SittingPart(day=ON), SittingPart(day=LATER))), MOVED)
    assert table.state.days == (LATER,)
    assert (table.state.members, table.state.sessions) == ((CHAIR, SECOND), {"session-1": "jana"})


def test_a_sitting_moved_elsewhere_keeps_its_day() -> None:
    moved = staffed().do(MoveSitting(starts_on=ON, place="Učebna B", reason=ILL)).state.plan()
    assert (moved.starts_on, moved.place) == (ON, "Učebna B")


@pytest.mark.parametrize(
    ("command", "ending", "reason"),
    [
        (CANCELLED, SittingEnding.CANCELLED, CANCELLED.reason),
        (MISSED, SittingEnding.NOT_HELD, ILL),
    ],
)
def test_a_sitting_that_is_given_up_says_how_why_and_when(
    command: SittingCommand, ending: SittingEnding, reason: str
) -> None:
    state = staffed().do(command).state
    assert (state.ending, state.ending_reason, state.ended_on, state.closed) == (ending, reason, AT.date(), True)


@pytest.mark.parametrize(
    "after", [OpenSitting(), CloseSitting(), RegisterCandidate(candidate="petr", session="session-2"), COMMISSION]
)
def test_nothing_begins_in_a_sitting_that_was_given_up(after: SittingCommand) -> None:
    with pytest.raises(SittingWrongError):
        staffed().do(MISSED, after)


def test_a_check_of_authorisations_names_those_that_end_before_the_last_part() -> None:
    table = Table().do(PLAN, AppointCommission(members=(CHAIR, member("second", until=ON))))
    assert table.do(CheckAuthorisations()).entries[-1].event == AuthorisationsChecked(on=ON, lapsing=())
    table.do(MOVED, CheckAuthorisations())
    assert table.entries[-1].event == AuthorisationsChecked(on=ON, lapsing=("second",))
    assert table.state.lapsing() == ("second",)


def test_there_is_nothing_to_check_before_a_commission_is_appointed() -> None:
    with pytest.raises(ChangeWrongError):
        Table().do(PLAN, CheckAuthorisations())
