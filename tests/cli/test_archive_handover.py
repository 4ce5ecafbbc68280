"""An authorised person ends: the authority is told, then one command hands everything over, and it proves itself."""

import json
import subprocess
from pathlib import Path

import pytest

from exam.__main__ import main
from exam.bootstrap import open_workspace
from exam.core.custody_events import ARCHIVE, ArchiveHandedOver
from exam.packs import read_pack
from exam.scripted.performance import Performance, play
from exam.service.streams import Streams
from tests.cli.test_dispatch import disputed, sitting, typed, workspace
from tests.publishing.reading import text

__all__ = ["disputed", "workspace"]

WHO = ["--to", "Smyšlený nástupce, s. r. o.", "--ends-on", "2027-06-30", "--as", "osoba"]
TOLD = ["--told-on", "2026-11-25", "--told-way", "data_box"]


def unsent(workspace: Path) -> None:
    """Nothing was sent after all, so the record is to be sent."""
    with open_workspace(workspace, owning=False) as opened:
        facts = opened.service.sittings.state(sitting(workspace)).facts
    for number in (noted.seq for noted in facts if type(noted.fact).__name__ == "RecordDispatched"):
        call = ["sitting", "withdraw-fact", sitting(workspace), str(number), "--reason", "Neodešlo.", "--by", "osoba"]
        assert main([*call, *typed()]) == 0


def test_the_letter_is_written_before_and_says_what_is_left_open(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unsent(workspace)
    letter = tmp_path / "dopis.pdf"
    assert main(["archive", "handover", "--letter", str(letter), *WHO, *typed()]) == 0
    assert "letter=" in capsys.readouterr().out
    said = text(letter.read_bytes())
    assert "Smyšlený nástupce" in said
    assert "Oldřich Beneš-Pokusný" in said
    assert "odeslat" in said
    assert main(["archive", "handover", "--letter", str(letter), *WHO, *typed()]) == 0
    letter.write_bytes(b"jiny")
    assert main(["archive", "handover", "--letter", str(letter), *WHO, *typed()]) == 1


def test_everything_goes_out_with_its_digests_and_is_noted(
    workspace: Path, disputed: Performance, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, out, proof = sitting(workspace), tmp_path / "predani", tmp_path / "dorucenka.zfo"
    proof.write_bytes(b"dorucenka")
    unsent(workspace)
    hold = ["sitting", "hold", name, "--reason", "Žaloba 12 C 4/2027.", "--by", "osoba"]
    assert main([*hold, *typed()]) == 0
    call = ["archive", "handover", "--out", str(out), *WHO, *TOLD, "--told-proof", str(proof), "--format", "json"]
    capsys.readouterr()
    assert main([*call, *typed()]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["lines"], row["sittings"], row["sessions"], row["open_duties"]) == (2, 1, 1, 3)
    assert (out / "records" / "000002.pdf").read_bytes() == disputed.path.read_bytes()
    assert read_pack(out / "evidence" / f"{disputed.session}.zip").session
    document = json.loads((out / "handover.json").read_bytes())
    assert (document["by"]["account"], document["authority_told"]["on"]) == ("osoba", "2026-11-25")
    assert [held["reason"] for held in document["holds"]] == ["Žaloba 12 C 4/2027."]
    duties = json.loads((out / "duties.json").read_bytes())
    assert [entry["duty"] for entry in duties if entry["session"]] == ["dispatch"]
    inspected = json.loads((out / "sittings" / f"{name}.json").read_bytes())
    proofs = {fact["proof"]["blob"] for fact in inspected["facts"] if fact["proof"]}
    assert {path.name for path in (out / "proofs").iterdir()} == proofs
    assert (out / "authority-told.zfo").read_bytes() == b"dorucenka"
    assert text((out / "letter.pdf").read_bytes()).count("Smyšlený nástupce") == 1
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=out, check=True)  # noqa: S607
    assert main(["archive", "verify", "--handed-over", str(out)]) == 0
    with open_workspace(workspace, owning=False) as opened:
        event = Streams(opened.ports.journal).entries(ARCHIVE)[-1].event
        assert isinstance(event, ArchiveHandedOver)
        assert (event.inventory, event.records, event.open_duties) == (row["inventory"], 2, 3)
        assert opened.ports.blobs.get(event.proof) == b"dorucenka"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--told-on", "2999-01-01", "--told-way", "post"], 1),
        (["--told-on", "2026-11-25"], 2),
        (["--told-way", "post"], 2),
    ],
    ids=["told in the future", "no way", "no day"],
)
def test_nothing_goes_out_before_the_authority_knows(
    workspace: Path, tmp_path: Path, words: list[str], code: int
) -> None:
    assert workspace.is_dir()
    call = ["archive", "handover", "--out", str(tmp_path / "predani"), *WHO, *words]
    assert main([*call, *typed()]) == code
    assert not (tmp_path / "predani").exists()


def test_it_is_told_before_the_end_by_the_authorised_person_alone(workspace: Path, tmp_path: Path) -> None:
    assert workspace.is_dir()
    out = ["--out", str(tmp_path / "predani"), "--to", "X"]
    late = ["--ends-on", "2026-11-24", "--as", "osoba"]
    assert main(["archive", "handover", *out, *late, *TOLD, *typed()]) == 1
    other = ["--ends-on", "2027-06-30", "--as", "dvorakova"]
    assert main(["archive", "handover", *out, *other, *TOLD, *typed()]) == 1
    assert not (tmp_path / "predani").exists()


def test_an_exam_under_way_is_not_handed_over(tmp_path: Path) -> None:
    play("day-inspector", tmp_path / "out")
    where = ["--workspace", str(tmp_path / "out" / "day-inspector-1")]
    call = ["archive", "handover", "--out", str(tmp_path / "predani"), *WHO, *TOLD, *where]
    assert main([*call, *typed()]) == 1
    assert not (tmp_path / "predani").exists()


def test_a_workspace_without_a_sitting_has_nothing_to_hand_over(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path / "empty")]) == 0
    where = ["--workspace", str(tmp_path / "empty")]
    person = ["people", "add", "osoba", "--role", "authorised_person", "--given-names", "Ivo", "--surname", "Správce"]
    assert main([*person, *where, *typed()]) == 0
    assert main(["archive", "handover", "--letter", str(tmp_path / "x.pdf"), *WHO, *where, *typed()]) == 1
