import io

import pikepdf
import pytest

from exam.core.canonical import canonical_json, digest
from exam.core.receipt import receipt_code
from exam.publishing.square_code import payload
from tests.publishing.office import Office
from tests.publishing.reading import pages_text
from tests.publishing.structure_reading import read


def test_the_code_says_which_record_it_is_what_its_data_are_and_where_its_journal_ended(office: Office) -> None:
    record = office.short.record
    told = payload(record, digest(canonical_json(record))).split(" ")
    assert told[:2] == ["EXAM1", "RECORD-2F8K3M9QTX"]
    assert told[2].lower() == digest(canonical_json(record))
    assert told[3] == receipt_code(record.session_head)


def test_the_code_needs_only_letters_for_which_it_stays_small(office: Office) -> None:
    assert set(payload(office.short.record, "0af9")) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def test_the_code_is_a_figure_that_is_told_in_words(office: Office) -> None:
    record = office.short.record
    with pikepdf.open(io.BytesIO(office.unsigned)) as opened:
        (figure,) = read(opened).all("Figure")
        left, bottom, right, top = (float(side) for side in figure.found.A.BBox)
        alt = str(figure.found.Alt)
    assert alt.startswith("Čtvercový kód obsahuje číslo záznamu")
    assert alt.endswith(payload(record, digest(canonical_json(record))))
    assert right - left == pytest.approx(top - bottom, abs=0.02)
    assert 0 < left < right < 595
    assert 0 < bottom < top < 842


def test_who_has_no_camera_reads_the_same(office: Office) -> None:
    shown = " ".join(pages_text(office.unsigned))
    assert receipt_code(office.short.record.session_head) in shown
    assert digest(canonical_json(office.short.record)) in shown
