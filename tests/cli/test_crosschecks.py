import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from exam.cli.crosschecks import Register, RegisterUnreadableError, cross_checked, read_register
from exam.cli.verdicts import Row


def row(path: str, record: str | None = "record-1", data: str = "d1", **more: object) -> Row:
    told: Row = {"path": path, "verdict": "PRACTICE", "record": record, "data_digest": data, "sha256": f"sha-{path}"}
    return told | {"codes": [], "notes": []} | more


def codes(rows: Iterable[Row], name: str = "codes") -> list[list[str]]:
    return [[entry["code"] for entry in told[name]] for told in rows]  # type: ignore[attr-defined]


NEWER = row("b", "record-2", "d2", supersedes={"record": "record-1", "data_digest": "d1", "reason": "Překlep."})


def test_a_record_is_superseded_by_a_sound_newer_one_in_any_order() -> None:
    old, new = cross_checked([row("a"), NEWER], None)
    assert (old["verdict"], new["verdict"]) == ("RETURN", "PRACTICE")
    assert old["codes"] == [{"code": "record-superseded", "arguments": {"by": "record-2"}}]
    assert codes(cross_checked([NEWER, row("a")], None)) == [[], ["record-superseded"]]


def test_a_newer_record_that_is_returned_supersedes_nothing() -> None:
    assert codes(cross_checked([row("a"), NEWER | {"verdict": "RETURN"}], None)) == [[], []]


@pytest.mark.parametrize("other", [{"session": "session-2"}, {"practice": True}])
def test_another_exam_or_a_practice_record_takes_the_place_of_none(other: Row) -> None:
    assert codes(cross_checked([row("a"), NEWER | other], None)) == [[], []]


def test_only_the_data_that_are_named_are_superseded() -> None:
    assert codes(cross_checked([row("a", data="other"), NEWER], None)) == [[], []]


def test_two_files_of_one_record_with_other_data_are_both_returned() -> None:
    both = list(cross_checked([row("a"), row("b", data="d2")], None))
    assert codes(both) == [["record-twice"], ["record-twice"]]
    assert {told["verdict"] for told in both} == {"RETURN"}


def test_copies_are_only_noted_and_each_once() -> None:
    many = list(cross_checked([row("a"), row("b"), row("c")], None))
    assert codes(many) == [[], [], []]
    assert codes(many, "notes") == [["record-copy"], ["record-copy"], ["record-copy"]]


def test_files_without_a_record_are_compared_with_nothing() -> None:
    broken = [row("a", None), row("b", None, data="d2")]
    assert list(cross_checked(broken, Register())) == broken


def test_a_register_names_the_file_in_force_and_what_was_superseded() -> None:
    register = Register({"record-1": "sha-a"}, {("record-3", "d1"): "record-4"})
    found = list(cross_checked([row("a"), row("b", "record-2"), row("c", "record-3")], register))
    assert codes(found) == [[], ["register-unknown"], ["record-superseded", "register-unknown"]]
    assert codes(cross_checked([row("cut")], register)) == [["register-differs"]]


def test_the_last_line_of_a_register_is_in_force(tmp_path: Path) -> None:
    lines: list[dict[str, object]] = [
        {"record_id": "record-1", "sha256": "s1", "revision": "issued"},
        {"record_id": "record-1", "sha256": "s2", "revision": "archived"},
        {"record_id": "record-2", "sha256": "s3", "supersedes": {"record": "record-1", "data_digest": "d1"}},
    ]
    path = tmp_path / "register.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)) + "\n\n", "utf-8")
    assert read_register(path) == Register({"record-1": "s2", "record-2": "s3"}, {("record-1", "d1"): "record-2"})


@pytest.mark.parametrize(
    "text", ["[]\n", "{}\n", "no\n", '{"record_id":1}\n', '{"record_id":"r","sha256":"s","supersedes":1}']
)
def test_what_is_no_register_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "register.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(RegisterUnreadableError):
        read_register(path)
    with pytest.raises(RegisterUnreadableError):
        read_register(tmp_path / "nowhere")
