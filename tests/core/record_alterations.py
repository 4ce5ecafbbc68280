"""One alteration of a record, of its extract, of what happened or of its standard."""

from collections.abc import Callable
from dataclasses import replace

from exam.core.canonical import canonical_json, digest
from exam.core.chain import Head, link
from exam.core.events import Entry, Event, decode
from exam.core.exam_record import Extract, ExtractEntry
from exam.core.judging import Judgement
from exam.core.session_events import CriterionAgreed, SessionOpened
from tests.record_builders import RecordCase, extract_of

Altering = Callable[[RecordCase], RecordCase]


# Alterations of the record


def recorded(**changes: object) -> Altering:
    return lambda case: replace(case, record=case.record.model_copy(update=changes))


def competency_told(name: str, **changes: object) -> Altering:
    def alter(case: RecordCase) -> RecordCase:
        competencies = [
            entry.model_copy(update=changes) if entry.competency == name else entry
            for entry in case.record.competencies
        ]
        return recorded(competencies=tuple(competencies))(case)

    return alter


def criterion_told(name: str, **changes: object) -> Altering:
    def alter(case: RecordCase) -> RecordCase:
        (holder,) = [entry for entry in case.record.competencies if name.startswith(entry.competency)]
        criteria = [entry.model_copy(update=changes) if entry.criterion == name else entry for entry in holder.criteria]
        return competency_told(holder.competency, criteria=tuple(criteria))(case)

    return alter


def finding_told(name: str, **changes: object) -> Altering:
    def alter(case: RecordCase) -> RecordCase:
        (criterion,) = [
            entry for told_of in case.record.competencies for entry in told_of.criteria if entry.criterion == name
        ]
        (finding,) = criterion.findings
        return criterion_told(name, findings=(finding.model_copy(update=changes),))(case)

    return alter


def renamed(case: RecordCase) -> RecordCase:
    version = case.record.candidate.version
    identity = version.identity.model_copy(update={"surname": "Jiná"})
    person = case.record.candidate.model_copy(update={"version": version.model_copy(update={"identity": identity})})
    return recorded(candidate=person)(case)


def examiner_told(place: int, **changes: object) -> Altering:
    def alter(case: RecordCase) -> RecordCase:
        examiners = list(case.record.examiners)
        examiners[place] = examiners[place].model_copy(update=changes)
        return recorded(examiners=tuple(examiners))(case)

    return alter


def standard_told(**changes: object) -> Altering:
    return lambda case: recorded(standard=case.record.standard.model_copy(update=changes))(case)


def task_told(place: int, **changes: object) -> Altering:
    def alter(case: RecordCase) -> RecordCase:
        tasks = list(case.record.tasks)
        tasks[place] = tasks[place].model_copy(update=changes)
        return recorded(tasks=tuple(tasks))(case)

    return alter


def waiver_told(**changes: object) -> Altering:
    def alter(case: RecordCase) -> RecordCase:
        (waiver,) = case.record.waivers
        certificate = waiver.certificate.model_copy(update=changes)
        return recorded(waivers=(waiver.model_copy(update={"certificate": certificate}),))(case)

    return alter


def acknowledged(**changes: object) -> Altering:
    def alter(case: RecordCase) -> RecordCase:
        assert case.record.acknowledgement is not None
        return recorded(acknowledgement=case.record.acknowledgement.model_copy(update=changes))(case)

    return alter


# Alterations of the extract, by hand: the chain stays as it was


def entered(place: int, **changes: object) -> Altering:
    def alter(case: RecordCase) -> RecordCase:
        entries = list(case.extract.entries)
        entries[place] = entries[place].model_copy(update=changes)
        return replace(case, extract=case.extract.model_copy(update={"entries": tuple(entries)}))

    return alter


def linked(place: int, **changes: object) -> Altering:
    return lambda case: entered(place, link=case.extract.entries[place].link.model_copy(update=changes))(case)


def extracted(change: Callable[[list[ExtractEntry]], list[ExtractEntry]]) -> Altering:
    return lambda case: replace(
        case, extract=case.extract.model_copy(update={"entries": tuple(change(list(case.extract.entries)))})
    )


# Alterations of what happened, chained anew by somebody who can do that


def decisive(extract: Extract) -> list[Entry]:
    return [
        decode(entry.link.type, entry.link.version, entry.body.encode(), seq=entry.link.seq)
        for entry in extract.entries
        if entry.body is not None
    ]


def rechained(case: RecordCase, entries: list[Entry]) -> RecordCase:
    extract = extract_of(entries, case.extract.stream)
    last = extract.entries[-1].link if extract.entries else None
    head = Head(seq=last.seq, hash=last.hash) if last else Head()
    return replace(case, extract=extract, record=case.record.model_copy(update={"session_head": head}))


def retold(change: Callable[[list[Event]], list[Event]]) -> Altering:
    """Let other things have happened, each at the time of the event whose place it takes."""

    def alter(case: RecordCase) -> RecordCase:
        entries = decisive(case.extract)
        kept = {id(entry.event): entry for entry in entries}
        events = change([entry.event for entry in entries])
        aligned = entries if len(events) == len(entries) else [entries[-1]] * len(events)
        told = [replace(kept.get(id(event), place), event=event) for event, place in zip(events, aligned, strict=True)]
        return rechained(case, [replace(entry, seq=at) for at, entry in enumerate(told, start=1)])

    return alter


def without(kind: type[Event]) -> Altering:
    return retold(lambda events: [event for event in events if not isinstance(event, kind)])


def happened(kind: type[Event], **changes: object) -> Altering:
    return retold(
        lambda events: [event.model_copy(update=changes) if isinstance(event, kind) else event for event in events]
    )


def appended(event: Event) -> Altering:
    return retold(lambda events: [*events, event])


def appended_before_the_end(event: Event) -> Altering:
    return retold(lambda events: [*events[:-1], event, events[-1]])


def agreed_otherwise(case: RecordCase) -> RecordCase:
    """The commission's only not met becomes met in the journal, and stays what it was in the record."""

    def change(event: Event) -> Event:
        if not isinstance(event, CriterionAgreed) or event.agreement.judgement is Judgement.MET:
            return event
        return event.model_copy(update={"agreement": event.agreement.model_copy(update={"judgement": Judgement.MET})})

    return retold(lambda events: [change(event) for event in events])(case)


def of_version(version: int) -> Altering:
    """The opening is stored in another version, and everything after it is chained anew."""

    def alter(case: RecordCase) -> RecordCase:
        head, entries = Head(), []
        for entry in case.extract.entries:
            kept = entry.link
            made = link(
                head=head,
                stream=kept.stream,
                event_type=kept.type,
                version=version if kept.seq == 1 else kept.version,
                body_digest=kept.body_digest,
            )
            head = Head(seq=made.seq, hash=made.hash)
            entries.append(entry.model_copy(update={"link": made}))
        return recorded(session_head=head)(extracted(lambda _: entries)(case))

    return alter


# Alterations of the standard


def standard_given(**changes: object) -> Altering:
    return lambda case: replace(case, standard=case.standard.model_copy(update=changes))


def standard_repinned(**changes: object) -> Altering:
    """Another standard, to which record and opening agree."""

    def alter(case: RecordCase) -> RecordCase:
        standard = case.standard.model_copy(update=changes)
        spelt = canonical_json(standard)
        told = case.record.standard.model_copy(update={"digest": digest(spelt)})
        given = replace(case, standard=standard, standard_json=spelt)
        return happened(SessionOpened, standard_digest=digest(spelt))(recorded(standard=told)(given))

    return alter


def respaced(case: RecordCase) -> RecordCase:
    return replace(case, standard_json=case.standard_json + b" ")
