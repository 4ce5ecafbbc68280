"""A sitting arranged in one step: commission and everybody beside it, newcomers, more time, equipment, timetable.

What is wanted is rehearsed whole before anything is kept, so that no half of a sitting stays behind.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import ClassVar

from exam.core.identity import Identity
from exam.core.judging import AgreementRule, JudgingMode
from exam.core.model import Frozen
from exam.core.sitting import (
    AccommodationWrongError,
    ApproveAccommodation,
    CheckEquipment,
    NameAttendant,
    PlanParts,
    PlanSitting,
    RegisterCandidate,
    SittingCommand,
    fold_sitting,
)
from exam.core.sitting_events import Equipment, Part, SittingPart
from exam.core.standard import AssessmentStandard
from exam.core.timetable.day import CandidateDay, Day
from exam.core.timetable.plan import Plan
from exam.core.timetable.problem import problem_of
from exam.problem import ExamError
from exam.service.access import Actor, Role, authorize_sitting
from exam.service.day_planning import DayPlanning, PlannedDay
from exam.service.ports import Ports
from exam.service.preparation import PeopleService, require_pin
from exam.service.sittings import SittingService

PIN_LETTERS = 6
MAX_PERCENT = 200
"""More time than that is approved for nobody."""
TEMPORARY = "new-"
"""How a newcomer is called until he has an account."""


class ArrangementIncompleteError(ExamError):
    """Something is missing without which no sitting is planned."""

    code: ClassVar[str] = "arrangement-incomplete"


class Newcomer(Frozen):
    """A candidate who is registered together with his sitting."""

    identity: Identity
    pin: str = ""
    """One is drawn where it is empty."""
    extra_percent: int = 0
    approved_by: str = ""
    """The account of whoever approved more time."""
    waives: tuple[str, ...] = ()
    """Competencies for which he is going to show a certificate; the commission decides on the day."""


class Arrangement(Frozen):
    """All that a sitting starts from."""

    standard: str
    place: str
    parts: tuple[SittingPart, ...]
    """One for each day, the first being the sitting's own."""
    chair: str
    members: tuple[str, ...]
    attendants: tuple[tuple[str, Part], ...] = ()
    """Account and part of everybody beside the commission."""
    candidates: tuple[Newcomer, ...] = ()
    equipment: tuple[Equipment, ...] = ()
    agreement: AgreementRule = AgreementRule.DISCUSSION
    judging: JudgingMode = JudgingMode.SEALED
    day: Day | None = None
    plans: tuple[Plan, ...] = ()
    """Of the day, newcomers being named `new-1`, `new-2` …"""

    @property
    def starts_on(self) -> date:
        """The first day.

        Raises:
            ArrangementIncompleteError: there is none.
        """
        if not self.parts:
            raise ArrangementIncompleteError(missing="day")
        return self.parts[0].day


class Arranged(Frozen):
    """A sitting that was planned."""

    sitting: str
    pins: tuple[tuple[str, str], ...]
    """Name and PIN of every newcomer, told once."""


class ArrangementService:
    """Arranges sittings."""

    def __init__(self, ports: Ports, people: PeopleService, sittings: SittingService, days: DayPlanning) -> None:
        self._ports = ports
        self._people = people
        self._sittings = sittings
        self._days = days

    def rehearse(self, actor: Actor, wanted: Arrangement) -> None:
        """Refuse what would be refused; nothing is kept.

        Raises:
            ExamError: the named refusal.
        """
        authorize_sitting(actor, PlanSitting.__name__, fold_sitting(()))
        standard = self._ports.library.standard(wanted.standard)
        for newcomer in wanted.candidates:
            self._require_newcomer(newcomer)
        known = self._days_of_newcomers(wanted, standard)
        if wanted.day is not None:
            problem_of(standard, wanted.day, (wanted.chair, *wanted.members), known)
        self._sittings.rehearse(wanted.standard, self._commands("–", wanted, self._temporary(wanted)))

    def timetable(self, wanted: Arrangement, *, effort: float = 0.5) -> PlannedDay:
        """Return the first day planned; newcomers are called `new-1`, `new-2` … in it. Reads no store.

        Raises:
            ExamError: the day names what it does not have.
        """
        if wanted.day is None:
            raise ArrangementIncompleteError(missing="rooms")
        standard = self._ports.library.standard(wanted.standard)
        known, examiners = self._days_of_newcomers(wanted, standard), (wanted.chair, *wanted.members)
        return self._days.drafted(standard, wanted.day, examiners, known, wanted.starts_on, effort=effort)

    def arrange(self, actor: Actor, wanted: Arrangement) -> Arranged:
        """Plan the sitting with everything that belongs to it.

        Raises:
            ExamError: the named refusal; what can be foreseen is refused before anything is kept.
        """
        self.rehearse(actor, wanted)
        sitting = self._ports.randomness.identifier("sitting")
        given, pins = {}, []
        for name, (newcomer, _) in self._temporary(wanted).items():
            pin = newcomer.pin or self._ports.randomness.identifier("pin")[-PIN_LETTERS:]
            account = self._people.register(actor, newcomer.identity, pin)
            given[name] = (newcomer.model_copy(update={"pin": ""}), account)
            pins.append((newcomer.identity.full_name, pin))
        for command in self._commands(sitting, wanted, given):
            self._sittings.execute(actor, sitting, command)
        if wanted.day is not None and wanted.plans:
            accounts = {name: account for name, (_, account) in given.items()}
            standard = self._ports.library.standard(wanted.standard)
            known = {account: _known(newcomer, standard) for newcomer, account in given.values()}
            day = wanted.day.model_copy(update={"candidates": known})
            self._days.keep(actor, sitting, day, [_renamed(plan, accounts) for plan in wanted.plans])
        return Arranged(sitting=sitting, pins=tuple(pins))

    def _require_newcomer(self, newcomer: Newcomer) -> None:
        if newcomer.pin:
            require_pin(newcomer.pin)
        approvers = {account.id for account in self._ports.people.accounts() if account.role != Role.CANDIDATE}
        if newcomer.extra_percent and newcomer.approved_by not in approvers:
            raise AccommodationWrongError(sitting="–")

    def _days_of_newcomers(self, wanted: Arrangement, standard: AssessmentStandard) -> dict[str, CandidateDay]:
        return {name: _known(newcomer, standard) for name, (newcomer, _) in self._temporary(wanted).items()}

    def _temporary(self, wanted: Arrangement) -> dict[str, tuple[Newcomer, str]]:
        """Return the newcomers by the names that they have until they have accounts."""
        names = {f"{TEMPORARY}{number}": newcomer for number, newcomer in enumerate(wanted.candidates, start=1)}
        return {name: (newcomer, name) for name, newcomer in names.items()}

    def _commands(
        self, sitting: str, wanted: Arrangement, given: Mapping[str, tuple[Newcomer, str]]
    ) -> Iterator[SittingCommand]:
        yield PlanSitting(
            sitting=sitting,
            standard=wanted.standard,
            place=wanted.place,
            starts_on=wanted.starts_on,
            agreement=wanted.agreement,
            judging=wanted.judging,
        )
        yield self._people.appointment(wanted.chair, wanted.members)
        if len(wanted.parts) > 1 or wanted.parts[0].tasks:
            yield PlanParts(parts=wanted.parts)
        for who, part in wanted.attendants:
            yield NameAttendant(attendant=self._people.attendant(who, part))
        if wanted.equipment:
            yield CheckEquipment(equipment=wanted.equipment)
        yield from self._registered(sitting, given.values())

    def _registered(self, sitting: str, given: Iterable[tuple[Newcomer, str]]) -> Iterator[SittingCommand]:
        today = self._ports.clock.now().date()
        for number, (newcomer, account) in enumerate(given, start=1):
            rehearsed = sitting == "–"
            session = f"session-{number}" if rehearsed else self._ports.randomness.identifier("session")
            yield RegisterCandidate(candidate=account, session=session)
            if newcomer.extra_percent:
                yield ApproveAccommodation(
                    session=session,
                    extra_percent=newcomer.extra_percent,
                    approved_by=newcomer.approved_by,
                    approved_on=today,
                )


def _known(newcomer: Newcomer, standard: AssessmentStandard) -> CandidateDay:
    if not 0 <= newcomer.extra_percent <= MAX_PERCENT:
        raise AccommodationWrongError(sitting="–")
    waived = [found for name in newcomer.waives if (found := standard.competency(name))]
    skips = tuple(task.id for competency in waived for task in competency.tasks)
    return CandidateDay(extra_percent=newcomer.extra_percent, skips=skips)


def _renamed(plan: Plan, accounts: Mapping[str, str]) -> Plan:
    """Return a plan in which newcomers are called by their accounts."""

    def step(name: str) -> str:
        who, _, rest = name.partition("/")
        return f"{accounts.get(who, who)}/{rest}" if rest else name

    slots = tuple(slot.model_copy(update={"step": step(slot.step)}) for slot in plan.slots)
    rests = tuple(rest.model_copy(update={"who": accounts.get(rest.who, rest.who)}) for rest in plan.rests)
    unplaced = tuple(step(name) for name in plan.unplaced)
    return plan.model_copy(update={"slots": slots, "rests": rests, "unplaced": unplaced})
