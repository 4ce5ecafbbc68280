from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.core.expression import (
    ArgumentsWrongError,
    ExpressionError,
    ExpressionForbiddenError,
    ExpressionUnreadableError,
    Function,
    NameUnknownError,
    NoValueError,
    Scope,
    choose,
    evaluate,
    holds,
    words_in,
)

SCOPE = Scope(
    where="here",
    names={"x": Decimal(7), "ans.y": Decimal("0.5"), "column": (Decimal(1), Decimal(2))},
    functions={
        "total": Function((tuple,), lambda cells: sum(cells, Decimal(0))),
        "near": Function((Decimal, Decimal), min),
        "most": Function((Decimal,), max, more=True),
    },
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", "7"),
        ("-(x - 10) / 4", "0.75"),
        ("ans.y * .5", "0.25"),
        ("0.1 + 0.2", "0.3"),
        ("1 / 3", "0.3333333333333333333333333333"),
        ("total(column) - near(x, 2)", "1"),
        ("1 if x >= 7 else 2", "1"),
        ("1 if x != 7 else 2", "2"),
        ("(1 if x < 7 else 2)\n  + 1", "3"),
    ],
)
def test_expressions_are_computed_in_decimals(text: str, value: str) -> None:
    assert evaluate(text, SCOPE) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "1 +", "x = 1", "import os", "x\0", "(" * 300 + ")" * 300, "1" * 500, "+".join("x" * 100), "příliš"]
)
def test_what_is_no_expression_is_unreadable(text: str) -> None:
    with pytest.raises(ExpressionUnreadableError):
        evaluate(text, SCOPE)


@pytest.mark.parametrize(
    "text",
    [
        "x ** 2",
        "x % 2",
        "+x",
        "not x",
        "'a'",
        "True",
        "1e9",
        "0x10",
        "1_000",
        "2j",
        "[1]",
        "lambda: 1",
        "x.real()",
        "near(*column)",
        "near(x, a=1)",
        "__import__('os')",
        "x if x else 1",
        "1 if 1 < x < 9 else 0",
        "1 if x in column else 0",
        "x > 1",
        "{1: 2}",
        "[x for x in column]",
        "f'{x}'",
    ],
)
def test_what_is_not_on_the_whitelist_is_refused(text: str) -> None:
    with pytest.raises((ExpressionForbiddenError, NameUnknownError)):
        evaluate(text, SCOPE)


@pytest.mark.parametrize("text", ["z", "ans.z", "x.real", "nothing(1)", "ans"])
def test_an_unknown_name_is_told_with_the_known_ones(text: str) -> None:
    with pytest.raises(NameUnknownError) as refusal:
        evaluate(text, SCOPE)
    assert refusal.value.arguments["where"] == "here"
    assert refusal.value.arguments["known"] in {"ans.y, column, x", "most, near, total"}


@pytest.mark.parametrize(
    "text", ["most()", "near(x)", "near(x, x, x)", "total(x)", "near(column, x)", "column", "column + 1"]
)
def test_a_column_and_a_number_are_not_mistaken_for_each_other(text: str) -> None:
    with pytest.raises(ArgumentsWrongError):
        evaluate(text, SCOPE)


def test_a_division_by_zero_has_no_value() -> None:
    with pytest.raises(NoValueError):
        evaluate("1 / (x - 7)", SCOPE)


def test_growing_past_every_bound_has_no_value() -> None:
    huge = Scope(where="here", names={"x": Decimal("9E+999999")})
    with pytest.raises(NoValueError):
        evaluate("x * x", huge)


@given(st.text(alphabet="x1.+-*/()<>= ifelsanyort,", max_size=60))
def test_any_text_gives_a_finite_value_or_a_named_refusal(text: str) -> None:
    try:
        value = evaluate(text, SCOPE)
    except ExpressionError as refusal:
        assert refusal.code  # noqa: PT017 - both outcomes are fine, and each is checked
    else:
        assert value.is_finite()


@pytest.mark.parametrize(
    ("text", "value"),
    [("total(column * 2)", "6"), ("total(column / column)", "2"), ("total(3 - column)", "3"), ("most(1, 5, 2)", "5")],
)
def test_columns_are_computed_row_by_row(text: str, value: str) -> None:
    assert evaluate(text, SCOPE) == Decimal(value)


def test_a_comparison_holds_or_not() -> None:
    assert holds("x > 1", SCOPE)
    assert not holds("x - 7 != 0", SCOPE)


@pytest.mark.parametrize("text", ["x", "1 < x < 9", "'a'"])
def test_what_is_no_single_comparison_is_refused(text: str) -> None:
    with pytest.raises(ExpressionForbiddenError):
        holds(text, SCOPE)


def test_a_word_is_picked_by_comparisons() -> None:
    text = "'a' if x < 7 else 'b' if x == 7 else 'c'"
    assert choose(text, SCOPE) == "b"
    assert words_in(text) == ("a", "b", "c")
    assert words_in("'") == ()


@pytest.mark.parametrize("text", ["x", "'a' + 'b'", "1 if x > 1 else 2"])
def test_what_picks_no_word_is_refused(text: str) -> None:
    with pytest.raises(ExpressionForbiddenError):
        choose(text, SCOPE)
