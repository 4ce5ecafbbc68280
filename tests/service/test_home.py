"""The first screen: what a sitting still asks for, of whom, and how it is found."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from exam.core.candidate_session import commands as asked
from exam.core.candidate_session.scene_commands import AnswerHand
from exam.core.facts import Way
from exam.core.sitting import CancelSitting
from exam.core.sitting_events import SittingPart
from exam.scripted.stage import Stage
from exam.service.arrangement import Arrangement
from exam.service.home_view import RecordLine, SittingLine, Waits, matching
from tests.rims import staged, step
from tests.stages import cut, played, shipped

PASSED = shipped("passed")


def waiting(stage: Stage, who: str) -> list[Waits]:
    found = stage.service.home.outlook(stage.actors[who], stage.sitting)
    return [entry.what for entry in found.waiting]


@pytest.mark.parametrize(
    ("before", "chair", "member"),
    [
        ("open_sitting", [Waits.OPEN_SITTING], []),
        ("open_session", [], []),
        ("judge", [Waits.JUDGE], [Waits.JUDGE]),
        ("reveal", [Waits.REVEAL], [Waits.REVEAL]),
        ("agree", [Waits.AGREE], [Waits.AGREE]),
        ("determine_result", [], []),
        ("announce_result", [Waits.CLOSE_SITTING, Waits.ANNOUNCE], [Waits.ANNOUNCE]),
        ("issue_record", [Waits.CLOSE_SITTING, Waits.ISSUE], []),
        ("sign_record", [Waits.CLOSE_SITTING, Waits.SIGN], []),
        ("seal_record", [Waits.CLOSE_SITTING, Waits.SIGN], []),
        ("archive_record", [Waits.CLOSE_SITTING, Waits.ARCHIVE], []),
        ("close_sitting", [Waits.CLOSE_SITTING], []),
    ],
)
def test_what_waits_is_told_to_whom_it_waits_for(
    tmp_path: Path, before: str, chair: list[Waits], member: list[Waits]
) -> None:
    with staged(tmp_path, before=before) as stage:
        assert (waiting(stage, "predseda"), waiting(stage, "clen")) == (chair, member)
        assert waiting(stage, "cizi") == waiting(stage, "osoba") == []


def test_who_has_judged_waits_for_the_others(tmp_path: Path) -> None:
    judged = step("predseda", "judge", task="practice-call")
    with staged(tmp_path, before="judge", after=(judged,)) as stage:
        assert (waiting(stage, "predseda"), waiting(stage, "clen")) == ([], [Waits.JUDGE])


def test_the_second_signature_waits_for_the_second_signer(tmp_path: Path) -> None:
    with staged(tmp_path, before="sign_record", after=(step("predseda", "sign_record"),)) as stage:
        assert waiting(stage, "clen") == [Waits.SIGN]


def test_a_raised_hand_waits_for_everybody_of_the_commission_until_somebody_came(tmp_path: Path) -> None:
    with played(tmp_path, cut(PASSED, before="write_reply")) as stage:
        stage.service.session(stage.actors["svobodova"], stage.session, asked.RaiseHand(task="written-reply"))
        hands = [
            entry
            for who in ("dvorakova", "kratky")
            for entry in stage.service.home.outlook(stage.actors[who], stage.sitting).waiting
            if entry.what is Waits.HAND
        ]
        assert [(entry.task, entry.since) for entry in hands] == [("written-reply", stage.clock.now())] * 2
        stage.service.session(stage.actors["svobodova"], stage.session, asked.SubmitTask(task="written-reply"))
        assert Waits.HAND in waiting(stage, "dvorakova")
        stage.service.session(stage.actors["kratky"], stage.session, AnswerHand(task="written-reply"))
        assert Waits.HAND not in waiting(stage, "dvorakova")


def test_a_marked_workbook_waits_for_its_confirmation(tmp_path: Path) -> None:
    with played(tmp_path, cut(PASSED, before="judge", task="analysis-workbook")) as stage:
        assert Waits.CONFIRM in waiting(stage, "dvorakova")


def test_the_duty_whose_last_day_comes_first_is_told_with_how_many_are_late(tmp_path: Path) -> None:
    with played(tmp_path, shipped("practice")) as stage:
        actor = stage.actors["dvorakova"]
        first = stage.service.home.outlook(actor, stage.sitting).duty
        accounts = [
            entry
            for entry in stage.service.facts.duties(stage.sitting)
            if entry.standing in {"open", "late"} and not entry.duty.right
        ]
        assert first is not None
        assert first.account.due == min(entry.due for entry in accounts if entry.due)
        assert (first.left, first.late) == (len(accounts), sum(entry.standing == "late" for entry in accounts))
        stage.service.facts.note(
            actor, stage.sitting, "SittingPublished", on=stage.clock.now().date(), way=Way.WEB, note="Vzor"
        )
        after = stage.service.home.outlook(actor, stage.sitting).duty
        assert after is not None
        assert after.left == first.left - 1


def test_a_record_is_listed_with_its_number_and_whether_it_is_archived(tmp_path: Path) -> None:
    with staged(tmp_path, before="archive_record") as stage:
        (before,) = stage.service.home.outlook(stage.actors["predseda"], stage.sitting).records
        stage.service.archive_record(stage.actors["predseda"], stage.session)
        (after,) = stage.service.home.outlook(stage.actors["predseda"], stage.sitting).records
    assert (before.candidate, before.result, before.archived) == ("Bohdan Neexistující", "passed", False)
    assert (after.record, after.archived) == (before.record, True)


def test_sittings_come_as_they_are_needed_running_then_coming_then_over(tmp_path: Path) -> None:
    with staged(tmp_path, before="close_sitting") as stage:
        actor, today = stage.actors["predseda"], stage.clock.now().date()

        def planned(place: str, starts_on: date) -> str:
            return stage.service.arrangements.arrange(
                actor,
                Arrangement(
                    standard=stage.scenario.standard,
                    place=place,
                    parts=(SittingPart(day=starts_on),),
                    chair="predseda",
                    members=("clen",),
                ),
            ).sitting

        planned("Později", today + timedelta(days=9))
        planned("Dříve", today + timedelta(days=2))
        given_up = planned("Zrušený", today + timedelta(days=3))
        stage.service.sitting(actor, given_up, CancelSitting(reason="Nemoc"))
        lines = stage.service.home.sittings(actor)
    assert [line.place for line in lines] == ["Nikdeškov", "Dříve", "Později", "Zrušený"]
    assert [line.running for line in lines] == [True, False, False, False]


LINES = (
    SittingLine(
        sitting="sitting-A",
        code="66-029-M",
        title="Zákaznický servis",
        place="Příkladov",
        starts_on=date(2026, 11, 5),
        standing="planned",
        mine=True,
        candidates=(("session-X", "Žofie Řízná"), ("session-Y", "Jan Malý")),
    ),
    SittingLine(
        sitting="sitting-B",
        code="75-001-T",
        title="Průvodce",
        place="Nikdeškov",
        starts_on=date(2026, 12, 1),
        standing="closed",
        mine=False,
        candidates=(),
    ),
)
RECORD = RecordLine(
    session="session-Y",
    record="2026-00042",
    candidate="Jan Malý",
    result="passed",
    ended_at=datetime(2026, 11, 5, tzinfo=ZoneInfo("UTC")),
    archived=True,
)


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("", "AB"),
        ("rizna", "A"),
        ("MALÝ", "A"),
        ("příkl mal", "A"),
        ("mal nikde", ""),
        ("75-001", "B"),
        ("session-x", "A"),
        ("00042", "A"),
        ("5.11.2026", "A"),
        ("2026-12", "B"),
        ("průvod", "B"),
        ("\x1b[31m", ""),
    ],
)
def test_a_sitting_is_found_by_people_places_days_and_codes(sought: str, found: str) -> None:
    assert "".join(line.sitting[-1] for line in matching(LINES, [RECORD], sought)) == found
