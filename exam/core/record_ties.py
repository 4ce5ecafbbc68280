"""What an extract determines beyond the verdict, derived again by folding its events, and compared with the record.

Only two figures of a task cannot be derived from an extract, because the events that hold them say more than a record
may: the time consumed (drafts) and time added later (reasons of health). For these the extract gives bounds.
"""

from collections.abc import Iterator, Mapping

from exam.core.candidate_session.evolve import evolve
from exam.core.candidate_session.state import SessionState
from exam.core.canonical import canonical_json
from exam.core.discrepancy import Discrepancy
from exam.core.events import Entry
from exam.core.exam_record import ExamRecord, Extract, RecordedCompetency, RecordedTask
from exam.core.model import changed
from exam.core.record_building import (
    IdentityWithheldError,
    RecordFrame,
    RecordIncompleteError,
    build_record,
    practice_reasons,
)
from exam.core.session_values import Ending
from exam.core.standard import AssessmentStandard

KEY_CORRECTION = "key-correction: "
"""How an irregularity begins that a corrected key left; its event holds the key, so an extract withholds it."""
TAKES_BACK = frozenset({"KeyCorrected", "DecisionChanged"})
"""Events after which the candidate is told anew."""
UNSEEN_TIME = frozenset({"ResponseSaved", "TimeSpent", "ClockPaused"})
"""Events that let time run and whose bodies are withheld."""
SEAL = ("Seal", "seal")
DERIVED_PRACTICE = frozenset({"derived-content", "standard-not-in-force", "keys-within-reach"})
"""Reasons for practice that follow from the standard and the day."""
SIMPLE: Mapping[str, str] = {
    "language": "record-language-differs",
    "identity_document": "record-document-differs",
    "induction": "record-induction-differs",
    "started_at": "record-times-differ",
    "ended_at": "record-times-differ",
    "waivers": "record-waivers-differ",
    "acknowledgement": "record-acknowledgement-differs",
    "supersedes": "record-supersedes-differs",
    "decision": "record-decision-differs",
}
"""Parts of a record that must be spelt exactly as they are derived."""


def ties(
    record: ExamRecord, extract: Extract, standard: AssessmentStandard, entries: tuple[Entry, ...]
) -> Iterator[Discrepancy]:
    """Yield every part of the record that is not what the decoded `entries` of its extract lead to."""
    state = _folded(extract, entries)
    derived = _derived(record, standard, state)
    if derived is None:
        return  # who is named and how it ended is told elsewhere
    differing = [
        code for name, code in SIMPLE.items() if _spelt(getattr(record, name)) != _spelt(getattr(derived, name))
    ]
    if record.issued_at < entries[-1].at:
        differing.append("record-times-differ")
    for code in dict.fromkeys(differing):
        yield Discrepancy(code=code)
    yield from _competencies(record, derived)
    yield from _tasks(record, derived, extract)
    yield from _irregularities(record, derived)
    yield from _signers(record, derived)
    yield from _practice(record, standard, state)
    if standard.second_decision and record.ending is Ending.FULLY_RUN and record.decision is None:
        yield Discrepancy(code="record-decision-missing")


def _folded(extract: Extract, entries: tuple[Entry, ...]) -> SessionState:
    """Fold what is known; a corrected key or decision takes back what the candidate was told before."""
    known = {entry.seq: entry for entry in entries}
    state = SessionState()
    for kept in extract.entries:
        entry = known.get(kept.link.seq)
        if entry is not None:
            state = evolve(state, entry)
        elif kept.link.type in TAKES_BACK:
            noted = (KEY_CORRECTION,) if kept.link.type == "KeyCorrected" else ()
            told = (*state.irregularities, *noted)
            state = changed(state, announced=False, acknowledgement=None, irregularities=told)
    return state


def _derived(record: ExamRecord, standard: AssessmentStandard, state: SessionState) -> ExamRecord | None:
    people = (record.candidate, *record.examiners)
    frame = RecordFrame(
        record=record.record,
        place=record.place,
        issued_at=record.issued_at,
        session_head=record.session_head,
        signers=record.signers,
        practice=record.practice,
        program=record.program,
        template=record.template,
        evidence=record.evidence,
    )
    try:
        return build_record(state, standard, {person.version.reference: person.version for person in people}, frame)
    except (IdentityWithheldError, RecordIncompleteError):
        return None


def _competencies(record: ExamRecord, derived: ExamRecord) -> Iterator[Discrepancy]:
    """Compare what stands for an unexamined competency, and how each finding came about."""
    by_id = {competency.competency: competency for competency in derived.competencies}
    for told in record.competencies:
        found = by_id.get(told.competency)
        if found is None:
            continue  # which competencies there are is told elsewhere
        if told.basis != found.basis:
            yield Discrepancy(code="record-basis-differs", arguments={"competency": told.competency})
        known = dict(_decisions(found))
        if any(known.get(place, decision) != decision for place, decision in _decisions(told)):
            yield Discrepancy(code="record-agreement-differs", arguments={"competency": told.competency})


def _decisions(competency: RecordedCompetency) -> Iterator[tuple[tuple[str, str], tuple[object, bool]]]:
    """Yield how each finding was decided, by criterion and task; what was found is compared elsewhere."""
    for criterion in competency.criteria:
        for finding in criterion.findings:
            yield (criterion.criterion, finding.task), (finding.rule, finding.unanimous)


def _tasks(record: ExamRecord, derived: ExamRecord, extract: Extract) -> Iterator[Discrepancy]:
    if [task.task for task in record.tasks] != [task.task for task in derived.tasks]:
        yield Discrepancy(code="record-tasks-differ")
        return
    types = {kept.link.type for kept in extract.entries}
    extended, ran = "TimeExtended" in types, bool(types & UNSEEN_TIME)
    for told, found in zip(record.tasks, derived.tasks, strict=True):
        if _spelt(_without_time(told)) != _spelt(_without_time(found)):
            yield Discrepancy(code="record-task-differs", arguments={"task": told.task})
        if not _time_fits(told, found, extended=extended, ran=ran):
            yield Discrepancy(code="record-task-time-differs", arguments={"task": told.task})


def _without_time(task: RecordedTask) -> RecordedTask:
    return task.model_copy(update={"granted_ms": 0, "extra_ms": 0, "consumed_ms": 0})


def _time_fits(told: RecordedTask, found: RecordedTask, *, extended: bool, ran: bool) -> bool:
    same_base = told.granted_ms - told.extra_ms == found.granted_ms - found.extra_ms
    more, longer = told.extra_ms - found.extra_ms, told.consumed_ms - found.consumed_ms
    return same_base and (more == 0 or (extended and more > 0)) and (longer == 0 or (ran and longer > 0))


def _irregularities(record: ExamRecord, derived: ExamRecord) -> Iterator[Discrepancy]:
    told, found = record.irregularities, derived.irregularities
    if len(told) != len(found) or not all(map(_same_note, told, found)):
        yield Discrepancy(code="record-irregularities-differ")


def _same_note(told: str, found: str) -> bool:
    return told.startswith(KEY_CORRECTION) if found == KEY_CORRECTION else told == found


def _signers(record: ExamRecord, derived: ExamRecord) -> Iterator[Discrepancy]:
    """The chair signs first, then the members, then the seal (`DESIGN.md` § 7)."""
    ordered = sorted(derived.examiners, key=lambda examiner: not examiner.chair)
    people = [(f"Member{number}", examiner.id) for number, examiner in enumerate(ordered, start=1)]
    if [(signer.field, signer.who) for signer in record.signers] != [*people, SEAL]:
        yield Discrepancy(code="record-signers-differ")


def _practice(record: ExamRecord, standard: AssessmentStandard, state: SessionState) -> Iterator[Discrepancy]:
    """Compare the declared reasons with those that follow; a record that declares none is told by its signatures.

    A correction is of the kind of what it supersedes: nothing becomes official by being corrected.
    """
    if state.superseded and state.superseded[-1].practice is not bool(record.practice):
        yield Discrepancy(code="record-correction-practice")
    if not record.practice and state.within_reach:
        yield Discrepancy(code="record-practice-differs")
    if not record.practice or state.opened_at is None:
        return
    derived = practice_reasons(
        standard,
        state.opened_at.date(),
        scripted=False,
        practice_certificate=False,
        set_on=record.set_on,
        within_reach=state.within_reach,
    )
    if tuple(reason for reason in record.practice if reason.code in DERIVED_PRACTICE) != derived:
        yield Discrepancy(code="record-practice-differs")


def _spelt(value: object) -> bytes:
    return canonical_json(value)
