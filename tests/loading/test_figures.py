"""`docs/content.md` shows the shipped banks as they are, and the banks hold what an exam needs of them.

`EXAM_KEEP_FIGURES=1` writes the page's tables anew.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from statistics import mean

import pytest

from exam.core.content import Content
from exam.core.item import AssessmentItem, ChoiceItem, Cognitive, ItemBank, Status
from exam.loading import content_root, load_content

KEEP = os.environ.get("EXAM_KEEP_FIGURES") == "1"
PAGE = Path(__file__).parents[2] / "docs" / "content.md"
TABLES = re.compile(r"(?<=<!-- tables -->\n).*(?=<!-- end of tables -->)", re.DOTALL)
DAYS = (date(2022, 5, 10), date(2026, 11, 29))
"""A day on which the standard of 2015 was in force, and the day of the last review."""
LEGISLATION = ("law.a", "law.b", "law.c")


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(content_root(), DAYS[-1]).content


@pytest.fixture(scope="module")
def law(content: Content) -> tuple[ChoiceItem, ...]:
    return choices(next(found.value for found in content.banks_of("nsk-66-029-M-2015") if found.value.id == "law"))


def choices(bank: ItemBank) -> tuple[ChoiceItem, ...]:
    return tuple(item for item in bank.items if isinstance(item, ChoiceItem) and item.status is Status.APPROVED)


def usable(items: Sequence[AssessmentItem], day: date) -> int:
    return sum(item.eligible(day) for item in items)


def alone(item: ChoiceItem, *, longest: bool) -> bool:
    """Tell whether the right option is longer, or shorter, than every other one."""
    others = [len(option.text) for option in item.options if not option.correct]
    (right,) = (len(option.text) for option in item.options if option.correct)
    return right > max(others) if longest else right < min(others)


# The page


def table(*rows: Sequence[object]) -> Iterator[str]:
    for at, cells in enumerate(rows):
        yield f"| {' | '.join(map(str, cells))} |"
        if at == 0:
            yield f"|{'---|' * len(cells)}"
    yield ""


def tables(content: Content) -> Iterator[str]:
    for standard in sorted(found.value.id for found in content.standards):
        banks = [found.value for found in content.banks_of(standard)]
        yield from (f"### {standard}", "")
        yield from table(("Bank", "items", "approved", *(f"usable on {day}" for day in DAYS)), *map(bank_row, banks))
        for bank in banks:
            if items := choices(bank):
                yield from options_table(bank.id, items)
        yield from criteria_table(content, standard, banks)


def bank_row(bank: ItemBank) -> tuple[object, ...]:
    approved = sum(item.status is Status.APPROVED for item in bank.items)
    return (f"`{bank.id}`", len(bank.items), approved, *(usable(bank.items, day) for day in DAYS))


def options_table(name: str, items: Sequence[ChoiceItem]) -> Iterator[str]:
    keys, minds = Counter(item.key for item in items), Counter(item.cognitive for item in items)
    lengths = [(option.correct, len(option.text)) for item in items for option in item.options]
    yield from table(
        (f"Questions of `{name}`", "figure"),
        ("right option stands at " + ", ".join(sorted(keys)), ", ".join(str(keys[key]) for key in sorted(keys))),
        ("right option alone is the longest", share(sum(alone(item, longest=True) for item in items), items)),
        ("right option alone is the shortest", share(sum(alone(item, longest=False) for item in items), items)),
        ("mean length of right options, in characters", round(mean(long for right, long in lengths if right))),
        ("mean length of wrong options, in characters", round(mean(long for right, long in lengths if not right))),
        *((f"asks to {mind}", share(minds[mind], items)) for mind in Cognitive),
    )


def share(count: int, items: Sequence[ChoiceItem]) -> str:
    return f"{count} ({count / len(items):.0%})"


def criteria_table(content: Content, standard: str, banks: Sequence[ItemBank]) -> Iterator[str]:
    (found,) = (entry.value for entry in content.standards if entry.value.id == standard)
    items = [item for bank in banks for item in bank.items]
    rows = []
    for name, _ in found.criteria():
        serving = [item for item in items if name in item.criteria]
        if serving:
            rows.append((f"`{name}`", *(usable(serving, day) for day in DAYS)))
    yield from table(("Criterion", *(f"items usable on {day}" for day in DAYS)), *rows)


def test_the_page_shows_the_banks_as_they_are(content: Content) -> None:
    shown, made = PAGE.read_text("utf-8"), "\n" + "\n".join(tables(content))
    if KEEP:
        PAGE.write_text(TABLES.sub(lambda _: made, shown), "utf-8")
    assert TABLES.findall(PAGE.read_text("utf-8")) == [made]


# What the banks hold


@pytest.mark.parametrize("day", DAYS)
def test_ninety_questions_on_legislation_can_be_used_on_either_day(law: tuple[ChoiceItem, ...], day: date) -> None:
    found = Counter(criterion for item in law if item.eligible(day) for criterion in item.criteria)
    assert found.total() >= 90
    assert all(found[criterion] >= 30 for criterion in LEGISLATION)


def test_each_field_of_legislation_has_questions_for_every_mind(law: tuple[ChoiceItem, ...]) -> None:
    found = Counter((criterion, item.cognitive) for item in law for criterion in item.criteria)
    assert all(found[criterion, mind] >= 8 for criterion in LEGISLATION for mind in Cognitive)


def test_neither_place_nor_length_gives_the_right_option_away(content: Content) -> None:
    for found in content.banks:
        if len(items := choices(found.value)) < 20:
            continue
        keys = Counter(item.key for item in items)
        assert max(keys.values()) <= 0.35 * len(items), found.path
        assert sum(alone(item, longest=True) for item in items) <= 0.3 * len(items), found.path


def test_two_wordings_of_one_question_are_never_usable_on_one_day(law: tuple[ChoiceItem, ...]) -> None:
    wordings: dict[str, list[ChoiceItem]] = {}
    for item in law:
        wordings.setdefault(item.stem, []).append(item)
    changed = [items for items in wordings.values() if len(items) > 1]
    days = {basis.valid_from for item in law for basis in item.basis}
    assert changed
    assert all(usable(items, day) <= 1 for items in changed for day in days)


@pytest.mark.parametrize("day", DAYS)
def test_every_criterion_has_two_items_or_a_workbook_that_differs_with_each_draw(content: Content, day: date) -> None:
    items = [item for found in content.banks_of("nsk-66-029-M-2015") for item in found.value.items]
    served = {name for item in items for name in item.criteria}
    for name in served:
        serving = [item for item in items if name in item.criteria and item.eligible(day)]
        assert len(serving) >= 2 or [item.kind for item in serving] == ["spreadsheet"], name
