"""Checks of standards and rubrics: tasks, criteria, rules, banks, validity."""

from collections.abc import Iterator, Sequence
from datetime import date
from string import Formatter

from exam.core.content import Content, Sourced
from exam.core.item import AssessmentItem
from exam.core.lint.finding import Finding, Keys, nearest
from exam.core.lint.items import eligible
from exam.core.rules import AllRule, AtLeastRule, Rule
from exam.core.standard import ITEM_KINDS, AssessmentStandard, Competency, Task, TaskKind
from exam.core.verdict import evidence_tasks
from exam.problem import Severity

TEMPLATE_FIELDS = {
    TaskKind.TEST: frozenset({"score", "max_score", "needed"}),
    TaskKind.TRANSCRIPT_CHOICE: frozenset({"response"}),
}


def check_validity(content: Content, on: date) -> Iterator[Finding]:
    """An incomplete standard runs no exam; one out of force, or with derived content, runs practice."""
    for found in content.standards:
        standard = found.value
        if standard.missing:
            told = {"standard": standard.id, "missing": "; ".join(standard.missing)}
            yield Finding("W003", found.path, ("missing",), told, Severity.WARNING)
        if not standard.validity.holds(on):
            told = {"standard": standard.id, "date": on.isoformat()}
            yield Finding("W001", found.path, ("validity",), told, Severity.WARNING)
        if count := standard.unofficial():
            told = {"standard": standard.id, "count": str(count)}
            yield Finding("W002", found.path, ("competencies",), told, Severity.WARNING)


def check_reports(content: Content, _on: date) -> Iterator[Finding]:
    """Records of every standard have their words."""
    for found in content.written():
        system, language = found.value.system, found.value.language
        if not any(entry.value.system == system and language in entry.value.wording for entry in content.reports):
            yield Finding("E023", found.path, ("system",), {"system": system, "language": language})


def check_tasks(content: Content, _on: date) -> Iterator[Finding]:
    """Tasks name criteria of the standard and banks that exist, each task once."""
    for found, keys, _, task in _tasks(content):
        known = [name for name, _ in found.value.criteria()]
        for place, criterion in enumerate(task.criteria):
            if criterion not in known:
                told = {"criterion": criterion, "nearest": nearest(criterion, known)}
                yield Finding("E002", found.path, (*keys, "criteria", place), told)
        if (task.kind is TaskKind.TEST) is (task.blueprint is None):
            yield Finding("E024", found.path, keys, {"task": task.id})
        if task.machine and task.kind not in TEMPLATE_FIELDS:
            yield Finding("E025", found.path, (*keys, "machine"), {"task": task.id})
        for place in range(len(task.machine)):
            yield from _machine(found, task, (*keys, "machine", place), place)
        if sum(other.id == task.id for other in found.value.tasks()) > 1:
            yield Finding("E022", found.path, (*keys, "id"), {"task": task.id})


def _machine(found: Sourced[AssessmentStandard], task: Task, keys: Keys, place: int) -> Iterator[Finding]:
    entry = task.machine[place]
    if entry.criterion not in task.criteria:
        told = {"task": task.id, "criterion": entry.criterion}
        yield Finding("E021", found.path, (*keys, "criterion"), told)
    known = TEMPLATE_FIELDS.get(task.kind, frozenset())
    for name in _fields(entry.not_met):
        if name not in known:
            told = {"criterion": entry.criterion, "field": name}
            yield Finding("E020", found.path, (*keys, "not_met"), told)


def _fields(template: str) -> list[str]:
    try:
        return [name for _, name, _, _ in Formatter().parse(template) if name is not None]
    except ValueError:
        return ["{"]


def check_criteria(content: Content, _on: date) -> Iterator[Finding]:
    """Every criterion is verified by a task, and every rule fits its criteria."""
    for found in content.written():
        for at, competency in enumerate(found.value.competencies):
            for place, criterion in enumerate(competency.criteria):
                name = competency.reference(criterion)
                if not evidence_tasks(found.value, name):
                    keys = ("competencies", at, "criteria", place)
                    yield Finding("E013", found.path, keys, {"criterion": name})
            unwritten = found.value.missing and not competency.criteria
            if not unwritten and not _fits(competency.rule, competency):
                yield Finding("E017", found.path, ("competencies", at, "rule"), {"competency": competency.id})


def _fits(rule: Rule, competency: Competency) -> bool:
    letters = [criterion.id for criterion in competency.criteria]
    if len(set(letters)) != len(letters):
        return False
    if isinstance(rule, AllRule):
        return any(criterion.binding for criterion in competency.criteria)
    if isinstance(rule, AtLeastRule):
        return rule.count <= len(letters) and set(rule.including) <= set(letters)
    return set(rule.points) <= set(letters) and sum(rule.points.values()) >= rule.threshold


def check_banks(content: Content, on: date) -> Iterator[Finding]:
    """Every task finds a bank of its kind that holds enough on the day."""
    for found, keys, _, task in _tasks(content):
        if ITEM_KINDS[task.kind] is None:
            continue
        banks = {bank.value.id: bank for bank in content.banks_of(found.value.id)}
        if task.bank is None or task.bank not in banks:
            told = {"bank": task.bank or "–", "nearest": nearest(task.bank or "", banks)}
            yield Finding("E010", found.path, (*keys, "bank"), told)
            continue
        bank = banks[task.bank]
        for at, item in enumerate(bank.value.items):
            if item.kind != ITEM_KINDS[task.kind]:
                told = {"item": item.id, "expected": str(ITEM_KINDS[task.kind])}
                yield Finding("E018", bank.path, ("items", at, "kind"), told)
        yield from _enough(task, bank.path, bank.value.id, eligible(bank, on), on)


def _enough(task: Task, path: str, bank: str, items: Sequence[AssessmentItem], on: date) -> Iterator[Finding]:
    needed = task.blueprint.bank_minimum.value if task.blueprint else 1
    if len(items) < needed:
        told = {"bank": bank, "found": str(len(items)), "needed": str(needed)}
        yield Finding("E005", path, ("items",), told)
    if task.blueprint is None:
        return
    for criterion in task.criteria:
        found = sum(criterion in item.criteria for item in items)
        drawn = task.blueprint.drawn.value
        if criterion != task.blueprint.overall and found < drawn:
            told = {"criterion": criterion, "found": str(found), "needed": str(drawn), "date": on.isoformat()}
            yield Finding("E006", path, ("items",), told)


def check_rubrics(content: Content, _on: date) -> Iterator[Finding]:
    """Every criterion has its rubric, and every rubric its competency."""
    covered: set[tuple[str, str]] = set()
    for found in content.rubrics:
        rubric, standard = found.value, content.standard(found.value.standard)
        if standard is None:
            near = nearest(rubric.standard, [entry.value.id for entry in content.written()])
            yield Finding("E019", found.path, ("standard",), {"standard": rubric.standard, "nearest": near})
            continue
        known = [competency.id for competency in standard.competencies]
        if rubric.competency not in known:
            told = {"competency": rubric.competency, "nearest": nearest(rubric.competency, known)}
            yield Finding("E011", found.path, ("competency",), told)
        covered |= {(standard.id, f"{rubric.competency}.{entry.id}") for entry in rubric.criteria}
    for entry in content.written():
        for at, competency in enumerate(entry.value.competencies):
            for place, criterion in enumerate(competency.criteria):
                name = competency.reference(criterion)
                if (entry.value.id, name) not in covered:
                    keys = ("competencies", at, "criteria", place)
                    yield Finding("E014", entry.path, keys, {"criterion": name})


def _tasks(content: Content) -> Iterator[tuple[Sourced[AssessmentStandard], Keys, Competency, Task]]:
    for found in content.written():
        for at, competency in enumerate(found.value.competencies):
            for place, task in enumerate(competency.tasks):
                yield found, ("competencies", at, "tasks", place), competency, task
