from exam.core.canonical import canonical_json, digest
from exam.core.exam_record import Acknowledgement
from exam.publishing.publisher import ATTACHMENTS
from tests.publishing.office import Office, drawn
from tests.publishing.reading import pages_text, text
from tests.record_builders import ISSUED, NASTY, SIGNERS, record_case


def said(office: Office, acknowledgement: Acknowledgement | None) -> str:
    return text(drawn(office.short, office.short.record.model_copy(update={"acknowledgement": acknowledgement})))


def test_paper_can_be_compared_with_data(office: Office) -> None:
    record, shown = office.short.record, text(office.unsigned)
    for value in (
        record.record,
        digest(canonical_json(record)),
        record.standard.digest,
        f"{record.session_head.seq} · {record.session_head.hash}",
        f"4 · {record.sitting_head.hash}",
        ", ".join(ATTACHMENTS),
        "Verze programu 0.1.0",
    ):
        assert value in shown


def test_a_record_names_its_evidence_where_there_is_some(office: Office) -> None:
    found = office.short.record.model_copy(update={"evidence": "e" * 64})
    assert f"Otisk soupisu důkazů (SHA-256) {'e' * 64}" in text(drawn(office.short, found))
    assert "Otisk soupisu důkazů" not in text(
        drawn(office.short, office.short.record.model_copy(update={"evidence": ""}))
    )


def test_what_the_candidate_said_is_told(office: Office) -> None:
    shown = said(office, Acknowledgement(acknowledged=True, objection="", at=ISSUED))
    assert "Uchazeč vzal výsledek a jeho důvody na vědomí dne 20. 11. 2026, 13:05 h." in shown
    assert "Námitka" not in shown
    shown = said(office, Acknowledgement(acknowledged=False, objection="k věci: <b>", at=ISSUED))
    assert "Uchazeč odmítl vzít výsledek a jeho důvody na vědomí" in shown
    assert "Námitka uchazeče (doslovně): k věci: <b>" in shown
    assert "Vyjádření uchazeče nebylo do vyhotovení záznamu zaznamenáno." in said(office, None)


def test_everybody_has_a_place_to_sign(office: Office) -> None:
    shown = text(drawn(office.case(paper=())))
    assert "Mgr. Alžběta Dvořáková-Vzorová předseda zkušební komise elektronický podpis" in shown
    assert "Pečeť autorizované osoby uzavírá záznam elektronický podpis" in shown
    assert "otisk razítka dne" in shown
    assert "uchazeč Podpisem" not in shown


def test_who_signs_on_paper_has_a_line_and_no_frame(office: Office) -> None:
    shown = text(office.unsigned)
    assert "Ing. Vít Krátký-Příkladný člen zkušební komise, podepisuje na listině podpis na listině dne" in shown
    everybody = text(drawn(office.case(paper=SIGNERS)))
    assert "elektronický podpis (viz" not in everybody


def test_a_candidate_who_failed_has_a_line_too(office: Office) -> None:
    shown = text(drawn(office.case(passed=False)))
    assert "Magdaléna Svobodová-Zkušební, DiS. uchazeč Podpisem uchazeč stvrzuje" in shown


def test_a_candidate_signs_on_the_page_on_which_his_words_stand(office: Office) -> None:
    for passed in (True, False):
        last = pages_text(drawn(office.case(passed=passed, paper=())))[-1]
        assert last.startswith("12. Seznámení uchazeče s")
        assert "13. Podpisy" in last


def test_the_places_keep_together_after_a_long_objection() -> None:
    pages = pages_text(drawn(record_case(passed=False, nasty=True)))
    assert NASTY.count("x") > 4000
    assert "13. Podpisy" in pages[-1]
    assert pages[-1].count("podpis na listině") == 4
