"""The record's data again, byte for byte, from the prefix before `RecordIssued`, the sitting and the identities.

Some facts of the moment of issue are in no event: the time that the record states, the program's version, the digest of
the template, and whether a registered certificate was a practice one. They are taken from
the record's own data, whose digest the chain holds; everything else is built anew.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from exam.core.canonical import canonical_json
from exam.core.exam_record import ExamRecord
from exam.core.identity import Identity, IdentityVersion
from exam.core.record_building import (
    RecordFrame,
    RecordIncompleteError,
    build_record,
    identity_references,
    practice_reasons,
)
from exam.core.record_check import Discrepancy
from exam.core.record_events import RecordIssued
from exam.core.replay.evidence import inventory_digest, told
from exam.core.replay.scene import Scene

STAND_IN = IdentityVersion(identity=Identity(given_names="–", surname="–"), salt="00" * 16)
TASKS = frozenset({"tasks"})
AFFECTS: Mapping[str, frozenset[str]] = {
    "IdentityVerified": frozenset({"candidate", "identity_document"}),
    "InductionAcknowledged": frozenset({"induction"}),
    "WaiverAccepted": frozenset({"competencies", "waivers"}),
    "CompetencyRecognised": frozenset({"competencies"}),
    "PaperDrawn": TASKS,
    "TaskOpened": TASKS | {"competencies", "started_at"},
    "ResponseSaved": TASKS,
    "ResponseTyped": TASKS,
    "SubmissionStored": TASKS,
    "ResponseSubmitted": TASKS,
    "TaskScored": TASKS | {"competencies"},
    "ClockPaused": TASKS,
    "ClockResumed": TASKS,
    "TimeSpent": TASKS,
    "TimeExtended": TASKS,
    "IrregularityLogged": frozenset({"irregularities"}),
    "KeyCorrected": frozenset({"irregularities", "acknowledgement"}),
    "DecisionChanged": frozenset({"acknowledgement"}),
    "EndingWeighed": frozenset({"result"}),
    "ProposalDecided": frozenset({"decision"}),
    "CriterionAgreed": frozenset({"competencies"}),
    "ReasonsAcknowledged": frozenset({"acknowledgement"}),
    "RecordCorrected": frozenset({"supersedes"}),
}
"""Which parts of a record nobody can rebuild once an event of that type was erased."""
ENDINGS = frozenset({"ResultDetermined", "SessionEnded", "SittingPlanned"})
"""Without one of these there is no record to build."""


def compare_record(event: RecordIssued, scene: Scene) -> Iterator[Discrepancy]:
    """Yield what the record says that its session does not lead to; a record that was erased is told elsewhere."""
    data = scene.evidence.blob(event.data_digest)
    if data is None or scene.erased & ENDINGS:
        return
    try:
        kept = ExamRecord.model_validate_json(data)
        built = rebuilt(event, kept, scene)
    except (ValidationError, RecordIncompleteError):
        yield _differs("–")
        return
    lost = frozenset().union(*(AFFECTS.get(name, frozenset()) for name in scene.erased))
    if event.practice is not bool(built.practice):
        yield _differs("practice")
    if canonical_json(built) != data:
        before, after = _comparable(kept, scene), _comparable(built, scene)
        fields = sorted(name for name in before if before[name] != after[name] and name not in lost)
        complete = not lost and not _withheld(scene)
        if fields or complete:
            yield _differs(", ".join(fields) or "–")


def is_rebuilt(event: RecordIssued, scene: Scene) -> bool:
    """Tell whether the scene leads to the very bytes of the record's data."""
    data = scene.evidence.blob(event.data_digest) or b""
    try:
        return canonical_json(rebuilt(event, ExamRecord.model_validate_json(data), scene)) == data
    except (ValidationError, RecordIncompleteError):
        return False


def rebuilt(event: RecordIssued, kept: ExamRecord, scene: Scene) -> ExamRecord:
    """Return the record that the scene leads to; somebody whose identity is withheld has a stand-in.

    Raises:
        RecordIncompleteError: the session has no result.
    """
    plan = scene.sitting.planned
    day = scene.exam_day
    if plan is None or day is None:
        raise RecordIncompleteError(session=scene.state.session)
    set_on = scene.sitting.set_on if scene.standard.validity.transition else None
    certificate = any(reason.code == "practice-certificate" for reason in kept.practice)
    frame = RecordFrame(
        record=event.record,
        place=plan.place,
        issued_at=kept.issued_at,
        session_head=scene.before,
        signers=event.signers,
        practice=practice_reasons(
            scene.standard,
            day,
            scripted=plan.scripted,
            practice_certificate=certificate,
            set_on=set_on,
            within_reach=scene.state.within_reach,
        ),
        set_on=set_on,
        program=kept.program,
        template=kept.template,
        evidence=_inventory(scene) if kept.evidence and not scene.erased else kept.evidence,
    )
    identities = dict(scene.evidence.identities) | dict.fromkeys(_withheld(scene), STAND_IN)
    return build_record(scene.state, scene.standard, identities, frame)


def _inventory(scene: Scene) -> str:
    events = [entry.event for _, entry in told(scene.evidence.session[: scene.before.seq]) if entry is not None]
    return inventory_digest(events, scene.before, scene.state.sitting_head)


def _withheld(scene: Scene) -> tuple[str, ...]:
    """Return the references that nobody has an identity for; an empty one where nobody was identified any more."""
    references = identity_references(scene.state) if scene.state.identity else ("", *identity_references(scene.state))
    return tuple(reference for reference in references if reference not in scene.evidence.identities)


def _comparable(record: ExamRecord, scene: Scene) -> dict[str, Any]:
    """Return the record's parts without the identities that are withheld."""
    parts: dict[str, Any] = json.loads(canonical_json(record))
    withheld = _withheld(scene)
    references = [scene.state.identity or "", *(member.identity for member in scene.state.members)]
    for person, reference in zip([parts["candidate"], *parts["examiners"]], references, strict=False):
        if reference in withheld:
            person.pop("version")
    return parts


def _differs(fields: str) -> Discrepancy:
    return Discrepancy(code="replay-record-differs", arguments={"fields": fields})
