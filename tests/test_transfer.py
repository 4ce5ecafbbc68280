"""What is handed over proves itself, and whatever was changed in it is named; hostile files are refused."""

import json
import zipfile
from pathlib import Path

import pytest

from exam.cli.archive_index import beside
from exam.core.custody_search import Query
from exam.service.access import Actor, DeniedError, Role
from exam.transfer import INVENTORY, TransferOccupiedError, TransferUnreadableError, check_transfer, write_transfer
from exam.wording import Language
from tests.service.custodies import CLERK, body, files


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive that was handed over: one record that is kept, and the letter of a file that went back."""
    folder = tmp_path_factory.mktemp("office")
    with body(folder) as desk:
        desk.kept(files().first)
        (number,) = desk.taken(b"%PDF-1.7 nothing")
        desk.service.intake.give_back(CLERK, number, "Není to záznam.", "Vážený pane, …\n")
        parcel = desk.service.transfers.parcel(CLERK, Query())
        members = [*beside(parcel, Language.CS), *desk.service.transfers.files(parcel)]
        out = folder / "handed"
        inventory = write_transfer(out, members)
        desk.service.transfers.note(CLERK, 1, inventory)
        assert check_transfer(out) == (inventory, ())
        with pytest.raises(DeniedError):
            desk.service.transfers.parcel(Actor(id="x", role=Role.EXAMINER), Query())
    return out


@pytest.fixture
def own(handed: Path, tmp_path: Path) -> Path:
    """Return a copy that may be changed."""
    copy = tmp_path / "handed"
    for path in handed.rglob("*"):
        if path.is_file():
            (copy / path.relative_to(handed)).parent.mkdir(parents=True, exist_ok=True)
            (copy / path.relative_to(handed)).write_bytes(path.read_bytes())
    return copy


def codes(path: Path) -> list[str]:
    return [one.code for one in check_transfer(path)[1]]


def summed(folder: Path, name: str) -> None:
    """Let the inventory say what lies there now, as whoever tampers would."""
    from exam.core.canonical import digest  # noqa: PLC0415 - the tamperer's tool

    lines = (folder / INVENTORY).read_text("utf-8").splitlines()
    fresh = f"{digest((folder / name).read_bytes())}  {name}"
    (folder / INVENTORY).write_text("".join(f"{fresh if line.endswith(name) else line}\n" for line in lines), "utf-8")


def test_record_and_letter_are_there_and_the_page_leads_to_both(handed: Path) -> None:
    assert (handed / "records" / "000001.pdf").read_bytes() == files().first
    assert (handed / "letters" / "000002.txt").read_text("utf-8") == "Vážený pane, …\n"
    page = (handed / "index.html").read_text("utf-8")
    assert 'href="records/000001.pdf"' in page
    assert 'href="letters/000002.txt"' in page
    (line,) = (handed / "register.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["record_id"] == files().case.record.record


def test_what_was_removed_added_or_changed_is_named(own: Path) -> None:
    (own / "letters" / "000002.txt").unlink()
    (own / "records" / "000009.pdf").write_bytes(files().first)
    (own / "index.html").write_text("else")
    assert sorted(codes(own)) == [
        "transfer-member-differs",
        "transfer-member-missing",
        "transfer-member-unknown",
        "transfer-record-differs",
    ]


def test_a_record_that_was_exchanged_with_its_sum_is_found_by_the_chain(own: Path) -> None:
    (own / "records" / "000001.pdf").write_bytes(files().second)
    summed(own, "records/000001.pdf")
    assert codes(own) == ["transfer-record-differs"]


@pytest.mark.parametrize("part", ["body", "hash", "cut", "type"])
def test_a_register_that_was_rewritten_is_found_by_its_chain(own: Path, part: str) -> None:
    path = own / "register-chain.json"
    told = json.loads(path.read_text("utf-8"))
    entry = told["entries"][0]
    if part == "body":
        entry["body"] = entry["body"].replace('"length":', '"length":1')
    elif part == "cut":
        del told["entries"][0]
    elif part == "hash":
        entry["link"]["hash"] = "0" * 64
    else:
        entry["link"]["version"] = "one"
    path.write_text(json.dumps(told), "utf-8")
    summed(own, "register-chain.json")
    assert codes(own) == ["transfer-chain-broken"]


def test_nothing_is_written_over_and_what_a_crash_left_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / ".out.new").mkdir()
    (tmp_path / ".out.zip.new").write_text("half")
    for name in ("out", "out.zip"):
        write_transfer(tmp_path / name, [("README.txt", b"x")])
        with pytest.raises(TransferOccupiedError):
            write_transfer(tmp_path / name, [("README.txt", b"y")])
    assert {path.name for path in tmp_path.iterdir()} == {"out", "out.zip"}


@pytest.mark.parametrize("name", ["nothing.zip", "text.zip", "empty", "bomb.zip", "records.zip"])
def test_what_is_no_hand_over_is_refused(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exam.transfer.LARGEST", 1_000)
    (tmp_path / "text.zip").write_text("no archive")
    (tmp_path / "empty").mkdir()
    for made, member, size in (("bomb.zip", "x", 1_001), ("records.zip", "records/x.pdf", 1)):
        with zipfile.ZipFile(tmp_path / made, "w") as archive:
            archive.writestr(member, bytes(size))
    with pytest.raises(TransferUnreadableError):
        check_transfer(tmp_path / name)


def test_a_record_whose_name_is_no_number_is_refused(own: Path) -> None:
    (own / "records" / "x.pdf").write_bytes(b"x")
    with pytest.raises(TransferUnreadableError):
        check_transfer(own)
