from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree as ET

from exam.publishing.xmp import DocumentFacts, packet, pdf_date

MOMENT = datetime(2026, 11, 20, 23, 5, 9, tzinfo=timezone(timedelta(hours=-2)))
FACTS = DocumentFacts(
    title='Záznam <b> & "1"', author="Á & B", subject="66-029-M", tool="exam 0.1.0", language="cs", moment=MOMENT
)


def test_the_packet_is_well_formed_whatever_the_texts() -> None:
    root = ET.fromstring(packet(FACTS).split(b"?>", 1)[1].rsplit(b"<?", 1)[0])  # noqa: S314 - our own words
    told = [element.text for element in root.iter() if element.text and element.text.strip()]
    assert told[:4] == ["application/pdf", FACTS.title, FACTS.author, FACTS.subject]
    assert told[4:12] == ["cs", *["2026-11-21T01:05:09+00:00"] * 2, *["exam 0.1.0"] * 2, "3", "A", "1"]


def test_dates_are_spelt_in_universal_time() -> None:
    assert pdf_date(MOMENT) == "D:20261121010509+00'00'"
    assert pdf_date(MOMENT.astimezone(UTC)) == pdf_date(MOMENT)
