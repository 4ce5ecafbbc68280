"""Small values for tests of the core, and a desk that plays commands through decide and evolve."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from exam.core.candidate_session import Case, SessionState, decide, evolve
from exam.core.candidate_session import commands as asked
from exam.core.chain import Head
from exam.core.events import ActorRef, Entry, Event
from exam.core.gates import GateValue
from exam.core.item import (
    AssessmentItem,
    Basis,
    ChoiceItem,
    ChoiceOption,
    Cognitive,
    OpenPrompt,
    OralSet,
    Review,
    Status,
    TrainingCase,
    Transcript,
    TranscriptLine,
    TranscriptSet,
)
from exam.core.judging import AgreementRule, Judgement, JudgingMode
from exam.core.marking_events import PresentationRead, WorkbookMarked
from exam.core.rules import AllRule, Rule
from exam.core.session_values import Certificate, ChoiceResponse
from exam.core.sitting_events import Member
from exam.core.standard import (
    AssessmentStandard,
    Blueprint,
    CommissionRule,
    Competency,
    Criterion,
    InductionTopic,
    MachineCriterion,
    Minimum,
    Origin,
    Task,
    TaskKind,
    VerificationMethod,
    WaiverPolicy,
)
from exam.core.system_rules import EndingEffect
from exam.core.validity import Validity

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ON = AT.date()
ALL = AllRule(kind="all", sentence="Všechna.")
REASON = "Nezjistil, co zákazník potřebuje."
SEED = "0123456789abcdef0123456789abcdef"


def gate(value: int, *, verified: bool = True) -> GateValue[int]:
    return GateValue[int](value=value, verified=verified, source="§ 1")


def share(value: str) -> GateValue[Decimal]:
    return GateValue[Decimal](value=Decimal(value), verified=True, source="§ 1")


def criterion(letter: str, *, binding: bool = True, minimum: int = 0, origin: Origin = Origin.OFFICIAL) -> Criterion:
    return Criterion(
        id=letter,
        text=f"Kritérium {letter}",
        origin=origin,
        methods=(VerificationMethod.PRACTICAL,),
        source="§ 2",
        binding=binding,
        minimum=Minimum(count=minimum, of="techniky") if minimum else None,
    )


def task(task_id: str, kind: TaskKind, *criteria: str, bank: str = "bank", **more: object) -> Task:
    given: dict[str, object] = {
        "id": task_id,
        "kind": kind,
        "title": task_id,
        "criteria": criteria,
        "minutes": gate(10),
    }
    return Task.model_validate(given | {"bank": None if kind is TaskKind.CERTIFICATE else bank} | more)


def competency(
    name: str,
    criteria: Sequence[Criterion],
    tasks: Sequence[Task],
    rule: Rule = ALL,
    waiver: WaiverPolicy | None = None,
) -> Competency:
    return Competency(
        id=name, title=name, level=4, criteria=tuple(criteria), rule=rule, tasks=tuple(tasks), waiver=waiver
    )


BLUEPRINT = Blueprint(bank_minimum=gate(4), drawn=gate(2), floor=share("0.5"), pass_mark=share("0.75"), overall="law.c")
SENTENCE = "{score} z {max_score}, třeba {needed}"


def standard(*competencies: Competency, **more: object) -> AssessmentStandard:
    given: dict[str, object] = {
        "schema": "exam/standard/1",
        "id": "mini-1",
        "system": "nsk",
        "code": "00-001-X",
        "title": {"cs": "Zkušební"},
        "level": 4,
        "authority": {"cs": "Úřad"},
        "validity": Validity(since=date(2020, 1, 1)),
        "language": "cs",
        "source": "tests",
        "commission": CommissionRule(minimum=gate(2), maximum=gate(3)),
        "induction": (InductionTopic(id="bozp", text="BOZP"),),
        "competencies": competencies or COMPETENCIES,
    }
    return AssessmentStandard.model_validate(given | more)


COMPETENCIES = (
    competency(
        "law",
        [criterion("a"), criterion("b"), criterion("c")],
        [
            task(
                "law-test",
                TaskKind.TEST,
                "law.a",
                "law.b",
                "law.c",
                blueprint=BLUEPRINT,
                machine=tuple(
                    MachineCriterion(criterion=name, not_met=SENTENCE) for name in ("law.a", "law.b", "law.c")
                ),
            )
        ],
    ),
    competency(
        "call",
        [criterion("a"), criterion("b", minimum=3)],
        [
            task("role-call", TaskKind.ROLE_PLAY, "call.a", figurant=True),
            task("stress", TaskKind.ORAL, "call.b"),
        ],
    ),
    competency(
        "english",
        [criterion("a")],
        [
            task("certificate", TaskKind.CERTIFICATE, "english.a"),
            task("english-call", TaskKind.ORAL, "english.a"),
        ],
        waiver=WaiverPolicy(language="en", minimum_level="B2", source="§ 3"),
    ),
)


def common(item_id: str, *criteria: str) -> dict[str, object]:
    return {
        "id": item_id,
        "version": 1,
        "status": Status.APPROVED,
        "author": "Autor",
        "reviewed": Review(by="Čtenář", on=date(2026, 1, 1)),
        "criteria": criteria,
        "language": "cs",
        "source": "tests",
    }


def choice(item_id: str, about: str, *, enemies: tuple[str, ...] = (), shuffle: bool = True) -> ChoiceItem:
    options = tuple(ChoiceOption(id=letter, text=letter, correct=letter == "b", rationale="Proto.") for letter in "abc")
    basis = (Basis(kind="law", act="z. č. 0/2020 Sb.", provision="§ 1", valid_from=date(2020, 1, 1)),)
    more = {
        "kind": "choice",
        "cognitive": Cognitive.REMEMBER,
        "stem": "Co platí?",
        "options": options,
        "enemies": enemies,
        "shuffle": shuffle,
        "basis": basis,
    }
    return ChoiceItem.model_validate(common(item_id, about) | more)


def transcripts(item_id: str = "set-1", about: str = "sale.a") -> TranscriptSet:
    lines = (TranscriptLine(speaker="agent", text="Dobrý den."),) * 8
    parts = tuple(Transcript(id=letter, correct=letter == "c", rationale="Proto.", lines=lines) for letter in "abc")
    more = {"kind": "transcripts", "title": "Tři přepisy", "situation": "Vyberte.", "transcripts": parts}
    return TranscriptSet.model_validate(common(item_id, about) | more)


def prompt(name: str = "p1") -> OpenPrompt:
    return OpenPrompt(id=name, text="Proč?", expected=("Protože.",))


def oral(item_id: str = "oral-1", about: str = "call.b") -> OralSet:
    more = {"kind": "oral", "title": "Otázky", "prompts": (prompt(),)}
    return OralSet.model_validate(common(item_id, about) | more)


def training(item_id: str = "case-1", about: str = "training.a") -> TrainingCase:
    goals = tuple(prompt(f"g{number}") for number in range(3))
    more = {"kind": "training_plan", "title": "Nováček", "situation": "Měsíc.", "weeks": 4, "model_goals": goals}
    return TrainingCase.model_validate(common(item_id, about) | more | {"novice": "Plachý."})


QUESTIONS = tuple(choice(f"q-{about[-1]}{number}", about) for about in ("law.a", "law.b") for number in range(3))
MEMBERS = (
    Member(id="chair", identity="1" * 64, chair=True, authorised_until=date(2030, 1, 1)),
    Member(id="second", identity="2" * 64, authorised_until=date(2030, 1, 1)),
)
CERTIFICATE = Certificate(
    issuer="Ústav", number="1", language="en", level="B2", issued_on=date(2026, 1, 1), original_seen=True
)
OPENING = asked.OpenSession(
    session="session-1",
    sitting="sitting-1",
    sitting_head=Head(seq=3, hash="a" * 64),
    candidate="candidate",
    standard="mini-1",
    standard_digest="b" * 64,
    members=MEMBERS,
)


@dataclass
class Desk:
    """One session in memory: commands in, entries out; time moves when told."""

    standard: AssessmentStandard = field(default_factory=standard)
    agreement: AgreementRule = AgreementRule.DISCUSSION
    judging: JudgingMode = JudgingMode.SEALED
    days: tuple[date, ...] = ()
    effect: EndingEffect | None = None
    pool: Sequence[AssessmentItem] = QUESTIONS
    marking: WorkbookMarked | None = None
    within_reach: bool = False
    presentation: PresentationRead | None = None
    state: SessionState = field(default_factory=SessionState)
    entries: list[Entry] = field(default_factory=list)
    at: datetime = AT
    elapsed_ms: int = 0
    opening: asked.OpenSession = OPENING
    identity: str = "3" * 64

    def wait(self, minutes: float) -> None:
        self.at += timedelta(minutes=minutes)
        self.elapsed_ms += int(minutes * 60_000)

    def do(self, command: asked.Command, by: str = "chair") -> tuple[Event, ...]:
        role = "candidate" if by == "candidate" else "examiner"
        actor = ActorRef(id=by, role=role)
        case = Case(
            state=self.state,
            standard=self.standard,
            by=actor,
            at=self.at,
            agreement=self.agreement,
            judging=self.judging,
            days=self.days,
            effect=self.effect,
            elapsed_ms=self.elapsed_ms,
            within_reach=self.within_reach,
            seed=SEED,
            pool=self._pool(command),
            marking=self.marking,
            presentation=self.presentation,
            identity=self.identity,
        )
        events = decide(command, case)
        for event in events:
            entry = Entry(seq=len(self.entries) + 1, at=self.at, by=actor, event=event)
            self.entries.append(entry)
            self.state = evolve(self.state, entry)
        if events:
            self.elapsed_ms = 0
        return events

    def _pool(self, command: asked.Command) -> Sequence[AssessmentItem]:
        if isinstance(command, asked.OpenTask):
            found = self.standard.task(command.task)
            return [oral()] if found is None or found.kind is not TaskKind.TEST else self.pool
        return self.pool

    def admitted(self) -> "Desk":
        """Open the session, identify and induct the candidate."""
        self.do(self.opening)
        self.do(asked.VerifyIdentity(document="pas"))
        self.do(asked.AcknowledgeInduction(topics=("bozp",)), by="candidate")
        return self

    def open(self, task_id: str, figurant: str | None = None) -> "Desk":
        """Open a task before the whole commission."""
        self.do(asked.OpenTask(task=task_id, panel=("chair", "second"), figurant=figurant))
        return self

    def judged(self, task_id: str, name: str, judgement: Judgement = Judgement.MET, reason: str = "") -> None:
        """Let the whole panel judge alike, reveal and agree."""
        shown = 3 if judgement is Judgement.MET else 1
        for judge in ("chair", "second"):
            self.do(
                asked.JudgeCriterion(task=task_id, criterion=name, judgement=judgement, reason=reason, shown=shown),
                by=judge,
            )
        self.do(asked.RevealJudgements(task=task_id))
        self.do(asked.AgreeCriterion(task=task_id, criterion=name, judgement=judgement, reason=reason))

    def performed(self, task_id: str, name: str, judgement: Judgement = Judgement.MET, reason: str = "") -> None:
        """Run one performed task from opening to agreement."""
        described = self.standard.task(task_id)
        self.open(task_id, figurant="second" if described and described.figurant else None)
        self.do(asked.EndPerformance(task=task_id))
        self.judged(task_id, name, judgement, reason)

    def tested(self, wrong: int = 0) -> None:
        """Run the test with so many wrong options, from the first item on."""
        self.open("law-test")
        self.answer(wrong)
        self.do(asked.SubmitTask(task="law-test"), by="candidate")

    def answer(self, wrong: int = 0) -> None:
        """Save a response to every item of the test."""
        for number, pinned in enumerate(self.state.papers["law-test"]):
            option = "a" if number < wrong else "b"
            saved = asked.SaveResponse(task="law-test", part=pinned.item, response=ChoiceResponse(option=option))
            self.do(saved, by="candidate")


def whole(desk: Desk | None = None, *, call: Judgement = Judgement.MET, waived: bool = False) -> Desk:
    """Return a desk on which a whole exam was run up to its result."""
    played = (desk or Desk()).admitted()
    if waived:
        played.do(asked.AcceptWaiver(competency="english", certificate=CERTIFICATE))
    played.tested()
    played.performed("role-call", "call.a", call, REASON if call is Judgement.NOT_MET else "")
    played.performed("stress", "call.b")
    if not waived:
        played.performed("english-call", "english.a")
    played.do(asked.DetermineResult())
    return played
