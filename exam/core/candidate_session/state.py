"""The state of a candidate session: only ever a fold of its events, never stored, never edited.

What every event changes a little has no slots, so that `changed` copies it at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from exam.core.candidate_session.proposals import Incident, KeyProposal, RecordProposal
from exam.core.candidate_session.scene_state import Break, SceneState
from exam.core.chain import Head
from exam.core.exam_record import Acknowledgement, RecordedWaiver, SupersededRecord
from exam.core.judging import Agreement, DecisionProposal, GivenJudgement
from exam.core.key_correction import CorrectedKey
from exam.core.marking_events import MarkingOverridden, PresentationRead, WorkbookMarked
from exam.core.model import changed
from exam.core.omission import Omission, OmissionGround
from exam.core.paper import PaperItem
from exam.core.scale import Score
from exam.core.second_decision import RecordedDecision
from exam.core.session_events import SubmissionStored, TaskScored
from exam.core.session_values import (
    Ending,
    ItemOutcome,
    PlannedGoal,
    PlannedSigner,
    PlanResponse,
    Response,
    SubmissionKind,
)
from exam.core.sitting_events import Member
from exam.core.standard import AssessmentStandard
from exam.core.timing import TaskClock, TimeFact, TimeFactKind
from exam.core.verdict import CompetencyStatus, Finding, Result, Verdict, determine

ZERO = Decimal(0)


class TaskStatus(StrEnum):
    """How far a task is."""

    OPEN = "open"
    SUBMITTED = "submitted"
    """Nothing more comes from the candidate's desk, or the performance is over."""


@dataclass(frozen=True)
class TaskState:
    """One task as it stands."""

    opened_at: datetime
    clock: TaskClock
    panel: tuple[str, ...]
    figurant: str | None = None
    status: TaskStatus = TaskStatus.OPEN
    closed_at: datetime | None = None
    responses: Mapping[str, Response] = field(default_factory=dict)
    """The last saved response to each part."""
    last_part: str = ""
    """The part that was saved last: where the candidate goes on after a crash."""
    submissions: tuple[SubmissionStored, ...] = ()
    """Every file, in the order in which they came."""
    marking: WorkbookMarked | None = None
    """How the workbook handed in last was marked."""
    presentation: PresentationRead | None = None
    """What the presentation handed in last shows."""
    overrides: Mapping[str, MarkingOverridden] = field(default_factory=dict)
    """By cell, the score that an examiner gave instead."""
    confirmed_by: str = ""
    """Who confirmed the marking as it stands."""
    scored: TaskScored | None = None
    counted: int = 0
    """The event up to which `clock` is kept; whoever measures on from an older one measures twice."""
    hand_raised_at: datetime | None = None
    """When the candidate last asked for an examiner; None once somebody came."""
    hand_answered_at: datetime | None = None
    """When somebody came; None while a hand is up."""
    goal: int | None = None
    judgements: Mapping[tuple[str, str], GivenJudgement] = field(default_factory=dict)
    """By (criterion, judge)."""
    revealed: bool = False
    agreed: Mapping[str, Agreement] = field(default_factory=dict)
    """By criterion."""
    released: tuple[str, ...] = ()
    """Members of the panel who were not there to judge."""
    decisions: Mapping[str, DecisionProposal] = field(default_factory=dict)
    """By criterion, another decision that waits for a second person."""
    redecided: Mapping[str, Agreement] = field(default_factory=dict)
    """By criterion, the decision that a second person approved."""
    scene: SceneState = field(default_factory=SceneState)

    @property
    def judges(self) -> tuple[str, ...]:
        """The panel without those who were released."""
        return tuple(member for member in self.panel if member not in self.released)

    @property
    def watching(self) -> tuple[str, ...]:
        """Those of the panel who do not play."""
        return tuple(judge for judge in self.judges if judge != self.figurant)

    @property
    def ticking(self) -> bool:
        """Tell whether the task's clock runs."""
        return self.status is TaskStatus.OPEN and not self.clock.paused

    def last(self, kind: SubmissionKind) -> SubmissionStored | None:
        """Return the file of that kind that counts."""
        return next((stored for stored in reversed(self.submissions) if stored.kind is kind), None)

    def given(self, criterion: str) -> dict[str, GivenJudgement]:
        """Return what each judge gave for a criterion."""
        told = {judge: given for (about, judge), given in self.judgements.items() if about == criterion}
        return {judge: given for judge, given in told.items() if judge not in self.released}

    def outcomes(self) -> tuple[ItemOutcome, ...]:
        """Return the machine's scores, with what examiners gave instead and for cells that it could not compute."""
        scored = self.scored.items if self.scored else ()
        waiting = self.marking.waiting if self.marking else ()
        entries = (*scored, *(entry for entry in waiting if entry.item in self.overrides))
        given = {name: event.score for name, event in self.overrides.items()}
        return tuple(entry.model_copy(update={"score": given.get(entry.item, entry.score)}) for entry in entries)

    @property
    def score(self) -> Score | None:
        """What was reached in all, None where the machine scored nothing."""
        told = self.outcomes()
        totals = (sum((entry.score for entry in told), ZERO), sum((entry.max_score for entry in told), ZERO))
        return Score(*totals) if told else None

    def planned_goals(self) -> tuple[PlannedGoal, ...]:
        """Return the goals of the training plan, in the candidate's order."""
        plans = [response for response in self.responses.values() if isinstance(response, PlanResponse)]
        return plans[-1].goals if plans else ()


@dataclass(frozen=True)
class IssuedRecord:
    """The record of the session, once it was made."""

    record: str
    data_digest: str
    pdf: str
    """The blob of the newest revision."""
    practice: bool
    signers: tuple[PlannedSigner, ...]
    signed: tuple[str, ...] = ()
    """Fields, in the order of signing."""
    on_paper: tuple[str, ...] = ()
    """Fields whose signature with ink is on file."""
    omitted: tuple[Omission, ...] = ()
    """Signatures that are not coming, as they were put down."""
    archived: bool = False

    @property
    def next_signer(self) -> PlannedSigner | None:
        """Whose electronic signature is due; signatures follow the planned order."""
        settled = {*self.signed, *(omission.field for omission in self.omitted)}
        due = (signer for signer in self.signers if signer.mode == "electronic" and signer.field not in settled)
        return next(due, None)

    def state(self, signer: PlannedSigner) -> Literal["signed", "refused", "absent", "due", "planned"]:
        """Return how one signature stands."""
        if signer.field in (*self.signed, *self.on_paper):
            return "signed"
        for omission in self.omitted:
            if omission.field == signer.field:
                return "refused" if omission.ground is OmissionGround.REFUSED else "absent"
        return "due" if signer == self.next_signer else "planned"

    @property
    def omissions(self) -> tuple[Omission, ...]:
        """Signatures that are not coming, in the order of the signers."""
        order = [signer.field for signer in self.signers]
        return tuple(sorted(self.omitted, key=lambda omission: order.index(omission.field)))


@dataclass(frozen=True)
class SessionState:
    """One candidate's exam as it stands."""

    session: str = ""
    sitting: str = ""
    sitting_head: Head = field(default_factory=Head)
    candidate: str = ""
    standard: str = ""
    standard_digest: str = ""
    members: tuple[Member, ...] = ()
    opened_at: datetime | None = None
    identity: str | None = None
    identified_on: date | None = None
    """The day on which he was last compared with a document."""
    document: str = ""
    induction: tuple[str, ...] = ()
    extra_percent: int = 0
    within_reach: bool = False
    """Whether a workbook was handed out where its keys could be read; such an exam is practice."""
    excused: Mapping[str, CompetencyStatus] = field(default_factory=dict)
    basis: Mapping[str, str] = field(default_factory=dict)
    """For an excused competency, what stands for it."""
    waivers: tuple[RecordedWaiver, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    """By competency, why a certificate was not taken."""
    papers: Mapping[str, tuple[PaperItem, ...]] = field(default_factory=dict)
    seeds: Mapping[str, str] = field(default_factory=dict)
    """By task, the seed of its draw."""
    tables: Mapping[str, str] = field(default_factory=dict)
    """By task, the blob with the table of its workbook."""
    tasks: Mapping[str, TaskState] = field(default_factory=dict)
    proposals: Mapping[tuple[str, int], KeyProposal] = field(default_factory=dict)
    """By item and version."""
    corrections: tuple[CorrectedKey, ...] = ()
    """Those that stand."""
    irregularities: tuple[str, ...] = ()
    incidents: tuple[Incident, ...] = ()
    """Those irregularities that somebody logged, in order."""
    time_facts: tuple[TimeFact, ...] = ()
    """Interruptions, pauses, extra time, breaks and jumps of the wall clock, in order."""
    rest: Break | None = None
    """The candidate's break while it lasts."""
    ending: Ending | None = None
    ending_reason: str = ""
    entry: str = ""
    """What is entered for an early ending in the system's register."""
    ended_at: datetime | None = None
    result: Result | None = None
    decision: RecordedDecision | None = None
    """What the second body decided on it, where the standard names one."""
    announced: bool = False
    acknowledgement: Acknowledgement | None = None
    record: IssuedRecord | None = None
    correction: RecordProposal | None = None
    superseded: tuple[IssuedRecord, ...] = ()
    """Records that were corrected, oldest first."""
    supersedes: SupersededRecord | None = None
    """The one that the next record, or this one, takes the place of."""

    @property
    def running(self) -> bool:
        """Tell whether a task is open in a session that has not ended."""
        return self.ending is None and any(task.status is TaskStatus.OPEN for task in self.tasks.values())

    @property
    def records(self) -> tuple[IssuedRecord, ...]:
        """Every record that was issued, the one that is in force last."""
        return (*self.superseded, *((self.record,) if self.record else ()))

    @property
    def chair(self) -> str:
        """The account of the commission's chair."""
        return next((member.id for member in self.members if member.chair), "")

    def with_task(self, task_id: str, task: TaskState) -> "SessionState":
        """Return the state with one task replaced."""
        return changed(self, tasks={**self.tasks, task_id: task})

    def pause_of(self, task_id: str) -> TimeFact | None:
        """Return the pause for which the task's clock stands, None while it runs."""
        kinds = {TimeFactKind.PAUSED, TimeFactKind.RESUMED}
        told = (fact for fact in reversed(self.time_facts) if fact.task == task_id and fact.kind in kinds)
        last = next(told, None)
        return last if last and last.kind is TimeFactKind.PAUSED else None

    def findings(self) -> dict[tuple[str, str], Finding]:
        """Return what machine and commission settled so far, by (task, criterion)."""
        return {
            (finding.task, finding.criterion): finding
            for task_id, task in self.tasks.items()
            for finding in _findings(task_id, task)
        }

    def scores(self) -> dict[str, Score]:
        """Return what was reached in the tasks that the machine scored."""
        return {task_id: task.score for task_id, task in self.tasks.items() if task.score is not None}

    def verdict(self, standard: AssessmentStandard) -> Verdict:
        """Return the verdict on what is settled so far."""
        return determine(standard, self.findings(), self.excused, self.scores())


def _findings(task_id: str, task: TaskState) -> list[Finding]:
    machine = task.scored.criteria if task.scored else ()
    found = [
        Finding(task=task_id, criterion=outcome.criterion, judgement=outcome.judgement, reason=outcome.reason)
        for outcome in machine
    ]
    found += [
        Finding(task=task_id, criterion=criterion, judgement=agreement.judgement, reason=agreement.reason)
        for criterion, agreement in task.agreed.items()
    ]
    return found
