from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from exam.core.judging import Judgement
from exam.core.report import PRACTICE_CODES, Figures, Section, fill
from tests.core.report_templates import FIGURES, PATTERNS, WORDS_FOR, template, worded


def causes(wording: Mapping[str, object]) -> list[str]:
    """What a refused template is told, without pydantic's own words."""
    with pytest.raises(ValidationError) as told:
        template(wording={"cs": wording})
    return [entry["msg"].removeprefix("Value error, ") for entry in told.value.errors()]


def test_a_template_with_every_word_is_taken() -> None:
    assert template().wording["cs"].judgements[Judgement.MET] == "x"


@pytest.mark.parametrize("section", list(Section))
def test_a_template_prints_every_section_once(section: Section) -> None:
    left = tuple(other for other in Section if other is not section)
    for order in (left, (*Section, section), (*left, left[0])):
        with pytest.raises(ValidationError, match="order must name every section once"):
            template(order=order)


def test_sections_may_come_in_another_order() -> None:
    assert template(order=tuple(reversed(Section))).order[0] is Section.SIGNATURES


@pytest.mark.parametrize(
    ("group", "name"), [(group, name) for group, names in WORDS_FOR.items() for name in names], ids=str
)
def test_a_record_never_lacks_a_word_on_the_day(group: str, name: str) -> None:
    wording = worded()
    del wording[group][name]
    assert causes(wording) == [f"no words for {name}"]


@pytest.mark.parametrize("code", PRACTICE_CODES)
def test_every_reason_of_practice_has_its_words(code: str) -> None:
    wording = worded()
    reasons = {name: text for name, text in wording["practice_reasons"].items() if name != code}
    assert causes(wording | {"practice_reasons": reasons}) == [f"no words for {code}"]


@pytest.mark.parametrize("group", ["labels", "captions", "phrases", "figures"])
def test_a_strange_or_empty_or_missing_word_is_refused(group: str) -> None:
    for change in ({"strange": "x"}, {next(iter(worded()[group])): ""}):
        wording = worded()
        wording[group] |= change
        with pytest.raises(ValidationError):
            template(wording={"cs": wording})
    wording = worded()
    del wording[group][next(iter(wording[group]))]
    with pytest.raises(ValidationError):
        template(wording={"cs": wording})


def placed(path: tuple[str, ...], pattern: str) -> dict[str, Any]:
    """The wording with one pattern replaced."""
    wording = worded()
    holder = wording
    for key in path[:-1]:
        holder[key] = dict(holder[key])
        holder = holder[key]
    holder[path[-1]] = pattern
    return wording


@pytest.mark.parametrize(
    "path",
    [
        ("header",),
        ("footer",),
        ("page",),
        ("practice_reasons", "scripted"),
        ("figures", "day"),
        ("figures", "moment"),
        ("figures", "clock"),
        ("figures", "zone"),
        *(("phrases", name) for name in PATTERNS["phrases"]),
    ],
    ids=".".join,
)
def test_a_pattern_with_a_field_that_nothing_fills_is_refused(path: tuple[str, ...]) -> None:
    assert causes(placed(path, "{other}")) == ["unknown field {other}"]
    assert template(wording={"cs": placed(path, "no field")}).wording.keys() == {"cs"}


def test_no_pattern_reaches_into_a_value() -> None:
    assert fill("{a.real} {a!r} {a:>9} {} {{a}} {a}", a=7, **{"": "–"}) == "{a.real} {a!r} {a:>9} – {7} 7"


@given(st.text(), st.text())
def test_what_is_filled_in_is_never_filled_again(reason: str, letter: str) -> None:
    assert fill("{letter} {reason}", letter=letter, reason=reason) == f"{letter} {reason}"


@pytest.mark.parametrize(
    ("number", "spelt"),
    [
        ("20.50", "20,5"),
        ("24", "24"),
        ("24.00", "24"),
        ("100", "100"),
        ("0.0", "0"),
        ("-1.250", "-1,25"),
        ("1E+2", "100"),
        ("1E-7", "0,0000001"),
    ],
)
def test_numbers_are_spelt_without_superfluous_zeros(number: str, spelt: str) -> None:
    assert Figures.model_validate(FIGURES).number(Decimal(number)) == spelt


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6))
def test_a_spelt_number_is_that_number(number: Decimal) -> None:
    assert Decimal(Figures.model_validate(FIGURES).number(number).replace(",", ".")) == number
