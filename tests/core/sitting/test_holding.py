"""A hold forbids to let go of anything; one person places it with a reason, two lift it."""

import pytest

from exam.core.events import ActorRef
from exam.core.facts import Way
from exam.core.judging import JudgingMode
from exam.core.sitting import (
    CancelSitting,
    CloseSitting,
    DataHeldError,
    Hold,
    HoldSamePersonError,
    HoldWrongError,
    LiftHold,
    NoteFact,
    PlaceHold,
    ProposeLift,
    RegisterCandidate,
    ReviewOpenError,
    SetJudging,
    SittingCommand,
    SittingWrongError,
    WithdrawFact,
    require_free,
)
from exam.core.sitting.refusals import ChangeWrongError
from tests.builders import AT, ON
from tests.core.sitting_table import COMMISSION, JANA, PLAN, Table, opened

WHOLE = PlaceHold(reason="Kontrola podle § 22.")
ONE = PlaceHold(session="session-1", reason="Žaloba.")
OTHER = RegisterCandidate(candidate="eva", session="session-2")
LIFT = ProposeLift(hold=5, reason="Kontrola skončila.")
SECOND = ActorRef(id="second", role="examiner")


def review(fact: str) -> NoteFact:
    return NoteFact(fact=fact, on=ON, way=Way.POST, session="session-1", note="Výsledek potvrzen.")


def test_a_hold_stands_with_its_reason_its_day_and_who_placed_it() -> None:
    (hold,) = opened().do(ONE).state.holds
    assert hold == Hold(seq=5, placed_on=AT.date(), placed_by="chair", reason="Žaloba.", session="session-1")


def test_a_hold_of_one_candidate_lets_the_others_go_and_one_of_the_sitting_nobody() -> None:
    table = opened().do(OTHER, ONE)
    require_free(table.state, "session-2")
    with pytest.raises(DataHeldError) as held:
        require_free(table.state, "session-1")
    assert (held.value.arguments["hold"], held.value.arguments["reason"]) == ("6", "Žaloba.")
    with pytest.raises(DataHeldError):
        require_free(table.do(WHOLE).state, "session-2")


def test_two_people_lift_a_hold_and_what_happened_stays_told() -> None:
    table = opened().do(WHOLE, LIFT)
    assert (table.state.holds[0].lift_proposed_by, table.state.holds[0].lift_reason) == ("chair", "Kontrola skončila.")
    with pytest.raises(HoldSamePersonError):
        table.do(LiftHold(hold=5))
    table.do(LiftHold(hold=5), by=SECOND)
    assert table.state.holds == ()
    require_free(table.state, "session-1")
    kinds = [type(entry.event).__name__ for entry in table.state.changes]
    assert kinds == ["HoldPlaced", "HoldLiftProposed", "HoldLifted"]


def test_lifting_one_hold_leaves_the_other() -> None:
    table = opened().do(WHOLE, ONE, ProposeLift(hold=6, reason="Žaloba vzata zpět."))
    assert [bool(hold.lift_proposed_by) for hold in table.state.holds] == [False, True]
    assert [hold.seq for hold in table.do(LiftHold(hold=6), by=SECOND).state.holds] == [5]


@pytest.mark.parametrize(
    "wrong",
    [
        PlaceHold(reason=" - "),
        PlaceHold(session="session-9", reason="Žaloba."),
        ProposeLift(hold=5, reason=""),
        ProposeLift(hold=4, reason="Omyl."),
        LiftHold(hold=5),
        LiftHold(hold=1),
    ],
    ids=["no reason", "nobody of the sitting", "lifted without a reason", "no such hold", "not proposed", "no hold"],
)
def test_a_hold_is_neither_placed_nor_lifted_without_reason_or_proposal(wrong: SittingCommand) -> None:
    with pytest.raises(HoldWrongError):
        opened().do(WHOLE, wrong)


def test_a_sitting_that_is_over_or_was_given_up_is_held_and_freed_too() -> None:
    for over in (opened().do(CloseSitting()), Table().do(PLAN, COMMISSION, JANA, CancelSitting(reason="Nemoc."))):
        seq = len(over.entries) + 1
        over.do(WHOLE, ProposeLift(hold=seq, reason="Konec.")).do(LiftHold(hold=seq), by=SECOND)
        assert over.state.holds == ()


def test_nothing_is_held_before_there_is_a_sitting() -> None:
    with pytest.raises(SittingWrongError):
        Table().do(WHOLE)


def test_a_review_holds_until_it_is_answered_and_so_does_the_next_one() -> None:
    table = opened().do(OTHER, review("ReviewAsked"))
    with pytest.raises(ReviewOpenError):
        require_free(table.state, "session-1")
    require_free(table.state, "session-2")
    require_free(table.do(review("ReviewAnswered")).state, "session-1")
    with pytest.raises(ReviewOpenError):
        require_free(table.do(review("ReviewAsked")).state, "session-1")
    require_free(table.do(WithdrawFact(seq=8, reason="Jiná zkouška.")).state, "session-1")


def test_the_mode_of_judging_is_set_before_the_opening_and_changes_something() -> None:
    table = Table().do(PLAN, COMMISSION, SetJudging(judging=JudgingMode.JOINT))
    assert table.state.judging is JudgingMode.JOINT
    with pytest.raises(ChangeWrongError):
        table.do(SetJudging(judging=JudgingMode.JOINT))
    assert table.do(SetJudging(judging=JudgingMode.SEALED)).state.judging is JudgingMode.SEALED
    with pytest.raises(SittingWrongError):
        opened().do(SetJudging(judging=JudgingMode.JOINT))
