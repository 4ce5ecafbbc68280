"""What is printed for a sitting: gathers what the journal, the banks and the office know, for whom may have it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from exam.core.identity import Identity
from exam.core.item import AssessmentItem
from exam.core.printouts import facts as told
from exam.core.printouts import letters, result_facts
from exam.core.printouts.day_facts import DaySheets
from exam.core.printouts.facts import Facts, Person, PrintCase
from exam.core.printouts.item_facts import Given, printouts_of
from exam.core.printouts.office import Office
from exam.core.printouts.shapes import Printout
from exam.core.printouts.work_facts import work_facts
from exam.core.record_building import practice_reasons
from exam.core.sitting.state import SittingState
from exam.core.standard import AssessmentStandard, Task, TaskKind
from exam.service.access import Actor, authorize_sitting
from exam.service.day_planning import PlannedDay
from exam.service.ports import Ports, PrintWords
from exam.service.sessions import SessionService
from exam.service.sittings import SittingService

NOBODY = Identity(given_names="–", surname="–")
"""Whose identity was erased."""
PER_SITTING = (Printout.RULES, Printout.ATTENDANCE, Printout.CODE_SLIPS, Printout.VISITORS)
PER_CANDIDATE = {
    Printout.INVITATION: told.invitation_facts,
    Printout.INDUCTION: told.induction_facts,
    Printout.CALL_CARD: told.call_facts,
    Printout.ISKA: result_facts.iska_facts,
}
AFTER_THE_RESULT = {Printout.NOTICE: result_facts.notice_facts, Printout.FEEDBACK: result_facts.feedback_facts}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to have printed; without a choice everything that there is."""

    printouts: frozenset[Printout] = frozenset(Printout)
    sessions: tuple[str, ...] = ()
    """Only these candidates."""
    bank: bool = False
    """The items of the banks, before any is drawn, instead of those that candidates were given."""
    plan: PlannedDay | None = None
    codes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """By session, computer and fresh code, for the slips."""
    language: str = ""
    """Of the words around what is printed; that of the standard where it is empty."""
    office: Office = field(default_factory=lambda: Office.model_validate({"schema": "exam/office/1"}))


@dataclass(frozen=True, slots=True)
class Printed:
    """One printout."""

    printout: Printout
    about: str
    """A session, an account, an item or the sitting."""
    pdf: bytes


class PrintingService:
    """Prints what a sitting needs on paper."""

    def __init__(self, ports: Ports, sittings: SittingService, sessions: SessionService) -> None:
        self._ports = ports
        self._sittings = sittings
        self._sessions = sessions

    def printed(self, actor: Actor, sitting_id: str, wish: Wish) -> Iterator[Printed]:
        """Yield what was wished for, drawn.

        Raises:
            DeniedError: the actor neither planned the sitting, nor is of its commission or the authorised person.
            ExamError: no such sitting, or no words for a printout.
        """
        case, words = self._case(actor, sitting_id, wish)
        standard, plan = case.standard, case.sitting.plan()
        reasons = practice_reasons(
            standard,
            plan.starts_on,
            scripted=plan.scripted,
            practice_certificate=False,
            set_on=case.sitting.set_on,
        )
        for printout, about, facts in self._all(case, words, wish):
            if printout in wish.printouts:
                pdf = self._ports.publisher.draw_printout(printout, standard, facts, practice=bool(reasons))
                yield Printed(printout, about, pdf)

    def dispatch_letter(
        self, actor: Actor, session: str, *, record: str, file: str, sha256: str, office: Office | None = None
    ) -> bytes:
        """Return the letter with which a candidate's record goes to the authorising body.

        Raises:
            DeniedError: the actor neither planned the sitting, nor is of its commission or the authorised person.
        """
        wish = Wish(sessions=(session,), office=office or Wish().office)
        state = self._sessions.state(session)
        case, _ = self._case(actor, state.sitting, wish)
        person = next(iter(case.candidates), None) or Person(state.candidate, NOBODY, session, state=state)
        facts = letters.dispatch_facts(case, person, record=record, file=file, sha256=sha256)
        practice = state.record is not None and state.record.practice
        return self._ports.publisher.draw_printout(Printout.DISPATCH, case.standard, facts, practice=practice)

    def iska_rows(self, actor: Actor, sitting_id: str, wish: Wish) -> tuple[Mapping[str, str], ...]:
        """Return a row for each candidate with what ISKA asks for.

        Raises:
            DeniedError: the actor neither planned the sitting, nor is of its commission or the authorised person.
        """
        case, _ = self._case(actor, sitting_id, wish)
        return tuple(iska_row(case, person) for person in case.candidates)

    def _all(self, case: PrintCase, words: PrintWords, wish: Wish) -> Iterator[tuple[Printout, str, Facts]]:
        sitting = case.sitting.plan().sitting
        for printout in PER_SITTING:
            facts = told.rules_facts(case) if printout is Printout.RULES else told.sitting_facts(case)
            yield printout, sitting, facts
        anchors = {name: self._ports.library.anchors(case.standard.id, name) for name, _ in case.standard.criteria()}
        yield Printout.ANCHORS, sitting, result_facts.anchor_facts(case, anchors)
        for person in case.candidates:
            yield from ((printout, person.session, make(case, person)) for printout, make in PER_CANDIDATE.items())
            for member in case.members:
                facts = result_facts.score_facts(case, person, member, anchors)
                yield Printout.SCORE_SHEET, f"{person.session}-{member.account}", facts
            if person.state.result or person.state.ending:
                made = AFTER_THE_RESULT.items()
                yield from ((printout, person.session, make(case, person)) for printout, make in made)
        yield from self._bank(case, words) if wish.bank else self._given(case, words)
        if wish.plan is not None:
            yield from self._day(case, words, wish.plan)

    def _given(self, case: PrintCase, words: PrintWords) -> Iterator[tuple[Printout, str, Facts]]:
        """Yield what candidates were given: the items that were drawn, as they were presented."""
        for person in case.candidates:
            facts = told.person_facts(case, person)
            for task_id, paper in person.state.papers.items():
                task = case.standard.task(task_id)
                items = self._sessions.items(person.state, task_id)
                if task is None or not items:
                    continue
                orders = {pinned.item: pinned.order for pinned in paper}
                given = Given(task, items, orders, words.frame)
                yield from _about(given, facts, f"{person.session}-{task_id}")
                work = work_facts(case, person, task_id, items, paper)
                if work["asked"]:
                    yield Printout.WORK, f"{person.session}-{task_id}", work

    def _bank(self, case: PrintCase, words: PrintWords) -> Iterator[tuple[Printout, str, Facts]]:
        """Yield every item that may be drawn, for the pack of the day before; a test is drawn for each candidate."""
        day, facts = case.sitting.plan().starts_on, told.sitting_facts(case)
        for task in case.standard.tasks():
            if task.bank is None or task.kind is TaskKind.TEST:
                continue
            for item in self._ports.library.bank(case.standard.id, task.bank):
                if item.eligible(day) and _serves(item, task):
                    yield from _about(Given(task, (item,), {}, words.frame), facts, f"{task.id}-{item.id}")

    def _day(self, case: PrintCase, words: PrintWords, plan: PlannedDay) -> Iterator[tuple[Printout, str, Facts]]:
        for number, part in enumerate(plan.days, start=1):
            steps = {step.id: step for step in part.problem.steps}
            sheets = DaySheets(case, part.plan, steps, words.frame.stages, words.frame.rest, number=number)
            suffix = f"-{number}" if len(plan.days) > 1 else ""
            for printout, account, facts in sheets.all():
                yield printout, f"{account or case.sitting.plan().sitting}{suffix}", facts

    def _case(self, actor: Actor, sitting_id: str, wish: Wish) -> tuple[PrintCase, PrintWords]:
        state = self._sittings.known(sitting_id)
        authorize_sitting(actor, "PrintSitting", state)
        standard = self._ports.library.standard(state.plan().standard)
        if wish.language:
            standard = standard.model_copy(update={"language": wish.language})
        words = self._ports.publisher.words(standard.system, standard.language)
        return self._gathered(state, standard, words, wish), words

    def _gathered(self, state: SittingState, standard: AssessmentStandard, words: PrintWords, wish: Wish) -> PrintCase:
        accounts = {account.id: account.identity for account in self._ports.people.accounts()}
        chosen = {name: who for name, who in state.sessions.items() if not wish.sessions or name in wish.sessions}
        members = ((member.id, member.identity, member.chair) for member in state.members)
        return PrintCase(
            sitting=state,
            standard=standard,
            wording=words.record,
            office=wish.office,
            today=self._ports.clock.now().date(),
            members=tuple(self._people((who, identity, "", chair) for who, identity, chair in members)),
            candidates=tuple(
                self._people((who, accounts.get(who, ""), session, False) for session, who in chosen.items())
            ),
            methods=words.frame.methods,
            codes=wish.codes,
        )

    def _people(self, named: "Iterator[tuple[str, str, str, bool]]") -> Iterator[Person]:
        """Yield those whose identity is still known."""
        for who, reference, session, chair in named:
            version = self._ports.people.identity(reference)
            if version is not None:
                state = self._sessions.state(session) if session else None
                person = Person(who, version.identity, session, chair)
                yield person if state is None else Person(who, version.identity, session, chair, state)


def iska_row(case: PrintCase, person: Person) -> Mapping[str, str]:
    """Return what ISKA asks for of one candidate, under the names of its columns."""
    facts = result_facts.iska_facts(case, person)
    text = {name: value for name, value in facts.items() if isinstance(value, str)}
    return {column: text.get(name, "") for column, name in ISKA_COLUMNS.items()}


ISKA_COLUMNS: Mapping[str, str] = {
    "Prijmeni": "surname",
    "Jmeno": "given_names",
    "Titul": "titles",
    "RodneCislo": "birth_number",
    "DatumNarozeni": "born",
    "MistoNarozeni": "born_in",
    "KodKvalifikace": "standard_code",
    "DatumZkousky": "day",
    "MistoKonani": "held_in",
    "MistoVydani": "issued_in",
    "Vysledek": "result",
    "FormulareOsvedceni": "form",
    "CisloAutorizace": "authorisations",
    "SpisovaZnacka": "file_number",
}
"""Our own names of columns; ISKA's import is not published."""


def _about(given: Given, facts: Facts, about: str) -> Iterator[tuple[Printout, str, Facts]]:
    for printout, own in printouts_of(given):
        yield printout, about, {**facts, **own}


def _serves(item: AssessmentItem, task: Task) -> bool:
    return bool(set(item.criteria) & set(task.criteria))
