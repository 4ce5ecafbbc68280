"""The facts of score sheet, notice, feedback and ISKA."""

import json

from exam.core.candidate_session import commands as asked
from exam.core.judging import Judgement
from exam.core.printouts import result_facts
from exam.core.rubric import CriterionRubric
from exam.core.session_values import Ending
from tests.builders import REASON, Desk, whole
from tests.core.printouts.prints import SECOND, candidate, case, entries, failed, office


def test_a_notice_tells_the_result_and_the_objection_as_it_was_said() -> None:
    desk = whole(call=Judgement.NOT_MET)
    desk.do(asked.AnnounceResult())
    desk.do(asked.AcknowledgeReasons(acknowledged=False, objection="<b>Nesouhlasím</b> {result}"), by="candidate")
    facts = result_facts.notice_facts(case(), candidate(desk.state))
    assert (facts["result"], facts["objection"], facts["acknowledged"]) == ("failed", "<b>Nesouhlasím</b> {result}", "")
    assert facts["started"] == "20.\u00a011.\u00a02026, 9:00\u00a0h"
    other = whole()
    other.do(asked.AnnounceResult())
    other.do(asked.AcknowledgeReasons(acknowledged=True, objection=""), by="candidate")
    assert result_facts.notice_facts(case(), candidate(other.state))["acknowledged"]


def test_a_notice_of_somebody_who_withdrew_says_so() -> None:
    desk = Desk().admitted()
    desk.do(asked.EndSession(ending=Ending.WITHDREW, reason="Onemocněl."))
    facts = result_facts.notice_facts(case(), candidate(desk.state))
    assert facts["reason"] == "Onemocněl."
    nothing = result_facts.notice_facts(case(), candidate())
    assert (nothing["result"], nothing["ending"], nothing["started"]) == ("", "", "")


def test_feedback_tells_what_was_met_what_was_not_and_why() -> None:
    person = failed()
    law, call, _ = entries(result_facts.feedback_facts(case(person), person), "competencies")
    assert len(entries(law, "met")) == 3
    (unmet,) = entries(call, "unmet")
    assert unmet["letter"] == "a"
    assert [found["text"] for found in entries(unmet, "reasons")] == [REASON]
    spelt = json.dumps(result_facts.feedback_facts(case(), candidate())["competencies"], ensure_ascii=False)
    assert '"text": "x"' in spelt


def test_iska_is_told_whether_there_is_a_certificate_to_issue() -> None:
    facts = result_facts.iska_facts(case(), candidate(whole().state))
    assert (facts["passed"], facts["failed"], facts["born"], facts["form"]) == ("x", "", "3.\u00a02.\u00a01990", "3")
    unknown = result_facts.iska_facts(case(known=office(candidates={})), candidate())
    assert (unknown["birth_number"], unknown["born"], unknown["passed"]) == ("", "", "")


def test_a_score_sheet_shows_anchors_and_leaves_out_what_is_excused() -> None:
    anchors = {"call.b": CriterionRubric(id="b", met=("Tři techniky.",), not_met=("Méně.",))}
    person = candidate(whole(waived=True).state)
    facts = result_facts.score_facts(case(person), person, SECOND, anchors)
    spelt = json.dumps(facts["competencies"], ensure_ascii=False)
    assert facts["examiner"] == "Petr Druhý"
    assert "• Tři techniky." in spelt
    assert "3× " in spelt
    assert [entry["title"] for entry in entries(facts, "competencies")] == ["law", "call"]
