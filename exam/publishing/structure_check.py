"""Checks that everything on the pages is either in the structure tree or an artifact, and that the tree is whole.

ISO 14289-1 § 7 and the level A rules of ISO 19005-3 § 6.7, as far as a record uses them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name

from exam.core.record_check import Discrepancy

ROLES = frozenset(
    f"/{role}"
    for role in (
        *("Document", "Div", "H1", "H2", "H3", "P", "L", "LI", "LBody"),
        *("Table", "TR", "TH", "TD", "Figure", "Form"),
    )
)
"""The types of element that a record is made of."""
TOLD = frozenset({"/Figure", "/Form"})
"""Elements that need a text in their place."""
PAINTING = "BDC BMC EMC Tj TJ ' \" S s f F f* B B* b b* sh Do BI"
PRINTED, INVISIBLE = 4, 0b100011
"""Flags of annotations: one that must be set, and those that must not (6.3.2)."""

Pdf: TypeAlias = pikepdf.Pdf
Object: TypeAlias = Any
Place: TypeAlias = tuple[tuple[int, int], int]
"""A page and a number of marked content on it."""


@dataclass(slots=True)
class _Tree:
    """What the structure tree holds."""

    marks: set[Place] = field(default_factory=set)
    fields: set[tuple[int, int]] = field(default_factory=set)
    wrong: set[str] = field(default_factory=set)
    """Elements of a kind that no record has, or that lack what their kind needs."""


def check_structure(pdf: Pdf) -> Iterator[Discrepancy]:
    """Yield what is wrong with the structure, page by page."""
    root = pdf.Root
    marked = root.get("/MarkInfo", Dictionary()).get("/Marked", False)
    shown = root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False)
    if marked is not True or shown is not True or not str(root.get("/Lang", "")) or "/StructTreeRoot" not in root:
        yield Discrepancy(code="conformance-structure", arguments={"name": "Document"})
        return
    tree = _Tree()
    _walk(root.StructTreeRoot.get("/K"), None, tree)
    for name in sorted(tree.wrong):
        yield Discrepancy(code="conformance-structure", arguments={"name": name[1:]})
    owners = _owners(root.StructTreeRoot)
    for number, page in enumerate(pdf.pages, start=1):
        yield from _page(page, number, tree, owners)


def _walk(element: Object, page: Object, tree: _Tree) -> None:
    role, page = str(element.get("/S", "/")), element.get("/Pg", page)
    heads = role != "/TH" or "/Scope" in element.get("/A", Dictionary())
    if role not in ROLES or (role in TOLD and not str(element.get("/Alt", ""))) or not heads:
        tree.wrong.add(role)
    kids = element.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, int):
            tree.marks.add((page.objgen, kid))
        elif kid.get("/Type") == Name.MCR:
            tree.marks.add((kid.get("/Pg", page).objgen, int(kid.MCID)))
        elif kid.get("/Type") == Name.OBJR:
            tree.fields.add(kid.Obj.objgen)
        else:
            _walk(kid, page, tree)


def _owners(root: Object) -> dict[int, Object]:
    numbers = root.get("/ParentTree", Dictionary()).get("/Nums", Array())
    return {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}


def _page(page: pikepdf.Page, number: int, tree: _Tree, owners: dict[int, Object]) -> Iterator[Discrepancy]:
    told = {"page": str(number)}
    if page.obj.get("/Tabs") != Name.S:
        yield Discrepancy(code="conformance-order", arguments=told)
    owned = owners.get(int(page.obj.get("/StructParents", -1)), Array())
    marks, painted = _content(page)
    listed = {mark for key, mark in tree.marks if key == page.obj.objgen}
    leads = {mark for mark, owner in enumerate(owned) if isinstance(owner, Dictionary)}
    if painted or marks != listed or marks != leads:
        yield Discrepancy(code="conformance-content", arguments=told)
    for annotation in page.obj.get("/Annots", Array()):
        if not (_is_timestamp(annotation) or _is_tagged(annotation, tree, owners)) or not _is_shown(annotation):
            name = str(annotation.get("/T", annotation.get("/Subtype", "")))
            yield Discrepancy(code="conformance-field", arguments={"field": name})


def _content(page: pikepdf.Page) -> tuple[set[int], bool]:
    """Return the numbers of the marked content, and whether anything is painted outside every mark."""
    marks: set[int] = set()
    depth, painted = 0, False
    for found in pikepdf.parse_content_stream(page, PAINTING):
        operator = str(found.operator)
        if operator in {"BDC", "BMC"}:
            depth += 1
            marks |= _number(found.operands)
        elif operator == "EMC":
            depth -= 1
        elif not depth:
            painted = True
    return marks, painted


def _number(operands: Object) -> set[int]:
    told = operands[1] if len(operands) > 1 else None
    return {int(told.MCID)} if isinstance(told, Dictionary) and "/MCID" in told else set()


def _is_timestamp(annotation: Object) -> bool:
    """Tell whether it is the field of a timestamp over the file, which has no place on the page."""
    return bool(annotation.get("/V", Dictionary()).get("/Type") == Name.DocTimeStamp) and not any(
        float(side) for side in annotation.get("/Rect", [1])
    )


def _is_tagged(annotation: Object, tree: _Tree, owners: dict[int, Object]) -> bool:
    owner = owners.get(int(annotation.get("/StructParent", -1)), Dictionary())
    return (
        annotation.get("/Subtype") == Name.Widget
        and annotation.objgen in tree.fields
        and isinstance(owner, Dictionary)
        and owner.get("/S") == Name.Form
        and bool(str(annotation.get("/TU", "")))
        and list(annotation.get("/AP", Dictionary()).keys()) == ["/N"]
    )


def _is_shown(annotation: Object) -> bool:
    flags = int(annotation.get("/F", 0))
    return bool(flags & PRINTED) and not flags & INVISIBLE
