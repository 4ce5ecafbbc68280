"""The rules of a candidate session, one refusal or consequence at a time."""

import pytest

from exam.core.candidate_session import TaskStatus, known_commands
from exam.core.candidate_session import commands as asked
from exam.core.candidate_session import refusals as refused
from exam.core.judging import AgreementRule, Judgement, MinimumNotReachedError, ReasonMissingError
from exam.core.session_events import (
    ChoiceResponse,
    Ending,
    GoalSelected,
    PlannedGoal,
    PlannedSigner,
    PlanResponse,
    ReplyResponse,
    Response,
    SignatureMode,
    TaskScored,
    TextResponse,
    TimeSpent,
)
from exam.core.standard import TaskKind
from exam.core.verdict import Result
from tests.builders import CERTIFICATE, OPENING, REASON, Desk, competency, criterion, standard, task, whole

MET, NOT_MET = Judgement.MET, Judgement.NOT_MET


def saved(part: str, option: str = "a") -> asked.SaveResponse:
    return asked.SaveResponse(task="law-test", part=part, response=ChoiceResponse(option=option))


def judged(name: str, judgement: Judgement, reason: str = "", shown: int | None = None) -> asked.JudgeCriterion:
    where = {"call.a": "role-call", "call.b": "stress", "english.a": "english-call", "law.a": "law-test"}[name]
    return asked.JudgeCriterion(task=where, criterion=name, judgement=judgement, reason=reason, shown=shown)


# Opening and admission


def test_a_session_is_opened_once() -> None:
    desk = Desk()
    desk.do(OPENING)
    with pytest.raises(refused.AlreadyOpenError):
        desk.do(OPENING)


def test_nothing_happens_before_the_session_is_opened() -> None:
    with pytest.raises(refused.NotOpenError):
        Desk().do(asked.VerifyIdentity(document="pas"))


def test_no_task_opens_before_identity_and_induction() -> None:
    desk = Desk()
    desk.do(OPENING)
    opening = asked.OpenTask(task="law-test", panel=("chair",))
    with pytest.raises(refused.NotAdmittedYetError):
        desk.do(opening)
    desk.do(asked.VerifyIdentity(document="pas"))
    with pytest.raises(refused.NotAdmittedYetError):
        desk.do(opening)
    with pytest.raises(refused.TopicsMissingError):
        desk.do(asked.AcknowledgeInduction(topics=("jine",)))
    desk.do(asked.AcknowledgeInduction(topics=("bozp", "jine")))
    desk.do(opening)
    assert desk.state.tasks["law-test"].status is TaskStatus.OPEN


def test_an_accommodation_lengthens_tasks_opened_later() -> None:
    desk = Desk().admitted()
    desk.do(asked.GrantAccommodation(extra_percent=25))
    clock = desk.open("law-test").state.tasks["law-test"].clock
    assert (clock.base_ms, clock.extra_ms) == (600_000, 150_000)


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"language": "de"}, "language"),
        ({"level": "B1"}, "level"),
        ({"valid_until": CERTIFICATE.issued_on}, "expired"),
        ({"original_seen": False}, "original-not-seen"),
    ],
)
def test_a_certificate_that_is_not_enough_is_refused_with_its_cause(change: dict[str, object], cause: str) -> None:
    certificate = CERTIFICATE.model_copy(update=change)
    with pytest.raises(refused.WaiverRefusedError) as told:
        Desk().admitted().do(asked.AcceptWaiver(competency="english", certificate=certificate))
    assert told.value.arguments["cause"] == cause


def test_a_competency_without_a_policy_is_not_waived() -> None:
    with pytest.raises(refused.WaiverRefusedError):
        Desk().admitted().do(asked.AcceptWaiver(competency="law", certificate=CERTIFICATE))


def test_a_competency_is_excused_once_and_must_exist() -> None:
    desk = Desk().admitted()
    recognised = asked.RecogniseCompetency(competency="call", qualification="66-028-H", evidence="osvědčení č. 1")
    desk.do(recognised)
    for again in (recognised, asked.AcceptWaiver(competency="nic", certificate=CERTIFICATE)):
        with pytest.raises(refused.CompetencyUnknownError):
            desk.do(again)
    assert desk.state.basis["call"] == "66-028-H; osvědčení č. 1"


def test_irregularities_are_kept_in_order() -> None:
    desk = Desk().admitted()
    desk.do(asked.LogIrregularity(category="hluk", note="Vrtačka."))
    assert desk.state.irregularities == ("hluk: Vrtačka.",)


# Tasks


def test_a_task_that_the_standard_lacks_is_refused() -> None:
    with pytest.raises(refused.TaskUnknownError):
        Desk().admitted().open("nic")


def test_a_task_is_given_once() -> None:
    desk = Desk().admitted().open("law-test")
    with pytest.raises(refused.TaskAlreadyOpenedError):
        desk.open("law-test")


@pytest.mark.parametrize("panel", [("chair", "stranger"), ("chair", "chair")])
def test_a_panel_is_of_the_commission_and_names_nobody_twice(panel: tuple[str, ...]) -> None:
    with pytest.raises(refused.PanelWrongError):
        Desk().admitted().do(asked.OpenTask(task="law-test", panel=panel))


@pytest.mark.parametrize(
    ("task_id", "figurant"), [("role-call", None), ("role-call", "stranger"), ("stress", "second")]
)
def test_a_figurant_is_an_examiner_and_only_where_there_is_one(task_id: str, figurant: str | None) -> None:
    with pytest.raises(refused.FigurantWrongError):
        Desk().admitted().open(task_id, figurant)


def test_a_certificate_task_draws_nothing() -> None:
    desk = Desk().admitted().open("certificate")
    assert "certificate" not in desk.state.papers


def test_only_responses_that_the_paper_has_a_place_for_are_saved() -> None:
    desk = Desk().admitted().open("law-test")
    part = desk.state.papers["law-test"][0].item
    wrong = [
        saved("other"),
        saved(part, "z"),
        saved(f"{part}/x"),
        asked.SaveResponse(task="law-test", part=part, response=TextResponse(text="b")),
    ]
    for command in wrong:
        with pytest.raises(refused.ResponseWrongError):
            desk.do(command, by="candidate")
    desk.do(saved(part, "b"), by="candidate")
    assert desk.state.tasks["law-test"].responses == {part: ChoiceResponse(option="b")}


@pytest.mark.parametrize(
    ("kind", "response", "fits"),
    [
        (TaskKind.WRITTEN_REPLY, ReplyResponse(to="a", subject="b", body="c"), True),
        (TaskKind.WRITTEN_REPLY, ReplyResponse(to="a", subject="b", body="c" * 100_001), False),
        (TaskKind.WRITTEN_REPLY, TextResponse(text="x" * 100_001), False),
        (TaskKind.TRAINING_PLAN, PlanResponse(goals=(PlannedGoal(text="x", weeks=(1,)),)), True),
        (TaskKind.TRAINING_PLAN, PlanResponse(goals=(PlannedGoal(text="x" * 100_001, weeks=(1,)),)), False),
        (TaskKind.TRAINING_PLAN, TextResponse(text="x"), False),
    ],
)
def test_each_kind_of_task_takes_its_kind_of_response(kind: TaskKind, response: Response, *, fits: bool) -> None:
    desk = Desk(standard(competency("x", [criterion("a")], [task("x-task", kind, "x.a")]))).admitted().open("x-task")
    command = asked.SaveResponse(task="x-task", part="oral-1", response=response)
    if fits:
        assert desk.do(command, by="candidate")
    else:
        with pytest.raises(refused.ResponseWrongError):
            desk.do(command, by="candidate")


def test_nothing_is_taken_after_the_time_or_while_the_clock_stands() -> None:
    desk = Desk().admitted().open("law-test")
    part = desk.state.papers["law-test"][0].item
    handed_in = asked.StoreSubmission(task="law-test", name="a.xlsx", blob="c" * 64, length=1)
    desk.do(asked.PauseClock(task="law-test", reason="výpadek"))
    for command in (saved(part), handed_in):
        with pytest.raises(refused.TimeOverError):
            desk.do(command, by="candidate")
    desk.do(asked.ResumeClock(task="law-test"))
    desk.do(handed_in, by="candidate")
    desk.wait(10)
    for command in (saved(part), handed_in):
        with pytest.raises(refused.TimeOverError):
            desk.do(command, by="candidate")


def test_a_paused_clock_stands_and_cannot_be_paused_or_resumed_twice() -> None:
    desk = Desk().admitted().open("law-test")
    desk.wait(2)
    desk.do(asked.PauseClock(task="law-test", reason="výpadek"))
    with pytest.raises(refused.ClockWrongError):
        desk.do(asked.PauseClock(task="law-test", reason="výpadek"))
    desk.wait(30)
    assert desk.do(asked.Tick(task="law-test")) == ()
    desk.do(asked.ResumeClock(task="law-test"))
    with pytest.raises(refused.ClockWrongError):
        desk.do(asked.ResumeClock(task="law-test"))
    assert desk.state.tasks["law-test"].clock.consumed_ms == 120_000


def test_an_extension_gives_time_to_a_running_task() -> None:
    desk = Desk().admitted().open("law-test")
    desk.wait(9)
    desk.do(asked.ExtendTime(task="law-test", minutes=5, reason="hluk"))
    assert desk.state.tasks["law-test"].clock.remaining_ms == 15 * 60_000
    assert desk.state.tasks["law-test"].clock.extra_ms == 5 * 60_000


def test_a_heartbeat_is_told_only_when_five_seconds_have_passed() -> None:
    desk = Desk().admitted().open("law-test")
    desk.elapsed_ms = 4_999
    assert desk.do(asked.Tick(task="law-test")) == ()
    desk.elapsed_ms = 5_000
    assert desk.do(asked.Tick(task="law-test")) == (TimeSpent(task="law-test", elapsed_ms=5_000),)


def test_time_that_is_over_submits_a_desk_task_and_not_a_call() -> None:
    desk = Desk().admitted().open("law-test").open("stress")
    desk.wait(10)
    desk.do(asked.Tick(task="stress"))
    desk.wait(10)
    desk.do(asked.Tick(task="law-test"))
    assert desk.state.tasks["law-test"].status is TaskStatus.SUBMITTED
    assert desk.state.tasks["stress"].status is TaskStatus.OPEN


def test_a_desk_task_is_submitted_and_a_performance_is_ended() -> None:
    desk = Desk().admitted().open("law-test").open("stress")
    for command in (asked.SubmitTask(task="stress"), asked.EndPerformance(task="law-test")):
        with pytest.raises(refused.TaskNotOpenError):
            desk.do(command)
    desk.do(asked.EndPerformance(task="stress"))
    with pytest.raises(refused.TaskNotOpenError):
        desk.do(asked.EndPerformance(task="stress"))
    with pytest.raises(refused.TaskNotOpenError):
        desk.do(asked.RaiseHand(task="english-call"))


def test_a_gap_and_a_raised_hand_change_no_account() -> None:
    desk = Desk().admitted().open("law-test")
    before = desk.state.tasks["law-test"]
    desk.do(asked.NoteInterruption(task="law-test", gap_ms=90_000))
    desk.do(asked.RaiseHand(task="law-test"), by="candidate")
    assert desk.state.tasks["law-test"] == before
    assert len(desk.entries) == 7


def test_the_commission_chooses_one_goal_of_the_submitted_plan_once() -> None:
    plan = PlanResponse(goals=(PlannedGoal(text="první", weeks=(1,)), PlannedGoal(text="druhý", weeks=(2,))))
    course = standard(competency("x", [criterion("a")], [task("plan", TaskKind.TRAINING_PLAN, "x.a")]))
    desk = Desk(course).admitted().open("plan")
    desk.do(asked.SaveResponse(task="plan", part="oral-1", response=plan), by="candidate")
    with pytest.raises(refused.TaskNotSubmittedError):
        desk.do(asked.SelectGoal(task="plan", goal=1))
    desk.do(asked.SubmitTask(task="plan"), by="candidate")
    with pytest.raises(refused.GoalWrongError):
        desk.do(asked.SelectGoal(task="plan", goal=2))
    assert desk.do(asked.SelectGoal(task="plan", goal=1)) == (GoalSelected(task="plan", goal=1),)
    with pytest.raises(refused.GoalWrongError):
        desk.do(asked.SelectGoal(task="plan", goal=0))


def test_a_plan_that_was_never_written_has_no_goals() -> None:
    course = standard(competency("x", [criterion("a")], [task("plan", TaskKind.TRAINING_PLAN, "x.a")]))
    desk = Desk(course).admitted().open("plan")
    assert desk.state.tasks["plan"].planned_goals() == ()


# Judging


def test_only_the_panel_judges_and_only_what_people_judge() -> None:
    desk = Desk().admitted()
    desk.tested()
    desk.do(asked.OpenTask(task="stress", panel=("chair",)))
    with pytest.raises(refused.NotOnPanelError):
        desk.do(judged("call.b", MET, shown=3), by="second")
    with pytest.raises(refused.CriterionWrongError):
        desk.do(judged("law.a", MET))


def test_a_colleague_judges_live_and_the_figurant_after_the_scene() -> None:
    desk = Desk().admitted().open("role-call", figurant="second")
    desk.do(judged("call.a", MET), by="chair")
    with pytest.raises(refused.TooEarlyToJudgeError):
        desk.do(judged("call.a", MET), by="second")
    desk.do(asked.EndPerformance(task="role-call"))
    desk.do(judged("call.a", MET), by="second")
    assert len(desk.state.tasks["role-call"].judgements) == 2


def test_a_desk_task_is_judged_once_it_is_handed_in() -> None:
    course = standard(competency("x", [criterion("a")], [task("mail", TaskKind.WRITTEN_REPLY, "x.a")]))
    desk = Desk(course).admitted().open("mail")
    judgement = asked.JudgeCriterion(task="mail", criterion="x.a", judgement=MET)
    with pytest.raises(refused.TooEarlyToJudgeError):
        desk.do(judgement)
    desk.do(asked.SubmitTask(task="mail"), by="candidate")
    assert desk.do(judgement)


@pytest.mark.parametrize("reason", ["", "  ", "-", "\n.\n"])
def test_not_met_needs_a_reason_that_says_something(reason: str) -> None:
    desk = Desk().admitted().open("stress")
    with pytest.raises(ReasonMissingError):
        desk.do(judged("call.b", NOT_MET, reason))


@pytest.mark.parametrize("shown", [None, 0, 2])
def test_fewer_than_the_minimum_can_never_be_met(shown: int | None) -> None:
    desk = Desk().admitted().open("stress")
    with pytest.raises(MinimumNotReachedError):
        desk.do(judged("call.b", MET, shown=shown))


def test_a_commission_cannot_agree_to_what_nobody_counted() -> None:
    desk = Desk().admitted().open("stress")
    desk.do(asked.EndPerformance(task="stress"))
    for judge in ("chair", "second"):
        desk.do(judged("call.b", NOT_MET, REASON, shown=2), by=judge)
    desk.do(asked.RevealJudgements(task="stress"))
    with pytest.raises(MinimumNotReachedError):
        desk.do(asked.AgreeCriterion(task="stress", criterion="call.b", judgement=MET, reason=REASON))


def test_judgements_stay_sealed_until_the_whole_panel_has_judged() -> None:
    desk = Desk().admitted().open("role-call", figurant="second")
    reveal = asked.RevealJudgements(task="role-call")
    with pytest.raises(refused.NotAllJudgedError):
        desk.do(reveal)
    desk.do(asked.EndPerformance(task="role-call"))
    desk.do(judged("call.a", MET), by="chair")
    with pytest.raises(refused.NotAllJudgedError):
        desk.do(reveal)
    agreeing = asked.AgreeCriterion(task="role-call", criterion="call.a", judgement=MET)
    with pytest.raises(refused.NotRevealedError):
        desk.do(agreeing)
    desk.do(judged("call.a", MET), by="second")
    desk.do(reveal)
    for again in (judged("call.a", NOT_MET, REASON), reveal):
        with pytest.raises(refused.AlreadyRevealedError):
            desk.do(again)
    desk.do(agreeing)
    with pytest.raises(refused.AlreadyAgreedError):
        desk.do(agreeing)


def test_the_rule_of_the_sitting_binds_the_commission() -> None:
    desk = Desk(agreement=AgreementRule.STRICT).admitted().open("role-call", figurant="second")
    desk.do(asked.EndPerformance(task="role-call"))
    desk.do(judged("call.a", MET), by="chair")
    desk.do(judged("call.a", NOT_MET, REASON), by="second")
    desk.do(asked.RevealJudgements(task="role-call"))
    decided = asked.AgreeCriterion(task="role-call", criterion="call.a", judgement=NOT_MET, reason="Shoda po poradě.")
    desk.do(decided)
    agreement = desk.state.tasks["role-call"].agreed["call.a"]
    assert (agreement.rule, agreement.unanimous, agreement.reason) == (AgreementRule.STRICT, False, "Shoda po poradě.")


# The end


def test_a_session_is_fully_run_only_with_every_criterion_verified() -> None:
    desk = Desk().admitted()
    desk.tested()
    with pytest.raises(refused.UnverifiedCriteriaError) as told:
        desk.do(asked.DetermineResult())
    assert told.value.arguments["criteria"] == "call.a, call.b, english.a"


def test_one_criterion_not_met_fails_the_exam() -> None:
    assert whole(call=NOT_MET).state.result is Result.FAILED
    assert whole().state.result is Result.PASSED


def test_a_waived_competency_needs_no_criteria() -> None:
    assert whole(waived=True).state.result is Result.PASSED


def test_the_machine_scores_the_test_and_says_what_was_missing() -> None:
    desk = Desk().admitted()
    desk.tested(wrong=4)
    (scored,) = [entry.event for entry in desk.entries if isinstance(entry.event, TaskScored)]
    by_name = {outcome.criterion: outcome for outcome in scored.criteria}
    assert by_name["law.a"].judgement is NOT_MET
    assert by_name["law.a"].reason == "0 z 2, třeba 1"
    assert by_name["law.c"].reason == "0 z 4, třeba 3"


@pytest.mark.parametrize(
    ("ending", "result"),
    [
        (Ending.ABSENT, Result.FAILED),
        (Ending.WITHDREW, Result.FAILED),
        (Ending.TERMINATED, Result.FAILED),
        (Ending.EXCUSED, None),
        (Ending.NOT_ADMITTED, None),
    ],
)
def test_an_early_ending_is_failed_or_none_and_closes_everything(ending: Ending, result: Result | None) -> None:
    desk = Desk().admitted().open("law-test")
    desk.do(asked.EndSession(ending=ending, reason="Uchazeč se nedostavil."))
    assert (desk.state.ending, desk.state.result) == (ending, result)
    for command in (
        asked.DetermineResult(),
        asked.SubmitTask(task="law-test"),
        asked.OpenTask(task="stress", panel=("chair",)),
    ):
        with pytest.raises(refused.AlreadyEndedError):
            desk.do(command)


@pytest.mark.parametrize(("ending", "reason"), [(Ending.FULLY_RUN, "Hotovo."), (Ending.WITHDREW, " - ")])
def test_an_early_ending_needs_its_reason_and_is_never_fully_run(ending: Ending, reason: str) -> None:
    with pytest.raises(refused.EndingWrongError):
        Desk().admitted().do(asked.EndSession(ending=ending, reason=reason))


SIGNERS = (
    PlannedSigner(field="Member1", who="chair", mode=SignatureMode.ELECTRONIC),
    PlannedSigner(field="Member2", who="second", mode=SignatureMode.PAPER),
    PlannedSigner(field="Seal", who="seal", mode=SignatureMode.ELECTRONIC),
)
ISSUE = asked.IssueRecord(record="record-1", data_digest="d" * 64, pdf="e" * 64, practice=True, signers=SIGNERS)


def test_the_end_has_its_order() -> None:
    desk = Desk().admitted()
    acknowledged = asked.AcknowledgeReasons(acknowledged=False, objection="Nesouhlasím.")
    with pytest.raises(refused.NotEndedError):
        desk.do(asked.AnnounceResult())
    desk = whole()
    told: tuple[asked.Command, ...] = (acknowledged, ISSUE)
    for early in told:
        with pytest.raises(refused.NotAnnouncedError):
            desk.do(early)
    desk.do(asked.AnnounceResult())
    desk.do(acknowledged, by="candidate")
    unissued: tuple[asked.Command, ...] = (
        asked.SignRecord(field="Member1", pdf="f" * 64),
        asked.ArchiveRecord(pdf="e" * 64),
    )
    for unready in unissued:
        with pytest.raises(refused.RecordWrongError):
            desk.do(unready)
    desk.do(ISSUE)
    for late in (ISSUE, acknowledged, asked.SignRecord(field="Seal", pdf="f" * 64)):
        with pytest.raises(refused.RecordWrongError):
            desk.do(late)
    with pytest.raises(refused.RecordWrongError):
        desk.do(asked.SignRecord(field="Member1", pdf="f" * 64), by="second")
    desk.do(asked.SignRecord(field="Member1", pdf="f" * 64))
    with pytest.raises(refused.RecordWrongError):
        desk.do(asked.ArchiveRecord(pdf="f" * 64))
    desk.do(asked.SignRecord(field="Seal", pdf="0" * 64))
    with pytest.raises(refused.RecordWrongError):
        desk.do(asked.ArchiveRecord(pdf="f" * 64))
    desk.do(asked.ArchiveRecord(pdf="0" * 64))
    with pytest.raises(refused.RecordWrongError):
        desk.do(asked.ArchiveRecord(pdf="0" * 64))
    assert desk.state.record is not None
    assert desk.state.record.archived
    assert desk.state.acknowledgement is not None
    assert desk.state.acknowledgement.objection == "Nesouhlasím."


def test_no_record_is_issued_of_an_exam_without_a_result() -> None:
    desk = Desk().admitted()
    desk.do(asked.EndSession(ending=Ending.EXCUSED, reason="Nemoc doložena."))
    desk.do(asked.AnnounceResult())
    with pytest.raises(refused.RecordWrongError):
        desk.do(ISSUE)


def test_every_command_has_its_decision() -> None:
    def below(root: type[asked.Command]) -> set[type[asked.Command]]:
        children = set(root.__subclasses__())
        return children | {deeper for child in children for deeper in below(child)}

    assert set(known_commands()) == below(asked.Command) - {asked.TaskCommand}
