"""How a workbook that was handed in was marked, and what examiners made of that."""

from decimal import Decimal

from exam.core.events import stored
from exam.core.session_events import TaskEvent
from exam.core.session_values import ItemOutcome


@stored
class WorkbookMarked(TaskEvent):
    """The machine marked a workbook, or could not open it."""

    submission: str
    """The blob that was marked."""
    cells: tuple[ItemOutcome, ...] = ()
    waiting: tuple[ItemOutcome, ...] = ()
    """Cells that nobody could compute; a person gives their score."""
    marking: str = ""
    """The blob that says why, cell by cell."""
    engine: str = ""
    """What recalculated, with its version."""
    refused: str = ""
    """The code of the refusal, where the file was not opened."""


@stored
class PresentationRead(TaskEvent):
    """What a presentation shows was taken down as text, or its file could not be opened; nobody is judged by that."""

    submission: str
    """The blob that was read."""
    outline: str = ""
    """The blob that holds the text."""
    refused: str = ""
    """The code of the refusal, where the file was not opened."""


@stored
class MarkingOverridden(TaskEvent):
    """An examiner gave a cell another score."""

    submission: str
    cell: str
    score: Decimal
    reason: str


@stored
class MarkingConfirmed(TaskEvent):
    """An examiner looked at the whole marking and confirmed it as it stands."""

    submission: str
