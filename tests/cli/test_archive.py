"""`exam archive refresh`: says which records need a stamp, and stamps those that were asked for."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from exam.__main__ import main
from exam.bootstrap import system_clock
from tests.authorities import Estate, keep_trust, served
from tests.cli.test_anchors import pointed, told
from tests.cli.test_people import pin
from tests.copies.mirrored import playing, small_workspace


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    with served(tmp_path_factory.mktemp("estate"), system_clock().now()) as found:
        yield found


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return a workspace with one archived record, made without an authority."""
    folder = small_workspace(tmp_path / "workspace")
    with playing(folder):
        pass
    return folder


def rows(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, str]]]:
    code = main(["archive", "refresh", *arguments, "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


def test_what_needs_a_stamp_is_told_and_nothing_done(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, (row,) = rows(capsys, "--workspace", str(workspace))
    assert (code, row["standing"], row["done"]) == (0, "bare", "nothing")
    code, out, _ = told(capsys, "archive", "refresh", "--workspace", str(workspace))
    assert (code, out) == (0, f"{row['record']}  no archive time stamp\n")


def test_records_are_stamped_and_renewed_when_they_are_due(
    workspace: Path, estate: Estate, capsys: pytest.CaptureFixture[str]
) -> None:
    pointed(workspace, estate.tsa())
    keep_trust(workspace / "trust", estate)
    code, out, err = told(capsys, "archive", "refresh", "--all", "--workspace", str(workspace))
    assert (code, err) == (0, "")
    assert out.endswith("no archive time stamp – stamped\n")
    code, (row,) = rows(capsys, "--all", "--workspace", str(workspace))
    assert (code, row["standing"], row["done"]) == (0, "good", "nothing")
    code, (row,) = rows(capsys, "--all", "--due", "4000", "--workspace", str(workspace))
    assert (code, row["standing"], row["done"]) == (0, "due", "renewed")
    (path,) = (workspace / "archive" / "practice").iterdir()
    for name in (str(path), "1"):
        code, (row,) = rows(capsys, name, "--workspace", str(workspace))
        assert (code, row["done"]) == (0, "renewed")
    assert main(["doctor", "--workspace", str(workspace)]) == 0
    capsys.readouterr()
    assert main(["verify", str(path), "--trust", str(workspace / "trust"), "--format", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert [facts["level"] for facts in found["signatures"]] == ["B-LTA"] * 3


def test_where_the_settings_name_no_authority_that_is_told_once(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told(capsys, "archive", "refresh", "--all", "--workspace", str(workspace))
    assert (code, out) == (1, "")
    assert "timestamp_authority" in err


def test_a_record_that_got_no_stamp_is_told(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pointed(workspace, "http://127.0.0.1:9/")
    code, out, err = told(capsys, "archive", "refresh", "--all", "--workspace", str(workspace))
    assert code == 1
    assert out.endswith("failed\n")
    assert "127.0.0.1:9" in err


def test_a_record_that_is_not_there_is_a_wrong_call(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = told(capsys, "archive", "refresh", "record-x.pdf", "--workspace", str(workspace))
    assert (code, out) == (2, "")
    assert "record-x.pdf" in err


def test_a_record_that_was_made_elsewhere_lasts_from_this_archive_on(
    workspace: Path, tmp_path: Path, estate: Estate, capsys: pytest.CaptureFixture[str]
) -> None:
    (foreign,) = (workspace / "archive" / "practice").iterdir()
    office = tmp_path / "office"
    where = ("--workspace", str(office))
    assert main(["init", str(office)]) == 0
    pointed(office, estate.tsa())
    keep_trust(office / "trust", estate)
    named = ["--given-names", "Jana", "--surname", "Novotná-Zkušební"]
    assert main(["people", "add", "novotna", "--role", "archivist", *named, *pin("1234"), *where]) == 0
    by = ("--as", "novotna")
    assert main(["archive", "add", str(foreign), *by, *pin("1234"), *where]) == 0
    assert main(["archive", "accept", "1", *by, *pin("1234"), *where]) == 0
    capsys.readouterr()
    code, (row,) = rows(capsys, *where)
    assert (code, row["standing"], row["done"]) == (0, "bare", "nothing")
    code, (row,) = rows(capsys, "--all", *where)
    assert (code, row["done"]) == (0, "renewed")
    (kept,) = (office / "archive" / "practice").iterdir()
    assert kept.read_bytes().startswith(foreign.read_bytes())
    code, (row,) = rows(capsys, str(kept), *where)
    assert (code, row["done"]) == (0, "renewed")
    assert main(["doctor", *where]) == 0
    capsys.readouterr()
    assert main(["verify", str(kept), "--trust", str(office / "trust"), "--format", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert ([facts["level"] for facts in found["signatures"]], len(found["stamps"])) == (["B-LTA"] * 3, 2)
