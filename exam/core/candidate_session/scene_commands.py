"""What can be asked around a scene before the panel."""

from typing import Annotated, Literal

from pydantic import Field

from exam.core.candidate_session.commands import TaskCommand
from exam.core.item import CriterionRef
from exam.core.scene_events import Dialler, HoldGround, Stopper


class PrepareCall(TaskCommand):
    """Tell the line: its number, who dials, and whether a test call worked."""

    number: Annotated[str, Field(max_length=40)]
    dialled_by: Dialler
    tested: bool


class PickUp(TaskCommand):
    """Start the clock: somebody picked up."""


class HoldScene(TaskCommand):
    """Stop the clock of a scene for a reason that has a name."""

    ground: Literal[HoldGround.LINE_DROPPED, HoldGround.HELP]


class StopCaller(TaskCommand):
    """Stop a caller who became abusive; the clock stands."""

    who: Stopper


class AnswerHand(TaskCommand):
    """Say that an examiner came."""


class AskBreak(TaskCommand):
    """Ask for a short break because of this task."""


class BeginBreak(TaskCommand):
    """Give the candidate a short break because of this task."""


class EndBreak(TaskCommand):
    """End the break; a clock that stood for it runs again."""


class TakeNote(TaskCommand):
    """Write something down while watching."""

    text: Annotated[str, Field(min_length=1, max_length=2000)]
    criterion: CriterionRef | None = None
