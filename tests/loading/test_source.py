from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from exam.loading.source import Source, locate, parse


@given(st.text())
def test_any_text_is_data_or_problems_and_never_an_exception(text: str) -> None:
    source, problems = parse(text, "f.yaml")
    assert (source is None) is bool(problems)


@given(st.text(alphabet="[]{}&*!:-?,# \n\"'ab|>%@"))
def test_any_yaml_punctuation_is_data_or_problems(text: str) -> None:
    source, problems = parse(text, "f.yaml")
    assert (source is None) is bool(problems)


WORDS = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=12)
DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS | st.sampled_from(["no", "on", "12:30", "1e3", "0x1F", "007"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=20,
)


@given(DATA, st.booleans())
def test_what_pyyaml_writes_is_read_as_it_was(data: Any, flow: bool) -> None:  # noqa: ANN401, FBT001 - any plain data
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow)
    source, problems = parse(text, "f.yaml")
    assert problems == ()
    assert source is not None
    assert source.data == data


def test_a_mapping_or_an_alias_in_the_place_of_a_key_is_told_and_the_rest_is_still_read() -> None:
    _, problems = parse("? {a: b}\n: c\n? *x\n: d\ne: f\ne: g\n", "f.yaml")
    assert [(problem.code, problem.location.line) for problem in problems] == [("K012", 1), ("K010", 3), ("K004", 6)]


def test_only_true_false_null_and_whole_numbers_are_not_text() -> None:
    source, _ = parse("a: no\nb: 012\nc: 12:30\nd: 2020-01-01\ne: 1.5\nf: true\ng: -3\nh: ~\non: x", "f.yaml")
    assert source is not None
    assert source.data == {
        "a": "no",
        "b": "012",
        "c": "12:30",
        "d": "2020-01-01",
        "e": "1.5",
        "f": True,
        "g": -3,
        "h": None,
        "on": "x",
    }


def test_a_place_is_the_values_or_the_keys() -> None:
    source, _ = parse("top:\n  - {name: x}\n", "f.yaml")
    assert source is not None
    assert str(locate(source, ("top", 0, "name"))) == "f.yaml:2:12"
    assert str(locate(source, ("top", 0, "name"), at_key=True)) == "f.yaml:2:6"


def test_a_union_tag_in_the_way_is_passed_over() -> None:
    source, _ = parse("items:\n  - kind: choice\n    stem: x\n", "f.yaml")
    assert source is not None
    assert str(locate(source, ("items", 0, "choice", "stem"))) == "f.yaml:3:11"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: " + "9" * 5_000, "K002"),
        ("a: {b", "K002"),
        ("a: 'b", "K002"),
        ("\ta: b", "K002"),
        ("%YAML 9.9\n---\na: b", "K002"),
        ("a: b\n---\nc: d", "K015"),
        ("# only a comment", "K016"),
        ("? [a]\n: b", "K012"),
        ("a: \u202e", "K011"),
        ("a: &x b", "K010"),
        ("a: b\na: c", "K004"),
        ("1: b\n'1': c", "K004"),
    ],
)
def test_a_text_that_is_no_plain_data_is_told(text: str, code: str) -> None:
    source, problems = parse(text, "f.yaml")
    assert source is None
    assert problems[0].code == code
    assert problems[0].location.path == "f.yaml"


def test_the_place_of_what_the_file_does_not_hold_is_the_last_thing_on_the_way() -> None:
    source, _ = parse("top:\n  - {name: x}\n", "f.yaml")
    assert source is not None
    assert str(locate(source, ("top", 7, "name"))) == "f.yaml:2:3"
    assert str(locate(source, ("nowhere",))) == "f.yaml:1:1"
    assert str(locate(Source("f.yaml", "", None), ("nowhere",))) == "f.yaml:0:0"
