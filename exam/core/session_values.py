"""What the events of a candidate session hold: responses, endings, certificates, outcomes, planned signatures."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from exam.core.judging import Judgement
from exam.core.model import Frozen


class ChoiceResponse(Frozen):
    """An option or a transcript was picked."""

    kind: Literal["choice"] = "choice"
    option: str


class TextResponse(Frozen):
    """Words were written."""

    kind: Literal["text"] = "text"
    text: str


class ReplyResponse(Frozen):
    """An e-mail was written and, when `sent`, sent."""

    kind: Literal["reply"] = "reply"
    to: str
    subject: str
    body: str
    sent: bool = False


class SubmissionKind(StrEnum):
    """What a file that was handed in is taken for."""

    WORKBOOK = "workbook"
    PRESENTATION = "presentation"


class PlannedGoal(Frozen):
    """One goal of a training plan and the weeks in which it is worked on."""

    text: str
    weeks: tuple[int, ...]


class PlanResponse(Frozen):
    """A training plan."""

    kind: Literal["plan"] = "plan"
    goals: tuple[PlannedGoal, ...]


Response = Annotated[ChoiceResponse | TextResponse | ReplyResponse | PlanResponse, Field(discriminator="kind")]


class Ending(StrEnum):
    """How a candidate session ends."""

    FULLY_RUN = "fully_run"
    ABSENT = "absent"
    EXCUSED = "excused"
    NOT_ADMITTED = "not_admitted"
    WITHDREW = "withdrew"
    TERMINATED = "terminated"


FAILED_ENDINGS = frozenset({Ending.ABSENT, Ending.WITHDREW, Ending.TERMINATED})
"""Early endings that count as failed: absence by the NSK guide (`nsk.md` 1.1), the other two by analogy, unverified."""


class SignatureMode(StrEnum):
    """How a signer signs."""

    ELECTRONIC = "electronic"
    PAPER = "paper"


class Certificate(Frozen):
    """A language certificate that was shown."""

    issuer: str
    number: str
    language: str
    level: Literal["A1", "A2", "B1", "B2", "C1", "C2"]
    issued_on: date
    valid_until: date | None = None
    original_seen: bool
    scan: str | None = None
    """The blob of its copy."""


class ItemOutcome(Frozen):
    """The score of one item or workbook cell."""

    item: str
    score: Decimal
    max_score: Decimal


class CriterionOutcome(Frozen):
    """What the machine decided about one criterion, and why."""

    criterion: str
    judgement: Judgement
    reason: str = ""


class PlannedSigner(Frozen):
    """Who is to sign the record, in which field and how."""

    field: str
    who: str
    """An account, or `seal`."""
    mode: SignatureMode
    certificate: str = ""
    """SHA-256 of the certificate registered for an electronic signature; no other one is taken."""
