"""What an inspector is shown of a sitting: papers to read, nothing to change, and no key.

Questions and answers come as the candidate saw them (`core/candidate_view.py`): those models have no place for a key.
"""

from collections.abc import Iterator
from datetime import date, datetime

from exam.core.candidate_session import SessionState
from exam.core.candidate_view import task_sheet
from exam.core.facts import Proof, ReviewAsked
from exam.core.model import Frozen
from exam.core.sitting import SittingState
from exam.core.sitting_events import Equipment
from exam.service.ports import Ports
from exam.service.sessions import SessionService, session_stream
from exam.service.sittings import SittingService


class InspectedPerson(Frozen):
    """Somebody of the commission or beside it, and what entitles him."""

    name: str
    part: str
    """`chair`, `member`, or a part beside the commission."""
    authorisation: str = ""
    """Kind, number and holder."""
    valid_until: date | None = None
    mandate: str = ""


class InspectedChange(Frozen):
    """Something that changed in the sitting: when, by whom, what."""

    at: datetime
    by: str
    what: str
    reason: str


class InspectedFact(Frozen):
    """A fact with its proof."""

    number: int
    fact: str
    on: date
    way: str
    session: str
    noted_by: str
    note: str
    proof: Proof | None


class InspectedHold(Frozen):
    """A legal hold that stands: nothing that it covers is erased or disposed of."""

    number: int
    session: str
    """Empty for the whole sitting."""
    placed_on: date
    placed_by: str
    reason: str


class InspectedItem(Frozen):
    """An item that was given: which version of it, and the digest under which its exact bytes are kept."""

    item: str
    version: int
    digest: str


class InspectedTask(Frozen):
    """A task of one candidate, with what he was given and what he gave, and no key."""

    task: str
    title: str
    opened_at: datetime
    closed_at: datetime | None
    panel: tuple[str, ...]
    released: tuple[str, ...]
    figurant: str
    items: tuple[InspectedItem, ...]
    sheet: str
    """The sheet as the candidate saw it, as JSON; empty where the task gave none."""


class InspectedSession(Frozen):
    """One candidate's exam on paper."""

    session: str
    candidate: str
    identity_document: str
    identified_on: date | None
    induction: tuple[str, ...]
    waived_or_recognised: tuple[str, ...]
    refused_certificates: tuple[str, ...]
    ending: str
    ending_reason: str
    entry: str
    result: str
    irregularities: tuple[str, ...]
    record: str
    held: bool
    """Whether a legal hold covers it."""
    review: str
    """`open` while one waits for its answer, `answered` after it (the facts say what came out), empty for none."""
    tasks: tuple[InspectedTask, ...]


class Inspection(Frozen):
    """A sitting as an inspector reads it."""

    sitting: str
    standing: str
    place: str
    days: tuple[date, ...]
    standard: str
    code: str
    in_force: bool
    """Whether the standard is valid on the first day."""
    unofficial: int
    """Criteria and values of the standard that nobody has confirmed."""
    people: tuple[InspectedPerson, ...]
    equipment: tuple[Equipment, ...]
    changes: tuple[InspectedChange, ...]
    facts: tuple[InspectedFact, ...]
    holds: tuple[InspectedHold, ...]
    sessions: tuple[InspectedSession, ...]


class InspectionService:
    """Reads a sitting for an inspector; it has no way to write."""

    def __init__(self, ports: Ports, sessions: SessionService, sittings: SittingService) -> None:
        self._ports = ports
        self._sessions = sessions
        self._sittings = sittings

    def inspect(self, sitting_id: str) -> Inspection:
        """Return the papers of a sitting.

        Raises:
            SittingUnknownError: there is no such sitting.
        """
        state = self._sittings.known(sitting_id)
        plan = state.plan()
        standard = self._ports.library.standard(plan.standard)
        names = {account.id: account.identity for account in self._ports.people.accounts()}
        return Inspection(
            sitting=plan.sitting,
            standing=state.standing,
            place=plan.place,
            days=state.days,
            standard=standard.id,
            code=standard.code,
            in_force=standard.validity.holds(state.days[0], set_on=state.set_on),
            unofficial=standard.unofficial(),
            people=tuple(self._people(state)),
            equipment=state.equipment,
            changes=tuple(_changes(state)),
            facts=tuple(_facts(state)),
            holds=tuple(_holds(state)),
            sessions=tuple(
                self._session(state, session, self._name(names.get(who, "")) or who)
                for session, who in state.sessions.items()
            ),
        )

    def proof(self, proof: Proof) -> bytes:
        """Return the bytes of a proof."""
        return self._ports.blobs.get(proof.blob)

    def _people(self, state: SittingState) -> Iterator[InspectedPerson]:
        for member in state.members:
            yield self._person(member.identity, "chair" if member.chair else "member")
        for attendant in state.attendants:
            yield self._person(attendant.identity, attendant.part, attendant.mandate)

    def _person(self, reference: str, part: str, mandate: str = "") -> InspectedPerson:
        version = self._ports.people.identity(reference)
        held = version.identity.authorisation if version else None
        told = " ".join(filter(None, (held.kind, held.number, held.holder))) if held else ""
        return InspectedPerson(
            name=self._name(reference),
            part=part,
            authorisation=told,
            valid_until=held.valid_until if held else None,
            mandate=mandate,
        )

    def _name(self, reference: str) -> str:
        version = self._ports.people.identity(reference)
        return version.identity.full_name if version else ""

    def _session(self, sitting: SittingState, session: str, candidate: str) -> InspectedSession:
        state = self._sessions.state(session)
        return InspectedSession(
            session=session,
            candidate=candidate,
            identity_document=state.document,
            identified_on=state.identified_on,
            induction=state.induction,
            waived_or_recognised=tuple(f"{name}: {basis}" for name, basis in state.basis.items()),
            refused_certificates=tuple(f"{name}: {reason}" for name, reason in state.refused.items()),
            ending=state.ending or "",
            ending_reason=state.ending_reason,
            entry=state.entry,
            result=state.result or "",
            irregularities=state.irregularities,
            record=state.record.record if state.record else "",
            held=bool(sitting.holds_on(session)),
            review=_review(sitting, session),
            tasks=tuple(self._tasks(session, state)),
        )

    def _tasks(self, session: str, state: SessionState) -> Iterator[InspectedTask]:
        standard = self._sessions.load(session_stream(session)).standard if state.session else None
        for name, task in state.tasks.items():
            described = standard.task(name) if standard else None
            items = self._sessions.items(state, name)
            sheet = task_sheet(state, standard, name, items).model_dump_json() if standard and items else ""
            yield InspectedTask(
                task=name,
                title=described.title if described else name,
                opened_at=task.opened_at,
                closed_at=task.closed_at,
                panel=task.panel,
                released=task.released,
                figurant=task.figurant or "",
                items=tuple(
                    InspectedItem(item=pinned.item, version=pinned.version, digest=pinned.digest)
                    for pinned in state.papers.get(name, ())
                ),
                sheet=sheet,
            )


def _changes(state: SittingState) -> Iterator[InspectedChange]:
    for entry in state.changes:
        told = entry.event.model_dump(mode="json")
        reason = str(told.get("reason") or told.get("note") or "")
        yield InspectedChange(at=entry.at, by=entry.by.id, what=type(entry.event).__name__, reason=reason)


def _holds(state: SittingState) -> Iterator[InspectedHold]:
    for hold in state.holds:
        yield InspectedHold(
            number=hold.seq,
            session=hold.session,
            placed_on=hold.placed_on,
            placed_by=hold.placed_by,
            reason=hold.reason,
        )


def _review(state: SittingState, session: str) -> str:
    asked = any(isinstance(noted.fact, ReviewAsked) and noted.fact.session == session for noted in state.facts)
    return ("open" if state.under_review(session) else "answered") if asked else ""


def _facts(state: SittingState) -> Iterator[InspectedFact]:
    for noted in state.facts:
        fact = noted.fact
        yield InspectedFact(
            number=noted.seq,
            fact=type(fact).__name__,
            on=fact.on,
            way=fact.way,
            session=fact.session,
            noted_by=noted.by,
            note=fact.note,
            proof=fact.proof,
        )
