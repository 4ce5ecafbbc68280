"""Handing everything over when the authorised person ends: what a successor needs, and that the authority knew before.

Nothing is removed here: what the law asks to be kept is kept until somebody else has it, and disposed of as ever.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from exam.core.canonical import canonical_json
from exam.core.custody import LineState
from exam.core.custody_events import ArchiveHandedOver
from exam.core.custody_refusals import HandoverRunningError, HandoverUntoldError
from exam.core.custody_search import Query
from exam.core.duties import Bearer, DutyAccount, Standing
from exam.core.facts import Way
from exam.core.identity import Identity
from exam.core.model import Frozen
from exam.core.printouts.facts import Facts
from exam.core.printouts.letters import Departure, duty_facts, handover_facts
from exam.core.printouts.shapes import Printout
from exam.core.replay import Evidence
from exam.core.sitting import Hold, SittingState
from exam.core.standard import AssessmentStandard
from exam.service.access import Actor, authorize_custody
from exam.service.custody import CustodyService
from exam.service.facts import FactService, ProofFile
from exam.service.inspection import InspectionService
from exam.service.ports import Ports
from exam.service.replay import ReplayService
from exam.service.sittings import SittingService, SittingUnknownError
from exam.service.transfers import Parcel, TransferService

LETTER, DOCUMENT, DUTIES = "letter.pdf", "handover.json", "duties.json"
LEFT = frozenset({Standing.OPEN, Standing.LATE})
Pack = Callable[[Evidence], bytes]
"""What makes one file of a session's evidence."""


class Told(Frozen):
    """That the authorising body was told before."""

    on: date
    way: Way
    proof: ProofFile | None = None


@dataclass(frozen=True, slots=True)
class Papers:
    """What is handed over: the archive, the letter, and the document that says who, to whom, when."""

    parcel: Parcel
    letter: bytes
    document: bytes
    duties: bytes
    open_duties: int
    sittings: tuple[str, ...]
    sessions: tuple[str, ...]


class HandoverService:
    """Hands over."""

    def __init__(
        self,
        ports: Ports,
        custody: CustodyService,
        transfers: TransferService,
        sittings: SittingService,
        facts: FactService,
        inspection: InspectionService,
        replays: ReplayService,
    ) -> None:
        self._ports = ports
        self._custody = custody
        self._transfers = transfers
        self._sittings = sittings
        self._facts = facts
        self._inspection = inspection
        self._replays = replays

    def letter(self, actor: Actor, departure: Departure) -> bytes:
        """Return the letter that tells the authorising body before.

        Raises:
            ExamError: the actor hands nothing over, or the workspace has no sitting.
        """
        authorize_custody(actor, "HandOver")
        self._custody.enter_own()
        states = self._states()
        if not states:
            raise SittingUnknownError(sitting="–")
        standard = self._ports.library.standard(states[-1].plan().standard)
        figures = self._ports.publisher.words(standard.system, standard.language).record.figures
        rows = [
            duty_facts(figures, entry, self._name(state, entry.session) or state.plan().sitting, standard.language)
            for state, entry in self._open(states)
        ]
        kept = sum(line.state is LineState.KEPT for line in self._custody.register().lines.values())
        counts = (kept, len(states), sum(len(state.holds) for state in states))
        today = self._ports.clock.now().date()
        facts = handover_facts(figures, self._identity(actor), departure, counts, rows, today)
        return self._drawn(standard, facts)

    def papers(self, actor: Actor, departure: Departure, told: Told) -> Papers:
        """Return everything but the files, which `members` reads one by one.

        Raises:
            HandoverUntoldError: the authority was not told before, or not before the end.
            HandoverRunningError: an exam is under way.
            ExamError: as `letter`.
        """
        today = self._ports.clock.now().date()
        if told.on > min(today, departure.ends_on):
            raise HandoverUntoldError(on=told.on, ends_on=departure.ends_on)
        letter, states = self.letter(actor, departure), self._states()
        for state in states:
            if state.opened and not state.closed:
                raise HandoverRunningError(sitting=state.plan().sitting)
        duties = [_told(state, entry) for state, entry in self._open(states)]
        document = {
            "schema": "exam/handover/1",
            "by": {"account": actor.id, "name": self._identity(actor).full_name},
            "on": today.isoformat(),
            "successor": departure.successor,
            "ends_on": departure.ends_on.isoformat(),
            "authority_told": {"on": told.on.isoformat(), "way": str(told.way)},
            "holds": [_hold(state, hold) for state in states for hold in state.holds],
            "sittings": [state.plan().sitting for state in states],
            "program": self._ports.program,
        }
        return Papers(
            parcel=self._transfers.parcel(actor, Query()),
            letter=letter,
            document=canonical_json(document),
            duties=canonical_json(duties),
            open_duties=len(duties),
            sittings=tuple(state.plan().sitting for state in states),
            sessions=tuple(name.removeprefix("session/") for name in self._ports.journal.streams("session/")),
        )

    def members(self, papers: Papers, pack: Pack) -> Iterator[tuple[str, bytes]]:
        """Yield every file: letter, document, duties, each sitting with its proofs, evidence, records and letters.

        Raises:
            ExamError: one cannot be read.
        """
        yield from ((LETTER, papers.letter), (DOCUMENT, papers.document), (DUTIES, papers.duties))
        proofs: set[str] = set()
        for sitting in papers.sittings:
            found = self._inspection.inspect(sitting)
            yield f"sittings/{sitting}.json", canonical_json(found)
            for fact in found.facts:
                if fact.proof is not None and fact.proof.blob not in proofs:
                    proofs.add(fact.proof.blob)
                    yield f"proofs/{fact.proof.blob}", self._inspection.proof(fact.proof)
        for session in papers.sessions:
            yield f"evidence/{session}.zip", pack(self._replays.evidence(session))
        yield from self._transfers.files(papers.parcel)

    def note(self, actor: Actor, papers: Papers, told: Told, inventory: str) -> None:
        """Keep that everything was handed over, with the letter and its proof.

        Raises:
            ExamError: the actor hands nothing over, or it is not kept.
        """
        blobs = self._ports.blobs
        event = ArchiveHandedOver(
            document=blobs.put(papers.document),
            letter=blobs.put(papers.letter),
            told_on=told.on,
            told_way=told.way,
            proof=blobs.put(told.proof.data) if told.proof else "",
            records=sum(line.state is LineState.KEPT for line in papers.parcel.lines),
            sittings=len(papers.sittings),
            open_duties=papers.open_duties,
            inventory=inventory,
        )
        self._custody.act(actor, "HandOver", lambda _register: (event,))

    def _states(self) -> list[SittingState]:
        return [self._sittings.state(sitting) for sitting in self._sittings.planned()]

    def _open(self, states: list[SittingState]) -> Iterator[tuple[SittingState, DutyAccount]]:
        for state in states:
            for entry in self._facts.duties(state.plan().sitting):
                if entry.standing in LEFT and entry.duty.bearer is Bearer.AUTHORISED_PERSON and not entry.duty.right:
                    yield state, entry

    def _drawn(self, standard: AssessmentStandard, facts: Facts) -> bytes:
        return self._ports.publisher.draw_printout(Printout.HANDOVER, standard, facts, practice=False)

    def _identity(self, actor: Actor) -> Identity:
        found = next((account for account in self._ports.people.accounts() if account.id == actor.id), None)
        version = self._ports.people.identity(found.identity) if found else None
        return version.identity if version else Identity(given_names="–", surname=actor.id)

    def _name(self, state: SittingState, session: str) -> str:
        accounts = {account.id: account.identity for account in self._ports.people.accounts()}
        version = self._ports.people.identity(accounts.get(state.sessions.get(session, ""), ""))
        return version.identity.full_name if version else session


def _told(state: SittingState, entry: DutyAccount) -> Mapping[str, object]:
    return {
        "sitting": state.plan().sitting,
        "session": entry.session,
        "duty": entry.duty.id,
        "text": dict(entry.duty.text),
        "due": entry.due.isoformat() if entry.due else None,
        "standing": str(entry.standing),
        "provision": entry.duty.provision,
        "verified": entry.duty.verified,
    }


def _hold(state: SittingState, hold: Hold) -> Mapping[str, object]:
    told = {"session": hold.session, "placed_on": hold.placed_on.isoformat(), "placed_by": hold.placed_by}
    return {"sitting": state.plan().sitting, "number": hold.seq, "reason": hold.reason, **told}
