"""Gathers what a session's replay rests on, from the workspace, and replays it; nothing is written."""

from collections.abc import Iterable, Sequence

from exam.core.events import Event
from exam.core.exam_record import ExtractEntry
from exam.core.identity import IdentityVersion
from exam.core.item import SpreadsheetItem
from exam.core.key_correction import CorrectedKey
from exam.core.replay import Evidence, Replayed, named_blobs, named_identities, replay
from exam.core.replay.evidence import told
from exam.core.session_events import SessionOpened
from exam.core.session_values import ItemOutcome
from exam.core.spreadsheet import SpreadsheetData
from exam.core.spreadsheet_marks import outcomes
from exam.problem import ExamError
from exam.service.ports import BlobMissingError, Ports, StoredEvent, Workbooks
from exam.service.sessions import session_stream


class ReplayService:
    """What can be rebuilt from a workspace; it needs no bank, no rubric and no key."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def evidence(self, session_id: str) -> Evidence:
        """Return both streams of a session with all that they name, as far as it was not erased.

        Raises:
            ChainBrokenError: the events of a stream do not follow from one another.
        """
        session = self._kept(session_stream(session_id))
        events = tuple(entry.event for _, entry in told(session) if entry is not None)
        sitting = next((event.sitting for event in events if isinstance(event, SessionOpened)), "")
        return Evidence(
            session=session,
            sitting=self._kept(f"sitting/{sitting}"),
            blobs=self._blobs(events),
            identities=self._identities(events),
        )

    def replay(self, session_id: str, corrections: Sequence[CorrectedKey] = ()) -> Replayed:
        """Rebuild a session of the workspace and compare; `corrections` are tried out, and nothing is written.

        Raises:
            ExamError: the journal cannot be read, its chain is broken, or a correction does not fit.
        """
        return replay_evidence(self.evidence(session_id), self._ports.workbooks, corrections)

    def _kept(self, stream: str) -> tuple[ExtractEntry, ...]:
        return tuple(_entry(stored) for stored in self._ports.journal.read(stream))

    def _blobs(self, events: Iterable[Event]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for name in named_blobs(events):
            try:
                found[name] = self._ports.blobs.get(name)
            except BlobMissingError:
                continue
        return found

    def _identities(self, events: Iterable[Event]) -> dict[str, IdentityVersion]:
        versions = {name: self._ports.people.identity(name) for name in named_identities(events)}
        return {name: version for name, version in versions.items() if version is not None}


def replay_evidence(evidence: Evidence, workbooks: Workbooks, corrections: Sequence[CorrectedKey] = ()) -> Replayed:
    """Rebuild a session from what was gathered, here or elsewhere, and compare.

    Raises:
        ExamError: the chain is broken, an event is of a newer program, or a correction does not fit.
    """

    def compare(item: SpreadsheetItem, table: SpreadsheetData, data: bytes) -> tuple[ItemOutcome, ...]:
        try:
            return outcomes(item.id, workbooks.mark(item, table, data))
        except ExamError:
            return ()

    return replay(evidence, compare, corrections)


def _entry(stored: StoredEvent) -> ExtractEntry:
    if stored.salt is None or stored.body is None:
        return ExtractEntry(link=stored.link)
    return ExtractEntry(link=stored.link, salt=stored.salt.hex(), body=stored.body.decode())
