from dataclasses import replace

import pytest

from exam.service.library import (
    BankUnknownError,
    ContentFaultyError,
    ContentLibrary,
    StandardIncompleteError,
    StandardUnknownError,
)
from tests.rims import content

SHIPPED = "nsk-66-029-M-2015"


def library(**errors: int) -> ContentLibrary:
    return ContentLibrary(content(), {name.replace("_", "-"): count for name, count in errors.items()})


def test_a_loaded_standard_and_its_banks_are_found() -> None:
    assert library().standard("mini-1").code == "00-001-X"
    assert {item.id for item in library().bank("mini-1", "questions")} == {f"question-{n}" for n in range(1, 5)}


@pytest.mark.parametrize("name", ["", "mini", "MINI-1", "../mini-1"])
def test_a_standard_that_was_not_loaded_is_refused_by_name(name: str) -> None:
    with pytest.raises(StandardUnknownError) as refused:
        library().standard(name)
    assert refused.value.arguments == {"standard": name}


@pytest.mark.parametrize(("standard", "bank"), [("mini-1", "answers"), ("mini-1", "law"), ("nowhere", "questions")])
def test_a_bank_of_another_standard_is_refused_like_none(standard: str, bank: str) -> None:
    with pytest.raises(BankUnknownError):
        library().bank(standard, bank)


def test_a_standard_with_faulty_files_gives_neither_itself_nor_its_banks() -> None:
    faulty = library(mini_1=3)
    with pytest.raises(ContentFaultyError) as refused:
        faulty.standard("mini-1")
    assert refused.value.arguments == {"count": "3"}
    with pytest.raises(ContentFaultyError):
        faulty.bank("mini-1", "questions")
    assert faulty.standard(SHIPPED).id == SHIPPED


def test_the_standards_on_offer_are_the_faultless_and_complete_ones() -> None:
    offered = [standard.id for standard in library().standards()]
    assert {SHIPPED, "mini-1"} <= set(offered)
    assert [standard.id for standard in library(mini_1=1).standards()] == [name for name in offered if name != "mini-1"]
    assert all(found.value.id not in offered for found in content().standards if found.value.missing)
    (mini,) = (found for found in content().standards if found.value.id == "mini-1")
    lacking = replace(mini, value=mini.value.model_copy(update={"missing": ("kritéria",)}))
    incomplete = ContentLibrary(replace(content(), standards=(lacking,)), {})
    assert incomplete.standards() == ()
    with pytest.raises(StandardIncompleteError) as refused:
        incomplete.standard("mini-1")
    assert refused.value.arguments == {"standard": "mini-1", "missing": "kritéria"}


def test_how_a_criterion_is_judged_comes_from_the_standards_own_rubric() -> None:
    anchors = library().anchors("mini-1", "practice.a")
    assert anchors is not None
    assert anchors.id == "a"
    for standard, criterion in (("mini-1", "practice.z"), ("mini-1", "law.a"), ("nowhere", "practice.a"), ("", "")):
        assert library().anchors(standard, criterion) is None
