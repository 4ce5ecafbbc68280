"""From drawn pages to the file that is signed: attachments, metadata, colour and empty fields; deterministic.

Everything that a signer's program would otherwise have to add stands in this base, so that each signature is only an
incremental update (`research/signing.md` § 2). From the first signature on nothing here may touch the file again.
"""

import hashlib
import io
from collections.abc import Mapping, Sequence
from datetime import datetime

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from exam.core.omission import SEAL_FIELD
from exam.publishing.boxes import SignatureField
from exam.publishing.fields import OMISSIONS
from exam.publishing.pages import DrawnPages
from exam.publishing.structure_tree import write_structure
from exam.publishing.xmp import DocumentFacts, packet, pdf_date

DATA_DIGEST_KEY = "/ExamRecordSHA256"
"""The document information entry that holds the SHA-256 of the attached record data."""
PRINTED_AND_LOCKED = 132
"""Annotation flags: print, locked."""
READ_ONLY_LINES = 1 | 1 << 12
"""Field flags: read only, several lines."""
FONT = "Text"
"""The font in which viewers would set a text, were they to."""


def assemble(
    drawn: DrawnPages,
    attachments: Mapping[str, bytes],
    *,
    facts: DocumentFacts,
    colour_profile: bytes,
    data_digest: str,
) -> bytes:
    """Return the unsigned file; the same arguments give the same bytes."""
    with pikepdf.open(io.BytesIO(drawn.pdf)) as pdf:
        _describe(pdf, facts, data_digest)
        _colour(pdf, colour_profile)
        embed_every_font(pdf)
        _attach(pdf, attachments, facts.moment)
        widgets = _add_fields(pdf, drawn.fields)
        write_structure(pdf, drawn.document, widgets)
        for page in pdf.pages:
            page.obj.Tabs = Name.S
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            force_version="1.7",
            fix_metadata_version=False,
        )
    return out.getvalue()


def _describe(pdf: pikepdf.Pdf, facts: DocumentFacts, data_digest: str) -> None:
    moment = pdf_date(facts.moment)
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            {
                "/Title": String(facts.title),
                "/Author": String(facts.author),
                "/Subject": String(facts.subject),
                "/Creator": String(facts.tool),
                "/Producer": String(facts.tool),
                "/CreationDate": String(moment),
                "/ModDate": String(moment),
                DATA_DIGEST_KEY: String(data_digest),
            }
        )
    )
    metadata = Stream(pdf, packet(facts))
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = pdf.make_indirect(metadata)
    pdf.Root.Lang = String(facts.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def _colour(pdf: pikepdf.Pdf, profile: bytes) -> None:
    stream = Stream(pdf, profile)
    stream.N = 3
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        RegistryName=String("http://www.color.org"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=pdf.make_indirect(stream),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def embed_every_font(pdf: pikepdf.Pdf) -> None:
    """Point the Helvetica that reportlab always names, and never draws, to a font that is embedded."""
    for page in pdf.pages:
        fonts = page.obj.Resources.get("/Font")
        if fonts is None:
            continue
        embedded = [fonts[name] for name in sorted(fonts.keys()) if "/FontDescriptor" in fonts[name]]
        for name in sorted(fonts.keys()):
            if "/FontDescriptor" not in fonts[name] and embedded:
                fonts[name] = embedded[0]


def _attach(pdf: pikepdf.Pdf, attachments: Mapping[str, bytes], moment: datetime) -> None:
    names, files = Array(), Array()
    for name in sorted(attachments):
        specification = pdf.make_indirect(_file(pdf, name, attachments[name], moment))
        names.append(String(name))
        names.append(specification)
        files.append(specification)
    pdf.Root.AF = files
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=names))


def _file(pdf: pikepdf.Pdf, name: str, data: bytes, moment: datetime) -> Dictionary:
    embedded = Stream(pdf, data)
    kind = "/application/xml" if name.endswith(".xml") else "/application/json"
    embedded.Type, embedded.Subtype = Name.EmbeddedFile, Name(kind)
    checksum = hashlib.md5(data, usedforsecurity=False).digest()  # what ISO 32000 § 7.11.4 asks for
    embedded.Params = Dictionary(Size=len(data), ModDate=String(pdf_date(moment)), CheckSum=String(checksum))
    reference = pdf.make_indirect(embedded)
    return Dictionary(
        Type=Name.Filespec,
        F=String(name),
        UF=String(name),
        Desc=String(name),
        AFRelationship=Name.Data,
        EF=Dictionary(F=reference, UF=reference),
    )


def _add_fields(pdf: pikepdf.Pdf, fields: Sequence[SignatureField]) -> dict[str, pikepdf.Object]:
    made: dict[str, pikepdf.Object] = {}
    for field in fields:
        page = pdf.pages[field.page - 1].obj
        widget = pdf.make_indirect(_widget(pdf, field, page))
        if field.statement:
            widget.FT, widget.Ff, widget.DA = Name.Tx, READ_ONLY_LINES, String(f"/{FONT} 7 Tf 0 g")
            widget.AS = Name.N  # means nothing; without it pyHanko takes a locked field for changed at every stamp
        if field.field == SEAL_FIELD:
            widget.Lock = pdf.make_indirect(_lock(fields))
        if "/Annots" not in page:
            page.Annots = Array()
        page.Annots.append(widget)
        made[field.field] = widget
    form = Dictionary(Fields=Array(made.values()), SigFlags=1)
    if any(field.statement for field in fields):
        form.Fields.append(pdf.make_indirect(_data_field()))
        form.DR = Dictionary(Font=Dictionary({f"/{FONT}": _embedded_font(pdf)}))
    pdf.Root.AcroForm = pdf.make_indirect(form)
    return made


def _data_field() -> Dictionary:
    """A field without a place on any page."""
    return Dictionary(
        FT=Name.Tx, T=String(OMISSIONS), TU=String(OMISSIONS), Ff=READ_ONLY_LINES, DA=String(f"/{FONT} 7 Tf 0 g")
    )


def _embedded_font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    fonts = pdf.pages[0].obj.Resources.Font
    return next(fonts[name] for name in sorted(fonts.keys()) if "/FontDescriptor" in fonts[name])


def _widget(pdf: pikepdf.Pdf, field: SignatureField, page: pikepdf.Object) -> Dictionary:
    """An empty field with an empty appearance: what is seen there belongs to the page, and no signer replaces it."""
    left, bottom, right, top = field.rectangle
    appearance = Stream(pdf, b"")
    appearance.Type, appearance.Subtype = Name.XObject, Name.Form
    appearance.BBox, appearance.Resources = Array([0, 0, _points(right - left), _points(top - bottom)]), Dictionary()
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Sig,
        T=String(field.field),
        TU=String(field.signer),
        Rect=Array([_points(value) for value in field.rectangle]),
        F=PRINTED_AND_LOCKED,
        P=page,
        AP=Dictionary(N=pdf.make_indirect(appearance)),
    )


def _lock(fields: Sequence[SignatureField]) -> Dictionary:
    """Lock every field that there is; a lock on all that may ever be would forbid the stamps over the file."""
    names = [one.field for one in fields]
    names += [OMISSIONS] if any(one.statement for one in fields) else []
    return Dictionary(Type=Name.SigFieldLock, Action=Name.Include, Fields=Array([String(name) for name in names]))


def _points(value: float) -> float:
    """Spell coordinates alike on every machine."""
    return round(value, 2)
