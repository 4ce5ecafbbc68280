"""Signing away from the workspace: a file goes out and comes back with one signature more, a sheet is put on file."""

from typing import ClassVar

from exam.core.candidate_session.commands import SignRecord, StorePaperSignature
from exam.core.candidate_session.refusals import RecordWrongError
from exam.core.model import Frozen
from exam.core.session_values import PlannedSigner
from exam.problem import ExamError
from exam.service.access import Actor, authorize_session
from exam.service.omitting import basis
from exam.service.ports import Ports
from exam.service.records import RecordMissingError, RecordService
from exam.service.sessions import Loaded, SessionService, session_stream
from exam.service.streams import Receipt, Streams


class SignerOtherError(ExamError):
    """Somebody signed whose signature is not due, or with another certificate than the registered one."""

    code: ClassVar[str] = "signer-other"


class Export(Frozen):
    """The file as it is registered last, and whose signature is due."""

    pdf: bytes
    field: str
    who: str


class ElsewhereService:
    """Lets files out, and takes them back."""

    def __init__(self, ports: Ports, streams: Streams, sessions: SessionService, records: RecordService) -> None:
        self._ports = ports
        self._streams = streams
        self._sessions = sessions
        self._records = records

    def export(self, actor: Actor, session: str) -> Export:
        """Return the file that the next signer needs.

        Raises:
            ExamError: the actor is not of the commission, there is no record, or nobody's signature is due.
        """
        loaded = self._sessions.load(session_stream(session))
        authorize_session(actor, "SignRecord", loaded.state)
        signer, pdf = self._due(loaded)
        return Export(pdf=pdf, field=signer.field, who=signer.who)

    def accept(self, actor: Actor, session: str, pdf: bytes) -> Receipt:
        """Take a file back whose due signer signed it; he enters it himself, or the chair does.

        Raises:
            SignerOtherError: somebody else signed, or with another certificate than the registered one.
            ExamError: the last registered file is not its beginning, or something else was added.
        """
        stream = session_stream(session)
        with self._streams.held(stream):
            loaded = self._sessions.load(stream)
            authorize_session(actor, "SignRecord", loaded.state)
            signer, before = self._due(loaded)
            added = self._ports.signatures.added(before, pdf, at=loaded.at)
            if (added.field, added.certificate) != (signer.field, signer.certificate):
                raise SignerOtherError(field=added.field, due=signer.field, who=signer.who)
            command = SignRecord(field=signer.field, pdf=self._ports.blobs.put(pdf))
            receipt = self._sessions.execute(actor, session, command)
            self._records.register(session)
            return receipt

    def store_paper(self, actor: Actor, session: str, field: str, scan: bytes, witness: str) -> Receipt:
        """Put a sheet on file that somebody signed with ink, as a scan, with who saw it.

        Raises:
            ExamError: nobody signs with ink there, it is on file already, or the witness is none.
        """
        authorize_session(actor, "StorePaperSignature", self._sessions.state(session))
        command = StorePaperSignature(field=field, scan=self._ports.blobs.put(scan), witness=witness)
        return self._sessions.execute(actor, session, command)

    def _due(self, loaded: Loaded) -> tuple[PlannedSigner, bytes]:
        record = loaded.state.record
        if record is None:
            raise RecordMissingError(session=loaded.state.session)
        if record.next_signer is None:
            raise RecordWrongError(record=record.record)
        return record.next_signer, basis(self._ports, record)
