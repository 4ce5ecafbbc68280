"""Heads under a stamp: a history that was hashed anew is found; an authority that fails stops nobody."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import apsw
import pytest
from werkzeug import Response

from exam.core.anchoring import ANCHORS
from exam.core.blob_names import blob_names
from exam.publishing.sealing import SealingAuthority
from exam.publishing.trust import parsed
from exam.scripted.world import ScriptedClock
from exam.service.access import Actor, Role
from exam.service.diagnosis import Diagnosis
from exam.service.exam_service import ExamService
from exam.service.findings import Finding, Health
from exam.service.ports import Ports
from exam.service.stamping import AuthorityMissingError, NoTimestamps, TimestampError
from exam.service.streams import Streams
from tests.authorities import Estate, answering, served
from tests.journal.insider import rehash, tampered
from tests.rims import mini_exam, rim, staged

CHAIR = Actor(id="predseda", role=Role.EXAMINER)
TEXT = "CAST(replace(CAST(body AS TEXT)"


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    with served(tmp_path_factory.mktemp("estate"), mini_exam().starts_at) as found:
        yield found


def stamping(ports: Ports, url: str, estate: Estate, seconds: float = 5) -> Ports:
    authority = SealingAuthority(url, lambda: parsed([estate.root]), ports.clock, seconds=seconds)
    return replace(ports, timestamps=authority)


@pytest.fixture(scope="module")
def anchored(tmp_path_factory: pytest.TempPathFactory, estate: Estate) -> Path:
    """Return a workspace whose record was issued, and stamped."""
    folder = tmp_path_factory.mktemp("anchored")
    with staged(folder, before="issue_record") as stage:
        estate.now = stage.clock.now()
        service = ExamService(stamping(stage.ports, estate.tsa(), estate))
        assert service.issue_record(CHAIR, stage.session).notices == ()
    return folder


@pytest.fixture
def whole(anchored: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(anchored, tmp_path / "workspace"))


def look(folder: Path, estate: Estate, *, trusting: bool = True, late: int = 0, url: str = "") -> list[Finding]:
    clock = ScriptedClock(mini_exam().starts_at)
    clock.pass_minutes(late)
    with rim(folder, clock) as ports:
        roots = parsed([estate.root]) if trusting else []
        seeing = replace(ports, timestamps=SealingAuthority(url, lambda: roots, clock))
        return [found for found in Diagnosis(seeing, lambda _: None).findings() if found.check == "anchors"]


def bad(folder: Path, estate: Estate) -> list[tuple[str, str]]:
    found = [entry for entry in look(folder, estate) if entry.health is Health.BAD]
    assert all(entry.damaged for entry in found)
    return [(entry.code, entry.arguments["stream"].partition("/")[0]) for entry in found]


def exchanged(folder: Path, sql: str, stream: str, after: int) -> None:
    """Change a row and hash its stream anew, to its end."""

    def tampering(connection: apsw.Connection) -> None:
        connection.execute(sql)
        rehash(connection, stream, after=after)

    path = tampered(folder / "journal.db", folder / "fresh.db", tampering)
    path.replace(folder / "journal.db")


def streams(folder: Path) -> dict[str, int]:
    with rim(folder, ScriptedClock(mini_exam().starts_at)) as ports:
        return {name: ports.journal.head(name).seq for name in ports.journal.streams()}


def test_a_session_is_stamped_when_its_record_is_issued(whole: Path, estate: Estate) -> None:
    (found,) = look(whole, estate)
    assert (found.code, found.health) == ("doctor.anchors", Health.GOOD)
    with rim(whole, ScriptedClock(mini_exam().starts_at)) as ports:
        (entry,) = Streams(ports.journal).entries(ANCHORS)
        (blob,) = blob_names(entry.event)
        assert b"session/" in ports.blobs.get(blob)
        assert b"sitting/" in ports.blobs.get(blob)


def test_a_history_that_was_hashed_anew_is_found(whole: Path, estate: Estate) -> None:
    session = next(name for name in streams(whole) if name.startswith("session/"))
    change = f"UPDATE bodies SET body = {TEXT}, 'T', 't') AS BLOB) WHERE stream LIKE 'session/%' AND seq > 3"  # noqa: S608 - our own words
    exchanged(whole, change, session, 3)
    with rim(whole, ScriptedClock(mini_exam().starts_at)) as ports:
        assert ports.journal.read(session), "the chain itself is whole"
    assert bad(whole, estate) == [("anchor-lost", "session")]


def test_a_cut_stream_is_found_and_so_is_one_that_is_gone(whole: Path, estate: Estate) -> None:
    session, length = next((name, seq) for name, seq in streams(whole).items() if name.startswith("session/"))
    cut = f"DELETE FROM events WHERE stream = '{session}' AND seq = {length}"  # noqa: S608 - our own words
    exchanged(whole, cut, session, length - 1)
    exchanged(whole, "DELETE FROM events WHERE stream LIKE 'sitting/%'", "sitting/none", 0)
    assert bad(whole, estate) == [("anchor-lost", "session"), ("anchor-lost", "sitting")]


def test_who_cuts_the_anchors_as_well_is_found_by_the_anchor_that_he_left(whole: Path, estate: Estate) -> None:
    exchanged(whole, "DELETE FROM events WHERE stream = 'anchors'", ANCHORS, 0)
    assert bad(whole, estate) == []
    exchanged(whole, "DELETE FROM events WHERE stream LIKE 'sitting/%'", "sitting/none", 0)
    assert bad(whole, estate) == [("anchor-lost", "sitting")]


def test_an_exchanged_anchor_is_told(whole: Path, estate: Estate) -> None:
    with rim(whole, ScriptedClock(mini_exam().starts_at)) as ports:
        (entry,) = Streams(ports.journal).entries(ANCHORS)
        (blob,) = blob_names(entry.event)
        anchor = ports.blobs.get(blob)
        other = ports.blobs.put(anchor.replace(b"session/", b"session/x"))
        nothing = ports.blobs.put(b"{}")
    change = f"UPDATE bodies SET body = {TEXT}, '{blob}', '{other}') AS BLOB) WHERE stream = 'anchors'"  # noqa: S608 - our own words
    exchanged(whole, change, ANCHORS, 0)
    assert "anchor-unread" in {found.code for found in look(whole, estate)}
    exchanged(whole, change.replace(other, nothing).replace(blob, other), ANCHORS, 0)
    assert "anchor-altered" in {found.code for found in look(whole, estate)}


def test_an_anchor_of_an_authority_that_is_not_trusted_proves_nothing(whole: Path, estate: Estate) -> None:
    (found,) = look(whole, estate, trusting=False)
    assert (found.code, found.health, found.damaged) == ("anchor-unread", Health.BAD, False)


def test_an_anchor_outlives_its_certificate_with_a_warning(whole: Path, estate: Estate) -> None:
    aged, sound = look(whole, estate, late=60 * 24 * 366 * 6)
    assert (aged.code, aged.health) == ("doctor.anchors-aged", Health.WARNING)
    assert sound.health is Health.GOOD


def test_without_an_authority_there_is_nothing_to_tell(tmp_path: Path, estate: Estate) -> None:
    with staged(tmp_path, before="issue_record") as stage:
        assert stage.service.issue_record(CHAIR, stage.session).notices == ()
        with pytest.raises(AuthorityMissingError):
            stage.service.anchoring.anchor()
        with pytest.raises(AuthorityMissingError):
            NoTimestamps().read(b"", b"")
    (found,) = look(tmp_path, estate)
    assert (found.code, found.health) == ("doctor.anchors-none", Health.GOOD)


def test_an_authority_that_is_down_stops_nobody_and_is_asked_again(tmp_path: Path, estate: Estate) -> None:
    with staged(tmp_path, before="issue_record") as stage:
        estate.now = stage.clock.now()
        with answering(lambda _: Response("", 500)) as down:
            failing = ExamService(stamping(stage.ports, down, estate))
            receipt = failing.issue_record(CHAIR, stage.session)
        (notice,) = receipt.notices
        assert notice.code == "anchor-waits"
        assert stage.state().record is not None
        (found,) = look(tmp_path, estate, url=down)
        assert (found.code, found.arguments["count"]) == ("doctor.anchors-wait", "1")
        again = ExamService(stamping(stage.ports, estate.tsa(), estate)).anchoring
        assert again.waiting() == (stage.session,)
        made = again.anchor()
        assert (made.streams, again.waiting()) == (2, ())
    (found,) = look(tmp_path, estate, url=down)
    assert found.code == "doctor.anchors"


def test_only_what_was_added_is_stamped_again_and_each_anchor_holds_the_one_before(
    tmp_path: Path, estate: Estate
) -> None:
    with staged(tmp_path, before="issue_record") as stage:
        estate.now = stage.clock.now()
        service = ExamService(stamping(stage.ports, estate.tsa(), estate))
        assert service.anchoring.anchor().streams == 2
        assert service.anchoring.anchor().stamp is None
        service.issue_record(CHAIR, stage.session)
        first, second = service.anchoring.anchors().values()
    assert [one.stream.partition("/")[0] for one in first.heads] == ["session", "sitting"]
    assert [one.stream.partition("/")[0] for one in second.heads] == ["session", "anchors"]


def test_a_stamp_that_does_not_hold_is_not_kept(tmp_path: Path, estate: Estate) -> None:
    with staged(tmp_path, before="issue_record") as stage:
        estate.now = stage.clock.now()
        service = ExamService(stamping(stage.ports, estate.tsa("tsa-old"), estate))
        with pytest.raises(TimestampError):
            service.anchoring.anchor()
        assert service.anchoring.anchors() == {}
        assert ANCHORS not in stage.ports.journal.streams()
