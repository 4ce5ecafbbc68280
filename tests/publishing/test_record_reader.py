# mypy: disable-error-code="no-untyped-call"
# ruff: noqa: SLF001 - what pyHanko calls is looked at from inside
"""A reader that is quicker than pyHanko's own, and no less strict."""

import io
from collections.abc import Callable

import pytest
from pyhanko.pdf_utils.generic import DictionaryObject, NameObject, NumberObject, StreamObject
from pyhanko.pdf_utils.misc import PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader

from exam.publishing.record_reader import RecordReader, _unpacked
from tests.publishing.office import Office


def spelt(reader: PdfFileReader) -> dict[int, bytes]:
    """Return every object of a file as it would be written."""
    found = {}
    for revision in range(reader.xrefs.total_revisions):
        for ref in reader.xrefs.explicit_refs_in_revision(revision):
            out = io.BytesIO()
            reader.get_object(ref).write_to_stream(out, None)
            found[ref.idnum] = out.getvalue()
    return found


def packed(content: bytes, *, count: int = 2, first: int = 8, kind: str = "/ObjStm") -> StreamObject:
    entries = {"/Type": NameObject(kind), "/N": NumberObject(count), "/First": NumberObject(first)}
    return StreamObject(DictionaryObject({NameObject(key): value for key, value in entries.items()}), content)


def test_it_reads_every_object_as_pyhanko_does(signed: bytes) -> None:
    assert spelt(RecordReader(signed)) == spelt(PdfFileReader(io.BytesIO(signed)))


def test_a_table_says_where_each_object_lies() -> None:
    numbers, places, content = _unpacked(packed(b"7 0 9 3 11 22"))
    assert (numbers, places, content.getvalue()[8:]) == ([7, 9], [8, 11], b"11 22")


@pytest.mark.parametrize(
    "stream",
    [
        packed(b"7 0 9 3 11 22", kind="/XObject"),
        packed(b"7 0 9 3 11 22", count=3),
        packed(b"7 0 x 3 11 22"),
        packed(b"7 0 -9 3 11 22", first=9),
        packed(b"7 0 7 3 11 22"),
        DictionaryObject(),
    ],
    ids=["of-another-kind", "too-short", "no-number", "negative", "twice", "no-stream"],
)
def test_a_table_that_cannot_be_trusted_is_refused(stream: object) -> None:
    with pytest.raises(PdfStrictReadError):
        _unpacked(stream)


def elsewhere(reader: RecordReader) -> None:
    """Ask for an object at the place of another one."""
    stream, entries = next(iter(places(reader)))
    reader._get_object_from_stream(entries[0], stream, 1)


def outside(reader: RecordReader) -> None:
    stream, entries = next(iter(places(reader)))
    reader._get_object_from_stream(entries[0], stream, len(entries))


@pytest.mark.parametrize("asked", [elsewhere, outside])
def test_an_object_is_only_where_the_table_says(office: Office, asked: Callable[[RecordReader], None]) -> None:
    with pytest.raises(PdfStrictReadError):
        asked(RecordReader(office.unsigned))


@pytest.mark.parametrize("content", [b"7 0 9 3 5 0 R 1", b"7 0 9 3 <<<<<"], ids=["a-reference", "garbage"])
def test_what_no_object_stream_may_hold_is_refused(office: Office, content: bytes) -> None:
    reader = RecordReader(office.unsigned)
    reader._packed[4711] = _unpacked(packed(content))
    with pytest.raises(PdfStrictReadError):
        reader._get_object_from_stream(7, 4711, 0)


def places(reader: RecordReader) -> list[tuple[int, list[int]]]:
    """Return the object streams that were read, each with the numbers of its objects."""
    spelt(reader)
    return [(stream, table[0]) for stream, table in reader._packed.items()]
