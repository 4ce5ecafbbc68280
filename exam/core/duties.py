"""Duties of a sitting and their last days, counted from facts: what the law asks stands in data, not here.

A duty arises from one date and ends with another. Which dates there are, `FACTS` and `MOMENTS` say; which duties a
system of qualifications knows, its file `reports/<system>/rules.yaml` says, each with its provision and whether
somebody has verified it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from exam.core.facts import FACTS
from exam.core.item import Identifier, Words
from exam.core.model import Frozen
from exam.core.standard import LocalText

MOMENTS = ("Exam", "LastPart", "Opened", "AuthorisationsChecked", "Moved", "Cancelled", "NotHeld", "Passed", "Ended")
"""Dates that follow from the sitting and its sessions; nobody notes them as facts."""
MONTHS = 12

IsWorking = Callable[[date], bool]
"""Whether people work on a day: neither weekend nor holiday."""


def _known(name: str) -> str:
    """Return the name of a fact or moment."""
    if name not in FACTS and name not in MOMENTS:
        told = {"name": name, "allowed": ", ".join((*FACTS, *MOMENTS))}
        raise PydanticCustomError("fact_unknown", "no such fact: {name}; known: {allowed}", told)
    return name


Moment = Annotated[str, AfterValidator(_known)]


class Bearer(StrEnum):
    """Whose duty it is."""

    AUTHORISED_PERSON = "authorised_person"
    CANDIDATE = "candidate"
    AUTHORITY = "authority"


class Period(Frozen):
    """How long; with `before`, counted backwards."""

    days: Annotated[int, Field(ge=0)] = 0
    months: Annotated[int, Field(ge=0)] = 0
    before: bool = False


class Duty(Frozen):
    """One duty or right with its last day."""

    id: Identifier
    text: LocalText
    per: Literal["candidate", "sitting"]
    bearer: Bearer = Bearer.AUTHORISED_PERSON
    right: bool = False
    """Whether it is a right, which lapses and is never late."""
    when: tuple[Moment, ...] = ()
    """What must have happened for it to arise, beside that from which it counts."""
    counts_from: Moment
    period: Period | None = None
    """None where no provision is known that names one."""
    rolls: Literal["next", "previous", "no"] = "next"
    """To which working day a last day moves that is none."""
    done_by: Annotated[tuple[Moment, ...], Field(min_length=1)]
    provision: Words
    verified: bool
    source: Words

    def told(self, language: str) -> str:
        """Return what is to be done, in another language where that one is missing."""
        return self.text.get(language) or next(iter(self.text.values()))


class Standing(StrEnum):
    """How a duty stands on a day."""

    NOT_YET = "not_yet"
    """Nothing happened yet from which it counts."""
    OPEN = "open"
    LATE = "late"
    DONE = "done"
    DONE_LATE = "done_late"
    LAPSED = "lapsed"
    """A right whose last day passed unused."""


@dataclass(frozen=True, slots=True)
class DutyAccount:
    """A duty of one sitting or candidate: since when, until when, done when."""

    duty: Duty
    session: str
    since: date | None
    due: date | None
    done: date | None
    standing: Standing


def account(duty: Duty, session: str, known: Mapping[str, date], today: date, working: IsWorking) -> DutyAccount | None:
    """Return how a duty stands, None where it never arose; `known` is the first date of each fact and moment."""
    if any(name not in known for name in duty.when):
        return None
    since = known.get(duty.counts_from)
    due = last_day(duty, since, working) if since else None
    done = min((known[name] for name in duty.done_by if name in known), default=None)
    standing = _standing(duty, due, done, today) if since or done else Standing.NOT_YET
    return DutyAccount(duty=duty, session=session, since=since, due=due, done=done, standing=standing)


def last_day(duty: Duty, since: date, working: IsWorking) -> date | None:
    """Return the last day on which the duty is done in time, None where no period is known."""
    if duty.period is None:
        return None
    day = _counted(duty.period, since)
    step = {"next": timedelta(days=1), "previous": timedelta(days=-1)}.get(duty.rolls)
    while step is not None and not working(day):
        day += step
    return day


def _counted(period: Period, since: date) -> date:
    """Count months first; a month that lacks the day ends with its last one."""
    sign = -1 if period.before else 1
    number = since.year * MONTHS + since.month - 1 + sign * period.months
    first = date(number // MONTHS, number % MONTHS + 1, 1)
    after = date((number + 1) // MONTHS, (number + 1) % MONTHS + 1, 1)
    day = min(since.day, (after - first).days)
    return first.replace(day=day) + timedelta(days=sign * period.days)


def _standing(duty: Duty, due: date | None, done: date | None, today: date) -> Standing:
    if done is not None:
        return Standing.DONE if due is None or done <= due else Standing.DONE_LATE
    if due is None or today <= due:
        return Standing.OPEN
    return Standing.LAPSED if duty.right else Standing.LATE
