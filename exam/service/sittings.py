"""Use cases of a sitting: plan, appoint, register, open, close."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from exam.core.events import ActorRef, Entry, Event
from exam.core.sitting import (
    CloseSitting,
    PlanSitting,
    RegisterCandidate,
    SittingCase,
    SittingCommand,
    SittingState,
    SittingWrongError,
    decide_sitting,
    fold_sitting,
)
from exam.problem import ExamError
from exam.service.access import Actor, Role, authorize_sitting
from exam.service.ports import Ports
from exam.service.sessions import session_stream
from exam.service.streams import Receipt, Streams


def sitting_stream(sitting_id: str) -> str:
    """Return the name of a sitting's stream."""
    return f"sitting/{sitting_id}"


class CandidateUnknownError(ExamError):
    """No candidate has that account."""

    code: ClassVar[str] = "candidate-unknown"


class SittingUnknownError(ExamError):
    """The workspace holds no such sitting."""

    code: ClassVar[str] = "sitting-unknown"


class SittingService:
    """What can be done to sittings."""

    def __init__(self, ports: Ports, streams: Streams) -> None:
        self._ports = ports
        self._streams = streams

    def execute(self, actor: Actor, sitting_id: str, command: SittingCommand) -> Receipt:
        """Authorise, load, decide, append, answer.

        Raises:
            ExamError: the named refusal.
        """
        stream = sitting_stream(sitting_id)
        key = self._ports.randomness.identifier("command")
        return self._streams.retried(stream, lambda: self._attempt(actor, stream, command, key))

    def rehearse(self, standard_id: str, commands: Iterable[SittingCommand]) -> None:
        """Refuse a new sitting of which something would be refused, so that no half of it stays behind.

        Raises:
            ExamError: the named refusal.
        """
        standard, now = self._ports.library.standard(standard_id), self._ports.clock.now()
        entries: list[Entry] = []
        for command in commands:
            case = SittingCase(state=fold_sitting(entries), standard=standard, today=now.date())
            for event in decide_sitting(command, case):
                by = ActorRef(id="", role="")
                entries.append(Entry(seq=len(entries) + 1, at=now, by=by, event=event))

    def state(self, sitting_id: str) -> SittingState:
        """Return the sitting as it stands."""
        return fold_sitting(self._streams.entries(sitting_stream(sitting_id)))

    def planned(self) -> tuple[str, ...]:
        """Return the ids of every sitting, sorted."""
        return tuple(name.removeprefix("sitting/") for name in self._ports.journal.streams("sitting/"))

    def known(self, sitting_id: str) -> SittingState:
        """Return a sitting that was planned.

        Raises:
            SittingUnknownError: it was not.
        """
        state = self.state(sitting_id)
        if state.planned is None:
            raise SittingUnknownError(sitting=sitting_id)
        return state

    def require(self, actor: Actor, sitting_id: str, command: SittingCommand) -> None:
        """Refuse what would be refused now; nothing is journalled.

        Raises:
            ExamError: the named refusal.
        """
        self._decided(actor, sitting_stream(sitting_id), command)

    def _attempt(self, actor: Actor, stream: str, command: SittingCommand, key: str) -> Receipt:
        events, at, expected = self._decided(actor, stream, command)
        by = ActorRef(id=actor.id, role=actor.role)
        return self._streams.append(stream, events, by=by, at=at, expected=expected, key=key)

    def _decided(self, actor: Actor, stream: str, command: SittingCommand) -> tuple[tuple[Event, ...], datetime, int]:
        """Return the events that a command leads to, when it was decided, and after which event."""
        entries = self._streams.entries(stream)
        state = fold_sitting(entries)
        authorize_sitting(actor, type(command).__name__, state)
        if isinstance(command, RegisterCandidate):
            self.require_account(command.candidate)
        standard_id = command.standard if isinstance(command, PlanSitting) else state.plan().standard
        now = self._ports.clock.now()
        standard = self._ports.library.standard(standard_id)
        case = SittingCase(state=state, standard=standard, today=now.date(), by=actor.id)
        if isinstance(command, CloseSitting):
            command = CloseSitting(unfinished=self._unfinished(state))
        if isinstance(command, PlanSitting) and sitting_stream(command.sitting) != stream:
            raise SittingWrongError(sitting=command.sitting)
        return decide_sitting(command, case), now, entries[-1].seq if entries else 0

    def require_account(self, candidate: str) -> None:
        """Refuse somebody who has no candidate's account.

        Raises:
            CandidateUnknownError: he has none.
        """
        found = {account.id: account.role for account in self._ports.people.accounts()}
        if found.get(candidate) != Role.CANDIDATE:
            raise CandidateUnknownError(candidate=candidate)

    def _unfinished(self, state: SittingState) -> tuple[str, ...]:
        ended = {"ResultDetermined", "SessionEnded"}
        return tuple(
            session
            for session in state.sessions
            if not any(type(entry.event).__name__ in ended for entry in self._streams.entries(session_stream(session)))
        )
