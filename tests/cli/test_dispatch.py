"""What leaves the house: a dispatch, a pack for a review, papers for an inspector."""

import json
import os
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from exam.__main__ import main
from exam.bootstrap import open_workspace
from exam.core.canonical import digest
from exam.core.item import ChoiceItem
from exam.packs import read_pack
from exam.scripted.performance import PIN, Performance, play
from exam.service.ports import BlobMissingError
from tests.publishing.reading import letters


def typed() -> list[str]:
    reading, writing = os.pipe()
    os.write(writing, PIN.encode())
    os.close(writing)
    return ["--pin-fd", str(reading)]


@pytest.fixture(scope="module")
def disputed(tmp_path_factory: pytest.TempPathFactory) -> Performance:
    played = play("day-disputed", tmp_path_factory.mktemp("disputed"))
    assert isinstance(played, Performance)
    return played


@pytest.fixture
def workspace(disputed: Performance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "workspace"
    shutil.copytree(disputed.path.parents[2], folder)
    monkeypatch.chdir(folder)
    return folder


def sitting(folder: Path) -> str:
    with open_workspace(folder, owning=False) as opened:
        (found,) = opened.service.sittings.planned()
    return found


def test_an_archived_record_goes_out_with_its_letter_and_is_noted_under_the_packs_digest(
    workspace: Path, disputed: Performance, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, proof = tmp_path / "odeslano.zip", tmp_path / "dorucenka.zfo"
    proof.write_bytes(b"dorucenka")
    office = tmp_path / "office.yaml"
    office.write_text('schema: exam/office/1\ncontact: "Jana Kancelářová"\n', "utf-8")
    call = ["dispatch", disputed.session, "--out", str(out), "--way", "data_box", "--proof", str(proof)]
    call += ["--office", str(office)]
    assert main([*call, "--on", "2026-11-21", "--by", "osoba", *typed()]) == 0
    pack = out.read_bytes()
    assert digest(pack) in capsys.readouterr().out
    with zipfile.ZipFile(BytesIO(pack)) as archive:
        letter, record = sorted(archive.namelist())
        assert archive.read(record) == disputed.path.read_bytes()
        said = letters(archive.read(letter))
        assert disputed.sha256 in said
        assert "CVIČNÁZKOUŠKA" in said
        assert "JanaKancelářová" in said
    with open_workspace(workspace, owning=False) as opened:
        noted = opened.service.sittings.state(sitting(workspace)).facts[-1].fact
        assert (type(noted).__name__, noted.on.isoformat(), noted.note) == (
            "RecordDispatched",
            "2026-11-21",
            f"SHA-256 {digest(pack)}",
        )
        assert noted.proof is not None
        assert noted.proof.name == "dorucenka.zfo"


def test_nobody_sends_a_record_for_others_or_what_is_no_record(
    workspace: Path, disputed: Performance, tmp_path: Path
) -> None:
    assert workspace.is_dir()
    out = tmp_path / "x.zip"
    call = ["--out", str(out), "--way", "post", "--by"]
    assert main(["dispatch", disputed.session, *call, "benes", *typed()]) == 1
    assert main(["dispatch", "session-0", *call, "osoba", *typed()]) == 1
    assert not out.exists()


def test_where_a_dispatch_is_refused_neither_its_pack_nor_its_proof_is_kept(
    workspace: Path, disputed: Performance, tmp_path: Path
) -> None:
    out, proof = tmp_path / "x.zip", tmp_path / "proof.zfo"
    proof.write_bytes(b"not yet sent")
    call = ["dispatch", disputed.session, "--out", str(out), "--way", "post", "--on", "2999-01-01"]
    assert main([*call, "--by", "osoba", *typed()]) == 1
    assert not out.exists()
    fact = ["fact", sitting(workspace), "RecordDispatched", "--way", "post", "--on", "2999-01-01"]
    who = ["--session", disputed.session, "--by", "osoba"]
    assert main(["sitting", *fact, *who, "--proof", str(proof), *typed()]) == 1
    with open_workspace(workspace, owning=False) as opened, pytest.raises(BlobMissingError):
        opened.ports.blobs.get(digest(proof.read_bytes()))


def test_a_redacted_pack_holds_no_key_and_a_full_one_holds_the_evidence(
    workspace: Path, disputed: Performance, tmp_path: Path
) -> None:
    assert workspace.is_dir()
    bare, full = tmp_path / "bare.zip", tmp_path / "full.zip"
    assert main(["review", "pack", disputed.session, "--out", str(bare), "--redacted"]) == 0
    assert main(["review", "pack", disputed.session, "--out", str(full)]) == 0
    with zipfile.ZipFile(bare) as archive:
        names = archive.namelist()
        told = json.loads(archive.read("session.json"))
        facts = json.loads(archive.read("facts.json"))
    assert "evidence.zip" not in names
    assert {"record.pdf", "session.json", "facts.json", "proofs/006.bin"} <= set(names)
    assert [fact["fact"] for fact in facts] == [
        "NoticeDelivered",
        "RecordDispatched",
        "DispatchReturned",
        "RecordDispatched",
        "DispatchAccepted",
        "ReviewAsked",
        "ReviewAnswered",
    ]
    (sheet,) = [json.loads(task["sheet"]) for task in told["tasks"]]
    assert set(sheet["items"][0]["options"][0]) == {"id", "text"}
    with zipfile.ZipFile(full) as archive:
        evidence = tmp_path / "evidence.zip"
        evidence.write_bytes(archive.read("evidence.zip"))
    assert read_pack(evidence).session


def test_a_record_that_is_not_archived_is_neither_sent_nor_packed(tmp_path: Path) -> None:
    script = tmp_path / "unsigned.yaml"
    from exam.scripted.performance import scenario_path  # noqa: PLC0415

    lines = scenario_path("day-disputed").read_text("utf-8").split("  - {actor: dvorakova, action: sign_record}\n")
    script.write_text(lines[0].replace('seed: "disputed"', 'seed: "unsigned"\nwithout_record: true'), "utf-8")
    play(str(script), tmp_path / "out")
    folder = tmp_path / "out" / "unsigned-1"
    with open_workspace(folder, owning=False) as opened:
        (session,) = opened.sessions()
    where = ["--workspace", str(folder)]
    assert main(["review", "pack", session, "--out", str(tmp_path / "r.zip"), *where]) == 1
    assert not (tmp_path / "r.zip").exists()


def test_an_inspector_reads_everything_and_no_key(
    workspace: Path, disputed: Performance, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = sitting(workspace)
    with open_workspace(workspace, owning=False) as opened:
        state = opened.service.sessions.state(disputed.session)
        items = opened.service.sessions.items(state, "law-test")
    keys = [item.model_dump_json() for item in items if isinstance(item, ChoiceItem)]
    out = tmp_path / "kontrola"
    assert main(["sitting", "inspect", found, "--out", str(out)]) == 0
    text = capsys.readouterr().out
    assert "předseda  Alžběta Dvořáková-Vzorová  natural_person CVIČNÁ-0001/2026  2029-06-30" in text
    assert "uchazeč odstoupil" in text
    told = (out / "inspection.json").read_text("utf-8")
    assert "correct" not in told
    assert keys
    assert "Po kolika" in told or json.loads(told)["sessions"][0]["tasks"][0]["sheet"]
    assert (out / "proof-006.txt").read_text("utf-8") == "podepsané převzetí"
    assert main(["sitting", "inspect", found, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["sitting"] == found
    assert main(["sitting", "inspect", found, "--out", str(out)]) == 2


def test_an_inspector_reads_irregularities_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    play("day-morning", tmp_path)
    folder = tmp_path / "day-morning-1"
    capsys.readouterr()
    assert main(["sitting", "inspect", sitting(folder), "--workspace", str(folder)]) == 0
    assert "  opožděný příchod: Příchod o 25 minut později" in capsys.readouterr().out


def test_an_inspection_changes_nothing(workspace: Path) -> None:
    before = (workspace / "journal.db").read_bytes()
    assert main(["sitting", "inspect", sitting(workspace)]) == 0
    assert (workspace / "journal.db").read_bytes() == before
