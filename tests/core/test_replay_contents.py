"""What a replay reads beside the events: items, standard, workbooks; lost, exchanged or marked otherwise."""

from dataclasses import replace
from decimal import Decimal

import pytest

from exam.core.canonical import digest
from exam.core.item import AssessmentItem, SpreadsheetItem
from exam.core.marking_events import WorkbookMarked
from exam.core.replay import Evidence, replay
from exam.core.session_events import HandRaised, PaperDrawn, SessionOpened, TaskScored
from exam.core.session_values import ItemOutcome
from tests.builders import (
    QUESTIONS,
    whole,
)
from tests.core.replayed_desks import (
    CELLS,
    UPLOAD,
    change_of,
    codes,
    evidence_of,
    first,
    forged,
    issued,
    reopened,
    replayable,
    replayed,
    with_a_workbook,
)


@pytest.fixture(scope="module")
def passed() -> Evidence:
    return issued(whole(replayable()))


# Items and standards


def test_a_lost_or_exchanged_item_is_found(passed: Evidence) -> None:
    drawn = first(passed, PaperDrawn)
    name = drawn.items[0].digest
    for blobs in (
        {digest_: data for digest_, data in passed.blobs.items() if digest_ != name},
        dict(passed.blobs) | {name: b"{}"},
    ):
        found = codes(replace(passed, blobs=blobs))
        assert found == ["replay-item-differs", "replay-blob-missing"]


def test_an_item_under_another_name_or_version_is_found(passed: Evidence) -> None:
    drawn = first(passed, PaperDrawn)
    for changes in ({"item": "q-x"}, {"version": 9}):
        items = (drawn.items[0].model_copy(update=changes), *drawn.items[1:])
        assert "replay-item-differs" in codes(forged(passed, change_of(PaperDrawn, items=items)))


def test_an_item_that_could_not_be_given_on_that_day_is_found() -> None:
    bank = tuple(item.model_copy(update={"basis": (old(item),)}) for item in QUESTIONS)
    played = replayable()
    played.pool = bank
    played.admitted().open("law-test")
    assert set(codes(evidence_of(played))) == {"replay-item-ineligible"}


def old(item: AssessmentItem) -> object:
    return item.basis[0].model_copy(update={"valid_to": item.basis[0].valid_from})


def test_a_paper_that_no_draw_can_make_is_found(passed: Evidence) -> None:
    drawn = first(passed, PaperDrawn)
    turned = (drawn.items[1], drawn.items[0], *drawn.items[2:])
    fewer = drawn.items[:-1]
    twice = (*drawn.items[:-1], drawn.items[0])
    for items in (fewer, twice, turned[::-1]):
        assert "replay-paper-differs" in codes(forged(passed, change_of(PaperDrawn, items=items)))


def test_without_the_standard_nothing_is_compared_and_that_is_told(passed: Evidence) -> None:
    digest_ = first(passed, SessionOpened).standard_digest
    lost = {name: data for name, data in passed.blobs.items() if name != digest_}
    found = replayed(replace(passed, blobs=lost))
    assert [entry.code for entry in found.differences] == ["replay-blob-missing"]
    assert found.standard is None
    assert codes(reopened(replace(passed, blobs=lost | {digest(b"{}"): b"{}"}), standard_digest=digest(b"{}"))) == []


# Workbooks


def test_a_workbook_is_marked_again_with_its_seed() -> None:
    marked: list[tuple[str, str, bytes]] = []

    def mark(item: SpreadsheetItem, seed: str, data: bytes) -> tuple[ItemOutcome, ...]:
        marked.append((item.id, seed, data))
        return CELLS

    found = replay(with_a_workbook(), mark)
    assert found.differences == ()
    assert marked == [("workbook-1", found.state.seeds["workbook"], UPLOAD)]


def test_other_marks_of_a_workbook_are_found() -> None:
    assert codes(with_a_workbook()) == ["replay-marking-differs"]
    assert codes(with_a_workbook(handed_in=False)) == ["replay-marking-differs"]


def test_scores_that_are_not_the_markings_are_found() -> None:
    better = ItemOutcome(item="calls", score=Decimal(9), max_score=Decimal(9))
    evidence = forged(with_a_workbook(), change_of(TaskScored, items=(better,)))
    assert "replay-score-differs" in codes(evidence)


def test_a_workbook_marked_before_markings_were_kept_is_marked_again() -> None:
    kept = unmarked(with_a_workbook())
    assert codes(kept) == ["replay-score-differs"]
    assert replay(kept, lambda _item, _seed, _data: CELLS).differences == ()
    assert codes(unmarked(with_a_workbook(handed_in=False))) == ["replay-score-differs"]
    lost = {name: data for name, data in kept.blobs.items() if data != UPLOAD}
    assert codes(replace(kept, blobs=lost)) == ["replay-blob-missing"]


def unmarked(evidence: Evidence) -> Evidence:
    """Put another event where the marking was noted."""
    return forged(evidence, lambda event: HandRaised(task="workbook") if isinstance(event, WorkbookMarked) else event)


def test_a_marking_of_no_task_is_nothing_to_compare() -> None:
    elsewhere = forged(with_a_workbook(), change_of(WorkbookMarked, task="nowhere"))
    assert "replay-marking-differs" not in codes(elsewhere)


def test_a_lost_workbook_is_told_once() -> None:
    evidence = with_a_workbook()
    lost = {name: data for name, data in evidence.blobs.items() if data != UPLOAD}
    assert codes(replace(evidence, blobs=lost)) == ["replay-blob-missing"]
