"""Which charts a workbook holds and what they refer to; how they look is for a person."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

from exam.core.presentation import Chart
from exam.core.spreadsheet_submission import MAX_TEXT, FoundChart
from exam.workbook.refusals import WorkbookBrokenError

MAX_CHARTS = 50
MAX_REFERENCES = 40

_PART = re.compile(r"xl/(charts/chart|charts/chartEx|chartEx/chart)[A-Za-z]*[0-9]*\.xml")
_KIND = re.compile(r"(area|bar|bubble|doughnut|line|pie|radar|scatter|stock|surface|ofPie)(3D)?Chart")


def charts(data: bytes, sheet: str) -> tuple[FoundChart, ...]:
    """Return the charts, and for each whether it refers to that sheet.

    Raises:
        WorkbookBrokenError: a part is not well-formed.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [name for name in archive.namelist() if _PART.fullmatch(name)][:MAX_CHARTS]
        try:
            return tuple(_chart(_tree(archive.read(name)), sheet) for name in parts)
        except SyntaxError as error:
            raise WorkbookBrokenError from error


def chart_of(root: Element) -> Chart:
    """Return what a chart of a presentation says of itself."""
    return Chart(kind=_kind(root), title=_title(root), series=tuple(_series(root)))


def _series(root: Element) -> Iterator[str]:
    for part in root.iter():
        if _local(part) == "ser":
            yield from (" ".join(_texts(child, {"v", "t"})) for child in part if _local(child) == "tx")


def _tree(content: bytes) -> Element:
    return fromstring(content)  # noqa: S314 - `container.inspect` refused every document type and with it every entity


def _chart(root: Element, sheet: str) -> FoundChart:
    references = tuple(_texts(root, {"f"}))[:MAX_REFERENCES]
    return FoundChart(
        kind=_kind(root),
        title=_title(root),
        references=references,
        of_data=bool(sheet) and any(_sheet(reference) == sheet.casefold() for reference in references),
    )


def _kind(root: Element) -> str:
    return next((match[1] for part in root.iter() if (match := _KIND.fullmatch(_local(part)))), "other")


def _title(root: Element) -> str:
    title = next((part for part in root.iter() if _local(part) == "title"), None)
    return "" if title is None else " ".join(_texts(title, {"t", "v"}))[:MAX_TEXT]


def _texts(root: Element, names: set[str]) -> Iterator[str]:
    yield from (part.text.strip() for part in root.iter() if _local(part) in names and part.text)


def _local(part: Element) -> str:
    return str(part.tag).rpartition("}")[2]


def _sheet(reference: str) -> str:
    return reference.rpartition("!")[0].strip("'$").casefold()
