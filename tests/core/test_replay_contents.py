"""What a replay reads beside the events: items, standard, workbooks; lost, exchanged or marked otherwise."""

from dataclasses import replace
from decimal import Decimal

import pytest

from exam.core.canonical import canonical_json, digest
from exam.core.events import Event
from exam.core.item import AssessmentItem, SpreadsheetItem
from exam.core.marking_events import PresentationRead, WorkbookMarked
from exam.core.replay import Evidence, Replayed, replay
from exam.core.session_events import HandRaised, PaperDrawn, SessionOpened, SubmissionStored, TableDrawn, TaskScored
from exam.core.session_values import ItemOutcome, SubmissionKind
from exam.core.spreadsheet import SpreadsheetData
from exam.core.spreadsheet_values import generate
from tests.builders import (
    QUESTIONS,
    SEED,
    whole,
)
from tests.core.replayed_desks import (
    CELLS,
    UPLOAD,
    WORKBOOK,
    Change,
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

TABLE_OF_SEED = generate(WORKBOOK.assignment, SEED)


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


def marks(evidence: Evidence) -> tuple[Replayed, list[tuple[str, SpreadsheetData, bytes]]]:
    """Replay, and return what was marked as well."""
    marked: list[tuple[str, SpreadsheetData, bytes]] = []

    def mark(item: SpreadsheetItem, table: SpreadsheetData, data: bytes) -> tuple[ItemOutcome, ...]:
        marked.append((item.id, table, data))
        return CELLS

    return replay(evidence, mark), marked


def test_a_workbook_is_marked_again_with_the_table_that_was_kept() -> None:
    found, marked = marks(with_a_workbook())
    assert found.differences == ()
    assert marked == [("workbook-1", TABLE_OF_SEED, UPLOAD)]
    other = canonical_json(generate(WORKBOOK.assignment, SEED[::-1]))
    evidence = forged(with_a_workbook(), change_of(TableDrawn, table=digest(other)))
    found, marked = marks(replace(evidence, blobs={**evidence.blobs, digest(other): other}))
    assert found.differences == ()
    assert marked == [("workbook-1", generate(WORKBOOK.assignment, SEED[::-1]), UPLOAD)]


def test_a_workbook_drawn_before_tables_were_kept_is_marked_by_its_seed() -> None:
    def before(event: Event) -> Event:
        return HandRaised(task="workbook") if isinstance(event, TableDrawn) else event

    found, marked = marks(forged(with_a_workbook(), before))
    assert found.differences == ()
    assert marked == [("workbook-1", TABLE_OF_SEED, UPLOAD)]


def test_a_table_that_is_none_or_does_not_fit_its_task_is_found() -> None:
    short = canonical_json(TABLE_OF_SEED.model_copy(update={"days": TABLE_OF_SEED.days[1:]}))
    bare = canonical_json(TABLE_OF_SEED.model_copy(update={"columns": {}}))
    for data in (short, bare, b"{}"):
        evidence = forged(with_a_workbook(), change_of(TableDrawn, table=digest(data)))
        found, _ = marks(replace(evidence, blobs={**evidence.blobs, digest(data): data}))
        assert [entry.code for entry in found.differences] == ["replay-table-differs"]


def test_a_table_of_no_workbook_is_nothing_to_compare() -> None:
    assert marks(forged(with_a_workbook(), change_of(TableDrawn, task="nowhere")))[0].differences == ()


def test_a_presentation_beside_the_workbook_changes_no_mark_and_another_one_is_found() -> None:
    evidence = with_a_workbook(presented=True)
    assert marks(evidence)[0].differences == ()
    other = forged(evidence, change_of(PresentationRead, submission=digest(UPLOAD)))
    assert [entry.code for entry in marks(other)[0].differences] == ["replay-presentation-differs"]
    elsewhere = forged(evidence, change_of(PresentationRead, task="nowhere"))
    assert marks(elsewhere)[0].differences == ()
    unseen = forged(evidence, Change(SubmissionStored, {"kind": SubmissionKind.PRESENTATION}))
    assert "replay-marking-differs" in codes(unseen)


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
