"""The sections that § 6a of decree 208/2007 asks for (items 1–6): who, what, when, before whom, with what result."""

from collections.abc import Iterator
from datetime import date

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from exam.core.exam_record import RecordedCompetency, RecordedCriterion, RecordedExaminer
from exam.core.identity import Authorisation, AuthorisedPersonKind
from exam.core.judging import Judgement
from exam.core.report import Section, fill
from exam.core.standard import LocalText
from exam.core.verdict import CompetencyStatus, CriterionStatus
from exam.publishing.draft import Draft, Told, grid, pairs
from exam.publishing.tables import WIDTH, Row
from exam.publishing.tagging import Arranged
from exam.publishing.typesetting import INK

OFFICIAL_LANGUAGE = "cs"


def qualification(draft: Draft) -> list[Flowable]:
    """Name and code of the qualification, and the standard that was in use (item 1)."""
    standard, labels = draft.record.standard, draft.wording.labels
    since = draft.setter.day(date.fromisoformat(standard.valid_since))
    until = draft.setter.day(date.fromisoformat(standard.valid_until)) if standard.valid_until else ""
    rows: list[tuple[str, str | Told]] = [
        (labels.name, _local(draft, standard.title)),
        (labels.code, standard.code),
        (labels.level, str(standard.level)),
        (labels.authority, _local(draft, standard.authority)),
        (labels.standard, standard.id),
        (labels.validity, f"{since} – {until or draft.wording.phrases.open_ended}"),
    ]
    return [pairs(draft, rows, summary=draft.title(Section.QUALIFICATION))]


def candidate(draft: Draft) -> list[Flowable]:
    """The candidate's names, title and degree (item 2), and how he was identified."""
    identity, labels = draft.record.candidate.version.identity, draft.wording.labels
    titles = ", ".join(title for title in (identity.title_before, identity.title_after) if title)
    rows = [
        (labels.given_names, identity.given_names),
        (labels.surname, identity.surname),
        (labels.titles, titles),
        (labels.identity_document, draft.record.identity_document),
    ]
    return [pairs(draft, rows, summary=draft.title(Section.CANDIDATE))]


def examiners(draft: Draft) -> list[Flowable]:
    """The examiners, as the kind of their authorised person demands (item 3)."""
    labels = draft.wording.labels
    heads = (labels.role, labels.person, labels.authorised_person, labels.authorisation_number)
    rows: list[Row] = [[draft.cell(head, "head") for head in heads]]
    rows += [_examiner(draft, member) for member in draft.record.examiners]
    widths = (34 * mm, 46 * mm, 54 * mm, 36 * mm)
    return [grid(draft, rows, widths, summary=draft.title(Section.EXAMINERS))]


def position(draft: Draft, member: RecordedExaminer) -> str:
    """Return what an examiner is in this commission."""
    captions = draft.wording.captions
    if len(draft.record.examiners) == 1:
        return captions.examiner
    return captions.chair if member.chair else captions.member


def course(draft: Draft) -> list[Flowable]:
    """Place, start and end (item 4), and how the exam ended."""
    record, labels, setter = draft.record, draft.wording.labels, draft.setter
    rows: list[tuple[str, str | Told]] = [
        (labels.place, record.place),
        (labels.started, setter.moment(record.started_at, zone=True)),
        (labels.ended, setter.moment(record.ended_at, zone=True)),
        (labels.induction, draft.told(" ".join(topic.text for topic in record.induction))),
        (labels.ending, draft.wording.endings[record.ending]),
        *([(labels.reason, draft.told(record.ending_reason))] if record.ending_reason else []),
        (labels.sitting, record.sitting),
        (labels.session, record.session),
    ]
    return [pairs(draft, rows, summary=draft.title(Section.COURSE))]


def competencies(draft: Draft) -> list[Flowable]:
    """Every competency, met or not met, with the concrete reasons of one not met (item 5)."""
    labels = draft.wording.labels
    heads = (labels.number, labels.competency, labels.level, labels.outcome)
    rows: list[Row] = [[draft.cell(head, "head") for head in heads]]
    rows += [_competency(draft, number, found) for number, found in enumerate(draft.record.competencies, start=1)]
    widths = (9 * mm, 108 * mm, 15 * mm, 38 * mm)
    return [grid(draft, rows, widths, summary=draft.title(Section.COMPETENCIES))]


def result(draft: Draft) -> list[Flowable]:
    """The result of the exam (item 6)."""
    found, wording = draft.record.result, draft.wording
    basis = draft.cell(wording.phrases.result_basis[found], "centred")
    cells = [[draft.cell(wording.results[found], "result")], [basis]]
    style = [
        ("BOX", (0, 0), (-1, -1), 1, INK),
        ("TOPPADDING", (0, 0), (-1, 0), 5),
        ("BOTTOMPADDING", (0, 0), (-1, 0), 0),
        ("BOTTOMPADDING", (0, -1), (-1, -1), 7),
    ]
    return [Arranged(cells, colWidths=[WIDTH], style=style, hAlign="LEFT"), *points(draft), *decision(draft)]


def points(draft: Draft) -> list[Flowable]:
    """Return the points of each part and the mark that they make, where the standard has a scale."""
    found, words = draft.record.points, draft.wording.points
    if found is None or words is None:
        return []
    number = draft.wording.figures.number
    rows: list[Row] = [[draft.cell(head, "head") for head in (words.part, words.points, words.most)]]
    rows += [
        [draft.cell(draft.told(part.title)), draft.cell(number(part.points)), draft.cell(str(part.most))]
        for part in found.parts
    ]
    total = (words.total, number(found.total), str(found.most))
    rows.append([draft.cell(told, "strong") for told in total])
    mark = draft.cell(fill(words.mark, mark=found.mark, title=found.title), "strong")
    return [Spacer(0, 4 * mm), grid(draft, rows, (110 * mm, 30 * mm, 30 * mm), summary=words.total), mark]


def decision(draft: Draft) -> list[Flowable]:
    """Return what the second body decided, where the standard asks for it."""
    found, words = draft.record.decision, draft.wording.decision
    if found is None or words is None:
        return []
    rows: list[tuple[str, str | Told]] = [
        (words.body, draft.told(found.body)),
        (words.outcome, words.confirmed if found.confirmed else words.not_confirmed),
        *([(draft.wording.labels.reason, draft.told(found.reason))] if found.reason else []),
        (words.minutes, draft.told(found.minutes)),
        (words.decided_on, draft.setter.day(found.decided_on)),
    ]
    return [Spacer(0, 4 * mm), pairs(draft, rows, summary=words.outcome)]


def letter(criterion: RecordedCriterion) -> str:
    """Return the criterion's letter as people read it."""
    return f"{criterion.criterion.rpartition('.')[2]})"


def _local(draft: Draft, texts: LocalText) -> Told:
    """Return the text in the record's language, else in the official one, else in whichever there is."""
    if own := texts.get(draft.record.language):
        return Told(own)
    language = OFFICIAL_LANGUAGE if texts.get(OFFICIAL_LANGUAGE) else next(iter(texts))
    return Told(texts[language], language)


def _examiner(draft: Draft, member: RecordedExaminer) -> Row:
    identity = member.version.identity
    held = identity.authorisation
    return [
        draft.cell(position(draft, member)),
        draft.cell(identity.full_name, "strong"),
        draft.setter.lines(_holder(draft, held, identity.full_name)) if held else draft.cell(draft.setter.or_none("")),
        draft.cell(draft.setter.or_none(held.number if held else "")),
    ]


def _holder(draft: Draft, held: Authorisation, representative: str) -> Iterator[str]:
    labels = draft.wording.labels
    yield draft.wording.authorised_persons[held.kind]
    if held.kind is AuthorisedPersonKind.NATURAL_PERSON:
        return
    yield held.holder
    if held.kind is AuthorisedPersonKind.LEGAL_PERSON:
        yield f"{labels.seat}: {draft.setter.or_none(held.seat)}"
        yield f"{labels.company_id}: {draft.setter.or_none(held.company_id)}"
    yield f"{labels.represented_by}: {representative}"


def _competency(draft: Draft, number: int, found: RecordedCompetency) -> Row:
    told: list[Flowable] = [draft.cell(draft.told(found.title))]
    told += [draft.setter.set(basis, "reason", verbatim=True) for basis in _basis(draft, found)]
    if found.status is CompetencyStatus.NOT_MET:
        told += [draft.cell(draft.told(reason), "reason") for reason in _reasons(draft, found)]
    strong = "strong" if found.status is CompetencyStatus.NOT_MET else "body"
    return [
        draft.cell(f"{number}."),
        told,
        draft.cell(str(found.level)),
        draft.cell(draft.wording.competencies[found.status], strong),
    ]


def _basis(draft: Draft, found: RecordedCompetency) -> Iterator[str]:
    """Yield what stands for a competency that was not examined: its certificates, or the recognised qualification."""
    shown = [waiver.certificate for waiver in draft.record.waivers if waiver.competency == found.competency]
    if found.status is CompetencyStatus.WAIVED and shown:
        yield from (f"{draft.wording.labels.certificate}: {entry.number}, {entry.issuer}" for entry in shown)
    elif found.basis:
        yield found.basis


def _reasons(draft: Draft, found: RecordedCompetency) -> Iterator[str]:
    phrases = draft.wording.phrases
    for criterion in found.criteria:
        told = [finding.reason for finding in criterion.findings if finding.judgement is Judgement.NOT_MET]
        if criterion.status is CriterionStatus.NOT_VERIFIED:
            told.append(phrases.unverified)
        if criterion.status is CriterionStatus.BARRED:
            told.append(draft.wording.criteria[criterion.status])
        for reason in told:
            yield fill(phrases.unmet, letter=letter(criterion), reason=reason)


def rule(draft: Draft, found: RecordedCompetency) -> Told:
    """Return how the competency's criteria decide it."""
    return draft.told(fill(draft.wording.phrases.rule, sentence=found.rule))
