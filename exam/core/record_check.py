"""What a stranger can prove from a record's own data: the chain holds, the verdict follows, the names are true.

Needs neither journal nor network. It compares three attached documents (record, extract, standard) with one another;
whether they are the signed ones is for the signatures to say.
"""

from collections.abc import Iterator
from decimal import Decimal

from exam.core.canonical import digest
from exam.core.chain import ChainBrokenError, follow, salted_digest
from exam.core.course_events import EndingWeighed
from exam.core.discrepancy import Discrepancy
from exam.core.events import Entry, EventUnknownError, decode
from exam.core.exam_record import ExamRecord, Extract, RecordedCompetency, RecordedFinding
from exam.core.record_building import recorded_standard
from exam.core.record_ties import ties
from exam.core.scale import Score
from exam.core.session_events import (
    CompetencyRecognised,
    CriterionAgreed,
    IdentityVerified,
    ResultDetermined,
    SessionEnded,
    SessionOpened,
    TaskScored,
    WaiverAccepted,
)
from exam.core.session_values import FAILED_ENDINGS, Ending
from exam.core.standard import AssessmentStandard, Competency
from exam.core.verdict import CompetencyStatus, CompetencyVerdict, Finding, Result, Verdict, determine

DECISIVE = frozenset(
    {
        "SessionOpened",
        "KeysWithinReach",
        "IdentityVerified",
        "InductionAcknowledged",
        "WaiverAccepted",
        "CompetencyRecognised",
        "PaperDrawn",
        "TaskOpened",
        "SubmissionStored",
        "ResponseSubmitted",
        "TaskScored",
        "IrregularityLogged",
        "CriterionAgreed",
        "ResultDetermined",
        "SessionEnded",
        "EndingWeighed",
        "ProposalDecided",
        "ReasonsAcknowledged",
        "RecordCorrected",
    }
)
"""The events whose bodies an extract carries: all that a record states, and no key, draft, note or reason of health."""

__all__ = ["DECISIVE", "Discrepancy", "check_record", "excused", "findings", "scores"]


def check_record(
    record: ExamRecord, extract: Extract, standard_json: bytes, standard: AssessmentStandard
) -> tuple[Discrepancy, ...]:
    """Return everything in which record, extract and standard disagree; empty when the record proves itself."""
    found = [*_chain(record, extract), *_bodies(extract)]
    if digest(standard_json) != record.standard.digest or recorded_standard(standard) != record.standard:
        found.append(Discrepancy(code="record-standard-differs"))
    if found:
        return tuple(found)
    try:
        entries = _decisive(extract)
    except EventUnknownError as error:
        return (Discrepancy(code=error.code, arguments=error.arguments),)
    told = (*_opening(record, entries), *_verdict(record, standard, entries))
    return (*told, *ties(record, extract, standard, entries))


def findings(entries: tuple[Entry, ...]) -> dict[tuple[str, str], Finding]:
    """Return what machine and commission settled, by (task, criterion)."""
    settled: dict[tuple[str, str], Finding] = {}
    for entry in entries:
        for finding in _settled_by(entry):
            settled[finding.task, finding.criterion] = finding
    return settled


def excused(entries: tuple[Entry, ...]) -> dict[str, CompetencyStatus]:
    """Return the competencies that are waived or recognised."""
    statuses: dict[str, CompetencyStatus] = {}
    for entry in entries:
        if isinstance(entry.event, WaiverAccepted):
            statuses[entry.event.competency] = CompetencyStatus.WAIVED
        elif isinstance(entry.event, CompetencyRecognised):
            statuses[entry.event.competency] = CompetencyStatus.RECOGNISED
    return statuses


def scores(entries: tuple[Entry, ...]) -> dict[str, Score]:
    """Return what was reached in each task that the machine scored, as it was scored last."""
    told: dict[str, Score] = {}
    for event in (entry.event for entry in entries):
        if isinstance(event, TaskScored) and event.items:
            totals = (sum(item.score for item in event.items), sum(item.max_score for item in event.items))
            told[event.task] = Score(*map(Decimal, totals))
    return told


def _settled_by(entry: Entry) -> Iterator[Finding]:
    event = entry.event
    if isinstance(event, TaskScored):
        for outcome in event.criteria:
            yield Finding(
                task=event.task,
                criterion=outcome.criterion,
                judgement=outcome.judgement,
                reason=outcome.reason,
            )
    elif isinstance(event, CriterionAgreed):
        yield Finding(
            task=event.task,
            criterion=event.criterion,
            judgement=event.agreement.judgement,
            reason=event.agreement.reason,
        )


def _chain(record: ExamRecord, extract: Extract) -> Iterator[Discrepancy]:
    try:
        head = follow(entry.link for entry in extract.entries)
    except ChainBrokenError as error:
        yield Discrepancy(code=error.code, arguments=error.arguments)
        return
    streams = {entry.link.stream for entry in extract.entries} | {extract.stream}
    if head != record.session_head or streams != {f"session/{record.session}"}:
        yield Discrepancy(code="record-head-differs")


def _bodies(extract: Extract) -> Iterator[Discrepancy]:
    for entry in extract.entries:
        if entry.body is None or entry.salt is None:
            if entry.link.type in DECISIVE:
                yield Discrepancy(code="record-body-missing", arguments={"seq": str(entry.link.seq)})
        elif salted_digest(_salt(entry.salt), entry.body.encode()) != entry.link.body_digest:
            yield Discrepancy(code="record-body-differs", arguments={"seq": str(entry.link.seq)})


def _salt(spelt: str) -> bytes:
    try:
        return bytes.fromhex(spelt)
    except ValueError:
        return b""


def _decisive(extract: Extract) -> tuple[Entry, ...]:
    return tuple(
        decode(entry.link.type, entry.link.version, entry.body.encode(), seq=entry.link.seq)
        for entry in extract.entries
        if entry.body is not None and entry.link.type in DECISIVE
    )


def _opening(record: ExamRecord, entries: tuple[Entry, ...]) -> Iterator[Discrepancy]:
    opened = [entry.event for entry in entries if isinstance(entry.event, SessionOpened)]
    identities = [entry.event.identity for entry in entries if isinstance(entry.event, IdentityVerified)]
    if len(opened) != 1:
        yield Discrepancy(code="record-opening-differs")
        return
    (start,) = opened
    told = (start.session, start.sitting, start.sitting_head, start.candidate)
    named = (record.session, record.sitting, record.sitting_head, record.candidate.id)
    pinned = (start.standard, start.standard_digest)
    if told != named or pinned != (record.standard.id, record.standard.digest):
        yield Discrepancy(code="record-opening-differs")
    if identities[-1:] != [record.candidate.version.reference]:
        yield Discrepancy(code="record-identity-differs", arguments={"who": record.candidate.id})
    commission = [(member.id, member.identity, member.chair) for member in start.members]
    if commission != [(examiner.id, examiner.version.reference, examiner.chair) for examiner in record.examiners]:
        yield Discrepancy(code="record-commission-differs")


def _verdict(record: ExamRecord, standard: AssessmentStandard, entries: tuple[Entry, ...]) -> Iterator[Discrepancy]:
    settled = findings(entries)
    verdict = determine(standard, settled, excused(entries), scores(entries))
    if record.points != (verdict.points if record.ending is Ending.FULLY_RUN else None):
        yield Discrepancy(code="record-points-differ")
    if record.result is not _derived_result(record, verdict, entries) or not _announced(record, entries):
        yield Discrepancy(code="record-result-differs", arguments={"derived": verdict.result})
    shown = [(told.competency, told.title, told.level, told.rule) for told in record.competencies]
    if shown != [(found.id, found.title, found.level, found.rule.sentence) for found in standard.competencies]:
        yield Discrepancy(code="record-competencies-differ")
        return
    for told, described, derived in zip(record.competencies, standard.competencies, verdict.competencies, strict=True):
        if not _follows(told, described, derived):
            yield Discrepancy(code="record-verdict-differs", arguments={"competency": derived.competency})
    if sorted(_shown(record.competencies), key=_place) != sorted(settled.values(), key=_place):
        yield Discrepancy(code="record-reasons-differ")


def _follows(told: RecordedCompetency, described: Competency, derived: CompetencyVerdict) -> bool:
    """Tell whether a recorded competency has the standard's criteria and the derived verdict."""
    expected = [
        (verdict.criterion, criterion.text, criterion.origin, verdict.status)
        for criterion, verdict in zip(described.criteria, derived.criteria, strict=True)
    ]
    shown = [(found.criterion, found.text, found.origin, found.status) for found in told.criteria]
    return told.status is derived.status and shown == expected


def _derived_result(record: ExamRecord, verdict: Verdict, entries: tuple[Entry, ...]) -> Result | None:
    """Return the result of a fully run exam, or as what its early ending was weighed; older ones by the table."""
    if record.ending is Ending.FULLY_RUN:
        return verdict.result
    for entry in reversed(entries):
        if isinstance(entry.event, EndingWeighed):
            return entry.event.result
    return Result.FAILED if record.ending in FAILED_ENDINGS else None


def _announced(record: ExamRecord, entries: tuple[Entry, ...]) -> bool:
    """Tell whether the journal holds the ending that the record states; a corrected key brings a later result."""
    for entry in reversed(entries):
        if isinstance(entry.event, ResultDetermined):
            return record.ending is Ending.FULLY_RUN and entry.event.result is record.result
        if isinstance(entry.event, SessionEnded):
            return (record.ending, record.ending_reason) == (entry.event.ending, entry.event.reason)
    return False


def _shown(competencies: tuple[RecordedCompetency, ...]) -> Iterator[Finding]:
    for competency in competencies:
        for criterion in competency.criteria:
            for found in criterion.findings:
                yield _finding(criterion.criterion, found)


def _finding(criterion: str, found: RecordedFinding) -> Finding:
    return Finding(task=found.task, criterion=criterion, judgement=found.judgement, reason=found.reason)


def _place(finding: Finding) -> tuple[str, str]:
    return finding.criterion, finding.task
