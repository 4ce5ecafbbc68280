"""The arguments of what leaves papers: printing, timetables, letters, packs, inspections, a hand-over; and of holds."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field

from exam.core.facts import Way
from exam.core.item import Words
from exam.core.judging import JudgingMode
from exam.core.model import Frozen
from exam.core.printouts.office import Office
from exam.core.printouts.shapes import Printout
from exam.core.timetable.day import Clock, Day
from exam.scripted.actions import Arguments


class Wait(Arguments):
    """Let days pass beside the minutes of the step."""

    days: Annotated[int, Field(ge=0, le=4000)] = 0


class PrintPapers(Arguments):
    """Print these."""

    only: Annotated[tuple[Printout, ...], Field(min_length=1)]
    bank: bool = False
    """The items of the banks, before any is drawn."""
    office: Office | None = None


class PlanDay(Arguments):
    """Plan the day, or go on from what happened until a time."""

    day: Day
    at: Clock | None = None


class Dispatch(Arguments):
    """Send the record."""

    way: Way
    proof: str = ""
    """The text of the file that proves it."""


class PackReview(Arguments):
    """Put together what a review needs."""

    redacted: bool = False


class HandOver(Arguments):
    """Hand everything over."""

    to: Words
    ends_on: date
    told_on: date
    told_way: Way
    proof: str = ""


class SetJudging(Arguments):
    """Say how panels judge."""

    judging: JudgingMode


class PlaceHold(Arguments):
    """Place a hold on the candidate whom the steps mean, or on the whole sitting."""

    reason: str
    whole: bool = False


class ProposeLift(Arguments):
    """Propose to lift the hold that was placed last."""

    reason: str


class EraseCandidate(Arguments):
    """Erase the candidate whom the steps mean."""

    reason: str


class ProposeDisposal(Arguments):
    """Propose to dispose of the record of the candidate whom the steps mean."""

    reason: str


ACTIONS: Mapping[str, type[Frozen]] = {
    "wait": Wait,
    "print_papers": PrintPapers,
    "plan_day": PlanDay,
    "inspect_sitting": Arguments,
    "dispatch_record": Dispatch,
    "pack_review": PackReview,
    "hand_over": HandOver,
    "set_judging": SetJudging,
    "place_hold": PlaceHold,
    "propose_lift": ProposeLift,
    "lift_hold": Arguments,
    "erase_candidate": EraseCandidate,
    "propose_disposal": ProposeDisposal,
}
"""Every action that leaves a paper, or forbids that one goes."""
