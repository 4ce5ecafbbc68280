"""Disposal (skartace) of what was kept long enough: one person proposes, another one agrees; the line stays.

The event comes first, because it is the decision; what a crash leaves lying after it is removed by the next call.
"""

from collections.abc import Iterable, Sequence

from exam.core.blob_names import blob_names
from exam.core.custody import ArchiveRegister, LineState, RegisterLine
from exam.core.custody_rules import dispose, line_of, propose_disposal
from exam.core.events import Event
from exam.core.retention import Keeping
from exam.service.access import Actor
from exam.service.custody import CustodyService
from exam.service.ports import Ports
from exam.service.records import Revision
from exam.service.sessions import session_stream
from exam.service.streams import Streams


class DisposalService:
    """Disposes of lines."""

    def __init__(self, ports: Ports, streams: Streams, custody: CustodyService) -> None:
        self._ports = ports
        self._streams = streams
        self._custody = custody

    def propose(self, actor: Actor, numbers: Sequence[int], reason: str) -> ArchiveRegister:
        """Propose lines for disposal, all or none.

        Raises:
            ExamError: one of them has to be kept, or the reason says nothing.
        """
        today = self._ports.clock.now().date()
        return self._custody.act(
            actor,
            "ProposeDisposal",
            lambda register: propose_disposal(register, numbers, reason, today),
        )

    def dispose(self, actor: Actor, numbers: Sequence[int]) -> tuple[RegisterLine, ...]:
        """Agree to what another person proposed, and remove files and names; once more finishes what is left.

        Raises:
            ExamError: nobody proposed one of them, the same person did, or it has to be kept; then none is disposed of.
        """
        today = self._ports.clock.now().date()

        def decide(register: ArchiveRegister) -> list[Event]:
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
