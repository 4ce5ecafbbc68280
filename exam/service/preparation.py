"""People and sittings before the day: accounts, names, and a sitting planned, staffed and filled in one step."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from exam.core.identity import Identity
from exam.core.judging import AgreementRule, JudgingMode
from exam.core.model import Frozen
from exam.core.sitting import (
    AppointCommission,
    NameAttendant,
    PlanParts,
    PlanSitting,
    RegisterCandidate,
    ReplaceMember,
    SittingCommand,
)
from exam.core.sitting_events import Attendant, Member, Part
from exam.core.sitting_file import SittingFile
from exam.problem import ExamError
from exam.service.access import Actor, DeniedError, Role, authorize_sitting
from exam.service.ports import Account, Ports
from exam.service.sittings import SittingService
from exam.service.streams import Receipt

PIN_LENGTH = 4
"""Characters, at least; the command line asks for as many."""
REGISTRARS = frozenset({Role.AUTHORISED_PERSON, Role.EXAMINER})


class PinTooShortError(ExamError):
    """A PIN is too short to keep anybody out."""

    code: ClassVar[str] = "pin-too-short"


class Person(Frozen):
    """Somebody with an account, as faces show him."""

    id: str
    name: str
    role: str


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
            PinTooShortError: the PIN is.
        """
        if actor.role not in REGISTRARS:
            raise DeniedError(who=actor.id, action="RegisterCandidate")
        require_pin(pin)
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

    def appointment(self, chair: str, members: Sequence[str]) -> AppointCommission:
        """Return what appoints a commission of accounts.

        Raises:
            DeniedError: one of them is no examiner.
        """
        return AppointCommission(members=tuple(self.member(who, chair=who == chair) for who in (chair, *members)))

    def reference(self, account_id: str) -> str:
        """Return the reference of an account's identity.

        Raises:
            DeniedError: there is no such account.
        """
        found = next((entry for entry in self._ports.people.accounts() if entry.id == account_id), None)
        if found is None:
            raise DeniedError(who=account_id, action="NameAttendant")
        return found.identity

    def attendant(self, account_id: str, part: Part, mandate: str = "") -> Attendant:
        """Return somebody with an account as he attends a sitting.

        Raises:
            DeniedError: there is no such account.
        """
        return self.attending(self.reference(account_id), part, account=account_id, mandate=mandate)

    def attending(self, reference: str, part: Part, *, account: str = "", mandate: str = "") -> Attendant:
        """Return an identity as it attends a sitting, with how long it is authorised."""
        version = self._ports.people.identity(reference)
        held = version.identity.authorisation if version else None
        until = held.valid_until if held else None
        return Attendant(identity=reference, part=part, account=account, mandate=mandate, authorised_until=until)

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
        return self._sittings.execute(actor, sitting, self._people.appointment(chair, members))

    def prepare(
        self, actor: Actor, wanted: SittingFile, agreement: AgreementRule, judging: JudgingMode = JudgingMode.SEALED
    ) -> tuple[str, dict[str, str]]:
        """Plan a sitting of people who have accounts; return its id and each candidate's session.

        The rule of agreement and the mode of judging are those of the settings, where the file names none.

        Raises:
            ExamError: the named refusal; what can be foreseen is refused before anything is kept.
        """
        sitting = self._ports.randomness.identifier("sitting")
        planned = PlanSitting(
            sitting=sitting,
            standard=wanted.standard,
            place=wanted.place,
            starts_on=wanted.starts_on,
            agreement=wanted.agreement or agreement,
            judging=wanted.judging or judging,
        )
        commands: list[SittingCommand] = [self._people.appointment(wanted.chair, wanted.members)]
        if wanted.parts:
            commands.append(PlanParts(parts=wanted.parts))
        sessions = {who: self._ports.randomness.identifier("session") for who in wanted.candidates}
        commands += [RegisterCandidate(candidate=who, session=session) for who, session in sessions.items()]
        for who in wanted.candidates:
            self._sittings.require_account(who)
        self._sittings.rehearse(wanted.standard, (planned, *commands))
        for command in (planned, *commands):
            self._sittings.execute(actor, sitting, command)
        return sitting, sessions

    def replace(self, actor: Actor, sitting: str, leaving: str, joining: str, reason: str) -> Receipt:
        """Put another examiner on a member's seat; what entitles him comes from his identity, never from a face."""
        command = ReplaceMember(leaving=leaving, joining=self._people.member(joining, chair=False), reason=reason)
        return self._sittings.execute(actor, sitting, command)

    def attend(self, actor: Actor, sitting: str, part: Part, who: str | Identity, mandate: str = "") -> Receipt:
        """Give an account a part in the sitting, or somebody without one; his name is kept as an identity.

        Raises:
            ExamError: the named refusal.
        """
        authorize_sitting(actor, NameAttendant.__name__, self._sittings.known(sitting))
        if isinstance(who, str):
            attendant = self._people.attendant(who, part, mandate)
        else:
            attendant = self._people.attending(self._ports.people.add_identity(who), part, mandate=mandate)
        return self._sittings.execute(actor, sitting, NameAttendant(attendant=attendant))


def require_pin(pin: str) -> None:
    """Refuse a PIN that is too short.

    Raises:
        PinTooShortError: it has fewer than four characters.
    """
    if len(pin) < PIN_LENGTH:
        raise PinTooShortError(length=PIN_LENGTH)
