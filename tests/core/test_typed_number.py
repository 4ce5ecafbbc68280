from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.core.typed_number import typed_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,5 %", "0.125"),
        ("12.5%", "0.125"),
        ("74,65 %", "0.7465"),
        ("287,44 s", "287.44"),
        ("287,44 sekund", "287.44"),
        ("1 234,5", "1234.5"),
        ("1\N{NO-BREAK SPACE}234\N{NARROW NO-BREAK SPACE}567", "1234567"),
        ("\N{MINUS SIGN}3,1 %", "-0.031"),
        ("- 3", "-3"),
        ("+0,5", "0.5"),
    ],
)
def test_numbers_typed_by_czech_hands_are_read(text: str, number: str) -> None:
    assert typed_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["", "%", "asi 12", "1.234,5", "12 34", "1e5", "nan", "٣", "12,", ",5", "12 % z 30", "1" * 60, "#N/A"]
)
def test_other_texts_are_not_guessed_at(text: str) -> None:
    assert typed_number(text) is None


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_decimal_comma_and_a_decimal_point_read_alike(number: Decimal) -> None:
    assert typed_number(f"{number:f}") == typed_number(f"{number:f}".replace(".", ",")) == number
