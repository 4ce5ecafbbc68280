"""What pydantic finds becomes a problem with a place: each kind of fault once, on a model of the shortest kind."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import Field

from exam.core.model import Frozen
from exam.loading.document import load_document
from exam.loading.source import parse
from exam.loading.validation import known_keys, validate
from exam.problem import Problem


class Circle(Frozen):
    kind: Literal["circle"]
    radius: int


class Square(Frozen):
    kind: Literal["square"]
    side: int


class Form(Frozen):
    name: str = "x"
    count: int = 1
    ratio: Decimal = Decimal(1)
    on: date = date(2026, 1, 1)
    at: datetime | None = None
    done: bool = False
    tags: tuple[str, ...] = ()
    weights: Mapping[str, int] = {}
    inner: Circle | None = None
    shape: Annotated[Circle | Square, Field(discriminator="kind")] | None = None
    mood: Literal["good", "bad"] = "good"
    many: Annotated[tuple[Circle, ...], Field(min_length=2)] | None = None
    short: Annotated[str, Field(max_length=3)] = ""


def problems(text: str) -> tuple[Problem, ...]:
    source, faults = parse(text, "f.yaml")
    assert source is not None, faults
    return validate(source, Form)[1]


def test_what_the_model_takes_is_the_model() -> None:
    source, _ = parse("count: 7\nratio: 1.5\non: 2026-11-20\ntags: [a, b]\nshape: {kind: circle, radius: 3}\n", "f")
    assert source is not None
    value, faults = validate(source, Form)
    assert faults == ()
    assert value == Form(
        count=7,
        ratio=Decimal("1.5"),
        on=date(2026, 11, 20),
        tags=("a", "b"),
        shape=Circle(kind="circle", radius=3),
    )


@pytest.mark.parametrize(
    ("text", "expected", "found"),
    [
        ("name: 7", "text", "7"),
        ("name: ~", "text", "nothing"),
        ("name: [a]", "text", "list"),
        ("name: {a: b}", "text", "mapping"),
        ("count: many", "number", "many"),
        ("count: 1.5", "number", "1.5"),
        ("count: true", "number", "True"),
        ("ratio: big", "number", "big"),
        ("on: someday", "date", "someday"),
        ("on: 2026-02-30", "date", "2026-02-30"),
        ("at: noon", "time", "noon"),
        ("done: yes", "true/false", "yes"),
        ("tags: a", "list", "a"),
        ("weights: [a]", "mapping", "list"),
        ("inner: a", "mapping", "a"),
        ("shape: a", "mapping", "a"),
    ],
)
def test_a_wrong_type_is_told_with_what_was_expected_and_found(text: str, expected: str, found: str) -> None:
    (problem,) = problems(text)
    assert (problem.code, problem.arguments) == ("K005", {"expected": expected, "found": found})
    assert problem.location.line == 1


@pytest.mark.parametrize(
    ("text", "code", "arguments"),
    [
        ("nme: x", "K003", {"key": "nme", "nearest": "name"}),
        ("zzzzzz: x", "K003", {"key": "zzzzzz", "nearest": ""}),
        ("inner: {kind: circle}", "K006", {"key": "radius"}),
        ("shape: {radius: 3}", "K006", {"key": "kind"}),
        ("shape: {kind: star, radius: 3}", "K007", {"found": "star", "allowed": "circle, square"}),
        ("mood: sad", "K007", {"found": "sad", "allowed": "good or bad"}),
    ],
)
def test_keys_and_choices_are_told_by_name(text: str, code: str, arguments: dict[str, str]) -> None:
    (problem,) = problems(text)
    assert (problem.code, problem.arguments) == (code, arguments)


def test_any_other_fault_is_told_in_the_models_words() -> None:
    (problem,) = problems("short: long")
    assert problem.code == "K014"
    assert "3" in problem.arguments["reason"]


def test_a_list_is_not_told_to_be_short_for_entries_that_are_faulty_themselves() -> None:
    codes = [problem.code for problem in problems("many: [{kind: circle}, {kind: circle, radius: 1}]")]
    assert codes == ["K006"]
    assert [problem.code for problem in problems("many: [{kind: circle, radius: 1}]")] == ["K014"]


def test_every_fault_of_a_file_is_told_at_once() -> None:
    found = problems("name: 7\ncont: 1\nmood: sad\n")
    assert [(problem.code, problem.location.line) for problem in found] == [("K005", 1), ("K007", 3), ("K003", 2)]


def test_the_keys_of_inner_models_are_known_too() -> None:
    assert {"name", "radius", "side"} <= set(known_keys(Form))


@pytest.mark.parametrize("text", ["", "x", "[]", "7", "~"])
def test_a_file_that_is_no_mapping_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(text)
    value, document = load_document(path, Form)
    assert value is None
    assert [problem.code for problem in document.problems] == ["K016" if not text else "K005"]
    assert document.problems[0].location.path == str(path)
