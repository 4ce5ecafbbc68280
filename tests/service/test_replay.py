"""Replays of real workspaces: from the journal, from a pack elsewhere, after an erasure, and after a forgery."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw
import pytest

from exam.core.chain import ChainBrokenError
from exam.core.events import ActorRef, BodyErased, encode
from exam.packs import pack, unpack
from exam.scripted.stage import Stage
from exam.service.ports import NewEvent
from exam.service.replay import replay_evidence
from exam.service.sessions import session_stream
from exam.workbook import XlsxWorkbooks
from tests.rims import staged, step
from tests.stages import played, shipped


@pytest.mark.parametrize("name", ["passed", "failed-one-criterion", "waived-english"])
def test_a_shipped_exam_is_rebuilt_here_and_from_its_pack_elsewhere(tmp_path: Path, name: str) -> None:
    with played(tmp_path, shipped(name)) as stage:
        here = stage.service.replays.replay(stage.session)
        data = pack(stage.service.replays.evidence(stage.session), "0")
        state = stage.state()
    assert (here.differences, here.notices) == ((), ())
    assert here.state == state
    assert state.record is not None
    assert here.record == state.record.data_digest
    assert here.verdict is not None
    assert here.verdict.result is state.result
    assert replay_evidence(unpack(data), XlsxWorkbooks()) == here


@pytest.mark.parametrize(
    "before", ["open_session", "verify_identity", "submit_task", "determine_result", "issue_record"]
)
def test_a_session_is_rebuilt_however_far_it_is(tmp_path: Path, before: str) -> None:
    with staged(tmp_path, before=before) as stage:
        found = stage.service.replays.replay(stage.session)
        assert found.differences == ()
        assert found.state == stage.state()


@contextmanager
def done(tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path) as stage:
        yield stage


def seq_of(stage: Stage, event_type: str) -> int:
    links = [stored.link for stored in stage.ports.journal.read(session_stream(stage.session))]
    return next(link.seq for link in links if link.type == event_type)


def erase(stage: Stage, event_type: str) -> None:
    seq = seq_of(stage, event_type)
    notice = BodyErased(erased=(seq,), reason="Na žádost.")
    body = encode(notice, at=stage.clock.now(), by=ActorRef(id="osoba", role="authorised_person"))
    new = NewEvent(type="BodyErased", version=1, body=body)
    stage.ports.journal.erase(session_stream(stage.session), (seq,), notice=new, key=f"erase-{event_type}")


def test_an_erased_body_is_told_and_the_rest_is_compared(tmp_path: Path) -> None:
    with done(tmp_path) as stage:
        erase(stage, "ResponseSaved")
        found = stage.service.replays.replay(stage.session)
        data = pack(stage.service.replays.evidence(stage.session), "0")
        assert replay_evidence(unpack(data), stage.ports.workbooks) == found
    assert found.differences == ()
    assert [entry.code for entry in found.notices] == ["replay-event-erased", "replay-not-compared"]


def test_an_erased_candidate_is_told_and_the_rest_is_compared(tmp_path: Path) -> None:
    with done(tmp_path) as stage:
        reference = stage.state().identity or ""
        stage.service.erasure.erase_candidate(stage.actors["osoba"], "uchazec", "Na žádost.")
        found = stage.service.replays.replay(stage.session)
    assert found.differences == ()
    assert ("identity-withheld", {"reference": reference[:12]}) in [
        (entry.code, dict(entry.arguments)) for entry in found.notices
    ]
    assert {"replay-event-erased", "replay-not-compared"} < {entry.code for entry in found.notices}


def test_an_erased_identity_is_withheld_and_the_rest_is_compared(tmp_path: Path) -> None:
    with done(tmp_path) as stage:
        reference = stage.state().identity or ""
        connection = apsw.Connection(str(tmp_path / "people.db"))
        connection.execute("DELETE FROM identities WHERE reference = ?", (reference,))
        connection.close()
        found = stage.service.replays.replay(stage.session)
        data = pack(stage.service.replays.evidence(stage.session), "0")
    assert found.differences == ()
    assert [(entry.code, entry.arguments["reference"]) for entry in found.notices] == [
        ("identity-withheld", reference[:12])
    ]
    assert found.record == ""
    names = {version.identity.surname for version in unpack(data).identities.values()}
    assert names == {"Smyšlená", "Vymyšlený"}


def test_a_lost_blob_is_told_and_a_damaged_one_is_lost(tmp_path: Path) -> None:
    with done(tmp_path) as stage:
        drawn = next(iter(stage.state().papers.values()))
        (tmp_path / "blobs" / drawn[0].digest).write_bytes(b"damaged")
        codes = [entry.code for entry in stage.service.replays.replay(stage.session).differences]
    assert codes == ["replay-item-differs", "replay-blob-missing"]


def test_a_chain_that_was_changed_on_disk_is_refused(tmp_path: Path) -> None:
    with done(tmp_path) as stage:
        connection = apsw.Connection(str(tmp_path / "journal.db"))
        connection.execute("DROP TRIGGER bodies_stay")
        connection.execute("UPDATE bodies SET body = CAST('{}' AS BLOB) WHERE seq = 3")
        connection.close()
        with pytest.raises(ChainBrokenError):
            stage.service.replays.replay(stage.session)


def test_a_replay_writes_nothing(tmp_path: Path) -> None:
    with done(tmp_path) as stage:
        before = stage.ports.journal.head(session_stream(stage.session))
        blobs = sorted((tmp_path / "blobs").iterdir())
        stage.service.replays.replay(stage.session)
        assert stage.ports.journal.head(session_stream(stage.session)) == before
        assert sorted((tmp_path / "blobs").iterdir()) == blobs


def test_nobody_has_to_take_part_in_a_replay(tmp_path: Path) -> None:
    with staged(
        tmp_path, before="open_task", after=(step("clen", "log_irregularity", category="hluk", note="Vrtačka."),)
    ) as stage:
        found = stage.service.replays.replay(stage.session)
    assert found.differences == ()
    assert found.state.irregularities == ("hluk: Vrtačka.",)
