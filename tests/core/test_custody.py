from datetime import date

import pytest

from exam.core.custody import LineState, RegisterLine, files_of
from exam.core.custody_events import (
    ArchiveExported,
    ArchiveHandedOver,
    DisposalProposed,
    OwnRecordEntered,
    RecordChecked,
    RecordDisposed,
    RecordPointer,
    RecordRenewed,
    RecordReturned,
    ReviewDecided,
    ReviewDecision,
    ReviewRequested,
)
from exam.core.events import ActorRef
from exam.core.facts import Way
from exam.core.session_events import HandRaised
from tests.core.registers import AT, CLERK, DAY, KEEP_UNTIL, accepted, checked, facts, folded, kept, received

RETURNED = RecordReturned(number=1, reason="Chybí podpis.", letter="e" * 64, retention="returned", keep_until=DAY)
FORMER = RecordPointer(record="record-1", data="d" * 64)


def test_a_line_goes_from_received_over_checked_to_kept() -> None:
    register = folded(received())
    assert register.lines[1].state is LineState.RECEIVED
    assert (register.lines[1].name, register.lines[1].practice) == ("", False)
    register = folded(checked(), known=register)
    assert register.lines[1].state is LineState.CHECKED
    assert register.kept == {}
    register = folded(accepted(), known=register)
    line = register.lines[1]
    assert (line.state, line.name, line.decided_by, line.keep_until) == (
        LineState.KEPT,
        "record-1.pdf",
        CLERK.id,
        KEEP_UNTIL,
    )
    assert register.kept == {"record-1": 1}


def test_what_was_folded_before_is_never_changed() -> None:
    before = folded(received())
    folded(checked(), accepted(), known=before)
    assert before.lines[1].state is LineState.RECEIVED
    assert before.kept == {}


def test_a_later_verification_changes_no_decision() -> None:
    again = RecordChecked(number=1, verdict="RETURN", codes=("x",), facts=facts(), program="1")
    line = folded(*kept(), again).lines[1]
    assert (line.state, line.verdict) == (LineState.KEPT, "RETURN")


def test_events_that_change_no_line_are_passed_over() -> None:
    register = folded(*kept())
    handed = ArchiveHandedOver(
        document="a" * 64,
        letter="b" * 64,
        told_on=date(2031, 1, 5),
        told_way=Way.POST,
        records=1,
        sittings=1,
        open_duties=0,
        inventory="f" * 64,
    )
    same = folded(ArchiveExported(records=1, inventory="f" * 64), HandRaised(task="law"), handed, known=register)
    assert same.lines == register.lines


def test_a_record_is_superseded_whichever_of_the_two_came_first() -> None:
    old, new = facts(), facts("record-2", data="a" * 64, supersedes=FORMER)
    for first, second in ((old, new), (new, old)):
        register = folded(*kept(1, first), *kept(2, second))
        by_name = {line.name: line for line in register.lines.values()}
        assert register.superseded_by(by_name["record-1.pdf"]) == by_name["record-2.pdf"].number
        assert register.superseded_by(by_name["record-2.pdf"]) == 0


def test_only_exactly_the_data_that_are_named_are_superseded() -> None:
    register = folded(*kept(1, facts(data="b" * 64)), *kept(2, facts("record-2", supersedes=FORMER)))
    assert register.superseded_by(register.lines[1]) == 0
    unread = RegisterLine(number=3, file="c" * 64, length=1, received_at=AT, received_by="x")
    assert register.superseded_by(unread) == 0


@pytest.mark.parametrize("change", [{"practice": True}, {"examiners": ("2" * 64,)}, {"qualification": "66-030-M"}])
def test_no_practice_record_and_none_of_another_exam_supersedes(change: dict[str, object]) -> None:
    newer = facts("record-2", data="a" * 64, supersedes=FORMER).model_copy(update=change)
    register = folded(*kept(1, facts()), *kept(2, newer))
    assert register.superseded_by(register.lines[1]) == 0


def test_a_longer_file_joins_the_line_that_is_kept() -> None:
    renewed = RecordRenewed(number=1, file="2" * 64, length=2_000, joined=2)
    register = folded(*kept(), received(2), checked(2), renewed)
    line, joined = register.lines[1], register.lines[2]
    assert (line.file, line.earlier, line.length) == ("2" * 64, ("1" * 64,), 2_000)
    assert (joined.state, joined.joined) == (LineState.JOINED, 1)
    assert register.by_file == {"1" * 64: 1, "2" * 64: 2}


def test_a_file_that_was_renewed_here_joins_nothing() -> None:
    register = folded(*kept(), RecordRenewed(number=1, file="9" * 64, length=2_000, joined=None))
    assert register.lines[1].earlier == ("1" * 64,)
    assert register.by_file["9" * 64] == 1


def test_a_record_of_this_workspace_is_kept_at_once() -> None:
    own = OwnRecordEntered(
        number=1, session="session-1", file="a" * 64, length=9, facts=facts(), retention="own", keep_until=KEEP_UNTIL
    )
    register = folded(own)
    assert register.own == {"record-1": 1}
    assert register.lines[1].state is LineState.KEPT
    assert register.lines[1].session == "session-1"


def test_a_returned_file_has_its_letter() -> None:
    line = folded(received(), checked(verdict="RETURN"), RETURNED).lines[1]
    assert (line.state, line.reason) == (LineState.RETURNED, "Chybí podpis.")
    assert files_of(line) == ("1" * 64, "e" * 64)


def test_reviews_stand_on_their_line_until_they_are_decided() -> None:
    requests = tuple(
        ReviewRequested(number=1, review=number, requested_on=DAY, grounds="Čas.", decide_by=KEEP_UNTIL)
        for number in (1, 2)
    )
    decided = ReviewDecided(number=1, review=1, decision=ReviewDecision.REPEATED, reason="Hluk.")
    line = folded(*kept(), requests[0], decided, requests[1]).lines[1]
    assert [review.decision for review in line.reviews] == [ReviewDecision.REPEATED, None]
    assert line.open_review is not None
    assert line.open_review.review == 2


def test_a_disposed_line_stays_and_its_number_is_free_again() -> None:
    disposed = RecordDisposed(number=1, proposed_by="novotna", blobs=("1" * 64,))
    register = folded(*kept(), DisposalProposed(numbers=(1,), reason="Lhůta."))
    assert register.lines[1].proposed_by == CLERK.id
    register = folded(disposed, known=register, by=ActorRef(id="zeman", role="archivist"))
    line = register.lines[1]
    assert (line.state, line.disposed_by, line.facts) == (LineState.DISPOSED, "zeman", facts())
    assert register.kept == {}
    assert register.disposed_blobs() == {"1" * 64}


def test_what_another_line_still_names_is_not_disposed_of() -> None:
    disposed = RecordDisposed(number=1, proposed_by="novotna", blobs=("1" * 64, "2" * 64))
    assert folded(*kept(), *kept(2, facts("record-2")), disposed).disposed_blobs() == {"1" * 64}


def test_disposing_of_a_returned_file_frees_no_number_of_a_kept_record() -> None:
    disposed = RecordDisposed(number=2, proposed_by="novotna", blobs=())
    assert folded(*kept(), received(2), checked(2), disposed).kept == {"record-1": 1}
    assert folded(received(3), disposed.model_copy(update={"number": 3})).lines[3].state is LineState.DISPOSED


def test_an_acceptance_of_what_nobody_verified_is_still_a_line() -> None:
    register = folded(received(), accepted())
    assert register.lines[1].state is LineState.KEPT
    assert register.kept == {}
