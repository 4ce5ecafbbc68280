import pytest

from exam.core.report import Section
from exam.publishing.draft import Draft
from tests.publishing.office import Office, templates, typesetter


@pytest.fixture
def draft(office: Office) -> Draft:
    return Draft(office.short.record, typesetter(), "", (), templates()["nsk"].order)


def test_people_and_tasks_are_told_by_name_and_strangers_by_account(draft: Draft) -> None:
    assert draft.examiner("kratky") == "Vít Krátký-Příkladný"
    assert draft.examiner("nikdo") == "nikdo"
    assert draft.task("law-task") == "Úkol: Orientace v zákonných normách"
    assert draft.task("other-task") == "other-task"


def test_sections_count_from_one(draft: Draft) -> None:
    assert draft.number(Section.QUALIFICATION) == 1
    assert draft.number(Section.SIGNATURES) == 13
