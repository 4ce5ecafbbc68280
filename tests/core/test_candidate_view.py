"""The candidate's desk shows how far he is and what he may read; never a key, a script or another person's word."""

from collections.abc import Mapping
from typing import Any

import pytest

from exam import view
from exam.core.candidate_session import commands as asked
from exam.core.candidate_session import scene_commands as scene
from exam.core.candidate_session.marking_commands import NoteMarking, NotePresentation
from exam.core.candidate_view import SheetMissingError, desk_view, phase_of, task_sheet
from exam.core.item import (
    AssessmentItem,
    Cue,
    CustomerMessage,
    OpenPrompt,
    RolePlayScenario,
    SpreadsheetItem,
    WrittenReplyItem,
)
from exam.core.judging import Judgement
from exam.core.marking_events import PresentationRead, WorkbookMarked
from exam.core.session_values import (
    ChoiceResponse,
    Ending,
    PlannedGoal,
    PlannedSigner,
    PlanResponse,
    ReplyResponse,
    SignatureMode,
    SubmissionKind,
    TextResponse,
)
from exam.core.standard import TaskKind
from tests.builders import (
    AT,
    BLUEPRINT,
    OPENING,
    QUESTIONS,
    REASON,
    Desk,
    choice,
    common,
    competency,
    criterion,
    oral,
    share,
    standard,
    task,
    training,
    transcripts,
    whole,
)
from tests.spreadsheets import assignment

FOR_EXAMINERS = "TAJNÉ"
"""Stands in every field that no candidate may read."""
PROMPT = OpenPrompt(id="p1", text="Proč?", expected=(FOR_EXAMINERS,))
HIDDEN = OpenPrompt(id="p2", text=FOR_EXAMINERS, expected=(FOR_EXAMINERS,))
CUE = Cue(when=FOR_EXAMINERS, say=FOR_EXAMINERS)


def made(model: type[AssessmentItem], **fields: object) -> AssessmentItem:
    told = common("item-1", "x.a") | {"title": "Název", "situation": "Situace.", "author": FOR_EXAMINERS}
    given = told | fields
    return model.model_validate({name: value for name, value in given.items() if name in model.model_fields})


REPLY = made(
    WrittenReplyItem,
    kind="written_reply",
    message=CustomerMessage(sender="Eva", address="eva@priklad.example", subject="Reklamace", body="Nejde to."),
    required_points=(HIDDEN,),
    ethics=(PROMPT,),
)
WORKBOOK = made(
    SpreadsheetItem, kind="spreadsheet", assignment=assignment(), presentation=(PROMPT,), follow_up=(HIDDEN,)
)
CALL = made(
    RolePlayScenario,
    kind="role_play",
    brief="Zavolá zákazník.",
    customer="Paní Nová",
    history=("Volala v pondělí.",),
    extra_information=("Sleva 10 %.",),
    script=(CUE,) * 3,
    escalation=FOR_EXAMINERS,
    limit=FOR_EXAMINERS,
)
PLAN = training("item-1", "x.a").model_copy(update={"model_goals": (HIDDEN,) * 3, "novice": FOR_EXAMINERS})
TALK = oral("item-1", "x.a").model_copy(update={"prompts": (HIDDEN,), "situation": "Rozhovor."})
PICKED = transcripts("item-1", "x.a")
SET = PICKED.model_copy(
    update={"transcripts": tuple(part.model_copy(update={"rationale": FOR_EXAMINERS}) for part in PICKED.transcripts)}
)
ITEMS: Mapping[TaskKind, AssessmentItem] = {
    TaskKind.TRANSCRIPT_CHOICE: SET,
    TaskKind.WRITTEN_REPLY: REPLY,
    TaskKind.SPREADSHEET: WORKBOOK,
    TaskKind.ROLE_PLAY: CALL,
    TaskKind.TRAINING_PLAN: PLAN,
    TaskKind.ORAL: TALK,
}


class OneItemDesk(Desk):
    """A desk whose banks hold one item."""

    def _pool(self, _command: asked.Command) -> tuple[AssessmentItem, ...]:
        return tuple(self.pool)


def opened(kind: TaskKind) -> Desk:
    """A desk with one task of that kind, opened."""
    course = standard(competency("x", [criterion("a")], [task("work", kind, "x.a")]))
    return OneItemDesk(course, pool=(ITEMS[kind],)).admitted().open("work")


def sheet(desk: Desk, task_id: str = "work") -> Any:  # noqa: ANN401 - each test knows its sheet
    return task_sheet(desk.state, desk.standard, task_id, desk.pool)


def shown(desk: Desk, elapsed: Mapping[str, int] | None = None) -> view.DeskView:
    saved = view.SavedView(seq=len(desk.entries), at=AT)
    return desk_view(desk.state, desk.standard, candidate="Jana Nováková", elapsed=elapsed or {}, saved=saved)


# How far the candidate is


def test_the_desk_follows_the_candidate_from_waiting_to_the_end() -> None:
    desk = Desk()
    phases = [phase_of(desk.state, desk.standard)]
    steps: list[tuple[asked.Command, str]] = [
        (OPENING, "chair"),
        (asked.VerifyIdentity(document="pas"), "chair"),
        (asked.AcknowledgeInduction(topics=("bozp",)), "candidate"),
        (asked.EndSession(ending=Ending.WITHDREW, reason="Odešel."), "chair"),
        (asked.AnnounceResult(), "chair"),
        (asked.AcknowledgeReasons(acknowledged=True), "candidate"),
    ]
    for command, by in steps:
        desk.do(command, by=by)
        phases.append(phase_of(desk.state, desk.standard))
    assert phases == ["waiting", "waiting", "induction", "tasks", "ended", "result", "done"]


def test_a_candidate_who_says_nothing_is_done_once_the_record_is_issued() -> None:
    desk = whole()
    desk.do(asked.AnnounceResult())
    assert phase_of(desk.state, desk.standard) is view.Phase.RESULT
    signers = (PlannedSigner(field="Member1", who="chair", mode=SignatureMode.PAPER),)
    issue = asked.IssueRecord(record="r", data_digest="d" * 64, pdf="e" * 64, practice=True, signers=signers)
    desk.do(issue)
    assert phase_of(desk.state, desk.standard) is view.Phase.DONE


def test_the_desk_names_the_candidate_the_standard_and_what_is_kept() -> None:
    desk = shown(Desk().admitted())
    assert (desk.candidate, desk.standard, desk.code) == ("Jana Nováková", "Zkušební", "00-001-X")
    assert desk.topics == (view.TopicView(id="bozp", text="BOZP"),)
    assert desk.saved == view.SavedView(seq=3, at=AT)
    assert desk.result is None


def test_a_standard_without_a_title_in_its_language_stands_by_its_id() -> None:
    desk = Desk(standard(title={"en": "Trial"}))
    assert shown(desk).standard == "mini-1"


# Tasks and time


def test_every_task_but_a_certificate_lies_on_the_desk() -> None:
    cards = shown(Desk().admitted()).tasks
    assert [(card.task, card.kind, card.at_desk) for card in cards] == [
        ("law-test", "test", True),
        ("role-call", "role_play", False),
        ("stress", "oral", False),
        ("english-call", "oral", False),
    ]
    assert {(card.status, card.clock, card.minutes) for card in cards} == {(view.CardStatus.PLANNED, None, 10)}


def test_a_card_says_how_far_its_task_is() -> None:
    desk = Desk().admitted()
    desk.do(asked.RecogniseCompetency(competency="english", qualification="x", evidence="y"))
    desk.tested()
    desk.open("stress")
    assert [card.status for card in shown(desk).tasks] == ["submitted", "planned", "open", "excused"]


def test_a_card_says_how_much_more_time_its_task_will_have() -> None:
    desk = Desk().admitted()
    desk.do(asked.GrantAccommodation(extra_percent=25))
    assert {(card.minutes, card.extra_minutes) for card in shown(desk).tasks} == {(10, 2)}


def test_a_clock_on_the_desk_runs_on_between_two_journalled_moments() -> None:
    desk = Desk().admitted()
    desk.do(asked.GrantAccommodation(extra_percent=25))
    desk.open("law-test")
    for elapsed in (0, 60_000):
        clock = shown(desk, {"law-test": elapsed} if elapsed else {}).tasks[0].clock
        left = 750_000 - elapsed
        assert clock == view.ClockView(base_ms=600_000, extra_ms=150_000, remaining_ms=left, paused=False)


def test_a_paused_and_a_closed_clock_stand() -> None:
    desk = Desk().admitted().open("law-test")
    desk.do(asked.PauseClock(task="law-test", reason="hluk"))
    paused = shown(desk, {"law-test": 60_000}).tasks[0].clock
    assert paused == view.ClockView(base_ms=600_000, extra_ms=0, remaining_ms=600_000, paused=True)
    desk.do(asked.SubmitTask(task="law-test"), by="candidate")
    closed = shown(desk, {"law-test": 60_000}).tasks[0].clock
    assert closed is not None
    assert closed.remaining_ms == 600_000


def test_the_rules_of_a_test_are_told_before_it() -> None:
    assert shown(Desk()).tests == (view.TestRules(task="law-test", items=4, floor_percent=50, pass_percent=75),)


def test_a_test_without_a_mark_for_the_whole_tells_none() -> None:
    blueprint = BLUEPRINT.model_copy(update={"overall": None, "floor": share("1")})
    tested = task("test", TaskKind.TEST, "x.a", blueprint=blueprint)
    desk = Desk(standard(competency("x", [criterion("a")], [tested])))
    assert shown(desk).tests == (view.TestRules(task="test", items=2, floor_percent=100, pass_percent=None),)


# The result


def test_nothing_of_the_result_is_shown_before_it_is_announced() -> None:
    desk = whole(call=Judgement.NOT_MET)
    assert shown(desk).result is None
    assert REASON not in shown(desk).model_dump_json()
    desk.do(asked.AnnounceResult())
    result = shown(desk).result
    assert result is not None
    assert (result.result, result.ending, result.acknowledged) == ("failed", "fully_run", None)
    assert [outcome.status for outcome in result.competencies] == ["met", "not_met", "met"]
    assert result.competencies[1].unmet == (view.UnmetView(letter="a", text="Kritérium a", reasons=(REASON,)),)


def test_an_early_ending_is_told_with_its_reason_and_what_stayed_open() -> None:
    desk = Desk().admitted()
    desk.do(asked.EndSession(ending=Ending.EXCUSED, reason="Nemoc doložena."))
    desk.do(asked.AnnounceResult())
    desk.do(asked.AcknowledgeReasons(acknowledged=False, objection="Ne."), by="candidate")
    result = shown(desk).result
    assert result is not None
    assert (result.result, result.ending, result.reason) == (None, "excused", "Nemoc doložena.")
    assert result.acknowledged is False
    assert [unmet.letter for outcome in result.competencies for unmet in outcome.unmet] == list("abcaba")


# Sheets


def test_a_test_shows_its_items_in_drawn_order_with_what_was_picked() -> None:
    desk = Desk().admitted().open("law-test")
    pinned = desk.state.papers["law-test"]
    first = pinned[0].item
    picked = asked.SaveResponse(task="law-test", part=first, response=ChoiceResponse(option="a"))
    desk.do(picked, by="candidate")
    found = sheet(desk, "law-test")
    assert [entry.part for entry in found.items] == [entry.item for entry in pinned]
    assert [tuple(option.id for option in entry.options) for entry in found.items] == [entry.order for entry in pinned]
    assert [entry.picked for entry in found.items] == ["a", None, None, None]
    assert found.last_part == first


def test_transcripts_are_shown_in_drawn_order() -> None:
    desk = opened(TaskKind.TRANSCRIPT_CHOICE)
    found = sheet(desk)
    assert [entry.id for entry in found.transcripts] == list(desk.state.papers["work"][0].order)
    assert (found.part, found.picked, found.transcripts[0].lines[0].text) == ("item-1", None, "Dobrý den.")
    option = found.transcripts[1].id
    desk.do(asked.SaveResponse(task="work", part="item-1", response=ChoiceResponse(option=option)), by="candidate")
    assert sheet(desk).picked == option


def test_a_reply_is_shown_empty_and_then_as_it_is_kept() -> None:
    desk = opened(TaskKind.WRITTEN_REPLY)
    empty = sheet(desk)
    assert (empty.part, empty.message, empty.to, empty.body, empty.sent) == ("item-1/reply", "Nejde to.", "", "", False)
    assert (empty.reply_subject, empty.last_part) == ("", "")
    assert empty.prompts == (view.PromptView(part="item-1/p1", text="Proč?", written=""),)
    reply = ReplyResponse(to="eva", subject="Re", body="Omlouváme se.", sent=True)
    for part, response in ((empty.part, reply), ("item-1/p1", TextResponse(text="Protože."))):
        desk.do(asked.SaveResponse(task="work", part=part, response=response), by="candidate")
    kept = sheet(desk)
    assert (kept.to, kept.reply_subject, kept.body, kept.sent) == ("eva", "Re", "Omlouváme se.", True)
    assert kept.prompts[0].written == "Protože."
    assert kept.last_part == "item-1/p1"


def test_a_plan_is_shown_as_it_is_kept() -> None:
    desk = opened(TaskKind.TRAINING_PLAN)
    assert sheet(desk).goals == ()
    plan = PlanResponse(goals=(PlannedGoal(text="Zná nabídku.", weeks=(1, 2)),))
    desk.do(asked.SaveResponse(task="work", part="item-1", response=plan), by="candidate")
    assert sheet(desk).goals == (view.GoalView(text="Zná nabídku.", weeks=(1, 2)),)


def test_a_workbook_sheet_lists_what_was_handed_in() -> None:
    desk = opened(TaskKind.SPREADSHEET)
    desk.do(asked.StoreSubmission(task="work", name="a.xlsx", blob="c" * 64, length=7), by="candidate")
    found = sheet(desk)
    assert found.prompts == ("Proč?",)
    assert found.handed_in == (view.HandedIn(name="a.xlsx", length=7, sha256="c" * 64),)


def test_of_each_kind_the_last_file_counts_and_says_why_it_cannot_be_opened() -> None:
    desk = opened(TaskKind.SPREADSHEET)
    kinds = {
        "a.xlsx": SubmissionKind.WORKBOOK,
        "b.xlsx": SubmissionKind.WORKBOOK,
        "c.pptx": SubmissionKind.PRESENTATION,
    }
    for name, kind in kinds.items():
        stored = asked.StoreSubmission(task="work", name=name, blob=name[0] * 64, length=7, kind=kind)
        desk.do(stored, by="candidate")
    broken = PresentationRead(task="work", submission="c" * 64, refused="presentation-broken")
    desk.do(NotePresentation(task="work", read=broken))
    desk.do(NoteMarking(task="work", marked=WorkbookMarked(task="work", submission="b" * 64, refused="x")))
    found = sheet(desk)
    told = [(file.name, file.counts, file.is_workbook, file.refused) for file in found.handed_in]
    assert told == [
        ("a.xlsx", False, True, ""),
        ("b.xlsx", True, True, "x"),
        ("c.pptx", True, False, "presentation-broken"),
    ]


def test_a_call_shows_the_card_and_a_talk_its_situation() -> None:
    card = sheet(opened(TaskKind.ROLE_PLAY))
    assert (card.situation, card.customer, card.history, card.extra) == (
        "Zavolá zákazník.",
        "Paní Nová",
        ("Volala v pondělí.",),
        ("Sleva 10 %.",),
    )
    assert sheet(opened(TaskKind.ORAL)).situation == "Rozhovor."


@pytest.mark.parametrize("kind", ITEMS)
def test_no_sheet_holds_what_only_examiners_may_read(kind: TaskKind) -> None:
    desk = opened(kind)
    assert FOR_EXAMINERS in ITEMS[kind].model_dump_json()
    assert FOR_EXAMINERS not in sheet(desk).model_dump_json()
    assert FOR_EXAMINERS not in shown(desk).model_dump_json()


def test_no_sheet_of_a_test_says_which_option_is_right() -> None:
    secret = [
        item.model_copy(
            update={"options": tuple(option.model_copy(update={"rationale": FOR_EXAMINERS}) for option in item.options)}
        )
        for item in QUESTIONS
    ]
    desk = Desk(pool=secret).admitted().open("law-test")
    spelt = sheet(desk, "law-test").model_dump_json()
    assert FOR_EXAMINERS not in spelt
    assert "correct" not in spelt


def test_judgements_of_the_panel_are_not_on_the_desk() -> None:
    desk = Desk().admitted().open("stress")
    before = shown(desk)
    desk.do(
        asked.JudgeCriterion(task="stress", criterion="call.b", judgement=Judgement.NOT_MET, reason=REASON), by="chair"
    )
    assert shown(desk).model_copy(update={"saved": None}) == before.model_copy(update={"saved": None})


@pytest.mark.parametrize(("task_id", "items"), [("stress", (oral(),)), ("nic", (oral(),)), ("law-test", ())])
def test_there_is_no_sheet_of_what_was_not_opened_or_has_no_content(
    task_id: str, items: tuple[AssessmentItem, ...]
) -> None:
    desk = Desk().admitted().open("law-test")
    with pytest.raises(SheetMissingError):
        task_sheet(desk.state, desk.standard, task_id, items)


def test_there_is_no_sheet_of_an_item_that_no_single_task_gives() -> None:
    desk = Desk().admitted().open("stress")
    with pytest.raises(SheetMissingError):
        task_sheet(desk.state, desk.standard, "stress", (choice("q-1", "call.b"),))


def card_of(desk: Desk, name: str) -> view.TaskCard:
    (card,) = [card for card in shown(desk).tasks if card.task == name]
    return card


def test_a_candidate_sees_that_his_hand_is_up_what_it_asks_for_and_that_somebody_came() -> None:
    desk = Desk().admitted().open("law-test")
    assert card_of(desk, "stress").hand is view.Hand.DOWN
    assert card_of(desk, "law-test").hand is view.Hand.DOWN
    desk.do(asked.RaiseHand(task="law-test"), by="candidate")
    told = card_of(desk, "law-test")
    assert (told.hand, told.break_asked) == (view.Hand.UP, False)
    desk.do(scene.AnswerHand(task="law-test"))
    assert card_of(desk, "law-test").hand is view.Hand.ANSWERED
    desk.do(scene.AskBreak(task="law-test"), by="candidate")
    assert card_of(desk, "law-test").break_asked


def test_a_clock_that_stands_for_a_named_reason_says_so_and_never_tells_anybodys_own_words() -> None:
    desk = Desk().admitted().open("law-test")
    for ground, told in ((FOR_EXAMINERS, ""), ("hard-scene", "hard-scene")):
        if told:
            desk.do(scene.BeginBreak(task="law-test"))
        else:
            desk.do(asked.PauseClock(task="law-test", reason=ground))
        clock = card_of(desk, "law-test").clock
        assert clock is not None
        assert (clock.paused, clock.ground) == (True, told)
        assert shown(desk).resting is bool(told)
        if not told:
            desk.do(asked.ResumeClock(task="law-test"))
            running = card_of(desk, "law-test").clock
            assert running is not None
            assert running.ground == ""
