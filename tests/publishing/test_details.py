from datetime import date, timedelta

from exam.core.exam_record import RecordedTask
from exam.core.judging import AgreementRule, Judgement
from exam.core.standard import Origin
from tests.publishing.office import Office, drawn
from tests.publishing.reading import text
from tests.record_builders import START, record_case


def with_tasks(office: Office, *tasks: RecordedTask) -> str:
    return text(drawn(office.short, office.short.record.model_copy(update={"tasks": tasks})))


def test_each_criterion_says_who_decided_it(office: Office) -> None:
    shown = text(drawn(office.case(passed=False)))
    assert "Úkol: Orientace v zákonných normách: splnil (vyhodnotil program)" in shown
    assert "Úkol: Orientace v zákonných normách: splnil (komise shodně)" in shown
    assert "nesplnil (hodnocení se lišila, rozhodnuto po poradě komise)" in shown
    assert "Důvod: Uchazeč zákazníkovi nenabídl" in shown


def test_a_criterion_of_a_waived_competency_is_not_verified(office: Office) -> None:
    assert "a) † Předvést postup v zadané situaci neověřuje se" in text(office.unsigned)


def test_a_derived_criterion_is_marked_and_the_mark_explained(office: Office) -> None:
    note = "† Znění kritéria je odvozené ze standardu"
    assert note in text(office.unsigned)
    official = office.case(practice=False)
    assert official.record.competencies[0].criteria[0].origin is Origin.OFFICIAL
    assert "†" not in text(drawn(official))


def test_every_rule_of_agreement_has_words() -> None:
    case = record_case(passed=False)
    (found,) = (one for one in case.record.competencies if one.competency == "sale")
    criterion = found.criteria[0]
    for rule in AgreementRule:
        finding = criterion.findings[0].model_copy(update={"rule": rule, "judgement": Judgement.MET})
        changed = found.model_copy(update={"criteria": (criterion.model_copy(update={"findings": (finding,)}),)})
        assert "hodnocení se lišila, rozhodnuto" in text(
            drawn(case, case.record.model_copy(update={"competencies": (changed,)}))
        )


def test_a_task_has_its_time_its_panel_and_its_score(office: Office) -> None:
    shown = text(office.unsigned)
    assert "9:00 h 9:38 h 60 (45 + 15) 37:12 Alžběta Dvořáková-Vzorová Vít Krátký-Příkladný" in shown
    assert "20,5 / 24" in shown
    assert "9:50 h 10:15 h 45 24:03" in shown
    assert "Figurant: Jitka Holubová-Ukázková –" in shown


def test_a_task_of_another_day_has_its_date_and_an_open_one_no_end(office: Office) -> None:
    first, second = office.short.record.tasks
    later = first.model_copy(update={"opened_at": START + timedelta(days=1), "closed_at": None})
    shown = with_tasks(office, later, second)
    assert "21. 11. 2026, 9:00 h – 60 (45 + 15)" in shown


def test_what_was_given_out_and_handed_in_is_told_by_digest(office: Office) -> None:
    first, second = office.short.record.tasks
    shown = text(office.unsigned)
    entry, blob = first.content[23], second.submissions[0]
    assert f"{entry.item} v{entry.version} {entry.digest[:16]}" in shown
    assert f"Odevzdané soubory (začátek otisku SHA-256) {second.title}: {blob[:16]}" in shown
    without = with_tasks(
        office, first.model_copy(update={"content": ()}), second.model_copy(update={"submissions": ()})
    )
    assert "Zadání (úloha" not in without
    assert "Odevzdané soubory" not in without


def test_an_exam_without_tasks_can_be_recorded(office: Office) -> None:
    assert "9. Úkoly a čas" in with_tasks(office)


def test_a_certificate_is_told_in_full(office: Office) -> None:
    record = office.short.record
    shown = text(office.unsigned)
    assert "Certifikát B2-00421 (en, B2) Vydal Smyšlená jazyková komora Datum vydání 14. 5. 2024" in shown
    assert "Platnost do – Originál předložen ano Přijato 20. 11. 2026, 9:00 h Otisk kopie (SHA-256)" in shown
    (waiver,) = record.waivers
    certificate = waiver.certificate.model_copy(
        update={"valid_until": date(2027, 1, 2), "scan": "", "original_seen": False}
    )
    other = waiver.model_copy(update={"certificate": certificate, "competency": "unknown"})
    changed = text(drawn(office.short, record.model_copy(update={"waivers": (other, waiver)})))
    assert "Odborná způsobilost unknown" in changed
    assert "Platnost do 2. 1. 2027 Originál předložen ne Přijato 20. 11. 2026, 9:00 h Odborná" in changed


def test_nothing_shown_and_nothing_happened_are_told(office: Office) -> None:
    shown = text(drawn(office.short, office.short.record.model_copy(update={"waivers": ()})))
    assert "8. Předložené certifikáty Nebyly předloženy." in shown
    assert "10. Mimořádné události Nebyly zaznamenány." in shown


def test_each_irregularity_is_told_word_by_word(office: Office) -> None:
    notes = ("9:20 vypadl proud.", "k oknu přišel <pták>\na odletěl")
    shown = text(drawn(office.short, office.short.record.model_copy(update={"irregularities": notes})))
    assert "• 9:20 vypadl proud. • k oknu přišel <pták> a odletěl 11." in shown


def test_the_kind_of_an_irregularity_is_told_in_the_words_of_the_record(office: Office) -> None:
    notes = ("technical: Vypadl proud: 9:20.", "hluk: Vrtačka.", "paper-responses: law-test")
    record = office.short.record.model_copy(update={"irregularities": notes})
    told = "• technická závada: Vypadl proud: 9:20. • hluk: Vrtačka. • odpovědi opsané z papíru: law-test"
    assert told in text(drawn(office.short, record))
