"""Checks of what only some systems use: renamings, scales, tasks that others bar, lists beside the competencies."""

from collections.abc import Iterator
from datetime import date

from exam.core.content import Content
from exam.core.lint.finding import Finding, Keys, nearest
from exam.core.report import Wording
from exam.core.scale import Scale, ScalePart
from exam.core.standard import AssessmentStandard, TaskKind
from exam.core.verdict import evidence_tasks

USABLE = frozenset({None, "numbered-twice"})
"""Flaws of an entry on which a criterion may rest all the same."""


def check_renamings(content: Content, _on: date) -> Iterator[Finding]:
    """A renaming is of a standard that has its own files."""
    known = [found.value.id for found in content.written()]
    for found in content.renamings:
        if found.value.of not in known:
            told = {"standard": found.value.of, "nearest": nearest(found.value.of, known)}
            yield Finding("E019", found.path, ("of",), told)


def check_scales(content: Content, _on: date) -> Iterator[Finding]:
    """Every part of a scale counts something that the standard has, every mark can be reached, and records tell it."""
    for found in content.written():
        scale = found.value.scale
        if scale is None:
            continue
        for at, part in enumerate(scale.parts):
            for keys, name in _strange(part, found.value):
                yield Finding("E026", found.path, ("scale", "parts", at, *keys), {"part": part.id, "name": name})
        if not _is_reachable(scale):
            yield Finding("E027", found.path, ("scale", "marks"), {"standard": found.value.id})
        if all(wording.points is None for wording in _wordings(content, found.value)):
            yield Finding("E030", found.path, ("scale",), _whose(found.value))


def check_decisions(content: Content, _on: date) -> Iterator[Finding]:
    """Records under a second decision have words for it."""
    for found in content.written():
        wordings = _wordings(content, found.value)
        if found.value.second_decision is not None and all(wording.decision is None for wording in wordings):
            yield Finding("E031", found.path, ("second_decision",), _whose(found.value))


def _wordings(content: Content, standard: AssessmentStandard) -> list[Wording]:
    reports = [entry.value for entry in content.reports if entry.value.system == standard.system]
    return [report.wording[standard.language] for report in reports if standard.language in report.wording]


def _whose(standard: AssessmentStandard) -> dict[str, str]:
    return {"system": standard.system, "language": standard.language}


def _strange(part: ScalePart, standard: AssessmentStandard) -> Iterator[tuple[Keys, str]]:
    tests = [task.id for task in standard.tasks() if task.kind is TaskKind.TEST]
    yield from ((("tests", at), name) for at, name in enumerate(part.tests) if name not in tests)
    yield from ((("criteria", name), name) for name in part.criteria if standard.criterion(name) is None)
    if not part.tests and not part.criteria:
        yield (), "–"


def _is_reachable(scale: Scale) -> bool:
    names = [part.id for part in scale.parts]
    return len(set(names)) == len(names) and scale.marks[-1].least <= sum(part.points for part in scale.parts)


def check_gates(content: Content, _on: date) -> Iterator[Finding]:
    """What bars a task is settled by tasks that stand before it."""
    for found in content.written():
        before: set[str] = set()
        for at, competency in enumerate(found.value.competencies):
            for place, task in enumerate(competency.tasks):
                keys = ("competencies", at, "tasks", place, "requires")
                for number, name in enumerate(task.requires):
                    settled = evidence_tasks(found.value, name)
                    if not settled or not before.issuperset(settled):
                        yield Finding("E028", found.path, (*keys, number), {"task": task.id, "criterion": name})
                before.add(task.id)


def check_lists(content: Content, _on: date) -> Iterator[Finding]:
    """A criterion rests on entries that the standard lists and that are its own beyond doubt."""
    for found in content.written():
        usable = {
            f"{listing.id}.{entry.number}"
            for listing in found.value.lists
            for entry in listing.entries
            if entry.flaw in USABLE
        }
        for at, competency in enumerate(found.value.competencies):
            for place, criterion in enumerate(competency.criteria):
                keys = ("competencies", at, "criteria", place, "rests_on")
                for number, name in enumerate(criterion.rests_on):
                    if name not in usable:
                        told = {"criterion": competency.reference(criterion), "entry": name}
                        yield Finding("E029", found.path, (*keys, number), told)
