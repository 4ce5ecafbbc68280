"""What whoever plans a sitting has to keep to: standards and people; told here, decided elsewhere."""

from dataclasses import dataclass
from datetime import date

from exam.core.standard import AssessmentStandard, TaskKind
from exam.service.access import Role
from exam.service.ports import Ports
from exam.service.preparation import PeopleService


@dataclass(frozen=True, slots=True)
class StandardGate:
    """A standard as whoever plans a sitting has to know it."""

    standard: str
    code: str
    title: str
    since: date
    until: date | None
    missing: tuple[str, ...]
    """What it says itself that it lacks; no exam is held under it then."""
    faults: int
    """Errors in its files; no exam is held under it then."""
    unofficial: int
    """Criteria and values that nobody has confirmed: an exam is practice then."""
    minimum: int
    maximum: int
    """Members of a commission."""
    tasks: tuple[tuple[str, str], ...]
    """Id and title."""
    waivable: tuple[tuple[str, str], ...]
    """Id and title of each competency for which a certificate may count."""

    @property
    def usable(self) -> bool:
        """Tell whether an exam can be held under it at all."""
        return not self.missing and not self.faults

    def in_force(self, on: date) -> bool:
        """Tell whether it is in force on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class PersonGate:
    """Somebody who may have a part in a sitting."""

    account: str
    name: str
    role: str
    authorised_until: date | None


class GateService:
    """Tells what a plan has to keep to."""

    def __init__(self, ports: Ports, people: PeopleService) -> None:
        self._ports = ports
        self._people = people

    def standards(self) -> tuple[StandardGate, ...]:
        """Return every standard, those under which an exam can be held first."""
        found = [_gate(standard, errors) for standard, errors in self._ports.library.listed()]
        return tuple(sorted(found, key=lambda gate: (not gate.usable, gate.code, gate.standard)))

    def people(self) -> tuple[PersonGate, ...]:
        """Return everybody who may have a part beside the candidates, by surname."""
        accounts = {account.id: account for account in self._ports.people.accounts()}
        found = []
        for person in self._people.everybody():
            if person.role not in {Role.EXAMINER, Role.INVIGILATOR, Role.AUTHORISED_PERSON}:
                continue
            version = self._ports.people.identity(accounts[person.id].identity)
            held = version.identity.authorisation if version else None
            until = held.valid_until if held else None
            found.append(PersonGate(person.id, person.name, person.role, until))
        return tuple(found)


def _gate(standard: AssessmentStandard, errors: int) -> StandardGate:
    tasks = [task for task in standard.tasks() if task.kind is not TaskKind.CERTIFICATE]
    return StandardGate(
        standard=standard.id,
        code=standard.code,
        title=standard.title.get(standard.language, standard.id),
        since=standard.validity.since,
        until=standard.validity.until,
        missing=standard.missing,
        faults=errors,
        unofficial=standard.unofficial(),
        minimum=standard.commission.minimum.value,
        maximum=standard.commission.maximum.value,
        tasks=tuple((task.id, task.title) for task in tasks),
        waivable=tuple((found.id, found.title) for found in standard.competencies if found.waiver is not None),
    )
