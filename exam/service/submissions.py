"""Files that candidates hand in: kept first, looked at later, and never a reason to lose anything."""

from collections.abc import Sequence
from typing import ClassVar

from exam.core.candidate_session import SessionState
from exam.core.canonical import canonical_json
from exam.core.item import AssessmentItem, SpreadsheetItem
from exam.core.marking_events import PresentationRead, WorkbookMarked
from exam.core.presentation import Outline
from exam.core.session_values import SubmissionKind
from exam.core.spreadsheet import SpreadsheetData
from exam.core.spreadsheet_marks import WorkbookMarking, outcomes, waiting
from exam.core.spreadsheet_values import generate
from exam.problem import ExamError
from exam.service.ports import BlobMissingError, Ports


class WorkbookMissingError(ExamError):
    """The task hands out no workbook, or is not open."""

    code: ClassVar[str] = "workbook-missing"


def table_of(ports: Ports, state: SessionState, task: str, item: SpreadsheetItem) -> SpreadsheetData:
    """Return the table of a task's workbook as it was drawn; before tables were kept, its seed stood for it.

    Raises:
        BlobMissingError: the table is gone.
    """
    kept = state.tables.get(task, "")
    if not kept:
        return generate(item.assignment, state.seeds[task])
    return SpreadsheetData.model_validate_json(ports.blobs.get(kept))


def mark_workbook(
    ports: Ports, state: SessionState, task: str, items: Sequence[AssessmentItem]
) -> WorkbookMarked | None:
    """Return how the workbook handed in last is marked, its marking kept; None where there is none.

    Raises:
        BlobMissingError: the file that was handed in, or the table that was handed out, is gone.
    """
    opened = state.tasks.get(task)
    item = next((item for item in items if isinstance(item, SpreadsheetItem)), None)
    last = opened.last(SubmissionKind.WORKBOOK) if opened else None
    if opened is None or item is None or last is None:
        return None
    if opened.marking is not None:
        return opened.marking
    data, table = ports.blobs.get(last.blob), table_of(ports, state, task, item)
    try:
        marking = ports.workbooks.mark(item, table, data)
    except ExamError as refused:
        return WorkbookMarked(task=task, submission=last.blob, refused=refused.code)
    return WorkbookMarked(
        task=task,
        submission=last.blob,
        cells=outcomes(item.id, marking),
        waiting=waiting(item.id, marking),
        marking=ports.blobs.put(canonical_json(marking)),
        engine=marking.engine,
    )


def read_presentation(ports: Ports, state: SessionState, task: str) -> PresentationRead | None:
    """Return what the presentation handed in last shows, its text kept; None where there is none.

    Raises:
        BlobMissingError: the file that was handed in is gone.
    """
    opened = state.tasks.get(task)
    last = opened.last(SubmissionKind.PRESENTATION) if opened else None
    if opened is None or last is None:
        return None
    if opened.presentation is not None:
        return opened.presentation
    data = ports.blobs.get(last.blob)
    try:
        outline = ports.workbooks.outline(data)
    except ExamError as refused:
        code = refused.code.replace("workbook-", "presentation-")  # the same reasons, with advice of its own
        return PresentationRead(task=task, submission=last.blob, refused=code)
    return PresentationRead(task=task, submission=last.blob, outline=ports.blobs.put(canonical_json(outline)))


def kept_outline(ports: Ports, state: SessionState, task: str) -> Outline | None:
    """Return what the presentation handed in last shows; None where it was not read, or that was erased."""
    read = state.tasks[task].presentation
    if read is None or not read.outline:
        return None
    try:
        return Outline.model_validate_json(ports.blobs.get(read.outline))
    except BlobMissingError:
        return None


def kept_marking(ports: Ports, state: SessionState, task: str) -> WorkbookMarking | None:
    """Return why the workbook handed in last was marked as it was; None where it was not, or that was erased."""
    marked = state.tasks[task].marking
    if marked is None or not marked.marking:
        return None
    try:
        return WorkbookMarking.model_validate_json(ports.blobs.get(marked.marking))
    except BlobMissingError:
        return None
