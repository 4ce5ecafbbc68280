from datetime import date, timedelta

from exam.core.duties import Duty, Standing
from exam.core.facts import Way
from exam.core.sitting import (
    CancelSitting,
    CheckAuthorisations,
    MoveSitting,
    NoteFact,
    NotHoldSitting,
    PlanParts,
    RegisterCandidate,
)
from exam.core.sitting.moments import Outcome, candidate_moments, duty_accounts, sitting_moments
from exam.core.sitting_events import SittingPart
from tests.builders import AT, ON
from tests.core.sitting_table import COMMISSION, JANA, PLAN, Table, opened

EVE, LATER = ON - timedelta(days=1), ON + timedelta(days=7)
PETR = RegisterCandidate(candidate="petr", session="session-2")


def filled() -> Table:
    return Table(today=ON).do(PLAN, COMMISSION, JANA, PETR)


def noted(fact: str, on: date, session: str = "") -> NoteFact:
    return NoteFact(fact=fact, on=on, way=Way.POST, session=session, note="č. j. 1/2026")


def test_a_planned_sitting_has_its_days_and_an_opened_one_its_opening() -> None:
    assert sitting_moments(filled().state) == {"Exam": ON, "LastPart": ON}
    assert sitting_moments(opened().state) == {"Exam": ON, "LastPart": ON, "Opened": ON}


def test_a_sitting_in_parts_ends_with_the_last() -> None:
    table = filled().do(PlanParts(parts=(SittingPart(day=ON), SittingPart(day=LATER))))
    assert sitting_moments(table.state) == {"Exam": ON, "LastPart": LATER}


def test_a_sitting_that_was_given_up_has_no_day_of_exam() -> None:
    cancelled = filled().do(CancelSitting(reason="Nikdo nepřišel."))
    assert sitting_moments(cancelled.state) == {"Cancelled": AT.date()}
    missed = filled().do(NotHoldSitting(missing=("second",), reason="Onemocněl."))
    assert sitting_moments(missed.state) == {"NotHeld": AT.date()}


def test_the_last_move_and_the_check_of_authorisations_after_it_count() -> None:
    move = MoveSitting(starts_on=LATER, place="Učebna A", reason="Havárie.")
    table = filled().do(CheckAuthorisations(), move, CheckAuthorisations())
    assert sitting_moments(table.state) == {
        "Exam": LATER,
        "LastPart": LATER,
        "Moved": AT.date(),
        "AuthorisationsChecked": ON,
    }


def test_the_first_of_facts_of_one_kind_counts_for_whom_it_concerns() -> None:
    table = filled().do(
        noted("InvitationSent", ON, "session-1"),
        noted("InvitationSent", EVE, "session-1"),
        noted("FeePaid", ON, "session-2"),
        noted("SittingPublished", EVE),
    )
    assert candidate_moments(table.state, "session-1", None) == {"InvitationSent": EVE}
    assert candidate_moments(table.state, "session-2", None) == {"FeePaid": ON}
    assert sitting_moments(table.state)["SittingPublished"] == EVE


def test_what_came_back_has_to_be_sent_again_and_counts_from_then() -> None:
    first, back = noted("RecordDispatched", EVE, "session-1"), noted("DispatchReturned", ON, "session-1")
    assert candidate_moments(filled().do(first).state, "session-1", None) == {"RecordDispatched": EVE}
    for told in ((first, back), (back, first)):
        assert candidate_moments(filled().do(*told).state, "session-1", None) == {"DispatchReturned": ON}
    again = filled().do(first, back, noted("RecordDispatched", ON, "session-1"))
    assert candidate_moments(again.state, "session-1", None) == {"DispatchReturned": ON, "RecordDispatched": ON}
    other = filled().do(first, noted("DispatchReturned", ON, "session-2"))
    assert candidate_moments(other.state, "session-1", None) == {"RecordDispatched": EVE}


def test_a_duty_is_open_again_once_what_ended_it_came_back() -> None:
    duties = (duty("dispatch", "candidate", "LastPart", "RecordDispatched"),)
    sent, back = noted("RecordDispatched", ON, "session-1"), noted("DispatchReturned", ON, "session-1")
    standings = [
        duty_accounts(duties, filled().do(*told).state, {}, ON, lambda _: True)[0].standing
        for told in ((sent,), (sent, back), (sent, back, sent))
    ]
    assert standings == [Standing.DONE, Standing.OPEN, Standing.DONE]


def test_a_candidates_last_part_is_the_last_one_until_his_exam_ended() -> None:
    state = filled().do(PlanParts(parts=(SittingPart(day=ON), SittingPart(day=LATER)))).state
    days = [(ON, ON), (LATER - timedelta(days=1), ON), (LATER, LATER), (LATER + timedelta(days=3), LATER), (EVE, ON)]
    for ended, last in days:
        found = candidate_moments(state, "session-1", Outcome(ended_on=ended, passed=False))
        assert found == {"Ended": ended, "LastPart": last}


def test_only_who_passed_gets_a_certificate() -> None:
    found = candidate_moments(filled().state, "session-1", Outcome(ended_on=ON, passed=True))
    assert found == {"Ended": ON, "LastPart": ON, "Passed": ON}


def duty(name: str, per: str, counts_from: str, done_by: str, when: tuple[str, ...] = ()) -> Duty:
    return Duty.model_validate(
        {
            "id": name,
            "text": {"cs": name},
            "per": per,
            "when": when,
            "counts_from": counts_from,
            "period": {"days": 5},
            "done_by": (done_by,),
            "provision": "§ 18",
            "verified": True,
            "source": "nsk.md",
        }
    )


def test_every_duty_is_told_of_the_sitting_then_of_each_candidate() -> None:
    duties = (
        duty("notice", "candidate", "LastPart", "NoticeDelivered", ("Ended",)),
        duty("publication", "sitting", "Exam", "SittingPublished"),
        duty("fee", "candidate", "Exam", "FeePaid"),
    )
    table = filled().do(noted("FeePaid", ON, "session-2"))
    found = duty_accounts(duties, table.state, {"session-1": Outcome(ON, passed=True)}, ON, lambda _: True)
    assert [(entry.duty.id, entry.session, entry.standing) for entry in found] == [
        ("publication", "", Standing.OPEN),
        ("notice", "session-1", Standing.OPEN),
        ("fee", "session-1", Standing.OPEN),
        ("fee", "session-2", Standing.DONE),
    ]


def test_a_sitting_that_was_moved_is_published_checked_and_told_anew() -> None:
    told = (noted("SittingPublished", EVE), noted("AuthorityInformed", EVE), CheckAuthorisations())
    table = filled().do(*told)
    assert {"SittingPublished", "AuthorityInformed", "AuthorisationsChecked"} <= sitting_moments(table.state).keys()
    table.do(MoveSitting(starts_on=ON + timedelta(days=7), place="Učebna B", reason="Havárie vody."))
    assert sitting_moments(table.state).keys() == {"Exam", "LastPart", "Moved"}
    again = sitting_moments(table.do(*told).state)
    assert {"SittingPublished", "AuthorityInformed", "AuthorisationsChecked"} <= again.keys()


def test_that_a_sitting_was_moved_does_not_tell_that_it_was_given_up() -> None:
    move = MoveSitting(starts_on=ON + timedelta(days=7), place="Učebna B", reason="Havárie vody.")
    table = filled().do(move, noted("AuthorityInformed", ON), CancelSitting(reason="Nikdo nezbyl."))
    assert sitting_moments(table.state).keys() == {"Moved", "Cancelled"}
    assert [type(entry.event).__name__ for entry in table.state.changes][-1] == "SittingCancelled"
