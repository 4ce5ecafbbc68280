import hashlib
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from exam.core.canonical import canonical_json, digest
from exam.core.spreadsheet import (
    SpreadsheetAssignment,
    SpreadsheetData,
    Tolerance,
)
from exam.core.spreadsheet_check import assignment_faults
from exam.core.spreadsheet_values import (
    CellUnfitError,
    ConstraintsUnmeetableError,
    RangeEmptyError,
    StartUnfitError,
    expected_values,
    generate,
    generate_on,
)
from tests.spreadsheets import PLAIN, SEED, assignment, with_answer, with_cell

SMALL = assignment()
SEEDS = st.text(alphabet="0123456789abcdef", min_size=32, max_size=32)


@settings(max_examples=15)
@given(SEEDS)
def test_the_same_seed_draws_the_same_table(seed: str) -> None:
    assert generate(SMALL, seed) == generate(SMALL, seed)


@settings(max_examples=15)
@given(SEEDS)
def test_a_table_holds_every_day_of_three_months_in_bounded_whole_numbers(seed: str) -> None:
    data = generate(SMALL, seed)
    assert len(data.days) in {90, 92}
    assert data.days[0].day == 1
    assert [(day - data.days[0]).days for day in data.days] == list(range(len(data.days)))
    assert {len(cells) for cells in data.columns.values()} == {len(data.days)}
    assert all(174 <= calls <= 573 for calls in data.columns["zcalls"])


def test_another_seed_draws_another_table() -> None:
    assert generate(SMALL, SEED) != generate(SMALL, SEED[::-1])


def test_the_table_is_the_same_on_every_machine_for_ever() -> None:
    pinned = "4ecc164e"
    assert hashlib.sha256(canonical_json(generate(SMALL, SEED))).hexdigest()[:8] == pinned


def test_a_parameter_can_be_drawn_again_by_hand() -> None:
    block = hashlib.sha256(f"{SEED}/workbook/small-quarter/params/base/0".encode()).digest()
    base = 300 + int.from_bytes(block[:8], "big") % 101
    flat = PLAIN["data"]["columns"][1] | {"value": "base"}
    table = PLAIN["data"] | {"columns": [PLAIN["data"]["columns"][0], flat]}
    assert set(generate(assignment(data=table), SEED).columns["zcalls"]) == {base}


def test_an_assignment_read_back_from_its_pinned_bytes_draws_the_same_table() -> None:
    pinned = SpreadsheetAssignment.model_validate_json(canonical_json(SMALL))
    assert pinned == SMALL
    assert generate(pinned, SEED) == generate(SMALL, SEED)


def test_parameters_built_in_code_are_what_they_say() -> None:
    assert SpreadsheetAssignment.model_validate(dict(SMALL)) == SMALL


def test_expected_values_follow_from_the_table() -> None:
    data = generate(SMALL, SEED)
    calls = data.columns["zcalls"]
    expected = expected_values(SMALL, data)
    assert expected["calls"] == sum(calls)
    assert expected["aht"] == Decimal(sum(data.columns["time"])) / sum(calls)
    third = [cell for day, cell in zip(data.days, calls, strict=True) if day.month % 3 == 0]
    assert expected["last"] == sum(third)


def test_a_slope_is_the_least_squares_one() -> None:
    days = generate(SMALL, SEED).days[:4]
    data = SpreadsheetData(days=days, columns={"zcalls": (1, 3, 2, 6)})
    assert expected_values(with_answer("slope(zcalls)"), data)["calls"] == Decimal("1.4")


def test_the_wider_tolerance_counts() -> None:
    tolerance = Tolerance(abs=Decimal(1), rel=Decimal("0.1"))
    assert tolerance.admits(Decimal(-100), Decimal(-90))
    assert tolerance.admits(Decimal(1), Decimal(2))
    assert not tolerance.admits(Decimal(100), Decimal("110.1"))


@pytest.mark.parametrize("start", [{"choice": ["2026-01-02"]}, {"int": [1, 2]}])
def test_rows_start_on_the_first_day_of_a_month(start: dict[str, object]) -> None:
    with pytest.raises(StartUnfitError):
        generate(assignment(params=PLAIN["params"] | {"start": start}), SEED)


@pytest.mark.parametrize("empty", [{"int": [2, 1]}, {"float": [0.11, 0.14], "decimals": 1}])
def test_a_range_without_numbers_is_refused(empty: dict[str, object]) -> None:
    with pytest.raises(RangeEmptyError) as refusal:
        generate(assignment(params=PLAIN["params"] | {"drift": empty}), SEED)
    assert refusal.value.arguments == {"where": "params.drift"}


@pytest.mark.parametrize("value", ["base / 7 + 0.1", "base * 1000000 * 1000000"])
def test_a_cell_that_a_spreadsheet_would_not_keep_exactly_is_refused(value: str) -> None:
    with pytest.raises(CellUnfitError):
        generate(with_cell(value), SEED)


@pytest.mark.parametrize(
    "change",
    [
        {"data": PLAIN["data"] | {"sheet": "Řešení"}},
        {"params": {"start": {"float": [0, 1]}}},
        {"params": {"start": {"int": [0, 10**12]}}},
        {"params": {"start": {"choice": ["1899-01-01"]}}},
        {"answers": []},
        {"checks": [{"kind": "pivot"}]},
    ],
)
def test_what_the_schema_does_not_hold_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        assignment(**change)


def test_a_sound_assignment_has_no_faults() -> None:
    assert assignment_faults(SMALL, language="cs", trials=40) == ()
    assert assignment_faults(SMALL, language="en", trials=0) == ()


def test_every_missing_text_is_told_at_its_key() -> None:
    faults = assignment_faults(SMALL, language="de", trials=0)
    assert {fault.code for fault in faults} == {"spreadsheet-text-missing"}
    wheres = [fault.where for fault in faults]
    assert wheres[:3] == ["instructions", "data.answer_sheet", "data.columns.day.header"]
    assert wheres[-1] == "answers.slope.label"


def test_names_labels_and_sheets_must_differ() -> None:
    twice = [PLAIN["answers"][0], PLAIN["answers"][1] | {"id": "calls", "label": PLAIN["answers"][0]["label"]}]
    data = PLAIN["data"] | {"answer_sheet": {"cs": "data"}}
    params = PLAIN["params"] | {"zcalls": {"int": [1, 2]}, "i": {"int": [1, 2]}}
    faults = assignment_faults(assignment(answers=twice, data=data, params=params), language="cs", trials=0)
    assert [(fault.where, fault.code) for fault in faults] == [
        ("params.i", "spreadsheet-name-taken"),
        ("data.columns.zcalls", "spreadsheet-name-taken"),
        ("answers.calls", "spreadsheet-name-taken"),
        ("answers.calls.label", "spreadsheet-label-repeated"),
        ("data.answer_sheet", "spreadsheet-sheet-repeated"),
    ]


def test_an_answer_that_cannot_be_computed_is_told_once() -> None:
    faults = assignment_faults(with_answer("sum(zcalls) / (zcalls - 1)"), language="cs")
    assert [(fault.where, fault.code) for fault in faults] == [("answers.calls.expr", "expression-arguments-wrong")]


def test_an_answer_cannot_use_one_that_comes_later() -> None:
    (fault,) = assignment_faults(with_answer("ans.calls"), language="cs")
    assert fault.code == "expression-name-unknown"
    assert fault.arguments["name"] == "ans.calls"


def test_parameters_are_drawn_anew_until_every_constraint_holds() -> None:
    strict = assignment(constraints=["abs(drift - 1) >= 0.3", "base > 350"])
    for number in range(30):
        data = generate(assignment(constraints=["base > 350"]), f"{number:032x}")
        assert min(data.columns["zcalls"][:4]) > 200
    assert generate(strict, SEED) == generate(strict, SEED)
    with pytest.raises(ConstraintsUnmeetableError):
        generate(assignment(constraints=["base > 400"]), SEED)


def test_other_days_can_be_given_for_the_same_draw() -> None:
    days = generate(SMALL, SEED).days
    assert generate_on(SMALL, SEED, days) == generate(SMALL, SEED)


@pytest.mark.parametrize(
    ("expr", "value"),
    [
        ("mean(zcalls)", "3"),
        ("largest(zcalls * 2)", "12"),
        ("smallest(zcalls)", "1"),
        ("above(zcalls, 2)", "2"),
        ("below(zcalls / 2, 1.5)", "2"),
        ("top(2, 5, 1, 9)", "14"),
        ("abs(round(2.5) - 4)", "1"),
    ],
)
def test_functions_over_columns(expr: str, value: str) -> None:
    data = SpreadsheetData(days=generate(SMALL, SEED).days[:4], columns={"zcalls": (1, 3, 2, 6)})
    assert expected_values(with_answer(expr), data)["calls"] == Decimal(value)


CHOICE = PLAIN["answers"][0] | {
    "expr": "'up' if sum(zcalls) > 1 else 'down'",
    "choice": {"up": {"cs": ["roste"], "en": ["up"]}, "down": {"cs": ["klesá"], "en": ["down"]}},
}


def test_a_choice_is_picked_by_its_expression_and_holds_no_fault() -> None:
    asked = assignment(answers=[CHOICE])
    assert expected_values(asked, generate(asked, SEED)) == {"calls": "up"}
    assert assignment_faults(asked, language="cs", trials=3) == ()


def test_choices_and_words_of_the_expression_are_the_same_and_spelt_apart() -> None:
    wrong = CHOICE | {"choice": {"up": {"cs": ["roste"]}, "flat": {"cs": ["Roste"]}}}
    faults = assignment_faults(assignment(answers=[wrong]), language="cs", trials=0)
    assert [(fault.where, fault.code, *fault.arguments.values()) for fault in faults] == [
        ("answers.calls.choice", "spreadsheet-choice-differs", "down"),
        ("answers.calls.choice", "spreadsheet-choice-differs", "flat"),
        ("answers.calls.choice.up", "spreadsheet-choice-repeated", "roste"),
        ("answers.calls.choice.flat", "spreadsheet-choice-repeated", "Roste"),
    ]


def known(expr: str, tolerance: str) -> SpreadsheetAssignment:
    misconception = {"id": "slip", "expr": expr, "points": 0, "feedback": {"cs": "Pozor."}}
    answer = PLAIN["answers"][1] | {"tol": {"abs": tolerance}, "misconceptions": [misconception]}
    return assignment(answers=[PLAIN["answers"][0], answer], languages=["cs"])


def test_a_tolerance_that_hides_a_misconception_is_told() -> None:
    (fault,) = assignment_faults(known("mean(time / zcalls)", "5"), language="cs", trials=3)
    assert (fault.where, fault.code) == ("answers.aht.misconceptions.slip", "spreadsheet-tolerance-hides")
    assert assignment_faults(known("mean(time / zcalls)", "0.0005"), language="cs", trials=50) == ()


def test_a_misconception_or_an_alternative_that_cannot_be_computed_is_told() -> None:
    (fault,) = assignment_faults(known("ans.aht", "1"), language="cs", trials=2)
    assert (fault.where, fault.code) == ("answers.aht.misconceptions.slip", "expression-name-unknown")
    also = assignment(answers=[PLAIN["answers"][0] | {"also": ["sum(nothing)"]}])
    (fault,) = assignment_faults(also, language="cs", trials=2)
    assert fault.where == "answers.calls.also.0"


def calls_in_trial(number: int) -> int:
    return sum(generate(SMALL, digest(f"trial {number}".encode())).columns["zcalls"])


@pytest.mark.parametrize(("trial", "codes"), [(3, ["spreadsheet-tolerance-hides"]), (57, [])])
def test_a_misconception_is_held_against_the_tolerance_in_fifty_draws(trial: int, codes: list[str]) -> None:
    right = "sum(time) / sum(zcalls)"
    slip = f"{right} if sum(zcalls) == {calls_in_trial(trial)} else {right} + 9"
    assert [fault.code for fault in assignment_faults(known(slip, "0.5"), language="cs", trials=60)] == codes


def test_a_key_is_computed_in_every_draw() -> None:
    rarely_nothing = with_answer(f"1 / (sum(zcalls) - {calls_in_trial(57)})")
    assert assignment_faults(rarely_nothing, language="cs", trials=57) == ()
    assert [fault.code for fault in assignment_faults(rarely_nothing, language="cs", trials=58)] == [
        "expression-no-value"
    ]


def test_a_misconception_about_a_word_picks_another_word() -> None:
    slip = {"id": "slip", "expr": "'down' if sum(zcalls) > 1 else 'up'", "points": 0, "feedback": {"cs": "Obráceně."}}
    asked = assignment(answers=[CHOICE | {"misconceptions": [slip]}])
    assert assignment_faults(asked, language="cs", trials=2) == ()


def test_texts_are_missing_in_every_language_that_is_listed() -> None:
    check = {"kind": "chart", "label": {"cs": "Graf"}, "points": 1}
    listed = assignment(languages=["cs", "en"], checks=[check], answers=[CHOICE | {"choice": {"up": {"cs": ["a"]}}}])
    wheres = {fault.where for fault in assignment_faults(listed, language="cs", trials=0)}
    assert {"checks.0.label", "answers.calls.choice.up"} <= wheres


def test_a_sheet_is_named_in_the_language_or_by_the_first_name() -> None:
    assert [SMALL.sheet_of(language) for language in ("en", "de")] == ["Solution", "Reseni"]


def test_what_is_not_said_leaves_the_digest_as_it_was() -> None:
    assert b"constraints" not in canonical_json(SMALL)
    assert b"misconceptions" not in canonical_json(SMALL)
