"""Who cannot see the pages hears each text in its language, wherever that is another than the record's."""

import io

import pikepdf
import pytest

from exam.publishing.conformance import check_conformance
from tests.publishing.office import drawn, templates
from tests.publishing.structure_reading import Node, read
from tests.record_builders import RecordCase, record_case


@pytest.fixture(scope="module")
def case() -> RecordCase:
    """A failed exam that was held in Czech, with everything that people can type."""
    return record_case(passed=False, nasty=True)


def elements(pdf: bytes) -> list[tuple[str, str]]:
    """Return the texts of a file, each with the language that its element states, empty where it states none."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return list(_below(read(opened), ""))


def _below(node: Node, language: str) -> list[tuple[str, str]]:
    own = str(node.found.get("/Lang", language))
    told = [(" ".join(node.text.split()), own)] if node.text.strip() else []
    return [*told, *(entry for below in node.below for entry in _below(below, own))]


def english(case: RecordCase) -> bytes:
    return drawn(case, case.record.model_copy(update={"language": "en"}))


def test_czech_texts_of_an_english_record_say_that_they_are_czech(case: RecordCase) -> None:
    spoken = elements(english(case))
    wanted = [case.record.standard.title["cs"], case.record.standard.authority["cs"]]
    wanted += [entry.title for entry in case.record.competencies]
    wanted += [criterion.text for entry in case.record.competencies for criterion in entry.criteria]
    wanted += [task.title for task in case.record.tasks] + [topic.text for topic in case.record.induction]
    wanted += [f"Rule: {entry.rule}" for entry in case.record.competencies]
    for text in wanted:
        assert any(text in told and language == "cs" for told, language in spoken), text


def test_what_people_typed_is_in_the_language_of_the_exam(case: RecordCase) -> None:
    typed = [language for told, language in elements(english(case)) if "tučně" in told]
    reasons = irregularity = objection = "cs"
    name = ""  # a name is of no language
    assert typed == [name, reasons, reasons, irregularity, objection, name]


def test_words_of_the_template_are_in_the_records_language(case: RecordCase) -> None:
    words = templates()["nsk"].wording["en"]
    spoken = dict(elements(english(case)))
    assert (spoken[words.results[case.record.result]], spoken[words.title]) == ("", "")


def test_a_record_in_the_language_of_its_exam_names_no_other(case: RecordCase) -> None:
    assert {language for _, language in elements(drawn(case))} == {""}


def test_a_title_that_is_there_in_the_records_language_is_in_that_one(case: RecordCase) -> None:
    title = {"cs": "Pracovník", "en": "Distance customer service worker"}
    standard = case.record.standard.model_copy(update={"title": title, "authority": {"de": "Ministerium"}})
    record = case.record.model_copy(update={"language": "en", "standard": standard})
    spoken = dict(elements(drawn(case, record)))
    assert (spoken["Distance customer service worker"], spoken["Ministerium"]) == ("", "de")


def test_a_file_in_two_languages_keeps_the_form(case: RecordCase) -> None:
    assert check_conformance(english(case)) == ()
