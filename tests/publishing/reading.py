"""Reads the pages of a file as a stranger's program would: text through each font's own table, in drawing order."""

import io
import re
from functools import cache

import pikepdf

_PAIR = re.compile(rb"^<([0-9A-Fa-f]{2})> <([0-9A-Fa-f]{4,})>$", re.MULTILINE)


@cache
def pages_text(pdf: bytes) -> tuple[str, ...]:
    """Return the text of every page, line by line as it was drawn."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return tuple(_page_text(page) for page in opened.pages)


def text(pdf: bytes) -> str:
    """Return the text of all pages with every run of spaces and line ends as one space."""
    return " ".join(" ".join(pages_text(pdf)).split())


def letters(pdf: bytes) -> str:
    """Return the text of all pages without any space: long words break wherever a line ends."""
    return "".join("".join(pages_text(pdf)).split())


def _page_text(page: pikepdf.Page) -> str:
    tables = {name: meanings(font) for name, font in page.obj.Resources.Font.items()}
    table: dict[int, str] = {}
    told: list[str] = []
    for found in pikepdf.parse_content_stream(page, "Tf Tj T* ET"):
        match str(found.operator):
            case "Tf":
                table = tables[str(found.operands[0])]
            case "Tj":
                told.append("".join(table[code] for code in bytes(found.operands[0])))
            case _ if told and told[-1] != "\n":
                told.append("\n")
    return "".join(told)


def meanings(font: pikepdf.Object) -> dict[int, str]:
    """Return what each code of a font stands for, by its ToUnicode table."""
    if "/ToUnicode" not in font:
        return {}
    return {int(code, 16): chr(int(letter, 16)) for code, letter in _PAIR.findall(font.ToUnicode.read_bytes())}
