"""A small spreadsheet assignment that tests of the core and of workbooks share."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from exam.core.spreadsheet import SpreadsheetAssignment

SEED = "0123456789abcdef0123456789abcdef"

PLAIN: dict[str, Any] = {
    "id": "small-quarter",
    "instructions": {"cs": ["Vyplňte žluté buňky.", "=2+2 není vzorec."], "en": ["Fill in the yellow cells."]},
    "params": {
        "start": {"choice": ["2026-01-01", "2026-10-01"]},
        "base": {"int": [300, 400]},
        "drift": {"float": [0.5, 1.5], "decimals": 1},
    },
    "data": {
        "sheet": "Data",
        "answer_sheet": {"cs": "Reseni", "en": "Solution"},
        "rows": {"days_from": "start", "months": 3},
        "columns": [
            {"id": "day", "header": {"cs": "Datum", "en": "Date"}, "value": "date", "format": "date"},
            {
                "id": "zcalls",
                "header": {"cs": "Přijaté hovory", "en": "Answered calls"},
                "value": "round(base + drift*i - (90 if wd >= 5 else 0) + noise(12))",
                "format": "int",
            },
            {
                "id": "time",
                "header": {"cs": "Čas vyřízení (s)", "en": "Handling time (s)"},
                "value": "round(zcalls * clip(270 + noise(9), 250, 290))",
                "format": "int",
            },
            {
                "id": "first",
                "header": {"cs": "Vyřešené napoprvé", "en": "Resolved first time"},
                "value": "round(zcalls * (0.7 + noise(0.02)))",
                "format": "int",
            },
        ],
    },
    "answers": [
        {
            "id": "calls",
            "label": {"cs": "Přijaté hovory za čtvrtletí", "en": "Answered calls of the quarter"},
            "expr": "sum(zcalls)",
            "tol": {"abs": 0.5},
            "points": 1,
        },
        {
            "id": "aht",
            "label": {"cs": "AHT za čtvrtletí", "en": "AHT of the quarter"},
            "expr": "sum(time) / ans.calls",
            "unit": "seconds",
            "tol": {"abs": 0.05},
            "points": 3,
        },
        {
            "id": "fcr",
            "label": {"cs": "FCR", "en": "FCR"},
            "expr": "sum(first) / ans.calls",
            "unit": "percent",
            "tol": {"abs": 0.0005},
            "points": 2,
        },
        {
            "id": "last",
            "label": {"cs": "Hovory ve 3. měsíci", "en": "Calls of month 3"},
            "expr": "msum(zcalls, 3)",
            "tol": {},
            "points": 1,
        },
        {
            "id": "slope",
            "label": {"cs": "Směrnice trendu", "en": "Slope"},
            "expr": "slope(zcalls)",
            "tol": {"rel": 0.005},
            "points": 2,
        },
    ],
}


def assignment(**changes: Any) -> SpreadsheetAssignment:  # noqa: ANN401 - plain data, as an author writes it
    """Return the assignment, validated as a loader does it, with some keys replaced."""
    return SpreadsheetAssignment.model_validate_json(json.dumps(PLAIN | changes))


def with_cell(value: str) -> SpreadsheetAssignment:
    """Return an assignment whose first computed column holds that expression."""
    day = PLAIN["data"]["columns"][0]
    column = {"id": "zcalls", "header": {"cs": "Hovory", "en": "Calls"}, "value": value, "format": "int"}
    answers = [PLAIN["answers"][0]]
    return assignment(data=PLAIN["data"] | {"columns": [day, column]}, answers=answers)


def with_answer(expr: str) -> SpreadsheetAssignment:
    """Return an assignment that asks for that expression alone."""
    return assignment(answers=[PLAIN["answers"][0] | {"expr": expr}])


def repacked(
    data: bytes, change: Mapping[str, bytes | Callable[[bytes], bytes]], packing: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """Return a workbook with some parts replaced, changed or added."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(written, "w", packing) as target:
        contents = {name: source.read(name) for name in source.namelist()}
        for name, new in change.items():
            contents[name] = new(contents[name]) if callable(new) else new
        for name, content in contents.items():
            target.writestr(name, content)
    return written.getvalue()
