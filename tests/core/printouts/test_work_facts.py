"""A candidate's work on paper: what he was given, in his order, and what he gave, word for word; a key is nowhere."""

import json
from collections.abc import Mapping

import pytest

from exam.core.candidate_session import SessionState, TaskState
from exam.core.item import AssessmentItem
from exam.core.paper import PaperItem
from exam.core.printouts.facts import Facts, Person
from exam.core.printouts.work_facts import work_facts
from exam.core.session_events import SubmissionStored
from exam.core.session_values import (
    ChoiceResponse,
    PlannedGoal,
    PlanResponse,
    ReplyResponse,
    Response,
    SubmissionKind,
    TextResponse,
)
from exam.core.timing import TaskClock
from tests.builders import AT, choice, training, transcripts
from tests.core.printouts.prints import CHAIR, case
from tests.core.printouts.test_item_facts import KEY, reply, role_play, spoken, workbook

HOSTILE = "<b>Zlý</b> {session}"
WORKBOOK = SubmissionKind.WORKBOOK
FILE = SubmissionStored(task="law-test", name="sešit.xlsx", blob="b" * 64, length=9, elapsed_ms=0, kind=WORKBOOK)


def work(
    item: AssessmentItem,
    responses: Mapping[str, Response] | None = None,
    *,
    order: tuple[str, ...] = (),
    submissions: tuple[SubmissionStored, ...] = (),
    task: str = "law-test",
) -> Facts:
    done = TaskState(
        opened_at=AT, clock=TaskClock(), panel=("chair",), responses=responses or {}, submissions=submissions
    )
    paper = (PaperItem(item=item.id, version=3, digest="d" * 64, order=order),)
    person = Person("candidate", CHAIR.identity, "session-1", state=SessionState().with_task(task, done))
    return work_facts(case(), person, task, (item,), paper)


def rows(facts: Facts) -> list[tuple[str, str]]:
    asked = facts["asked"]
    assert not isinstance(asked, str)
    return [(str(row["text"]), str(row["answer"])) for row in asked]


def test_a_question_stands_as_it_was_presented_with_the_option_that_was_picked() -> None:
    item = choice("q1", "law.a")
    ids = tuple(option.id for option in item.options)[::-1]
    picked = work(item, {"q1": ChoiceResponse(option=ids[0])}, order=ids)
    ((text, answer),) = rows(picked)
    first = next(option.text for option in item.options if option.id == ids[0])
    assert text.splitlines()[:2] == [item.stem, f"a) {first}"]
    assert answer == f"a) {first}"
    assert rows(work(item, order=ids))[0][1] == "–"
    asked = picked["asked"]
    assert not isinstance(asked, str)
    assert asked[0]["source"] == f"q1, 3, SHA-256 {'d' * 64}"


def test_the_transcript_that_was_picked_has_the_number_that_the_candidate_saw() -> None:
    item = transcripts()
    ids = tuple(transcript.id for transcript in item.transcripts)[::-1]
    assert rows(work(item, {item.id: ChoiceResponse(option=ids[1])}, order=ids)) == [(item.situation, "2")]
    assert rows(work(item, order=ids)) == [(item.situation, "–")]


def test_a_reply_and_what_was_written_on_ethics_stand_word_for_word() -> None:
    item = reply()
    written = ReplyResponse(to="a@b", subject="Re", body=HOSTILE, sent=True)
    found = rows(work(item, {"mail-1/reply": written, "mail-1/p1": TextResponse(text=HOSTILE)}))
    assert found == [("Věc\n\nText.", f"a@b\nRe\n\n{HOSTILE}"), ("Proč?", HOSTILE)]
    assert [answer for _, answer in rows(work(item))] == ["–", "–"]


def test_a_plan_has_its_goals_with_their_weeks_and_a_workbook_its_file_with_its_digest() -> None:
    goals = (PlannedGoal(text="Pozdrav", weeks=(1, 2)), PlannedGoal(text="Zápis", weeks=()))
    (plan,) = rows(work(training(), {"case-1": PlanResponse(goals=goals)}))
    assert plan[1] == "1. Pozdrav (1, 2)\n2. Zápis (–)"
    assert rows(work(workbook(), submissions=(FILE,)))[0][1] == f"sešit.xlsx, 9 B, SHA-256 {'b' * 64}"


@pytest.mark.parametrize("item", [role_play(), spoken("Situace.")])
def test_what_is_spoken_leaves_nothing_to_print(item: AssessmentItem) -> None:
    assert rows(work(item)) == []


@pytest.mark.parametrize("item", [reply(), workbook(), choice("q1", "law.a"), transcripts()])
def test_no_key_stands_beside_the_work(item: AssessmentItem) -> None:
    ids = tuple(part.id for part in getattr(item, "options", getattr(item, "transcripts", ())))
    told = json.dumps(work(item, order=ids), ensure_ascii=False)
    assert KEY not in told
    for part in getattr(item, "options", getattr(item, "transcripts", ())):
        assert part.rationale not in told


def test_a_task_that_the_standard_does_not_know_any_more_keeps_its_id() -> None:
    assert work(choice("q1", "law.a"), task="old-task")["task"] == "old-task"
