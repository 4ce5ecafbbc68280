"""`exam archive` as a clerk has it: what comes in, what is found, what is kept, disposed of and handed over."""

import json
import shutil
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from exam.__main__ import main
from exam.bootstrap import open_workspace
from exam.scripted.world import ScriptedClock
from exam.transfer import INVENTORY
from tests.cli.test_people import pin
from tests.copies.mirrored import playing, small_workspace

TODAY = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
"""After the day on which the record was issued."""
PINS = {"novotna": "1234", "zeman": "4321", "kontrolor": "5555"}
ROLES = {"novotna": "archivist", "zeman": "archivist", "kontrolor": "invigilator"}


class Desk:
    """An authorising body's workspace, and records that were made in another one."""

    def __init__(self, folder: Path, record: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.files = folder
        self.record = record
        self.capsys = capsys
        self.folder = folder / "office"

    def run(self, *command: str, who: str = "") -> int:
        """Run `exam archive`, as somebody with a PIN or as nobody."""
        signed = ["--as", who, *pin(PINS[who])] if who else []
        return main(["archive", *command, *signed, "--workspace", str(self.folder), "--language", "en"])

    def told(self, *command: str, who: str = "", code: int = 0) -> Any:  # noqa: ANN401 - JSON
        """Run it and return what it says as data."""
        self.capsys.readouterr()
        assert self.run(*command, "--format", "json", who=who) == code
        return json.loads(self.capsys.readouterr().out)

    def spoken(self, *command: str, who: str = "", code: int = 0) -> str:
        """Run it and return what it says to people."""
        self.capsys.readouterr()
        assert self.run(*command, who=who) == code
        told = self.capsys.readouterr()
        return told.out + told.err


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a practice record, made once."""
    folder = small_workspace(tmp_path_factory.mktemp("made") / "workspace")
    with playing(folder):
        pass
    (path,) = (folder / "archive" / "practice").glob("*.pdf")
    return path


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, record: Path) -> Path:
    """Return a workspace with its people, in which the record was received and verified."""
    folder = tmp_path_factory.mktemp("office") / "office"
    assert main(["init", str(folder)]) == 0
    for who, role in ROLES.items():
        names = ["--given-names", "Jana", "--surname", f"Zkušební-{who}"]
        added = ["people", "add", who, "--role", role, *names, "--workspace", str(folder)]
        assert main([*added, *pin(PINS[who])]) == 0
    assert main(["archive", "add", str(record), "--as", "novotna", *pin("1234"), "--workspace", str(folder)]) == 0
    return folder


@pytest.fixture
def desk(
    tmp_path: Path, office: Path, record: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Desk:
    monkeypatch.setattr("exam.bootstrap.SystemClock", lambda *_zone: ScriptedClock(TODAY))
    shutil.copytree(office, tmp_path / "office")
    return Desk(tmp_path, record, capsys)


def states(rows: Sequence[dict[str, object]]) -> list[object]:
    return [row["state"] for row in rows]


def test_a_folder_of_good_bad_and_hostile_files_is_received_and_each_is_told(desk: Desk) -> None:
    inbox = desk.files / "inbox"
    inbox.mkdir()
    (inbox / "good.pdf").write_bytes(desk.record.read_bytes())
    (inbox / "letter.pdf").write_text("Dear authority")
    (inbox / "torn.pdf").write_bytes(desk.record.read_bytes()[:9_000])
    with zipfile.ZipFile(inbox / "more.zip", "w") as archive:
        archive.writestr("same.pdf", desk.record.read_bytes())
    rows = desk.told("add", str(inbox), who="novotna", code=1)
    by_name = {Path(str(row["path"])).name: row for row in rows}
    assert by_name["letter.pdf"]["code"] == "record-no-pdf"
    assert (by_name["good.pdf"]["verdict"], by_name["torn.pdf"]["verdict"]) == ("PRACTICE", "RETURN")
    assert {(by_name[name]["number"], by_name[name]["known"]) for name in ("good.pdf", "same.pdf")} == {(1, True)}
    listed = desk.told("list")
    assert sorted(row["number"] for row in listed) == [1, 2]


def test_a_missing_file_is_told_and_the_others_are_received(desk: Desk) -> None:
    told = desk.spoken("add", str(desk.files / "gone.pdf"), str(desk.record), who="novotna", code=1)
    assert "gone.pdf" in told
    assert "practice record" in told
    assert told.endswith("Files received: 1 of 2; to be returned 0, not taken 1.\n")


def test_accepting_twice_is_accepting_once_and_what_does_not_hold_is_refused(desk: Desk) -> None:
    torn = desk.files / "torn.pdf"
    torn.write_bytes(desk.record.read_bytes()[:9_000])
    desk.told("add", str(torn), who="novotna", code=4)
    assert states(desk.told("accept", "--all", who="novotna")) == ["kept"]
    rows = desk.told("accept", "1", "2", who="novotna", code=1)
    assert rows[0]["state"] == "kept"
    assert rows[1]["code"] == "not-acceptable"
    assert "cannot be accepted" in desk.spoken("accept", "2", who="novotna", code=1)


def test_a_letter_is_drafted_changed_and_kept(desk: Desk) -> None:
    torn = desk.files / "torn.pdf"
    torn.write_bytes(desk.record.read_bytes()[:9_000])
    desk.told("add", str(torn), who="novotna", code=4)
    reason = "Soubor je useknutý."
    draft = desk.spoken("return", "2", "--reason", reason, "--draft", who="novotna")
    assert f"– {reason}" in draft
    assert "line 2 of the receiver's register" in draft
    assert states(desk.told("list")) == ["checked", "checked"]
    own = desk.files / "letter.txt"
    own.write_text(f"{draft}\nS pozdravem\n", "utf-8")
    told = desk.spoken("return", "2", "--reason", reason, "--letter", str(own), who="novotna")
    assert "S pozdravem" in told
    assert states(desk.told("list", "--state", "returned")) == ["returned"]
    assert "S pozdravem" in desk.spoken("return", "2", "--reason", reason, who="novotna")


def test_several_files_go_back_for_one_reason_each_with_its_letter(desk: Desk) -> None:
    for name, length in (("torn.pdf", 9_000), ("shorter.pdf", 8_000)):
        (desk.files / name).write_bytes(desk.record.read_bytes()[:length])
        desk.told("add", str(desk.files / name), who="novotna", code=4)
    told = desk.spoken("return", "2", "3", "--reason", "Soubory jsou useknuté.", who="novotna")
    assert ["line 2 of" in told, "line 3 of" in told] == [True, True]
    assert states(desk.told("list")) == ["returned", "returned", "checked"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        (["--person", "zkouseny"], 0),
        (["--qualification", "mini"], 1),
        (["--since", "2026-11-20", "--until", "2026-11-20"], 1),
        (["--since", "2026-11-21"], 0),
        (["--since", "20. 11. 2026", "--until", "20.11.2026"], 1),
        (["--result", "failed"], 0),
        (["--result", "passed"], 1),
        (["--record", "record-"], 1),
        (["--due"], 0),
    ],
)
def test_lines_are_searched(desk: Desk, search: list[str], found: int) -> None:
    (line,) = desk.told("list")
    if "--qualification" in search:
        search = ["--qualification", line["qualification"][1:].lower()]
    assert len(desk.told("list", *search)) == found
    assert len(desk.told("list", "--person", line["candidate"].upper())) == 1


def test_a_list_has_pages_and_a_table(desk: Desk) -> None:
    assert "page 1 of 1" in desk.spoken("list", "--page", "9", "--size", "0", "--csv", str(desk.files / "t.csv"))
    assert (desk.files / "t.csv").read_bytes().startswith(b"\xef\xbb\xbfline;state;")


def test_a_record_is_shown_with_its_ground_and_that_nobody_verified_it(desk: Desk) -> None:
    desk.told("accept", "1", who="novotna")
    told = desk.spoken("show", "1", "--out", str(desk.files / "copy.pdf"))
    assert "legal ground UNVERIFIED" in told
    assert (desk.files / "copy.pdf").read_bytes() == desk.record.read_bytes()
    assert desk.run("show", "7") == 1


def test_wrong_roles_and_wrong_pins_decide_nothing(desk: Desk) -> None:
    assert "may not do that" in desk.spoken("accept", "1", who="kontrolor", code=1)
    assert "may not do that" in desk.spoken("add", str(desk.record), who="kontrolor", code=1)
    wrong = ["archive", "accept", "1", "--as", "novotna", *pin("0000"), "--workspace", str(desk.folder)]
    assert main(wrong) == 1
    assert states(desk.told("list")) == ["checked"]


def test_a_review_is_asked_for_and_decided(desk: Desk) -> None:
    desk.told("accept", "1", who="novotna")
    told = desk.spoken("review", "request", "1", "--grounds", "Měření času.", "--on", "2026-11-23", who="novotna")
    assert "waits for a decision by 2026-12-23 (period unverified)" in told
    assert "a review waits" in desk.spoken("show", "1")
    decided = ["review", "decide", "1", "--decision", "confirmed", "--reason", "Čas byl měřen správně."]
    assert "decided by zeman, course and result confirmed" in desk.spoken(*decided, who="zeman")
    shown = desk.told("show", "1")
    assert shown[0]["history"][-1]["decision"] == "confirmed"
    assert "course and result confirmed" in desk.spoken("show", "1")


def test_two_people_dispose_and_the_line_stays(desk: Desk) -> None:
    desk.told("accept", "1", who="novotna")
    reason = ["--reason", "Uplynula doba."]
    desk.told("dispose", "propose", "--due", *reason, who="novotna")
    assert "somebody else has to agree" in desk.spoken("dispose", "approve", "1", who="novotna", code=1)
    assert states(desk.told("dispose", "approve", "--proposed", who="zeman")) == ["disposed"]
    (line,) = desk.told("list")
    assert (line["candidate"], line["state"]) == ("", "disposed")
    assert "disposal proposed by novotna, agreed by zeman" in desk.spoken("show", "1")
    assert "disposed" in desk.spoken("show", "1", "--out", str(desk.folder / "gone.pdf"), code=1)
    assert not (desk.folder / "gone.pdf").exists()
    with open_workspace(desk.folder, owning=False) as workspace:
        assert workspace.ports.archive.names(practice=True) == ()


def test_what_is_kept_is_verified_and_a_changed_file_is_found(desk: Desk) -> None:
    desk.told("accept", "1", who="novotna")
    assert [row["code"] for row in desk.told("verify")] == ["file-whole"]
    (path,) = (desk.folder / "archive" / "practice").iterdir()
    path.write_bytes(path.read_bytes() + b"\n")
    assert [row["code"] for row in desk.told("verify", "1", code=4)] == ["file-differs"]
    path.unlink()
    assert [row["code"] for row in desk.told("verify", code=4)] == ["file-lost"]


@pytest.mark.parametrize("name", ["handed", "handed.zip"])
def test_the_archive_is_handed_over_and_proves_itself(desk: Desk, name: str) -> None:
    desk.told("accept", "1", who="novotna")
    out = desk.files / name
    (row,) = desk.told("export", "--out", str(out), who="novotna")
    assert row["records"] == 1
    checked = desk.told("verify", "--handed-over", str(out))
    assert checked == [{"inventory": row["inventory"], "codes": []}]
    assert desk.run("export", "--out", str(out), who="novotna") == 1
    if out.is_dir():
        register = out / "register.jsonl"
        assert main(["verify", str(out / "records"), "--register", str(register)]) == 0
        assert "records/000001.pdf" in (out / "index.html").read_text("utf-8")
        (out / "records" / "000001.pdf").write_bytes(b"%PDF-1.7")
        codes = [one["code"] for one in desk.told("verify", "--handed-over", str(out), code=4)[0]["codes"]]
        assert codes == ["transfer-member-differs", "transfer-record-differs"]


def test_what_was_never_handed_over_is_refused(desk: Desk) -> None:
    (desk.files / "empty").mkdir()
    assert desk.run("verify", "--handed-over", str(desk.files / "empty")) == 1
    assert INVENTORY == "SHA256SUMS"
