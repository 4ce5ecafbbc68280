"""Records in custody that last: those from outside get another stamp in time, as those that were issued here do."""

from collections.abc import Iterator
from datetime import timedelta

from exam.core.custody import ArchiveRegister, LineState, RegisterLine
from exam.core.custody_events import ARCHIVE, RecordRenewed
from exam.core.events import Event
from exam.service.custody import SYSTEM, CustodyService
from exam.service.intake import IntakeService
from exam.service.lasting import DUE_DAYS, Lasting, LastingRecord, LastingService, RevisionWrongError
from exam.service.ports import Ports

LINE = f"{ARCHIVE}/"
"""How a line stands where a record that was issued here has its session."""


class CustodyLasting:
    """All records of the archive, wherever they were issued."""

    def __init__(self, ports: Ports, custody: CustodyService, intake: IntakeService, own: LastingService) -> None:
        self._ports = ports
        self._custody = custody
        self._intake = intake
        self._own = own

    def records(self, days: int = DUE_DAYS) -> Iterator[LastingRecord]:
        """Yield every kept record with how long it lasts.

        Raises:
            ExamError: a file cannot be read.
        """
        yield from self._own.records(days)
        for line in self._custody.register().lines.values():
            if line.state is LineState.KEPT and not line.session and line.facts is not None:
                until = self._ports.timestamps.lasts_until(self._ports.blobs.get(line.file))
                soon = until is not None and until - self._ports.clock.now() <= timedelta(days=days)
                yield LastingRecord(
                    session=f"{LINE}{line.number}",
                    record=line.facts.record,
                    practice=line.practice,
                    standing=Lasting.BARE if until is None else Lasting.DUE if soon else Lasting.GOOD,
                    until=until,
                )

    def refresh(self, session: str, record: str) -> str:
        """Give a record another stamp over the whole of it and return where the file lies.

        Raises:
            TimestampError: no authority, no answer, or a certificate that nobody proves.
            ExamError: there is no such record, or the archive does not take the file.
        """
        if not session.startswith(LINE):
            return self._own.refresh(session, record)
        line = self._custody.line(int(session.removeprefix(LINE)))
        old = self._ports.blobs.get(line.file)
        new = self._ports.timestamps.seal(old)
        if line.state is not LineState.KEPT or not new.startswith(old) or len(new) == len(old):
            raise RevisionWrongError(session=session)
        return self._keep(line, new)

    def _keep(self, line: RegisterLine, pdf: bytes) -> str:
        """Keep the blob, then the event that names it, then the file in the archive."""
        file = self._ports.blobs.put(pdf)

        def decide(register: ArchiveRegister) -> tuple[Event, ...]:
            if register.lines[line.number].file != line.file:
                raise RevisionWrongError(session=f"{LINE}{line.number}")
            return (RecordRenewed(number=line.number, file=file, length=len(pdf), joined=None),)

        return self._intake.heal(self._custody.append(SYSTEM, decide).lines[line.number])
