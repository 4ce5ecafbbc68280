"""People and sittings before the day: accounts, names, and a sitting planned, staffed and filled in one step."""

from collections.abc import Sequence
from datetime import date

from exam.core.identity import Identity
from exam.core.judging import AgreementRule
from exam.core.model import Frozen
from exam.core.sitting import AppointCommission, PlanSitting, RegisterCandidate
from exam.core.sitting_events import Member
from exam.service.access import Actor, DeniedError, Role
from exam.service.ports import Account, Ports
from exam.service.sittings import SittingService
from exam.service.streams import Receipt

REGISTRARS = frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER})


class Person(Frozen):
    """Somebody with an account, as faces show him."""

    id: str
    name: str
    role: str


class NewCandidate(Frozen):
    """A candidate who is registered together with his sitting."""

    identity: Identity
    pin: str


class NewSitting(Frozen):
    """All that a sitting starts from."""

    standard: str
    place: str
    starts_on: date
    chair: str
    members: tuple[str, ...]
    candidates: tuple[NewCandidate, ...]
    agreement: AgreementRule = AgreementRule.DISCUSSION


class PeopleService:
    """Who is there, and who they are."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def everybody(self) -> tuple[Person, ...]:
        """Return everybody with an account, by surname."""
        accounts = sorted(self._ports.people.accounts(), key=self._surname)
        return tuple(Person(id=account.id, name=self._named(account), role=account.role) for account in accounts)

    def name(self, account_id: str) -> str:
        """Return the full name of an account, its id where the identity was erased or never was."""
        found = (account for account in self._ports.people.accounts() if account.id == account_id)
        return next((self._named(account) for account in found), account_id)

    def register(self, actor: Actor, identity: Identity, pin: str) -> str:
        """Give a new candidate an account and return its id.

        Raises:
            DeniedError: the actor registers nobody.
        """
        if actor.role not in REGISTRARS:
            raise DeniedError(who=actor.id, action="RegisterCandidate")
        account_id = self._ports.randomness.identifier("candidate")
        reference = self._ports.people.add_identity(identity)
        self._ports.people.add_account(Account(id=account_id, role=Role.CANDIDATE, identity=reference), pin)
        return account_id

    def member(self, account_id: str, *, chair: bool) -> Member:
        """Return an examiner as a commission pins him; without an authorisation it has long expired.

        Raises:
            DeniedError: there is no such examiner.
        """
        found = next((entry for entry in self._ports.people.accounts() if entry.id == account_id), None)
        version = self._ports.people.identity(found.identity) if found else None
        if found is None or found.role != Role.EXAMINER or version is None:
            raise DeniedError(who=account_id, action="AppointCommission")
        authorisation = version.identity.authorisation
        until = authorisation.valid_until if authorisation else date.min
        return Member(id=account_id, identity=found.identity, chair=chair, authorised_until=until)

    def _surname(self, account: Account) -> tuple[str, str]:
        version = self._ports.people.identity(account.identity)
        return (version.identity.surname if version else "", account.id)

    def _named(self, account: Account) -> str:
        version = self._ports.people.identity(account.identity)
        return version.identity.full_name if version else account.id


class Preparation:
    """Sittings before they are opened."""

    def __init__(self, ports: Ports, people: PeopleService, sittings: SittingService) -> None:
        self._ports = ports
        self._people = people
        self._sittings = sittings

    def appoint(self, actor: Actor, sitting: str, chair: str, members: Sequence[str]) -> Receipt:
        """Appoint a commission of accounts; what entitles them comes from their identities, never from a face."""
        appointed = tuple(self._people.member(who, chair=who == chair) for who in (chair, *members))
        return self._sittings.execute(actor, sitting, AppointCommission(members=appointed))

    def plan(self, actor: Actor, wanted: NewSitting) -> str:
        """Plan a sitting with its commission and candidates and return its id.

        Raises:
            ExamError: the named refusal; a sitting that was planned before it stays, without what was refused.
        """
        sitting = self._ports.randomness.identifier("sitting")
        planned = PlanSitting(
            sitting=sitting,
            standard=wanted.standard,
            place=wanted.place,
            starts_on=wanted.starts_on,
            agreement=wanted.agreement,
        )
        self._sittings.execute(actor, sitting, planned)
        self.appoint(actor, sitting, wanted.chair, wanted.members)
        for candidate in wanted.candidates:
            account = self._people.register(actor, candidate.identity, candidate.pin)
            session = self._ports.randomness.identifier("session")
            self._sittings.execute(actor, sitting, RegisterCandidate(candidate=account, session=session))
        return sitting
