"""Candidates from a table that somebody brought: faults are told by row and column, and a bad row gives nobody."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from pydantic import ValidationError

from exam.core.identity import Identity
from exam.problem import ExamError
from exam.service.arrangement import MAX_PERCENT, Newcomer
from exam.service.preparation import PIN_LENGTH
from exam.text import folded, hidden_characters

LIMIT = 1_000_000
"""Bytes of a text file."""
MAX_ROWS = 200
FORMULA = ("=", "+", "-", "@", "\t")
HEADINGS = {
    "given": ("jmeno", "krestni jmeno", "given names", "given name", "first name", "name"),
    "surname": ("prijmeni", "surname", "last name", "family name"),
    "before": ("titul", "titul pred", "titul pred jmenem", "title", "title before"),
    "after": ("titul za", "titul za jmenem", "title after"),
    "pin": ("pin",),
    "extra": ("cas navic", "cas navic %", "extra time", "extra time %"),
}
"""Names of columns without case and diacritics."""
DELIMITERS = ";,\t"


class PeopleFileError(ExamError):
    """The file holds no table of people: too large, no text, or without a heading for names."""

    code: ClassVar[str] = "people-file-wrong"


class PeopleHeadingError(ExamError):
    """The first row does not name the columns of given names and surnames."""

    code: ClassVar[str] = "people-heading-missing"


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with one cell: a code of the catalogues with its arguments."""

    row: int
    column: str
    """As a letter, A for the first."""
    code: str
    arguments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadPeople:
    """What a table holds."""

    newcomers: tuple[Newcomer, ...]
    faults: tuple[RowFault, ...]


def rows_of_text(data: bytes) -> list[list[str]]:
    """Return the rows of a CSV in UTF-8 or in the code page of Czech Windows, whatever separates its columns.

    Raises:
        PeopleFileError: it is too large, or no text.
    """
    if len(data) > LIMIT or b"\0" in data:
        raise PeopleFileError
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1250", errors="replace")
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise PeopleFileError from error


def read_people(rows: Sequence[Sequence[str]]) -> ReadPeople:
    """Return the candidates of a table, and what is wrong with it.

    Raises:
        PeopleHeadingError: the first row names no columns.
        PeopleFileError: there are too many rows.
    """
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]
    if not filled:
        raise PeopleHeadingError
    if len(filled) > MAX_ROWS + 1:
        raise PeopleFileError
    columns = _columns(filled[0][1])
    newcomers: list[Newcomer] = []
    faults: list[RowFault] = []
    for number, row in filled[1:]:
        wrong = list(_faults(number, row, columns))
        faults += wrong
        if not wrong:
            newcomers.append(_newcomer(row, columns))
    return ReadPeople(tuple(newcomers), tuple(faults))


def _columns(heading: Sequence[str]) -> dict[str, int]:
    names = [" ".join(folded(cell).split()) for cell in heading]
    found = {
        field: next((place for place, name in enumerate(names) if name in known), -1)
        for field, known in HEADINGS.items()
    }
    if found["given"] < 0 or found["surname"] < 0:
        raise PeopleHeadingError
    return {field: place for field, place in found.items() if place >= 0}


def _faults(number: int, row: Sequence[str], columns: Mapping[str, int]) -> Iterator[RowFault]:
    for field, place in columns.items():
        text = _cell(row, place)
        for code, arguments in _wrong(field, text):
            yield RowFault(number, chr(ord("A") + place), code, arguments)


def _wrong(field: str, text: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    if field in {"given", "surname"} and not text:
        yield "people-fault.empty", {}
    elif text.startswith(FORMULA):
        yield "people-fault.formula", {"text": text}
    elif hidden_characters(text) or "\n" in text:
        yield "people-fault.hidden", {"text": text}
    elif field == "extra" and text and not (text.rstrip("% ").isdecimal() and int(text.rstrip("% ")) <= MAX_PERCENT):
        yield "people-fault.percent", {"text": text}
    elif field == "pin" and text and len(text) < PIN_LENGTH:
        yield "people-fault.pin", {"length": str(PIN_LENGTH)}
    else:
        try:
            Identity(given_names=text or "–", surname="–")
        except ValidationError:
            yield "people-fault.long", {}


def _newcomer(row: Sequence[str], columns: Mapping[str, int]) -> Newcomer:
    told = {field: _cell(row, place) for field, place in columns.items()}
    identity = Identity(
        given_names=told["given"],
        surname=told["surname"],
        title_before=told.get("before", ""),
        title_after=told.get("after", ""),
    )
    return Newcomer(
        identity=identity, pin=told.get("pin", ""), extra_percent=int(told.get("extra", "").rstrip("% ") or 0)
    )


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""
