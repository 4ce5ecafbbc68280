"""Reads what a presentation shows as text, after `container.inspect` let it pass; pictures are named, never opened.

Nothing of it is followed or drawn: slides, their notes, charts and diagrams are parts of the one file. A part that is
missing is passed over, for a presentation that somebody can show is not to fail at one shape.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from xml.etree.ElementTree import Element, fromstring

from exam.core.presentation import MAX_SLIDES, MAX_TEXT, Chart, Line, Outline, Picture, Slide
from exam.workbook.charts import chart_of
from exam.workbook.container import PRESENTATION, inspect
from exam.workbook.refusals import WorkbookBrokenError

_MAIN = "ppt/presentation.xml"
_REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TITLES = frozenset({"title", "ctrTitle"})
_OF_THE_LAYOUT = frozenset({"dt", "ftr", "hdr", "sldNum", "sldImg"})
"""Placeholders that say nothing of the candidate's own."""


def read_presentation(data: bytes) -> Outline:
    """Return what the slides show, in their order.

    Raises:
        WorkbookRefusedError: the file may not be opened, or cannot be read.
    """
    inspect(data, PRESENTATION)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        try:
            package = _Package(archive)
            shown = [package.slide(part) for part in package.slides()[:MAX_SLIDES]]
        except (SyntaxError, ValueError) as error:
            raise WorkbookBrokenError from error
    slides = tuple(_within(shown))
    return Outline(slides=slides, left_out=len(slides) < len(package.slides()))


def _within(slides: list[Slide]) -> Iterator[Slide]:
    """Yield slides while all their text is no more than anybody reads."""
    left = MAX_TEXT
    for slide in slides:
        left -= len(slide.model_dump_json())
        if left < 0:
            return
        yield slide


@dataclass
class _Found:
    """What was gathered from one slide so far."""

    titles: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    tables: list[tuple[tuple[str, ...], ...]] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)


class _Package:
    """The parts of one file; each is read once, however often it is referred to."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = frozenset(archive.namelist())
        self._slides: dict[str, Slide] = {}
        self._charts: dict[str, Chart] = {}

    def slides(self) -> tuple[str, ...]:
        """Return the parts of the slides, in the order in which they are shown."""
        return self._order

    @cached_property
    def _order(self) -> tuple[str, ...]:
        listed, targets = self._tree(_MAIN), self._targets(_MAIN)
        references = (entry.get(f"{_REFERENCE}id", "") for entry in _every(listed, "sldId"))
        return tuple(targets[name] for name in references if targets.get(name) in self._names)

    def slide(self, part: str) -> Slide:
        """Return what a slide shows."""
        if part not in self._slides:
            self._slides[part] = self._read(part)
        return self._slides[part]

    def _read(self, part: str) -> Slide:
        root, targets, found = self._tree(part), self._targets(part), _Found()
        for shape in _shapes(root):
            self._take(shape, targets, found)
        return Slide(
            title=" ".join(found.titles),
            hidden=root.get("show") == "0",
            lines=tuple(found.lines),
            tables=tuple(found.tables),
            charts=tuple(found.charts),
            pictures=tuple(found.pictures),
            notes=tuple(self._notes(targets)),
        )

    def _notes(self, targets: dict[str, str]) -> Iterator[str]:
        for part in targets.values():
            if part.startswith("ppt/notesSlides/") and part in self._names:
                yield from (line.text for shape in _shapes(self._tree(part)) for line in _lines(shape))

    def _take(self, shape: Element, targets: dict[str, str], found: _Found) -> None:
        described = _described(shape)
        if _local(shape) == "pic" or described.description:
            found.pictures.append(described)
        if _local(shape) == "graphicFrame":
            self._take_frame(shape, targets, found)
        elif _placeholder(shape) in _TITLES:
            found.titles.append(" ".join(line.text for line in _lines(shape)))
        else:
            found.lines += _lines(shape)

    def _take_frame(self, shape: Element, targets: dict[str, str], found: _Found) -> None:
        for table in _every(shape, "tbl"):
            rows = (tuple(" ".join(_texts(cell)) for cell in _every(row, "tc")) for row in _every(table, "tr"))
            found.tables.append(tuple(rows))
        for entry in shape.iter():
            part = targets.get(entry.get(f"{_REFERENCE}{'dm' if _local(entry) == 'relIds' else 'id'}", ""), "")
            if part not in self._names:
                continue
            if _local(entry) == "chart":
                found.charts.append(self._chart(part))
            elif _local(entry) == "relIds":
                found.lines += _lines(self._tree(part))

    def _chart(self, part: str) -> Chart:
        if part not in self._charts:
            self._charts[part] = chart_of(self._tree(part))
        return self._charts[part]

    def _targets(self, part: str) -> dict[str, str]:
        """Return by id the parts that a part refers to; other files are left out."""
        folder, name = posixpath.split(part)
        listed = f"{folder}/_rels/{name}.rels"
        if listed not in self._names:
            return {}
        inside = (entry for entry in self._tree(listed).iter(_RELATIONSHIP) if entry.get("TargetMode") != "External")
        return {
            entry.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, entry.get("Target", ""))).lstrip("/")
            for entry in inside
        }

    def _tree(self, part: str) -> Element:
        if part not in self._names:
            raise WorkbookBrokenError
        return fromstring(self._archive.read(part))  # noqa: S314 - `container.inspect` refused every document type


def _shapes(root: Element) -> Iterator[Element]:
    """Yield every shape in the order of the file, those of groups one by one, of alternatives the first."""
    for child in root:
        name = _local(child)
        if name in {"sp", "pic", "graphicFrame", "cxnSp"}:
            if _placeholder(child) not in _OF_THE_LAYOUT:
                yield child
        elif name == "AlternateContent":
            yield from _shapes(child[0] if len(child) else child)
        elif name in {"cSld", "spTree", "grpSp"}:
            yield from _shapes(child)


def _placeholder(shape: Element) -> str:
    found = next(_every(shape, "ph"), None)
    return "" if found is None else found.get("type", "body")


def _described(shape: Element) -> Picture:
    named = next(_every(shape, "cNvPr"), None)
    return (
        Picture(name="") if named is None else Picture(name=named.get("name", ""), description=named.get("descr", ""))
    )


def _lines(shape: Element) -> Iterator[Line]:
    for paragraph in _every(shape, "p"):
        text = "".join(_texts(paragraph)).strip()
        properties = next(_every(paragraph, "pPr"), None)
        level = properties.get("lvl", "0") if properties is not None else "0"
        if text:
            yield Line(text=text, level=int(level) if level.isdigit() else 0)


def _texts(element: Element) -> Iterator[str]:
    for part in element.iter():
        if _local(part) == "t":
            yield part.text or ""
        elif _local(part) == "br":
            yield " "


def _every(root: Element, name: str) -> Iterator[Element]:
    return (part for part in root.iter() if _local(part) == name)


def _local(part: Element) -> str:
    return str(part.tag).rpartition("}")[2]
