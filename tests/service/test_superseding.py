"""A corrected record in a whole workspace: the old one stays, the new one names it, all see which is in force."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from exam.checking import verify_record
from exam.cli.crosschecks import cross_checked
from exam.cli.verdicts import told
from exam.core.candidate_session.commands import ApproveRecordCorrection, ProposeRecordCorrection
from exam.core.candidate_session.record_refusals import CorrectionSamePersonError
from exam.core.candidate_session.refusals import RecordWrongError
from exam.core.custody_search import Query
from exam.scripted.stage import Stage
from exam.service.access import DeniedError
from tests.stages import played, shipped

PROPOSE = ProposeRecordCorrection(reason="Místo konání bylo zapsáno chybně.")
APPROVE = ApproveRecordCorrection()


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with played(tmp_path, shipped("passed")) as found:
        yield found


def reissued(stage: Stage) -> Path:
    chair, session = stage.actors["dvorakova"], stage.session
    stage.service.session(chair, session, PROPOSE)
    stage.service.session(stage.actors["kratky"], session, APPROVE)
    stage.service.issue_record(chair, session)
    for who in ("dvorakova", "kratky", "holubova"):
        stage.service.records.sign(stage.actors[who], session, stage.passphrase)
    stage.service.records.sign(chair, session, stage.passphrase, seal=True)
    return Path(stage.service.archive_record(chair, session))


def test_both_records_lie_in_the_archive_and_the_register_says_which_is_in_force(stage: Stage) -> None:
    (old,) = stage.state().records
    stage.service.custody.enter_own()
    new = reissued(stage)
    former = new.with_name(f"{old.record}.pdf")
    found = verify_record(new.read_bytes(), ())
    assert (found.verdict, found.codes) == ("PRACTICE", ())
    assert found.record is not None
    assert found.record.supersedes is not None
    assert (found.record.supersedes.record, found.record.supersedes.data_digest) == (old.record, old.data_digest)
    stage.service.custody.enter_own()
    rows = {row.record: row for row in stage.service.register.found(Query()).rows}
    assert rows[old.record].superseded_by == rows[found.record.record].number
    assert rows[found.record.record].superseded_by == 0
    assert [line.revision for line in stage.ports.register.entries()].count("archived") == 2
    seen = {row["record"]: row for row in cross_checked([told(former, None), told(new, None)], None)}
    assert json.dumps(seen[old.record]["codes"]) == json.dumps(
        [{"code": "record-superseded", "arguments": {"by": found.record.record}}]
    )
    assert seen[found.record.record]["verdict"] == "PRACTICE"


def test_the_whole_session_can_be_replayed_with_both_records(stage: Stage) -> None:
    reissued(stage)
    assert stage.service.replays.replay(stage.session).differences == ()


def test_one_person_alone_corrects_nothing_and_the_candidate_neither(stage: Stage) -> None:
    chair, session = stage.actors["dvorakova"], stage.session
    stage.service.session(chair, session, PROPOSE)
    with pytest.raises(CorrectionSamePersonError):
        stage.service.session(chair, session, APPROVE)
    for command in (PROPOSE, APPROVE):
        with pytest.raises(DeniedError):
            stage.service.session(stage.actors["svobodova"], session, command)
    stage.service.session(stage.actors["kratky"], session, APPROVE)
    with pytest.raises(RecordWrongError):
        stage.service.session(stage.actors["kratky"], session, PROPOSE)
