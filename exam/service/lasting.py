"""Archived records that last: the levels that an outage cost are added later, and stamps are renewed in time.

Every renewal is a revision of its own, with the file before it as its exact beginning: event, register, archive.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from exam.core.candidate_session import decide
from exam.core.candidate_session.case import Case
from exam.core.candidate_session.commands import RefreshRecord
from exam.core.candidate_session.state import IssuedRecord
from exam.core.custody import fold_register
from exam.core.custody_events import ARCHIVE
from exam.core.events import ActorRef
from exam.core.model import Frozen
from exam.problem import ExamError
from exam.service.ports import Ports
from exam.service.records import RecordMissingError, RecordService
from exam.service.sessions import Loaded, SessionService, session_stream
from exam.service.stamping import Notice, TimestampError
from exam.service.streams import Streams

BY = ActorRef(id="archive", role="system")
DUE_DAYS = 90
"""How long before the end of its certificate a stamp is renewed, unless somebody asks for another time."""


class RevisionWrongError(ExamError):
    """What came back is not the file with something added to it."""

    code: ClassVar[str] = "revision-wrong"


class Lasting(StrEnum):
    """How long a record lasts."""

    BARE = "bare"
    """No stamp is over the file."""
    DUE = "due"
    """Its last stamp ends within the days that were asked for."""
    GOOD = "good"


class LastingRecord(Frozen):
    """One archived record."""

    session: str
    record: str
    practice: bool
    standing: Lasting
    until: datetime | None = None


class LastingService:
    """Looks at archived records and renews what makes them last."""

    def __init__(self, ports: Ports, streams: Streams, sessions: SessionService, records: RecordService) -> None:
        self._ports = ports
        self._streams = streams
        self._sessions = sessions
        self._records = records

    def records(self, days: int = DUE_DAYS) -> Iterator[LastingRecord]:
        """Yield every archived record with how long it lasts, those that were superseded too.

        Raises:
            ExamError: a file cannot be read.
        """
        disposed = fold_register(self._streams.entries(ARCHIVE)).disposed_blobs()
        for stream in self._ports.journal.streams("session/"):
            session = stream.removeprefix("session/")
            for record in self._sessions.state(session).records:
                if record.archived and record.pdf not in disposed:
                    yield self._standing_of(session, record, days)

    def archived(self, session: str) -> tuple[Notice, ...]:
        """Make a record last that was archived just now; an authority that fails is only told."""
        if not self._ports.timestamps.name:
            return ()
        try:
            self.refresh(session, self._in_force(session))
        except TimestampError as error:
            told = {"authority": self._ports.timestamps.name, "reason": str(error)}
            return (Notice(code="level-waits", arguments=told),)
        return ()

    def refresh(self, session: str, record: str) -> str:
        """Give an archived record another stamp over the whole of it and return where the file lies.

        Raises:
            RecordMissingError: the session has no such archived record.
            TimestampError: no authority, no answer, or a certificate that nobody proves.
            ExamError: the archive does not take the file.
        """
        stream = session_stream(session)
        before = self._archived(session, record)
        old = self._ports.blobs.get(before.pdf)
        new = self._ports.timestamps.seal(old)
        with self._streams.held(stream):
            loaded = self._sessions.load(stream)
            if self._archived(session, record) != before or not new.startswith(old) or len(new) == len(old):
                raise RevisionWrongError(session=session)
            return self._keep(loaded, record, new)

    def _keep(self, loaded: Loaded, record: str, pdf: bytes) -> str:
        """Keep the blob, then the event that names it, then register and archive, which follow from the event."""
        command, session = RefreshRecord(record=record, pdf=self._ports.blobs.put(pdf)), loaded.state.session
        case = Case(state=loaded.state, standard=loaded.standard, by=BY, at=loaded.at)
        self._streams.append(
            loaded.stream,
            decide(command, case),
            by=BY,
            at=loaded.at,
            expected=loaded.head.seq,
            key=f"refresh/{command.pdf}",
        )
        self._records.register(session)
        return self.heal(session, record)

    def heal(self, session: str, record: str) -> str:
        """Put the newest revision into the archive and return where it lies; a crash may have left it out.

        Raises:
            RecordMissingError: the session has no such archived record.
            ExamError: the archive does not take the file.
        """
        found = self._archived(session, record)
        return self._ports.archive.renew(f"{record}.pdf", self._ports.blobs.get(found.pdf), practice=found.practice)

    def _standing_of(self, session: str, record: IssuedRecord, days: int) -> LastingRecord:
        until = self._ports.timestamps.lasts_until(self._ports.blobs.get(record.pdf))
        return LastingRecord(
            session=session,
            record=record.record,
            practice=record.practice,
            standing=self._standing(until, days),
            until=until,
        )

    def _standing(self, until: datetime | None, days: int) -> Lasting:
        if until is None:
            return Lasting.BARE
        return Lasting.DUE if until - self._ports.clock.now() <= timedelta(days=days) else Lasting.GOOD

    def _in_force(self, session: str) -> str:
        record = self._sessions.state(session).record
        if record is None:
            raise RecordMissingError(session=session)
        return record.record

    def _archived(self, session: str, record: str) -> IssuedRecord:
        issued = self._sessions.state(session).records
        found = next((one for one in issued if one.record == record and one.archived), None)
        if found is None:
            raise RecordMissingError(session=session)
        return found
