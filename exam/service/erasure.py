"""Erasing a candidate: his words and files, notes of him, who he was; that it happened stays, and the chain proves it.

Records that were issued, their data and backups are kept as long as the law asks for records, and are not touched here.
"""

from collections.abc import Sequence
from typing import ClassVar

from exam.core.blob_names import blob_names
from exam.core.candidate_session import SessionState
from exam.core.events import ActorRef, BodyErased, encode
from exam.core.sitting import require_free
from exam.problem import ExamError
from exam.service.access import Actor, DeniedError, Role
from exam.service.ports import NewEvent, Ports
from exam.service.sessions import SessionService, session_stream
from exam.service.sittings import CandidateUnknownError, SittingService
from exam.service.streams import Streams

PERSONAL = frozenset(
    {
        "WaiverAccepted",
        "WaiverRefused",
        "CompetencyRecognised",
        "RecognitionDocumented",
        "ResponseSaved",
        "ResponseTyped",
        "PaperTyped",
        "SubmissionStored",
        "WorkbookMarked",
        "PresentationRead",
        "MarkingOverridden",
        "MarkingConfirmed",
        "IrregularityLogged",
        "NoteTaken",
        "ReasonsAcknowledged",
    }
)
"""Events with a candidate's words, files and papers, or notes of him; the result and what settled it stays."""


class ErasureTooEarlyError(ExamError):
    """The session has not ended, or its record is not archived yet."""

    code: ClassVar[str] = "erasure-too-early"


class ErasureService:
    """What the authorised person can do when a candidate asks to be forgotten."""

    def __init__(self, ports: Ports, streams: Streams, sessions: SessionService, sittings: SittingService) -> None:
        self._ports = ports
        self._streams = streams
        self._sessions = sessions
        self._sittings = sittings

    def erase_candidate(self, actor: Actor, account_id: str, reason: str) -> tuple[str, ...]:
        """Erase a candidate from sessions, blobs and accounts and return the sessions; again, it goes on after a crash.

        The identity goes last, because it leads to all the rest.

        Raises:
            DeniedError: the actor is not the authorised person.
            CandidateUnknownError: there is nobody of that name.
            ErasureTooEarlyError: his exam still needs what would be erased.
            DataHeldError: a legal hold stands.
            ReviewOpenError: a review waits for its answer.
            JournalError: something is not erased yet; the same call again goes on.
        """
        if actor.role is not Role.AUTHORISED_PERSON:
            raise DeniedError(who=actor.id, action="EraseCandidate")
        states = [state for state in self._states() if state.candidate == account_id]
        account = next((entry for entry in self._ports.people.accounts() if entry.id == account_id), None)
        if (account is None and not states) or (account is not None and account.role != Role.CANDIDATE):
            raise CandidateUnknownError(candidate=account_id)
        self._require_free(account_id)
        for state in states:
            _require_finished(state)
        for state in states:
            with self._streams.held(session_stream(state.session)):
                self._erase_session(actor, session_stream(state.session), reason)
        references = {state.identity for state in states if state.identity} | ({account.identity} if account else set())
        self._ports.people.forget(account_id, tuple(references))
        return tuple(state.session for state in states)

    def _require_free(self, account_id: str) -> None:
        for sitting in map(self._sittings.state, self._sittings.planned()):
            for session in (session for session, who in sitting.sessions.items() if who == account_id):
                require_free(sitting, session)

    def _states(self) -> list[SessionState]:
        return [
            self._sessions.state(stream.removeprefix("session/")) for stream in self._ports.journal.streams("session/")
        ]

    def _erase_session(self, actor: Actor, stream: str, reason: str) -> None:
        """Remove blobs, then the bodies that name them; a repeated erasure has the same key and clears again."""
        seqs = tuple(stored.link.seq for stored in self._ports.journal.read(stream) if stored.link.type in PERSONAL)
        if not seqs:
            return
        for name in self._blobs_of(stream, seqs):
            self._ports.blobs.remove(name)
        by = ActorRef(id=actor.id, role=actor.role)
        event = BodyErased(erased=seqs, reason=reason)
        body = encode(event, at=self._ports.clock.now(), by=by)
        notice = NewEvent(type=BodyErased.__name__, version=BodyErased.VERSION, body=body)
        self._ports.journal.erase(stream, seqs, notice=notice, key=f"erase/{stream}/{seqs[-1]}")

    def _blobs_of(self, stream: str, seqs: Sequence[int]) -> tuple[str, ...]:
        """Return the blobs that these events name and no event that stays."""
        named: set[str] = set()
        kept: set[str] = set()
        for other in self._ports.journal.streams():
            for entry in self._streams.entries(other):
                going = other == stream and entry.seq in seqs
                (named if going else kept).update(blob_names(entry.event))
        return tuple(sorted(named - kept))


def _require_finished(state: SessionState) -> None:
    if state.ending is None or (state.record is not None and not state.record.archived):
        raise ErasureTooEarlyError(session=state.session)
