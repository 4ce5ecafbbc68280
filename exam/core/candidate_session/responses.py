"""Which response fits which paper: structure only, never whether it is right."""

from collections.abc import Mapping, Sequence

from exam.core.candidate_session.refusals import ResponseWrongError
from exam.core.paper import PaperItem
from exam.core.session_values import ChoiceResponse, PlanResponse, ReplyResponse, Response, TextResponse
from exam.core.standard import Task, TaskKind

KINDS: dict[TaskKind, tuple[type, ...]] = {
    TaskKind.TEST: (ChoiceResponse,),
    TaskKind.TRANSCRIPT_CHOICE: (ChoiceResponse,),
    TaskKind.WRITTEN_REPLY: (ReplyResponse, TextResponse),
    TaskKind.SPREADSHEET: (TextResponse,),
    TaskKind.TRAINING_PLAN: (PlanResponse,),
}
MAX_TEXT = 100_000
MAX_GOALS = 60
"""Goals of a plan, and weeks of a goal."""
MAX_PARTS = 100
REPLY = "reply"
"""The part of a written reply that holds the reply itself; the others are prompts."""


def require_fitting(task: Task, paper: Sequence[PaperItem], part: str, response: Response) -> None:
    """Refuse a response that this paper has no place for.

    `part` is an item of the paper, or `item/prompt`; an option or a plan stands for the whole item.

    Raises:
        ResponseWrongError: wrong kind, unknown item or option, a text over 100 000 characters, or over 60 goals.
    """
    item_id = part.partition("/")[0]
    item = next((item for item in paper if item.item == item_id), None)
    fits = item is not None and isinstance(response, KINDS.get(task.kind, ()))
    if isinstance(response, ChoiceResponse | PlanResponse):
        fits = fits and part == item_id
    if task.kind is TaskKind.WRITTEN_REPLY:
        fits = fits and (part == f"{item_id}/{REPLY}") is isinstance(response, ReplyResponse)
    if isinstance(response, ChoiceResponse):
        fits = fits and item is not None and response.option in item.order
    if not fits or _length(response) > MAX_TEXT or _goals(response) > MAX_GOALS:
        raise ResponseWrongError(task=task.id, part=part)


def require_room(task: Task, responses: Mapping[str, Response], part: str) -> None:
    """Refuse one part more than any task has.

    Raises:
        ResponseWrongError: there are 100 parts already.
    """
    if part not in responses and len(responses) >= MAX_PARTS:
        raise ResponseWrongError(task=task.id, part=part)


def _goals(response: Response) -> int:
    """Return how many goals a plan has, or weeks its busiest goal, whichever is more."""
    if not isinstance(response, PlanResponse):
        return 0
    return max([len(response.goals), *(len(goal.weeks) for goal in response.goals)])


def _length(response: Response) -> int:
    if isinstance(response, ReplyResponse):
        return len(response.to) + len(response.subject) + len(response.body)
    if isinstance(response, PlanResponse):
        return sum(len(goal.text) for goal in response.goals)
    return len(response.text) if isinstance(response, TextResponse) else 0
