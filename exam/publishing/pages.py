"""From the record's data to unsigned pages; every value printed comes from the record, every word from the template."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from exam.core.exam_record import ExamRecord, PracticeReason, SupersededRecord
from exam.core.receipt import receipt_code
from exam.core.report import Section, Wording, fill
from exam.publishing import closing, details, summary
from exam.publishing.boxes import SignatureField
from exam.publishing.draft import Draft, headed
from exam.publishing.fonts import Faces
from exam.publishing.paper import Furniture, counting_canvas, sheet
from exam.publishing.structure import Element
from exam.publishing.tables import WholeRows
from exam.publishing.tagging import Rule, Tags
from exam.publishing.typesetting import INK, Typesetter

SECTIONS: Mapping[Section, Callable[[Draft], list[Flowable]]] = {
    Section.QUALIFICATION: summary.qualification,
    Section.CANDIDATE: summary.candidate,
    Section.EXAMINERS: summary.examiners,
    Section.COURSE: summary.course,
    Section.COMPETENCIES: summary.competencies,
    Section.RESULT: summary.result,
    Section.CRITERIA: details.criteria,
    Section.WAIVERS: details.waivers,
    Section.TASKS: details.tasks,
    Section.IRREGULARITIES: details.irregularities,
    Section.PROOF: closing.proof,
    Section.ACKNOWLEDGEMENT: closing.acknowledgement,
    Section.SIGNATURES: closing.signatures,
}
ROOM: Mapping[Section, float] = {
    Section.CRITERIA: 55 * mm,
    Section.PROOF: 105 * mm,
    Section.SIGNATURES: 75 * mm,
}
"""Height without which a section starts on the next page; `closing.signing_room` tells that of the acknowledgement."""
LONG = frozenset({Section.EXAMINERS, Section.COMPETENCIES, Section.CRITERIA, Section.TASKS, Section.IRREGULARITIES})
"""Sections that may break after their heading and a few rows; the others begin as one block."""
USUAL_ROOM = 30 * mm
DIGEST_SHOWN = 12
"""Hexadecimal digits at the foot; the whole digest is among the proofs."""


@dataclass(frozen=True, slots=True)
class DrawnPages:
    """The pages as reportlab wrote them, and where the signature fields belong."""

    pdf: bytes
    fields: tuple[SignatureField, ...]
    document: Element
    """The logical structure."""


def draw_pages(
    record: ExamRecord,
    wording: Wording,
    faces: Faces,
    *,
    order: tuple[Section, ...],
    data_digest: str,
    attachments: tuple[str, ...],
    language: str,
) -> DrawnPages:
    """Draw the record; the same data give the same bytes. `language` is the standard's, in which the exam was held."""
    other = "" if language == record.language else language
    draft = Draft(record, Typesetter(faces, wording), data_digest, attachments, order, other)
    furniture = Furniture(
        setter=draft.setter,
        title=wording.title,
        header=fill(wording.header, record=record.record),
        footer=_footer(record, wording, data_digest),
        banner=wording.banner if record.practice else "",
    )
    out = io.BytesIO()
    template = sheet(out, furniture, language=record.language)
    tags = Tags()
    template.build(_story(draft), canvasmaker=counting_canvas(furniture, tags))
    return DrawnPages(out.getvalue(), tuple(draft.fields), tags.document)


def _story(draft: Draft) -> list[Flowable]:
    wording = draft.wording
    story: list[Flowable] = [draft.cell(wording.title, "title"), draft.cell(wording.subtitle, "subtitle")]
    if draft.record.supersedes:
        story += [_correction(draft, draft.record.supersedes), Spacer(0, 2 * mm)]
    if draft.record.practice:
        story.append(draft.cell(wording.practice, "strong"))
        reasons = (_practice(draft, reason) for reason in draft.record.practice)
        story += draft.setter.listed(reasons, "small_item")
        story.append(Spacer(0, 2 * mm))
    story.append(Rule(width="100%", thickness=0.8, color=INK, spaceBefore=2, spaceAfter=0))
    for section in draft.order:
        first, *rest = SECTIONS[section](draft)
        closes = section is Section.ACKNOWLEDGEMENT
        story.append(CondPageBreak(closing.signing_room(draft) if closes else ROOM.get(section, USUAL_ROOM)))
        heading = draft.cell(f"{draft.number(section)}. {draft.title(section)}", "section")
        if section not in LONG or isinstance(first, KeepTogether):
            story.append(KeepTogether([heading, first]))
        elif isinstance(first, WholeRows):
            story += headed([heading], first)
        else:
            story += [heading, first]
        story += rest
    return story


def _correction(draft: Draft, former: SupersededRecord) -> Flowable:
    pattern = draft.wording.phrases.supersedes
    told = fill(pattern, record=former.record, digest=former.data_digest, reason=former.reason)
    return draft.setter.set(told, verbatim=True, language=draft.language)


def _footer(record: ExamRecord, wording: Wording, data_digest: str) -> str:
    receipt = receipt_code(record.session_head)
    return fill(wording.footer, session=record.session, receipt=receipt, digest=data_digest[:DIGEST_SHOWN])


def _practice(draft: Draft, reason: PracticeReason) -> str:
    dated = reason.code == "standard-not-in-force" and reason.detail
    detail = draft.setter.day(date.fromisoformat(reason.detail)) if dated else reason.detail
    return fill(draft.wording.practice_reasons[reason.code], detail=detail)
