"""Templates of printouts: blocks of one kind, places that something fills."""

import pytest
from pydantic import ValidationError

from exam.core.printouts.shapes import SHAPES, Printout
from exam.core.printouts.template import Block, PrintoutTemplate


def template(printout: str, *blocks: dict[str, object], title: str = "T") -> PrintoutTemplate:
    told = {
        "schema": "exam/printout/1",
        "system": "nsk",
        "printout": printout,
        "reader": "candidate",
        "wording": {"cs": {"title": title, "blocks": blocks}},
    }
    return PrintoutTemplate.model_validate(told, strict=False)


def test_every_printout_has_its_facts() -> None:
    assert set(SHAPES) == set(Printout)
    about_no_sitting = {printout for printout, shape in SHAPES.items() if "sitting" not in shape}
    assert about_no_sitting == {Printout.HANDOVER}


def test_a_template_may_name_the_facts_of_its_printout_and_those_of_lists_within_them() -> None:
    line: dict[str, object] = {"table": {"of": "lines", "columns": [{"text": "{number} {text} {task}", "width": 100}]}}
    each: dict[str, object] = {"each": {"of": "transcripts", "blocks": [{"heading": "{number} {candidate}"}, line]}}
    made = template("transcripts", {"when": "situation", "text": "{situation}"}, each, title="{title}")
    assert made.printout is Printout.TRANSCRIPTS


@pytest.mark.parametrize(
    "block",
    [
        {"text": "{birth_number}"},
        {"text": "{sha256}"},
        {"text": "{Situation}"},
        {"text": "{transcripts}"},
        {"pairs": [["{x}", ""]]},
        {"ticks": ["{x}"]},
        {"signatures": ["{x}"]},
        {"items": "nothing"},
        {"when": "nothing", "text": "x"},
        {"table": {"of": "nothing", "columns": [{"width": 10}]}},
        {"table": {"of": "situation", "columns": [{"width": 10}]}},
        {"table": {"of": "candidates", "columns": [{"text": "{x}", "width": 10}]}},
        {"each": {"of": "nothing", "blocks": [{"text": "x"}]}},
        {"each": {"of": "transcripts", "blocks": [{"text": "{x}"}]}},
    ],
)
def test_a_place_that_nothing_fills_is_refused(block: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="unknown field"):
        template("transcripts", block)


def test_a_title_is_looked_at_too() -> None:
    with pytest.raises(ValidationError, match="unknown field"):
        template("rules", {"text": "x"}, title="{x}")


def test_only_the_sheet_for_iska_may_name_a_birth_number() -> None:
    assert [name for name, shape in SHAPES.items() if "birth_number" in shape] == [Printout.ISKA]


@pytest.mark.parametrize("block", [{}, {"when": "sitting"}, {"text": "a", "heading": "b"}])
def test_a_block_is_of_exactly_one_kind(block: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="of one kind"):
        Block.model_validate(block)
