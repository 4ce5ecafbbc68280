"""Sheets of a timetable: no names on a door, a candidate's own ends, an examiner's with the scoring."""

from exam.core.identity import Identity
from exam.core.printouts.day_facts import DaySheets
from exam.core.printouts.facts import Facts, Person
from exam.core.printouts.shapes import Printout
from exam.core.timetable.day import Break, CandidateDay
from exam.core.timetable.plain import plain_plan
from exam.core.timetable.plan import Slot
from tests.core.printouts.prints import FRAME, candidate, case, entries
from tests.core.timetable.days import problem, tasks

STRANGER = Person("elsewhere", Identity(given_names="Jan", surname="Jinde"), "session-2")


def sheets(number: int = 1) -> dict[tuple[Printout, str], Facts]:
    told = problem({"candidate": CandidateDay()}, judging=5, breaks=(Break(after="08:20", before="09:30", minutes=15),))
    plan = plain_plan(told)
    stray = Slot(step="somebody/else", starts=480, minutes=10, room="loud")
    plan = plan.model_copy(update={"slots": (*plan.slots, stray)})
    steps = {step.id: step for step in told.steps}
    made = DaySheets(case(candidate(), STRANGER, under=tasks()), plan, steps, FRAME.stages, FRAME.rest, number=number)
    return {(printout, account): facts for printout, account, facts in made.all()}


def test_there_is_a_sheet_for_doors_each_candidate_and_each_examiner() -> None:
    assert set(sheets()) == {
        (Printout.DOOR, ""),
        (Printout.CANDIDATE_DAY, "candidate"),
        (Printout.EXAMINER_DAY, "chair"),
        (Printout.EXAMINER_DAY, "second"),
    }


def test_a_door_tells_rooms_times_and_sessions() -> None:
    rooms = entries(sheets()[Printout.DOOR, ""], "rooms")
    assert {room["room"] for room in rooms} == {"quiet", "loud"}
    assert {row["session"] for room in rooms for row in entries(room, "rows")} == {"session-1"}


def test_a_candidate_is_done_before_the_commission_has_scored() -> None:
    own = entries(sheets()[Printout.CANDIDATE_DAY, "candidate"], "rows")
    theirs = entries(sheets()[Printout.EXAMINER_DAY, "chair"], "rows")
    ends = {str(row["what"]): (row["starts"], row["ends"]) for row in own}
    for row in theirs:
        if "<performance>" in str(row["what"]):
            assert row["starts"] == ends[str(row["what"])][0]
            assert str(row["ends"]) > str(ends[str(row["what"])][1])


def test_rows_stand_in_order_and_a_break_is_among_them() -> None:
    own = entries(sheets()[Printout.CANDIDATE_DAY, "candidate"], "rows")
    assert [row["starts"] for row in own] == sorted(str(row["starts"]) for row in own)
    assert "přestávka" in {row["what"] for row in own}
    assert own[0]["what"] == "<admission>"


def test_somebody_who_is_not_there_that_day_has_no_sheet_and_a_day_without_a_date_shows_none() -> None:
    second = sheets(number=2)
    assert (Printout.CANDIDATE_DAY, "elsewhere") not in second
    assert second[Printout.DOOR, ""]["day"] == ""
    assert sheets()[Printout.DOOR, ""]["day"] == "20.\u00a011.\u00a02026"
