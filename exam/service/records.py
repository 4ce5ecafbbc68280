"""Use cases of the record: issue, sign, archive; each file is kept before the event that names it.

The register follows from the events: whatever a crash left out is entered with the next step.
"""

from collections.abc import Mapping
from datetime import UTC, date
from typing import ClassVar

from exam.core.candidate_session import SessionState
from exam.core.candidate_session.commands import ArchiveRecord, IssueRecord, SignRecord
from exam.core.candidate_session.record_refusals import SignerOmittedError
from exam.core.candidate_session.refusals import RecordWrongError
from exam.core.candidate_session.state import IssuedRecord
from exam.core.canonical import canonical_json
from exam.core.exam_record import ExamRecord, Extract, ExtractEntry
from exam.core.identity import IdentityVersion
from exam.core.record_building import (
    RecordFrame,
    build_record,
    identity_references,
    practice_reasons,
)
from exam.core.record_check import DECISIVE
from exam.core.record_events import RecordArchived, RecordIssued, RecordRefreshed, RecordSigned
from exam.core.record_lint import lint_record
from exam.core.replay import inventory_digest
from exam.core.session_values import PlannedSigner, SignatureMode
from exam.core.sitting import fold_sitting
from exam.core.sitting_events import SittingPlanned
from exam.core.standard import AssessmentStandard
from exam.problem import ExamError
from exam.service.access import Actor, authorize_session
from exam.service.omitting import basis
from exam.service.pen import Signed, Signing, signed
from exam.service.ports import Ports, RegisterEntry
from exam.service.sessions import Loaded, SessionService, session_stream
from exam.service.streams import Receipt, Streams

SEAL = "seal"
SEAL_FIELD = "Seal"
Revision = RecordIssued | RecordSigned | RecordArchived | RecordRefreshed


class CertificateChangedError(ExamError):
    """The signer's certificate is not the one that was registered when the record was issued."""

    code: ClassVar[str] = "certificate-changed"


class RecordDefectiveError(ExamError):
    """The record would have a defect that inspections find; its code is among the arguments."""

    code: ClassVar[str] = "record-defective"


class RecordMissingError(ExamError):
    """The session has no record yet."""

    code: ClassVar[str] = "record-missing"


class RecordService:
    """What can be done with the record of a session."""

    def __init__(self, ports: Ports, streams: Streams, sessions: SessionService) -> None:
        self._ports = ports
        self._streams = streams
        self._sessions = sessions

    def issue(self, actor: Actor, session_id: str, modes: Mapping[str, SignatureMode] | None = None) -> Receipt:
        """Make the record's data and file and pin both; `modes` plans who signs on paper.

        Raises:
            RecordDefectiveError: an inspection would find a defect in the record.
            ExamError: the session is not that far, or an identity was erased.
        """
        with self._streams.held(session_stream(session_id)):
            return self._issue(actor, session_id, modes or {})

    def _issue(self, actor: Actor, session_id: str, modes: Mapping[str, SignatureMode]) -> Receipt:
        loaded = self._sessions.load(session_stream(session_id))
        authorize_session(actor, "IssueRecord", loaded.state)
        record = self._build(loaded, modes)
        _require_sound(record, loaded.standard)
        data = canonical_json(record)
        standard = self._ports.blobs.get(loaded.state.standard_digest)
        pdf = self._ports.publisher.draw(record, self.extract(session_id), standard)
        command = IssueRecord(
            record=record.record,
            data_digest=self._ports.blobs.put(data),
            pdf=self._ports.blobs.put(pdf),
            practice=bool(record.practice),
            signers=record.signers,
        )
        receipt = self._sessions.execute(actor, session_id, command)
        self.register(session_id)
        return receipt

    def sign(self, actor: Actor, session_id: str, passphrase: str, *, seal: bool = False) -> Receipt:
        """Add the signature that is due: the actor's own, or the seal.

        Raises:
            ExamError: it is not the actor's turn, or the key does not open.
        """
        with self._streams.held(session_stream(session_id)):
            return self._sign(actor, session_id, passphrase, seal=seal)

    def _sign(self, actor: Actor, session_id: str, passphrase: str, *, seal: bool) -> Receipt:
        loaded = self._sessions.load(session_stream(session_id))
        authorize_session(actor, "SignRecord", loaded.state)
        record = self._due(loaded.state)
        signer = record.next_signer
        who = SEAL if seal else actor.id
        if who in {omission.who for omission in record.omitted}:
            raise SignerOmittedError(who=who)
        if signer is None or signer.who != who:
            raise RecordWrongError(record=record.record)
        if signer.certificate != self._ports.signatures.certificate(who):
            raise CertificateChangedError(who=who)
        pdf, notices = self._signed(record, signer.field, who, passphrase, loaded)
        command = SignRecord(field=signer.field, pdf=self._ports.blobs.put(pdf))
        receipt = self._sessions.execute(actor, session_id, command)
        self.register(session_id)
        return receipt.model_copy(update={"notices": notices})

    def archive(self, actor: Actor, session_id: str) -> str:
        """Keep the final file in the archive and return where it lies; once more heals what is missing.

        Raises:
            ExamError: a signature is due, or the archive cannot keep the file.
        """
        with self._streams.held(session_stream(session_id)):
            return self._archive(actor, session_id)

    def _archive(self, actor: Actor, session_id: str) -> str:
        loaded = self._sessions.load(session_stream(session_id))
        authorize_session(actor, "ArchiveRecord", loaded.state)
        record = self._due(loaded.state)
        if record.next_signer is not None:
            raise RecordWrongError(record=record.record)
        pdf = self._ports.blobs.get(record.pdf)
        place = self._kept(f"{record.record}.pdf", pdf, record)
        if not record.archived:
            self._sessions.execute(actor, session_id, ArchiveRecord(pdf=record.pdf))
        self.register(session_id)
        return place

    def _kept(self, name: str, pdf: bytes, record: IssuedRecord) -> str:
        """Keep the newest revision; what was refreshed lies in the archive as its own beginning, or as it is."""
        archive = self._ports.archive
        there = record.archived and name in archive.names(practice=record.practice)
        return (archive.renew if there else archive.keep)(name, pdf, practice=record.practice)

    def extract(self, session_id: str) -> Extract:
        """Return the session's chain with its decisive bodies."""
        stream = session_stream(session_id)
        entries = tuple(
            ExtractEntry(link=stored.link, salt=stored.salt.hex(), body=stored.body.decode())
            if stored.link.type in DECISIVE and stored.salt is not None and stored.body is not None
            else ExtractEntry(link=stored.link)
            for stored in self._ports.journal.read(stream)
        )
        return Extract(stream=stream, entries=entries)

    def _build(self, loaded: Loaded, modes: Mapping[str, SignatureMode]) -> ExamRecord:
        state = loaded.state
        sitting = fold_sitting(self._streams.entries(f"sitting/{state.sitting}"))
        plan = sitting.plan()
        set_on = sitting.set_on if loaded.standard.validity.transition else None
        signers = self._signers(state, modes)
        frame = RecordFrame(
            record=self._ports.randomness.identifier("record"),
            place=plan.place,
            issued_at=loaded.at,
            session_head=loaded.head,
            signers=signers,
            practice=practice_reasons(
                loaded.standard,
                _exam_day(state, plan),
                scripted=plan.scripted,
                practice_certificate=self._any_practice(signers),
                within_reach=state.within_reach,
                set_on=set_on,
            ),
            set_on=set_on,
            program=self._ports.program,
            template=self._ports.publisher.template(loaded.standard.system),
            evidence=self._inventory(loaded),
        )
        return build_record(state, loaded.standard, self._identities(state), frame)

    def _inventory(self, loaded: Loaded) -> str:
        """Return the digest of the evidence as it stands now; the record signs it."""
        state = loaded.state
        events = (entry.event for entry in self._streams.entries(session_stream(state.session)))
        return inventory_digest(events, loaded.head, state.sitting_head)

    def _signers(self, state: SessionState, modes: Mapping[str, SignatureMode]) -> tuple[PlannedSigner, ...]:
        """Plan the chair first, who certifies, then the members, then the seal, which locks."""
        ordered = [*sorted(state.members, key=lambda member: not member.chair)]
        people = [(f"Member{number}", member.id) for number, member in enumerate(ordered, start=1)]
        return tuple(
            self._signer(field, who, modes.get(who, SignatureMode.ELECTRONIC))
            for field, who in [*people, (SEAL_FIELD, SEAL)]
        )

    def _signer(self, field: str, who: str, mode: SignatureMode) -> PlannedSigner:
        electronic = mode is SignatureMode.ELECTRONIC
        certificate = self._ports.signatures.certificate(who) if electronic else ""
        return PlannedSigner(field=field, who=who, mode=mode, certificate=certificate)

    def _any_practice(self, signers: tuple[PlannedSigner, ...]) -> bool:
        return any(self._ports.signatures.is_practice(signer.who) for signer in signers if signer.certificate)

    def _identities(self, state: SessionState) -> dict[str, IdentityVersion]:
        found = {reference: self._ports.people.identity(reference) for reference in identity_references(state)}
        return {reference: version for reference, version in found.items() if version is not None}

    def _signed(self, record: IssuedRecord, field: str, who: str, passphrase: str, loaded: Loaded) -> Signed:
        return signed(
            self._ports,
            basis(self._ports, record),
            Signing(field=field, who=who, passphrase=passphrase, at=loaded.at, certify=not record.signed),
        )

    def _due(self, state: SessionState) -> IssuedRecord:
        if state.record is None:
            raise RecordMissingError(session=state.session)
        return state.record

    def register(self, session_id: str) -> None:
        """Enter every revision that the events name and the register does not hold yet."""
        lines = (line for line in self._ports.register.entries() if line.session_id == session_id)
        known = {(line.record_id, line.revision) for line in lines}
        practice = False
        for entry in self._streams.entries(session_stream(session_id)):
            event = entry.event
            if isinstance(event, RecordIssued):
                practice = event.practice
            if isinstance(event, Revision) and (event.record, revision_of(event)) not in known:
                line = RegisterEntry(
                    record_id=event.record,
                    session_id=session_id,
                    revision=revision_of(event),
                    sha256=event.pdf,
                    length=len(self._ports.blobs.get(event.pdf)),
                    practice=practice,
                    at=entry.at.astimezone(UTC).isoformat(),
                )
                self._ports.register.add(line)


def revision_of(event: Revision) -> str:
    """Return how the register names the revision of the file that an event made."""
    if isinstance(event, RecordSigned):
        return f"signed:{event.field}"
    if isinstance(event, RecordRefreshed):
        return f"refreshed:{event.pdf[:12]}"
    return "issued" if isinstance(event, RecordIssued) else "archived"


def is_final(revision: str) -> bool:
    """Tell whether a revision of that name lies in the archive; of several the last one does."""
    return revision == "archived" or revision.startswith("refreshed:")


def _require_sound(record: ExamRecord, standard: AssessmentStandard) -> None:
    defects = lint_record(record, standard)
    if defects:
        told = (" ".join((defect.code, *defect.arguments.values())) for defect in defects)
        raise RecordDefectiveError(record=record.session, defects="; ".join(told))


def _exam_day(state: SessionState, plan: SittingPlanned) -> date:
    return state.opened_at.date() if state.opened_at else plan.starts_on
