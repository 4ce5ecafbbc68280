"""The report is held against the rules of `imsqti_resultv3p0_v1p0.xsd` (1EdTech, QTI Results Reporting 3.0) by hand.

Its licence keeps the schema out of the repository, so what it asks of the parts that are used stands here as data.
"""

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from exam.core.qti_result import NAMESPACE, qti_result
from tests.core.record_alterations import extracted, recorded
from tests.core.test_record_check import FAILED, PASSED
from tests.record_builders import RecordCase, record_case

CHILDREN = {
    "assessmentResult": r"context( testResult)?( itemResult)*",
    "context": r"",
    "testResult": r"(outcomeVariable ?)*",
    "itemResult": r"(outcomeVariable ?)*",
    "outcomeVariable": r"(value ?)*",
    "value": r"",
}
REQUIRED = {
    "testResult": {"identifier", "datestamp"},
    "itemResult": {"identifier", "datestamp", "sessionStatus"},
    "outcomeVariable": {"identifier", "cardinality"},
}
OPTIONAL = {
    "context": {"sourcedId"},
    "itemResult": {"sequenceIndex"},
    "outcomeVariable": {"baseType", "normalMaximum"},
}
NC_NAME = re.compile(r"[A-Za-z_][\w.-]*")


def parsed(case: RecordCase) -> ET.Element:
    return ET.fromstring(qti_result(case.record, case.extract))  # noqa: S314 - our own output


def name(element: ET.Element) -> str:
    assert element.tag.startswith(f"{{{NAMESPACE}}}")
    return element.tag.partition("}")[2]


def scores(case: RecordCase) -> dict[str, Decimal]:
    found = parsed(case).iter(f"{{{NAMESPACE}}}itemResult")
    return {item.attrib["identifier"]: Decimal("".join(item.itertext())) for item in found}


@pytest.mark.parametrize("case", [PASSED, FAILED, record_case(nasty=True)], ids=["passed", "failed", "nasty"])
def test_the_report_has_the_form_that_the_schema_asks_for(case: RecordCase) -> None:
    for element in parsed(case).iter():
        kind = name(element)
        assert re.fullmatch(CHILDREN[kind], " ".join(map(name, element)))
        own = {key for key in element.attrib if not key.startswith("{")}
        assert REQUIRED.get(kind, set()) <= own <= REQUIRED.get(kind, set()) | OPTIONAL.get(kind, set())
        for key in own & {"identifier", "sourcedId"}:
            assert NC_NAME.fullmatch(element.attrib[key])
        if "datestamp" in own:
            assert datetime.fromisoformat(element.attrib["datestamp"]).tzinfo
        assert element.get("sessionStatus", "final") == "final"
        float(element.get("normalMaximum", "0"))


def test_each_scored_item_is_reported_with_its_score_and_the_task_with_their_sum() -> None:
    assert len(scores(PASSED)) == 24
    items = list(parsed(PASSED).iter(f"{{{NAMESPACE}}}itemResult"))
    assert [item.attrib["sequenceIndex"] for item in items] == [str(number) for number in range(1, 25)]
    variables = [variable for item in items for variable in item if name(variable) == "outcomeVariable"]
    assert {variable.attrib["identifier"] for variable in variables} == {"SCORE"}
    assert sum(scores(PASSED).values()) == PASSED.record.tasks[0].score
    (total,) = parsed(PASSED).iterfind(f"{{{NAMESPACE}}}testResult/{{{NAMESPACE}}}outcomeVariable")
    assert (total.attrib["identifier"], "".join(total.itertext())) == ("law-task.SCORE", "20.50")


def test_items_that_were_scored_anew_stand_with_their_last_score() -> None:
    entry = next(kept for kept in PASSED.extract.entries if kept.link.type == "TaskScored")
    body = (entry.body or "").replace('"score":"0"', '"score":"1"')
    again = extracted(lambda entries: [*entries, entry.model_copy(update={"body": body})])(PASSED)
    assert scores(again)["law-24"] == 1


def test_what_nobody_scored_is_no_item_of_the_report() -> None:
    unscored = extracted(lambda entries: [kept for kept in entries if kept.link.type != "TaskScored"])(PASSED)
    assert scores(unscored) == {}
    withheld = extracted(lambda entries: [kept.model_copy(update={"body": None}) for kept in entries])(PASSED)
    assert scores(withheld) == {}
    foreign = recorded(tasks=tuple(task.model_copy(update={"content": ()}) for task in PASSED.record.tasks))(PASSED)
    assert scores(foreign) == {}


def test_a_task_without_a_sum_and_an_open_one_are_reported_as_they_are() -> None:
    first, *others = PASSED.record.tasks
    odd = first.model_copy(update={"score": None, "closed_at": None})
    case = recorded(tasks=(odd, *others))(PASSED)
    assert len(scores(case)) == 24
    assert "law-task.SCORE" not in qti_result(case.record, case.extract).decode()


def test_names_are_escaped() -> None:
    hostile = recorded(session='"><x a="')(PASSED)
    assert ET.fromstring(qti_result(hostile.record, hostile.extract)) is not None  # noqa: S314 - our own output
    assert b"<x" not in qti_result(hostile.record, hostile.extract)


def test_the_same_data_give_the_same_bytes() -> None:
    assert qti_result(PASSED.record, PASSED.extract) == qti_result(PASSED.record, replace(PASSED).extract)
