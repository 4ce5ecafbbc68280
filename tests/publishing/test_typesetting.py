from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.publishing.typesetting import minutes, minutes_seconds
from tests.publishing.office import typesetter

MOMENT = datetime(2026, 3, 7, 9, 5, tzinfo=timezone(timedelta(hours=5, minutes=30)))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<b>tučně</b> & &amp;<br/>", "<b>tučně</b> & &amp;<br/>"),
        ("první\ndruhý", "první\ndruhý"),
        ("\x1b[31m", "‹U+001B›[31m"),
        ("\u202eolleh", "‹U+202E›olleh"),
        ("שלום", "‹U+05E9›‹U+05DC›‹U+05D5›‹U+05DD›"),
        ("🙂 中", "‹U+1F642› ‹U+4E2D›"),
        ("\x00\t\x7f", "‹U+0000›‹U+0009›‹U+007F›"),
        ("⟨U+001B⟩", "‹U+001B›"),
        ("e\u0301", "é"),
        ("<img src='x'/><a href='y'>", "<img src='x'/><a href='y'>"),
    ],
)
def test_a_text_is_shown_as_it_was_typed(typed: str, shown: str) -> None:
    setter = typesetter()
    assert setter.plain(typed) == shown
    assert [piece.text for piece in setter.set(typed, verbatim=True).frags if piece.text] == shown.split("\n")


@given(st.text(max_size=200))
def test_any_text_can_be_set(text: str) -> None:
    setter = typesetter()
    paragraph = setter.set(text, verbatim=True)
    assert paragraph.wrap(200, 10_000)[0] == 200
    assert all(char == "\n" or char in setter.faces.characters for char in setter.plain(text))


def test_one_letter_words_stay_with_the_next_word_in_czech() -> None:
    czech, english = typesetter(), typesetter("en")
    assert czech.tied("a v práci i doma, s námi") == "a\u00a0v\u00a0práci i\u00a0doma, s\u00a0námi"
    assert czech.tied("Praha 5 a") == "Praha 5 a"
    assert english.tied("a v b") == "a v b"


def test_what_somebody_typed_is_not_tied() -> None:
    setter = typesetter()
    assert setter.set("k věci", verbatim=True).getPlainText() == "k věci"
    assert setter.set("k věci").getPlainText() == "k\u00a0věci"


def test_dates_and_times_are_spelt_in_the_records_language() -> None:
    czech, english = typesetter(), typesetter("en")
    assert czech.day(date(2026, 3, 7)) == "7.\u00a03.\u00a02026"
    assert czech.moment(MOMENT, zone=True) == "7.\u00a03.\u00a02026, 9:05\u00a0h (UTC+05:30)"
    assert english.moment(MOMENT) == "7/3/2026, 9:05"
    assert czech.moment(MOMENT.replace(tzinfo=None), zone=True).endswith("(UTC)")
    assert czech.moment(MOMENT.astimezone(UTC), zone=True).endswith("3:35\u00a0h (UTC+00:00)")


def test_numbers_and_spans_are_spelt_without_superfluous_digits() -> None:
    czech = typesetter()
    assert [czech.number(Decimal(value)) for value in ("20.50", "24", "0.10", "100")] == ["20,5", "24", "0,1", "100"]
    assert (czech.truth(True), czech.truth(False)) == ("ano", "ne")  # noqa: FBT003 - the values that are spelt
    assert (minutes(2_759_999), minutes_seconds(2_759_999)) == ("45", "45:59")
    assert minutes_seconds(61_000) == "1:01"


def test_nothing_is_told_as_nothing() -> None:
    assert [typesetter().or_none(text) for text in ("", "  ", "x ")] == ["–", "–", "x"]


def test_a_style_is_known_by_its_name() -> None:
    assert typesetter().style("title").fontSize > typesetter().style("body").fontSize
