from collections.abc import Mapping

import pytest

from exam.core.exam_record import ExamRecord, RecordedExaminer
from exam.core.identity import AuthorisedPersonKind
from exam.core.judging import Judgement
from exam.core.session_values import Ending
from exam.core.verdict import CompetencyStatus, CriterionStatus
from tests.publishing.office import Office, drawn
from tests.publishing.reading import text
from tests.record_builders import RecordCase, record_case


def told(office: Office, change: Mapping[str, object]) -> str:
    """Return the text of a short record in which something is other."""
    return text(drawn(office.short, office.short.record.model_copy(update=change)))


def alone(record: ExamRecord) -> tuple[RecordedExaminer, ...]:
    return record.examiners[:1]


def authorised(member: RecordedExaminer, **change: object) -> RecordedExaminer:
    """Return an examiner whose authorisation is other."""
    identity = member.version.identity
    assert identity.authorisation is not None
    held = identity.authorisation.model_copy(update=change)
    other = identity.model_copy(update={"authorisation": held if change else None})
    return member.model_copy(update={"version": member.version.model_copy(update={"identity": other})})


def test_the_record_says_what_paragraph_6a_asks_for(office: Office) -> None:
    shown = text(office.unsigned)
    for item in (
        "Pracovník distančního zákaznického servisu Kód 66-029-M",
        "Jméno, případně jména Magdaléna Příjmení Svobodová-Zkušební Titul, akademický titul DiS.",
        "Číslo autorizace",
        "Zahájení 20. 11. 2026, 9:00 h (UTC+01:00) Ukončení 20. 11. 2026, 12:40 h (UTC+01:00)",
        "1. Orientace v zákonných normách 4 splnil",
        "VYHOVĚL Všechny odborné způsobilosti jsou splněny.",
    ):
        assert item in shown


def test_a_competency_not_met_has_its_concrete_reason(office: Office) -> None:
    shown = text(drawn(office.case(passed=False)))
    assert "Důvod nesplnění kritéria a): Uchazeč zákazníkovi nenabídl žádný produkt a hovor ukončil bez" in shown
    assert "NEVYHOVĚL Nejméně jedna odborná způsobilost není splněna." in shown


def test_the_induction_is_told_in_the_standards_words(office: Office) -> None:
    shown = text(office.unsigned)
    assert "Seznámení před zkouškou Pracoviště zkoušky. Bezpečnost práce (BOZP). Požární ochrana (PO)." in shown
    assert "pracoviste" not in shown
    assert "Seznámení před zkouškou – Způsob" in told(office, {"induction": ()})


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"standard": {"title": {"cs": "Česky", "de": "Němčina"}}}, "Název Česky Kód"),
        ({"standard": {"title": {"de": "Deutsch"}}}, "Název Deutsch Kód"),
        ({"standard": {"valid_until": None}}, "Platnost standardu 29. 6. 2015 – dosud"),
        ({"standard": {"valid_until": "2022-10-20"}}, "Platnost standardu 29. 6. 2015 – 20. 10. 2022"),
    ],
)
def test_the_standard_is_told_as_far_as_it_is_known(
    office: Office, change: Mapping[str, Mapping[str, object]], shown: str
) -> None:
    standard = office.short.record.standard.model_copy(update=change["standard"])
    assert shown in told(office, {"standard": standard})


def test_an_early_end_has_its_reason(office: Office) -> None:
    shown = told(office, {"ending": Ending.WITHDREW, "ending_reason": "Nevolnost <b>."})
    assert "Způsob ukončení uchazeč od zkoušky odstoupil Důvod Nevolnost <b>. Termín" in shown


def test_an_early_end_may_have_a_very_long_reason(office: Office) -> None:
    shown = told(office, {"ending": Ending.TERMINATED, "ending_reason": "\n".join(["řádek"] * 200)})
    assert shown.count("řádek") == 200


def test_one_examiner_is_no_commission(office: Office) -> None:
    shown = told(office, {"examiners": alone(office.short.record)})
    assert "3. Zkoušející" in shown
    assert "3. Zkušební komise" not in shown
    assert "zkoušející Mgr. Alžběta" in shown
    assert "Vysvětlit svůj postup komisi Úkol: Orientace v zákonných normách: splnil (zkoušející)" in shown


def test_each_kind_of_authorised_person_is_told_as_the_decree_asks(office: Office) -> None:
    shown = text(office.unsigned)
    assert "fyzická osoba" in shown
    assert "právnická osoba Cvičné zkoušky s.r.o. (smyšlená) sídlo: Vzorová 1, 999 99 Příkladov IČO: 00000000" in shown
    assert "podnikající fyzická osoba Jitka Holubová-Ukázková autorizovaný zástupce: Jitka Holubová-Ukázková" in shown


def test_what_is_not_known_of_an_examiner_is_told_as_nothing(office: Office) -> None:
    first, second, third = office.short.record.examiners
    bare = authorised(second, kind=AuthorisedPersonKind.LEGAL_PERSON, seat="", company_id="")
    shown = told(office, {"examiners": (authorised(first), bare, third)})
    assert "Dvořáková-Vzorová – – člen" in shown
    assert "sídlo: – IČO: –" in shown


def varied(case: RecordCase, number: int, **change: object) -> str:
    """Return the text of a record in which one competency is other."""
    found = list(case.record.competencies)
    found[number] = found[number].model_copy(update=change)
    return text(drawn(case, case.record.model_copy(update={"competencies": tuple(found)})))


def test_a_waived_competency_names_its_certificate(office: Office) -> None:
    assert "Certifikát: B2-00421, Smyšlená jazyková komora" in text(office.unsigned)


def test_a_recognised_competency_names_what_was_recognised() -> None:
    case = record_case()
    shown = varied(case, 1, status=CompetencyStatus.RECOGNISED, basis="66-002-H; osvědčení 12")
    assert "Nabídka a prodej produktů po telefonu 66-002-H; osvědčení 12 4 splnil (uznáno)" in shown


def test_a_waiver_without_its_certificate_still_names_its_ground() -> None:
    case = record_case()
    shown = varied(case, 1, status=CompetencyStatus.WAIVED, basis="komora")
    assert "Nabídka a prodej produktů po telefonu komora 4 splnil (doloženo" in shown


def test_a_criterion_that_nobody_verified_is_a_reason() -> None:
    case = record_case()
    criterion = case.record.competencies[1].criteria[1]
    open_one = criterion.model_copy(update={"status": CriterionStatus.NOT_VERIFIED, "findings": ()})
    shown = varied(case, 1, status=CompetencyStatus.NOT_MET, criteria=(open_one,))
    assert "Důvod nesplnění kritéria b): kritérium nebylo ověřeno" in shown


def test_every_reason_of_a_competency_is_told() -> None:
    case = record_case()
    criterion = case.record.competencies[1].criteria[0]
    reasons = ("První důvod.", "Druhý důvod.")
    findings = tuple(
        criterion.findings[0].model_copy(update={"judgement": Judgement.NOT_MET, "reason": reason})
        for reason in reasons
    )
    failed = criterion.model_copy(update={"status": CriterionStatus.NOT_MET, "findings": findings})
    shown = varied(case, 1, status=CompetencyStatus.NOT_MET, criteria=(failed,))
    assert all(f"Důvod nesplnění kritéria a): {reason}" in shown for reason in reasons)
