"""Records in custody: the register as it stands now, appended to under its lock, with what was issued here in it.

The archive of an authorised person and that of an authorising body are the same: a record that was archived in this
workspace is entered with the next step, whatever a crash left out.
"""

from collections.abc import Callable, Iterator, Sequence

from exam.core.canonical import digest_of
from exam.core.chain import Head
from exam.core.custody import ArchiveRegister, RegisterLine, fold_register
from exam.core.custody_events import ARCHIVE, RecordRenewed
from exam.core.custody_rules import enter_own, facts_of, line_of
from exam.core.events import ActorRef, Event
from exam.core.exam_record import ExamRecord
from exam.service.access import Actor, authorize_custody
from exam.service.ports import Ports
from exam.service.records import is_final
from exam.service.sessions import SessionService
from exam.service.streams import Streams, entries_after

SYSTEM = ActorRef(id="archive", role="system")
Decide = Callable[[ArchiveRegister], Sequence[Event]]


class CustodyService:
    """The register of this workspace's archive."""

    def __init__(self, ports: Ports, streams: Streams, sessions: SessionService) -> None:
        self._ports = ports
        self._streams = streams
        self._sessions = sessions
        self._head = Head()
        self._register = ArchiveRegister()

    def register(self) -> ArchiveRegister:
        """Return the register as it stands; what this process knows already is not read again.

        Raises:
            ExamError: the stream cannot be read.
        """
        with self._streams.held(ARCHIVE):
            head = self._streams.head(ARCHIVE)
            if head != self._head:
                new = self._streams.after(ARCHIVE, self._head) if self._head.seq else None
                if new is None:
                    self._register = fold_register(self._streams.entries(ARCHIVE))
                else:
                    self._register = fold_register(new, self._register)
                self._head = head
            return self._register

    def line(self, number: int) -> RegisterLine:
        """Return a line.

        Raises:
            LineUnknownError: there is none of that number.
        """
        return line_of(self.register(), number)

    def act(self, actor: Actor, action: str, decide: Decide) -> ArchiveRegister:
        """Decide on the register as it stands and append what follows.

        Raises:
            DeniedError: the actor may not do that.
            ExamError: the named refusal.
        """
        authorize_custody(actor, action)
        return self.append(ActorRef(id=actor.id, role=actor.role), decide)

    def append(self, by: ActorRef, decide: Decide) -> ArchiveRegister:
        """Append what follows from the register as it stands, and return it with that."""

        def attempt() -> ArchiveRegister:
            before = self.register()
            events = decide(before)
            if events:
                at, head = self._ports.clock.now(), self._head
                key = f"{ARCHIVE}/{head.seq}/{digest_of([by.id, *events])}"
                receipt = self._streams.append(ARCHIVE, events, by=by, at=at, expected=head.seq, key=key)
                self._head = receipt.head
                self._register = fold_register(entries_after(head, events, by=by, at=at), before)
            return self.register()

        return self._streams.retried(ARCHIVE, attempt)

    def enter_own(self) -> None:
        """Enter the records that were archived here, and their newer files, as far as the register lacks them.

        Raises:
            ExamError: the data of one cannot be read.
        """
        register = self.register()
        for record, (session, file, length) in self._finals().items():
            line = register.lines.get(register.own.get(record, 0))
            if line is None:
                self._enter(session, record, file, length)
            elif file not in {line.file, *line.earlier}:
                self._renewed(line.number, file, length)

    def _finals(self) -> dict[str, tuple[str, str, int]]:
        """Return session, newest archived file and its length for every record; the lines stand in order."""
        return {
            line.record_id: (line.session_id, line.sha256, line.length)
            for line in self._ports.register.entries()
            if is_final(line.revision)
        }

    def _enter(self, session: str, name: str, file: str, length: int) -> None:
        issued = next((one for one in self._sessions.state(session).records if one.record == name), None)
        if issued is None:
            return
        record = ExamRecord.model_validate_json(self._ports.blobs.get(issued.data_digest))
        facts = facts_of(record, issued.data_digest)

        def decide(register: ArchiveRegister) -> Iterator[Event]:
            if facts is not None and name not in register.own:
                number = len(register.lines) + 1
                yield enter_own(number, session, (file, length), facts, self._ports.retention)

        self.append(SYSTEM, lambda register: tuple(decide(register)))

    def _renewed(self, number: int, file: str, length: int) -> None:
        def decide(register: ArchiveRegister) -> tuple[Event, ...]:
            line = register.lines[number]
            known = file in {line.file, *line.earlier}
            return () if known else (RecordRenewed(number=number, file=file, length=length, joined=None),)

        self.append(SYSTEM, decide)
