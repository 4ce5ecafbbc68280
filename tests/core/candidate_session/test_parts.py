"""Parts on several days, refused certificates, recognised competencies, and how an early ending counts."""

from datetime import timedelta

import pytest

from exam.core.blob_names import blob_names
from exam.core.candidate_session import commands as asked
from exam.core.candidate_session import course_commands as beside
from exam.core.candidate_session import refusals as refused
from exam.core.course_events import RecognitionDocumented, WaiverRefused
from exam.core.session_values import Ending
from exam.core.system_rules import EndingEffect
from exam.core.verdict import Result
from tests.builders import CERTIFICATE, ON, Desk

SECOND_DAY = ON + timedelta(days=3)


def test_identity_is_verified_in_every_part_before_a_task_of_it() -> None:
    desk = Desk(days=(ON, SECOND_DAY)).admitted()
    desk.tested()
    desk.at += timedelta(days=3)
    with pytest.raises(refused.NotPresentError) as told:
        desk.open("stress")
    assert told.value.arguments["on"] == SECOND_DAY.isoformat()
    desk.do(asked.VerifyIdentity(document="pas"))
    assert desk.open("stress").state.identified_on == SECOND_DAY


def test_a_day_that_is_no_part_asks_for_no_new_identity() -> None:
    desk = Desk(days=(ON,)).admitted()
    desk.at += timedelta(days=1)
    assert desk.open("stress").state.running


REFUSAL = beside.RefuseWaiver(
    competency="english",
    certificate=CERTIFICATE.model_copy(update={"original_seen": False, "scan": "f" * 64}),
    reason="Jen kopie.",
)


def test_a_refused_certificate_leaves_the_competencys_tasks_to_be_held() -> None:
    desk = Desk().admitted()
    (event,) = desk.do(REFUSAL)
    assert isinstance(event, WaiverRefused)
    assert blob_names(event) == ("f" * 64,)
    assert (desk.state.refused, desk.state.excused) == ({"english": "Jen kopie."}, {})
    assert desk.open("english-call").state.running


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"reason": ""}, refused.ChangeReasonMissingError),
        ({"competency": "call"}, refused.WaiverNotForeseenError),
        ({"competency": "nic"}, refused.CompetencyUnknownError),
    ],
)
def test_a_certificate_is_refused_with_a_reason_and_only_where_one_could_be_taken(
    changed: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        Desk().admitted().do(REFUSAL.model_copy(update=changed))


def document(**changed: object) -> beside.DocumentRecognition:
    told = {"competency": "call", "issuer": "Smyšlená osoba", "number": "1/2025", "issued_on": ON}
    return beside.DocumentRecognition.model_validate({**told, "original_seen": True, **changed})


def recognised() -> Desk:
    desk = Desk().admitted()
    desk.do(asked.RecogniseCompetency(competency="call", qualification="66-028-H", evidence="osvědčení č. 1"))
    return desk


def test_the_paper_of_a_recognised_competency_is_kept() -> None:
    assert recognised().do(document()) == (RecognitionDocumented.model_validate(document().model_dump()),)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"competency": "law"}, refused.CompetencyUnknownError),
        ({"original_seen": False}, refused.WaiverUnseenError),
        ({"issued_on": ON + timedelta(days=1)}, refused.WaiverNotIssuedError),
    ],
)
def test_a_recognition_rests_on_an_original_that_was_issued(
    changed: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        recognised().do(document(**changed))


def test_a_recognition_with_its_paper_is_one_step_and_none_at_all_without_an_original() -> None:
    told = {"competency": "call", "qualification": "66-028-H", "evidence": "osvědčení č. 1"}
    paper = document().model_dump(exclude={"competency"})
    both = Desk().admitted().do(asked.RecogniseCompetency.model_validate({**told, "paper": paper}))
    assert [type(event).__name__ for event in both] == ["CompetencyRecognised", "RecognitionDocumented"]
    desk = Desk().admitted()
    with pytest.raises(refused.WaiverUnseenError):
        desk.do(asked.RecogniseCompetency.model_validate({**told, "paper": {**paper, "original_seen": False}}))
    assert desk.state.excused == {}


def effect(ending: Ending, result: Result | None, entry: str = "") -> EndingEffect:
    return EndingEffect(ending=ending, result=result, entry=entry, verified=False, source="nsk.md")


@pytest.mark.parametrize(
    ("ending", "told", "result", "entry"),
    [
        (Ending.NOT_ADMITTED, effect(Ending.NOT_ADMITTED, Result.FAILED, "Nevyhověl"), Result.FAILED, "Nevyhověl"),
        (Ending.WITHDREW, effect(Ending.WITHDREW, None), None, ""),
        (Ending.ABSENT, None, Result.FAILED, ""),
        (Ending.EXCUSED, None, None, ""),
    ],
)
def test_an_early_ending_counts_as_the_rules_of_the_system_say(
    ending: Ending, told: EndingEffect | None, result: Result | None, entry: str
) -> None:
    desk = Desk(effect=told).admitted()
    desk.do(asked.EndSession(ending=ending, reason="Odešel."))
    assert (desk.state.ending, desk.state.result, desk.state.entry) == (ending, result, entry)
