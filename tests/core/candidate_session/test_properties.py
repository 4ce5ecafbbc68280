"""What holds whatever anybody does, in whatever order; the oracles read the events alone, not the state."""

from collections import defaultdict

import pytest
from hypothesis import Phase, example, find, given, settings
from hypothesis import strategies as st

from exam.core import session_events as told
from exam.core.candidate_session import SessionState, evolve, fold
from exam.core.candidate_session import commands as asked
from exam.core.events import Entry, Event, decode, encode
from exam.core.judging import AgreementRule, GivenJudgement, Judgement
from exam.core.record_events import PaperSignatureStored, RecordArchived, RecordIssued, RecordRefreshed, RecordSigned
from exam.core.session_values import Ending
from exam.core.verdict import Result
from exam.problem import ExamError
from exam.text import has_substance
from tests.builders import AT, OPENING, Desk
from tests.core.candidate_session.courses import (
    COURSES,
    DESKS,
    TIMED,
    Played,
    Step,
    agreeing,
    course,
    judging,
    performed,
)
from tests.core.candidate_session.oracles import (
    EVIDENCE,
    assert_timely,
    before_the_end,
    derived_result,
    events_of,
    may_be_fully_run,
    settled,
)
from tests.core.stored_events import EXAMPLES

MET, NOT_MET = Judgement.MET, Judgement.NOT_MET
AFTER_THE_END = (
    told.ResultAnnounced,
    told.ReasonsAcknowledged,
    RecordIssued,
    RecordSigned,
    RecordArchived,
    RecordRefreshed,
    PaperSignatureStored,
)
FINDING = settings(max_examples=2_000, database=None, phases=[Phase.generate])


# The end


@given(DESKS, COURSES)
@example(Desk(), course())
@example(Desk(), course(NOT_MET))
@example(Desk(), course(waived=True))
@settings(max_examples=200)
def test_a_session_is_closed_as_fully_run_exactly_when_every_criterion_is_verified(
    desk: Desk, steps: list[Step]
) -> None:
    Played(desk).play(steps)
    if desk.state.ending is None and desk.state.session:
        try:
            desk.do(asked.DetermineResult())
        except ExamError:
            assert not may_be_fully_run(events_of(desk))
    if desk.state.ending is Ending.FULLY_RUN:
        before = before_the_end(events_of(desk))
        assert may_be_fully_run(before)
        assert desk.state.result is derived_result(before)


@given(DESKS, COURSES)
@settings(max_examples=200)
def test_nothing_is_ever_decided_as_not_met_without_a_concrete_reason(desk: Desk, steps: list[Step]) -> None:
    events = events_of(Played(desk).play(steps).desk)
    for _, _, judgement, reason in settled(events):
        assert judgement is MET or has_substance(reason)
    for event in events:
        if isinstance(event, told.CriterionJudged):
            assert event.given.judgement is MET or has_substance(event.given.reason)


@given(DESKS, COURSES)
def test_an_ended_session_takes_nothing_but_what_follows_an_end(desk: Desk, steps: list[Step]) -> None:
    events = events_of(Played(desk).play(steps).desk)
    after = events[len(before_the_end(events)) + 1 :]
    assert all(isinstance(event, AFTER_THE_END) for event in after)
    assert sum(isinstance(event, told.ResultDetermined | told.SessionEnded) for event in events) <= 1


@pytest.mark.parametrize("left_out", range(len(course())))
def test_a_course_without_any_one_step_that_verifies_something_is_not_fully_run(left_out: int) -> None:
    steps = course()
    lost = steps.pop(left_out).command
    desk = Played().play([*steps, Step(asked.DetermineResult())]).desk
    assert (desk.state.ending is Ending.FULLY_RUN) is isinstance(lost, asked.SaveResponse)


@pytest.mark.parametrize("result", list(Result))
@pytest.mark.parametrize("edits", [0, 3])
def test_edited_courses_do_reach_either_result(result: Result, edits: int) -> None:
    def reaches(steps: list[Step]) -> bool:
        played = Played().play([*steps, Step(asked.DetermineResult())])
        fully = played.desk.state.ending is Ending.FULLY_RUN
        return fully and played.desk.state.result is result and played.refused >= edits

    find(COURSES, reaches, settings=FINDING)


# Judging


@given(DESKS, COURSES)
@settings(max_examples=200)
def test_judgements_are_sealed_until_the_whole_panel_has_judged_what_was_shown(desk: Desk, steps: list[Step]) -> None:
    panels: dict[str, told.TaskOpened] = {}
    judged: dict[str, set[tuple[str, str]]] = defaultdict(set)
    closed, revealed = set[str](), set[str]()
    for entry in Played(desk).play(steps).desk.entries:
        event = entry.event
        if isinstance(event, told.TaskOpened):
            panels[event.task] = event
        elif isinstance(event, told.ResponseSubmitted):
            closed.add(event.task)
        elif isinstance(event, told.CriterionJudged):
            assert event.judge == entry.by.id
            assert event.judge in panels[event.task].panel
            assert event.task not in revealed
            assert event.task in closed or event.judge != panels[event.task].figurant
            judged[event.task].add((event.criterion, event.judge))
        elif isinstance(event, told.JudgementsRevealed):
            criteria = [name for name, task in EVIDENCE.items() if task == event.task != "law-test"]
            assert event.task in closed
            assert judged[event.task] == {(name, judge) for name in criteria for judge in panels[event.task].panel}
            revealed.add(event.task)
        elif isinstance(event, told.CriterionAgreed):
            assert event.task in revealed


@given(DESKS, COURSES)
@settings(max_examples=200)
def test_no_agreement_is_against_the_rule_of_the_sitting_or_below_the_minimum(desk: Desk, steps: list[Step]) -> None:
    given_for: dict[str, dict[str, GivenJudgement]] = defaultdict(dict)
    for event in events_of(Played(desk).play(steps).desk):
        if isinstance(event, told.CriterionJudged):
            given_for[event.criterion][event.judge] = event.given
        elif isinstance(event, told.CriterionAgreed):
            marks = {entry.judgement for entry in given_for[event.criterion].values()}
            agreement = event.agreement
            assert agreement.rule is desk.agreement
            assert len(marks) == 2 or {agreement.judgement} == marks
            assert desk.agreement is not AgreementRule.STRICT or NOT_MET not in marks or agreement.judgement is NOT_MET
            if (event.criterion, agreement.judgement) == ("call.b", MET):
                assert max(entry.shown or 0 for entry in given_for["call.b"].values()) >= 3


@pytest.mark.parametrize("rule", list(AgreementRule))
def test_a_divided_panel_is_settled_by_the_rule(rule: AgreementRule) -> None:
    steps = performed("english.a")
    steps[3] = Step(judging("english.a", NOT_MET, "Nerozuměl otázce."), by="second")
    steps[5:] = [Step(agreeing("english.a", MET, "Shoda po poradě."))]
    desk = Played(Desk(agreement=rule).admitted()).play(steps).desk
    assert ("english.a" in desk.state.tasks["english-call"].agreed) is (rule is not AgreementRule.STRICT)


# Time


@given(COURSES)
def test_in_no_course_is_anything_kept_once_the_time_is_over(steps: list[Step]) -> None:
    assert_timely(Played().play(steps).desk)


@given(TIMED)
@settings(max_examples=300)
def test_during_a_test_nothing_is_kept_once_its_time_is_over(steps: list[Step]) -> None:
    assert_timely(Played(Desk().admitted().open("law-test")).play(steps).desk)


@pytest.mark.parametrize("cause", ["expired", "candidate"])
def test_some_of_those_tests_keep_responses_refuse_others_and_end(cause: str) -> None:
    def does(steps: list[Step]) -> bool:
        played = Played(Desk().admitted().open("law-test")).play(steps)
        events = events_of(played.desk)
        saved = sum(isinstance(event, told.ResponseSaved) for event in events)
        asked_for = sum(isinstance(step.command, asked.SaveResponse) for step in steps)
        return 0 < saved < asked_for and cause in {getattr(event, "cause", "") for event in events}

    find(TIMED, does, settings=FINDING)


# Replay


@given(DESKS, COURSES, st.integers(0, 99))
@settings(max_examples=100)
def test_replay_equals_live_state(desk: Desk, steps: list[Step], cut: int) -> None:
    Played(desk).play(steps)
    replayed = [
        decode(type(entry.event).__name__, 1, encode(entry.event, at=entry.at, by=entry.by), seq=entry.seq)
        for entry in desk.entries
    ]
    assert replayed == desk.entries
    assert fold(replayed) == desk.state
    assert fold(replayed[cut:], fold(replayed[:cut])) == desk.state


@given(COURSES)
def test_no_state_is_altered_by_what_follows(steps: list[Step]) -> None:
    state = SessionState()
    reached = [(state, repr(state))]
    for entry in Played().play(steps).desk.entries:
        state = evolve(state, entry)
        reached.append((state, repr(state)))
    assert [repr(before) for before, _ in reached] == [seen for _, seen in reached]


@given(COURSES, st.sets(st.integers(0, 60)))
def test_a_journal_from_which_bodies_were_erased_can_still_be_read(steps: list[Step], erased: set[int]) -> None:
    entries = [entry for entry in Played().play(steps).desk.entries if entry.seq not in erased]
    assert isinstance(fold(entries), SessionState)


@given(st.lists(st.sampled_from(sorted(EXAMPLES))))
def test_no_event_is_ever_refused_in_whatever_order_events_come(names: list[str]) -> None:
    by = Desk().admitted().entries[0].by
    entries = [Entry(seq=seq, at=AT, by=by, event=EXAMPLES[name]) for seq, name in enumerate(names, start=1)]
    assert isinstance(fold(entries), SessionState)


def test_an_event_that_the_session_does_not_know_changes_nothing() -> None:
    desk = Desk()
    desk.do(OPENING)

    class SomethingElse(Event):
        pass

    entry = Entry(seq=2, at=AT, by=desk.entries[0].by, event=SomethingElse())
    assert evolve(desk.state, entry) is desk.state


@pytest.mark.parametrize(
    "event",
    [
        RecordSigned(record="r", field="Seal", pdf="0"),
        RecordArchived(record="r", pdf="0"),
        RecordRefreshed(record="r", pdf="0"),
        PaperSignatureStored(record="r", field="Member2", scan="0", witness="w"),
        told.TimeSpent(task="law-test", elapsed_ms=5_000),
    ],
)
def test_what_happens_to_something_whose_beginning_is_unknown_changes_nothing(event: Event) -> None:
    desk = Desk()
    desk.do(OPENING)
    assert evolve(desk.state, Entry(seq=2, at=AT, by=desk.entries[0].by, event=event)) == desk.state
