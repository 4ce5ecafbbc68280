"""`exam replay` and `exam session export` as their users have them: exit codes, data on stdout, words for people."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import apsw
import pytest

from exam.__main__ import main
from exam.core.events import Event
from exam.core.replay import Evidence
from exam.core.session_events import PaperDrawn, ResponseSaved, TaskScored
from exam.core.session_values import ChoiceResponse
from exam.packs import pack, unpack
from tests.core.replayed_desks import forged


@pytest.fixture(scope="module")
def performed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workspace of a whole exam and the pack of its session."""
    folder = tmp_path_factory.mktemp("performed")
    assert main(["demo", "--script", "failed-one-criterion", "--out", str(folder)]) == 0
    (folder / "failed-one-criterion-1").rename(folder / "workspace")
    assert main(["session", "export", session_in(folder), *at(folder), "--out", str(folder / "session.zip")]) == 0
    return folder


def at(folder: Path) -> list[str]:
    return ["--workspace", str(folder / "workspace")]


def session_in(folder: Path) -> str:
    with apsw.Connection(str(folder / "workspace" / "journal.db")) as connection:
        ((name,),) = connection.execute("SELECT DISTINCT stream FROM events WHERE stream LIKE 'session/%'").fetchall()
    return str(name).removeprefix("session/")


def replayed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    capsys.readouterr()
    code = main(["replay", *arguments, "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_session_is_replayed_from_its_workspace(performed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, (row,) = replayed(capsys, session_in(performed), *at(performed))
    assert (code, row["outcome"], row["result"]) == (0, "same", "failed")
    assert (row["differences"], row["notices"]) == ([], [])
    assert len(row["record_sha256"]) == 64
    tasks = {task["task"]: task for task in row["tasks"]}
    assert tasks["law-test"]["remaining_ms"] == tasks["law-test"]["granted_ms"] - tasks["law-test"]["consumed_ms"]
    assert replayed(capsys, *at(performed)) == (code, [row])


def test_a_replay_is_told_in_words(performed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["replay", *at(performed), "--language", "en"]) == 0
    told = capsys.readouterr().out
    assert "rebuilt, nothing differs" in told
    assert "record rebuilt byte for byte" in told
    assert "result failed" in told


def test_another_machine_without_banks_and_rubrics_rebuilds_the_same(
    performed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, (here,) = replayed(capsys, *at(performed))
    pack_file = shutil.copyfile(performed / "session.zip", tmp_path / "elsewhere.zip")
    monkeypatch.chdir(tmp_path)
    code, (there,) = replayed(capsys, str(pack_file))
    assert code == 0
    assert there | {"source": ""} == here | {"source": ""}
    shutil.copytree(performed / "workspace", tmp_path / "workspace")
    for folder in ("item_banks", "rubrics", "reports"):
        shutil.rmtree(tmp_path / "workspace" / folder)
    assert replayed(capsys, *at(tmp_path)) == (0, [here])


def test_an_export_is_the_same_file_each_time_and_never_overwrites_another(
    performed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    session = session_in(performed)
    for _ in range(2):
        assert main(["session", "export", session, *at(performed), "--format", "json"]) == 0
    written = tmp_path / f"{session}.zip"
    assert written.read_bytes() == (performed / "session.zip").read_bytes()
    capsys.readouterr()
    written.write_bytes(b"another file")
    assert main(["session", "export", session, *at(performed), "--language", "en"]) == 1
    assert "nothing was written" in capsys.readouterr().err
    assert written.read_bytes() == b"another file"
    assert main(["session", "export", "session-NONE", *at(performed)]) == 1
    assert main(["session", "export", session, *at(performed), "--out", str(tmp_path / "no" / "folder.zip")]) == 2


def test_a_record_alone_gives_its_verdict(performed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (path,) = (performed / "workspace" / "archive" / "practice").glob("*.pdf")
    code, (row,) = replayed(capsys, str(path))
    assert (code, row["outcome"], row["result"], row["verdict"]) == (0, "same", "failed", "PRACTICE")
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(path.read_bytes() + b"more")
    code, (row,) = replayed(capsys, str(changed))
    assert (code, row["outcome"], row["result"]) == (1, "differs", None)
    assert main(["replay", str(path), "--trust", str(tmp_path / "nowhere")]) == 2


def wrong_option(event: Event) -> Event:
    if isinstance(event, ResponseSaved) and isinstance(event.response, ChoiceResponse):
        return event.model_copy(update={"response": ChoiceResponse(option="d")})
    return event


def other_seed(event: Event) -> Event:
    return event.model_copy(update={"seed": "0" * 32}) if isinstance(event, PaperDrawn) else event


def no_score(event: Event) -> Event:
    if not isinstance(event, TaskScored):
        return event
    items = tuple(item.model_copy(update={"score": item.max_score}) for item in event.items)
    return event.model_copy(update={"items": items})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (wrong_option, "replay-score-differs"),
        (other_seed, "replay-order-differs"),
        (no_score, "replay-score-differs"),
    ],
)
def test_a_pack_forged_with_its_chain_is_found(
    performed: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    change: Callable[[Event], Event],
    code: str,
) -> None:
    evidence = unpack((performed / "session.zip").read_bytes())
    stream = evidence.session[0].link.stream
    other = forged(evidence, change, stream)
    (tmp_path / "forged.zip").write_bytes(pack(other, "0"))
    exit_code, (row,) = replayed(capsys, str(tmp_path / "forged.zip"))
    assert (exit_code, row["outcome"]) == (1, "differs")
    assert {code, "replay-record-differs"} <= {entry["code"] for entry in row["differences"]}


def test_a_flipped_body_breaks_the_chain_and_is_3(
    performed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evidence = unpack((performed / "session.zip").read_bytes())
    place = next(place for place, entry in enumerate(evidence.session) if entry.link.type == "PaperDrawn")
    (tmp_path / "broken.zip").write_bytes(pack(changed(evidence, place), "0"))
    code, (row, fine) = replayed(capsys, str(tmp_path / "broken.zip"), str(performed / "session.zip"))
    assert (code, row["outcome"], fine["outcome"]) == (3, "broken", "same")
    assert [entry["code"] for entry in row["differences"]] == ["chain-broken"]
    assert main(["replay", str(tmp_path / "broken.zip"), "--language", "en"]) == 3
    assert "the chain is broken" in capsys.readouterr().out


def changed(evidence: Evidence, place: int) -> Evidence:
    entry = evidence.session[place]
    other = entry.model_copy(update={"body": (entry.body or "").replace('"task":"l', '"task":"m', 1)})
    assert other != entry
    return replace(evidence, session=(*evidence.session[:place], other, *evidence.session[place + 1 :]))


def test_a_damaged_pack_is_told_with_a_code(
    performed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = bytearray((performed / "session.zip").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "damaged.zip").write_bytes(bytes(data))
    code, (row,) = replayed(capsys, str(tmp_path / "damaged.zip"))
    assert (code, row["outcome"]) == (1, "differs")
    assert row["differences"][0]["code"].startswith("pack-")


def test_what_is_neither_session_nor_file_is_told(
    performed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("no pack")
    for source, code in (
        (str(tmp_path / "notes.txt"), 2),
        (str(tmp_path / "nowhere.zip"), 2),
        ("nowhere.zip", 2),
        ("session-NONE", 1),
    ):
        capsys.readouterr()
        assert main(["replay", source, *at(performed), "--language", "en"]) == code
        told = capsys.readouterr()
        assert (told.out, told.err.startswith("exam: ")) == ("", True)


# Corrected keys


FIX = """\
schema: exam/key-correction/1
corrections:
"""


def fix(folder: Path, *corrections: str) -> str:
    path = folder / "fix.yaml"
    path.write_text(FIX + "".join(f"  - {{{entry}}}\n" for entry in corrections), "utf-8")
    return str(path)


def law_items(performed: Path) -> list[dict[str, Any]]:
    evidence = unpack((performed / "session.zip").read_bytes())
    items = (json.loads(data) for data in evidence.blobs.values() if data.startswith(b'{"author"'))
    return sorted((item for item in items if item["kind"] == "choice"), key=lambda item: str(item["id"]))


def test_corrected_keys_are_tried_out_on_sessions_and_packs_and_change_nothing(
    performed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = [
        f"item: {item['id']}, version: {item['version']}, "
        f"key: {next(option['id'] for option in item['options'] if not option['correct'])}"
        for item in law_items(performed)
    ]
    path = fix(tmp_path, *entries)
    before = (performed / "workspace" / "journal.db").read_bytes()
    code, (here,) = replayed(capsys, *at(performed), "--with-key", path)
    _, (there,) = replayed(capsys, str(performed / "session.zip"), "--with-key", path)
    assert (code, here["outcome"]) == (0, "same")
    assert there["with_key"] == here["with_key"]
    found = here["with_key"]
    assert len(found["items"]) == len(entries)
    assert {change["after"] for change in found["criteria"]} == {"not_met"}
    assert (found["before"], found["after"], found["flips"]) == ("failed", "failed", False)
    assert found["record"] == here["record"]
    assert (performed / "workspace" / "journal.db").read_bytes() == before
    assert main(["replay", *at(performed), "--with-key", path, "--language", "en"]) == 0
    told = capsys.readouterr().out
    assert "1/1 → 0/1" in told
    assert "The verdict would stay: failed." in told
    assert "was issued and stands" in told


def test_a_cancelled_item_that_nobody_was_given_changes_nothing(
    performed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = fix(tmp_path, "item: nowhere, version: 1, cancelled: taken_out")
    assert main(["replay", *at(performed), "--with-key", path, "--language", "en"]) == 0
    assert "change nothing here" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("item: law-01, version: 1", "K014"),
        ("item: law-01, version: 1, key: a, cancelled: full_score", "K014"),
        ("item: law-01, version: 1, cancelled: perhaps", "K007"),
        ("item: law-01, key: a", "K006"),
        ("item: law-01, version: 1, kye: a", "K003"),
    ],
)
def test_a_faulty_file_of_corrected_keys_is_told_with_its_place(
    performed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], entry: str, code: str
) -> None:
    path = fix(tmp_path, entry)
    capsys.readouterr()
    assert main(["replay", *at(performed), "--with-key", path, "--language", "en"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert f"{path}:3:" in told.err
    assert f"error {code}" in told.err


def test_a_key_that_is_no_option_is_refused(
    performed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    item = law_items(performed)[0]
    path = fix(tmp_path, f"item: {item['id']}, version: {item['version']}, key: z")
    assert main(["replay", *at(performed), "--with-key", path, "--language", "en"]) == 1
    assert "has no option z" in capsys.readouterr().err


def test_a_record_holds_no_responses_to_score_anew(
    performed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (record,) = (performed / "workspace" / "archive" / "practice").glob("*.pdf")
    path = fix(tmp_path, "item: law-01, version: 1, key: a")
    assert main(["replay", str(record), "--with-key", path, "--language", "en"]) == 2
    assert "holds no responses" in capsys.readouterr().err
