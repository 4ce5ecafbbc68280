"""A replay leads where the live session led, and everything that was changed afterwards is found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exam.core.candidate_session import SessionState
from exam.core.candidate_session import commands as asked
from exam.core.canonical import digest
from exam.core.chain import ChainBrokenError
from exam.core.events import Event
from exam.core.exam_record import ExtractEntry
from exam.core.judging import AgreementRule, Judgement
from exam.core.key_correction import Cancellation, KeyCorrection
from exam.core.record_events import RecordIssued
from exam.core.replay import Evidence
from exam.core.session_events import (
    CriterionAgreed,
    PaperDrawn,
    ResponseSaved,
    ResponseSubmitted,
    ResultDetermined,
    SessionOpened,
    SubmissionStored,
    TaskOpened,
    TaskScored,
)
from exam.core.session_values import ChoiceResponse, Ending, ItemOutcome, TextResponse
from exam.core.verdict import Result
from tests.builders import (
    OPENING,
    Desk,
    whole,
)
from tests.core.candidate_session.courses import COURSES, PARTS, Played, Step
from tests.core.replayed_desks import (
    UPLOAD,
    Change,
    change_of,
    codes,
    events_of,
    evidence_of,
    first,
    forged,
    issued,
    kept,
    reopened,
    replayable,
    replayed,
    with_a_workbook,
)

NOT_MET = Judgement.NOT_MET


@pytest.fixture(scope="module")
def passed() -> Evidence:
    return issued(whole(replayable()))


# Nothing differs


def test_a_whole_exam_is_rebuilt_with_the_very_bytes_of_its_record(passed: Evidence) -> None:
    played = whole(replayable())
    live = issued(played)
    found = replayed(live)
    assert (found.differences, found.notices) == ((), ())
    assert found.state == played.state
    assert found.record == digest(live.blobs[found.record]) == played.state.record.data_digest  # type: ignore[union-attr]
    assert found.verdict is not None
    assert found.verdict.result is Result.PASSED
    assert (found.head.seq, found.head.hash) == (len(passed.session), passed.session[-1].link.hash)
    assert found.standard == played.standard


@pytest.mark.parametrize("call", list(Judgement))
def test_failed_and_waived_exams_are_rebuilt_too(call: Judgement) -> None:
    for waived in (True, False):
        found = replayed(issued(whole(replayable(), call=call, waived=waived)))
        assert (found.differences, found.notices) == ((), ())
        assert found.record


def test_a_session_that_ended_early_keeps_its_own_result() -> None:
    played = replayable().admitted().open("law-test")
    played.do(asked.EndSession(ending=Ending.WITHDREW, reason="Uchazeč odešel."))
    found = replayed(issued(played))
    assert found.differences == ()
    assert (found.state.result, found.record != "") == (Result.FAILED, True)


def of_this_sitting(step: Step, desk: Desk) -> Step:
    """The step on the desk's own sitting, with a file whose bytes are kept."""
    command = step.command
    if command == OPENING:
        return replace(step, command=desk.opening)
    if isinstance(command, asked.StoreSubmission):
        return replace(step, command=command.model_copy(update={"blob": digest(UPLOAD)}))
    return step


CORRECTIONS = st.builds(KeyCorrection, item=st.sampled_from(PARTS), version=st.just(1), key=st.sampled_from("abc"))
CANCELLED = st.builds(
    KeyCorrection, item=st.sampled_from(PARTS), version=st.just(1), cancelled=st.sampled_from(list(Cancellation))
)
CORRECTING: st.SearchStrategy[asked.Command] = st.one_of(
    st.builds(asked.ProposeKeyCorrection, correction=CORRECTIONS | CANCELLED, reason=st.just("Klíč byl chybný.")),
    st.builds(asked.ApproveKeyCorrection, item=st.sampled_from(PARTS), version=st.just(1)),
)
CORRECTED = st.lists(st.builds(Step, CORRECTING, st.sampled_from(["chair", "second"])), max_size=8)


@settings(max_examples=15)
@given(steps=COURSES, corrections=CORRECTED, place=st.integers(0, 99), agreement=st.sampled_from(list(AgreementRule)))
def test_replay_equals_the_live_state_at_every_prefix(
    steps: Sequence[Step], corrections: Sequence[Step], place: int, agreement: AgreementRule
) -> None:
    played = Played(desk=replayable(agreement=agreement))
    live: dict[int, SessionState] = {}
    at = place % len(steps)
    for step in (*steps[:at], *corrections, *steps[at:], *corrections):
        played.play([of_this_sitting(step, played.desk)])
        live[len(played.desk.entries)] = played.desk.state
    evidence = evidence_of(played.desk, UPLOAD)
    for length, state in live.items():
        found = replayed(replace(evidence, session=evidence.session[:length]))
        assert found.state == state
        assert found.differences == ()


# The chain


def test_a_broken_chain_is_refused_and_not_compared(passed: Evidence) -> None:
    for cut in (passed.session[1:], (*passed.session[:3], *passed.session[4:])):
        with pytest.raises(ChainBrokenError):
            replayed(replace(passed, session=cut))
    with pytest.raises(ChainBrokenError):
        replayed(replace(passed, sitting=passed.sitting[1:]))


@pytest.mark.parametrize(
    "changes", [{"body": "{}"}, {"salt": "00"}, {"salt": "zz"}, {"salt": None}, {"body": None}, {"salt": ""}]
)
def test_a_body_that_is_not_its_links_breaks_the_chain(passed: Evidence, changes: dict[str, object]) -> None:
    other = passed.session[4].model_copy(update=changes)
    with pytest.raises(ChainBrokenError):
        replayed(replace(passed, session=(*passed.session[:4], other, *passed.session[5:])))


def test_a_stream_is_its_own_and_no_other_ones(passed: Evidence) -> None:
    played = whole(replayable())
    assert "replay-opening-differs" in codes(replace(passed, session=kept(played.entries, "session/other")))
    other = passed.session[-1].link.model_copy(update={"stream": "session/other"})
    mixed = replace(passed, session=(*passed.session[:-1], ExtractEntry(link=other)))
    with pytest.raises(ChainBrokenError):
        replayed(mixed)


def test_a_session_without_events_has_nothing_to_compare(passed: Evidence) -> None:
    found = replayed(replace(passed, session=()))
    assert [notice.code for notice in found.notices] == ["replay-not-compared"]
    assert (found.standard, found.verdict, found.record) == (None, None, "")


# What was changed is found


OUTCOME = ItemOutcome(item="q-a0", score=Decimal(0), max_score=Decimal(1))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (change_of(ResponseSaved, response=ChoiceResponse(option="a")), "replay-score-differs"),
        (change_of(ResponseSaved, response=TextResponse(text="a")), "replay-response-differs"),
        (change_of(ResponseSaved, part="q-x"), "replay-response-differs"),
        (change_of(ResponseSaved, elapsed_ms=600_000), "replay-late"),
        (change_of(ResponseSubmitted, cause="expired"), "replay-expiry-differs"),
        (change_of(TaskScored, items=(OUTCOME,)), "replay-score-differs"),
        (change_of(TaskScored, criteria=()), "replay-score-differs"),
        (change_of(PaperDrawn, seed="f" * 32), "replay-order-differs"),
        (change_of(PaperDrawn, task="stress"), "replay-paper-differs"),
        (change_of(PaperDrawn, items=()), "replay-paper-differs"),
        (change_of(PaperDrawn, task="nowhere"), "replay-paper-differs"),
        (change_of(TaskOpened, base_ms=1), "replay-time-differs"),
        (change_of(TaskOpened, extra_ms=60_000), "replay-time-differs"),
        (change_of(TaskOpened, task="nowhere"), "replay-time-differs"),
        (change_of(CriterionAgreed, criterion="call.b"), "replay-agreement-differs"),
        (change_of(ResultDetermined, result=Result.FAILED), "replay-result-differs"),
        (change_of(RecordIssued, practice=False), "replay-record-differs"),
        (change_of(RecordIssued, record="record-2"), "replay-record-differs"),
    ],
)
def test_a_forged_event_is_found_although_the_chain_was_forged_with_it(
    passed: Evidence, change: Change, code: str
) -> None:
    change.done = False
    assert code in codes(forged(passed, change))
    assert change.done


@dataclass
class Flip:
    """Changes the event at one place."""

    place: int
    seen: int = -1

    def __call__(self, event: Event) -> Event:
        self.seen += 1
        return flipped(event) if self.seen == self.place else event


def flipped(event: Event) -> Event:
    if isinstance(event, ResponseSaved):
        return event.model_copy(update={"response": ChoiceResponse(option="c")})
    if isinstance(event, PaperDrawn):
        return event.model_copy(update={"seed": "f" * 32})
    return event.model_copy(update={"items": event.items[1:]}) if isinstance(event, TaskScored) else event


def test_every_flipped_response_seed_and_score_is_found(passed: Evidence) -> None:
    events = events_of(passed)
    places = [place for place, event in enumerate(events) if flipped(event) != event]
    assert len(places) >= 4 + 4 + 1
    for place in places:
        assert "replay-record-differs" in codes(forged(passed, Flip(place)))


def test_a_forged_response_with_the_same_score_still_changes_the_record() -> None:
    played = replayable().admitted()
    played.tested(wrong=1)
    for name, about in (("role-call", "call.a"), ("stress", "call.b"), ("english-call", "english.a")):
        played.performed(name, about)
    played.do(asked.DetermineResult())
    other = change_of(ResponseSaved, response=ChoiceResponse(option="c"))
    assert codes(forged(issued(played), other)) == ["replay-record-differs"]


def test_an_agreement_against_the_judgements_is_found(passed: Evidence) -> None:
    agreed = first(passed, CriterionAgreed)
    against = agreed.agreement.model_copy(update={"judgement": NOT_MET, "reason": "Proto."})
    assert "replay-agreement-differs" in codes(forged(passed, change_of(CriterionAgreed, agreement=against)))


def test_a_result_before_everything_was_verified_is_found() -> None:
    played = replayable().admitted()
    played.tested()
    decided = change_of(TaskScored)
    evidence = evidence_of(played)
    assert codes(forged(evidence, decided)) == []
    early = forged(
        evidence, lambda event: ResultDetermined(result=Result.PASSED) if isinstance(event, TaskScored) else event
    )
    (found,) = replayed(early).differences
    assert (found.code, found.arguments["derived"]) == ("replay-result-differs", "–")


@pytest.mark.parametrize(
    "changes",
    [
        {"candidate": "somebody"},
        {"standard": "other-1"},
        {"members": ()},
        {"sitting": "sitting-2"},
        {"session": "session-2"},
    ],
)
def test_an_opening_that_the_sitting_does_not_know_is_found(passed: Evidence, changes: dict[str, object]) -> None:
    assert "replay-opening-differs" in codes(reopened(passed, **changes))


def test_a_sitting_that_was_cut_changed_or_lost_is_found(passed: Evidence) -> None:
    assert "replay-sitting-head-differs" in codes(replace(passed, sitting=passed.sitting[:3]))
    assert {"replay-sitting-head-differs", "replay-opening-differs"} <= set(codes(replace(passed, sitting=())))
    head = first(passed, SessionOpened).sitting_head.model_copy(update={"hash": "0" * 64})
    assert "replay-sitting-head-differs" in codes(reopened(passed, sitting_head=head))


def test_a_late_file_is_found() -> None:
    assert "replay-late" in codes(forged(with_a_workbook(), change_of(SubmissionStored, elapsed_ms=600_000)))
    elsewhere = forged(with_a_workbook(), change_of(SubmissionStored, task="nowhere"))
    assert "replay-late" not in codes(elsewhere)
