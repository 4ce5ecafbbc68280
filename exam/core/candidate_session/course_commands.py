"""What can be asked beside the plain course: release, joint judging, changed decisions, paper typed in later."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field

from exam.core.candidate_session.commands import Command, RecognitionPaper, TaskCommand
from exam.core.item import CriterionRef, Identifier, Words
from exam.core.judging import Judgement
from exam.core.model import Frozen
from exam.core.session_values import Certificate, Response

Reason = Annotated[str, Field(max_length=4000)]


class RefuseWaiver(Command):
    """Not take a certificate in place of a competency."""

    competency: Identifier
    certificate: Certificate
    reason: Reason


class DocumentRecognition(RecognitionPaper, Command):
    """Keep on which paper a recognised competency rests."""

    competency: Identifier


class ReleaseFromPanel(TaskCommand):
    """Let the panel of a task judge without a member who is not there."""

    who: Words
    reason: Reason


class JudgeJointly(TaskCommand):
    """Judge one criterion for the whole panel, in a sitting that judges jointly."""

    criterion: CriterionRef
    judgement: Judgement
    reason: Reason = ""
    shown: Annotated[int | None, Field(ge=0)] = None


class ProposeDecision(TaskCommand):
    """Propose another decision on a criterion that was agreed."""

    criterion: CriterionRef
    judgement: Judgement
    reason: Reason = ""
    because: Reason


class ApproveDecision(TaskCommand):
    """Approve the decision that another person proposed."""

    criterion: CriterionRef


class Paper(Frozen):
    """The paper from which something is typed."""

    made_at: AwareDatetime
    checker: Words
    scan: Words
    """The blob of its picture."""


class TypeResponses(TaskCommand):
    """Type in what the candidate wrote on paper."""

    responses: Mapping[str, Response]
    paper: Paper


class TypedJudgement(Frozen):
    """One line of a score sheet."""

    criterion: CriterionRef
    judgement: Judgement
    reason: Reason = ""
    shown: Annotated[int | None, Field(ge=0)] = None


class TypeJudgements(TaskCommand):
    """Type in a panel member's score sheet."""

    judge: Words
    judgements: Annotated[tuple[TypedJudgement, ...], Field(min_length=1)]
    paper: Paper


class DecideProposal(Command):
    """Write down what the second body decided on the proposed result."""

    confirmed: bool
    minutes: Words
    decided_on: date
    reason: Reason = ""
