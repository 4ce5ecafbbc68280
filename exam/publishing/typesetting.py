"""From values to paragraphs: every text is made visible and spelt in the record's language before it is set.

Reportlab would read markup in paragraphs, and stops at a character that its font lacks. So it is given no markup but
finished pieces, and nothing reaches it but through `Typesetter`.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from reportlab.lib.colors import Color
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus.paragraph import cleanBlockQuotedText
from reportlab.platypus.paraparser import ParaFrag

from exam.core.report import Wording, fill
from exam.publishing.fonts import Faces
from exam.publishing.structure import Element
from exam.publishing.tagging import TaggedParagraph
from exam.text import sanitise

INK = Color(0, 0, 0)
SOFT = Color(0.27, 0.27, 0.27)
"""Labels and remarks; dark enough for a bad copy."""
HAIR = Color(0.6, 0.6, 0.6)
"""Hairlines."""
SHADE = Color(0.93, 0.93, 0.93)
"""Heads of tables."""

NBSP = "\u00a0"
MS_PER_SECOND = 1000
SECONDS = 60
HEADINGS = {"title": "H1", "section": "H2", "subsection": "H3"}
"""Styles that are headings; every other text is a paragraph."""
BULLET = "•"


class Typesetter:
    """Sets the texts of one record."""

    def __init__(self, faces: Faces, wording: Wording) -> None:
        self.faces = faces
        self.wording = wording
        bound = wording.figures.bound
        self._bound = re.compile(rf"(?<!\w)([{re.escape(bound)}]) +(?=\w)") if bound else None
        self._styles = _styles(faces)
        self._pieces = {name: _piece(style) for name, style in self._styles.items()}

    def plain(self, text: str) -> str:
        """Return the text as it is shown: nothing hidden, nothing that the fonts lack."""
        shown = sanitise(text)
        if self.faces.characters.issuperset(shown):
            return shown
        return "".join(self._shown(char) for char in shown)

    def set(self, text: str, style: str = "body", *, verbatim: bool = False, language: str = "") -> TaggedParagraph:
        """Return a paragraph of the text; one typed by people stays `verbatim`; `language` where it is another."""
        element = Element(HEADINGS.get(style, "P"), language=language)
        return self._made(text if verbatim else self.tied(text), style, element)

    def lines(self, texts: Iterable[str], style: str = "body") -> TaggedParagraph:
        """Return one paragraph with a line for each text that says something."""
        return self._made(
            "\n".join(self.tied(text) for text in texts if text), style, Element(HEADINGS.get(style, "P"))
        )

    def listed(
        self, texts: Iterable[str], style: str = "item", *, verbatim: bool = False, language: str = ""
    ) -> Iterator[TaggedParagraph]:
        """Yield the texts as the items of one list."""
        whole = Element("L")
        for text in texts:
            body = Element("LBody", Element("LI", whole), language=language)
            yield self._made(text if verbatim else self.tied(text), style, body, bullet=BULLET)

    def tied(self, text: str) -> str:
        """Keep one-letter words with the next word, where the language wants that."""
        return self._bound.sub(rf"\1{NBSP}", text) if self._bound else text

    def style(self, name: str) -> ParagraphStyle:
        """Return a style by name."""
        return self._styles[name]

    def day(self, day: date) -> str:
        """Spell a date."""
        return _firm(fill(self.wording.figures.day, day=day.day, month=day.month, year=day.year))

    def clock(self, moment: datetime) -> str:
        """Spell the time of day as it was where the exam was held."""
        return _firm(fill(self.wording.figures.clock, hour=moment.hour, minute=f"{moment.minute:02}"))

    def moment(self, moment: datetime, *, zone: bool = False) -> str:
        """Spell date and time, with the distance from UTC where it matters."""
        spelt = fill(self.wording.figures.moment, day=self.day(moment), clock=self.clock(moment))
        return f"{spelt} {_firm(fill(self.wording.figures.zone, offset=_offset(moment)))}" if zone else spelt

    def number(self, value: Decimal) -> str:
        """Spell a number."""
        return self.wording.figures.number(value)

    def truth(self, value: bool) -> str:  # noqa: FBT001 - the value that is spelt
        """Spell yes or no."""
        return self.wording.phrases.yes if value else self.wording.phrases.no

    def width(self, text: str, size: float) -> float:
        """Return how wide the text is in the regular face."""
        return float(stringWidth(text, self.faces.regular, size))

    def or_none(self, text: str) -> str:
        """Return the text, or what stands for nothing."""
        return text.strip() or self.wording.phrases.none

    def _made(self, text: str, style: str, element: Element, bullet: str | None = None) -> TaggedParagraph:
        pieces = list(_lines(self.plain(text), self._pieces[style]))
        made = TaggedParagraph("", self._styles[style], bulletText=bullet, frags=pieces)
        made.element = element
        return made

    def _shown(self, char: str) -> str:
        if char == "\n" or char in self.faces.characters:
            return char
        return {"⟨": "‹", "⟩": "›"}.get(char, f"‹U+{ord(char):04X}›")


def minutes(milliseconds: int) -> str:
    """Spell a span as whole minutes."""
    return str(milliseconds // (MS_PER_SECOND * SECONDS))


def minutes_seconds(milliseconds: int) -> str:
    """Spell a span as minutes and seconds."""
    whole, seconds = divmod(milliseconds // MS_PER_SECOND, SECONDS)
    return f"{whole}:{seconds:02}"


def _piece(style: ParagraphStyle) -> ParaFrag:
    """Return the piece of text that reportlab would read from a text of this style without markup."""
    return ParaFrag(
        fontName=style.fontName,
        fontSize=style.fontSize,
        textColor=style.textColor,
        bold=0,
        italic=0,
        rise=0,
        greek=0,
        link=[],
        us_lines=[],
    )


def _lines(text: str, piece: ParaFrag) -> Iterator[ParaFrag]:
    for number, line in enumerate(text.split("\n")):
        if number:
            yield piece.clone(text="", lineBreak=True)
        if said := cleanBlockQuotedText(line):
            yield piece.clone(text=said)


def _firm(text: str) -> str:
    return text.replace(" ", NBSP)


def _offset(moment: datetime) -> str:
    spelt = moment.strftime("%z")
    return f"{spelt[:3]}:{spelt[3:5]}" if spelt else ""


def _styles(faces: Faces) -> dict[str, ParagraphStyle]:
    body = ParagraphStyle("body", fontName=faces.regular, fontSize=9.2, leading=12.4, textColor=INK)
    small = ParagraphStyle("small", body, fontSize=7.8, leading=10.4)
    bullet = {"leftIndent": 3 * mm, "bulletFontName": faces.regular}
    made = (
        body,
        small,
        ParagraphStyle("item", body, **bullet, bulletFontSize=body.fontSize),
        ParagraphStyle("small_item", small, **bullet, bulletFontSize=small.fontSize),
        ParagraphStyle("strong", body, fontName=faces.bold),
        ParagraphStyle("label", body, textColor=SOFT),
        ParagraphStyle("remark", small, textColor=SOFT),
        ParagraphStyle("lead", small, textColor=SOFT, spaceAfter=3),
        ParagraphStyle("note", small, textColor=SOFT, spaceBefore=4),
        ParagraphStyle("listed", small, textColor=SOFT, spaceAfter=2),
        ParagraphStyle("reason", small, spaceBefore=1.5),
        ParagraphStyle("head", small, fontName=faces.bold),
        ParagraphStyle("head_right", small, fontName=faces.bold, alignment=TA_RIGHT),
        ParagraphStyle("right", body, alignment=TA_RIGHT),
        ParagraphStyle("small_right", small, alignment=TA_RIGHT),
        ParagraphStyle("title", body, fontName=faces.bold, fontSize=17, leading=21),
        ParagraphStyle("subtitle", body, fontSize=10, leading=13.5, textColor=SOFT, spaceAfter=4),
        ParagraphStyle("section", body, fontName=faces.bold, fontSize=11.2, leading=14, spaceBefore=12, spaceAfter=4),
        ParagraphStyle("subsection", body, fontName=faces.bold, spaceBefore=8, spaceAfter=1),
        ParagraphStyle("result", body, fontName=faces.bold, fontSize=18, leading=23, alignment=TA_CENTER),
        ParagraphStyle("centred", body, alignment=TA_CENTER),
    )
    return {style.name: style for style in made}
