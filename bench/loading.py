"""Rows about starting and loading."""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import yaml

from bench.measure import Row, cpu_ms, in_turns, percentile, python
from exam.loading import content_root, load_content

ITEM = """\
  - id: q-{number}
    kind: choice
    version: 1
    status: approved
    author: "A"
    reviewed: {{by: "B", "on": "2026-01-01"}}
    checked_on: "2026-01-01"
    criteria: [theory.a]
    language: cs
    source: "Zdroj {number}"
    basis: [{{kind: law, act: "zákon č. 1/2000 Sb.", provision: "§ {number}", valid_from: "2020-01-01"}}]
    cognitive: remember
    stem: "Otázka číslo {number}, která je dlouhá asi jako skutečná otázka v bance úloh?"
    options:
      - {{id: a, text: "První možnost", correct: true, rationale: "Protože."}}
      - {{id: b, text: "Druhá možnost", rationale: "Proto ne."}}
      - {{id: c, text: "Třetí možnost", rationale: "Proto také ne."}}
"""
ITEMS, FILES = 10_000, 20
STOCK = """
import sys, pathlib, pydantic, yaml

class Model(pydantic.BaseModel):
    word: str

for path in pathlib.Path(sys.argv[1]).glob("[ir]*/*/*.yaml"):
    with path.open("rb") as file:
        yaml.load(file, Loader=yaml.CSafeLoader)
"""
"""What anything costs that reads these files and has one model; it checks nothing (docs/decisions/0016)."""


def starts() -> Iterator[Row]:
    """What a command costs before it does anything, in processor time."""
    floor = cpu_ms(python("-c", "pass"), 9)
    stock = cpu_ms(python("-c", STOCK, str(content_root())), 5)
    yield Row("`exam --version`, CPU", "`python -c pass`", floor, cpu_ms(python("-m", "exam", "--version"), 9), 2)
    yield Row(
        "`exam check` of the shipped content, CPU",
        "pydantic imported, stock `yaml.CSafeLoader` of the same files",
        stock,
        cpu_ms(python("-m", "exam", "check"), 5),
        1.5,
    )


def banks() -> Iterator[Row]:
    """Loading and validating 10,000 items against PyYAML's C loader alone."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        banks = root / "item_banks" / "mini-1"
        banks.mkdir(parents=True)
        for part in range(FILES):
            numbers = range(part * ITEMS // FILES, (part + 1) * ITEMS // FILES)
            head = f"schema: exam/item-bank/1\nid: bank-{part}\nstandard: mini-1\nitems:\n"
            (banks / f"bank-{part}.yaml").write_text(
                head + "".join(ITEM.format(number=number) for number in numbers), "utf-8"
            )

        def floor() -> None:
            for path in banks.iterdir():
                with path.open("rb") as file:
                    yaml.load(file, Loader=yaml.CSafeLoader)  # noqa: TID251 - the floor

        floors, own = in_turns(floor, lambda: load_content(root, date(2026, 11, 20)), 3)
    yield Row(
        "load and validate 10,000 items", "stock `yaml.CSafeLoader`", percentile(floors, 0.5), percentile(own, 0.5), 1.0
    )
