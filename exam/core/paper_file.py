"""What was made on paper, as somebody types it into a file: a candidate's responses, or an examiner's score sheet."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from exam.core.candidate_session.course_commands import TypedJudgement
from exam.core.item import Identifier, Words
from exam.core.model import Frozen
from exam.core.session_values import Response


class PaperFile(Frozen):
    """One sheet of paper; responses where nobody's score sheet is named."""

    schema_: Annotated[Literal["exam/paper/1"], Field(alias="schema")]
    task: Identifier
    made_at: AwareDatetime
    checker: Words
    """The account of the member who compared this file with the paper."""
    responses: Mapping[str, Response] = {}
    """By part: the item, or `item/prompt`."""
    judge: str = ""
    """Whose score sheet it is."""
    judgements: tuple[TypedJudgement, ...] = ()
