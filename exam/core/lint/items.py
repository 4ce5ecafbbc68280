"""Checks of banks: keys, statuses, enemies, references."""

from collections.abc import Iterator
from datetime import date

from exam.core.content import Content, Sourced
from exam.core.item import AssessmentItem, ChoiceItem, Item, ItemBank, Status, TranscriptSet
from exam.core.lint.finding import Finding, nearest
from exam.core.spreadsheet_check import assignment_faults


def check_ids(content: Content, _on: date) -> Iterator[Finding]:
    """Item ids are unique within a standard, standard ids everywhere."""
    seen: dict[tuple[str, str], str] = {}
    for path, at, item in _items(content):
        key = (_standard_of(content, path), item.id)
        if key in seen:
            yield Finding("E001", path, ("items", at, "id"), {"id": item.id, "first": seen[key]})
        seen.setdefault(key, path)
    standards: dict[str, str] = {}
    for found in content.standards:
        if found.value.id in standards:
            told = {"id": found.value.id, "first": standards[found.value.id]}
            yield Finding("E001", found.path, ("id",), told)
        standards.setdefault(found.value.id, found.path)


def check_criteria(content: Content, _on: date) -> Iterator[Finding]:
    """Items serve criteria of their standard."""
    for found in content.banks:
        standard = content.standard(found.value.standard)
        if standard is None:
            known = [entry.value.id for entry in content.written()]
            told = {"standard": found.value.standard, "nearest": nearest(found.value.standard, known)}
            yield Finding("E019", found.path, ("standard",), told)
            continue
        known = [name for name, _ in standard.criteria()]
        for at, item in enumerate(found.value.items):
            for place, criterion in enumerate(item.criteria):
                if criterion not in known:
                    told = {"criterion": criterion, "nearest": nearest(criterion, known)}
                    yield Finding("E002", found.path, ("items", at, "criteria", place), told)


def check_keys(content: Content, _on: date) -> Iterator[Finding]:
    """A choice has one right option, a set one right transcript, and no id stands twice."""
    for path, at, item in _items(content):
        if isinstance(item, ChoiceItem):
            parts, code, key = [(entry.id, entry.correct) for entry in item.options], "E003", "options"
        elif isinstance(item, TranscriptSet):
            parts, code, key = [(entry.id, entry.correct) for entry in item.transcripts], "E004", "transcripts"
        else:
            continue
        right = sum(correct for _, correct in parts)
        if right != 1:
            yield Finding(code, path, ("items", at, key), {"item": item.id, "count": str(right)})
        names = [name for name, _ in parts]
        for place, name in enumerate(names):
            if name in names[:place]:
                yield Finding("E016", path, ("items", at, key, place), {"item": item.id, "option": name})


def check_approval(content: Content, _on: date) -> Iterator[Finding]:
    """An approved item was read by a second person; an approved choice rests on a basis that was checked."""
    for path, at, item in _items(content):
        if item.status is not Status.APPROVED:
            continue
        if item.reviewed is None or item.reviewed.by == item.author:
            yield Finding("E008", path, ("items", at, "reviewed"), {"item": item.id})
        if isinstance(item, ChoiceItem) and (not item.basis or item.checked_on is None):
            yield Finding("E009", path, ("items", at, "basis"), {"item": item.id})


def check_enemies(content: Content, _on: date) -> Iterator[Finding]:
    """Enemies exclude each other, and exist."""
    for found in content.banks:
        choices = {item.id: item for item in found.value.items if isinstance(item, ChoiceItem)}
        for at, item in enumerate(found.value.items):
            for place, enemy in enumerate(item.enemies if isinstance(item, ChoiceItem) else ()):
                if enemy not in choices or item.id not in choices[enemy].enemies:
                    told = {"item": item.id, "enemy": enemy}
                    yield Finding("E012", found.path, ("items", at, "enemies", place), told)


def check_workbooks(content: Content, _on: date) -> Iterator[Finding]:
    """A workbook task can be computed on every seed that is tried."""
    for path, at, item in _items(content):
        if item.kind == "spreadsheet":
            for fault in assignment_faults(item.assignment, language=item.language):
                keys = ("items", at, "assignment", *_inside(fault.where))
                yield Finding(fault.code, path, keys, dict(fault.arguments))


def _inside(where: str) -> tuple[str | int, ...]:
    return tuple(part for part in where.split(".") if part)


def _items(content: Content) -> Iterator[tuple[str, int, Item]]:
    for found in content.banks:
        for at, item in enumerate(found.value.items):
            yield found.path, at, item


def _standard_of(content: Content, path: str) -> str:
    return next(found.value.standard for found in content.banks if found.path == path)


def eligible(bank: Sourced[ItemBank], on: date) -> list[AssessmentItem]:
    """Return the items of a bank that may be given to a candidate on that day."""
    return [item for item in bank.value.items if item.eligible(on)]
