"""Opening, identity, induction, accommodation, waiver, recognition: one refusal or consequence at a time."""

from datetime import date, timedelta

import pytest

from exam.core.candidate_session import TaskStatus
from exam.core.candidate_session import commands as asked
from exam.core.candidate_session import refusals as refused
from exam.core.session_values import Ending
from exam.core.sitting_events import AccommodationApproved
from exam.core.verdict import CompetencyStatus
from tests.builders import CERTIFICATE, ON, OPENING, Desk
from tests.core.candidate_session.courses import Played, course


def test_a_session_is_opened_once() -> None:
    desk = Desk()
    desk.do(OPENING)
    with pytest.raises(refused.AlreadyOpenError):
        desk.do(OPENING)


IN_A_RUNNING_SESSION: tuple[asked.Command, ...] = (
    asked.VerifyIdentity(document="pas"),
    asked.AcknowledgeInduction(topics=("bozp",)),
    asked.GrantAccommodation(extra_percent=25),
    asked.AcceptWaiver(competency="english", certificate=CERTIFICATE),
    asked.RecogniseCompetency(competency="call", qualification="66-028-H", evidence="osvědčení č. 1"),
    asked.LogIrregularity(category="hluk", note="Vrtačka."),
    asked.OpenTask(task="law-test", panel=("chair",)),
)


@pytest.mark.parametrize("command", IN_A_RUNNING_SESSION, ids=lambda command: type(command).__name__)
def test_nothing_happens_in_a_session_before_it_is_opened_or_after_it_has_ended(command: asked.Command) -> None:
    with pytest.raises(refused.NotOpenError):
        Desk().do(command)
    desk = Desk().admitted()
    desk.do(asked.EndSession(ending=Ending.WITHDREW, reason="Uchazeč odešel."))
    with pytest.raises(refused.AlreadyEndedError):
        desk.do(command)


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
        ({"language": "de"}, refused.WaiverLanguageError),
        ({"level": "B1"}, refused.WaiverLevelError),
        ({"valid_until": CERTIFICATE.issued_on}, refused.WaiverExpiredError),
        ({"valid_until": ON - timedelta(days=1)}, refused.WaiverExpiredError),
        ({"issued_on": ON + timedelta(days=1)}, refused.WaiverNotIssuedError),
        ({"original_seen": False}, refused.WaiverUnseenError),
    ],
)
def test_a_certificate_that_is_not_enough_is_refused_with_its_cause(
    change: dict[str, object], cause: type[refused.WaiverRefusedError]
) -> None:
    certificate = CERTIFICATE.model_copy(update=change)
    with pytest.raises(cause):
        Desk().admitted().do(asked.AcceptWaiver(competency="english", certificate=certificate))


def test_nothing_stands_for_a_competency_that_was_judged_in_this_exam() -> None:
    judged = Played().play(course()).desk
    assert judged.state.ending is None
    commands: tuple[asked.Command, ...] = (
        asked.AcceptWaiver(competency="english", certificate=CERTIFICATE),
        asked.RecogniseCompetency(competency="call", qualification="Jiná", evidence="č. 1"),
    )
    for command in commands:
        with pytest.raises(refused.CompetencyJudgedError):
            judged.do(command)


@pytest.mark.parametrize(
    "change", [{"level": "C2"}, {"valid_until": ON}, {"issued_on": ON}, {"valid_until": None}], ids=str
)
def test_a_certificate_that_is_just_enough_is_accepted(change: dict[str, object]) -> None:
    desk = Desk().admitted()
    certificate = CERTIFICATE.model_copy(update=change)
    desk.do(asked.AcceptWaiver(competency="english", certificate=certificate))
    assert desk.state.excused == {"english": CompetencyStatus.WAIVED}


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


def test_time_that_was_approved_before_the_day_holds_from_the_first_task_on() -> None:
    desk, day = Desk(), date(2026, 11, 2)
    approved = AccommodationApproved(session="s", extra_percent=25, approved_by="osoba", approved_on=day)
    desk.do(OPENING.model_copy(update={"approved": approved}))
    assert desk.state.extra_percent == 25
    (fact,) = desk.state.time_facts
    assert (fact.by, fact.percent) == ("osoba", 25)
