"""Writes a workbook as the same bytes each time, so that its digest can be journalled; it knows no assignment."""

import io
import zipfile
from datetime import datetime
from xml.etree.ElementTree import canonicalize

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

WRITTEN = datetime(2000, 1, 1)  # noqa: DTZ001 - the file format has no zone here, and no real time is meant
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
UNIX = 3
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FILE_MODE = 0o600 << 16


def packed(workbook: Workbook) -> bytes:
    """Return the file; its dates are fixed, and its parts lie canonical and stored.

    Each zlib compresses in its own way, and openpyxl writes by lxml where there is one, which spells differently.
    """
    workbook.properties.created = workbook.properties.modified = WRITTEN
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        # Workbook.save() would write the present time into docProps; its writer alone does not.
        ExcelWriter(workbook, archive).save()
    return _made_alike(written)


def _made_alike(written: io.BytesIO) -> bytes:
    repacked = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(repacked, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.create_system = UNIX
            entry.external_attr = FILE_MODE
            target.writestr(entry, DECLARATION + canonicalize(source.read(name).decode()))
    return repacked.getvalue()
