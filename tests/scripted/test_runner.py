from pathlib import Path

import pytest

from exam.scripted.actions import OpenTask
from exam.scripted.performance import RecordNotReachedError, perform
from exam.scripted.runner import ActionUnknownError, StepFailedError, parse, run
from exam.scripted.scenario import Step
from exam.scripted.sitting_actions import ACTIONS
from exam.scripted.stage import Stage
from tests.rims import MINI_SCENARIO, staged, step


def play(stage: Stage, *steps: Step) -> None:
    run(stage.scenario.model_copy(update={"steps": steps}), stage)


def failure(stage: Stage, *steps: Step) -> dict[str, str]:
    with pytest.raises(StepFailedError) as failed:
        play(stage, *steps)
    return failed.value.arguments


def refused(entry: Step, code: str) -> Step:
    return entry.model_copy(update={"refused": code})


def test_arguments_become_the_model_of_the_action() -> None:
    found = parse(step("x", "open_task", task="law-test", panel=["a", "b"]))
    assert found == OpenTask(task="law-test", panel=("a", "b"))


def test_an_unknown_action_is_refused_by_name() -> None:
    with pytest.raises(ActionUnknownError) as unknown:
        parse(step("x", "fly"))
    assert unknown.value.arguments == {"action": "fly"}


def test_a_refused_step_ends_the_run_and_later_steps_do_nothing(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_task") as stage:
        told = failure(
            stage,
            step("clen", "log_irregularity", category="hluk", note="První."),
            step("uchazec", "announce_result"),
            step("clen", "log_irregularity", category="hluk", note="Druhá."),
        )
        assert (told["step"], told["action"], told["expected"]) == ("2", "announce_result", "–")
        assert told["refusal"].startswith("denied")
        assert stage.state().irregularities == ("hluk: První.",)


def test_an_announced_refusal_lets_the_run_go_on(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_task") as stage:
        play(
            stage,
            refused(step("uchazec", "announce_result"), "denied"),
            step("clen", "log_irregularity", category="hluk", note="Druhá."),
        )
        assert stage.state().irregularities == ("hluk: Druhá.",)


def test_another_refusal_than_the_announced_one_ends_the_run(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_task") as stage:
        told = failure(stage, refused(step("uchazec", "announce_result"), "session-not-ended"))
    assert told["expected"] == "session-not-ended"
    assert told["refusal"].startswith("denied")


def test_an_announced_refusal_that_does_not_come_ends_the_run(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_task") as stage:
        told = failure(stage, refused(step("clen", "wait"), "denied"))
    assert (told["refusal"], told["expected"]) == ("–", "denied")


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (step("clen", "fly"), "action-unknown"),
        (step("nobody", "wait"), "denied"),
        (step("clen", "open_task"), "arguments-wrong"),
        (step("clen", "open_task", task="Bad Id"), "arguments-wrong"),
        (step("clen", "extend_time", task="theory-test", minutes=0, reason="x"), "arguments-wrong"),
        (step("clen", "pause_clock", task="theory-test", reason=""), "arguments-wrong"),
        (step("clen", "grant_accommodation", extra_percent=0), "arguments-wrong"),
        (step("clen", "judge", task="no-such-task"), "task-unknown"),
        (step("uchazec", "answer_test", task="theory-test"), "task-not-open"),
        (step("uchazec", "pick_transcript", task="theory-test"), "task-not-open"),
        (step("uchazec", "plan_training", task="nowhere", goals=[]), "task-not-open"),
        (step("clen", "agree", task="theory-test"), "task-not-open"),
        (step("osoba", "appoint_commission", chair="nobody", members=["clen"]), "denied"),
        (step("osoba", "appoint_commission", chair="uchazec", members=["clen"]), "denied"),
        (step("osoba", "appoint_commission", chair="predseda", members=["clen"]), "sitting-wrong"),
    ],
)
def test_what_a_script_cannot_do_is_a_refusal_and_never_a_traceback(tmp_path: Path, entry: Step, code: str) -> None:
    with staged(tmp_path, before="open_task") as stage:
        play(stage, refused(entry, code))


def test_wrong_arguments_are_told_with_their_place(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_task") as stage:
        told = failure(stage, step("clen", "extend_time", task="theory-test", minutes=0, reason="x"))
    assert "minutes" in told["refusal"]


def test_time_passes_before_the_step_and_counts_in_open_tasks(tmp_path: Path) -> None:
    with staged(tmp_path, before="answer_test") as stage:
        before, consumed = stage.clock.now(), stage.state().tasks["theory-test"].clock.consumed_ms
        play(stage, step("clen", "wait").model_copy(update={"minutes": 7}))
        assert (stage.clock.now() - before).total_seconds() == 7 * 60
        assert stage.state().tasks["theory-test"].clock.consumed_ms - consumed == 7 * 60_000


def test_time_that_runs_out_before_a_step_submits_the_task(tmp_path: Path) -> None:
    with staged(tmp_path, before="submit_task") as stage:
        late = step("uchazec", "submit_task", task="theory-test").model_copy(update={"minutes": 30})
        play(stage, refused(late, "task-not-open"))
        assert stage.state().tasks["theory-test"].scored is not None


def test_every_action_has_a_model_that_refuses_unknown_keys() -> None:
    assert len(ACTIONS) > 30
    assert all(model.model_config["extra"] == "forbid" for model in ACTIONS.values())


def test_a_scenario_that_reaches_no_record_is_told_with_its_steps(tmp_path: Path) -> None:
    script = tmp_path / "short.yaml"
    whole = MINI_SCENARIO.read_text("utf-8").replace("mini-1", "nsk-66-029-M-2015")
    head, _, _ = whole.partition("  - {actor: predseda, action: open_sitting}")
    script.write_text(head, "utf-8")
    with pytest.raises(RecordNotReachedError) as unreached:
        perform(str(script), tmp_path / "out")
    assert unreached.value.arguments == {"step": "3"}
