from datetime import UTC, date, datetime

from exam.cli.icalendar import calendar
from exam.core.duties import Duty, DutyAccount, Standing

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DUTY = Duty.model_validate(
    {
        "id": "notice",
        "text": {"cs": "předat oznámení"},
        "per": "sitting",
        "counts_from": "LastPart",
        "done_by": ("NoticeDelivered",),
        "provision": "§ 18; odst. 12",
        "verified": True,
        "source": "nsk.md",
    }
)


def entry(words: str) -> str:
    account = DutyAccount(duty=DUTY, session="", since=None, due=date(2026, 12, 31), done=None, standing=Standing.OPEN)
    return calendar("sitting-1", [("notice.all", account, words)], NOW)


def test_a_deadline_is_a_whole_day_with_an_id_that_stays() -> None:
    lines = entry("předat oznámení").split("\r\n")
    assert lines[4:12] == [
        "BEGIN:VEVENT",
        "UID:notice.all.sitting-1@exam",
        "DTSTAMP:20261120T090000Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:předat oznámení",
        "DESCRIPTION:§ 18\\; odst. 12",
        "END:VEVENT",
    ]


def test_what_would_end_a_value_or_a_line_is_escaped() -> None:
    assert "SUMMARY:a\\, b\\; c\\\\d\\nBEGIN:VEVENT" in entry("a, b; c\\d\nBEGIN:VEVENT\r\x07")


def test_a_long_line_is_folded_between_characters() -> None:
    text = entry("ř" * 200)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "SUMMARY:" + "ř" * 200 in text.replace("\r\n ", "")
