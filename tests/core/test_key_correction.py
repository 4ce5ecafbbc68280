"""A wrong key is corrected by two people, for everybody alike, and only while no record stands."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from exam.core.candidate_session import commands as asked
from exam.core.candidate_session.refusals import (
    KeyReasonMissingError,
    NotOpenError,
    NotProposedError,
    RecordStandsError,
    SamePersonError,
)
from exam.core.correction_events import KeyCorrected
from exam.core.events import Event
from exam.core.judging import Judgement
from exam.core.key_correction import Cancellation, KeyCorrection, KeyFix
from exam.core.paper import pin
from exam.core.record_check import findings
from exam.core.rescoring import (
    KeyNotGivenError,
    KeyNothingLeftError,
    KeyOptionError,
    concerned_tasks,
    require_applicable,
    score_corrected,
)
from exam.core.session_events import ResultDetermined, TaskScored
from exam.core.session_values import ChoiceResponse, Ending
from exam.core.standard import MachineCriterion, TaskKind
from exam.core.verdict import Result
from tests.builders import (
    COMPETENCIES,
    QUESTIONS,
    Desk,
    competency,
    criterion,
    oral,
    standard,
    task,
    transcripts,
)
from tests.core.corrected_desks import A1, A2, B1, B2, REASON, approving, correct, examined, key, proposing
from tests.core.recorded_desks import record_of
from tests.core.replayed_desks import codes, erased, evidence_of, forged, issued, replayable, replayed

# The file


@pytest.mark.parametrize("more", [{}, {"key": "a", "cancelled": "full_score"}, {"key": "Z"}, {"cancelled": "maybe"}])
def test_a_correction_has_a_key_or_is_cancelled(more: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        KeyCorrection.model_validate_json(f'{{"item": "q-1", "version": 1{more_of(more)}}}')


def more_of(more: dict[str, str]) -> str:
    return "".join(f', "{name}": "{value}"' for name, value in more.items())


def test_a_file_corrects_each_item_once() -> None:
    twice = {"schema": "exam/key-correction/1", "corrections": (key("q-1", "a"), key("q-1", "b"))}
    with pytest.raises(ValidationError):
        KeyFix.model_validate(twice)
    once = KeyFix.model_validate(twice | {"corrections": (key("q-1", "a"), key("q-2", "b"))})
    assert len(once.corrections) == 2


# Scoring by corrected keys


def test_without_corrections_everything_is_scored_as_at_the_exam() -> None:
    played = examined(A1)
    state, scored = played.state.tasks["law-test"], played.state.tasks["law-test"].scored
    law = played.standard.task("law-test")
    assert law is not None
    assert score_corrected(law, played.state.papers["law-test"], QUESTIONS, state.responses, (), ()) == scored


def test_a_corrected_key_gives_to_some_and_takes_from_others() -> None:
    played = examined(A1, A2)
    assert played.state.result is Result.FAILED
    corrected, scored, result = correct(played, key(A1, "a"))
    assert isinstance(corrected, KeyCorrected)
    assert (corrected.proposed_by, corrected.approved_by, corrected.reason) == ("second", "chair", REASON)
    assert isinstance(scored, TaskScored)
    assert {outcome.item: outcome.score for outcome in scored.items} == {
        A1: Decimal(1),
        A2: Decimal(0),
        B1: Decimal(1),
        B2: Decimal(1),
    }
    assert result == ResultDetermined(result=Result.PASSED)
    assert played.state.findings()["law-test", "law.a"].judgement is Judgement.MET
    other = examined(A2)
    correct(other, key(A1, "a"))
    assert other.state.result is Result.FAILED


def test_a_cancelled_item_gives_everybody_its_score_even_without_a_response() -> None:
    played = replayable().admitted().open("law-test")
    played.do(asked.SubmitTask(task="law-test"), by="candidate")
    _, scored = correct(played, key(A1, cancelled=Cancellation.FULL_SCORE))
    assert isinstance(scored, TaskScored)
    assert [outcome.score for outcome in scored.items if outcome.item == A1] == [Decimal(1)]


def test_an_item_taken_out_counts_neither_for_nor_against() -> None:
    played = examined(A1, B1)
    _, scored, _ = correct(played, key(A1, cancelled=Cancellation.TAKEN_OUT))
    assert isinstance(scored, TaskScored)
    assert A1 not in {outcome.item for outcome in scored.items}
    overall = next(outcome for outcome in scored.criteria if outcome.criterion == "law.c")
    assert overall.reason == "2 z 3, třeba 3"


def test_the_last_item_of_a_criterion_cannot_be_taken_out() -> None:
    played = examined()
    correct(played, key(A1, cancelled=Cancellation.TAKEN_OUT))
    with pytest.raises(KeyNothingLeftError) as told:
        played.do(proposing(key(A2, cancelled=Cancellation.TAKEN_OUT)))
    assert told.value.arguments == {"item": A2, "criterion": "law.a"}
    played.do(proposing(key(A2, cancelled=Cancellation.FULL_SCORE)))


def test_a_key_corrected_before_the_task_is_handed_in_is_scored_by() -> None:
    played = replayable().admitted().open("law-test")
    (corrected,) = correct(played, key(A1, "a"))
    assert isinstance(corrected, KeyCorrected)
    played.answer()
    played.do(asked.SubmitTask(task="law-test"), by="candidate")
    scored = played.state.tasks["law-test"].scored
    assert scored is not None
    assert {outcome.item: outcome.score for outcome in scored.items}[A1] == 0
    assert codes(evidence_of(played)) == []


def test_a_later_correction_of_the_same_item_takes_the_place_of_the_first() -> None:
    played = examined(A1, A2)
    correct(played, key(A1, "a"))
    correct(played, key(A1, "c"))
    assert played.state.corrections == (key(A1, "c").decided(),)
    assert played.state.result is Result.FAILED
    assert len(played.state.irregularities) == 2


PICK = task(
    "pick",
    TaskKind.TRANSCRIPT_CHOICE,
    "sale.a",
    machine=(MachineCriterion(criterion="sale.a", not_met="Zvolil {response}."),),
)


def test_the_key_of_transcripts_is_corrected_too_and_the_only_set_is_not_taken_out() -> None:
    item = transcripts()
    pinned = pin(item, "0" * 32)
    responses = {item.id: ChoiceResponse(option="a")}
    scored = score_corrected(PICK, (pinned,), [item], responses, (), [key(item.id, "a")])
    assert scored is not None
    assert scored.criteria[0].judgement is Judgement.MET
    with pytest.raises(KeyNothingLeftError):
        require_applicable(PICK, (pinned,), [item], key(item.id, cancelled=Cancellation.TAKEN_OUT), ())


def test_what_has_no_options_has_no_key() -> None:
    item = oral("oral-1", "sale.a")
    pinned = pin(item, "0" * 32)
    course = standard(*COMPETENCIES, competency("sale", [criterion("a")], [PICK]))
    assert concerned_tasks(course, {"pick": (pinned,)}, key("oral-1", cancelled=Cancellation.FULL_SCORE)) == ()
    scored = score_corrected(PICK, (pinned,), [item], {}, (), [key("oral-1", "a")])
    assert scored is not None
    assert scored.items[0].score == 0


# Two people, and a reason


def test_nobody_approves_his_own_proposal() -> None:
    played = examined(A1)
    played.do(proposing(key(A1, "a")), by="second")
    with pytest.raises(SamePersonError) as told:
        played.do(approving(A1), by="second")
    assert told.value.arguments == {"who": "second", "item": A1}
    assert played.state.corrections == ()


def test_a_new_proposal_takes_the_place_of_an_older_one_and_its_proposer() -> None:
    played = examined(A1)
    played.do(proposing(key(A1, "a")), by="second")
    played.do(proposing(key(A1, "c")), by="chair")
    with pytest.raises(SamePersonError):
        played.do(approving(A1), by="chair")
    (corrected, *_) = played.do(approving(A1), by="second")
    assert isinstance(corrected, KeyCorrected)
    assert corrected.correction.key == "c"
    with pytest.raises(NotProposedError):
        played.do(approving(A1), by="chair")


def test_nothing_is_approved_that_nobody_proposed() -> None:
    played = examined()
    played.do(proposing(key(A1, "a")), by="second")
    for command in (approving(A2), asked.ApproveKeyCorrection(item=A1, version=2)):
        with pytest.raises(NotProposedError):
            played.do(command)


@pytest.mark.parametrize("reason", [" ", "–", "..."])
def test_a_correction_needs_a_concrete_reason(reason: str) -> None:
    with pytest.raises(KeyReasonMissingError):
        examined().do(proposing(key(A1, "a"), reason))


@pytest.mark.parametrize(
    ("correction", "refused"),
    [
        (key("q-nowhere", "a"), KeyNotGivenError),
        (KeyCorrection(item=A1, version=2, key="a"), KeyNotGivenError),
        (key("oral-1", cancelled=Cancellation.FULL_SCORE), KeyNotGivenError),
        (key(A1, "z"), KeyOptionError),
    ],
)
def test_a_correction_must_fit_what_the_candidate_was_given(
    correction: KeyCorrection, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        examined().do(proposing(correction))


def test_no_key_is_corrected_in_a_session_that_is_not_open() -> None:
    with pytest.raises(NotOpenError):
        Desk().do(proposing(key(A1, "a")))


def test_an_issued_record_stands() -> None:
    played = examined(A1, A2)
    played.do(proposing(key(A1, "a")), by="second")
    issued(played)
    for command in (proposing(key(A2, "a")), approving(A1)):
        with pytest.raises(RecordStandsError) as told:
            played.do(command)
        assert told.value.arguments == {"record": "record-1"}


# What follows


def test_whoever_was_told_a_result_is_told_again() -> None:
    played = examined(A1, A2)
    played.do(asked.AnnounceResult())
    played.do(asked.AcknowledgeReasons(acknowledged=True), by="candidate")
    ended_at = played.state.ended_at
    played.wait(30)
    correct(played, key(A1, "a"))
    assert (played.state.announced, played.state.acknowledgement) == (False, None)
    assert (played.state.ended_at, played.state.ending) == (ended_at, Ending.FULLY_RUN)
    assert played.state.irregularities == (f"key-correction: {A1}/1: {REASON}",)


def test_an_early_ending_keeps_its_result() -> None:
    played = replayable().admitted()
    played.tested(wrong=4)
    played.do(asked.EndSession(ending=Ending.WITHDREW, reason="Uchazeč odešel."))
    events = correct(played, key(A1, "a"))
    assert [type(event).__name__ for event in events] == ["KeyCorrected", "TaskScored"]
    assert played.state.result is Result.FAILED


def test_the_record_of_a_corrected_session_is_rebuilt_and_shows_the_correction() -> None:
    played = examined(A1, A2)
    correct(played, key(A1, "a"))
    evidence = issued(played)
    found = replayed(evidence)
    assert (found.differences, found.notices) == ((), ())
    assert found.state == played.state
    record = record_of(played)
    assert (record.result, record.irregularities) == (Result.PASSED, played.state.irregularities)
    assert findings(tuple(played.entries))["law-test", "law.a"].judgement is Judgement.MET


@pytest.mark.parametrize(
    "changes",
    [{"approved_by": "second"}, {"proposed_by": "chair"}, {"reason": "Jiný."}, {"correction": key(A1, "c").decided()}],
)
def test_a_forged_correction_is_found(changes: dict[str, object]) -> None:
    played = examined(A1, A2)
    correct(played, key(A1, "a"))

    def change(event: Event) -> Event:
        return event.model_copy(update=changes) if isinstance(event, KeyCorrected) else event

    assert "replay-correction-differs" in codes(forged(evidence_of(played), change))


def test_an_erased_proposal_or_correction_is_not_called_a_difference() -> None:
    played = examined(A1, A2)
    correct(played, key(A1, "a"))
    evidence = issued(played)
    for event_type in ("KeyCorrectionProposed", "KeyCorrected"):
        assert codes(erased(evidence, event_type)) == []
