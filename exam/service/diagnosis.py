"""What works in a workspace and how to mend the rest: chains, blobs, register and archive, fonts, keys, room."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import ClassVar

from exam.core.blob_names import blob_names
from exam.core.canonical import digest
from exam.core.chain import ChainBrokenError
from exam.core.events import Entry
from exam.core.exam_record import ExamRecord
from exam.core.model import Frozen
from exam.problem import ExamError
from exam.service.ports import BlobMissingError, JournalError, Ports, RoomLowError
from exam.service.receipts import require_anchor
from exam.service.records import Revision, revision_of
from exam.service.sessions import MEGABYTE
from exam.service.streams import Streams

Reader = Callable[[bytes], ExamRecord | None]
"""Returns the data attached to a record's file, None where it has none."""
SUFFIX = ".pdf"


class HistoryLostError(JournalError):
    """The journal is empty, and what its events named lies beside it."""

    code: ClassVar[str] = "journal-lost"


class Health(StrEnum):
    """How something was found."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


class Finding(Frozen):
    """One thing that was looked at; the code's sentence says how to mend it."""

    check: str
    health: Health
    code: str
    arguments: Mapping[str, str] = {}
    damaged: bool = False
    """Whether the journal, or what it rests on, is not what it was."""


def good(check: str, code: str, **arguments: object) -> Finding:
    """Return a finding that needs nobody."""
    return Finding(check=check, health=Health.GOOD, code=code, arguments={k: str(v) for k, v in arguments.items()})


def bad(check: str, error: ExamError) -> Finding:
    """Return a finding from the refusal that the program would meet."""
    damaged = isinstance(error, JournalError | ChainBrokenError)
    return Finding(check=check, health=Health.BAD, code=error.code, arguments=error.arguments, damaged=damaged)


def warning(check: str, code: str, **arguments: object) -> Finding:
    """Return a finding that somebody should know of."""
    return Finding(check=check, health=Health.WARNING, code=code, arguments={k: str(v) for k, v in arguments.items()})


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
                yield _damage("blobs", "doctor.blob-lost", digest=name, stream=stream, seq=seq)
        if not lost:
            yield good("blobs", "doctor.blobs", count=len(whole))

    def _named(self) -> Iterator[tuple[str, int, str]]:
        """Yield every blob that a stream names, with the event."""
        for stream in self._ports.journal.streams():
            for entry in self._readable(stream):
                yield from ((name, entry.seq, stream) for name in blob_names(entry.event))

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
            yield _damage("register", "doctor.register-altered", name=record, revision=revision)
        if not altered:
            yield good("register", "doctor.register", count=len(told))

    def _readable(self, stream: str) -> tuple[Entry, ...]:
        """Return the entries of a stream, none of one that is damaged: the journal's check tells that."""
        try:
            return self._streams.entries(stream)
        except ExamError:
            return ()

    def _archive(self) -> Iterator[Finding]:
        """Compare register, archive and journal: of the three, only the archive's files vouch for themselves."""
        faults: list[Finding] = []
        kept = 0
        for practice in (True, False):
            lines = self._ports.register.entries(practice=practice)
            archived = {f"{line.record_id}{SUFFIX}": line.sha256 for line in lines if line.revision == "archived"}
            known = {(f"{line.record_id}{SUFFIX}", line.sha256) for line in lines}
            lying = {name for name in self._ports.archive.names(practice=practice) if name.endswith(SUFFIX)}
            faults += [_fault("archive", "doctor.archive-lost", name=name) for name in sorted(archived.keys() - lying)]
            for name in sorted(lying):
                kept += 1
                data = self._ports.archive.get(name, practice=practice)
                faults += self._file(name, data, archived.get(name), known=(name, digest(data)) in known)
        yield from faults
        if not faults:
            yield good("archive", "doctor.archive", count=kept)

    def _file(self, name: str, data: bytes, sha256: str | None, *, known: bool) -> Iterator[Finding]:
        """Yield what is wrong with a file of the archive; a crash leaves a known file without its last line."""
        if sha256 is None and known:
            yield warning("archive", "doctor.archive-unfinished", name=name)
        elif sha256 is None:
            yield _damage("archive", "doctor.archive-unknown", name=name)
        elif digest(data) != sha256:
            yield _fault("archive", "doctor.archive-altered", name=name)
        record = self._read_record(data)
        if record is not None:
            yield from self._anchors(name, record)

    def _anchors(self, name: str, record: ExamRecord) -> Iterator[Finding]:
        heads = {f"session/{record.session}": record.session_head, f"sitting/{record.sitting}": record.sitting_head}
        for stream, head in heads.items():
            try:
                require_anchor(self._ports.journal, stream, head, name)
            except ExamError as error:
                yield bad("archive", error)

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


def _fault(check: str, code: str, **arguments: object) -> Finding:
    return good(check, code, **arguments).model_copy(update={"health": Health.BAD})


def _damage(check: str, code: str, **arguments: object) -> Finding:
    return good(check, code, **arguments).model_copy(update={"health": Health.BAD, "damaged": True})
