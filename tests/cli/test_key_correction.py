"""`exam session correct-key` and `approve-key`: two people, each with his own PIN, and nothing by halves."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from exam.__main__ import main
from exam.bootstrap import open_workspace
from exam.core.candidate_session import SessionState
from exam.core.item import ChoiceItem
from tests.cli.test_people import pin
from tests.copies.mirrored import playing, small_workspace
from tests.rims import PIN

TEST = "theory-test"
REASON = "Klíč byl podle staré úpravy."


class Exam:
    """A workspace with one exam that was passed and not announced yet, and how it is called."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = small_workspace(folder / "workspace")
        self.files = folder
        self.capsys = capsys
        with playing(self.folder, before="announce_result") as (_, stage):
            self.session = stage.session
            items = [item for item in stage.items(TEST) if isinstance(item, ChoiceItem)]
        self.items = [item for item in items if "theory.a" in item.criteria]

    def state(self) -> SessionState:
        with open_workspace(self.folder, owning=False) as workspace:
            return workspace.service.sessions.state(self.session)

    def wrong(self, item: ChoiceItem) -> str:
        """Return an option that the candidate, who knew everything, did not pick."""
        return next(option.id for option in item.options if not option.correct)

    def fix(self, *entries: str, name: str = "fix.yaml") -> str:
        path = self.files / name
        lines = [f"  - {{{entry}}}\n" for entry in entries]
        path.write_text("schema: exam/key-correction/1\ncorrections:\n" + "".join(lines), "utf-8")
        return str(path)

    def all_wrong(self) -> str:
        """Return a file by which the candidate has nothing right of one criterion."""
        return self.fix(*(f"item: {item.id}, version: {item.version}, key: {self.wrong(item)}" for item in self.items))

    def call(self, action: str, *arguments: str, who: str = "", typed: str = PIN) -> tuple[int, str, str]:
        signed = ["--as", who, *pin(f"{typed}\n")] if who else []
        self.capsys.readouterr()
        code = main(["session", action, *arguments, *signed, "--workspace", str(self.folder), "--language", "en"])
        told = self.capsys.readouterr()
        return code, told.out, told.err

    def propose(self, path: str, who: str = "osoba", *, reason: str = REASON, typed: str = PIN) -> tuple[int, str, str]:
        return self.call("correct-key", self.session, "--with-key", path, "--reason", reason, who=who, typed=typed)

    def approve(self, path: str, who: str = "clen", *more: str, typed: str = PIN) -> tuple[int, str, str]:
        return self.call("approve-key", self.session, "--with-key", path, *more, who=who, typed=typed)

    def shown(self) -> Sequence[dict[str, str]]:
        _, out, _ = self.call("show", self.session, "--format", "json")
        rows: list[dict[str, str]] = json.loads(out)
        return [row for row in rows if "proposed" in row or "corrected" in row]


@pytest.fixture
def exam(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Exam:
    return Exam(tmp_path, capsys)


def test_one_proposes_another_approves_and_the_verdict_follows(exam: Exam) -> None:
    path, first = exam.all_wrong(), exam.items[0]
    code, out, err = exam.propose(path)
    assert code == 0
    assert [line.split("  ")[1:4] for line in out.splitlines()] == [
        [f"item={item.id}/{item.version}", f"key={exam.wrong(item)}", "standing=proposed"] for item in exam.items
    ]
    assert "The verdict would change: passed → failed." in err
    assert f"exam session approve-key {exam.session} --with-key {path}" in err
    assert exam.state().result == "passed"
    told = exam.shown()
    assert told[0] == {
        "proposed": f"{first.id}/{first.version}",
        "key": exam.wrong(first),
        "by": "osoba",
        "reason": REASON,
    }
    code, out, err = exam.approve(path)
    assert (code, exam.state().result) == (0, "failed")
    assert out.count("standing=corrected  by=clen  result=failed") == len(exam.items)
    assert "The verdict would change: passed → failed." in err
    assert f"{first.id}: proposed by osoba, {REASON}" in err
    assert "told the result again" in err
    assert [row["corrected"] for row in exam.shown()] == [f"{item.id}/{item.version}" for item in exam.items]
    assert main(["replay", exam.session, "--workspace", str(exam.folder)]) == 0


def test_what_was_approved_before_is_not_approved_again_and_the_rest_is(exam: Exam) -> None:
    first, second = exam.items[:2]
    entries = [f"item: {item.id}, version: {item.version}, cancelled: full_score" for item in (first, second)]
    both, one = exam.fix(*entries, name="both.yaml"), exam.fix(entries[0], name="one.yaml")
    exam.propose(both)
    assert exam.approve(one)[0] == 0
    code, out, _ = exam.approve(both, "clen", "--format", "json")
    rows: list[dict[str, Any]] = json.loads(out)
    assert (code, [row["item"] for row in rows]) == (0, [f"{item.id}/1" for item in (first, second)])
    assert len(exam.state().corrections) == 2
    before = exam.state()
    assert exam.approve(both)[0] == 0
    assert exam.state() == before


def test_nobody_approves_what_he_proposed_or_what_is_not_in_his_file(exam: Exam) -> None:
    first = exam.items[0]
    path = exam.all_wrong()
    other = exam.fix(f"item: {first.id}, version: {first.version}, cancelled: taken_out", name="other.yaml")
    exam.propose(path)
    code, out, err = exam.approve(path, "osoba")
    assert (code, out) == (1, "")
    assert "somebody else" in err
    code, out, err = exam.approve(other)
    assert (code, out) == (1, "")
    assert f"({exam.wrong(first)})" in err
    assert exam.state().corrections == ()


@pytest.mark.parametrize(
    ("who", "typed", "told"),
    [
        ("osoba", "9999", "Signing in"),
        ("nikdo", PIN, "Signing in"),
        ("cizi", PIN, "may not"),
        ("uchazec", PIN, "may not"),
    ],
)
def test_a_wrong_pin_or_a_stranger_proposes_and_approves_nothing(exam: Exam, who: str, typed: str, told: str) -> None:
    path = exam.all_wrong()
    code, out, err = exam.propose(path, who, typed=typed)
    assert (code, out) == (1, "")
    assert told in err.splitlines()[-1]
    exam.propose(path, "predseda")
    code, out, err = exam.approve(path, who, typed=typed)
    assert (code, out) == (1, "")
    assert told in err.splitlines()[-1]
    assert exam.state().corrections == ()


def test_a_pin_is_asked_for_in_the_terminal_after_what_would_change_was_told(
    exam: Exam, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def type_pin(prompt: str) -> str:
        asked.extend([exam.capsys.readouterr().err, prompt])
        return PIN

    monkeypatch.setattr("getpass.getpass", type_pin)
    code, _, _ = exam.call(
        "correct-key", exam.session, "--with-key", exam.all_wrong(), "--reason", REASON, "--as", "clen"
    )
    assert (code, asked[-1]) == (0, "PIN: ")
    assert "The verdict would change: passed → failed." in asked[0]
    assert {proposal.by for proposal in exam.state().proposals.values()} == {"clen"}


@pytest.mark.parametrize(
    ("entry", "reason", "told"),
    [
        ("item: nowhere, version: 1, cancelled: taken_out", REASON, "nowhere"),
        ("item: {item}, version: 9, key: a", REASON, "version 9"),
        ("item: {item}, version: 1, key: z", REASON, "no option z"),
        ("item: {item}, version: 1", REASON, "problems (1)"),
        ("item: {item}, version: 1, cancelled: full_score", ".", "concrete reason"),
        ("item: {item}, version: 1, cancelled: full_score", "x" * 4001, "4000"),
    ],
)
def test_of_a_file_that_does_not_fit_as_a_whole_nothing_is_proposed(
    exam: Exam, entry: str, reason: str, told: str
) -> None:
    last = exam.items[-1]
    fitting = f"item: {last.id}, version: {last.version}, key: {exam.wrong(last)}"
    code, out, err = exam.propose(exam.fix(fitting, entry.format(item=exam.items[0].id)), reason=reason)
    assert (code, out) == (1, "")
    assert told in err.splitlines()[-1]
    assert exam.state().proposals == {}


def test_what_nobody_proposed_is_not_approved(exam: Exam) -> None:
    code, _, err = exam.approve(exam.all_wrong())
    assert code == 1
    assert exam.items[0].id in err.splitlines()[-1]


def test_an_unknown_session_is_told_and_a_workspace_in_use_is_left_alone(exam: Exam) -> None:
    path = exam.all_wrong()
    code, _, err = exam.call("correct-key", "session-NONE", "--with-key", path, "--reason", REASON, who="osoba")
    assert code == 1
    assert "session-NONE" in err
    with open_workspace(exam.folder):
        code, _, err = exam.propose(path)
    assert code == 1
    assert str(exam.folder) in err
    assert exam.state().proposals == {}
