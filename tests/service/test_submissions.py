from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from exam.core.candidate_session import SessionState, TaskStatus
from exam.core.candidate_session import commands as asked
from exam.core.candidate_session.marking_commands import ConfirmMarking, OverrideMarking
from exam.core.candidate_session.refusals import TaskNotOpenError
from exam.core.item import SpreadsheetItem
from exam.core.session_events import SubmissionStored
from exam.core.session_values import ItemOutcome, SubmissionKind
from exam.core.spreadsheet import SpreadsheetAssignment, SpreadsheetData
from exam.core.spreadsheet_values import expected_values, generate
from exam.scripted.runner import run
from exam.scripted.scenario import Scenario
from exam.scripted.stage import Stage
from exam.service.access import DeniedError
from exam.service.desk import LocalDesk
from exam.service.ports import BlobMissingError
from exam.service.submissions import (
    WorkbookMissingError,
    kept_marking,
    kept_outline,
    mark_workbook,
    read_presentation,
    table_of,
)
from exam.view import WorkbookSheet
from exam.wording import Language, render
from exam.workbook.refusals import WorkbookRefusedError
from tests.rims import mini_exam, staged, step, unplayed
from tests.workbook.slides import PRESENTED

TASK = "analysis-workbook"
TO_THE_WORKBOOK = (
    step("osoba", "plan_sitting", place="Nikdeškov"),
    step("osoba", "appoint_commission", chair="predseda", members=["clen"]),
    step("osoba", "register_candidate", candidate="uchazec"),
    step("predseda", "open_sitting"),
    step("predseda", "open_session"),
    step("clen", "verify_identity", document="pas"),
    step("uchazec", "acknowledge_induction", topics=["pracoviste", "bozp", "po"]),
    step("predseda", "open_task", task=TASK, item="analysis-quarter-trend"),
)


def workbook_exam() -> Scenario:
    return mini_exam().model_copy(update={"standard": "nsk-66-029-M-2015", "steps": TO_THE_WORKBOOK})


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with unplayed(tmp_path, workbook_exam()) as opened:
        run(opened.scenario, opened)
        yield opened


def hand_in(stage: Stage, data: bytes, who: str = "uchazec") -> str:
    stage.service.hand_in(stage.actors[who], stage.session, TASK, "reseni.xlsx", data)
    return stage.state().tasks[TASK].submissions[-1].blob


def filled(stage: Stage, *wrong: str) -> None:
    more = (step("uchazec", "fill_workbook", task=TASK, wrong=list(wrong)),)
    run(stage.scenario.model_copy(update={"steps": more}), stage)


def submit(stage: Stage) -> None:
    stage.service.session(stage.actors["uchazec"], stage.session, asked.SubmitTask(task=TASK))


def cells(stage: Stage) -> tuple[ItemOutcome, ...]:
    scored = stage.state().tasks[TASK].scored
    return scored.items if scored else ()


def all_right(stage: Stage) -> bool:
    """Tell whether every point is there but the chart's and half of what a formula is asked for."""
    lost = {cell.item.partition("/")[2] for cell in cells(stage) if cell.score < cell.max_score}
    return bool(cells(stage)) and lost == {"aht", "slope", "chart-1"}


def test_the_candidate_gets_the_same_workbook_each_time(stage: Stage) -> None:
    first, second = (stage.service.hand_out(stage.actors["uchazec"], stage.session, TASK) for _ in range(2))
    assert first == second
    assert first[:2] == b"PK"


@pytest.mark.parametrize("who", ["cizi", "jiny", "dozor", "osoba"])
def test_a_workbook_is_handed_to_nobody_who_has_no_part_in_the_session(stage: Stage, who: str) -> None:
    with pytest.raises(DeniedError):
        stage.service.hand_out(stage.actors[who], stage.session, TASK)


@pytest.mark.parametrize("task", ["law-test", "no-such-task", ""])
def test_a_task_without_a_workbook_hands_out_none(stage: Stage, task: str) -> None:
    with pytest.raises(WorkbookMissingError):
        stage.service.hand_out(stage.actors["uchazec"], stage.session, task)


def test_a_right_workbook_scores_every_cell(stage: Stage) -> None:
    filled(stage)
    submit(stage)
    assert all_right(stage)


def test_a_wrong_cell_scores_nothing(stage: Stage) -> None:
    (task,) = stage.items(TASK)
    assert isinstance(task, SpreadsheetItem)
    wrong = list(expected_values(task.assignment, generate(task.assignment, stage.state().seeds[TASK])))[-1]
    filled(stage, wrong)
    submit(stage)
    lost = {cell.item.partition("/")[2] for cell in cells(stage) if cell.score == 0}
    assert lost == {wrong, "chart-1"}


def test_the_last_file_handed_in_is_the_one_that_counts(stage: Stage) -> None:
    hand_in(stage, b"no workbook at all")
    filled(stage)
    assert len(stage.state().tasks[TASK].submissions) == 2
    submit(stage)
    assert all_right(stage)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04garbage", b"%PDF-1.7", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0old"])
def test_what_cannot_be_opened_is_kept_and_closes_the_task_all_the_same(stage: Stage, data: bytes) -> None:
    blob = hand_in(stage, data)
    submit(stage)
    assert stage.ports.blobs.get(blob) == data
    assert stage.state().tasks[TASK].status is TaskStatus.SUBMITTED
    assert sum(cell.score for cell in cells(stage)) == 0


def test_the_name_of_a_file_is_words_and_never_a_path(stage: Stage, tmp_path: Path) -> None:
    before = {path.name for path in tmp_path.iterdir()}
    stage.service.hand_in(stage.actors["uchazec"], stage.session, TASK, "../../../etc/passwd\x1b[2J", b"x")
    assert {path.name for path in tmp_path.iterdir()} == before
    assert stage.state().tasks[TASK].submissions[-1].name == "../../../etc/passwd\x1b[2J"


@pytest.mark.parametrize("who", ["predseda", "cizi", "jiny", "dozor", "osoba"])
def test_a_file_of_somebody_else_is_denied_before_anything_is_kept(stage: Stage, tmp_path: Path, who: str) -> None:
    kept = len(list((tmp_path / "blobs").iterdir()))
    with pytest.raises(DeniedError):
        stage.service.hand_in(stage.actors[who], stage.session, TASK, "x.xlsx", b"of somebody else")
    assert len(list((tmp_path / "blobs").iterdir())) == kept


def test_a_file_after_the_end_is_refused(stage: Stage) -> None:
    submit(stage)
    with pytest.raises(TaskNotOpenError):
        hand_in(stage, b"too late")


def test_a_file_handed_in_before_time_ran_out_is_scored_when_it_did(stage: Stage) -> None:
    filled(stage)
    stage.clock.pass_minutes(300)
    stage.tick()
    assert stage.state().tasks[TASK].status is TaskStatus.SUBMITTED
    assert all_right(stage)


def test_nothing_is_marked_where_nothing_was_handed_in_or_there_is_no_workbook(stage: Stage) -> None:
    assert mark_workbook(stage.ports, stage.state(), TASK, stage.items(TASK)) is None
    stage.service.sessions.mark(stage.session, TASK)
    assert stage.state().tasks[TASK].marking is None
    hand_in(stage, b"x")
    assert mark_workbook(stage.ports, stage.state(), TASK, ()) is None
    assert mark_workbook(stage.ports, SessionState(), TASK, stage.items(TASK)) is None


def test_a_handed_in_file_that_is_gone_is_told_and_never_scored_as_empty(stage: Stage) -> None:
    task = stage.state().tasks[TASK]
    gone = SubmissionStored(
        task=TASK, name="x.xlsx", blob="0" * 64, length=1, elapsed_ms=0, kind=SubmissionKind.WORKBOOK
    )
    state = replace(stage.state(), tasks={TASK: replace(task, submissions=(gone,))})
    with pytest.raises(BlobMissingError):
        mark_workbook(stage.ports, state, TASK, stage.items(TASK))


def test_a_file_is_marked_when_it_is_handed_in_and_the_marking_is_kept(stage: Stage) -> None:
    filled(stage)
    marked = stage.state().tasks[TASK].marking
    assert marked is not None
    assert (marked.engine, marked.refused, marked.waiting) == ("cellrune 0.2.0", "", ())
    marking = kept_marking(stage.ports, stage.state(), TASK)
    assert marking is not None
    assert marking.score == sum(cell.score for cell in marked.cells)
    stage.ports.blobs.remove(marked.marking)
    assert kept_marking(stage.ports, stage.state(), TASK) is None


def test_a_marking_that_was_noted_is_not_noted_again(stage: Stage) -> None:
    filled(stage)
    before = stage.ports.journal.head(f"session/{stage.session}")
    stage.service.sessions.mark(stage.session, TASK)
    assert stage.ports.journal.head(f"session/{stage.session}") == before


def test_what_cannot_be_opened_is_told_to_the_candidate_with_its_advice(stage: Stage) -> None:
    hand_in(stage, b"a;b\n")
    hand_in(stage, b"")
    assert kept_marking(stage.ports, stage.state(), TASK) is None
    sheet = LocalDesk(stage.service, stage.actors["uchazec"], stage.session).sheet(TASK)
    assert isinstance(sheet, WorkbookSheet)
    assert [handed.refused for handed in sheet.handed_in] == ["", "workbook-empty"]


def test_an_examiner_overrides_a_cell_with_a_reason_and_confirms(stage: Stage) -> None:
    filled(stage, "aht")
    submit(stage)
    sheet = stage.service.console.sheet(stage.actors["clen"], stage.session, TASK)
    assert sheet.marking is not None
    line = next(line for line in sheet.marking.lines if line.cell.endswith("/aht"))
    assert (line.score, line.max_score) == (Decimal(0), Decimal(3))
    override = OverrideMarking(task=TASK, cell=line.cell, score=Decimal("1.5"), reason="Postup byl správný.")
    stage.service.session(stage.actors["clen"], stage.session, override)
    stage.service.session(stage.actors["predseda"], stage.session, ConfirmMarking(task=TASK))
    sheet = stage.service.console.sheet(stage.actors["clen"], stage.session, TASK)
    assert sheet.marking is not None
    changed = next(after for after in sheet.marking.lines if after.cell == line.cell)
    assert (changed.score, changed.told[-1].code) == (Decimal("1.5"), "marking.overridden")
    assert sheet.marking.confirmed_by == stage.service.people.name("predseda")
    with pytest.raises(DeniedError):
        stage.service.session(stage.actors["uchazec"], stage.session, ConfirmMarking(task=TASK))


def test_an_examiner_takes_the_original_whatever_is_in_it(stage: Stage) -> None:
    with pytest.raises(DeniedError):
        stage.service.console.submission(stage.actors["clen"], stage.session, TASK)
    hand_in(stage, b"no workbook at all")
    taken = stage.service.console.submission(stage.actors["clen"], stage.session, TASK)
    assert taken == ("reseni.xlsx", b"no workbook at all")
    with pytest.raises(DeniedError):
        stage.service.console.submission(stage.actors["cizi"], stage.session, TASK)


def present(stage: Stage, data: bytes, name: str = "zaver.pptx") -> None:
    stage.service.hand_in(stage.actors["uchazec"], stage.session, TASK, name, data)


def evidence(stage: Stage, heading: str) -> list[str]:
    sheet = stage.service.console.sheet(stage.actors["clen"], stage.session, TASK)
    return [entry.text for entry in sheet.evidence if entry.heading == heading]


def test_a_presentation_handed_in_after_the_workbook_leaves_its_marks_and_is_read_beside_the_rubric(
    stage: Stage,
) -> None:
    filled(stage)
    marked = stage.state().tasks[TASK].marking
    present(stage, PRESENTED)
    assert stage.state().tasks[TASK].marking == marked
    submit(stage)
    assert all_right(stage)
    first, second, third = evidence(stage, "evidence.slide")
    assert first == "1. Závěr čtvrtletí\n• AHT roste o 4,2 %\n  • nejvíc ve třetím měsíci\n✎ Zmínit výpadek 14. 2."
    assert second == "2. Vývoj\n▥ line: AHT po měsících (AHT)"
    assert third == "3.\n▦ Měsíc | AHT\n▦ leden | 280 s\n▣ Podíl důvodů stížností"
    sheet = stage.service.console.sheet(stage.actors["clen"], stage.session, TASK)
    assert [name.partition(" (")[0] for name in sheet.files] == ["reseni.xlsx", "zaver.pptx"]
    taken = [stage.service.console.submission(stage.actors["clen"], stage.session, TASK, at) for at in (0, 1, -1)]
    assert [name for name, _ in taken] == ["reseni.xlsx", "zaver.pptx", "zaver.pptx"]
    assert taken[1][1] == PRESENTED
    for at in (2, -2):
        with pytest.raises(DeniedError):
            stage.service.console.submission(stage.actors["clen"], stage.session, TASK, at)


def test_a_presentation_that_cannot_be_opened_is_kept_and_told_with_its_own_advice(stage: Stage) -> None:
    filled(stage)
    present(stage, b"\xd0\xcf\x11\xe0" + bytes(600))
    sheet = LocalDesk(stage.service, stage.actors["uchazec"], stage.session).sheet(TASK)
    assert isinstance(sheet, WorkbookSheet)
    assert [handed.refused for handed in sheet.handed_in] == ["", "presentation-not-xlsx"]
    submit(stage)
    assert all_right(stage)
    assert evidence(stage, "evidence.presentation-refused") == ["zaver.pptx"]
    assert evidence(stage, "evidence.slide") == []


def test_a_presentation_is_read_once_and_told_as_long_as_its_text_is_kept(stage: Stage) -> None:
    assert read_presentation(stage.ports, stage.state(), TASK) is None
    assert read_presentation(stage.ports, SessionState(), TASK) is None
    present(stage, PRESENTED)
    read = stage.state().tasks[TASK].presentation
    assert read is not None
    assert read_presentation(stage.ports, stage.state(), TASK) == read
    assert kept_outline(stage.ports, stage.state(), TASK) is not None
    stage.ports.blobs.remove(read.outline)
    assert kept_outline(stage.ports, stage.state(), TASK) is None


REASONS = sorted(kind.code.removeprefix("workbook-") for kind in WorkbookRefusedError.__subclasses__())
OF_WORKBOOKS_ALONE = {"foreign", "libreoffice-failed"}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("reason", REASONS)
def test_every_refusal_has_advice_that_stands_without_anything_filled_in(reason: str, language: Language) -> None:
    for kind in ("workbook", "presentation"):
        if kind == "workbook" or reason not in OF_WORKBOOKS_ALONE:
            told = render(f"{kind}-{reason}", {}, language)
            assert told.endswith(".")
            assert "{" not in told


def test_a_later_program_that_draws_otherwise_changes_neither_workbook_nor_marks(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = stage.service.hand_out(stage.actors["uchazec"], stage.session, TASK)
    filled(stage)
    marked = stage.state().tasks[TASK].marking
    for module in ("exam.service.submissions", "exam.core.replay.scene", "exam.core.spreadsheet_keys"):
        monkeypatch.setattr(f"{module}.generate", drawn_otherwise, raising=False)
    assert stage.service.hand_out(stage.actors["uchazec"], stage.session, TASK) == first
    filled(stage)
    again = stage.state().tasks[TASK].marking
    assert again is not None
    assert marked is not None
    assert again.cells == marked.cells
    submit(stage)
    assert all_right(stage)
    assert stage.service.replays.replay(stage.session).differences == ()


def drawn_otherwise(assignment: SpreadsheetAssignment, seed: str) -> SpreadsheetData:
    return generate(assignment, seed[::-1])


def test_a_table_that_is_gone_is_told_and_nothing_is_marked_against_another(stage: Stage) -> None:
    (item,) = stage.items(TASK)
    assert isinstance(item, SpreadsheetItem)
    drawn = table_of(stage.ports, stage.state(), TASK, item)
    assert drawn == generate(item.assignment, stage.state().seeds[TASK])
    assert table_of(stage.ports, replace(stage.state(), tables={}), TASK, item) == drawn
    stage.ports.blobs.remove(stage.state().tables[TASK])
    with pytest.raises(BlobMissingError):
        stage.service.hand_out(stage.actors["uchazec"], stage.session, TASK)


def test_a_test_hands_out_no_workbook(tmp_path: Path) -> None:
    with staged(tmp_path, before="answer_test") as small, pytest.raises(WorkbookMissingError):
        small.service.hand_out(small.actors["uchazec"], small.session, "theory-test")
