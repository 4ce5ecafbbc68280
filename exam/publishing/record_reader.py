"""Reads a file as pyHanko does, only that the table of an object stream is read once.

A record packs some hundred objects into each stream, and pyHanko reads the whole table anew for every one of them.
"""

import io
from typing import Any

from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.generic import IndirectObject, PdfObject, Reference, StreamObject, read_object
from pyhanko.pdf_utils.misc import PdfReadError, PdfStreamError, PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader


class RecordReader(PdfFileReader):
    """A strict reader of one file."""

    def __init__(self, data: bytes) -> None:
        self._packed: dict[int, tuple[list[int], list[int], io.BytesIO]] = {}
        super().__init__(io.BytesIO(data))

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> PdfObject:
        """Return an object of an object stream.

        Raises:
            PdfStrictReadError: the stream does not hold it at this place, or not once, or holds what none may hold.
        """
        if stmnum not in self._packed:
            self._packed[stmnum] = _unpacked(Reference(stmnum, 0, self).get_object())
        numbers, places, content = self._packed[stmnum]
        if not 0 <= idx < len(numbers) or numbers[idx] != idnum:
            raise PdfStrictReadError("Object is in wrong index.")
        content.seek(places[idx])
        try:
            found = read_object(content, Reference(idnum, 0, self))
        except (PdfStreamError, PdfReadError) as error:
            raise PdfStrictReadError(f"Can't read object stream: {error}") from error
        if isinstance(found, StreamObject | IndirectObject):
            raise PdfStrictReadError("Encountered forbidden object type in object stream")
        return found


def _unpacked(stream: Any) -> tuple[list[int], list[int], io.BytesIO]:  # noqa: ANN401 - whatever lies there
    """Return which objects a stream holds, each with its place in the content."""
    if not isinstance(stream, StreamObject) or stream["/Type"] != "/ObjStm":
        raise PdfStrictReadError("Not an object stream.")
    count, first = int(stream["/N"]), int(stream["/First"])
    content = stream.read_data(DecodePurpose.OBJECT_STREAM)
    told = content[:first].split()[: 2 * count]
    if len(told) != 2 * count or not all(entry.isdigit() for entry in told):
        raise PdfStrictReadError("Object stream header possibly corrupted")
    numbers = [int(entry) for entry in told[::2]]
    if len(set(numbers)) != count:
        raise PdfStrictReadError("Object stream holds an object twice.")
    return numbers, [first + int(entry) for entry in told[1::2]], io.BytesIO(content)
