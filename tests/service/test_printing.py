"""Who may print what of a sitting, before the day, on it, and after the result."""

import json
from pathlib import Path

import pytest

from exam.core.printouts.office import Office
from exam.core.printouts.shapes import Printout
from exam.core.timetable.day import Day, Room, Use
from exam.publishing.print_shop import PrintoutMissingError
from exam.scripted.stage import Stage
from exam.service.access import DeniedError
from exam.service.printing import ISKA_COLUMNS, Printed, Wish
from tests.publishing.reading import letters
from tests.rims import staged

OFFICE = Office.model_validate_json(
    json.dumps(
        {
            "schema": "exam/office/1",
            "form": "3",
            "file_number": "MPO 1/2026",
            "candidates": {"uchazec": {"birth_number": "905203/0000", "born_in": "Nikde"}},
        }
    )
)
BEFORE = {
    Printout.INVITATION,
    Printout.RULES,
    Printout.ATTENDANCE,
    Printout.INDUCTION,
    Printout.CALL_CARD,
    Printout.SCORE_SHEET,
    Printout.ANCHORS,
    Printout.CODE_SLIPS,
    Printout.VISITORS,
    Printout.ISKA,
}


def sitting(stage: Stage) -> str:
    (stream,) = stage.ports.journal.streams("sitting/")
    return stream.removeprefix("sitting/")


def printed(stage: Stage, wish: Wish | None = None, who: str = "predseda") -> list[Printed]:
    return list(stage.service.printing.printed(stage.actors[who], sitting(stage), wish or Wish()))


def test_before_the_day_letters_and_lists_are_printed_and_nothing_of_a_result(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        found = printed(stage)
    assert {one.printout for one in found} == BEFORE
    assert [one.about for one in found if one.printout is Printout.SCORE_SHEET] == [
        f"{stage.session}-predseda",
        f"{stage.session}-clen",
    ]
    assert all(one.pdf.startswith(b"%PDF") for one in found)


def test_before_the_day_the_banks_items_are_printed_for_the_pack(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        found = printed(stage, Wish(bank=True))
    assert {one.printout for one in found} - BEFORE == {Printout.BRIEF, Printout.SCRIPT}


def test_what_a_candidate_was_given_is_printed_as_he_got_it(tmp_path: Path) -> None:
    with staged(tmp_path, before="determine_result") as stage:
        found = printed(stage)
        state = stage.service.sessions.state(stage.session)
        items = {item.id: item for item in stage.service.sessions.items(state, "theory-test")}
    test = next(letters(one.pdf) for one in found if one.printout is Printout.TEST)
    stems = ["".join(getattr(items[pinned.item], "stem", "").split()) for pinned in state.papers["theory-test"]]
    assert [test.index(stem) for stem in stems] == sorted(test.index(stem) for stem in stems)
    assert {Printout.TEST, Printout.KEY_SHEET, Printout.BRIEF, Printout.SCRIPT} <= {one.printout for one in found}


def test_after_the_result_the_notice_and_the_feedback_are_printed(tmp_path: Path) -> None:
    with staged(tmp_path, before="issue_record") as stage:
        found = printed(stage, Wish(printouts=frozenset({Printout.NOTICE, Printout.FEEDBACK})))
    assert [one.printout for one in found] == [Printout.NOTICE, Printout.FEEDBACK]
    assert all("CVIČNÁZKOUŠKA" in letters(one.pdf) for one in found)


def test_a_birth_number_is_on_the_sheet_for_iska_and_on_no_other(tmp_path: Path) -> None:
    with staged(tmp_path, before="issue_record") as stage:
        found = printed(stage, Wish(office=OFFICE))
        (row,) = stage.service.printing.iska_rows(stage.actors["predseda"], sitting(stage), Wish(office=OFFICE))
    assert [one.printout for one in found if "905203/0000" in letters(one.pdf)] == [Printout.ISKA]
    assert set(row) == set(ISKA_COLUMNS)
    assert (row["RodneCislo"], row["Vysledek"], row["SpisovaZnacka"]) == ("905203/0000", "VYHOVĚL", "MPO 1/2026")


def test_only_the_wished_sessions_are_printed(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        none = printed(stage, Wish(sessions=("session-nowhere",)))
        some = printed(stage, Wish(sessions=(stage.session,)))
    assert {one.printout for one in none} <= {
        Printout.RULES,
        Printout.ATTENDANCE,
        Printout.ANCHORS,
        Printout.CODE_SLIPS,
        Printout.VISITORS,
    }
    assert Printout.INVITATION in {one.printout for one in some}


@pytest.mark.parametrize("who", ["uchazec", "dozor", "cizi"])
def test_nobody_prints_who_has_no_part(tmp_path: Path, who: str) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        with pytest.raises(DeniedError):
            printed(stage, who=who)
        with pytest.raises(DeniedError):
            stage.service.printing.iska_rows(stage.actors[who], sitting(stage), Wish())


def test_the_authorised_person_prints_too(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        assert printed(stage, who="osoba")


def test_a_plan_gives_sheets_for_doors_candidates_and_examiners_of_each_day(tmp_path: Path) -> None:
    rooms = (Room(id="201", use=(Use.WRITING,), invigilators=("dozor",)), Room(id="202", use=(Use.SPEAKING,)))
    day = Day.model_validate({"schema": "exam/day/1", "rooms": rooms, "computers": 1})
    with staged(tmp_path, before="open_sitting") as stage:
        one = printed(stage, Wish(plan=stage.service.days.plan(sitting(stage), day)))
        short = day.model_copy(update={"ends": "08:30"})
        two = printed(stage, Wish(plan=stage.service.days.plan(sitting(stage), short)))
    assert {found.printout for found in one} - BEFORE == {
        Printout.DOOR,
        Printout.CANDIDATE_DAY,
        Printout.EXAMINER_DAY,
    }
    assert {found.about for found in two if found.printout is Printout.CANDIDATE_DAY} == {"uchazec-1", "uchazec-2"}


def test_somebody_whose_identity_was_erased_is_left_out(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        account = next(found for found in stage.ports.people.accounts() if found.id == "uchazec")
        stage.ports.people.forget("uchazec", [account.identity])
        found = printed(stage)
    assert Printout.INVITATION not in {one.printout for one in found}


def test_what_is_printed_speaks_the_language_that_was_wished_for_and_no_other(tmp_path: Path) -> None:
    with staged(tmp_path, before="open_sitting") as stage:
        (one,) = printed(stage, Wish(printouts=frozenset({Printout.ATTENDANCE}), language="en"))
        assert "Attendanceandidentitycheck" in letters(one.pdf)
        with pytest.raises(PrintoutMissingError):
            printed(stage, Wish(printouts=frozenset({Printout.ATTENDANCE}), language="la"))
