"""The sections that close a record: what proves it, what the candidate said, and who signs."""

from collections.abc import Iterator

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from exam.core.chain import Head
from exam.core.omission import omittable
from exam.core.receipt import receipt_code
from exam.core.report import Section, fill
from exam.core.session_values import PlannedSigner, SignatureMode
from exam.core.verdict import Result
from exam.publishing.boxes import WIDTH as BOX
from exam.publishing.boxes import Place, SignatureBox
from exam.publishing.draft import Draft, pairs
from exam.publishing.fields import statement_field
from exam.publishing.square_code import SIDE, SquareCode, payload
from exam.publishing.summary import position
from exam.publishing.tables import WIDTH
from exam.publishing.tagging import Arranged

LITTLE_ROOM = 6 * mm
"""What a line without a field needs above it."""
LITTLE_TEXT: float = 35 * mm
"""Both headings, a short acknowledgement, and the note below the signatures."""
TALL_BOX: float = 48 * mm
"""A place for a signature whose name takes two lines."""


def proof(draft: Draft) -> list[Flowable]:
    """Digests and heads, so that paper can be compared with data."""
    record, labels = draft.record, draft.wording.labels
    rows = [
        (labels.record, record.record),
        (labels.issued, draft.setter.moment(record.issued_at, zone=True)),
        (labels.record_digest, draft.data_digest),
        (labels.standard_digest, record.standard.digest),
        (labels.session_head, _head(record.session_head)),
        (labels.sitting_head, _head(record.sitting_head)),
        *([(labels.evidence, record.evidence)] if record.evidence else []),
        (labels.receipt, receipt_code(record.session_head)),
        (labels.attachments, ", ".join(draft.attachments)),
        (labels.program, record.program),
    ]
    return [_lead(draft), pairs(draft, rows, "small", summary=draft.title(Section.PROOF))]


def _lead(draft: Draft) -> Flowable:
    """Return what the proofs are for, and the same in a form that a camera reads."""
    phrases, told = draft.wording.phrases, payload(draft.record, draft.data_digest)
    beside = SquareCode(told, f"{phrases.code} {told}")
    texts = [draft.cell(phrases.proof, "lead"), draft.cell(phrases.code, "lead")]
    style = [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
    ]
    return Arranged([[texts, beside]], colWidths=[WIDTH - SIDE, SIDE], style=style, hAlign="LEFT")


def acknowledgement(draft: Draft) -> list[Flowable]:
    """Whether the candidate took note of the result and its reasons, and his objection word by word."""
    said, phrases = draft.record.acknowledgement, draft.wording.phrases
    if said is None:
        return [draft.cell(phrases.silent)]
    pattern = phrases.acknowledged if said.acknowledged else phrases.refused
    drawn: list[Flowable] = [draft.cell(fill(pattern, moment=draft.setter.moment(said.at)))]
    if said.objection:
        drawn.append(draft.cell(f"{draft.wording.labels.objection}:", "label"))
        drawn.append(draft.setter.set(said.objection, verbatim=True, language=draft.language))
    return drawn


def signatures(draft: Draft) -> list[Flowable]:
    """A place for each planned signer, and a line for a candidate who failed."""
    boxes = [SignatureBox(place, draft.setter, draft.fields.append) for place in _places(draft)]
    filled = [*boxes, ""] if len(boxes) % 2 else boxes
    rows = [filled[first : first + 2] for first in range(0, len(filled), 2)]
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 4),
    ]
    table = Arranged(rows, colWidths=[WIDTH - BOX, BOX], style=style, hAlign="LEFT")
    return [table, draft.cell(draft.wording.phrases.claim, "note")]


def signing_room(draft: Draft) -> float:
    """Return about what acknowledgement and signatures take together: a candidate signs below what he said."""
    rows = (len(tuple(_places(draft))) + 1) // 2
    return LITTLE_TEXT + rows * TALL_BOX


def _head(head: Head) -> str:
    return f"{head.seq} · {head.hash}"


def _places(draft: Draft) -> Iterator[Place]:
    for signer in draft.record.signers:
        yield _place(draft, signer)
    if draft.record.result is Result.FAILED:
        identity = draft.record.candidate.version.identity
        captions = draft.wording.captions
        yield Place(
            name=identity.full_name,
            caption=captions.candidate,
            line=captions.signature,
            remark=captions.candidate_note,
            room=LITTLE_ROOM,
        )


def _place(draft: Draft, signer: PlannedSigner) -> Place:
    captions = draft.wording.captions
    electronic = signer.mode is SignatureMode.ELECTRONIC
    field = signer.field if electronic else ""
    statement = statement_field(signer.field) if signer in omittable(draft.record.signers) else ""
    for member in draft.record.examiners:
        if member.id == signer.who:
            caption = position(draft, member)
            told = caption if electronic else f"{caption}, {captions.on_paper}"
            name = member.version.identity.full_name
            return Place(name=name, caption=told, line=captions.signature, field=field, statement=statement)
    return Place(name=captions.seal, caption=captions.seal_note, field=field, line=captions.stamp)
