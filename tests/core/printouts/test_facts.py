"""The facts of printouts: spelt, complete, and a birth number nowhere but for ISKA."""

import json
from collections.abc import Callable

import pytest

from exam.core.candidate_session import commands as asked
from exam.core.judging import Judgement
from exam.core.printouts import facts as told
from exam.core.printouts.facts import Facts, Person, PrintCase
from exam.core.printouts.shapes import SHAPES, Printout, Shape
from exam.core.rubric import CriterionRubric
from exam.core.session_values import Ending
from tests.builders import REASON, Desk, whole
from tests.core.printouts.prints import BIRTH_NUMBER, CHAIR, SECOND, candidate, case, entries, office

MAKERS: dict[Printout, Callable[[PrintCase, Person], Facts]] = {
    Printout.INVITATION: told.invitation_facts,
    Printout.INDUCTION: told.induction_facts,
    Printout.CALL_CARD: told.call_facts,
    Printout.NOTICE: told.notice_facts,
    Printout.FEEDBACK: told.feedback_facts,
    Printout.ISKA: told.iska_facts,
    Printout.RULES: lambda made, _person: told.rules_facts(made),
    Printout.ATTENDANCE: lambda made, _person: told.sitting_facts(made),
    Printout.SCORE_SHEET: lambda made, person: told.score_facts(made, person, CHAIR, {}),
}


def failed() -> Person:
    return candidate(whole(call=Judgement.NOT_MET).state)


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


def test_a_notice_tells_the_result_and_the_objection_as_it_was_said() -> None:
    desk = whole(call=Judgement.NOT_MET)
    desk.do(asked.AnnounceResult())
    desk.do(asked.AcknowledgeReasons(acknowledged=False, objection="<b>Nesouhlasím</b> {result}"), by="candidate")
    facts = told.notice_facts(case(), candidate(desk.state))
    assert (facts["result"], facts["objection"], facts["acknowledged"]) == ("failed", "<b>Nesouhlasím</b> {result}", "")
    assert facts["started"] == "20.\u00a011.\u00a02026, 9:00\u00a0h"
    other = whole()
    other.do(asked.AnnounceResult())
    other.do(asked.AcknowledgeReasons(acknowledged=True, objection=""), by="candidate")
    assert told.notice_facts(case(), candidate(other.state))["acknowledged"]


def test_a_notice_of_somebody_who_withdrew_says_so() -> None:
    desk = Desk().admitted()
    desk.do(asked.EndSession(ending=Ending.WITHDREW, reason="Onemocněl."))
    facts = told.notice_facts(case(), candidate(desk.state))
    assert facts["reason"] == "Onemocněl."
    nothing = told.notice_facts(case(), candidate())
    assert (nothing["result"], nothing["ending"], nothing["started"]) == ("", "", "")


def test_feedback_tells_what_was_met_what_was_not_and_why() -> None:
    person = failed()
    law, call, _ = entries(told.feedback_facts(case(person), person), "competencies")
    assert len(entries(law, "met")) == 3
    (unmet,) = entries(call, "unmet")
    assert unmet["letter"] == "a"
    assert [found["text"] for found in entries(unmet, "reasons")] == [REASON]
    spelt = json.dumps(told.feedback_facts(case(), candidate())["competencies"], ensure_ascii=False)
    assert '"text": "x"' in spelt


def test_iska_is_told_whether_there_is_a_certificate_to_issue() -> None:
    facts = told.iska_facts(case(), candidate(whole().state))
    assert (facts["passed"], facts["failed"], facts["born"], facts["form"]) == ("x", "", "3.\u00a02.\u00a01990", "3")
    unknown = told.iska_facts(case(known=office(candidates={})), candidate())
    assert (unknown["birth_number"], unknown["born"], unknown["passed"]) == ("", "", "")


def test_a_score_sheet_shows_anchors_and_leaves_out_what_is_excused() -> None:
    anchors = {"call.b": CriterionRubric(id="b", met=("Tři techniky.",), not_met=("Méně.",))}
    person = candidate(whole(waived=True).state)
    facts = told.score_facts(case(person), person, SECOND, anchors)
    spelt = json.dumps(facts["competencies"], ensure_ascii=False)
    assert facts["examiner"] == "Petr Druhý"
    assert "• Tři techniky." in spelt
    assert "3× " in spelt
    assert [entry["title"] for entry in entries(facts, "competencies")] == ["law", "call"]
