"""The facts of printouts: spelt, complete, and a birth number nowhere but for ISKA."""

import json
from collections.abc import Callable

import pytest

from exam.core.candidate_session import commands as asked
from exam.core.printouts import facts as told
from exam.core.printouts import letters, result_facts
from exam.core.printouts.facts import Facts, Person, PrintCase
from exam.core.printouts.shapes import SHAPES, Printout, Shape
from tests.builders import Desk, whole
from tests.core.printouts.prints import BIRTH_NUMBER, CHAIR, SECOND, candidate, case, entries, failed, office

MAKERS: dict[Printout, Callable[[PrintCase, Person], Facts]] = {
    Printout.INVITATION: told.invitation_facts,
    Printout.INDUCTION: told.induction_facts,
    Printout.CALL_CARD: told.call_facts,
    Printout.NOTICE: result_facts.notice_facts,
    Printout.FEEDBACK: result_facts.feedback_facts,
    Printout.ISKA: result_facts.iska_facts,
    Printout.DISPATCH: lambda made, person: letters.dispatch_facts(
        made, person, record="record-1", file="record-1.pdf", sha256="a" * 64
    ),
    Printout.RULES: lambda made, _person: told.rules_facts(made),
    Printout.ATTENDANCE: lambda made, _person: told.sitting_facts(made),
    Printout.ANCHORS: lambda made, _person: result_facts.anchor_facts(made, {}),
    Printout.SCORE_SHEET: lambda made, person: result_facts.score_facts(made, person, CHAIR, {}),
}


def fits(facts: Facts, shape: Shape) -> bool:
    """Tell whether the facts are what the shape says, lists entry by entry."""
    for name, inner in shape.items():
        found = facts.get(name)
        if inner is None and not isinstance(found, str):
            return False
        if inner is not None and (
            found is None or isinstance(found, str) or not all(fits(one, inner) for one in found)
        ):
            return False
    return True


@pytest.mark.parametrize("printout", MAKERS)
def test_facts_are_what_their_shape_says(printout: Printout) -> None:
    person = failed()
    shape = {name: inner for name, inner in SHAPES[printout].items() if name != "nobody"}
    assert fits(MAKERS[printout](case(person), person), shape)


@pytest.mark.parametrize("printout", MAKERS)
def test_a_birth_number_is_for_iska_alone(printout: Printout) -> None:
    person = failed()
    spelt = json.dumps(MAKERS[printout](case(person), person), ensure_ascii=False)
    assert (BIRTH_NUMBER in spelt) is (printout is Printout.ISKA)


def test_the_authorised_person_is_the_chairs_and_a_lone_examiner_is_no_chair() -> None:
    facts = told.sitting_facts(case())
    assert (facts["holder"], facts["holder_seat"], facts["contact"]) == (
        "Ústav, s. r. o.",
        "Nikdeškov 1",
        "Jana Předsedová",
    )
    alone = told.sitting_facts(case(members=(CHAIR,)))
    assert [member["number"] for member in entries(alone, "members")] == ["66/1"]
    nobody = told.sitting_facts(case(members=(SECOND,)))
    assert (nobody["holder"], nobody["contact"]) == ("", "")


def test_days_money_and_extra_time_are_spelt() -> None:
    desk = whole()
    desk.do(asked.AnnounceResult())
    facts = told.invitation_facts(case(), candidate(desk.state))
    assert facts["day"] == "20.\u00a011.\u00a02026"
    assert (facts["fee"], facts["due"], facts["symbol"], facts["extra"]) == (
        "4 500 Kč",
        "13.\u00a011.\u00a02026",
        "123",
        "",
    )
    assert facts["titles"] == "Bc., DiS."
    bare = told.invitation_facts(case(known=office(fee=None)), candidate())
    assert (bare["fee"], bare["due"], bare["account_number"]) == ("", "", "")


def test_extra_time_is_told_in_percent() -> None:
    desk = Desk().admitted()
    desk.do(asked.GrantAccommodation(extra_percent=50))
    assert told.person_facts(case(), candidate(desk.state))["extra"] == "50\u00a0%"


def test_tasks_name_their_minutes_and_how_they_are_verified() -> None:
    tasks = entries(told.task_facts(case()), "tasks")
    assert [task["title"] for task in tasks] == ["law-test", "role-call", "stress", "english-call"]
    assert {task["how"] for task in tasks} == {"practical"}


def test_a_test_tells_its_items_and_marks() -> None:
    (test,) = entries(told.rules_facts(case()), "tests")
    assert (test["items"], test["floor"], test["pass_mark"]) == ("4", "50\u00a0%", "75\u00a0%")
