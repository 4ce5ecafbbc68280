"""Disposal (skartace) of what was kept long enough: one person proposes, another one agrees; the line stays.

The event comes first, because it is the decision; what a crash leaves lying after it is removed by the next call.
"""

from collections.abc import Iterable, Sequence

from exam.core.blob_names import blob_names
from exam.core.custody import ArchiveRegister, LineState, RegisterLine
from exam.core.custody_rules import dispose, line_of, propose_disposal
from exam.core.events import Event
from exam.core.retention import Keeping
from exam.core.sitting import require_free
from exam.service.access import Actor
from exam.service.custody import CustodyService
from exam.service.ports import Ports
from exam.service.records import Revision
from exam.service.sessions import SessionService, session_stream
from exam.service.sittings import SittingService
from exam.service.streams import Streams


class DisposalService:
    """Disposes of lines."""

    def __init__(
        self,
        ports: Ports,
        streams: Streams,
        custody: CustodyService,
        sessions: SessionService,
        sittings: SittingService,
    ) -> None:
        self._ports = ports
        self._streams = streams
        self._custody = custody
        self._sessions = sessions
        self._sittings = sittings

    def propose(self, actor: Actor, numbers: Sequence[int], reason: str) -> ArchiveRegister:
        """Propose lines for disposal, all or none.

        Raises:
            ExamError: one of them has to be kept or is held, or the reason says nothing.
        """
        today = self._ports.clock.now().date()

        def decide(register: ArchiveRegister) -> tuple[Event, ...]:
            self._require_free(register, numbers)
            return propose_disposal(register, numbers, reason, today)

        return self._custody.act(actor, "ProposeDisposal", decide)

    def dispose(self, actor: Actor, numbers: Sequence[int]) -> tuple[RegisterLine, ...]:
        """Agree to what another person proposed, and remove files and names; once more finishes what is left.

        Raises:
            ExamError: nobody proposed one of them, the same person did, it has to be kept, or is held; then none goes.
        """
        today = self._ports.clock.now().date()

        def decide(register: ArchiveRegister) -> list[Event]:
            self._require_free(register, numbers)
            wanted = dict.fromkeys(numbers)
            beside = {number: self._issued(line_of(register, number)) for number in wanted}
            return [event for number in wanted for event in dispose(register, number, actor.id, today, beside[number])]

        register = self._custody.act(
            actor,
            "DisposeRecord",
            decide,
        )
        lines = tuple(line_of(register, number) for number in dict.fromkeys(numbers))
        self._remove(lines, register)
        return lines

    def heal(self) -> None:
        """Remove what disposals left lying.

        Raises:
            ExamError: something is still there.
        """
        register = self._custody.register()
        gone = tuple(line for line in register.lines.values() if line.state is LineState.DISPOSED)
        self._remove(gone, register)

    def _require_free(self, register: ArchiveRegister, numbers: Sequence[int]) -> None:
        """Refuse a record that was issued here while a hold stands on it, or a review waits for its answer."""
        lines = (line_of(register, number) for number in numbers)
        for session in (line.session for line in lines if line.session and line.state is not LineState.DISPOSED):
            require_free(self._sittings.state(self._sessions.state(session).sitting), session)

    def _issued(self, line: RegisterLine) -> tuple[str, ...]:
        """Return the data and the unfinished files of a record that was issued here."""
        if not line.session:
            return ()
        entries = self._streams.entries(session_stream(line.session))
        return tuple(name for entry in entries if isinstance(entry.event, Revision) for name in blob_names(entry.event))

    def _remove(self, lines: Sequence[RegisterLine], register: ArchiveRegister) -> None:
        removable = register.disposed_blobs()
        kept = _references(line for line in register.lines.values() if line.state is not LineState.DISPOSED)
        accounts = {account.identity: account.id for account in self._ports.people.accounts()}
        for line in lines:
            if line.retention != Keeping.RETURNED and line.facts and line.facts.record not in register.kept:
                self._ports.archive.remove(line.name, practice=line.practice)
            for name in line.blobs:
                if name in removable:
                    self._ports.blobs.remove(name)
        for reference in _references(lines) - kept - accounts.keys():
            self._ports.people.forget("", (reference,))


def _references(lines: Iterable[RegisterLine]) -> set[str]:
    """Return the people whom these lines name."""
    return {who for line in lines if line.facts for who in (line.facts.candidate, *line.facts.examiners)}
