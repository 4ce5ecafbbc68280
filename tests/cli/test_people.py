import json
import os
from pathlib import Path

import pytest

from exam.__main__ import main
from exam.bootstrap import open_workspace

NOVAK = ("--role", "examiner", "--given-names", "Jan", "--surname", "Novák-Vzorový")
AUTHORISED = ("--authorisation", "natural_person", "--number", "CVIČNÁ-1", "--valid-until", "2029-12-31")


@pytest.fixture
def workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    folder = tmp_path / "workspace"
    main(["init", str(folder)])
    capsys.readouterr()
    return folder


def pin(typed: str) -> list[str]:
    """Return the option that reads these keys from a descriptor."""
    reading, writing = os.pipe()
    os.write(writing, typed.encode())
    os.close(writing)
    return ["--pin-fd", str(reading)]


def test_an_added_examiner_can_sign_in_and_is_listed(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = ["--workspace", str(workspace)]
    assert main(["people", "add", "novak", *NOVAK, *AUTHORISED, "--title-before", "Ing.", *pin("2468\n"), *place]) == 0
    assert "Ing. Jan Novák-Vzorový" in capsys.readouterr().err
    with open_workspace(workspace) as opened:
        assert opened.service.sign_in("novak", "2468").role == "examiner"
    assert main(["people", "list", "--format", "json", *place]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"id": "novak", "name": "Ing. Jan Novák-Vzorový", "role": "examiner"}
    ]
    assert main(["people", "list", *place]) == 0
    assert capsys.readouterr().out == "novak  examiner  Ing. Jan Novák-Vzorový\n"


def test_an_examiner_without_an_authorisation_is_wrong_usage(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["people", "add", "novak", *NOVAK, *pin("2468"), "--workspace", str(workspace)]) == 2
    assert "--authorisation" in capsys.readouterr().err


def test_a_short_pin_is_refused(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["people", "add", "novak", *NOVAK, *AUTHORISED, *pin("12\n"), "--workspace", str(workspace)]) == 2
    assert "PIN" in capsys.readouterr().err


def test_a_pin_is_typed_twice_the_same(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["2468", "2469", "2468", "2468"])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    call = ["people", "add", "novak", *NOVAK, *AUTHORISED, "--workspace", str(workspace)]
    assert main(call) == 2
    assert main(call) == 0


def test_where_nobody_can_type_a_pin_that_is_told(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def closed(_prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("getpass.getpass", closed)
    assert main(["people", "add", "novak", *NOVAK, *AUTHORISED, "--workspace", str(workspace)]) == 2
    assert "--pin-fd" in capsys.readouterr().err


def test_a_candidate_needs_no_authorisation(workspace: Path) -> None:
    call = ["people", "add", "eva", "--role", "candidate", "--given-names", "Eva", "--surname", "Malá-Zkušební"]
    assert main([*call, *pin("1357"), "--workspace", str(workspace)]) == 0


def test_a_workspace_without_examiners_says_how_to_add_one(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)
    assert main(["--workspace", str(workspace), "--language", "en"]) == 1
    assert "exam people add" in capsys.readouterr().err


def test_a_candidate_is_erased_by_the_authorised_person_with_his_pin_alone(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--workspace", str(workspace), "--language", "en"]
    for account, role in (("osoba", "authorised_person"), ("eva", "candidate")):
        named = ["--given-names", "Eva", "--surname", "Smyšlená"]
        assert main(["people", "add", account, "--role", role, *named, *pin("2468\n"), *place]) == 0
    erasing = ["people", "erase", "eva", "--reason", "on request", *place]
    assert main([*erasing, "--by", "osoba", *pin("1357\n")]) == 1
    assert main([*erasing, "--by", "eva", *pin("2468\n")]) == 1
    capsys.readouterr()
    assert main([*erasing, "--by", "osoba", *pin("2468\n")]) == 0
    assert capsys.readouterr().err == "eva is erased; issued records and backups stay.\n"
    assert main([*erasing, "--by", "osoba", *pin("2468\n")]) == 1
    assert main(["people", "list", "--format", "json", *place]) == 0
    assert [row["id"] for row in json.loads(capsys.readouterr().out)] == ["osoba"]
