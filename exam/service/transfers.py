"""Handing an archive over, whole or in part: what goes into it, and the event that says so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from exam.core.chain import Head
from exam.core.custody import LineState, RegisterLine
from exam.core.custody_events import ARCHIVE, ArchiveExported
from exam.core.custody_search import Query, fits
from exam.core.exam_record import Extract, ExtractEntry
from exam.service.access import Actor, authorize_custody
from exam.service.custody import CustodyService
from exam.service.ports import Ports
from exam.service.register_view import RegisterRow, RegisterView


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is handed over, the files aside: they are read one by one."""

    rows: tuple[RegisterRow, ...]
    lines: tuple[RegisterLine, ...]
    chain: Extract
    """The register's chain, with every body."""
    heads: Mapping[str, Head]
    """Where every stream of the journal stands."""


class TransferService:
    """Hands over."""

    def __init__(self, ports: Ports, custody: CustodyService, view: RegisterView) -> None:
        self._ports = ports
        self._custody = custody
        self._view = view

    def parcel(self, actor: Actor, query: Query) -> Parcel:
        """Return what is handed over of what was looked for.

        Raises:
            ExamError: the actor hands nothing over, or the journal cannot be read.
        """
        authorize_custody(actor, "ExportArchive")
        self._custody.enter_own()
        register = self._custody.register()
        lines = [line for line in register.lines.values() if fits(line, self._view.names(line), query)]
        return Parcel(
            rows=tuple(map(self._view.row, lines)),
            lines=tuple(lines),
            chain=Extract(stream=ARCHIVE, entries=tuple(self._chain())),
            heads={name: self._ports.journal.head(name) for name in self._ports.journal.streams()},
        )

    def files(self, parcel: Parcel) -> Iterator[tuple[str, bytes]]:
        """Yield the kept records and the letters of a parcel, by names that no file from outside can choose.

        Raises:
            BlobMissingError: one is not there.
        """
        for line in parcel.lines:
            if line.state is LineState.KEPT:
                yield record_name(line.number), self._ports.blobs.get(line.file)
            elif line.state is LineState.RETURNED:
                yield letter_name(line.number), self._ports.blobs.get(line.letter)

    def note(self, actor: Actor, records: int, inventory: str) -> None:
        """Keep that the archive was handed over.

        Raises:
            ExamError: the actor hands nothing over, or it is not kept.
        """
        event = ArchiveExported(records=records, inventory=inventory)
        self._custody.act(actor, "ExportArchive", lambda _register: (event,))

    def _chain(self) -> Iterator[ExtractEntry]:
        for stored in self._ports.journal.read(ARCHIVE):
            salt = stored.salt.hex() if stored.salt is not None else None
            body = stored.body.decode() if stored.body is not None else None
            yield ExtractEntry(link=stored.link, salt=salt, body=body)


def record_name(number: int) -> str:
    """Return where a record lies in what is handed over."""
    return f"records/{number:06}.pdf"


def letter_name(number: int) -> str:
    """Return where a letter lies."""
    return f"letters/{number:06}.txt"
