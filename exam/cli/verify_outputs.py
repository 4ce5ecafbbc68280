"""What `exam verify` leaves behind for a clerk: a table, one page that sums up, and drafts of letters.

Everything in them comes from whoever sent the files: it is made visible, and no cell of a table may be a formula.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import ClassVar

from exam import __version__
from exam.cli.exits import UsageError
from exam.cli.verdicts import Row, sentence
from exam.text import sanitise
from exam.wording import Language, render

COLUMNS = (
    "path",
    "verdict",
    "record",
    "code",
    "surname",
    "given_names",
    "result",
    "ended_at",
    "issued_at",
    "sha256",
    "codes",
    "reasons",
    "notes",
)
FORMULA = frozenset("=+-@\t\r\n|%")
"""How a cell begins that a spreadsheet might run."""
SHOWN = 18
"""Files that one page names."""
FREQUENT = 12


class LettersOccupiedError(UsageError):
    """Something lies where the letters are to go."""

    code: ClassVar[str] = "letters-occupied"


class ReportFormError(UsageError):
    """A report is a page or a text."""

    code: ClassVar[str] = "report-form"


def table(rows: Iterable[Row], language: Language) -> bytes:
    """Return the rows as CSV: UTF-8 with a mark and semicolons, as Czech spreadsheets open it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        told = row | {
            "codes": " ".join(str(entry["code"]) for entry in _entries(row["codes"])),
            "reasons": " ".join(sentence(entry, language) for entry in _entries(row["codes"])),
            "notes": " ".join(sentence(entry, language) for entry in _entries(row["notes"])),
        }
        writer.writerow([harmless(told.get(column)) for column in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def harmless(value: object) -> str:
    """Return a cell that is shown and never run."""
    text = "" if value is None else sanitise(str(value), keep_newlines=False)
    return f"'{text}" if text[:1] in FORMULA and text else text


def overview(rows: Iterable[Row], language: Language, at: datetime) -> list[str]:
    """Return the lines of a report that fits a page; `rows` are gone through more than once."""
    count = _count(rows)["RETURN"]
    moment = at.strftime("%Y-%m-%d %H:%M %z")
    lines = [
        render("verify.report", {}, language),
        "",
        render("verify.report.at", {"moment": moment, "program": __version__}, language),
        total(rows, language),
        "",
    ]
    if count:
        lines += [render("verify.report.codes", {}, language), *_frequent(_returned(rows), language), ""]
        lines += [render("verify.report.files", {}, language), *map(_file, islice(_returned(rows), SHOWN))]
        if count > SHOWN:
            lines.append(render("verify.report.more", {"count": count - SHOWN}, language))
    else:
        lines.append(render("verify.report.none", {}, language))
    return [*lines, "", render("verify.claim", {}, language)]


def total(rows: Iterable[Row], language: Language) -> str:
    """Return how many files had which verdict."""
    count = _count(rows)
    kinds = {"accept": "ACCEPT", "decide": "DECIDE", "practice": "PRACTICE", "returned": "RETURN"}
    told = {"total": count.total(), **{name: count[verdict] for name, verdict in kinds.items()}}
    return render("verify.total", told, language)


def letters(rows: Iterable[Row], language: Language) -> Iterator[tuple[str, str]]:
    """Yield the draft of a letter for each record to be returned, with a name for its file."""
    for number, row in enumerate(_returned(rows), start=1):
        stem = re.sub(r"[^A-Za-z0-9-]+", "-", str(row.get("record") or "")).strip("-")[:40]
        yield f"{number:05}{'-' if stem else ''}{stem}.txt", _letter(row, language)


def _returned(rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if row["verdict"] == "RETURN")


def _count(rows: Iterable[Row]) -> Counter[str]:
    return Counter(str(row["verdict"]) for row in rows)


def _letter(row: Row, language: Language) -> str:
    about = {name: _line(row.get(name) or "–") for name in ("record", "path", "sha256")}
    lines = [
        render("verify.letter", {}, language),
        "",
        *(render(f"verify.letter.{name}", {name: value}, language) for name, value in about.items()),
        "",
        render("verify.letter.body", {}, language),
        *(f"– {sentence(entry, language)} [{entry['code']}]" for entry in _entries(row["codes"])),
        "",
        render("verify.letter.ask", {}, language),
        "",
        render("verify.letter.draft", {}, language),
        render("verify.claim", {}, language),
    ]
    return "\n".join(lines) + "\n"


def _frequent(returned: Iterable[Row], language: Language) -> Iterator[str]:
    examples: dict[str, Mapping[str, object]] = {}
    count: Counter[str] = Counter()
    for row in returned:
        entries = _entries(row["codes"])
        count.update({str(entry["code"]) for entry in entries})
        for entry in entries:
            examples.setdefault(str(entry["code"]), entry)
    for code, times in count.most_common(FREQUENT):
        told = {"count": times, "code": code, "sentence": sentence(examples[code], language)}
        yield "  " + render("verify.report.code", told, language)


def _file(row: Row) -> str:
    codes = dict.fromkeys(str(entry["code"]) for entry in _entries(row["codes"]))
    return f"  {_line(row['path'])}: {', '.join(codes)}"


def _line(value: object) -> str:
    return sanitise(str(value), keep_newlines=False)


def _entries(value: object) -> Sequence[Mapping[str, object]]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()
