"""What lies beside a sheet: assignment, what the candidate gave, what a good response holds; options as he saw them."""

from collections.abc import Sequence

import pytest

from exam.core.candidate_session import commands as asked
from exam.core.item import AssessmentItem, Cue, RolePlayScenario, SpreadsheetItem, TranscriptSet, WrittenReplyItem
from exam.core.session_values import (
    ChoiceResponse,
    PlannedGoal,
    PlanResponse,
    ReplyResponse,
    Response,
    TextResponse,
)
from exam.core.standard import TaskKind
from exam.service.evidence import evidence_of
from exam.service.judging_view import Evidence
from tests.builders import Desk, choice, competency, criterion, oral, standard, task, training, transcripts
from tests.core.test_candidate_view import CALL, REPLY, WORKBOOK, OneItemDesk


def opened(kind: TaskKind, item: AssessmentItem) -> Desk:
    course = standard(competency("x", [criterion("a")], [task("work", kind, "x.a")]))
    return OneItemDesk(course, pool=(item,)).admitted().open("work")


def save(desk: Desk, part: str, response: Response, task_id: str = "work") -> None:
    desk.do(asked.SaveResponse(task=task_id, part=part, response=response), by="candidate")


def told(desk: Desk, items: Sequence[AssessmentItem], task_id: str = "work") -> dict[str, str]:
    """Return text by heading; where a heading comes twice, its texts joined."""
    found = evidence_of(items, desk.state.papers[task_id], desk.state.tasks[task_id])
    texts: dict[str, str] = {}
    for entry in found:
        texts[entry.heading] = "\n".join(filter(None, (texts.get(entry.heading, ""), entry.text)))
    return texts


def test_a_test_item_shows_key_and_pick_in_the_order_that_the_candidate_saw() -> None:
    desk = Desk().admitted().open("law-test")
    (pinned, *_) = desk.state.papers["law-test"]
    save(desk, pinned.item, ChoiceResponse(option="a"), "law-test")
    item = next(item for item in desk.pool if item.id == pinned.item)
    (entry, *_) = evidence_of((item,), desk.state.papers["law-test"], desk.state.tasks["law-test"])
    lines = entry.text.splitlines()
    texts = {option.id: option.text for option in choice(item.id, "call.b").options}
    assert [line[4:] for line in lines[1:]] == [texts[name] for name in pinned.order]
    marks = dict(zip(pinned.order, (line[:3] for line in lines[1:]), strict=True))
    assert (marks["a"], marks["b"]) == ("  →", "✓  ")


def test_transcripts_say_which_is_right_and_show_the_picked_one() -> None:
    item = transcripts("item-1", "x.a")
    assert isinstance(item, TranscriptSet)
    desk = opened(TaskKind.TRANSCRIPT_CHOICE, item)
    before = told(desk, (item,))
    assert "evidence.picked" not in before
    assert "→" not in before["evidence.transcript-right"]
    save(desk, "item-1", ChoiceResponse(option=item.key))
    after = told(desk, (item,))
    place = desk.state.papers["work"][0].order.index(item.key) + 1
    assert after["evidence.transcript-right"].startswith(f"→ {place}. ")
    assert "– Dobrý den." in after["evidence.picked"]


@pytest.mark.parametrize(("sent", "heading"), [(True, "evidence.reply-sent"), (False, "evidence.reply-unsent")])
def test_a_reply_stands_first_with_its_prompts_answered_or_not(*, sent: bool, heading: str) -> None:
    assert isinstance(REPLY, WrittenReplyItem)
    desk = opened(TaskKind.WRITTEN_REPLY, REPLY)
    assert told(desk, (REPLY,))["evidence.ethics"] == "Proč?\n→ –"
    save(desk, "item-1/reply", ReplyResponse(to="eva", subject="Re", body="Omlouváme se.", sent=sent))
    save(desk, "item-1/p1", TextResponse(text="Protože."))
    found = told(desk, (REPLY,))
    assert next(iter(found)) == heading
    assert found[heading] == "eva\nRe\n\nOmlouváme se."
    assert found["evidence.ethics"] == "Proč?\n→ Protože."
    assert found["evidence.message"] == "Reklamace\n\nNejde to."
    assert set(found) >= {"evidence.required", "evidence.expected"}


def test_a_workbook_shows_every_file_and_what_is_presented() -> None:
    assert isinstance(WORKBOOK, SpreadsheetItem)
    desk = opened(TaskKind.SPREADSHEET, WORKBOOK)
    desk.do(asked.StoreSubmission(task="work", name="a.xlsx", blob="c" * 64, length=7), by="candidate")
    desk.do(asked.SubmitTask(task="work"), by="candidate")
    found = told(desk, (WORKBOOK,))
    assert found["evidence.handed-in"] == "a.xlsx (7 B)"
    assert set(found) >= {"evidence.presentation", "evidence.follow-up", "evidence.situation"}


def test_a_call_shows_the_script_first_and_leaves_out_what_is_empty() -> None:
    assert isinstance(CALL, RolePlayScenario)
    desk = opened(TaskKind.ROLE_PLAY, CALL)
    item = CALL.model_copy(update={"script": (Cue(when="Začátek", say="Haló?"),), "history": ()})
    found = told(desk, (item,))
    assert next(iter(found)) == "evidence.script"
    assert found["evidence.script"] == "1. Začátek\n   „Haló?“"
    assert "evidence.history" not in found
    assert found["evidence.extra"] == "• Sleva 10 %."


def test_a_plan_shows_its_goals_and_the_chosen_one() -> None:
    item = training("item-1", "x.a")
    desk = opened(TaskKind.TRAINING_PLAN, item)
    assert "evidence.plan" not in told(desk, (item,))
    goals = (PlannedGoal(text="Jedna", weeks=(1, 2)), PlannedGoal(text="Dvě", weeks=()))
    save(desk, "item-1", PlanResponse(goals=goals))
    desk.do(asked.SubmitTask(task="work"), by="candidate")
    assert told(desk, (item,))["evidence.plan"] == " 1  2  3  4\n ■  ■  ·  ·  1. Jedna\n ·  ·  ·  ·  2. Dvě"
    assert told(desk, (item,))["evidence.plan-gaps"] == ", ".join(str(week) for week in range(3, item.weeks + 1))
    assert "evidence.plan-overload" not in told(desk, (item,))
    assert told(desk, (item,))["evidence.plan-without-week"] == "2"
    assert "evidence.plan-too-late" not in told(desk, (item,))
    desk.do(asked.SelectGoal(task="work", goal=1))
    assert told(desk, (item,))["evidence.goal"] == "2. Dvě"


def test_a_plan_that_is_crowded_or_too_long_is_told_so() -> None:
    item = training("item-1", "x.a")
    desk = opened(TaskKind.TRAINING_PLAN, item)
    goals = tuple(PlannedGoal(text=f"Cíl {number}", weeks=(1, item.weeks + 1)) for number in range(1, 6))
    save(desk, "item-1", PlanResponse(goals=goals))
    found = told(desk, (item,))
    assert (found["evidence.plan-overload"], found["evidence.plan-too-late"]) == ("1 (5)", "1, 2, 3, 4, 5")


def test_a_talk_shows_its_prompts_with_what_a_good_answer_holds() -> None:
    item = oral("item-1", "x.a").model_copy(update={"situation": "Rozhovor."})
    found = told(opened(TaskKind.ORAL, item), (item,))
    assert list(found) == ["evidence.situation", "evidence.prompts"]
    assert "• " in found["evidence.prompts"]


def test_an_item_of_a_kind_that_nobody_described_is_named() -> None:
    class Strange(AssessmentItem):
        kind: str

    given = oral("item-1", "x.a").model_dump() | {"kind": "strange"}
    item = Strange.model_validate({name: value for name, value in given.items() if name in Strange.model_fields})
    desk = opened(TaskKind.ORAL, oral("item-1", "x.a"))
    assert evidence_of((item,), (), desk.state.tasks["work"]) == (Evidence("evidence.item", "item-1"),)
