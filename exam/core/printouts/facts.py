"""The facts of printouts of a sitting and of its people; every text is spelt here, so that drawing decides nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from exam.core.candidate_session.state import SessionState
from exam.core.identity import Identity
from exam.core.printouts.office import Office, OfficeCandidate
from exam.core.report import Wording, fill
from exam.core.sitting.state import SittingState
from exam.core.standard import AssessmentStandard, Blueprint, Criterion, LocalText, Task, TaskKind, VerificationMethod

Facts: TypeAlias = Mapping[str, str | Sequence["Facts"]]
HUNDRED = 100
PERCENT = "\u00a0%"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the sitting."""

    account: str
    identity: Identity
    session: str = ""
    chair: bool = False
    state: SessionState = field(default_factory=SessionState)


@dataclass(frozen=True, slots=True)
class PrintCase:
    """What the facts of a sitting's printouts rest on."""

    sitting: SittingState
    standard: AssessmentStandard
    wording: Wording
    office: Office
    today: date
    members: tuple[Person, ...]
    candidates: tuple[Person, ...]
    methods: Mapping[VerificationMethod, str] = field(default_factory=dict)
    """How a criterion is verified, in words."""
    codes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """By session, the computer at which its candidate sits down and the code with which he does, once."""

    def day(self, day: date | None) -> str:
        """Spell a day, nothing for none."""
        if day is None:
            return ""
        return fill(self.wording.figures.day, day=day.day, month=day.month, year=day.year).replace(" ", "\u00a0")

    def moment(self, moment: datetime | None) -> str:
        """Spell a moment, nothing for none."""
        if moment is None:
            return ""
        figures = self.wording.figures
        clock = fill(figures.clock, hour=moment.hour, minute=f"{moment.minute:02}")
        return fill(figures.moment, day=self.day(moment.date()), clock=clock.replace(" ", "\u00a0"))


def sitting_facts(case: PrintCase) -> Facts:
    """Return what every printout of a sitting may say."""
    plan, standard, office = case.sitting.plan(), case.standard, case.office
    language = standard.language
    holder = next((member.identity.authorisation for member in case.members if member.chair), None)
    chair = next((member.identity.full_name for member in case.members if member.chair), "")
    return {
        "sitting": plan.sitting,
        "standard_title": _local(standard.title, language),
        "standard_code": standard.code,
        "level": str(standard.level),
        "place": plan.place,
        "day": ", ".join(case.day(day) for day in case.sitting.days),
        "day_iso": plan.starts_on.isoformat(),
        "starts": office.starts or "",
        "authority": _local(standard.authority, language),
        "holder": (holder.holder if holder else "") or chair,
        "holder_seat": holder.seat if holder else "",
        "holder_id": holder.company_id if holder else "",
        "authorisations": ", ".join(dict.fromkeys(_number(member) for member in case.members)),
        "contact": office.contact or chair,
        "phone": office.phone,
        "email": office.email,
        "data_box": office.data_box,
        "web": office.web,
        "chair": chair,
        "file_number": office.file_number,
        "held_in": office.held_in,
        "issued_in": office.issued_in,
        "today": case.day(case.today),
        "members": [_member(case, member) for member in case.members],
        "candidates": [_candidate(case, candidate) for candidate in case.candidates],
    }


def person_facts(case: PrintCase, person: Person) -> Facts:
    """Return the facts of one candidate within his sitting."""
    known = case.office.candidates.get(person.account, OfficeCandidate())
    identity = person.identity
    extra = person.state.extra_percent
    return {
        **sitting_facts(case),
        **_candidate(case, person),
        "candidate": identity.full_name,
        "given_names": identity.given_names,
        "surname": identity.surname,
        "titles": ", ".join(part for part in (identity.title_before, identity.title_after) if part),
        "extra": f"{extra}{PERCENT}" if extra else "",
        "address": known.address,
    }


def invitation_facts(case: PrintCase, person: Person) -> Facts:
    """Return the facts of an invitation."""
    fee = case.office.fee
    return {
        **person_facts(case, person),
        **task_facts(case),
        "documents": texts(case.standard.documents),
        "fee": fee.amount if fee else "",
        "account_number": fee.account_number if fee else "",
        "symbol": fee.symbol if fee else "",
        "due": case.day(fee.due) if fee else "",
    }


def rules_facts(case: PrintCase) -> Facts:
    """Return the facts of the page of rules."""
    return {
        **sitting_facts(case),
        **task_facts(case),
        "tests": [_test(task, task.blueprint) for task in case.standard.tasks() if task.blueprint],
        "topics": texts(topic.text for topic in case.standard.induction),
        "documents": texts(case.standard.documents),
    }


def induction_facts(case: PrintCase, person: Person) -> Facts:
    """Return the facts of the record of the induction."""
    return {**person_facts(case, person), "topics": texts(topic.text for topic in case.standard.induction)}


def call_facts(case: PrintCase, person: Person) -> Facts:
    """Return the facts of the card for calls."""
    calls = [_task(case, task, 0) for task in case.standard.tasks() if task.kind is TaskKind.ROLE_PLAY]
    return {**person_facts(case, person), "calls": [{**call, "task": call["title"]} for call in calls]}


def task_facts(case: PrintCase) -> Facts:
    """Return the tasks of the standard in order."""
    numbered = enumerate((task for task in case.standard.tasks() if task.kind is not TaskKind.CERTIFICATE), start=1)
    return {"tasks": [_task(case, task, number) for number, task in numbered]}


def texts(entries: "Iterator[str] | Sequence[str]") -> list[Facts]:
    """Return each text as an entry of a list."""
    return [{"text": entry} for entry in entries]


def _local(told: LocalText, language: str) -> str:
    """Return a text in a language, in its first one where that is missing."""
    return told.get(language) or next(iter(told.values()), "")


def _member(case: PrintCase, member: Person) -> Facts:
    captions = case.wording.captions
    alone = captions.examiner if len(case.members) == 1 else captions.member
    return {
        "name": member.identity.full_name,
        "role": captions.chair if member.chair and len(case.members) > 1 else alone,
        "number": _number(member),
        "person": member.identity.authorisation.holder if member.identity.authorisation else "",
    }


def _candidate(case: PrintCase, person: Person) -> dict[str, str]:
    workstation, code = case.codes.get(person.session, ("", ""))
    return {
        "workstation": workstation,
        "code": code,
        "name": person.identity.full_name,
        "session": person.session,
        "account": person.account,
        "identity_document": person.state.document,
    }


def _number(member: Person) -> str:
    return member.identity.authorisation.number if member.identity.authorisation else ""


def _task(case: PrintCase, task: Task, number: int) -> dict[str, str]:
    owner = next(found for found in case.standard.competencies if task in found.tasks)
    methods = {method for name in task.criteria for method in _methods(case.standard.criterion(name))}
    return {
        "number": str(number),
        "title": task.title,
        "minutes": str(task.minutes.value),
        "preparation": str(task.preparation_minutes) if task.preparation_minutes else "",
        "how": ", ".join(case.methods.get(method, method.value) for method in VerificationMethod if method in methods),
        "competency": owner.title,
    }


def _methods(criterion: Criterion | None) -> tuple[VerificationMethod, ...]:
    return criterion.methods if criterion else ()


def _test(task: Task, blueprint: Blueprint) -> Facts:
    drawn = [name for name in task.criteria if name != blueprint.overall]
    return {
        "title": task.title,
        "minutes": str(task.minutes.value),
        "items": str(blueprint.drawn.value * len(drawn)),
        "floor": f"{int(blueprint.floor.value * HUNDRED)}{PERCENT}",
        "pass_mark": f"{int(blueprint.pass_mark.value * HUNDRED)}{PERCENT}" if blueprint.overall else "",
    }
