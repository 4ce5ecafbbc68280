"""What leaves for the authorising body: the archived record with what belongs to it, and that it was sent."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from exam.core.candidate_session.state import IssuedRecord
from exam.core.canonical import canonical_json, digest
from exam.core.facts import RecordDispatched, Way
from exam.core.sitting import NoteFact
from exam.problem import ExamError
from exam.service.access import Actor
from exam.service.facts import FactService, ProofFile
from exam.service.inspection import InspectionService
from exam.service.ports import Ports
from exam.service.records import RecordMissingError
from exam.service.sessions import SessionService
from exam.service.streams import Receipt

RECORD, SESSION, FACTS, HOLDS = "record.pdf", "session.json", "facts.json", "holds.json"


class RecordUnfinishedError(ExamError):
    """The record waits for a signature or for the archive, so it is not the original yet."""

    code: ClassVar[str] = "record-unfinished"


class DispatchService:
    """Packs records for the authorising body, and notes that they were sent."""

    def __init__(
        self, ports: Ports, sessions: SessionService, facts: FactService, inspection: InspectionService
    ) -> None:
        self._ports = ports
        self._sessions = sessions
        self._facts = facts
        self._inspection = inspection

    def original(self, session: str) -> tuple[IssuedRecord, bytes]:
        """Return the archived record of a session and its file.

        Raises:
            RecordMissingError: there is none.
            RecordUnfinishedError: it is not archived yet.
        """
        record = self._sessions.state(session).record
        if record is None:
            raise RecordMissingError(session=session)
        if not record.archived:
            raise RecordUnfinishedError(record=record.record)
        return record, self._ports.blobs.get(record.pdf)

    def sendable(self, actor: Actor, session: str, *, on: date, way: Way) -> tuple[IssuedRecord, bytes]:
        """Return the archived record and its file to somebody who may note that it was sent so; nothing is kept.

        Raises:
            ExamError: the named refusal.
        """
        found = self.original(session)
        command = NoteFact(fact=RecordDispatched.__name__, on=on, way=way, session=session)
        self._facts.require(actor, self._sessions.state(session).sitting, command)
        return found

    def sent(
        self, actor: Actor, session: str, *, on: date, way: Way, pack: bytes, proof: ProofFile | None = None
    ) -> Receipt:
        """Note that a pack was sent, under its SHA-256.

        Raises:
            ExamError: the named refusal.
        """
        self.original(session)
        sitting = self._sessions.state(session).sitting
        note = f"SHA-256 {digest(pack)}"
        return self._facts.note(
            actor, sitting, RecordDispatched.__name__, on=on, way=way, session=session, proof=proof, note=note
        )

    def for_review(self, session: str) -> Mapping[str, bytes]:
        """Return what a review may read without a key: record, questions as given, answers, facts, holds.

        Raises:
            RecordMissingError: there is no record.
            RecordUnfinishedError: it is not archived yet.
        """
        _, pdf = self.original(session)
        inspection = self._inspection.inspect(self._sessions.state(session).sitting)
        mine = next(entry for entry in inspection.sessions if entry.session == session)
        facts = [fact for fact in inspection.facts if fact.session in {"", session}]
        proven = [(fact.number, fact.proof) for fact in facts if fact.proof is not None]
        proofs = {f"proofs/{number:03}.bin": self._inspection.proof(proof) for number, proof in proven}
        told = canonical_json([fact.model_dump(mode="json") for fact in facts])
        holds = canonical_json(
            [hold.model_dump(mode="json") for hold in inspection.holds if hold.session in {"", session}]
        )
        return {RECORD: pdf, SESSION: canonical_json(mine), FACTS: told, HOLDS: holds, **proofs}
