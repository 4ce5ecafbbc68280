"""What can be asked about the marking of files that were handed in."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from exam.core.candidate_session.commands import TaskCommand
from exam.core.marking_events import PresentationRead, WorkbookMarked


class NoteMarking(TaskCommand):
    """Write down how a file that was handed in was marked."""

    marked: WorkbookMarked


class NotePresentation(TaskCommand):
    """Write down what a presentation that was handed in shows."""

    read: PresentationRead


class OverrideMarking(TaskCommand):
    """Give a cell of a marked workbook another score."""

    cell: Annotated[str, Field(min_length=1, max_length=200)]
    score: Annotated[Decimal, Field(ge=0)]
    reason: Annotated[str, Field(max_length=4000)]


class ConfirmMarking(TaskCommand):
    """Confirm the marking of a workbook as it stands."""
