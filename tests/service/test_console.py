"""What examiners are shown: lists for readers, one session for its commission, nothing to anybody else."""

from pathlib import Path

import pytest

from exam.core.candidate_session import commands as asked
from exam.core.session_values import Ending
from exam.core.sitting import SittingWrongError
from exam.problem import ExamError
from exam.scripted.stage import Stage
from exam.service.access import DeniedError
from exam.service.console_view import Step
from exam.service.local_console import LocalConsole
from tests.rims import staged, step


def door(stage: Stage, who: str = "predseda") -> LocalConsole:
    return LocalConsole(stage.service, stage.actors[who])


@pytest.mark.parametrize("who", ["uchazec", "jiny", "dozor", "osoba"])
def test_only_an_examiner_has_a_console(tmp_path: Path, who: str) -> None:
    with staged(tmp_path, before="open_task") as stage:
        with pytest.raises(DeniedError):
            door(stage, who)
        console, actor = stage.service.console, stage.actors[who]
        for read in (
            lambda: console.board(actor, stage.session),
            lambda: console.sheet(actor, stage.session, "theory-test"),
            lambda: console.closing(actor, stage.session),
        ):
            with pytest.raises(DeniedError):
                read()


@pytest.mark.parametrize(("who", "reads"), [("predseda", True), ("cizi", True), ("osoba", True), ("uchazec", False)])
def test_sittings_are_listed_for_examiners_and_the_authorised_person(tmp_path: Path, who: str, *, reads: bool) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        if not reads:
            with pytest.raises(DeniedError):
                stage.service.home.sittings(stage.actors[who])
            with pytest.raises(DeniedError):
                stage.service.home.outlook(stage.actors[who], stage.sitting)
            return
        (line,) = stage.service.home.sittings(stage.actors[who])
        (session,) = stage.service.home.outlook(stage.actors[who], line.sitting).sessions
    assert (line.place, line.standing, line.mine) == ("Nikdeškov", "planned", who == "predseda")
    assert (session.candidate, session.step, session.result) == ("Bohdan Neexistující", Step.OPEN_SITTING, None)


def test_an_examiner_outside_the_commission_reads_no_session(tmp_path: Path) -> None:
    with staged(tmp_path, before="end_performance") as stage:
        theirs = door(stage, "cizi")
        for read in (
            lambda: theirs.board(stage.session),
            lambda: theirs.sheet(stage.session, "practice-call"),
            lambda: theirs.closing(stage.session),
        ):
            with pytest.raises(DeniedError):
                read()


def test_a_task_that_was_not_opened_has_no_sheet(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_task") as stage:
        for task in ("theory-test", "nic"):
            with pytest.raises(DeniedError):
                door(stage).sheet(stage.session, task)


def test_colleagues_judgements_are_in_no_view_before_they_are_revealed(tmp_path: Path) -> None:
    reason = "Neověřil, s kým mluví."
    judge = step("predseda", "judge", task="practice-call", not_met={"practice.a": reason})
    with staged(tmp_path, before="judge", after=(judge,)) as stage:
        mine, theirs = door(stage), door(stage, "clen")
        given = mine.sheet(stage.session, "practice-call").criteria[0].mine
        assert given is not None
        assert given.reason == reason
        for seen in (
            theirs.sheet(stage.session, "practice-call"),
            theirs.board(stage.session),
            theirs.closing(stage.session),
            theirs.home(),
            theirs.outlook(stage.sitting),
        ):
            assert reason not in repr(seen)
        assert theirs.sheet(stage.session, "practice-call").criteria[0].given == ()


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("open_session", Step.OPEN_SESSION),
        ("verify_identity", Step.VERIFY_IDENTITY),
        ("acknowledge_induction", Step.INDUCTION),
        ("open_task", Step.TASKS),
        ("determine_result", Step.TASKS),
        ("announce_result", Step.ANNOUNCE),
        ("acknowledge_reasons", Step.ACKNOWLEDGE),
        ("issue_record", Step.ISSUE),
        ("sign_record", Step.SIGN),
        ("seal_record", Step.SIGN),
        ("archive_record", Step.ARCHIVE),
        ("close_sitting", Step.DONE),
    ],
)
def test_the_list_says_what_is_next(tmp_path: Path, before: str, expected: Step) -> None:
    with staged(tmp_path, before=before) as stage:
        found = door(stage).outlook(stage.sitting)
    assert found.sessions[0].step is expected


def test_the_end_names_result_acknowledgement_record_and_whose_signature_is_due(tmp_path: Path) -> None:
    with staged(tmp_path, before="seal_record") as stage:
        closing = door(stage).closing(stage.session)
    assert (closing.result, closing.ending, closing.acknowledged) == ("passed", "fully_run", True)
    assert closing.practice
    assert [(line.name, line.signed, line.due, line.practice) for line in closing.signatures] == [
        ("Pavla Smyšlená", True, False, True),
        ("Radek Vymyšlený", True, False, True),
        ("seal", False, True, True),
    ]


def test_an_end_without_a_record_has_no_signatures(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_task") as stage:
        closing = door(stage).closing(stage.session)
    assert (closing.result, closing.ending, closing.record, closing.signatures) == (None, None, "", ())


def test_what_was_not_met_is_named_with_its_reason(tmp_path: Path) -> None:
    reason = "Neověřil, s kým mluví."
    judged = tuple(
        step(who, "judge", task="practice-call", not_met={"practice.a": reason}) for who in ("predseda", "clen")
    )
    more = (
        step("predseda", "reveal", task="practice-call"),
        step("predseda", "agree", task="practice-call"),
        step("predseda", "determine_result"),
    )
    with staged(tmp_path, before="judge", after=(*judged, *more)) as stage:
        closing = door(stage).closing(stage.session)
    assert closing.result == "failed"
    assert [told for _, told in closing.unmet] == [reason]


def test_the_door_does_what_its_examiner_may(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        mine = door(stage)
        (sitting,) = [line.sitting for line in mine.home()]
        mine.open_sitting(sitting)
        mine.open_session(sitting, stage.session)
        assert mine.who.name == "Pavla Smyšlená"
        assert [person.id for person in mine.everybody()] == [person.id for person in stage.service.people.everybody()]
        assert ("mini-1") in dict(mine.standards())
        command = asked.DetermineResult()
        refusal = mine.refusal(stage.session, command)
        assert isinstance(refusal, ExamError)
        assert mine.refusal(stage.session, asked.VerifyIdentity(document="pas")) is None
        with pytest.raises(SittingWrongError):
            mine.close_sitting(sitting)
        mine.do(stage.session, asked.EndSession(ending=Ending.ABSENT, reason="Nepřišel."))
        mine.close_sitting(sitting)
        assert stage.service.sittings.state(sitting).closed


def test_a_correction_that_waits_and_the_record_that_it_replaces_are_seen_at_the_door(tmp_path: Path) -> None:
    reason = "Místo konání bylo zapsáno chybně."
    with staged(tmp_path) as stage:
        mine, member = door(stage), LocalConsole(stage.service, stage.actors["clen"])
        mine.do(stage.session, asked.ProposeRecordCorrection(reason=reason))
        waiting = member.closing(stage.session)
        member.do(stage.session, asked.ApproveRecordCorrection())
        approved = mine.closing(stage.session)
    assert waiting.proposal is not None
    assert (waiting.proposal.by, waiting.proposal.name, waiting.proposal.reason) == (
        "predseda",
        "Pavla Smyšlená",
        reason,
    )
    assert waiting.supersedes is None
    assert (approved.record, approved.proposal, approved.step) == ("", None, Step.ISSUE)
    assert approved.supersedes is not None
    assert (approved.supersedes.record, approved.supersedes.reason) == (waiting.record, reason)
