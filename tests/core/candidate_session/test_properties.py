"""What holds whatever anybody does, in whatever order."""

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from exam.core.candidate_session import SessionState, TaskStatus, evolve, fold
from exam.core.candidate_session import commands as asked
from exam.core.events import Entry, Event, decode, encode
from exam.core.judging import Judgement
from exam.core.session_events import ChoiceResponse, Ending, RecordSigned, ResponseSaved
from exam.core.verdict import CriterionStatus, determine
from exam.problem import ExamError
from exam.text import has_substance
from tests.builders import AT, CERTIFICATE, OPENING, Desk, standard

TASKS = st.sampled_from(["law-test", "role-call", "stress", "english-call", "certificate", "nic"])
NAMES = st.sampled_from(["law.a", "call.a", "call.b", "english.a"])
WHERE = {"law.a": "law-test", "call.a": "role-call", "call.b": "stress", "english.a": "english-call"}
REASONS = st.sampled_from(["", " ", "Důvod je konkrétní."])
JUDGEMENTS = st.sampled_from(list(Judgement))
ACTORS = st.sampled_from(["chair", "second", "candidate"])


def judging(name: str, judgement: Judgement, reason: str, shown: int | None) -> asked.Command:
    return asked.JudgeCriterion(task=WHERE[name], criterion=name, judgement=judgement, reason=reason, shown=shown)


def agreeing(name: str, judgement: Judgement, reason: str) -> asked.Command:
    return asked.AgreeCriterion(task=WHERE[name], criterion=name, judgement=judgement, reason=reason)


COMMANDS: st.SearchStrategy[asked.Command] = st.one_of(
    st.just(asked.VerifyIdentity(document="pas")),
    st.just(asked.AcknowledgeInduction(topics=("bozp",))),
    st.just(asked.AcceptWaiver(competency="english", certificate=CERTIFICATE)),
    st.just(asked.RecogniseCompetency(competency="call", qualification="x", evidence="y")),
    st.builds(
        asked.OpenTask,
        task=TASKS,
        panel=st.just(("chair", "second")),
        figurant=st.sampled_from([None, "second"]),
    ),
    st.builds(
        asked.SaveResponse,
        task=st.just("law-test"),
        part=st.sampled_from([f"q-{name}{number}" for name in "ab" for number in range(3)]),
        response=st.builds(ChoiceResponse, option=st.sampled_from("ab")),
    ),
    st.builds(asked.SubmitTask, task=TASKS),
    st.builds(asked.EndPerformance, task=TASKS),
    st.builds(asked.Tick, task=TASKS),
    st.builds(asked.PauseClock, task=TASKS, reason=st.just("hluk")),
    st.builds(asked.ResumeClock, task=TASKS),
    st.builds(judging, NAMES, JUDGEMENTS, REASONS, st.sampled_from([None, 2, 3])),
    st.builds(judging, NAMES, st.just(Judgement.MET), st.just(""), st.just(3)),
    st.builds(asked.RevealJudgements, task=TASKS),
    st.builds(agreeing, NAMES, JUDGEMENTS, REASONS),
    st.just(asked.DetermineResult()),
    st.builds(
        asked.EndSession, ending=st.sampled_from(list(Ending)), reason=st.sampled_from([" ", "Důvod je konkrétní."])
    ),
    st.just(asked.AnnounceResult()),
)
STEPS = st.lists(st.tuples(COMMANDS, ACTORS, st.integers(0, 400_000)), max_size=60)


def played(steps: Iterable[tuple[asked.Command, str, int]], desk: Desk | None = None) -> Desk:
    reached = desk or Desk().admitted()
    for command, actor, elapsed in steps:
        reached.elapsed_ms = elapsed
        before = reached.state
        try:
            reached.do(command, by=actor)
        except ExamError:
            assert reached.state == before
    return reached


def nearly_whole() -> Desk:
    """A desk a few steps from the end, so that random steps reach it."""
    desk = Desk().admitted()
    desk.tested()
    desk.performed("role-call", "call.a")
    desk.do(asked.AcceptWaiver(competency="english", certificate=CERTIFICATE))
    return desk.open("stress")


def assert_sound(desk: Desk) -> None:
    state = desk.state
    verdict = determine(standard(), state.findings(), state.excused)
    if state.ending is Ending.FULLY_RUN:
        assert verdict.unverified == ()
        assert state.result is verdict.result
    for competency in verdict.competencies:
        for criterion in competency.criteria:
            if criterion.status is CriterionStatus.NOT_MET:
                assert criterion.reasons
                assert all(has_substance(reason) for reason in criterion.reasons)
    stress = state.tasks.get("stress")
    if stress and "call.b" in stress.agreed and stress.agreed["call.b"].judgement is Judgement.MET:
        assert max(given.shown or 0 for given in stress.given("call.b").values()) >= 3


@given(STEPS)
@settings(max_examples=150)
def test_no_sequence_of_commands_closes_a_session_unsoundly(steps: list[tuple[asked.Command, str, int]]) -> None:
    assert_sound(played(steps))


@given(STEPS)
@settings(max_examples=100)
def test_nor_does_any_sequence_near_the_end(steps: list[tuple[asked.Command, str, int]]) -> None:
    assert_sound(played(steps, nearly_whole()))


@given(STEPS)
def test_replay_equals_live_state(steps: list[tuple[asked.Command, str, int]]) -> None:
    desk = played(steps)
    replayed = tuple(
        decode(
            type(entry.event).__name__,
            entry.event.VERSION,
            encode(entry.event, at=entry.at, by=entry.by),
            seq=entry.seq,
        )
        for entry in desk.entries
    )
    assert list(replayed) == desk.entries
    assert fold(replayed) == desk.state


@given(STEPS)
def test_no_response_is_kept_once_the_time_is_over(steps: list[tuple[asked.Command, str, int]]) -> None:
    desk = played(steps)
    state = SessionState()
    for entry in desk.entries:
        if isinstance(entry.event, ResponseSaved):
            task = state.tasks[entry.event.task]
            assert task.status is TaskStatus.OPEN
            assert not task.clock.paused
            assert task.clock.consumed_ms + entry.event.elapsed_ms < task.clock.granted_ms
        state = evolve(state, entry)


@given(st.permutations(list(range(4))))
def test_the_verdict_does_not_depend_on_order(order: list[int]) -> None:
    desk = nearly_whole()
    desk.do(asked.EndPerformance(task="stress"))
    desk.judged("stress", "call.b")
    findings = list(desk.state.findings().items())
    shuffled = dict(findings[index] for index in order if index < len(findings))
    shuffled |= dict(findings)
    expected = determine(standard(), dict(findings), desk.state.excused)
    assert determine(standard(), shuffled, desk.state.excused) == expected


def test_an_event_that_the_session_does_not_know_changes_nothing() -> None:
    desk = Desk()
    desk.do(OPENING)

    class SomethingElse(Event):
        pass

    entry = Entry(seq=2, at=AT, by=desk.entries[0].by, event=SomethingElse())
    assert evolve(desk.state, entry) is desk.state


def test_a_signature_without_a_record_changes_nothing() -> None:
    desk = Desk()
    desk.do(OPENING)
    entry = Entry(seq=2, at=AT, by=desk.entries[0].by, event=RecordSigned(record="r", field="Seal", pdf="0"))
    assert evolve(desk.state, entry) == desk.state
