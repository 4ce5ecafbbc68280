"""Checks a file for what PDF/A-3a and PDF/UA-1 ask of a record, by the file alone and before and after any signature.

These are the rules that a record could lose by a change here or by a foreign program; the whole standards are for the
reference validators, which `make conformance` runs. Rules of the structure stand in `structure_check`. Clauses are of
ISO 19005-3 (PDF/A-3) and ISO 14289-1 (PDF/UA-1).
"""

import io
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from pikepdf.models.metadata import decode_pdf_date

from exam.core.record_check import Discrepancy
from exam.publishing.structure_check import check_structure
from exam.publishing.xmp import ACCESSIBLE, CONFORMANCE, PART

IDENTIFIERS = {
    "{http://www.aiim.org/pdfa/ns/id/}part": PART,
    "{http://www.aiim.org/pdfa/ns/id/}conformance": CONFORMANCE,
    "{http://www.aiim.org/pdfua/ns/id/}part": ACCESSIBLE,
}
SAME_TEXT = {
    "/Title": "dc:title",
    "/Author": "dc:creator",
    "/Subject": "dc:description",
    "/Creator": "xmp:CreatorTool",
    "/Producer": "pdf:Producer",
}
SAME_MOMENT = {"/CreationDate": "xmp:CreateDate", "/ModDate": "xmp:ModifyDate"}
FORBIDDEN = frozenset({"/AA", "/JS", "/JavaScript", "/NeedAppearances", "/OpenAction", "/RichMediaContent", "/XFA"})
"""Keys by which a file could do something, or look different, when it is opened (6.4, 6.5)."""
ACTIONS = frozenset(
    f"/{kind}"
    for kind in (
        *("GoTo", "GoTo3DView", "GoToE", "GoToR", "Hide", "ImportData", "JavaScript", "Launch", "Movie", "Named"),
        *("Rendition", "ResetForm", "SetOCGState", "Sound", "SubmitForm", "Thread", "Trans", "URI"),
    )
)
"""Kinds of action; a record needs none."""
_SUSPECT = re.compile("|".join(re.escape(name) + r"\b" for name in sorted(FORBIDDEN | ACTIONS)).encode())
ICC_SIGNATURE = slice(36, 40)
RGB = 3
PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")


def check_conformance(data: bytes) -> tuple[Discrepancy, ...]:
    """Return every rule that the file breaks; empty for a record as it was drawn, whoever has signed it."""
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True) as pdf:
            return tuple(_broken(pdf))
    except pikepdf.PasswordError:
        return (Discrepancy(code="conformance-encrypted"),)
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        return (_syntax(type(error).__name__),)


def _broken(pdf: pikepdf.Pdf) -> Iterator[Discrepancy]:
    if pdf.is_encrypted:
        yield Discrepancy(code="conformance-encrypted")
    yield from _metadata(pdf)
    yield from _colour(pdf)
    yield from _fonts(pdf)
    yield from _actions(pdf)
    yield from _attachments(pdf)
    yield from check_structure(pdf)
    if pdf.get_warnings():
        yield _syntax("warning")


def _syntax(reason: str) -> Discrepancy:
    return Discrepancy(code="conformance-syntax", arguments={"reason": reason})


def _metadata(pdf: pikepdf.Pdf) -> Iterator[Discrepancy]:
    """Compare what the file claims to be, and that it says the same of itself in both places (6.6.2–6.6.4, 7.1)."""
    told: Any = pdf.open_metadata()
    for key, value in IDENTIFIERS.items():
        if told.get(key) != value:
            yield Discrepancy(code="conformance-identifier", arguments={"name": key.rpartition("}")[2]})
    info: Mapping[str, object] = dict(pdf.docinfo)
    for key, name in SAME_TEXT.items():
        found = told.get(name)
        if str(info.get(key, "")) != (found[0] if isinstance(found, list) and len(found) == 1 else found):
            yield Discrepancy(code="conformance-metadata", arguments={"name": key[1:]})
    for key, name in SAME_MOMENT.items():
        if not _same_moment(str(info.get(key, "")), str(told.get(name, ""))):
            yield Discrepancy(code="conformance-metadata", arguments={"name": key[1:]})


def _same_moment(spelt: str, other: str) -> bool:
    try:
        return decode_pdf_date(spelt) == datetime.fromisoformat(other)
    except ValueError:
        return False


def _colour(pdf: pikepdf.Pdf) -> Iterator[Discrepancy]:
    """Find the one profile that the colours are meant in (6.2.3)."""
    intents = [intent for intent in pdf.Root.get("/OutputIntents", Array()) if intent.get("/S") == Name.GTS_PDFA1]
    if len(intents) != 1 or not _is_rgb(intents[0].get("/DestOutputProfile")):
        yield Discrepancy(code="conformance-colour")


def _is_rgb(profile: object) -> bool:
    return isinstance(profile, Stream) and profile.get("/N") == RGB and profile.read_bytes()[ICC_SIGNATURE] == b"acsp"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Discrepancy]:
    """Find every font that a page names; each is in the file and says what its signs mean (6.2.11.4, 6.2.11.7)."""
    seen: set[tuple[int, int]] = set()
    for page in pdf.pages:
        for name, font in _fonts_of(page.obj.get("/Resources", Dictionary())):
            if font.objgen in seen:
                continue
            seen.add(font.objgen)
            described = font.get("/FontDescriptor", Dictionary())
            if not any(key in described for key in PROGRAMS) or "/ToUnicode" not in font:
                yield Discrepancy(code="conformance-font", arguments={"font": str(font.get("/BaseFont", name))[1:]})


def _fonts_of(resources: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - pikepdf's objects
    yield from resources.get("/Font", Dictionary()).items()
    for form in resources.get("/XObject", Dictionary()).values():
        if form.get("/Subtype") == Name.Form:
            yield from form.get("/Resources", Dictionary()).get("/Font", Dictionary()).items()


def _actions(pdf: pikepdf.Pdf) -> Iterator[Discrepancy]:
    """Look into every object; the search in its spelling only spares the many that cannot be meant."""
    found: set[str] = set()
    for entry in pdf.objects:
        if _SUSPECT.search(_spelt(entry)):
            found |= set(_active(entry))
    for name in sorted(found):
        yield Discrepancy(code="conformance-action", arguments={"name": name[1:]})


def _spelt(entry: Any) -> bytes:  # noqa: ANN401 - pikepdf's objects
    shown = entry.stream_dict if isinstance(entry, Stream) else entry
    return bytes(shown.unparse(resolved=True)) if isinstance(shown, pikepdf.Object) else b""


def _active(entry: Any) -> Iterator[str]:  # noqa: ANN401 - pikepdf's objects
    if isinstance(entry, Array):
        yield from (name for part in entry if _is_direct(part) for name in _active(part))
    elif isinstance(entry, Dictionary | Stream):
        for key, value in entry.items():
            if key in FORBIDDEN:
                yield key
            elif key == "/S" and isinstance(value, Name) and str(value) in ACTIONS:
                yield str(value)
            elif _is_direct(value):
                yield from _active(value)


def _is_direct(entry: object) -> bool:
    return isinstance(entry, pikepdf.Object) and not entry.is_indirect


def _attachments(pdf: pikepdf.Pdf) -> Iterator[Discrepancy]:
    """Find each attached file associated with the record, and said to be what it is (6.8)."""
    flat: Any = pdf.Root.get("/Names", Dictionary()).get("/EmbeddedFiles", Dictionary()).get("/Names", Array())
    associated = {entry.objgen for entry in pdf.Root.get("/AF", Array())}
    for place in range(0, len(flat), 2):
        entry = flat[place + 1]
        stream = entry.get("/EF", Dictionary()).get("/F")
        complete = all(key in entry for key in ("/F", "/UF", "/AFRelationship")) and isinstance(stream, Stream)
        if entry.objgen not in associated or not complete or "/Subtype" not in stream or "/Params" not in stream:
            yield Discrepancy(code="conformance-attachment", arguments={"name": str(flat[place])})
