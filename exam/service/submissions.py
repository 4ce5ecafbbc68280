"""Files that candidates hand in: kept first, looked at later, and never a reason to lose anything."""

from collections.abc import Sequence
from typing import ClassVar

from exam.core.candidate_session import SessionState
from exam.core.item import AssessmentItem, SpreadsheetItem
from exam.core.session_values import ItemOutcome
from exam.core.spreadsheet_marking import outcomes
from exam.problem import ExamError
from exam.service.ports import BlobMissingError, Ports


class WorkbookMissingError(ExamError):
    """The task hands out no workbook, or is not open."""

    code: ClassVar[str] = "workbook-missing"


def compare_workbook(
    ports: Ports, state: SessionState, task: str, items: Sequence[AssessmentItem]
) -> tuple[ItemOutcome, ...]:
    """Return the cells of the last workbook handed in; nothing where it cannot be opened, for a person to look at."""
    submissions = state.tasks[task].submissions if task in state.tasks else ()
    item = next((item for item in items if isinstance(item, SpreadsheetItem)), None)
    if item is None or not submissions:
        return ()
    data = ports.blobs.get(submissions[-1].blob)
    try:
        return outcomes(item.id, ports.workbooks.mark(item, state.seeds[task], data))
    except BlobMissingError:
        raise
    except ExamError:
        return ()
