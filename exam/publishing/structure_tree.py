"""Writes the logical structure into the file: the tree, and the way back to it from each piece of content and field."""

from collections.abc import Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from exam.publishing.structure import Element, FieldMark, Mark, Part


def write_structure(pdf: pikepdf.Pdf, document: Element, widgets: Mapping[str, Object]) -> None:
    """Add the structure tree; `widgets` are the signature fields by name, each with its page in `/P`."""
    top = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    writer = _Writer(pdf, widgets)
    top.K = writer.element(document, top)
    top.ParentTree = pdf.make_indirect(Dictionary(Nums=writer.parents()))
    top.ParentTreeNextKey = len(pdf.pages) + len(widgets)
    pdf.Root.StructTreeRoot = top
    pdf.Root.MarkInfo = Dictionary(Marked=True)


class _Writer:
    """Turns elements into objects and remembers which of them owns what."""

    def __init__(self, pdf: pikepdf.Pdf, widgets: Mapping[str, Object]) -> None:
        self._pdf = pdf
        self._pages = [page.obj for page in pdf.pages]
        self._widgets = widgets
        self._owners: list[dict[int, Object]] = [{} for _ in self._pages]
        self._forms: dict[str, Object] = {}

    def element(self, element: Element, parent: Object) -> Object:
        """Return the object of an element with everything below it."""
        made = self._pdf.make_indirect(Dictionary(S=Name(f"/{element.role}"), P=parent, **_attributes(element)))
        first = next((part.page for part in element.parts if isinstance(part, Mark)), 0)
        if first:
            made.Pg = self._pages[first - 1]
        parts = [self._part(part, made, first) for part in element.parts]
        if parts:
            made.K = parts[0] if len(parts) == 1 else Array(parts)
        return made

    def parents(self) -> Array:
        """Number the pages, then the fields, and return the way from each number to its elements."""
        numbers = Array()
        for key, (page, owners) in enumerate(zip(self._pages, self._owners, strict=True)):
            page.StructParents = key
            numbers.append(key)
            numbers.append(self._pdf.make_indirect(Array([owners[number] for number in range(len(owners))])))
        for key, (name, widget) in enumerate(self._widgets.items(), start=len(self._pages)):
            widget.StructParent = key
            numbers.append(key)
            numbers.append(self._forms[name])
        return numbers

    def _part(self, part: Part, owner: Object, first: int) -> Object | int:
        match part:
            case Element():
                return self.element(part, owner)
            case FieldMark(name):
                self._forms[name] = owner
                widget = self._widgets[name]
                owner.Pg = widget.P
                return Dictionary(Type=Name.OBJR, Obj=widget, Pg=widget.P)
            case Mark(page, number):
                self._owners[page - 1][number] = owner
                return number if page == first else Dictionary(Type=Name.MCR, Pg=self._pages[page - 1], MCID=number)


def _attributes(element: Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if element.alt:
        found["Alt"] = String(element.alt)
    if element.language:
        found["Lang"] = String(element.language)
    if element.scope:
        found["A"] = Dictionary(O=Name.Table, Scope=Name(f"/{element.scope}"))
    if element.summary:
        found["A"] = Dictionary(O=Name.Table, Summary=String(element.summary))
    if element.box:
        box = Array([round(side, 2) for side in element.box])
        found["A"] = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=box)
    return found
