"""Who gets in: PINs and single-use codes, with delays after wrong ones; computers, and the tokens of those at them.

Attempts are taken one at a time: whoever tries many at once is told to wait like whoever tries them one by one.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar, TypeVar

from exam.core.access_events import (
    ACCESS,
    CentreChecked,
    ConsoleEntered,
    DelayLifted,
    DeskCodeIssued,
    DeskCodeUsed,
    PlaceLeft,
    SignInRefused,
    SignInTaken,
    WorkstationAdmitted,
    WorkstationKind,
)
from exam.core.access_state import AccessState, Place, fold_access, proof_of, spelt
from exam.core.chain import Head
from exam.core.events import ActorRef, Event
from exam.problem import ExamError
from exam.service.access import Actor, DeniedError, Role, authorize_sitting
from exam.service.ports import JournalError, Ports, SignInRefusedError
from exam.service.sittings import SittingService
from exam.service.streams import Streams

T = TypeVar("T")
BY = ActorRef(id="entrance", role="system")
NOBODY = "?"
"""The subject of every account that there is not: names that were tried are nowhere kept."""


class SignInDelayedError(ExamError):
    """Too many wrong PINs or codes; nothing was tried, and later it may be."""

    code: ClassVar[str] = "sign-in-delayed"


class CodeRefusedError(ExamError):
    """No live code of this computer is that one."""

    code: ClassVar[str] = "desk-code-refused"


class WorkstationUnknownError(ExamError):
    """No computer of that name was admitted for that."""

    code: ClassVar[str] = "workstation-unknown"


class PlaceVoidError(ExamError):
    """Somebody else sat down in this session, or the token is old, of another computer, or was never given."""

    code: ClassVar[str] = "place-void"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A subject that was refused."""

    subject: str
    failures: int
    until: datetime | None
    """None where the next attempt need not wait."""


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody who got in at another computer."""

    actor: Actor
    session: str = ""
    again: bool = False
    """Whether nobody sat in the session since at another computer."""


class Admissions:
    """Lets people in."""

    def __init__(self, ports: Ports, streams: Streams, sittings: SittingService) -> None:
        self._ports = ports
        self._streams = streams
        self._sittings = sittings
        self._known: tuple[Head, AccessState] = (Head(), AccessState())

    def state(self) -> AccessState:
        """Return who may get in, as the stream has it now."""
        head, known = self._streams.head(ACCESS), self._known
        if head != known[0]:
            new = self._streams.after(ACCESS, known[0])
            state = fold_access(new, known[1]) if new else fold_access(self._streams.entries(ACCESS))
            known = self._known = (head, state)
        return known[1]

    def sign_in(self, account_id: str, pin: str, *, workstation: str = "") -> Actor:
        """Return the actor whose PIN this is.

        Raises:
            SignInRefusedError: unknown account or wrong PIN.
            SignInDelayedError: there were too many wrong ones.
        """

        def verify(_state: AccessState) -> Actor:
            account = self._ports.people.authenticate(account_id, pin)
            return Actor(id=account.id, role=Role(account.role))

        known = any(account.id == account_id for account in self._ports.people.accounts())
        subject = account_id if known else NOBODY
        return self._attempt(f"{subject}@{workstation}" if workstation else subject, verify)

    def admit(self, workstation: str, kind: WorkstationKind) -> str:
        """Let a computer prove which one it is and return its secret, which is kept nowhere."""
        secret = self._secret()
        self._keep(lambda _state: (WorkstationAdmitted(workstation=workstation, kind=kind, proof=proof_of(secret)),))
        return secret

    def issue_code(self, actor: Actor, session: str, workstation: str) -> str:
        """Return a fresh code with which a candidate sits down at that computer, once.

        Raises:
            DeniedError: no such session, or the actor has no part in its sitting.
            WorkstationUnknownError: there is no such desk.
        """
        held = (name for name in self._sittings.planned() if session in self._sittings.state(name).sessions)
        sitting = next(held, "")
        if not sitting:
            raise DeniedError(who=actor.id, action="IssueDeskCode")
        known = self._sittings.state(sitting)
        authorize_sitting(actor, "IssueDeskCode", known)
        if workstation not in self.desks():
            raise WorkstationUnknownError(workstation=workstation)
        code = self._ports.randomness.identifier("desk")
        secret = self._ports.randomness.identifier("code").removeprefix("code-")
        event = DeskCodeIssued(
            code=code,
            sitting=sitting,
            session=session,
            candidate=known.sessions[session],
            workstation=workstation,
            proof=proof_of(code, spelt(secret)),
        )
        self._keep(lambda _state: (event,), by=ActorRef(id=actor.id, role=actor.role))
        return f"{secret[:5]}-{secret[5:]}"

    def sit_down(self, typed: str, *, token: str, workstation: str, address: str) -> Seated:
        """Let the candidate in whose code this is; it is void afterwards, but for whoever did not hear the answer.

        Raises:
            CodeRefusedError: no live code of this computer.
            SignInDelayedError: there were too many wrong ones.
        """

        def verify(state: AccessState) -> Seated:
            sits = state.place(token, self._ports.clock.now())
            if sits is not None and sits.workstation == workstation and sits.session:
                return replace(_seated(sits), again=True)
            found = state.code(typed, workstation)
            if found is None:
                raise CodeRefusedError
            self._append((DeskCodeUsed(code=found.code, address=address, token=proof_of(token)),))
            again = state.last_at.get(found.session) == workstation
            return Seated(Actor(id=found.candidate, role=Role.CANDIDATE), found.session, again=again)

        return self._attempt(f"#{workstation}", verify)

    def enter(self, account_id: str, pin: str, *, token: str, workstation: str, address: str) -> Seated:
        """Let an examiner in at another computer.

        Raises:
            DeniedError: somebody else than an examiner.
            ExamError: the PIN is refused.
        """
        actor = self.sign_in(account_id, pin, workstation=workstation)
        if actor.role is not Role.EXAMINER:
            raise DeniedError(who=account_id, action="Console")
        event = ConsoleEntered(account=actor.id, workstation=workstation, address=address, token=proof_of(token))
        self._keep(lambda _state: (event,))
        return Seated(actor)

    def seated(self, token: str, workstation: str, known: AccessState | None = None) -> Seated:
        """Return who sits at that computer with this token, by what is `known` where that was read just now.

        Raises:
            PlaceVoidError: nobody.
        """
        found = (known or self.state()).place(token, self._ports.clock.now())
        if found is None or found.workstation != workstation:
            raise PlaceVoidError
        return _seated(found)

    def leave(self, token: str) -> None:
        """Make a token void."""
        self._keep(lambda state: (PlaceLeft(token=proof_of(token)),) if proof_of(token) in state.places else ())

    def desks(self) -> tuple[str, ...]:
        """Return the computers at which candidates may sit."""
        found = self.state().workstations.values()
        return tuple(sorted(one.workstation for one in found if one.kind is WorkstationKind.DESK))

    def waiting(self) -> tuple[Waiting, ...]:
        """Return who was refused and has not got in since."""
        state, now = self.state(), self._ports.clock.now()
        return tuple(
            Waiting(subject, failed.count, now + timedelta(seconds=waits) if waits else None)
            for subject, failed in sorted(state.failures.items())
            for waits in (state.waits_s(subject, now),)
        )

    def lift(self, actor: Actor, subject: str) -> None:
        """Let somebody try again at once.

        Raises:
            DeniedError: the actor is neither the authorised person nor the chair of a sitting that is not closed.
        """
        if actor.role is not Role.AUTHORISED_PERSON and not self._chairs(actor):
            raise DeniedError(who=actor.id, action="LiftDelay")
        by = ActorRef(id=actor.id, role=actor.role)
        self._keep(lambda state: (DelayLifted(subject=subject),) if subject in state.failures else (), by=by)

    def note_centre(self, actor: Actor, found: CentreChecked) -> None:
        """Keep what was found of the account that candidates use on this computer.

        Raises:
            DeniedError: the actor is neither an examiner nor the authorised person.
        """
        if actor.role not in {Role.EXAMINER, Role.AUTHORISED_PERSON}:
            raise DeniedError(who=actor.id, action="NoteCentre")
        self._keep(lambda _state: (found,), by=ActorRef(id=actor.id, role=actor.role))

    def _chairs(self, actor: Actor) -> bool:
        states = map(self._sittings.state, self._sittings.planned())
        return any(state.chair == actor.id and not state.closed for state in states)

    def _attempt(self, subject: str, verify: Callable[[AccessState], T]) -> T:
        """Try once, unless the subject has to wait; a refusal is kept before it is told."""

        def attempt() -> T:
            state = self.state()
            waits = state.waits_s(subject, self._ports.clock.now())
            if waits:
                raise SignInDelayedError(seconds=waits)
            try:
                found = verify(state)
            except (SignInRefusedError, CodeRefusedError):
                self._append((SignInRefused(subject=subject),))
                raise
            if subject in state.failures:
                with suppress(JournalError):
                    self._append((SignInTaken(subject=subject),))
            return found

        return self._streams.retried(ACCESS, attempt)

    def _keep(self, decide: Callable[[AccessState], tuple[Event, ...]], by: ActorRef = BY) -> None:
        self._streams.retried(ACCESS, lambda: self._append(decide(self.state()), by))

    def _append(self, events: tuple[Event, ...], by: ActorRef = BY) -> None:
        at, key = self._ports.clock.now(), self._ports.randomness.identifier("command")
        self._streams.append(ACCESS, events, by=by, at=at, expected=self._streams.head(ACCESS).seq, key=key)

    def _secret(self) -> str:
        return self._ports.randomness.seed() + self._ports.randomness.seed()


def _seated(place: Place) -> Seated:
    role = Role.CANDIDATE if place.session else Role.EXAMINER
    return Seated(Actor(id=place.account, role=role), place.session)
