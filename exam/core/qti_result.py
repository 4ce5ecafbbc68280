"""The scored parts of an exam as a QTI 3 result report, for systems that read no record of ours.

1EdTech QTI Results Reporting 3.0: namespace and element names as in `imsqti_resultv3p0_v1p0.xsd`. It follows from the
record and its extract alone, so whoever verifies derives it again. It holds scores, no responses and no keys, and says
nothing about criteria that people judge: those are no QTI outcomes.
"""

from collections.abc import Iterator
from decimal import Decimal
from html import escape

from exam.core.events import decode
from exam.core.exam_record import ExamRecord, Extract, RecordedTask
from exam.core.session_events import TaskScored
from exam.core.session_values import ItemOutcome

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_result_v3p0"
SCHEMA = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_resultv3p0_v1p0.xsd"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


def qti_result(record: ExamRecord, extract: Extract) -> bytes:
    """Return the report; the same data give the same bytes."""
    scored = list(_scored(record, extract))
    ended = record.ended_at.isoformat()
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<assessmentResult xmlns="{NAMESPACE}" xmlns:xsi="{INSTANCE}" xsi:schemaLocation="{NAMESPACE} {SCHEMA}">',
        f'  <context sourcedId="{_text(record.session)}"/>',
        f'  <testResult identifier="{_text(record.session)}" datestamp="{ended}">',
        *(line for task, _ in scored for line in _totals(task)),
        "  </testResult>",
        *_items(scored),
        "</assessmentResult>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _scored(record: ExamRecord, extract: Extract) -> Iterator[tuple[RecordedTask, tuple[ItemOutcome, ...]]]:
    """Yield each task whose items were scored one by one, with the scores that stand in the end."""
    last: dict[str, TaskScored] = {}
    for kept in extract.entries:
        if kept.link.type == TaskScored.__name__ and kept.body is not None:
            entry = decode(kept.link.type, kept.link.version, kept.body.encode(), seq=kept.link.seq)
            scored = TaskScored.model_validate(entry.event.model_dump())
            last[scored.task] = scored
    for task in record.tasks:
        given = {content.item for content in task.content}
        event = last.get(task.task)
        outcomes = tuple(outcome for outcome in event.items if outcome.item in given) if event else ()
        if outcomes:
            yield task, outcomes


def _items(scored: list[tuple[RecordedTask, tuple[ItemOutcome, ...]]]) -> Iterator[str]:
    sequence = 0
    for task, outcomes in scored:
        closed = (task.closed_at or task.opened_at).isoformat()
        for outcome in outcomes:
            sequence += 1
            yield (
                f'  <itemResult identifier="{_text(outcome.item)}" sequenceIndex="{sequence}"'
                f' datestamp="{closed}" sessionStatus="final">'
            )
            yield _variable("SCORE", outcome.score, outcome.max_score)
            yield "  </itemResult>"


def _totals(task: RecordedTask) -> Iterator[str]:
    if task.score is not None and task.max_score is not None:
        yield _variable(f"{task.task}.SCORE", task.score, task.max_score)


def _variable(name: str, value: Decimal, maximum: Decimal) -> str:
    return (
        f'    <outcomeVariable identifier="{_text(name)}" cardinality="single" baseType="float"'
        f' normalMaximum="{maximum}"><value>{value}</value></outcomeVariable>'
    )


def _text(value: str) -> str:
    return escape(value, quote=True)
