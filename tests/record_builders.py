"""Self-consistent records for tests: a small standard, its events, their chain, the extract and the record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from exam.core.canonical import canonical_json, digest
from exam.core.chain import Head, link, salted_digest
from exam.core.correction_events import RecordCorrected
from exam.core.events import ActorRef, Entry, Event, encode
from exam.core.exam_record import (
    Acknowledgement,
    ExamRecord,
    Extract,
    ExtractEntry,
    PracticeReason,
    RecordedCompetency,
    RecordedContent,
    RecordedCriterion,
    RecordedExaminer,
    RecordedFinding,
    RecordedPerson,
    RecordedStandard,
    RecordedTask,
    RecordedTopic,
    RecordedWaiver,
    SupersededRecord,
)
from exam.core.gates import GateValue
from exam.core.identity import Authorisation, AuthorisedPersonKind, Identity, IdentityVersion
from exam.core.judging import Agreement, AgreementRule, Judgement
from exam.core.paper import PaperItem
from exam.core.record_check import DECISIVE
from exam.core.rules import AllRule
from exam.core.session_events import (
    CriterionAgreed,
    IdentityVerified,
    InductionAcknowledged,
    IrregularityLogged,
    PaperDrawn,
    ReasonsAcknowledged,
    ResponseSubmitted,
    ResultAnnounced,
    ResultDetermined,
    SessionOpened,
    SubmissionStored,
    TaskOpened,
    TaskScored,
    WaiverAccepted,
)
from exam.core.session_values import (
    Certificate,
    CriterionOutcome,
    Ending,
    ItemOutcome,
    PlannedSigner,
    SignatureMode,
    SubmissionKind,
)
from exam.core.sitting_events import Member
from exam.core.standard import (
    AssessmentStandard,
    CommissionRule,
    Competency,
    Criterion,
    InductionTopic,
    MachineCriterion,
    Origin,
    Task,
    TaskKind,
    VerificationMethod,
    WaiverPolicy,
)
from exam.core.validity import Validity
from exam.core.verdict import CompetencyStatus, CriterionStatus, Result

ZONE = timezone(timedelta(hours=1))
START = datetime(2026, 11, 20, 9, 0, tzinfo=ZONE)
ENDED = START + timedelta(hours=3, minutes=40)
ISSUED = datetime(2026, 11, 20, 13, 5, tzinfo=ZONE)
MINUTE_MS = 60_000
SITTING_HEAD = Head(seq=4, hash=digest(b"the sitting"))
NASTY = "\x1b[31m<b>tučně</b> &amp; \u202eolleh שלום\n" + "x" * 5000
"""Terminal control, markup, an entity, an override, right-to-left letters and a word without an end."""
SIGNERS = ("dvorakova", "kratky", "holubova", "seal")
FIELDS = ("Member1", "Member2", "Member3", "Seal")
STREAM = "session/session-7K2M9Q4TXB"
INDUCTION = {"pracoviste": "Pracoviště zkoušky.", "bozp": "Bezpečnost práce (BOZP).", "po": "Požární ochrana (PO)."}


@dataclass(frozen=True, slots=True)
class RecordCase:
    """Everything that a record file is made of."""

    record: ExamRecord
    extract: Extract
    standard: AssessmentStandard
    standard_json: bytes


def record_case(
    *,
    passed: bool = True,
    nasty: bool = False,
    practice: bool = True,
    certificates: Mapping[str, str] | None = None,
    paper: tuple[str, ...] = (),
    supersedes: SupersededRecord | None = None,
) -> RecordCase:
    """Return a record in which everything agrees; one that is not `practice` has a standard that allows it."""
    standard = small_standard() if practice else official_standard()
    standard_json = canonical_json(standard)
    reason = _reason(passed=passed, nasty=nasty)
    people = _people(nasty=nasty)
    corrections = [(ISSUED, _corrected(supersedes, practice=practice))] if supersedes else []
    extract = _extract([*_events(standard_json, people, reason, nasty=nasty), *corrections])
    last = extract.entries[-1].link
    record = ExamRecord(
        record="record-2F8K3M9QTX",
        language="cs",
        practice=_practice(standard) if practice else (),
        standard=_standard(standard, standard_json),
        candidate=RecordedPerson(id="svobodova", version=people["svobodova"]),
        examiners=tuple(
            RecordedExaminer(id=who, version=people[who], chair=who == SIGNERS[0]) for who in SIGNERS if who in people
        ),
        sitting="sitting-9XK2P4M7TQ",
        session=STREAM.removeprefix("session/"),
        place="Příkladov, Vzorová 1, učebna A",
        started_at=START,
        ended_at=ENDED,
        issued_at=ISSUED,
        identity_document="občanský průkaz",
        induction=tuple(RecordedTopic(topic=topic, text=text) for topic, text in INDUCTION.items()),
        ending=Ending.FULLY_RUN,
        result=Result.FAILED if reason else Result.PASSED,
        competencies=_competencies(standard, reason),
        tasks=_tasks(),
        waivers=(RecordedWaiver(competency="english", certificate=_certificate(), accepted_at=START),),
        irregularities=(f"other: {NASTY}",) if nasty else (),
        acknowledgement=Acknowledgement(acknowledged=True, objection=NASTY if nasty else "", at=ISSUED),
        signers=_signers(certificates or {}, paper),
        sitting_head=SITTING_HEAD,
        session_head=Head(seq=last.seq, hash=last.hash),
        program="0.1.0",
        supersedes=supersedes,
    )
    return RecordCase(record=record, extract=extract, standard=standard, standard_json=standard_json)


def small_standard() -> AssessmentStandard:
    """Return a standard with three competencies: by machine, by commission, by certificate."""
    return AssessmentStandard.model_validate(
        {
            "schema": "exam/standard/1",
            "id": "nsk-66-029-M-2015",
            "system": "nsk",
            "code": "66-029-M",
            "title": {"cs": "Pracovník distančního zákaznického servisu"},
            "level": 4,
            "authority": {"cs": "Ministerstvo průmyslu a obchodu"},
            "validity": Validity(since=date(2015, 6, 29), until=date(2022, 10, 20)),
            "language": "cs",
            "source": "Zkušební standard pro testy.",
            "induction": tuple(InductionTopic(id=topic, text=text) for topic, text in INDUCTION.items()),
            "commission": CommissionRule(minimum=_gate(2), maximum=_gate(3)),
            "competencies": (
                _competency("law", "Orientace v zákonných normách", TaskKind.TEST, machine=True),
                _competency("sale", "Nabídka a prodej produktů po telefonu", TaskKind.ROLE_PLAY),
                _competency("english", "Jednání v anglickém jazyce", TaskKind.ORAL, waiver=True),
            ),
        }
    )


def official_standard() -> AssessmentStandard:
    """Return the small standard as if its authority had set every word and value of it, in force without an end."""
    told = canonical_json(small_standard()).decode()
    official = told.replace('"derived"', '"official"').replace('"verified":false', '"verified":true')
    return AssessmentStandard.model_validate_json(official.replace('"2022-10-20"', "null"))


def _competency(name: str, title: str, kind: TaskKind, *, machine: bool = False, waiver: bool = False) -> Competency:
    decided = (MachineCriterion(criterion=f"{name}.a", not_met="Získal {score} z {max_score}."),) if machine else ()
    policy = WaiverPolicy(language="en", minimum_level="B2", source="Standard.") if waiver else None
    return Competency(
        id=name,
        title=title,
        level=4,
        criteria=(_criterion("a", "Předvést postup v zadané situaci"), _criterion("b", "Vysvětlit svůj postup komisi")),
        rule=AllRule(kind="all", sentence="Je třeba splnit obě kritéria."),
        tasks=(
            Task(
                id=f"{name}-task",
                kind=kind,
                title=f"Úkol: {title}",
                criteria=(f"{name}.a", f"{name}.b"),
                minutes=_gate(45),
                figurant=kind is TaskKind.ROLE_PLAY,
                machine=decided,
            ),
        ),
        waiver=policy,
    )


def _criterion(letter: str, text: str) -> Criterion:
    return Criterion(
        id=letter, text=text, origin=Origin.DERIVED, methods=(VerificationMethod.PRACTICAL,), source="Standard."
    )


def _gate(value: int) -> GateValue[int]:
    return GateValue[int](value=value, verified=False, source="Neuvedeno.")


def _reason(*, passed: bool, nasty: bool) -> str:
    if passed:
        return ""
    return NASTY if nasty else "Uchazeč zákazníkovi nenabídl žádný produkt a hovor ukončil bez shrnutí."


def _people(*, nasty: bool) -> dict[str, IdentityVersion]:
    identities = {
        "dvorakova": _examiner("Alžběta", "Dvořáková-Vzorová", AuthorisedPersonKind.NATURAL_PERSON, "Mgr."),
        "kratky": _examiner("Vít", "Krátký-Příkladný", AuthorisedPersonKind.LEGAL_PERSON, "Ing."),
        "holubova": _examiner("Jitka", "Holubová-Ukázková", AuthorisedPersonKind.ENTREPRENEUR, ""),
        "svobodova": Identity(
            given_names=NASTY[:110] if nasty else "Magdaléna",
            surname="ŁKościuszko-Țepeș-Щербак" if nasty else "Svobodová-Zkušební",
            title_after="DiS.",
        ),
    }
    return {
        who: IdentityVersion(identity=identity, salt=digest(who.encode())[:32]) for who, identity in identities.items()
    }


def _examiner(given_names: str, surname: str, kind: AuthorisedPersonKind, title: str) -> Identity:
    legal = kind is AuthorisedPersonKind.LEGAL_PERSON
    holders = {
        AuthorisedPersonKind.NATURAL_PERSON: "",
        AuthorisedPersonKind.LEGAL_PERSON: "Cvičné zkoušky s.r.o. (smyšlená)",
        AuthorisedPersonKind.ENTREPRENEUR: "Jitka Holubová-Ukázková",
    }
    authorisation = Authorisation(
        kind=kind,
        number="CVIČNÁ-0001/2026",
        valid_until=date(2029, 6, 30),
        holder=holders[kind],
        seat="Vzorová 1, 999 99 Příkladov" if legal else "",
        company_id="00000000" if legal else "",
    )
    return Identity(given_names=given_names, surname=surname, title_before=title, authorisation=authorisation)


Moment = tuple[datetime, Event]


def _events(standard_json: bytes, people: Mapping[str, IdentityVersion], reason: str, *, nasty: bool) -> list[Moment]:
    opening = [
        _opened(standard_json, people),
        IdentityVerified(identity=people["svobodova"].reference, document="občanský průkaz"),
        InductionAcknowledged(topics=tuple(INDUCTION)),
        WaiverAccepted(competency="english", certificate=_certificate()),
    ]
    noted = [IrregularityLogged(category="other", note=NASTY)] if nasty else []
    closing: list[Event] = [
        ResultDetermined(result=Result.FAILED if reason else Result.PASSED),
        ResultAnnounced(),
    ]
    told = ReasonsAcknowledged(acknowledged=True, objection=NASTY if nasty else "")
    return [
        *((START, event) for event in opening),
        *_law(),
        *_sale(reason),
        *((ENDED, event) for event in [*noted, *closing]),
        (ISSUED, told),
    ]


def _corrected(former: SupersededRecord, *, practice: bool) -> RecordCorrected:
    return RecordCorrected(
        record=former.record,
        data_digest=former.data_digest,
        practice=practice,
        reason=former.reason,
        proposed_by="dvorakova",
        approved_by="kratky",
    )


def _opened(standard_json: bytes, people: Mapping[str, IdentityVersion]) -> SessionOpened:
    members = tuple(
        Member(id=who, identity=people[who].reference, chair=who == SIGNERS[0], authorised_until=date(2029, 6, 30))
        for who in SIGNERS
        if who in people
    )
    return SessionOpened(
        session=STREAM.removeprefix("session/"),
        sitting="sitting-9XK2P4M7TQ",
        sitting_head=SITTING_HEAD,
        candidate="svobodova",
        standard="nsk-66-029-M-2015",
        standard_digest=digest(standard_json),
        members=members,
    )


def _law() -> list[Moment]:
    """The test: 60 minutes with the candidate's quarter more, of which 37:12 were used, 20.50 of 24 reached."""
    items = tuple(
        PaperItem(item=entry.item, version=entry.version, digest=entry.digest, order=("a", "b", "c"))
        for entry in _law_content()
    )
    scores = [Decimal(1)] * 20 + [Decimal("0.50")] + [Decimal(0)] * 3
    outcomes = tuple(
        ItemOutcome(item=item.item, score=score, max_score=Decimal(1))
        for item, score in zip(items, scores, strict=True)
    )
    closed = START + timedelta(minutes=38)
    return [
        (START, PaperDrawn(task="law-task", seed="5eed", items=items)),
        (START, _begun("law-task", 45, 15, None)),
        (closed, ResponseSubmitted(task="law-task", cause="candidate", elapsed_ms=37 * MINUTE_MS + 12_000)),
        (
            closed,
            TaskScored(
                task="law-task",
                items=outcomes,
                criteria=(CriterionOutcome(criterion="law.a", judgement=Judgement.MET),),
            ),
        ),
        (closed, _agreed("law-task", "law.b", "")),
    ]


def _sale(reason: str) -> list[Moment]:
    """The call: 45 minutes, of which 24:03 were used."""
    closed = START + timedelta(minutes=75)
    handed = SubmissionStored(
        task="sale-task",
        name="s.txt",
        blob=digest(b"a submission"),
        length=12,
        elapsed_ms=0,
        kind=SubmissionKind.WORKBOOK,
    )
    return [
        (START + timedelta(minutes=50), _begun("sale-task", 45, 0, "holubova")),
        (closed, handed),
        (closed, ResponseSubmitted(task="sale-task", cause="performed", elapsed_ms=24 * MINUTE_MS + 3_000)),
        (closed, _agreed("sale-task", "sale.a", reason)),
        (closed, _agreed("sale-task", "sale.b", "")),
    ]


def _begun(task: str, base: int, extra: int, figurant: str | None) -> TaskOpened:
    return TaskOpened(
        task=task, base_ms=base * MINUTE_MS, extra_ms=extra * MINUTE_MS, panel=SIGNERS[:3], figurant=figurant
    )


def _law_content() -> tuple[RecordedContent, ...]:
    return tuple(
        RecordedContent(item=f"law-{number:02}", version=1, digest=digest(str(number).encode()))
        for number in range(1, 25)
    )


def _agreed(task: str, criterion: str, reason: str) -> CriterionAgreed:
    agreement = Agreement(
        judgement=Judgement.NOT_MET if reason else Judgement.MET,
        reason=reason,
        rule=AgreementRule.DISCUSSION,
        unanimous=not reason,
    )
    return CriterionAgreed(task=task, criterion=criterion, agreement=agreement)


def _certificate() -> Certificate:
    return Certificate(
        issuer="Smyšlená jazyková komora",
        number="B2-00421",
        language="en",
        level="B2",
        issued_on=date(2024, 5, 14),
        original_seen=True,
        scan=digest(b"a scan"),
    )


def _extract(moments: list[Moment]) -> Extract:
    by = ActorRef(id="dvorakova", role="examiner")
    return extract_of(
        Entry(seq=number, at=at, by=by, event=event) for number, (at, event) in enumerate(moments, start=1)
    )


def extract_of(entries: Iterable[Entry], stream: str = STREAM) -> Extract:
    """Return the extract of these entries, chained anew."""
    head, links = Head(), []
    for entry in entries:
        made = _entered(entry, head, stream)
        links.append(made)
        head = Head(seq=made.link.seq, hash=made.link.hash)
    return Extract(stream=stream, entries=tuple(links))


def _entered(entry: Entry, head: Head, stream: str) -> ExtractEntry:
    kind, salt = type(entry.event).__name__, digest(str(entry.seq - 1).encode())[:32]
    body = encode(entry.event, at=entry.at, by=entry.by)
    made = link(
        head=head,
        stream=stream,
        event_type=kind,
        version=entry.event.VERSION,
        body_digest=salted_digest(bytes.fromhex(salt), body),
    )
    if kind not in DECISIVE:
        return ExtractEntry(link=made)
    return ExtractEntry(link=made, salt=salt, body=body.decode())


def _practice(standard: AssessmentStandard) -> tuple[PracticeReason, ...]:
    return (
        PracticeReason(code="derived-content", detail=str(standard.unofficial())),
        PracticeReason(code="standard-not-in-force", detail="2026-11-20"),
        PracticeReason(code="scripted"),
        PracticeReason(code="practice-certificate"),
    )


def _standard(standard: AssessmentStandard, standard_json: bytes) -> RecordedStandard:
    return RecordedStandard(
        id=standard.id,
        system=standard.system,
        code=standard.code,
        title=standard.title,
        authority=standard.authority,
        level=standard.level,
        digest=digest(standard_json),
        valid_since=standard.validity.since.isoformat(),
        valid_until=standard.validity.until.isoformat() if standard.validity.until else None,
    )


def _competencies(standard: AssessmentStandard, reason: str) -> tuple[RecordedCompetency, ...]:
    statuses = {
        "law": CompetencyStatus.MET,
        "sale": CompetencyStatus.NOT_MET if reason else CompetencyStatus.MET,
        "english": CompetencyStatus.WAIVED,
    }
    return tuple(
        RecordedCompetency(
            competency=found.id,
            title=found.title,
            level=found.level,
            rule=found.rule.sentence,
            status=statuses[found.id],
            basis=_certificate().issuer if statuses[found.id] is CompetencyStatus.WAIVED else "",
            criteria=tuple(_recorded(found, criterion, reason) for criterion in found.criteria),
        )
        for found in standard.competencies
    )


def _recorded(competency: Competency, criterion: Criterion, reason: str) -> RecordedCriterion:
    reference = competency.reference(criterion)
    failed = reference == "sale.a" and bool(reason)
    finding = RecordedFinding(
        task=f"{competency.id}-task",
        judgement=Judgement.NOT_MET if failed else Judgement.MET,
        reason=reason if failed else "",
        rule=None if reference == "law.a" else AgreementRule.DISCUSSION,
        unanimous=not failed,
    )
    met = CriterionStatus.NOT_MET if failed else CriterionStatus.MET
    covered = competency.id == "english"
    return RecordedCriterion(
        criterion=reference,
        text=criterion.text,
        origin=criterion.origin,
        status=CriterionStatus.COVERED if covered else met,
        findings=() if covered else (finding,),
    )


def _tasks() -> tuple[RecordedTask, ...]:
    return (
        RecordedTask(
            task="law-task",
            title="Úkol: Orientace v zákonných normách",
            opened_at=START,
            closed_at=START + timedelta(minutes=38),
            granted_ms=60 * MINUTE_MS,
            extra_ms=15 * MINUTE_MS,
            consumed_ms=37 * MINUTE_MS + 12_000,
            panel=SIGNERS[:3],
            figurant=None,
            score=Decimal("20.50"),
            max_score=Decimal(24),
            content=_law_content(),
            submissions=(),
        ),
        RecordedTask(
            task="sale-task",
            title="Úkol: Nabídka a prodej produktů po telefonu",
            opened_at=START + timedelta(minutes=50),
            closed_at=START + timedelta(minutes=75),
            granted_ms=45 * MINUTE_MS,
            extra_ms=0,
            consumed_ms=24 * MINUTE_MS + 3_000,
            panel=SIGNERS[:3],
            figurant="holubova",
            score=None,
            max_score=None,
            content=(),
            submissions=(digest(b"a submission"),),
        ),
    )


def _signers(certificates: Mapping[str, str], paper: tuple[str, ...]) -> tuple[PlannedSigner, ...]:
    return tuple(
        PlannedSigner(
            field=field,
            who=who,
            mode=SignatureMode.PAPER if who in paper else SignatureMode.ELECTRONIC,
            certificate="" if who in paper else certificates.get(who, ""),
        )
        for field, who in zip(FIELDS, SIGNERS, strict=True)
    )
