"""How many other files a workbook refers to; they are counted and never followed."""

import io
import re
import zipfile

_PART = re.compile(r"xl/externalLinks/[^/]+\.xml")


def links(data: bytes) -> int:
    """Return the number of linked files."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sum(_PART.fullmatch(name) is not None for name in archive.namelist())
