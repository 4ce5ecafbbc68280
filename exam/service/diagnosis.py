"""What works in a workspace and how to mend the rest: chains, blobs, register and archive, fonts, keys, room."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from exam.core.blob_names import blob_names
from exam.core.canonical import digest
from exam.core.custody import ArchiveRegister, fold_register
from exam.core.custody_events import ARCHIVE
from exam.core.events import Entry
from exam.core.exam_record import ExamRecord
from exam.problem import ExamError
from exam.service.anchor_check import check_anchors
from exam.service.anchoring import AnchoringService
from exam.service.archive_files import SUFFIX, archive_files
from exam.service.findings import Finding, bad, damage, fault, good, warning
from exam.service.lasting import Lasting, LastingRecord, LastingService
from exam.service.ports import BlobMissingError, JournalError, Ports, RoomLowError
from exam.service.receipts import require_anchor
from exam.service.records import RecordService, Revision, revision_of
from exam.service.sessions import MEGABYTE, SessionService
from exam.service.streams import Streams

Reader = Callable[[bytes], ExamRecord | None]
"""Returns the data attached to a record's file, None where it has none."""


class HistoryLostError(JournalError):
    """The journal is empty, and what its events named lies beside it."""

    code: ClassVar[str] = "journal-lost"


class Diagnosis:
    """Looks at everything and changes nothing."""

    def __init__(self, ports: Ports, read_record: Reader) -> None:
        self._ports = ports
        self._read_record = read_record
        self._streams = Streams(ports.journal)

    def findings(self) -> Iterator[Finding]:
        """Yield what was found; a check that cannot go on says so, and the others go on."""
        checks = {
            "journal": self._journal,
            "blobs": self._blobs,
            "register": self._register,
            "archive": self._archive,
            "anchors": self._stamped,
            "fonts": self._fonts,
            "keys": self._keys,
            "space": self._space,
        }
        for name, check in checks.items():
            try:
                yield from check()
            except ExamError as error:
                yield bad(name, error)

    def _journal(self) -> Iterator[Finding]:
        faults = [bad("journal", fault) for fault in self._ports.journal.faults()]
        names = self._ports.journal.streams()
        if not names and self._ports.blobs.names():
            raise HistoryLostError
        events = 0
        for name in names:
            try:
                events += len(self._streams.entries(name))
            except ExamError as error:
                faults.append(bad("journal", error))
        yield from faults
        if not faults:
            yield good("journal", "doctor.chains", streams=len(names), events=events)

    def _blobs(self) -> Iterator[Finding]:
        whole: set[str] = set()
        lost = 0
        for name, seq, stream in self._named():
            try:
                if name not in whole:
                    self._ports.blobs.get(name)
                whole.add(name)
            except BlobMissingError:
                lost += 1
                yield damage("blobs", "doctor.blob-lost", digest=name, stream=stream, seq=seq)
        if not lost:
            yield good("blobs", "doctor.blobs", count=len(whole))

    def _named(self) -> Iterator[tuple[str, int, str]]:
        """Yield every blob that a stream names, with the event."""
        disposed = self._custody().disposed_blobs()
        for stream in self._ports.journal.streams():
            for entry in self._readable(stream):
                names = (name for name in blob_names(entry.event) if name not in disposed)
                yield from ((name, entry.seq, stream) for name in names)

    def _register(self) -> Iterator[Finding]:
        """Compare the register with the events that it follows from; a line that a crash left out is no damage."""
        told = {(line.record_id, line.revision, line.sha256): line for line in self._ports.register.entries()}
        due = {
            (entry.event.record, revision_of(entry.event), entry.event.pdf)
            for stream in self._ports.journal.streams("session/")
            for entry in self._readable(stream)
            if isinstance(entry.event, Revision)
        }
        altered = sorted(told.keys() - due)
        for record, revision, _ in altered:
            yield damage("register", "doctor.register-altered", name=record, revision=revision)
        if not altered:
            yield good("register", "doctor.register", count=len(told))

    def _custody(self) -> ArchiveRegister:
        """Return the register of what is in custody, an empty one where its stream is damaged."""
        return fold_register(self._readable(ARCHIVE))

    def _readable(self, stream: str) -> tuple[Entry, ...]:
        """Return the entries of a stream, none of one that is damaged: the journal's check tells that."""
        try:
            return self._streams.entries(stream)
        except ExamError:
            return ()

    def _archive(self) -> Iterator[Finding]:
        """Compare register, archive and journal: of the three, only the archive's files vouch for themselves."""
        faults: list[Finding] = []
        custody, kept = self._custody(), 0
        for practice in (True, False):
            files = archive_files(self._ports.register.entries(practice=practice), custody, practice=practice)
            lying = {name for name in self._ports.archive.names(practice=practice) if name.endswith(SUFFIX)}
            faults += [fault("archive", "doctor.archive-lost", name=name) for name in sorted(files.due.keys() - lying)]
            for name in sorted(lying):
                kept += 1
                data = self._ports.archive.get(name, practice=practice)
                faults += self._file(name, data, files.due.get(name), known=(name, digest(data)) in files.known)
                faults += self._anchors(name, data) if name not in files.foreign else ()
        yield from faults
        if not faults:
            yield good("archive", "doctor.archive", count=kept)

    def _file(self, name: str, data: bytes, sha256: str | None, *, known: bool) -> Iterator[Finding]:
        """Yield what is wrong with a file of the archive; a crash leaves a known file without its last line."""
        if sha256 is None and known:
            yield warning("archive", "doctor.archive-unfinished", name=name)
        elif sha256 is None:
            yield damage("archive", "doctor.archive-unknown", name=name)
        elif digest(data) != sha256:
            yield fault("archive", "doctor.archive-altered", name=name)

    def _anchors(self, name: str, data: bytes) -> Iterator[Finding]:
        """Compare what a record that was issued here states under signature with the streams that led to it."""
        record = self._read_record(data)
        if record is None:
            return
        heads = {f"session/{record.session}": record.session_head, f"sitting/{record.sitting}": record.sitting_head}
        for stream, head in heads.items():
            try:
                require_anchor(self._ports.journal, stream, head, name)
            except ExamError as error:
                yield bad("archive", error)

    def _stamped(self) -> Iterator[Finding]:
        yield from check_anchors(self._ports, AnchoringService(self._ports, self._streams))
        yield from self._lasting()

    def _lasting(self) -> Iterator[Finding]:
        """Tell of archived records whose stamp is missing, or ends soon, where there is an authority to ask."""
        if not self._ports.timestamps.name:
            return
        found = [one for one in self._lasting_records() if one.standing is not Lasting.GOOD]
        if found:
            yield warning("anchors", "doctor.levels-wait", count=len(found))

    def _lasting_records(self) -> Iterator[LastingRecord]:
        sessions = SessionService(self._ports, self._streams)
        records = RecordService(self._ports, self._streams, sessions)
        return LastingService(self._ports, self._streams, sessions, records).records()

    def _fonts(self) -> Iterator[Finding]:
        yield good("fonts", "doctor.fonts", count=self._ports.publisher.fonts())

    def _keys(self) -> Iterator[Finding]:
        faults = [bad("keys", fault) for fault in self._ports.signatures.faults()]
        count = self._ports.signatures.keys()
        yield from faults
        if not count:
            yield warning("keys", "doctor.keys-none")
        elif not faults:
            yield good("keys", "doctor.keys", count=count)

    def _space(self) -> Iterator[Finding]:
        free, reserve = self._ports.room.free(), self._ports.room.reserve
        if free < reserve:
            yield warning("space", RoomLowError.code, free=free // MEGABYTE, reserve=reserve // MEGABYTE)
        else:
            yield good("space", "doctor.space", free=free // MEGABYTE)
