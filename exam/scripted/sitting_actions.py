"""The arguments of what happens around a sitting, and beside the plain course of an exam."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field

from exam.core.candidate_session import commands as asked
from exam.core.candidate_session import course_commands as beside
from exam.core.facts import Way
from exam.core.identity import Identity
from exam.core.item import CriterionRef, Identifier, Words
from exam.core.model import Frozen
from exam.core.sitting_events import Equipment, Part, SittingPart
from exam.scripted.actions import ACTIONS as PLAIN
from exam.scripted.actions import AnswerTest, Arguments, Judge, Nothing
from exam.scripted.paper_actions import ACTIONS as PAPERS


class PlanParts(Arguments):
    """Hold the sitting in parts."""

    parts: tuple[SittingPart, ...]


class ReplaceMember(Arguments):
    """Put another examiner on a member's seat."""

    leaving: Identifier
    joining: Identifier
    reason: str


class MoveSitting(Arguments):
    """Move the sitting."""

    starts_on: date
    place: Words
    reason: str


class CancelSitting(Arguments):
    """Cancel the sitting."""

    reason: str


class NotHoldSitting(Arguments):
    """Not hold the sitting."""

    missing: tuple[Identifier, ...]
    reason: str


class NoteFact(Arguments):
    """Note a fact, about the candidate whom the steps mean where its kind asks for one."""

    fact: Words
    way: Way
    on: date | None = None
    """The day of the scenario when missing."""
    proof: str = ""
    """The text of the file that proves it."""
    note: str = ""


class WithdrawFact(Arguments):
    """Withdraw the last fact of a kind."""

    fact: Words
    reason: str


class NameAttendant(Arguments):
    """Give somebody a part: a person of the scenario, or somebody without an account."""

    part: Part
    person: Identifier | None = None
    identity: Identity | None = None
    mandate: str = ""


class NoteLeaving(Arguments):
    """Somebody without an account leaves."""

    surname: Words


class NotePresence(Arguments):
    """A member comes or leaves."""

    who: Identifier
    present: bool
    note: str = ""


class CheckEquipment(Arguments):
    """Tick off the equipment."""

    equipment: tuple[Equipment, ...]


class TurnTo(Arguments):
    """Mean another candidate from now on."""

    candidate: Identifier


class OnPaper(Frozen):
    """The paper from which something is typed."""

    checker: Identifier
    minutes_ago: Annotated[int, Field(ge=0)]
    """How long ago it was made."""


class TypeTest(AnswerTest, OnPaper):
    """Type in a test that was answered on paper, right but for `wrong` and `skip`."""


class TypeJudgements(Judge, OnPaper):
    """Type in a member's score sheet."""

    judge: Identifier
    not_met: Mapping[CriterionRef, str] = {}


ACTIONS: Mapping[str, type[Frozen]] = {
    **PLAIN,
    **PAPERS,
    "plan_parts": PlanParts,
    "replace_member": ReplaceMember,
    "check_authorisations": Nothing,
    "move_sitting": MoveSitting,
    "cancel_sitting": CancelSitting,
    "not_hold_sitting": NotHoldSitting,
    "note_fact": NoteFact,
    "withdraw_fact": WithdrawFact,
    "name_attendant": NameAttendant,
    "note_leaving": NoteLeaving,
    "note_presence": NotePresence,
    "check_equipment": CheckEquipment,
    "turn_to": TurnTo,
    "refuse_waiver": beside.RefuseWaiver,
    "document_recognition": beside.DocumentRecognition,
    "release_from_panel": beside.ReleaseFromPanel,
    "judge_jointly": beside.JudgeJointly,
    "propose_decision": beside.ProposeDecision,
    "approve_decision": beside.ApproveDecision,
    "decide_proposal": beside.DecideProposal,
    "propose_record_correction": asked.ProposeRecordCorrection,
    "approve_record_correction": asked.ApproveRecordCorrection,
    "type_test": TypeTest,
    "type_judgements": TypeJudgements,
}
"""Every action with the model of its arguments."""
