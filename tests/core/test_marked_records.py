"""Records under what only some systems use: a scale, and tasks that others bar."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from exam.core.candidate_session import commands as asked
from exam.core.candidate_session.tasks import TaskBarredError
from exam.core.canonical import canonical_json
from exam.core.chain import Head
from exam.core.exam_record import ExamRecord
from exam.core.record_check import check_record
from exam.core.record_lint import open_criteria
from exam.core.scale import Mark, Scale, ScalePart
from exam.core.session_values import Ending
from exam.core.standard import AssessmentStandard
from exam.core.verdict import CompetencyStatus, CriterionStatus, Result
from tests.builders import COMPETENCIES, Desk, standard, whole
from tests.core.recorded_desks import NOT_MET, desk, ended, record_of
from tests.core.replayed_desks import codes, evidence_of, replayable
from tests.record_builders import extract_of

PARTS = (
    ScalePart(id="theory", title="Theory", points=40, floor=Decimal("0.5"), tests=("law-test",)),
    ScalePart(id="practice", title="Practice", points=60, criteria={"call.a": 2, "call.b": 1}),
)
MARKS = (
    Mark(mark="4", title="weak", least=0, passes=False),
    Mark(mark="5", title="fair", least=50, passes=True),
    Mark(mark="10", title="excellent", least=100, passes=True),
)
SCALE = Scale(sentence="Points make the mark.", parts=PARTS, marks=MARKS, verified=True, source="§")


def gated(**more: object) -> AssessmentStandard:
    """The test bars the call and the talk on stress."""
    law, call, english = COMPETENCIES
    barred = tuple(task.model_copy(update={"requires": ("law.c",)}) for task in call.tasks)
    return standard(law, call.model_copy(update={"tasks": barred}), english, **more)


def files(played: Desk, **changes: object) -> tuple[str, ...]:
    extract = extract_of(played.entries, f"session/{played.state.session}")
    last = extract.entries[-1].link
    record = record_of(played).model_copy(update={"session_head": Head(seq=last.seq, hash=last.hash), **changes})
    found = check_record(record, extract, canonical_json(played.standard), played.standard)
    return tuple(entry.code for entry in found)


def failed_in_theory() -> Desk:
    played = desk(gated()).admitted()
    played.tested(wrong=4)
    played.performed("english-call", "english.a")
    played.do(asked.DetermineResult())
    return played


def test_a_task_is_not_given_before_what_it_requires_is_met() -> None:
    played = desk(gated()).admitted()
    with pytest.raises(TaskBarredError) as unsettled:
        played.open("stress")
    assert unsettled.value.arguments == {"task": "stress", "criteria": "law.c"}
    played.tested()
    assert played.open("stress").state.tasks["stress"].panel == ("chair", "second")


def test_a_task_is_not_given_any_more_once_what_it_requires_is_not_met() -> None:
    played = desk(gated()).admitted()
    played.tested(wrong=4)
    with pytest.raises(TaskBarredError):
        played.open("stress")


def test_what_a_task_requires_may_be_excused() -> None:
    played = desk(gated()).admitted()
    played.do(asked.RecogniseCompetency(competency="law", qualification="66-028-H", evidence="č. 1"))
    assert "stress" in played.open("stress").state.tasks


def test_an_exam_that_ended_at_its_gate_is_fully_run_and_its_record_proves_itself() -> None:
    played = failed_in_theory()
    record = record_of(played)
    assert (record.result, record.ending, files(played)) == (Result.FAILED, Ending.FULLY_RUN, ())
    statuses = {entry.criterion: entry.status for found in record.competencies for entry in found.criteria}
    assert (statuses["call.a"], statuses["call.b"]) == (CriterionStatus.BARRED, CriterionStatus.BARRED)
    assert list(open_criteria(record, played.standard)) == []
    assert [found.status for found in record.competencies][1] is CompetencyStatus.NOT_MET


@pytest.mark.parametrize(
    ("course", "total", "mark", "result"),
    [
        (lambda: whole(desk(standard(scale=SCALE))), "100.00", "10", Result.PASSED),
        (lambda: whole(desk(standard(scale=SCALE)), call=NOT_MET), "60.00", "5", Result.PASSED),
        (lambda: one_wrong(2), "80.00", "5", Result.PASSED),
        (lambda: one_wrong(3), "70.00", "4", Result.FAILED),
    ],
)
def test_points_and_mark_stand_in_the_record_and_follow_from_its_events(
    course: Callable[[], Desk], total: str, mark: str, result: Result
) -> None:
    played = course()
    record = record_of(played)
    assert record.points is not None
    assert (str(record.points.total), record.points.mark, record.result) == (total, mark, result)
    assert files(played) == ()
    assert ExamRecord.model_validate_json(canonical_json(record)) == record


def one_wrong(wrong: int) -> Desk:
    played = desk(standard(scale=SCALE)).admitted()
    played.tested(wrong)
    played.performed("role-call", "call.a")
    played.performed("stress", "call.b")
    played.performed("english-call", "english.a")
    played.do(asked.DetermineResult())
    return played


def test_other_points_than_those_that_follow_are_told() -> None:
    played = whole(desk(standard(scale=SCALE)), call=NOT_MET)
    points = record_of(played).points
    assert points is not None
    better = points.model_copy(update={"mark": "10"})
    assert files(played, points=better) == files(played, points=None) == ("record-points-differ",)


def test_a_record_without_a_scale_has_no_such_key_and_one_that_ended_early_no_points() -> None:
    assert b'"points"' not in canonical_json(record_of(whole(desk())))
    early = ended(Ending.WITHDREW)
    assert record_of(Desk(standard(scale=SCALE), state=early.state)).points is None


@pytest.mark.parametrize(("wrong", "told"), [(0, []), (4, ["replay-task-barred"])])
def test_a_task_that_was_given_though_it_was_barred_is_told_by_a_replay(wrong: int, told: list[str]) -> None:
    played = replayable(gated()).admitted()
    played.tested(wrong)
    played.standard, own = standard(), played.standard
    played.open("stress")
    played.standard = own
    assert codes(evidence_of(played)) == told
