import re

import pytest

from exam.core.exam_record import ExamRecord, RecordedCompetency, RecordedCriterion, SupersededRecord
from exam.core.report import Section
from exam.publishing.pages import SECTIONS
from tests.publishing.office import Office, drawn, templates
from tests.publishing.reading import letters, pages_text, text
from tests.record_builders import NASTY, RecordCase, record_case

WORDS = " ".join(f"slovo{number:03}" for number in range(440))
"""A reason of 4000 characters."""


def with_reason(case: RecordCase, reason: str) -> ExamRecord:
    """Return a record of a failed exam with another reason."""

    def criterion(found: RecordedCriterion) -> RecordedCriterion:
        told = (entry.model_copy(update={"reason": reason}) if entry.reason else entry for entry in found.findings)
        return found.model_copy(update={"findings": tuple(told)})

    def competency(found: RecordedCompetency) -> RecordedCompetency:
        return found.model_copy(update={"criteria": tuple(criterion(entry) for entry in found.criteria)})

    return case.record.model_copy(update={"competencies": tuple(competency(one) for one in case.record.competencies)})


def test_every_section_can_be_drawn() -> None:
    assert set(SECTIONS) == set(Section)


def test_sections_are_numbered_in_the_order_of_the_template(office: Office) -> None:
    template = templates()["nsk"]
    told = text(office.unsigned)
    heads = [
        f"{number}. {template.wording['cs'].sections[section]}"
        for number, section in enumerate(template.order, start=1)
    ]
    places = [told.index(head) for head in heads]
    assert places == sorted(places)


def test_a_competency_is_numbered_within_its_section(office: Office) -> None:
    assert re.search(r"7\.2 Nabídka a prodej produktů po telefonu – splnil", text(office.unsigned))


@pytest.mark.parametrize("language", ["cs", "en"])
def test_a_record_reads_in_each_language_that_has_words(office: Office, language: str) -> None:
    told = text(drawn(office.short, office.short.record.model_copy(update={"language": language})))
    wording = templates()["nsk"].wording[language]
    assert wording.title in told
    assert wording.results[office.short.record.result] in told
    assert "Ministerstvo průmyslu a obchodu" in told


def test_a_practice_record_says_why_it_is_practice(office: Office) -> None:
    told = text(office.unsigned)
    assert f"(celkem {office.short.standard.unofficial()})" in told
    assert "Hodnoticí standard v den zkoušky (20. 11. 2026) neplatil." in told
    assert "Zkouška je cvičná" not in text(drawn(office.case(practice=False)))


def test_a_corrected_record_says_at_the_top_which_one_it_supersedes_and_why(office: Office) -> None:
    former = SupersededRecord(record="record-ALT", data_digest="d" * 64, reason="Překlep <b> v příjmení.")
    told = pages_text(drawn(office.short, office.short.record.model_copy(update={"supersedes": former})))[0]
    assert f"nahrazuje záznam record-ALT (otisk jeho dat {'d' * 64})" in " ".join(told.split())
    assert "Důvod opravy: Překlep <b> v příjmení." in " ".join(told.split())


@pytest.mark.parametrize("passed", [True, False])
def test_a_short_table_stays_on_one_page_with_its_heading(office: Office, *, passed: bool) -> None:
    pages = pages_text(drawn(office.case(passed=passed, paper=())))
    for first, last in (("5. Odborné", "Certifikát: B2-00421"), ("9. Úkoly a čas", "Figurant:")):
        (page,) = [page for page in pages if first in page]
        assert last in page


HEADED = (("7. Hodnocení jednotlivých", "7.1 "), ("5. Odborné", "\n1.\n"), ("9. Úkoly a čas", "Úkol"))


def test_no_section_is_headed_at_the_foot_of_a_page_and_begun_on_the_next(office: Office) -> None:
    first, *others = office.short.record.competencies
    tall = first.model_copy(update={"criteria": first.criteria * 2})
    record = office.short.record.model_copy(update={"competencies": (tall, *others)})
    for length in range(0, 3_000, 100):
        former = SupersededRecord(record="record-ALT", data_digest="d" * 64, reason="Oprava. " * (length // 8 + 1))
        pages = pages_text(drawn(office.short, record.model_copy(update={"supersedes": former})))
        for heading, begins in HEADED:
            (page,) = [page for page in pages if heading in page]
            assert begins in page.partition(heading)[2], (length, heading)


def test_hostile_texts_are_shown_as_they_were_typed() -> None:
    told = letters(drawn(record_case(passed=False, nasty=True)))
    shown = "‹U+001B›[31m<b>tučně</b>&amp;‹U+202E›olleh‹U+05E9›‹U+05DC›‹U+05D5›‹U+05DD›"
    assert told.count(shown) >= 5  # the name, the reason twice, the irregularity, the objection
    assert told.count("x") >= 4 * NASTY.count("x")
    assert "ŁKościuszko-Țepeș-Щербак" in told


def test_a_reason_of_four_thousand_characters_is_told_in_full_in_both_places() -> None:
    case = record_case(passed=False)
    pdf = drawn(case, with_reason(case, WORDS))
    assert len(WORDS) > 3900
    found = re.findall(r"slovo\d{3}", text(pdf))
    assert found == WORDS.split() * 2


def test_a_reason_that_is_taller_than_a_page_is_split() -> None:
    lines = [f"řádek{number:03}" for number in range(150)]
    case = record_case(passed=False)
    pdf = drawn(case, with_reason(case, "\n".join(lines)))
    assert re.findall(r"řádek\d{3}", text(pdf)) == lines * 2
    assert sum("řádek" in page for page in pages_text(pdf)) >= 4


@pytest.mark.parametrize("reason", ["", " ", "\n\n\n", "]]>", "<br>", "<para>", "&#x41;", "{letter}", "%s %(x)s", "\\"])
def test_a_strange_reason_stops_no_record(reason: str) -> None:
    case = record_case(passed=False)
    told = letters(drawn(case, with_reason(case, reason)))
    assert told.count("".join(reason.split())) >= 2
