"""Whole exams as lists of steps, and strategies that lose, repeat, swap, delay and add steps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from exam.core.candidate_session import commands as asked
from exam.core.judging import AgreementRule, Judgement
from exam.core.session_values import ChoiceResponse, Ending
from exam.problem import ExamError
from tests.builders import CERTIFICATE, OPENING, REASON, Desk

MET, NOT_MET = Judgement.MET, Judgement.NOT_MET
WHERE = {"law.a": "law-test", "call.a": "role-call", "call.b": "stress", "english.a": "english-call"}
"""Where a criterion is judged; `law.a` only by the machine, so that judging it is always refused."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that somebody asks for after so many milliseconds."""

    command: asked.Command
    by: str = "chair"
    elapsed_ms: int = 1_000


@dataclass
class Played:
    """A desk on which steps were played; those that were refused left nothing behind."""

    desk: Desk = field(default_factory=Desk)
    refused: int = 0

    def play(self, steps: Iterable[Step]) -> "Played":
        for step in steps:
            self.desk.elapsed_ms = step.elapsed_ms
            before, count = self.desk.state, len(self.desk.entries)
            try:
                self.desk.do(step.command, by=step.by)
            except ExamError:
                self.refused += 1
                assert (self.desk.state, len(self.desk.entries)) == (before, count)
        return self


def judging(name: str, judgement: Judgement = MET, reason: str = "", shown: int | None = 3) -> asked.JudgeCriterion:
    return asked.JudgeCriterion(task=WHERE[name], criterion=name, judgement=judgement, reason=reason, shown=shown)


def agreeing(name: str, judgement: Judgement = MET, reason: str = "") -> asked.AgreeCriterion:
    return asked.AgreeCriterion(task=WHERE[name], criterion=name, judgement=judgement, reason=reason)


def performed(name: str, judgement: Judgement = MET, figurant: str | None = None) -> list[Step]:
    """A performed task from its opening to the commission's agreement."""
    task, reason = WHERE[name], "" if judgement is MET else REASON
    return [
        Step(asked.OpenTask(task=task, panel=("chair", "second"), figurant=figurant)),
        Step(asked.EndPerformance(task=task)),
        Step(judging(name, judgement, reason)),
        Step(judging(name, judgement, reason), by="second"),
        Step(asked.RevealJudgements(task=task)),
        Step(agreeing(name, judgement, reason)),
    ]


def drawn_parts() -> tuple[str, ...]:
    """The items of the only paper that the desk's seed draws."""
    return tuple(pinned.item for pinned in Desk().admitted().open("law-test").state.papers["law-test"])


PARTS = drawn_parts()


def saving(part: str, option: str = "b") -> asked.SaveResponse:
    return asked.SaveResponse(task="law-test", part=part, response=ChoiceResponse(option=option))


def course(call: Judgement = MET, *, waived: bool = False) -> list[Step]:
    """A whole exam up to the moment at which its result can be determined."""
    waiver = Step(asked.AcceptWaiver(competency="english", certificate=CERTIFICATE))
    return [
        Step(OPENING),
        Step(asked.VerifyIdentity(document="pas")),
        Step(asked.AcknowledgeInduction(topics=("bozp",)), by="candidate"),
        Step(asked.OpenTask(task="law-test", panel=("chair", "second"))),
        *(Step(saving(part), by="candidate") for part in PARTS),
        Step(asked.SubmitTask(task="law-test"), by="candidate"),
        *performed("call.a", call, "second"),
        *performed("call.b"),
        *([waiver] if waived else performed("english.a")),
    ]


TASKS = st.sampled_from(["law-test", "role-call", "stress", "english-call", "certificate", "nic"])
NAMES = st.sampled_from(sorted(WHERE))
REASONS = st.sampled_from(["", " ", "Důvod je konkrétní."])
JUDGEMENTS = st.sampled_from(list(Judgement))
SHOWN = st.sampled_from([None, 2, 3])
COMMANDS: st.SearchStrategy[asked.Command] = st.one_of(
    st.just(OPENING),
    st.just(asked.VerifyIdentity(document="pas")),
    st.builds(asked.AcknowledgeInduction, topics=st.sampled_from([("bozp",), ("jine",)])),
    st.just(asked.AcceptWaiver(competency="english", certificate=CERTIFICATE)),
    st.builds(
        asked.RecogniseCompetency,
        competency=st.sampled_from(["law", "call", "english"]),
        qualification=st.just("x"),
        evidence=st.just("y"),
    ),
    st.builds(asked.GrantAccommodation, extra_percent=st.integers(1, 200)),
    st.builds(
        asked.OpenTask,
        task=TASKS,
        panel=st.sampled_from([("chair", "second"), ("second",), ("chair",)]),
        figurant=st.sampled_from([None, "second", ""]),
    ),
    st.builds(saving, st.sampled_from(PARTS), st.sampled_from("abz")),
    st.builds(asked.StoreSubmission, task=TASKS, name=st.just("a.xlsx"), blob=st.just("c" * 64), length=st.just(1)),
    st.builds(asked.SubmitTask, task=TASKS),
    st.builds(asked.EndPerformance, task=TASKS),
    st.builds(asked.Tick, task=TASKS),
    st.builds(asked.PauseClock, task=TASKS, reason=st.just("hluk")),
    st.builds(asked.ResumeClock, task=TASKS),
    st.builds(asked.ExtendTime, task=TASKS, minutes=st.integers(1, 5), reason=st.just("hluk")),
    st.builds(asked.NoteInterruption, task=TASKS, gap_ms=st.integers(0, 99_999)),
    st.builds(asked.NoteClockJump, seconds=st.integers(-7_200, 7_200)),
    st.builds(judging, NAMES, JUDGEMENTS, REASONS, SHOWN),
    st.builds(asked.RevealJudgements, task=TASKS),
    st.builds(agreeing, NAMES, JUDGEMENTS, REASONS),
    st.just(asked.DetermineResult()),
    st.builds(asked.EndSession, ending=st.sampled_from(list(Ending)), reason=REASONS.filter(bool)),
    st.just(asked.AnnounceResult()),
    st.just(asked.AcknowledgeReasons(acknowledged=True)),
)
STEPS: st.SearchStrategy[Step] = st.builds(
    Step,
    COMMANDS,
    st.sampled_from(["chair", "second", "candidate"]),
    st.sampled_from([0, 1_000, 6_000, 250_000, 600_000]),
)
EDITS = st.tuples(st.sampled_from(["drop", "repeat", "swap", "delay", "add", "replace"]), st.integers(0, 99), STEPS)
PLANS = st.builds(course, JUDGEMENTS, waived=st.booleans())


def edited(plan: Sequence[Step], edits: Iterable[tuple[str, int, Step]]) -> list[Step]:
    """The plan after each edit at its place; the new step serves those that add or delay."""
    steps = list(plan)
    for kind, place, new in edits:
        at = place % len(steps)
        old = steps[at]
        steps[at : at + 2 if kind == "swap" else at + 1] = {
            "drop": [],
            "repeat": [old, old],
            "swap": steps[at : at + 2][::-1],
            "delay": [replace(old, elapsed_ms=new.elapsed_ms)],
            "add": [new, old],
            "replace": [new],
        }[kind]
        steps = steps or list(plan)
    return steps


COURSES = st.builds(edited, PLANS, st.lists(EDITS, max_size=8))
DESKS = st.builds(Desk, agreement=st.sampled_from(list(AgreementRule)))
AT_THE_TEST: st.SearchStrategy[asked.Command] = st.one_of(
    st.builds(saving, st.sampled_from(PARTS), st.sampled_from("ab")),
    st.sampled_from(
        [
            asked.StoreSubmission(task="law-test", name="a.xlsx", blob="c" * 64, length=1),
            asked.Tick(task="law-test"),
            asked.PauseClock(task="law-test", reason="hluk"),
            asked.ResumeClock(task="law-test"),
            asked.ExtendTime(task="law-test", minutes=1, reason="hluk"),
            asked.NoteInterruption(task="law-test", gap_ms=90_000),
            asked.SubmitTask(task="law-test"),
        ]
    ),
)
TIMED = st.lists(st.builds(Step, AT_THE_TEST, st.just("candidate"), st.sampled_from([0, 4_999, 100_000, 200_000])))
"""What can happen during a test of ten minutes."""
