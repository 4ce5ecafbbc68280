"""The sections behind the result: each criterion, the certificates, the tasks with their time, what went wrong."""

from collections.abc import Iterator

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable

from exam.core.exam_record import RecordedCriterion, RecordedFinding, RecordedTask, RecordedWaiver
from exam.core.report import Section, fill
from exam.core.standard import Origin
from exam.core.verdict import UNFULFILLED
from exam.publishing.draft import Draft, Told, grid, headed, pairs
from exam.publishing.summary import letter, rule
from exam.publishing.tables import Row
from exam.publishing.typesetting import NBSP, minutes, minutes_seconds

DIGEST_SHOWN = 16
"""Hexadecimal digits of a digest that is printed in short; the attached data hold all of it."""
HEADED = 42 * mm
"""Room that a heading needs with the first rows of its table."""


def criteria(draft: Draft) -> list[Flowable]:
    """Every criterion of every competency, with who decided it and why."""
    drawn: list[Flowable] = []
    section = draft.number(Section.CRITERIA)
    for number, found in enumerate(draft.record.competencies, start=1):
        outcome = draft.wording.competencies[found.status]
        heads = [
            draft.cell(draft.told(f"{section}.{number} {found.title}{NBSP}–{NBSP}{outcome}"), "subsection"),
            draft.cell(rule(draft, found), "lead"),
        ]
        rows = [_criteria_head(draft), *(_criterion(draft, entry) for entry in found.criteria)]
        drawn += [CondPageBreak(HEADED)] if drawn else []
        drawn += headed(heads, grid(draft, rows, _CRITERIA, summary=found.title))
    if any(entry.origin is Origin.DERIVED for found in draft.record.competencies for entry in found.criteria):
        drawn.append(draft.cell(draft.wording.phrases.derived_note, "note"))
    return drawn


def waivers(draft: Draft) -> list[Flowable]:
    """The certificates that stand for a competency."""
    title = draft.title(Section.WAIVERS)
    return [pairs(draft, list(_waiver(draft, waiver)), summary=title) for waiver in draft.record.waivers] or [
        draft.cell(draft.wording.phrases.no_waivers)
    ]


def tasks(draft: Draft) -> list[Flowable]:
    """Every task with its time, its panel and its score, then what was given out and handed in."""
    labels = draft.wording.labels
    heads = (labels.task, labels.opened, labels.closed, labels.granted, labels.used, labels.panel, labels.score)
    rows: list[Row] = [[draft.cell(head, "head") for head in heads]]
    rows += [_task(draft, task) for task in draft.record.tasks]
    drawn: list[Flowable] = [grid(draft, rows, _TASKS, summary=draft.title(Section.TASKS))]
    given = [task for task in draft.record.tasks if task.content]
    drawn += _listed(draft, labels.content, [(task.title, "; ".join(_content(task))) for task in given])
    handed = [task for task in draft.record.tasks if task.submissions]
    drawn += _listed(draft, labels.submissions, [(task.title, "; ".join(_submissions(task))) for task in handed])
    return drawn


def irregularities(draft: Draft) -> list[Flowable]:
    """What happened that the record should know of."""
    told = [_irregularity(draft, entry) for entry in draft.record.irregularities]
    found = draft.setter.listed(told, verbatim=True, language=draft.language)
    return list(found) or [draft.cell(draft.wording.phrases.no_irregularities)]


def _irregularity(draft: Draft, told: str) -> str:
    kind, colon, note = told.partition(": ")
    return f"{draft.wording.irregularities.get(kind, kind)}{colon}{note}"


_CRITERIA = (12 * mm, 128 * mm, 30 * mm)
_TASKS = (46 * mm, 14 * mm, 14 * mm, 20 * mm, 16 * mm, 43 * mm, 17 * mm)


def _criteria_head(draft: Draft) -> Row:
    labels = draft.wording.labels
    return [draft.cell(head, "head") for head in (labels.letter, labels.criterion, labels.outcome)]


def _criterion(draft: Draft, found: RecordedCriterion) -> Row:
    mark = draft.wording.phrases.derived if found.origin is Origin.DERIVED else ""
    told: list[Flowable] = [draft.cell(draft.told(found.text))]
    for finding in found.findings:
        told.append(draft.cell(_finding(draft, finding), "remark"))
        if finding.reason:
            told.append(draft.cell(draft.told(f"{draft.wording.labels.reason}: {finding.reason}"), "reason"))
    strong = found.status in UNFULFILLED
    return [
        draft.cell(f"{letter(found)} {mark}"),
        told,
        draft.cell(draft.wording.criteria[found.status], "strong" if strong else "body"),
    ]


def _finding(draft: Draft, finding: RecordedFinding) -> str:
    wording = draft.wording
    return fill(
        wording.phrases.finding,
        task=draft.task(finding.task),
        judgement=wording.judgements[finding.judgement],
        decided=_decided(draft, finding),
    )


def _decided(draft: Draft, finding: RecordedFinding) -> str:
    phrases = draft.wording.phrases
    if finding.rule is None:
        return phrases.machine
    if not finding.unanimous:
        return fill(phrases.divided, rule=draft.wording.rules[finding.rule])
    return phrases.sole_examiner if len(draft.record.examiners) == 1 else phrases.commission


def _waiver(draft: Draft, waiver: RecordedWaiver) -> Iterator[tuple[str, str | Told]]:
    labels, setter, shown = draft.wording.labels, draft.setter, waiver.certificate
    titles = {entry.competency: entry.title for entry in draft.record.competencies}
    yield labels.competency, draft.told(titles.get(waiver.competency, waiver.competency))
    yield labels.certificate, f"{shown.number} ({shown.language}, {shown.level})"
    yield labels.issuer, shown.issuer
    yield labels.issued_on, setter.day(shown.issued_on)
    yield labels.valid_until, setter.day(shown.valid_until) if shown.valid_until else ""
    yield labels.original_seen, setter.truth(shown.original_seen)
    yield labels.accepted, setter.moment(waiver.accepted_at)
    if shown.scan:
        yield labels.scan, shown.scan


def _task(draft: Draft, task: RecordedTask) -> Row:
    people = [draft.examiner(member) for member in task.panel]
    if task.figurant:
        people.append(f"{draft.wording.labels.figurant}: {draft.examiner(task.figurant)}")
    return [
        draft.cell(draft.told(task.title), "small"),
        draft.cell(_when(draft, task, closing=False), "small"),
        draft.cell(_when(draft, task, closing=True), "small"),
        draft.cell(_granted(task), "small"),
        draft.cell(minutes_seconds(task.consumed_ms), "small"),
        draft.setter.lines(people, "small"),
        draft.cell(_score(draft, task), "small"),
    ]


def _when(draft: Draft, task: RecordedTask, *, closing: bool) -> str:
    """Spell the time, with the date where it is another; a date may break over lines, the column is narrow."""
    moment = task.closed_at if closing else task.opened_at
    if moment is None:
        return draft.wording.phrases.none
    other_day = moment.date() != draft.record.started_at.date()
    return draft.setter.moment(moment).replace(NBSP, " ") if other_day else draft.setter.clock(moment)


def _granted(task: RecordedTask) -> str:
    """Spell `60 (45 + 15)` where time was added."""
    total = minutes(task.granted_ms)
    if not task.extra_ms:
        return total
    return f"{total} ({minutes(task.granted_ms - task.extra_ms)} + {minutes(task.extra_ms)})"


def _score(draft: Draft, task: RecordedTask) -> str:
    if task.score is None or task.max_score is None:
        return draft.wording.phrases.none
    return f"{draft.setter.number(task.score)} / {draft.setter.number(task.max_score)}"


def _listed(draft: Draft, title: str, rows: list[tuple[str, str]]) -> list[Flowable]:
    if not rows:
        return []
    told = [draft.cell(draft.told(f"{name}: {listed}"), "listed") for name, listed in rows]
    return [CondPageBreak(HEADED / 2), draft.cell(title, "subsection"), *told]


def _content(task: RecordedTask) -> list[str]:
    return [f"{entry.item}{NBSP}v{entry.version}{NBSP}{entry.digest[:DIGEST_SHOWN]}" for entry in task.content]


def _submissions(task: RecordedTask) -> list[str]:
    return [blob[:DIGEST_SHOWN] for blob in task.submissions]
