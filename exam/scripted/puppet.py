"""The candidate's hand: turns what the script wants shown into responses; it knows the keys, so it only plays."""

from collections.abc import Callable, Iterator

from exam.core.candidate_session import SessionState
from exam.core.candidate_session.commands import SaveResponse
from exam.core.candidate_session.responses import REPLY
from exam.core.item import AssessmentItem, ChoiceItem, SpreadsheetItem, TranscriptSet, WrittenReplyItem
from exam.core.session_values import ChoiceResponse, PlanResponse, ReplyResponse, TextResponse
from exam.core.spreadsheet import SpreadsheetData
from exam.core.spreadsheet_values import Key, expected_values
from exam.scripted.actions import AnswerTest, FillWorkbook, PickTranscript, PlanTraining, WriteReply


def answer_test(
    arguments: AnswerTest, state: SessionState, items: tuple[AssessmentItem, ...]
) -> Iterator[SaveResponse]:
    """Yield a response to each item of the paper, right but for those that the script wants wrong."""
    by_id = {item.id: item for item in items if isinstance(item, ChoiceItem)}
    left = dict(arguments.wrong)
    paper = state.papers[arguments.task]
    for pinned in paper[: len(paper) - arguments.skip]:
        item = by_id[pinned.item]
        option = wrong_option(item) if _due(left, item) else item.key
        yield SaveResponse(task=arguments.task, part=item.id, response=ChoiceResponse(option=option))


def filled_workbook(
    arguments: FillWorkbook,
    data: bytes,
    table_of: Callable[[SpreadsheetItem], SpreadsheetData],
    items: tuple[AssessmentItem, ...],
) -> Iterator[bytes]:
    """Yield the handed-out workbook with its cells filled in, doubled where the script wants them wrong."""
    from exam.workbook.filling import fill_workbook  # noqa: PLC0415 - openpyxl is heavy

    for item in items:
        if isinstance(item, SpreadsheetItem):
            values = expected_values(item.assignment, table_of(item))
            shown = {cell: _shown(value, wrong=cell in arguments.wrong) for cell, value in values.items()}
            yield fill_workbook(data, item.assignment, shown)


def _shown(value: Key, *, wrong: bool) -> Key:
    if not wrong:
        return value
    return f"{value}?" if isinstance(value, str) else value * 2 + 1


def _due(left: dict[str, int], item: ChoiceItem) -> bool:
    for criterion in item.criteria:
        if left.get(criterion, 0) > 0:
            left[criterion] -= 1
            return True
    return False


def wrong_option(item: ChoiceItem) -> str:
    """Return the first option that is not the key."""
    return next(option.id for option in item.options if not option.correct)


def pick_transcript(arguments: PickTranscript, items: tuple[AssessmentItem, ...]) -> Iterator[SaveResponse]:
    """Yield the pick of a transcript."""
    for item in items:
        if isinstance(item, TranscriptSet):
            wrong = next(entry.id for entry in item.transcripts if not entry.correct)
            response = ChoiceResponse(option=item.key if arguments.right else wrong)
            yield SaveResponse(task=arguments.task, part=item.id, response=response)


def write_reply(arguments: WriteReply, items: tuple[AssessmentItem, ...]) -> Iterator[SaveResponse]:
    """Yield the reply and the texts for the ethics prompts."""
    for item in items:
        if not isinstance(item, WrittenReplyItem):
            continue
        reply = ReplyResponse(to=arguments.to, subject=arguments.subject, body=arguments.body, sent=arguments.sent)
        yield SaveResponse(task=arguments.task, part=f"{item.id}/{REPLY}", response=reply)
        for prompt, text in zip(item.ethics, arguments.ethics, strict=False):
            part = f"{item.id}/{prompt.id}"
            yield SaveResponse(task=arguments.task, part=part, response=TextResponse(text=text))


def plan_training(arguments: PlanTraining, items: tuple[AssessmentItem, ...]) -> Iterator[SaveResponse]:
    """Yield the training plan."""
    for item in items:
        response = PlanResponse(goals=arguments.goals)
        yield SaveResponse(task=arguments.task, part=item.id, response=response)
