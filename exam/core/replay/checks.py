"""What follows from what came before: each event that a rule led to is derived again and compared."""

from collections.abc import Iterator
from functools import singledispatch

from exam.core.candidate_session.refusals import ResponseWrongError
from exam.core.candidate_session.responses import require_fitting
from exam.core.candidate_session.state import TaskState
from exam.core.correction_events import KeyCorrected
from exam.core.course_events import DecisionChanged
from exam.core.events import Entry, Event
from exam.core.item import SpreadsheetItem
from exam.core.judging import agree
from exam.core.marking_events import PresentationRead, WorkbookMarked
from exam.core.record_check import Discrepancy
from exam.core.record_events import RecordIssued
from exam.core.replay.papers import compare_paper
from exam.core.replay.records import compare_record
from exam.core.replay.scene import Scene
from exam.core.rescoring import score_corrected
from exam.core.session_events import (
    CriterionAgreed,
    PaperDrawn,
    ResponseSaved,
    ResponseSubmitted,
    ResultDetermined,
    SessionOpened,
    SubmissionStored,
    TableDrawn,
    TaskOpened,
    TaskScored,
)
from exam.core.session_values import ItemOutcome, SubmissionKind
from exam.core.spreadsheet_values import fits
from exam.core.timing import MINUTE_MS
from exam.problem import ExamError


@singledispatch
def check(_event: Event, _entry: Entry, _scene: Scene) -> Iterator[Discrepancy]:
    """Yield how the event differs from what the rules lead to; the scene is the one before it."""
    return iter(())


@check.register
def _(event: SessionOpened, _entry: Entry, scene: Scene) -> Iterator[Discrepancy]:
    sitting, plan, head = scene.sitting, scene.sitting.planned, event.sitting_head
    links = scene.evidence.sitting
    if not 1 <= head.seq <= len(links) or links[head.seq - 1].link.hash != head.hash:
        yield Discrepancy(code="replay-sitting-head-differs", arguments={"seq": str(head.seq)})
    told = (event.sitting, event.standard, event.members, event.candidate)
    planned = (plan.sitting, plan.standard) if plan else ("", "")
    if told != (*planned, sitting.members, sitting.sessions.get(event.session)):
        yield Discrepancy(code="replay-opening-differs")


@check.register
def _(event: PaperDrawn, entry: Entry, scene: Scene) -> Iterator[Discrepancy]:
    yield from compare_paper(event, entry, scene)


@check.register
def _(event: TaskOpened, entry: Entry, scene: Scene) -> Iterator[Discrepancy]:
    task = scene.standard.task(event.task)
    base = task.minutes.value * MINUTE_MS if task else 0
    if task and task.requires and not scene.state.verdict(scene.standard).fulfilled().issuperset(task.requires):
        yield _at("replay-task-barred", entry, event.task)
    if (event.base_ms, event.extra_ms) != (base, base * scene.state.extra_percent // 100):
        yield _at("replay-time-differs", entry, event.task)


@check.register
def _(event: ResponseSaved, entry: Entry, scene: Scene) -> Iterator[Discrepancy]:
    task, state = scene.standard.task(event.task), scene.state.tasks.get(event.task)
    if task is None or state is None:
        return
    if _is_over(state, event.elapsed_ms):
        yield _at("replay-late", entry, event.task)
    try:
        require_fitting(task, scene.state.papers.get(event.task, ()), event.part, event.response)
    except ResponseWrongError:
        yield _at("replay-response-differs", entry, event.task)


@check.register
def _(event: SubmissionStored, entry: Entry, scene: Scene) -> Iterator[Discrepancy]:
    state = scene.state.tasks.get(event.task)
    if state is not None and _is_over(state, event.elapsed_ms):
        yield _at("replay-late", entry, event.task)


@check.register
def _(event: ResponseSubmitted, entry: Entry, scene: Scene) -> Iterator[Discrepancy]:
    state = scene.state.tasks.get(event.task)
    expired = state is not None and state.clock.spend(event.elapsed_ms).expired
    if event.cause == "expired" and not expired:
        yield _at("replay-expiry-differs", entry, event.task)


@check.register
def _(event: TableDrawn, entry: Entry, scene: Scene) -> Iterator[Discrepancy]:
    """A table is what was handed out, so it is held against its task and never drawn again: programs change."""
    sheet = scene.workbook(event.task)
    if sheet is not None and not fits(sheet.assignment, scene.evidence.table(event.table)):
        yield _at("replay-table-differs", entry, event.task)


@check.register
def _(event: WorkbookMarked, entry: Entry, scene: Scene) -> Iterator[Discrepancy]:
    state, sheet = scene.state.tasks.get(event.task), scene.workbook(event.task)
    if state is None or sheet is None:
        return
    last = state.last(SubmissionKind.WORKBOOK)
    cells = _cells(event.task, sheet, state, scene)
    if last is None or last.blob != event.submission or cells not in (event.cells, None):
        yield _at("replay-marking-differs", entry, event.task)


@check.register
def _(event: PresentationRead, entry: Entry, scene: Scene) -> Iterator[Discrepancy]:
    state = scene.state.tasks.get(event.task)
    last = state.last(SubmissionKind.PRESENTATION) if state else None
    if state is not None and (last is None or last.blob != event.submission):
        yield _at("replay-presentation-differs", entry, event.task)


@check.register
def _(event: TaskScored, entry: Entry, scene: Scene) -> Iterator[Discrepancy]:
    task, state = scene.standard.task(event.task), scene.state.tasks.get(event.task)
    if task is None or state is None:
        return
    paper = scene.state.papers.get(event.task, ())
    items = [item for pinned in paper if (item := scene.evidence.item(pinned)) is not None]
    if len(items) < len(paper):
        return
    sheet = scene.workbook(event.task)
    cells = () if sheet is None else state.marking.cells if state.marking else _cells(event.task, sheet, state, scene)
    if cells is None:
        return
    derived = score_corrected(task, paper, items, state.responses, cells, scene.state.corrections)
    if derived != event:
        yield _at("replay-score-differs", entry, event.task)


@check.register
def _(event: CriterionAgreed, entry: Entry, scene: Scene) -> Iterator[Discrepancy]:
    state, plan, told = scene.state.tasks.get(event.task), scene.sitting.planned, event.agreement
    if state is None:
        return
    given = state.given(event.criterion)
    redecided = state.redecided.get(event.criterion)
    try:
        same = plan is not None and told == (
            redecided or agree(event.criterion, given, plan.agreement, told.judgement, told.reason)
        )
    except ExamError:
        same = False
    if not same or not given:
        yield _at("replay-agreement-differs", entry, event.task)


@check.register
def _(event: DecisionChanged, entry: Entry, scene: Scene) -> Iterator[Discrepancy]:
    state, plan = scene.state.tasks.get(event.task), scene.sitting.planned
    waiting = state.decisions.get(event.criterion) if state else None
    told = (event.agreement.judgement, event.agreement.reason, event.because, event.proposed_by)
    proposed = (waiting.judgement, waiting.reason, waiting.because, waiting.by) if waiting else None
    approved = event.approved_by == entry.by.id != event.proposed_by
    if told != proposed or not approved or (plan and event.agreement.rule is not plan.agreement):
        yield _at("replay-agreement-differs", entry, event.task)


@check.register
def _(event: ResultDetermined, entry: Entry, scene: Scene) -> Iterator[Discrepancy]:
    verdict = scene.state.verdict(scene.standard)
    if verdict.unverified or verdict.result is not event.result:
        derived = "–" if verdict.unverified else verdict.result.value
        told = {"seq": str(entry.seq), "found": event.result.value, "derived": derived}
        yield Discrepancy(code="replay-result-differs", arguments=told)


@check.register
def _(event: KeyCorrected, entry: Entry, scene: Scene) -> Iterator[Discrepancy]:
    waiting = scene.state.proposals.get((event.correction.item, event.correction.version))
    proposal = (waiting.correction, waiting.reason, waiting.by) if waiting else None
    approved = event.approved_by == entry.by.id != event.proposed_by
    if not approved or proposal != (event.correction, event.reason, event.proposed_by):
        told = {"seq": str(entry.seq), "item": event.correction.item}
        yield Discrepancy(code="replay-correction-differs", arguments=told)


@check.register
def _(event: RecordIssued, _entry: Entry, scene: Scene) -> Iterator[Discrepancy]:
    yield from compare_record(event, scene)


def _cells(task: str, sheet: SpreadsheetItem, state: TaskState, scene: Scene) -> tuple[ItemOutcome, ...] | None:
    """Return the marks of the workbook handed in last, None where its bytes are missing, which is told elsewhere."""
    last, table = state.last(SubmissionKind.WORKBOOK), scene.table(task, sheet)
    if last is None:
        return ()
    data = scene.evidence.blob(last.blob)
    return None if data is None or table is None else scene.compare(sheet, table, data)


def _is_over(state: TaskState, elapsed_ms: int) -> bool:
    return state.clock.paused or state.clock.spend(elapsed_ms).expired


def _at(code: str, entry: Entry, task: str) -> Discrepancy:
    return Discrepancy(code=code, arguments={"seq": str(entry.seq), "task": task})
