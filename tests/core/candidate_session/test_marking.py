from decimal import Decimal

import pytest

from exam.core.candidate_session import commands as asked
from exam.core.candidate_session.marking import MarkingCellError, MarkingMissingError, MarkingWaitsError
from exam.core.candidate_session.marking_commands import ConfirmMarking, NoteMarking, NotePresentation, OverrideMarking
from exam.core.candidate_session.refusals import TaskNotSubmittedError
from exam.core.judging import ReasonMissingError
from exam.core.marking_events import PresentationRead, WorkbookMarked
from exam.core.session_values import ItemOutcome, SubmissionKind
from exam.core.standard import TaskKind
from tests.builders import Desk, competency, criterion, standard, task

FILE, OTHER = "c" * 64, "d" * 64
AHT = ItemOutcome(item="quarter/aht", score=Decimal(1), max_score=Decimal(3))
SLOPE = ItemOutcome(item="quarter/slope", score=Decimal(0), max_score=Decimal(2))
MARKED = WorkbookMarked(task="work", submission=FILE, cells=(AHT,), waiting=(SLOPE,), marking="e" * 64)


def handed_in(marked: WorkbookMarked | None = MARKED) -> Desk:
    course = standard(competency("x", [criterion("a")], [task("work", TaskKind.SPREADSHEET, "x.a")]))
    played = Desk(standard=course).admitted().open("work")
    played.marking = marked
    played.do(asked.StoreSubmission(task="work", name="a.xlsx", blob=FILE, length=1), by="candidate")
    return played


def submitted(marked: WorkbookMarked | None = MARKED) -> Desk:
    played = handed_in(marked)
    played.do(asked.SubmitTask(task="work"), by="candidate")
    return played


def override(cell: str = AHT.item, score: str = "2.5", reason: str = "Dobrý postup.") -> OverrideMarking:
    return OverrideMarking(task="work", cell=cell, score=Decimal(score), reason=reason)


def test_a_marking_is_noted_once_and_only_of_the_last_file() -> None:
    played = handed_in()
    played.do(NoteMarking(task="work", marked=MARKED.model_copy(update={"submission": OTHER})))
    assert played.state.tasks["work"].marking is None
    played.do(NoteMarking(task="work", marked=MARKED))
    assert played.state.tasks["work"].marking == MARKED
    played.do(NoteMarking(task="work", marked=MARKED.model_copy(update={"engine": "other"})))
    assert played.state.tasks["work"].marking == MARKED
    played.do(asked.StoreSubmission(task="work", name="b.xlsx", blob=OTHER, length=1), by="candidate")
    assert played.state.tasks["work"].marking is None


SLIDES, MORE_SLIDES = "a" * 64, "b" * 64
READ = PresentationRead(task="work", submission=SLIDES, outline="e" * 64)


def presented(blob: str) -> asked.StoreSubmission:
    kind = SubmissionKind.PRESENTATION
    return asked.StoreSubmission(task="work", name="a.pptx", blob=blob, length=1, kind=kind)


def test_a_presentation_after_the_workbook_leaves_the_workbook_marked() -> None:
    played = handed_in()
    played.do(presented(SLIDES), by="candidate")
    played.do(NoteMarking(task="work", marked=MARKED))
    played.do(presented(MORE_SLIDES), by="candidate")
    state = played.state.tasks["work"]
    assert state.marking == MARKED
    last = state.last(SubmissionKind.WORKBOOK), state.last(SubmissionKind.PRESENTATION)
    assert [stored.blob for stored in last if stored] == [FILE, MORE_SLIDES]


def test_a_presentation_is_read_once_and_only_the_last_one() -> None:
    played = handed_in()
    played.do(NotePresentation(task="work", read=READ))
    assert played.state.tasks["work"].presentation is None
    played.do(presented(SLIDES), by="candidate")
    played.do(NotePresentation(task="work", read=READ.model_copy(update={"submission": FILE})))
    assert played.state.tasks["work"].presentation is None
    played.do(NotePresentation(task="work", read=READ))
    played.do(NotePresentation(task="work", read=READ.model_copy(update={"outline": ""})))
    assert played.state.tasks["work"].presentation == READ
    played.do(presented(MORE_SLIDES), by="candidate")
    assert played.state.tasks["work"].presentation is None


def test_a_presentation_that_was_not_read_yet_is_read_when_the_task_closes() -> None:
    played = handed_in()
    played.do(presented(SLIDES), by="candidate")
    played.presentation = READ
    played.do(asked.SubmitTask(task="work"), by="candidate")
    assert played.state.tasks["work"].presentation == READ


def test_nothing_is_noted_where_nothing_was_handed_in() -> None:
    course = standard(competency("x", [criterion("a")], [task("work", TaskKind.SPREADSHEET, "x.a")]))
    played = Desk(standard=course).admitted().open("work")
    played.do(NoteMarking(task="work", marked=MARKED))
    assert played.state.tasks["work"].marking is None


def test_a_file_that_was_not_marked_yet_is_marked_when_the_task_closes() -> None:
    state = submitted().state.tasks["work"]
    assert state.marking == MARKED
    assert state.scored is not None
    assert state.scored.items == (AHT,)


def test_a_file_that_was_marked_is_scored_by_that() -> None:
    played = handed_in()
    played.do(NoteMarking(task="work", marked=MARKED))
    played.do(asked.SubmitTask(task="work"), by="candidate")
    assert played.state.tasks["work"].outcomes() == (AHT,)


def test_a_file_that_nobody_could_open_has_no_scores() -> None:
    refused = WorkbookMarked(task="work", submission=FILE, refused="workbook-broken")
    played = submitted(refused)
    assert played.state.tasks["work"].outcomes() == ()
    for command in (override(), ConfirmMarking(task="work")):
        with pytest.raises(MarkingMissingError):
            played.do(command)


def test_a_task_without_a_file_has_no_marking() -> None:
    with pytest.raises(MarkingMissingError):
        submitted(None).do(override())


def test_an_override_takes_a_reason_and_takes_back_a_confirmation() -> None:
    played = submitted()
    played.do(override("quarter/slope", "2"))
    played.do(ConfirmMarking(task="work"))
    assert played.state.tasks["work"].confirmed_by
    played.do(override())
    state = played.state.tasks["work"]
    assert state.confirmed_by == ""
    scores = {outcome.item: outcome.score for outcome in state.outcomes()}
    assert scores == {"quarter/aht": Decimal("2.5"), "quarter/slope": Decimal(2)}


@pytest.mark.parametrize(("cell", "score"), [("quarter/aht", "3.5"), ("quarter/calls", "1"), ("aht", "1")])
def test_a_score_that_a_cell_cannot_have_is_refused(cell: str, score: str) -> None:
    with pytest.raises(MarkingCellError):
        submitted().do(override(cell, score))


@pytest.mark.parametrize("reason", ["", " . "])
def test_an_override_without_a_reason_is_refused(reason: str) -> None:
    with pytest.raises(ReasonMissingError):
        submitted().do(override(reason=reason))


def test_a_marking_is_not_confirmed_while_a_cell_waits_for_a_person() -> None:
    with pytest.raises(MarkingWaitsError) as refused:
        submitted().do(ConfirmMarking(task="work"))
    assert refused.value.arguments == {"cells": "quarter/slope"}


def test_a_marking_is_not_touched_before_the_task_is_handed_in() -> None:
    with pytest.raises(TaskNotSubmittedError):
        handed_in().do(override())
