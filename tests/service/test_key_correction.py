"""Correcting a key through the service: two people of the exam, one journal, one record afterwards."""

from pathlib import Path

from exam.checking import verify_record
from exam.core.item import ChoiceItem
from exam.core.key_correction import KeyCorrection
from exam.core.verdict import Result
from exam.scripted.runner import run
from exam.scripted.scenario import Step
from exam.scripted.stage import Stage
from tests.rims import staged, step

TEST = "theory-test"
REASON = "Klíč byl podle staré úpravy."


def play(stage: Stage, *steps: Step) -> None:
    run(stage.scenario.model_copy(update={"steps": steps}), stage)


def refused(entry: Step, code: str) -> Step:
    return entry.model_copy(update={"refused": code})


def failed_by_two(stage: Stage) -> list[ChoiceItem]:
    """Answer both items of one criterion wrongly and run the exam to its result; return the two."""
    play(
        stage,
        step("uchazec", "answer_test", task=TEST, wrong={"theory.a": 2}),
        step("uchazec", "submit_task", task=TEST),
        step("predseda", "open_task", task="practice-call", figurant="clen"),
        step("predseda", "end_performance", task="practice-call"),
        step("predseda", "judge", task="practice-call"),
        step("clen", "judge", task="practice-call"),
        step("predseda", "reveal", task="practice-call"),
        step("predseda", "agree", task="practice-call"),
        step("predseda", "determine_result"),
    )
    assert stage.state().result is Result.FAILED
    items = (item for item in stage.items(TEST) if isinstance(item, ChoiceItem))
    return [item for item in items if "theory.a" in item.criteria]


def picked(stage: Stage, item: ChoiceItem) -> str:
    response = stage.state().tasks[TEST].responses[item.id]
    return str(response.model_dump()["option"])


def proposal(stage: Stage, who: str, item: ChoiceItem, reason: str = REASON) -> Step:
    correction = {"item": item.id, "version": item.version, "key": picked(stage, item)}
    return step(who, "propose_key_correction", correction=correction, reason=reason)


def approval(who: str, item: ChoiceItem) -> Step:
    return step(who, "approve_key_correction", item=item.id, version=item.version)


def test_a_key_is_corrected_by_two_people_and_the_record_says_so(tmp_path: Path) -> None:
    with staged(tmp_path, before="answer_test") as stage:
        first, _ = failed_by_two(stage)
        shown = stage.service.replays.replay(
            stage.session, (KeyCorrection(item=first.id, version=first.version, key=picked(stage, first)),)
        )
        assert shown.corrected is not None
        assert (shown.corrected.flips, stage.state().result) == (True, Result.FAILED)
        play(
            stage,
            step("predseda", "announce_result"),
            proposal(stage, "osoba", first),
            refused(approval("osoba", first), "key-correction-same-person"),
            refused(approval("cizi", first), "denied"),
            approval("clen", first),
            refused(step("predseda", "issue_record"), "result-not-announced"),
            step("predseda", "announce_result"),
            step("uchazec", "acknowledge_reasons", acknowledged=True),
            step("predseda", "issue_record"),
            refused(proposal(stage, "clen", first), "key-correction-record-stands"),
            step("predseda", "sign_record"),
            step("clen", "sign_record"),
            step("predseda", "seal_record"),
            step("predseda", "archive_record"),
            step("predseda", "close_sitting"),
        )
        found = stage.service.replays.replay(stage.session)
        assert stage.state().result == "passed"
        assert (found.differences, found.notices) == ((), ())
        assert found.record
        record = verify_record(Path(stage.archived).read_bytes(), ())
    assert (record.verdict, record.codes) == ("PRACTICE", ())
    assert record.record is not None
    assert record.record.result is Result.PASSED
    assert record.record.irregularities == (f"key-correction: {first.id}/{first.version}: {REASON}",)


def test_candidates_invigilators_and_strangers_correct_nothing(tmp_path: Path) -> None:
    with staged(tmp_path, before="answer_test") as stage:
        first, second = failed_by_two(stage)
        play(stage, *(refused(proposal(stage, who, first), "denied") for who in ("uchazec", "jiny", "dozor", "cizi")))
        play(stage, proposal(stage, "clen", first), refused(approval("uchazec", first), "denied"))
        play(stage, refused(approval("predseda", second), "key-correction-not-proposed"))
        assert stage.state().corrections == ()


def test_an_approval_is_durable_as_one_whole(tmp_path: Path) -> None:
    with staged(tmp_path, before="answer_test") as stage:
        first, _ = failed_by_two(stage)
        play(stage, proposal(stage, "predseda", first), approval("osoba", first))
        stored = stage.ports.journal.read(f"session/{stage.session}")
        assert [entry.link.type for entry in stored[-4:]] == [
            "KeyCorrectionProposed",
            "KeyCorrected",
            "TaskScored",
            "ResultDetermined",
        ]
