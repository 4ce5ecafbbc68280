"""Candidates from a table: read whole, or told where they cannot be."""

import pytest

from exam.service.newcomers import PeopleFileError, PeopleHeadingError, read_people, rows_of_text

HEAD = ("Titul před", "Jméno", "Příjmení", "PIN", "Čas navíc %")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_is_read_as_spreadsheets_write_it(encoding: str, separator: str) -> None:
    lines = [separator.join(HEAD), separator.join(("Ing.", "Žofie", "Řízná", "", "25 %")), ""]
    found = read_people(rows_of_text("\r\n".join(lines).encode(encoding)))
    (newcomer,) = found.newcomers
    assert (newcomer.identity.full_name, newcomer.extra_percent, newcomer.pin) == ("Ing. Žofie Řízná", 25, "")
    assert found.faults == ()


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (("", "", "Malý"), "B", "people-fault.empty"),
        (("", "Jan", " "), "C", "people-fault.empty"),
        (("", "=cmd|' /C calc'!A0", "Malý"), "B", "people-fault.formula"),
        (("", "Jan", "\x1b]0;zlo\x07"), "C", "people-fault.hidden"),
        (("", "Jan\u202e", "Malý"), "B", "people-fault.hidden"),
        (("", "J" * 121, "Malý"), "B", "people-fault.long"),
        (("", "Jan", "Malý", "12"), "D", "people-fault.pin"),
        (("", "Jan", "Malý", "", "moc"), "E", "people-fault.percent"),
        (("", "Jan", "Malý", "", "201"), "E", "people-fault.percent"),
        (("", "Jan"), "C", "people-fault.empty"),
    ],
)
def test_a_fault_is_told_by_row_and_column_and_hides_no_other_row(row: tuple[str, ...], column: str, code: str) -> None:
    found = read_people([HEAD, ("", "Eva", "Nová"), (), row])
    assert [newcomer.identity.surname for newcomer in found.newcomers] == ["Nová"]
    assert [(fault.row, fault.column, fault.code) for fault in found.faults] == [(4, column, code)]


@pytest.mark.parametrize("rows", [[], [()], [("Jan", "Malý")], [("Jméno", "Věk"), ("Jan", "3")]])
def test_a_table_without_headings_is_refused(rows: list[tuple[str, ...]]) -> None:
    with pytest.raises(PeopleHeadingError):
        read_people(rows)


@pytest.mark.parametrize("data", [b"\0\1\2", b"a" * 1_000_001, b'Jm\xc3\xa9no,"' + b"x" * 200_000])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises((PeopleFileError, PeopleHeadingError)):
        read_people(rows_of_text(data))


def test_more_people_than_any_sitting_has_are_refused() -> None:
    with pytest.raises(PeopleFileError):
        read_people([("Jméno", "Příjmení"), *[("Jan", "Malý")] * 201])
