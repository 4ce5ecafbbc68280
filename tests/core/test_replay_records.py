"""Records rebuilt by a replay, and what is still compared once somebody was erased."""

import json
from dataclasses import replace

import pytest

from exam.core.canonical import canonical_json, digest
from exam.core.record_events import RecordArchived, RecordIssued, RecordSigned
from exam.core.replay import Evidence, named_blobs, named_identities
from exam.core.session_events import ResultDetermined, SubmissionStored, TaskScored, WaiverAccepted
from exam.core.session_values import SubmissionKind
from exam.core.verdict import Result
from tests.builders import (
    CERTIFICATE,
    whole,
)
from tests.core.recorded_desks import PEOPLE
from tests.core.replayed_desks import (
    change_of,
    codes,
    erased,
    events_of,
    first,
    forged,
    issued,
    replayable,
    replayed,
)

OTHER = ("evidence", "0" * 64)


@pytest.fixture(scope="module")
def passed() -> Evidence:
    return issued(whole(replayable()))


# Records


def test_a_record_that_says_something_else_is_found_by_its_parts(passed: Evidence) -> None:
    issue = first(passed, RecordIssued)
    told_of = json.loads(passed.blobs[issue.data_digest])
    for part, value in (("place", "Jinde"), ("result", "failed"), ("started_at", "2020-01-01T00:00:00Z"), OTHER):
        data = canonical_json(told_of | {part: value})
        other = forged(
            replace(passed, blobs=dict(passed.blobs) | {digest(data): data}),
            change_of(RecordIssued, data_digest=digest(data)),
        )
        found = replayed(other)
        assert [entry.code for entry in found.differences] == ["replay-record-differs"]
        assert found.differences[0].arguments["fields"] == part
        assert found.record == ""


@pytest.mark.parametrize("data", [b"{}", b"", b"not JSON"])
def test_record_data_that_are_none_are_found(passed: Evidence, data: bytes) -> None:
    blobs = dict(passed.blobs) | {digest(data): data}
    other = forged(replace(passed, blobs=blobs), change_of(RecordIssued, data_digest=digest(data)))
    assert codes(other) == ["replay-record-differs"]


def test_the_same_data_in_other_bytes_are_another_record(passed: Evidence) -> None:
    issue = first(passed, RecordIssued)
    data = passed.blobs[issue.data_digest] + b"\n"
    blobs = dict(passed.blobs) | {digest(data): data}
    found = replayed(forged(replace(passed, blobs=blobs), change_of(RecordIssued, data_digest=digest(data))))
    assert [entry.arguments for entry in found.differences] == [{"fields": "–"}]


def test_a_record_of_a_session_without_a_result_is_found() -> None:
    evidence = issued(whole(replayable()))
    bare = forged(
        evidence,
        lambda event: event if not isinstance(event, ResultDetermined) else TaskScored(task="x", items=(), criteria=()),
    )
    assert "replay-record-differs" in codes(bare)


# Erasure


def test_a_withheld_identity_is_told_and_the_rest_is_compared(passed: Evidence) -> None:
    for who in PEOPLE:
        reference = PEOPLE[who].reference
        others = {name: version for name, version in passed.identities.items() if name != reference}
        withheld = replace(passed, identities=others)
        found = replayed(withheld)
        assert found.differences == ()
        assert [(entry.code, entry.arguments["reference"]) for entry in found.notices] == [
            ("identity-withheld", reference[:12])
        ]
        assert found.record == ""
        assert codes(forged(withheld, change_of(RecordIssued, record="record-2"))) == ["replay-record-differs"]


def test_the_bytes_of_an_erased_person_may_be_gone_too(passed: Evidence) -> None:
    issue = first(passed, RecordIssued)
    gone = {name: data for name, data in passed.blobs.items() if name not in {issue.data_digest, issue.pdf}}
    assert codes(replace(passed, blobs=gone)) == ["replay-blob-missing"] * 2
    found = replayed(replace(passed, blobs=gone, identities={}))
    assert found.differences == ()
    assert [entry.code for entry in found.notices].count("replay-blob-withheld") == 2


@pytest.mark.parametrize(
    ("event_type", "skipped"),
    [
        ("IdentityVerified", set[str]()),
        ("InductionAcknowledged", set()),
        ("PaperDrawn", {"replay-response-differs", "replay-score-differs"}),
        ("TaskOpened", {"replay-result-differs"}),
        ("ResponseSaved", {"replay-score-differs"}),
        ("TaskScored", {"replay-result-differs"}),
        ("CriterionJudged", {"replay-agreement-differs"}),
        ("CriterionAgreed", {"replay-result-differs"}),
        ("ResultDetermined", set()),
        ("ResultAnnounced", set()),
        ("RecordIssued", set()),
        ("SessionOpened", {"SessionOpened"}),
    ],
)
def test_an_erased_event_is_told_and_what_rests_on_it_is_not_called_a_difference(
    passed: Evidence, event_type: str, skipped: set[str]
) -> None:
    found = replayed(erased(passed, event_type))
    assert found.differences == ()
    told_of = {entry.code for entry in found.notices}
    assert "replay-event-erased" in told_of
    assert {entry.arguments["code"] for entry in found.notices if entry.code == "replay-not-compared"} == skipped


def test_an_erased_announcement_hides_no_forgery(passed: Evidence) -> None:
    other = forged(passed, change_of(RecordIssued, record="record-2"))
    assert codes(erased(other, "ResultAnnounced")) == ["replay-record-differs"]
    assert replayed(erased(passed, "ResultAnnounced")).record != ""


@pytest.mark.parametrize("event_type", ["SittingPlanned", "CommissionAppointed", "CandidateRegistered"])
def test_an_erased_event_of_the_sitting_is_told(passed: Evidence, event_type: str) -> None:
    found = replayed(erased(passed, event_type, sitting=True))
    assert found.differences == ()
    assert {entry.code for entry in found.notices} == {"replay-event-erased", "replay-not-compared"}


# What the events name


def test_everything_that_an_event_names_is_named() -> None:
    scan = CERTIFICATE.model_copy(update={"scan": "5" * 64})
    events = (
        SubmissionStored(task="t", name="a", blob="1" * 64, length=1, elapsed_ms=0, kind=SubmissionKind.WORKBOOK),
        RecordIssued(record="r", data_digest="2" * 64, pdf="3" * 64, practice=True, signers=()),
        RecordSigned(record="r", field="f", pdf="4" * 64),
        WaiverAccepted(competency="english", certificate=scan),
        WaiverAccepted(competency="english", certificate=CERTIFICATE),
        RecordArchived(record="r", pdf="4" * 64),
        ResultDetermined(result=Result.PASSED),
    )
    assert named_blobs(events) == tuple(f"{number}" * 64 for number in range(1, 6))
    assert named_identities(events) == ()


def test_the_people_of_the_record_are_named(passed: Evidence) -> None:
    assert named_identities(events_of(passed)) == tuple(sorted(version.reference for version in PEOPLE.values()))
