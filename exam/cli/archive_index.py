"""What a hand-over holds beside the records: the register as JSON Lines, CSV and a page, and how to check it."""

import csv
import html
import io
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from exam.cli.verify_outputs import harmless
from exam.core.canonical import canonical_json
from exam.text import sanitise
from exam.wording import Language, render

if TYPE_CHECKING:
    from exam.service.register_view import RegisterRow
    from exam.service.transfers import Parcel

COLUMNS = (
    "number",
    "state",
    "verdict",
    "record",
    "qualification",
    "held_on",
    "result",
    "candidate",
    "authorised",
    "practice",
    "received_on",
    "keep_until",
    "superseded_by",
    "codes",
    "file",
)
PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{font-family:sans-serif;margin:2em}}table{{border-collapse:collapse}}
td,th{{border:1px solid #999;padding:.3em .6em;text-align:left;vertical-align:top}}</style></head>
<body><h1>{title}</h1><p>{told}</p><table><thead><tr>{heads}</tr></thead><tbody>
{rows}
</tbody></table></body></html>
"""


def beside(parcel: "Parcel", language: Language) -> Iterator[tuple[str, bytes]]:
    """Yield everything of a hand-over but the records and letters."""
    heads = {name: head.model_dump() for name, head in parcel.heads.items()}
    yield "register-chain.json", canonical_json(parcel.chain)
    yield "heads.json", canonical_json({"heads": heads})
    yield "register.jsonl", _json_lines(parcel)
    yield "register.csv", table(parcel.rows, language)
    yield "index.html", _page(parcel, language).encode()
    yield "README.txt", (render("transfer.readme", {}, language) + "\n").encode()


def table(rows: Sequence["RegisterRow"], language: Language) -> bytes:
    """Return rows as CSV: UTF-8 with a mark and semicolons; no cell of it is ever run."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(render(f"custody.column.{name}", {}, language) for name in COLUMNS)
    for row in rows:
        writer.writerow(harmless(cell) for cell in _cells(row, language))
    return out.getvalue().encode("utf-8-sig")


def _json_lines(parcel: "Parcel") -> bytes:
    """Return the register as `exam verify --register` reads it, with everything else that a line says."""
    told = []
    for row, line in zip(parcel.rows, parcel.lines, strict=True):
        former = line.facts.supersedes if line.facts else None
        pointer = {"supersedes": {"record": former.record, "data_digest": former.data}} if former else {}
        if line.state == "kept":
            told.append({"record_id": row.record, "sha256": row.file, **pointer, **row.model_dump(mode="json")})
    return "".join(json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n" for entry in told).encode()


def _page(parcel: "Parcel", language: Language) -> str:
    from exam.service.transfers import letter_name, record_name  # noqa: PLC0415 - only for a hand-over

    rows = []
    for row in parcel.rows:
        cells = [html.escape(sanitise(cell, keep_newlines=False)) for cell in _cells(row, language)]
        names = {"kept": record_name(row.number), "returned": letter_name(row.number)}
        if row.state in names:
            cells[0] = f'<a href="{names[row.state]}">{cells[0]}</a>'
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    head = parcel.heads.get(parcel.chain.stream)
    told = {"count": len(parcel.rows), "seq": head.seq if head else 0, "hash": head.hash if head else "–"}
    columns = (html.escape(render(f"custody.column.{name}", {}, language)) for name in COLUMNS)
    return PAGE.format(
        language=language.value,
        title=html.escape(render("transfer.title", {}, language)),
        told=html.escape(render("transfer.told", told, language)),
        heads="".join(f"<th>{column}</th>" for column in columns),
        rows="\n".join(rows),
    )


def _cells(row: "RegisterRow", language: Language) -> list[str]:
    told = row.model_dump(mode="json")
    told["state"] = render(f"custody.state.{row.state}", {}, language)
    told["result"] = render(f"result.{row.result}", {}, language) if row.result else ""
    told["practice"] = render("custody.yes" if row.practice else "custody.no", {}, language)
    told["authorised"] = ", ".join(row.authorised)
    told["codes"] = " ".join(row.codes)
    told["superseded_by"] = row.superseded_by or ""
    return ["" if told[name] is None else str(told[name]) for name in COLUMNS]
