"""The embedded fonts of a record, known to reportlab by their contents; what they cannot show is found out here."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar

from reportlab.pdfbase.pdfmetrics import getRegisteredFontNames, registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from exam.core.report import Fonts
from exam.problem import ExamError


class FontUnusableError(ExamError):
    """A font that the template names is missing, damaged or no TrueType font."""

    code: ClassVar[str] = "font-unusable"


@dataclass(frozen=True, slots=True)
class Faces:
    """Names of the registered fonts, and the characters that all of them have."""

    regular: str
    bold: str
    italic: str
    characters: frozenset[str]


def load_faces(folder: Path, fonts: Fonts) -> Faces:
    """Register the fonts of a template, once for each content, and return their names.

    Raises:
        FontUnusableError: a file is missing, damaged or no TrueType font.
    """
    regular, bold, italic = (_registered(folder / name) for name in (fonts.regular, fonts.bold, fonts.italic))
    names = [font.fontName for font in (regular, bold, italic)]
    registerFontFamily(names[0], normal=names[0], bold=names[1], italic=names[2], boldItalic=names[1])
    return Faces(regular=names[0], bold=names[1], italic=names[2], characters=_characters(*names))


_KNOWN: dict[str, TTFont] = {}


@cache
def _characters(*names: str) -> frozenset[str]:
    """Return what all of these fonts can show."""
    shown = (frozenset(map(chr, _KNOWN[name].face.charToGlyph)) for name in names)
    return frozenset.intersection(*shown)


def _registered(path: Path) -> TTFont:
    try:
        name = f"{path.stem}-{hashlib.sha256(path.read_bytes()).hexdigest()[:8]}"
        if name not in _KNOWN or name not in getRegisteredFontNames():
            font = TTFont(name, str(path), validate=1)  # checks every table: a damaged font is told here, not later
            registerFont(font)
            _KNOWN[name] = font
    except (OSError, TTFError) as error:
        raise FontUnusableError(path=path, reason=error) from error
    return _KNOWN[name]
