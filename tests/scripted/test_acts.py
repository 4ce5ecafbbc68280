"""Each act does one thing through the service; what it leaves behind is read from the session."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from exam.core.candidate_session import TaskStatus
from exam.core.item import AssessmentItem, ChoiceItem
from exam.core.judging import AgreementRule, Judgement
from exam.core.paper import draw_one
from exam.core.session_values import ChoiceResponse, PlanResponse, ReplyResponse, SignatureMode, TextResponse
from exam.scripted.runner import run
from exam.scripted.scenario import Scenario, Step
from exam.scripted.sitting_actions import ACTIONS
from exam.scripted.sitting_acts import ACTS
from exam.scripted.stage import Stage
from tests.rims import content, mini_exam, staged, step, unplayed

TEST, CALL = "theory-test", "practice-call"


def play(stage: Stage, *steps: Step) -> None:
    run(stage.scenario.model_copy(update={"steps": steps}), stage)


def shipped_exam() -> Scenario:
    """The people of the small exam under the shipped standard, admitted."""
    entries = (
        step("osoba", "plan_sitting", place="Nikdeškov"),
        step("osoba", "appoint_commission", chair="predseda", members=["clen"]),
        step("osoba", "register_candidate", candidate="uchazec"),
        step("predseda", "open_sitting"),
        step("predseda", "open_session"),
        step("clen", "verify_identity", document="pas"),
        step("uchazec", "acknowledge_induction", topics=["pracoviste", "bozp", "po"]),
    )
    return mini_exam().model_copy(update={"standard": "nsk-66-029-M-2015", "steps": entries})


@pytest.fixture
def admitted(tmp_path: Path) -> Iterator[Stage]:
    with unplayed(tmp_path, shipped_exam()) as stage:
        run(stage.scenario, stage)
        yield stage


def test_every_action_has_an_act_and_every_act_an_action() -> None:
    assert ACTS.keys() == ACTIONS.keys()


def test_every_scripted_sitting_is_marked_as_scripted(tmp_path: Path) -> None:
    with staged(tmp_path, before="appoint_commission") as stage:
        plan = stage.service.sittings.state(stage.sitting).plan()
    assert plan.scripted
    assert (plan.place, plan.starts_on) == ("Nikdeškov", stage.scenario.starts_at.date())
    assert plan.agreement is AgreementRule.DISCUSSION


def test_a_sitting_is_planned_for_the_day_and_the_rule_that_the_script_names(tmp_path: Path) -> None:
    with staged(tmp_path, before="plan_sitting") as stage:
        play(stage, step("osoba", "plan_sitting", place="Jinde", starts_on="2026-12-01", agreement="strict"))
        plan = stage.service.sittings.state(stage.sitting).plan()
    assert (plan.starts_on.isoformat(), plan.agreement) == ("2026-12-01", AgreementRule.STRICT)


def test_the_commission_has_one_chair_and_its_authorisations_come_from_the_identities(tmp_path: Path) -> None:
    with staged(tmp_path, before="register_candidate") as stage:
        members = stage.service.sittings.state(stage.sitting).members
    assert [(member.id, member.chair) for member in members] == [("predseda", True), ("clen", False)]
    assert {member.authorised_until.isoformat() for member in members} == {"2029-01-01"}
    assert [member.identity for member in members] == [stage.identities["predseda"], stage.identities["clen"]]


def test_later_steps_mean_the_candidate_who_was_registered_last(tmp_path: Path) -> None:
    with staged(tmp_path, before="register_candidate") as stage:
        play(stage, step("osoba", "register_candidate", candidate="uchazec"))
        first = stage.session
        play(stage, step("osoba", "register_candidate", candidate="jiny"))
        assert stage.session != first
        assert stage.service.sittings.state(stage.sitting).sessions == {first: "uchazec", stage.session: "jiny"}


def test_a_task_is_opened_before_the_whole_commission_unless_a_panel_is_named(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_task") as stage:
        play(stage, step("predseda", "open_task", task=TEST))
        play(stage, step("predseda", "open_task", task=CALL, panel=["clen"], figurant="predseda"))
        assert stage.state().tasks[TEST].panel == ("predseda", "clen")
        assert stage.state().tasks[CALL].panel == ("clen",)
        assert stage.state().tasks[CALL].figurant == "predseda"


@pytest.mark.parametrize(
    ("wrong", "skip"), [({}, 0), ({"theory.a": 1}, 0), ({"theory.a": 2, "theory.b": 1}, 0), ({}, 3)]
)
def test_a_test_is_answered_right_but_where_the_script_says(tmp_path: Path, wrong: dict[str, int], skip: int) -> None:
    with staged(tmp_path, before="answer_test") as stage:
        play(stage, step("uchazec", "answer_test", task=TEST, wrong=wrong, skip=skip))
        responses = stage.state().tasks[TEST].responses
        items = {item.id: item for item in stage.items(TEST) if isinstance(item, ChoiceItem)}
    assert len(responses) == 4 - skip
    right = {
        name: isinstance(given, ChoiceResponse) and given.option == items[name].key for name, given in responses.items()
    }
    assert list(right.values()).count(False) == sum(wrong.values())
    for criterion, count in wrong.items():
        assert sum(not right[name] for name in right if criterion in items[name].criteria) == count


def test_judges_meet_every_criterion_but_those_with_a_reason(tmp_path: Path) -> None:
    with staged(tmp_path, before="judge") as stage:
        play(
            stage,
            step("predseda", "judge", task=CALL, not_met={"practice.a": "Neposlouchal zákazníka."}),
            step("clen", "judge", task=CALL),
        )
        given = stage.state().tasks[CALL].given("practice.a")
    assert (given["predseda"].judgement, given["predseda"].reason) == (Judgement.NOT_MET, "Neposlouchal zákazníka.")
    assert given["clen"].judgement is Judgement.MET


def test_what_the_commission_decided_where_it_differed_stands_with_its_reason(tmp_path: Path) -> None:
    with staged(tmp_path, before="judge") as stage:
        decision = {"practice.a": {"judgement": "not_met", "reason": "Neposlouchal zákazníka."}}
        play(
            stage,
            step("predseda", "judge", task=CALL),
            step("clen", "judge", task=CALL, not_met={"practice.a": "Neposlouchal zákazníka."}),
            step("predseda", "reveal", task=CALL),
            step("predseda", "agree", task=CALL, decisions=decision),
        )
        agreed = stage.state().tasks[CALL].agreed["practice.a"]
    assert (agreed.judgement, agreed.unanimous) == (Judgement.NOT_MET, False)


def test_judges_may_judge_some_criteria_only(admitted: Stage) -> None:
    play(
        admitted,
        step("predseda", "open_task", task="complaint-call", figurant="clen"),
        step("predseda", "end_performance", task="complaint-call"),
        step("predseda", "judge", task="complaint-call", only=["complaint.c"]),
    )
    assert {about for about, _ in admitted.state().tasks["complaint-call"].judgements} == {"complaint.c"}


def test_shown_counts_are_given_with_the_judgement(admitted: Stage) -> None:
    play(
        admitted,
        step("predseda", "open_task", task="complaint-stress"),
        step("predseda", "end_performance", task="complaint-stress"),
        step("predseda", "judge", task="complaint-stress", shown={"complaint.e": 4}),
    )
    assert admitted.state().tasks["complaint-stress"].given("complaint.e")["predseda"].shown == 4


def vip_calls() -> tuple[AssessmentItem, ...]:
    return content().bank("nsk-66-029-M-2015", "vip-calls") or ()


@pytest.mark.parametrize("item", [item.id for item in vip_calls()])
def test_a_script_may_name_the_item_that_the_draw_gives(admitted: Stage, item: str) -> None:
    play(admitted, step("predseda", "open_task", task="vip-call", figurant="clen", item=item))
    state = admitted.state()
    assert [pinned.item for pinned in state.papers["vip-call"]] == [item]
    assert state.papers["vip-call"] == (draw_one(vip_calls(), state.seeds["vip-call"]),)


@pytest.mark.parametrize(
    ("task", "item"), [("vip-call", "vip-nowhere"), ("law-test", "law-consumer-withdrawal-period")]
)
def test_an_item_that_cannot_be_drawn_for_the_task_is_refused(admitted: Stage, task: str, item: str) -> None:
    refused = step("predseda", "open_task", task=task, item=item)
    play(admitted, refused.model_copy(update={"refused": "item-not-drawable"}))
    assert task not in admitted.state().papers


@pytest.mark.parametrize("right", [True, False])
def test_a_transcript_is_picked_right_or_wrong(admitted: Stage, *, right: bool) -> None:
    play(
        admitted,
        step("predseda", "open_task", task="sale-transcripts"),
        step("uchazec", "pick_transcript", task="sale-transcripts", right=right),
        step("uchazec", "submit_task", task="sale-transcripts"),
    )
    scored = admitted.state().tasks["sale-transcripts"].scored
    assert scored is not None
    assert [outcome.judgement is Judgement.MET for outcome in scored.criteria] == [right]


def test_a_reply_is_written_with_its_ethics_texts(admitted: Stage) -> None:
    texts = ["Údaje nesdělím.", "Odpovím zdvořile.", "Nic neslibuji."]
    play(
        admitted,
        step("predseda", "open_task", task="written-reply"),
        step("uchazec", "write_reply", task="written-reply", to="a@b.example", subject="S", body="T", ethics=texts),
    )
    responses = admitted.state().tasks["written-reply"].responses.values()
    assert [given for given in responses if isinstance(given, ReplyResponse)] == [
        ReplyResponse(to="a@b.example", subject="S", body="T", sent=True)
    ]
    assert [given.text for given in responses if isinstance(given, TextResponse)] == texts


def test_a_training_plan_is_written_and_a_goal_of_it_chosen_counting_from_one(admitted: Stage) -> None:
    goals = [{"text": f"Cíl {number}", "weeks": [number]} for number in (1, 2, 3)]
    play(
        admitted,
        step("predseda", "open_task", task="training-plan", figurant="clen"),
        step("uchazec", "plan_training", task="training-plan", goals=goals),
        step("uchazec", "submit_task", task="training-plan"),
        step("predseda", "select_goal", task="training-plan", goal=2),
    )
    task = admitted.state().tasks["training-plan"]
    (plan,) = [given for given in task.responses.values() if isinstance(given, PlanResponse)]
    assert [goal.text for goal in plan.goals] == ["Cíl 1", "Cíl 2", "Cíl 3"]
    assert task.goal == 1


def test_clocks_are_paused_resumed_and_extended(tmp_path: Path) -> None:
    with staged(tmp_path, before="answer_test") as stage:
        granted = stage.state().tasks[TEST].clock.granted_ms
        play(
            stage,
            step("dozor", "pause_clock", task=TEST, reason="Požární poplach."),
            step("clen", "wait").model_copy(update={"minutes": 45}),
        )
        assert stage.state().tasks[TEST].clock.paused
        consumed = stage.state().tasks[TEST].clock.consumed_ms
        play(
            stage,
            step("dozor", "resume_clock", task=TEST),
            step("predseda", "extend_time", task=TEST, minutes=10, reason="Hluk po poplachu."),
            step("uchazec", "raise_hand", task=TEST),
        )
        clock = stage.state().tasks[TEST].clock
    assert not clock.paused
    assert (clock.granted_ms - granted, clock.consumed_ms) == (600_000, consumed)


def test_an_accommodation_gives_more_time_in_tasks_opened_later(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_task") as stage:
        play(
            stage,
            step("clen", "grant_accommodation", extra_percent=50),
            step("predseda", "open_task", task=TEST),
        )
        clock = stage.state().tasks[TEST].clock
    assert clock.extra_ms * 2 == clock.base_ms


def test_a_competency_is_waived_by_a_certificate_or_recognised(admitted: Stage) -> None:
    certificate = {
        "issuer": "Ústav",
        "number": "1",
        "language": "en",
        "level": "B2",
        "issued_on": "2025-01-01",
        "original_seen": True,
    }
    play(
        admitted,
        step("clen", "accept_waiver", competency="english", certificate=certificate),
        step("clen", "recognise_competency", competency="law", qualification="66-030-H", evidence="Osvědčení 7"),
    )
    assert {name: status.value for name, status in admitted.state().excused.items()} == {
        "english": "waived",
        "law": "recognised",
    }


def test_a_session_ends_early_with_its_reason(tmp_path: Path) -> None:
    ending = step("predseda", "end_session", ending="terminated", reason="Opisoval z telefonu.")
    with staged(tmp_path, before="submit_task", after=(ending,)) as stage:
        state = stage.state()
    assert (state.ending, state.ending_reason) == ("terminated", "Opisoval z telefonu.")
    assert state.tasks[TEST].status is TaskStatus.OPEN


def test_members_named_for_paper_sign_with_ink(tmp_path: Path) -> None:
    with staged(tmp_path, before="issue_record", after=(step("predseda", "issue_record", paper=["clen"]),)) as stage:
        record = stage.state().record
    assert record is not None
    assert [(signer.who, signer.mode) for signer in record.signers] == [
        ("predseda", SignatureMode.ELECTRONIC),
        ("clen", SignatureMode.PAPER),
        ("seal", SignatureMode.ELECTRONIC),
    ]


def test_the_stage_knows_where_the_record_lies_in_the_end(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        assert Path(stage.archived).is_file()
        assert Path(stage.archived).parent == tmp_path / "archive" / "practice"
