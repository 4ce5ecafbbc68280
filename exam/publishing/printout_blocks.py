"""From the blocks of a printout's template to flowables: its own words typeset, what fills them set as it is."""

from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak, Spacer

from exam.core.printouts.facts import Facts
from exam.core.printouts.template import Block, Column, EachBlock, TableBlock
from exam.core.report import fill, places
from exam.publishing.handwriting import CutLine, Lines, SignatureLines, TickBox
from exam.publishing.tables import WIDTH, Cell, ruled
from exam.publishing.typesetting import Typesetter

LABEL = 52 * mm
BELOW = 2.5 * mm


class Setting:
    """Sets blocks with the facts that hold where they stand."""

    def __init__(self, setter: Typesetter, facts: Facts) -> None:
        self._setter = setter
        self._facts = facts

    def blocks(self, blocks: Sequence[Block]) -> list[Flowable]:
        """Return the flowables of those blocks whose condition holds."""
        found: list[Flowable] = []
        for block in blocks:
            if not block.when or self._facts.get(block.when):
                found += self._block(block)
        return found

    def _block(self, block: Block) -> Iterator[Flowable]:
        if block.page:
            yield PageBreak()
        yield from self._told(block)
        if block.items:
            entries = (text_of(entry, "text") for entry in list_of(self._facts, block.items))
            yield from self._setter.listed(entries, verbatim=True)
            yield Spacer(0, BELOW)
        if block.table is not None:
            yield self._table(block.table)
            yield Spacer(0, BELOW)
        if block.each is not None:
            yield from self._each(block.each)
        if block.pairs:
            yield self._pairs(block.pairs)
            yield Spacer(0, BELOW)
        yield from self._by_hand(block)

    def _told(self, block: Block) -> Iterator[Flowable]:
        for kind, style in STYLES.items():
            pattern = getattr(block, kind)
            if pattern:
                yield CondPageBreak(ROOM.get(kind, 0))
                yield self._words(pattern, style)
                yield Spacer(0, AFTER.get(kind, 0))
        for paragraph in filled(block.verbatim, self._facts).split("\n\n") if block.verbatim else ():
            yield self._setter.set(paragraph, verbatim=True)
            yield Spacer(0, 1.5 * mm)

    def _by_hand(self, block: Block) -> Iterator[Flowable]:
        for tick in block.ticks:
            yield TickBox(self._words(tick))
        if block.lines:
            yield Lines(block.lines)
        if block.signatures:
            yield SignatureLines([self._words(one, "remark") for one in block.signatures])
        if block.cut:
            yield CutLine()

    def _words(self, pattern: str, style: str = "body") -> Flowable:
        """Set a pattern: its own words are tied as the language wants, what fills it stays as it is."""
        return self._setter.set(filled(self._setter.tied(pattern), self._facts), style, verbatim=True)

    def _pairs(self, pairs: Sequence[tuple[str, str]]) -> Flowable:
        rows = [[self._words(label, "label"), self._words(value)] for label, value in pairs if self._said(value)]
        return ruled(rows or [[self._words(""), self._words("")]], (LABEL, WIDTH - LABEL), heads=0, summary="")

    def _said(self, value: str) -> bool:
        """Tell whether a pair is printed: not if all its facts are empty; one without facts is filled in by hand."""
        named = places(value)
        return not named or any(text_of(self._facts, name) for name in named)

    def _table(self, table: TableBlock) -> Flowable:
        rows = [self._row(table, entry) for entry in list_of(self._facts, table.of)]
        rows += [self._row(table, None) for _ in range(table.blank)]
        heads = any(column.head for column in table.columns)
        if heads:
            rows.insert(0, [self._words(column.head, "head") for column in table.columns])
        drawn = ruled(rows, [column.width * mm for column in table.columns], heads=int(heads), summary="")
        if table.tight:
            drawn.setStyle([("TOPPADDING", (0, 0), (-1, -1), 0.4), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.4)])
        return drawn

    def _row(self, table: TableBlock, entry: Facts | None) -> list[Cell]:
        inner = Setting(self._setter, {**self._facts, **(entry or {})})
        return [inner.cell(column, table.height, told=entry is not None) for column in table.columns]

    def cell(self, column: Column, height: float, *, told: bool) -> Cell:
        """Return one cell; one for a pen keeps its row as high as the table wants."""
        if column.tick:
            return [TickBox()]
        if told and column.text:
            return self._words(column.text, "small" if column.small else "body")
        return [Spacer(0, height * mm)]

    def _each(self, each: EachBlock) -> Iterator[Flowable]:
        for place, entry in enumerate(list_of(self._facts, each.of)):
            if place and each.apart:
                yield PageBreak()
            drawn = Setting(self._setter, {**self._facts, **entry}).blocks(each.blocks)
            yield from [KeepTogether([*drawn, Spacer(0, BELOW)])] if each.whole else drawn


STYLES = {"text": "body", "strong": "strong", "heading": "section", "note": "note", "big": "result"}
ROOM = {"heading": 32 * mm, "strong": 34 * mm}
"""Height without which it begins on the next page, so that it never stands there alone."""
AFTER = {"note": 1 * mm, "text": 1.5 * mm, "strong": 1 * mm, "big": 3 * mm}


def filled(pattern: str, facts: Facts) -> str:
    """Return the pattern with its places filled; a value is never read as a pattern again."""
    return fill(pattern, **{name: text_of(facts, name) for name in places(pattern)})


def text_of(facts: Facts, name: str) -> str:
    """Return a fact that is a text, nothing where there is none."""
    found = facts.get(name, "")
    return found if isinstance(found, str) else ""


def list_of(facts: Facts, name: str) -> Sequence[Facts]:
    """Return a fact that is a list, nothing where there is none."""
    found = facts.get(name, ())
    return () if isinstance(found, str) else found
