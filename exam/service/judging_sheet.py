"""The sheet on which one examiner judges one task: his own judgements, his colleagues' only once revealed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from exam.core.candidate_session import SessionState, TaskState, TaskStatus
from exam.core.candidate_view import clock_view
from exam.core.item import AssessmentItem, SpreadsheetItem, TrainingCase
from exam.core.judging import AgreementRule, JudgingMode, allowed
from exam.core.paper import PaperItem
from exam.core.presentation import Outline
from exam.core.rubric import CriterionRubric
from exam.core.spreadsheet_marks import WorkbookMarking
from exam.core.standard import AT_THE_DESK, AssessmentStandard, Task
from exam.core.training_plan import PlanOverview, overview
from exam.service.evidence import evidence_of
from exam.service.happenings import Naming
from exam.service.judging_view import CriterionLine, Decided, JudgingSheet, NoteLine, PanelLine, PartLine, SceneLine
from exam.service.marking_sheet import MarkingSheet, marking_sheet
from exam.service.paper_parts import parts_of
from exam.view import CardStatus

Anchors = Callable[[str], CriterionRubric | None]
"""From a criterion to how it is judged."""


@dataclass(frozen=True, slots=True)
class Judging:
    """How a sitting judges."""

    mode: JudgingMode = JudgingMode.SEALED
    rule: AgreementRule = AgreementRule.DISCUSSION


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of looking into files that were handed in."""

    marking: WorkbookMarking | None = None
    outline: Outline | None = None


PLAINLY = Judging()
NOTHING_KEPT = Kept()


class SheetMaker:
    """Makes sheets of one session's tasks for one examiner."""

    def __init__(
        self, standard: AssessmentStandard, judge: str, name: Naming, anchors: Anchors, judging: Judging = PLAINLY
    ) -> None:
        self._standard = standard
        self._judge = judge
        self._name = name
        self._anchors = anchors
        self._judging = judging

    def make(
        self,
        task: Task,
        state: SessionState,
        items: Sequence[AssessmentItem],
        elapsed_ms: int,
        kept: Kept = NOTHING_KEPT,
    ) -> JudgingSheet:
        """Return the sheet of an opened task."""
        opened = state.tasks[task.id]
        return JudgingSheet(
            task=task.id,
            kind=task.kind,
            title=task.title,
            status=CardStatus.OPEN if opened.status is TaskStatus.OPEN else CardStatus.SUBMITTED,
            at_desk=task.kind in AT_THE_DESK,
            on_panel=self._judge in opened.judges,
            revealed=opened.revealed,
            clock=clock_view(opened, elapsed_ms),
            closed_at=opened.closed_at,
            goals=_goals(opened),
            criteria=tuple(self._criterion(opened, reference) for reference in task.judged),
            decided=self._decided(opened),
            evidence=evidence_of(items, state.papers.get(task.id, ()), opened, kept.outline),
            scene=self._scene(task.id, state),
            panel=self._panel(task, state),
            notes=tuple(self._notes(opened)),
            parts=_parts(task, opened, items, state.papers.get(task.id, ())),
            plan=_plan(items, opened),
            marking=self._marking(items, opened, kept.marking),
            files=tuple(f"{stored.name} ({stored.length} B)" for stored in opened.submissions),
        )

    def _scene(self, task: str, state: SessionState) -> SceneLine:
        opened = state.tasks[task]
        scene, pause = opened.scene, state.pause_of(task)
        return SceneLine(
            acts=self._name(opened.figurant) if opened.figurant else "",
            watches=tuple(self._name(who) for who in opened.watching),
            i_act=self._judge == opened.figurant,
            awaited=scene.awaited,
            call=scene.call,
            picked_up_at=scene.picked_up_at,
            picked_up_by=self._name(scene.picked_up_by) if scene.picked_up_by else "",
            held=pause.reason if pause and opened.status is TaskStatus.OPEN else "",
            hand_raised_at=opened.hand_raised_at,
            break_asked=scene.break_asked,
            rests=state.rest is not None and state.rest.task == task,
        )

    def _panel(self, task: Task, state: SessionState) -> PanelLine:
        opened = state.tasks[task.id]
        waits = (
            judge
            for judge in opened.judges
            if any((criterion, judge) not in opened.judgements for criterion in task.judged)
        )
        return PanelLine(
            mode=self._judging.mode,
            rule=self._judging.rule,
            judges=tuple((judge, self._name(judge)) for judge in opened.judges),
            released=tuple(self._name(who) for who in opened.released),
            waits_for=tuple(self._name(judge) for judge in waits),
            i_chair=self._judge == state.chair,
            others=tuple((member.id, self._name(member.id)) for member in state.members if member.id != self._judge),
        )

    def _notes(self, opened: TaskState) -> Iterator[NoteLine]:
        for note in opened.scene.notes:
            if opened.revealed or note.by == self._judge:
                yield NoteLine(note.at, self._name(note.by), note.text, note.criterion, note.clock_ms)

    def _marking(
        self, items: Sequence[AssessmentItem], opened: TaskState, marking: WorkbookMarking | None
    ) -> MarkingSheet | None:
        item = next((item for item in items if isinstance(item, SpreadsheetItem)), None)
        if item is None or opened.marking is None or opened.status is TaskStatus.OPEN:
            return None
        if marking is None:
            return MarkingSheet(refused=opened.marking.refused)
        by = self._name(opened.confirmed_by) if opened.confirmed_by else ""
        return marking_sheet(item, marking, opened.overrides, confirmed_by=by)

    def _criterion(self, opened: TaskState, reference: str) -> CriterionLine:
        criterion, anchors = self._standard.criterion(reference), self._anchors(reference)
        given = opened.given(reference)
        shown = sorted(given.items()) if opened.revealed else ()
        proposal = opened.decisions.get(reference)
        return CriterionLine(
            criterion=reference,
            text=criterion.text if criterion else reference,
            minimum=criterion.minimum if criterion else None,
            met=anchors.met if anchors else (),
            not_met=anchors.not_met if anchors else (),
            phrases=anchors.phrases if anchors else (),
            mine=given.get(self._judge),
            given=tuple((self._name(judge), entry) for judge, entry in shown),
            agreed=opened.agreed.get(reference),
            allowed=allowed([entry.judgement for _, entry in shown], self._judging.rule) if shown else frozenset(),
            proposal=proposal.model_copy(update={"by": self._name(proposal.by)}) if proposal else None,
            proposed_by_me=proposal is not None and proposal.by == self._judge,
        )

    def _decided(self, opened: TaskState) -> tuple[Decided, ...]:
        outcomes = opened.scored.criteria if opened.scored else ()
        return tuple(
            Decided(
                criterion=outcome.criterion,
                text=found.text if (found := self._standard.criterion(outcome.criterion)) else outcome.criterion,
                judgement=outcome.judgement,
                reason=outcome.reason,
            )
            for outcome in outcomes
        )


def _parts(
    task: Task, opened: TaskState, items: Sequence[AssessmentItem], paper: Sequence[PaperItem]
) -> tuple[PartLine, ...]:
    closed = opened.status is TaskStatus.SUBMITTED and not opened.revealed
    return parts_of(items, paper) if closed and task.kind in AT_THE_DESK else ()


def _plan(items: Sequence[AssessmentItem], opened: TaskState) -> PlanOverview | None:
    case = next((item for item in items if isinstance(item, TrainingCase)), None)
    return overview(opened.planned_goals(), case.weeks) if case else None


def _goals(opened: TaskState) -> tuple[str, ...]:
    waits = opened.status is TaskStatus.SUBMITTED and opened.goal is None
    return tuple(goal.text for goal in opened.planned_goals()) if waits else ()
