"""Who may get in now: only ever a fold of the stream `access`, and the rules by which attempts wait."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import singledispatch
from hashlib import sha256
from math import ceil

from exam.core.access_events import (
    CentreChecked,
    ConsoleEntered,
    DelayLifted,
    DeskCodeIssued,
    DeskCodeUsed,
    PlaceLeft,
    SignInRefused,
    SignInTaken,
    WorkstationAdmitted,
)
from exam.core.events import Entry, Event

FREE = 4
"""Wrong attempts after which the next one waits."""
LONGEST_S = 300
"""No delay is longer: nobody is shut out of an exam for good."""
TOKEN_LASTS = timedelta(hours=16)
"""One day of an exam."""


@dataclass(frozen=True, slots=True)
class Failures:
    """Wrong attempts in a row."""

    count: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """A desk or a console at which somebody is."""

    account: str
    workstation: str
    since: datetime
    session: str = ""
    """Of a candidate; nothing at a console."""
    address: str = ""
    """From which the hub was called; nothing where that was the hub's own computer."""

    def lasts(self, now: datetime) -> bool:
        """Tell whether its token still lets somebody in."""
        return abs(now - self.since) < TOKEN_LASTS


@dataclass(frozen=True, slots=True)
class AccessState:
    """Who may get in."""

    workstations: Mapping[str, WorkstationAdmitted] = field(default_factory=dict)
    """By their proof."""
    codes: Mapping[str, DeskCodeIssued] = field(default_factory=dict)
    """Those that nobody used yet, by id."""
    places: Mapping[str, Place] = field(default_factory=dict)
    """By the proof of their token."""
    last_at: Mapping[str, str] = field(default_factory=dict)
    """By session, the computer at which its candidate sat last."""
    failures: Mapping[str, Failures] = field(default_factory=dict)
    """By subject."""
    centre: tuple[tuple[datetime, CentreChecked], ...] = ()
    """What was found of the computers on which candidates work, in order."""

    def waits_s(self, subject: str, now: datetime) -> int:
        """Return the seconds that an attempt has to wait; a wall clock that was set back shuts nobody out."""
        failed = self.failures.get(subject)
        if failed is None or failed.count < FREE:
            return 0
        delay = min(LONGEST_S, 1 << min(failed.count - FREE + 1, 10))
        return max(0, ceil(delay - abs((now - failed.last).total_seconds())))

    def place(self, token: str, now: datetime) -> Place | None:
        """Return where the bearer of a token is, None where it is void."""
        found = self.places.get(proof_of(token))
        return found if found and found.lasts(now) else None

    def apart(self, session: str, host: str, now: datetime) -> bool:
        """Tell whether a candidate works where the keys are not: elsewhere, or under an account that reads nothing.

        A place counts as long as its token lasts, of an account what was found last on this computer, today.
        """
        if any(place.session == session and place.address and place.lasts(now) for place in self.places.values()):
            return True
        found = [one for at, one in self.centre if one.host == host and at.date() == now.date()]
        return bool(found) and not found[-1].readable

    def workstation(self, secret: str) -> WorkstationAdmitted | None:
        """Return the computer that this secret proves."""
        return self.workstations.get(proof_of(secret))

    def code(self, typed: str, workstation: str) -> DeskCodeIssued | None:
        """Return the live code of this computer that somebody typed."""
        for code in self.codes.values():
            if code.workstation == workstation and code.proof == proof_of(code.code, spelt(typed)):
                return code
        return None


def proof_of(*secret: str) -> str:
    """Return what proves a secret of at least fifty random bits."""
    return sha256("\0".join(secret).encode("utf-8", "surrogatepass")).hexdigest()


def spelt(code: str) -> str:
    """Return a code as it was issued, however it was typed."""
    return "".join(char for char in code.upper() if char.isascii() and char.isalnum())


def fold_access(entries: Iterable[Entry], state: AccessState | None = None) -> AccessState:
    """Return the state to which the entries lead."""
    state = state or AccessState()
    for entry in entries:
        state = _evolve(entry.event, state, entry)
    return state


@singledispatch
def _evolve(_event: Event, state: AccessState, _entry: Entry) -> AccessState:
    return state


@_evolve.register
def _(event: WorkstationAdmitted, state: AccessState, _entry: Entry) -> AccessState:
    others = {name: other for name, other in state.workstations.items() if other.workstation != event.workstation}
    return replace(state, workstations={**others, event.proof: event})


@_evolve.register
def _(event: DeskCodeIssued, state: AccessState, _entry: Entry) -> AccessState:
    others = {name: other for name, other in state.codes.items() if other.session != event.session}
    return replace(state, codes={**others, event.code: event})


@_evolve.register
def _(event: DeskCodeUsed, state: AccessState, entry: Entry) -> AccessState:
    code = state.codes.get(event.code)
    if code is None:
        return state
    codes = {name: other for name, other in state.codes.items() if name != event.code}
    places = {token: place for token, place in state.places.items() if place.session != code.session}
    taken = Place(code.candidate, code.workstation, entry.at, session=code.session, address=event.address)
    last_at = {**state.last_at, code.session: code.workstation}
    return replace(state, codes=codes, places={**places, event.token: taken}, last_at=last_at)


@_evolve.register
def _(event: ConsoleEntered, state: AccessState, entry: Entry) -> AccessState:
    taken = Place(account=event.account, workstation=event.workstation, since=entry.at)
    return replace(state, places={**state.places, event.token: taken})


@_evolve.register
def _(event: PlaceLeft, state: AccessState, _entry: Entry) -> AccessState:
    return replace(state, places={token: place for token, place in state.places.items() if token != event.token})


@_evolve.register
def _(event: SignInRefused, state: AccessState, entry: Entry) -> AccessState:
    before = state.failures.get(event.subject)
    failed = Failures(count=(before.count if before else 0) + 1, last=entry.at)
    return replace(state, failures={**state.failures, event.subject: failed})


@_evolve.register
def _(event: SignInTaken, state: AccessState, _entry: Entry) -> AccessState:
    return _forgiven(state, event.subject)


@_evolve.register
def _(event: DelayLifted, state: AccessState, _entry: Entry) -> AccessState:
    return _forgiven(state, event.subject)


def _forgiven(state: AccessState, subject: str) -> AccessState:
    return replace(state, failures={name: one for name, one in state.failures.items() if name != subject})


@_evolve.register
def _(event: CentreChecked, state: AccessState, entry: Entry) -> AccessState:
    return replace(state, centre=(*state.centre, (entry.at, event)))
