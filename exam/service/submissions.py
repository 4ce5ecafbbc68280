"""Files that candidates hand in: kept first, looked at later, and never a reason to lose anything."""

from collections.abc import Sequence
from typing import ClassVar

from exam.core.candidate_session import SessionState
from exam.core.canonical import canonical_json
from exam.core.item import AssessmentItem, SpreadsheetItem
from exam.core.marking_events import WorkbookMarked
from exam.core.spreadsheet_marks import WorkbookMarking, outcomes, waiting
from exam.problem import ExamError
from exam.service.ports import BlobMissingError, Ports


class WorkbookMissingError(ExamError):
    """The task hands out no workbook, or is not open."""

    code: ClassVar[str] = "workbook-missing"


def mark_workbook(
    ports: Ports, state: SessionState, task: str, items: Sequence[AssessmentItem]
) -> WorkbookMarked | None:
    """Return how the workbook handed in last is marked, its marking kept; None where there is none.

    Raises:
        BlobMissingError: the file that was handed in is gone.
    """
    opened = state.tasks.get(task)
    item = next((item for item in items if isinstance(item, SpreadsheetItem)), None)
    if opened is None or item is None or not opened.submissions:
        return None
    if opened.marking is not None:
        return opened.marking
    submission = opened.submissions[-1].blob
    data = ports.blobs.get(submission)
    try:
        marking = ports.workbooks.mark(item, state.seeds[task], data)
    except ExamError as refused:
        return WorkbookMarked(task=task, submission=submission, refused=refused.code)
    return WorkbookMarked(
        task=task,
        submission=submission,
        cells=outcomes(item.id, marking),
        waiting=waiting(item.id, marking),
        marking=ports.blobs.put(canonical_json(marking)),
        engine=marking.engine,
    )


def kept_marking(ports: Ports, state: SessionState, task: str) -> WorkbookMarking | None:
    """Return why the workbook handed in last was marked as it was; None where it was not, or that was erased."""
    marked = state.tasks[task].marking
    if marked is None or not marked.marking:
        return None
    try:
        return WorkbookMarking.model_validate_json(ports.blobs.get(marked.marking))
    except BlobMissingError:
        return None
