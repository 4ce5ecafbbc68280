"""What an examiner sees of one task before its panel: evidence, criteria, the scene, and who has judged.

A sheet shows an examiner his own judgements and notes; his colleagues' only once they are revealed.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from exam.core.judging import Agreement, AgreementRule, DecisionProposal, GivenJudgement, Judgement, JudgingMode
from exam.core.scene_events import CallPrepared
from exam.core.standard import Minimum, TaskKind
from exam.core.training_plan import PlanOverview
from exam.service.marking_sheet import MarkingSheet
from exam.view import CardStatus, ClockView

LIMIT = "evidence.limit"
"""The heading of how far the figurant may go."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something to judge by: `heading` is a code of the catalogues, `text` is the item's or the candidate's."""

    heading: str
    text: str
    criteria: tuple[str, ...] = ()
    """What it gives the candidate an occasion to show; none for everything."""
    expected: bool = False
    """Whether it says what a good response holds, to be read beside the anchors."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What the machine decided about a criterion."""

    criterion: str
    text: str
    judgement: Judgement
    reason: str


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note with the moment of the task's time."""

    at: datetime
    by: str
    text: str
    criterion: str | None
    clock_ms: int


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion to be judged."""

    criterion: str
    text: str
    minimum: Minimum | None
    met: tuple[str, ...]
    not_met: tuple[str, ...]
    phrases: tuple[str, ...]
    mine: GivenJudgement | None
    given: tuple[tuple[str, GivenJudgement], ...]
    """By name of the judge; empty until the judgements are revealed."""
    agreed: Agreement | None
    allowed: frozenset[Judgement] = frozenset()
    """The decisions that the rule in force permits on what was given."""
    proposal: DecisionProposal | None = None
    """Another decision that waits for a second person; `by` is a name."""
    proposed_by_me: bool = False

    @property
    def divided(self) -> bool:
        """Tell whether the revealed judgements differ."""
        return len({entry.judgement for _, entry in self.given}) > 1


@dataclass(frozen=True, slots=True)
class SceneLine:
    """The scene of a task that is performed, and what concerns whoever performs."""

    acts: str = ""
    """The name of whoever plays."""
    watches: tuple[str, ...] = ()
    i_act: bool = False
    awaited: bool = False
    """Whether nobody has picked up yet."""
    call: CallPrepared | None = None
    picked_up_at: datetime | None = None
    picked_up_by: str = ""
    held: str = ""
    """Why the clock stands: a ground, or somebody's words."""
    hand_raised_at: datetime | None = None
    break_asked: bool = False
    """Whether the hand asks for a break."""
    rests: bool = False
    """Whether the candidate has a break because of this task."""


class PartKind(StrEnum):
    """What is answered in a part of a task at the desk."""

    CHOICE = "choice"
    TEXT = "text"
    REPLY = "reply"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part of a task at the desk, as it stands on paper."""

    part: str
    kind: PartKind
    text: str
    options: tuple[tuple[str, str], ...] = ()
    """Id and text in the order that the candidate saw."""


@dataclass(frozen=True, slots=True)
class PanelLine:
    """Who judges, and how."""

    mode: JudgingMode = JudgingMode.SEALED
    rule: AgreementRule = AgreementRule.DISCUSSION
    judges: tuple[tuple[str, str], ...] = ()
    """Account and name of everybody on the panel who was not released."""
    released: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    """Names of those who have not judged everything."""
    i_chair: bool = False
    others: tuple[tuple[str, str], ...] = ()
    """Account and name of the commission's other members, who may check what is typed from paper."""


@dataclass(frozen=True, slots=True)
class JudgingSheet:
    """One task before its panel."""

    task: str
    kind: TaskKind
    title: str
    status: CardStatus
    at_desk: bool
    on_panel: bool
    revealed: bool
    clock: ClockView
    closed_at: datetime | None
    """When it ended, in the time of the centre."""
    goals: tuple[str, ...]
    """Of the submitted plan, while none is chosen."""
    criteria: tuple[CriterionLine, ...]
    decided: tuple[Decided, ...]
    evidence: tuple[Evidence, ...]
    scene: SceneLine = SceneLine()
    panel: PanelLine = PanelLine()
    notes: tuple[NoteLine, ...] = ()
    """The examiner's own, everybody's once revealed."""
    parts: tuple[PartLine, ...] = ()
    """What the candidate could have written on paper instead, once the task is closed."""
    marking: MarkingSheet | None = None
    """Of a workbook that was handed in."""
    plan: PlanOverview | None = None
    """Of a training plan, how its goals lie in the weeks."""
    files: tuple[str, ...] = ()
    """Everything that was handed in, in that order; each can be taken as it was."""

    @property
    def limit(self) -> str:
        """How far whoever plays may go, empty where nobody does."""
        return next((entry.text for entry in self.evidence if entry.heading == LIMIT), "")

    @property
    def joint(self) -> bool:
        """Tell whether one keyboard writes one decision for all."""
        return self.panel.mode is JudgingMode.JOINT

    @property
    def missing(self) -> tuple[int, ...]:
        """The places of the criteria that have no mark yet: the examiner's own, the commission's once it decides."""
        decides = self.revealed or self.joint
        return tuple(
            place for place, line in enumerate(self.criteria) if (line.agreed if decides else line.mine) is None
        )

    @property
    def too_early(self) -> bool:
        """Tell whether this examiner judges only later: when the scene is over, or handed in, or has begun."""
        waits = self.at_desk or self.joint or self.scene.i_act or self.scene.awaited
        return self.status is CardStatus.OPEN and waits
