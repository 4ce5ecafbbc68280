"""The template of one printout: blocks of words with places for facts, per language."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from exam.core.item import Identifier, Words
from exam.core.model import Frozen
from exam.core.printouts.shapes import SHAPES, Printout, Shape
from exam.core.report import places
from exam.core.standard import VerificationMethod
from exam.core.timetable.problem import Stage

Fact = Annotated[str, Field(pattern=r"^[a-z_]+$")]
"""The name of a fact."""


class Reader(StrEnum):
    """Who gets a printout."""

    CANDIDATE = "candidate"
    EXAMINER = "examiner"
    OFFICE = "office"
    """The authorised person's own papers."""
    EVERYBODY = "everybody"
    """It hangs on a door."""
    AUTHORITY = "authority"
    """It goes to the authorising body."""


class Column(Frozen):
    """One column of a table."""

    head: str = ""
    text: str = ""
    """A pattern for each cell; nothing for one that is filled in by hand."""
    width: Annotated[float, Field(gt=0, le=170)]
    """Millimetres."""
    tick: bool = False
    """Whether each cell holds a box to tick."""
    small: bool = False


class TableBlock(Frozen):
    """A table with a row for each entry of a list."""

    of: Fact
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    blank: Annotated[int, Field(ge=0, le=60)] = 0
    """Empty rows after the entries."""
    tight: bool = False
    """Whether its rows stand close together, for long texts."""
    height: Annotated[float, Field(ge=0, le=40)] = 0
    """Millimetres that a row has at least."""


class EachBlock(Frozen):
    """Blocks for each entry of a list."""

    of: Fact
    blocks: "Annotated[tuple[Block, ...], Field(min_length=1)]"
    apart: bool = False
    """Whether each entry after the first begins on a page of its own."""
    whole: bool = False
    """Whether an entry stays on one page."""


class Block(Frozen):
    """One block; exactly one of its keys says of what kind it is."""

    text: str = ""
    strong: str = ""
    big: str = ""
    """One line that is seen from afar."""
    heading: str = ""
    note: str = ""
    verbatim: str = ""
    """Words of people or items, set apart exactly as they are."""
    pairs: tuple[tuple[str, str], ...] = ()
    """Labels and values; a pair without a value is left to be written by hand."""
    items: Fact = ""
    ticks: tuple[str, ...] = ()
    table: TableBlock | None = None
    each: EachBlock | None = None
    lines: Annotated[int, Field(ge=0, le=60)] = 0
    """Ruled lines to write on."""
    signatures: tuple[str, ...] = ()
    page: bool = False
    """What follows begins on a new page."""
    cut: bool = False
    """A line to cut along."""
    when: Fact = ""
    """Only where this fact says something; it stands beside any of the others."""

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> "Block":
        kinds = self.model_fields_set - {"when"}
        if len(kinds) != 1:
            message = f"a block is of one kind, not {', '.join(sorted(kinds)) or 'none'}"
            raise ValueError(message)
        return self

    def patterns(self) -> Iterator[str]:
        """Yield every pattern of the block itself."""
        yield from (
            self.text,
            self.strong,
            self.big,
            self.heading,
            self.note,
            self.verbatim,
            *self.ticks,
            *self.signatures,
        )
        yield from (text for pair in self.pairs for text in pair)


class PrintoutWording(Frozen):
    """One printout in one language."""

    title: Words
    blocks: Annotated[tuple[Block, ...], Field(min_length=1)]


class PrintoutTemplate(Frozen):
    """One file in `reports/<system>/printouts/`."""

    schema_: Annotated[Literal["exam/printout/1"], Field(alias="schema")]
    system: Identifier
    printout: Printout
    reader: Reader
    wording: Annotated[Mapping[str, PrintoutWording], Field(min_length=1)]
    """By language code."""

    @model_validator(mode="after")
    def _names_only_facts_that_there_are(self) -> "PrintoutTemplate":
        """Refuse a place that nothing fills: a printout must not fail on the day."""
        shape = SHAPES[self.printout]
        for wording in self.wording.values():
            strange = sorted({*_strange(wording.blocks, shape), *(set(places(wording.title)) - set(shape))})
            if strange:
                message = f"unknown field {{{strange[0]}}}"
                raise ValueError(message)
        return self


class Frame(Frozen):
    """What stands around every printout of a system (`frame.yaml`), per language."""

    schema_: Annotated[Literal["exam/printout-frame/1"], Field(alias="schema")]
    system: Identifier
    wording: Annotated[Mapping[str, "FrameWording"], Field(min_length=1)]


class FrameWording(Frozen):
    """The words of the frame."""

    practice: Words
    """The banner of every printout of a practice exam."""
    readers: Mapping[Reader, Words]
    """For whom it is."""
    session: Words
    sitting: Words
    speakers: Mapping[str, Words]
    """How the two sides of a transcript are called."""
    methods: Mapping[VerificationMethod, Words]
    stages: Mapping[Stage, Words]
    """The stages of a timetable."""
    rest: Words
    """A break in it."""
    right: Words
    wrong: Words
    """Of a transcript, on the sheet of keys."""


def _strange(blocks: tuple[Block, ...], shape: Shape) -> Iterator[str]:
    for block in blocks:
        yield from (name for pattern in block.patterns() for name in places(pattern) if shape.get(name, {}) is not None)
        yield from (name for name in (block.when, block.items) if name and name not in shape)
        if block.table is not None:
            inner = _inner(block.table.of, shape)
            yield from () if inner else (block.table.of,)
            yield from (
                name for column in block.table.columns for name in places(column.text) if name not in {**shape, **inner}
            )
        if block.each is not None:
            inner = _inner(block.each.of, shape)
            yield from () if inner else (block.each.of,)
            yield from _strange(block.each.blocks, {**shape, **inner})


def _inner(name: str, shape: Shape) -> Shape:
    return shape.get(name) or {}
