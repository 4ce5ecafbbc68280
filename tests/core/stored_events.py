"""One value of every stored event, with every field filled; `tests/data/golden` holds how each was stored."""

from datetime import UTC, date, datetime
from decimal import Decimal

from exam.core.anchoring import HeadsAnchored
from exam.core.chain import Head
from exam.core.correction_events import (
    KeyCorrected,
    KeyCorrectionProposed,
    RecordCorrected,
    RecordCorrectionProposed,
)
from exam.core.custody_events import (
    ArchiveExported,
    ArchiveHandedOver,
    DisposalProposed,
    OwnRecordEntered,
    RecordAccepted,
    RecordChecked,
    RecordDisposed,
    RecordFacts,
    RecordPointer,
    RecordReceived,
    RecordRenewed,
    RecordReturned,
    ReviewDecided,
    ReviewDecision,
    ReviewRequested,
)
from exam.core.events import ActorRef, BodyErased, Event, WorkspaceResumed
from exam.core.facts import Way
from exam.core.judging import Agreement, AgreementRule, GivenJudgement, Judgement
from exam.core.key_correction import Cancellation, CorrectedKey
from exam.core.marking_events import MarkingConfirmed, MarkingOverridden, PresentationRead, WorkbookMarked
from exam.core.omission import OmissionGround
from exam.core.paper import PaperItem
from exam.core.record_events import (
    PaperSignatureStored,
    RecordArchived,
    RecordIssued,
    RecordRefreshed,
    RecordSigned,
    SignatureOmitted,
)
from exam.core.session_events import (
    AccommodationGranted,
    ClockJumped,
    ClockPaused,
    ClockResumed,
    CompetencyRecognised,
    CriterionAgreed,
    CriterionJudged,
    GoalSelected,
    HandRaised,
    IdentityVerified,
    InductionAcknowledged,
    Interrupted,
    IrregularityLogged,
    JudgementsRevealed,
    PaperDrawn,
    ReasonsAcknowledged,
    ResponseSaved,
    ResponseSubmitted,
    ResultAnnounced,
    ResultDetermined,
    SessionEnded,
    SessionOpened,
    SubmissionStored,
    TableDrawn,
    TaskOpened,
    TaskScored,
    TimeExtended,
    TimeSpent,
    WaiverAccepted,
)
from exam.core.session_values import (
    Certificate,
    CriterionOutcome,
    Ending,
    ItemOutcome,
    PlannedGoal,
    PlannedSigner,
    PlanResponse,
    SignatureMode,
    SubmissionKind,
)
from exam.core.sitting_events import (
    CandidateRegistered,
    CommissionAppointed,
    Member,
    SittingClosed,
    SittingOpened,
    SittingPlanned,
)
from exam.core.verdict import Result
from tests.core.stored_access_events import ACCESS
from tests.core.stored_sitting_events import BESIDE, CHANGES, NOTED

AT = datetime(2026, 11, 20, 9, 30, 15, 250_000, tzinfo=UTC)
BY = ActorRef(id="dvorakova", role="examiner")
DAY = date(2026, 11, 20)
MEMBERS = (
    Member(id="dvorakova", identity="1" * 64, chair=True, authorised_until=date(2029, 6, 30)),
    Member(id="kratky", identity="2" * 64, authorised_until=date(2028, 12, 31)),
)
CERTIFICATE = Certificate(
    issuer="Smyšlený ústav",
    number="B2-00421",
    language="en",
    level="B2",
    issued_on=date(2024, 5, 14),
    valid_until=date(2030, 1, 1),
    original_seen=True,
    scan="3" * 64,
)
SEED = "0123456789abcdef0123456789abcdef"
PLAN = PlanResponse(goals=(PlannedGoal(text="Zná nabídku.", weeks=(1, 2)), PlannedGoal(text="Volá sám.", weeks=(3,))))

_SITTING: tuple[Event, ...] = (
    SittingPlanned(
        sitting="sitting-1",
        standard="mini-1",
        place="Příkladov, učebna A",
        starts_on=DAY,
        agreement=AgreementRule.MAJORITY,
        scripted=True,
    ),
    CommissionAppointed(members=MEMBERS),
    CandidateRegistered(candidate="svobodova", session="session-1"),
    SittingOpened(on=DAY),
    SittingClosed(),
)
_ADMISSION: tuple[Event, ...] = (
    SessionOpened(
        session="session-1",
        sitting="sitting-1",
        sitting_head=Head(seq=4, hash="4" * 64),
        candidate="svobodova",
        standard="mini-1",
        standard_digest="5" * 64,
        members=MEMBERS,
    ),
    IdentityVerified(identity="6" * 64, document="občanský průkaz"),
    InductionAcknowledged(topics=("pracoviste", "bozp")),
    AccommodationGranted(extra_percent=25, approved_by="dvorakova"),
    WaiverAccepted(competency="english", certificate=CERTIFICATE),
    CompetencyRecognised(competency="call", qualification="66-028-H", evidence="osvědčení č. 1"),
)
_TASKS: tuple[Event, ...] = (
    PaperDrawn(
        task="law-test",
        seed=SEED,
        items=(PaperItem(item="law-01", version=2, digest="7" * 64, order=("b", "a", "c")),),
    ),
    TableDrawn(task="workbook", table="7" * 64),
    TaskOpened(
        task="role-call",
        base_ms=600_000,
        extra_ms=150_000,
        panel=("dvorakova", "kratky"),
        figurant="kratky",
    ),
    ResponseSaved(task="plan", part="case-1", response=PLAN, elapsed_ms=4_200),
    SubmissionStored(
        task="workbook",
        name="řešení.xlsx",
        blob="8" * 64,
        length=6_789,
        elapsed_ms=1_000,
        kind=SubmissionKind.WORKBOOK,
    ),
    PresentationRead(task="workbook", submission="8" * 64, outline="9" * 64, refused=""),
    WorkbookMarked(
        task="workbook",
        submission="8" * 64,
        cells=(ItemOutcome(item="quarter/aht", score=Decimal("1.5"), max_score=Decimal(3)),),
        waiting=(ItemOutcome(item="quarter/slope", score=Decimal(0), max_score=Decimal(2)),),
        marking="9" * 64,
        engine="cellrune 0.2.0",
        refused="",
    ),
    MarkingOverridden(
        task="workbook", submission="8" * 64, cell="quarter/slope", score=Decimal(2), reason="Vzorec je správný."
    ),
    MarkingConfirmed(task="workbook", submission="8" * 64),
    ResponseSubmitted(task="law-test", cause="expired", elapsed_ms=2_500),
    TaskScored(
        task="law-test",
        items=(ItemOutcome(item="law-01", score=Decimal("0.50"), max_score=Decimal(1)),),
        criteria=(CriterionOutcome(criterion="law.a", judgement=Judgement.NOT_MET, reason="0.5 z 1, třeba 1"),),
    ),
    ClockPaused(task="law-test", reason="výpadek proudu", elapsed_ms=300),
    ClockResumed(task="law-test"),
    TimeSpent(task="law-test", elapsed_ms=5_000),
    Interrupted(task="law-test", gap_ms=90_000),
    ClockJumped(seconds=-3_600),
    TimeExtended(task="law-test", extra_ms=300_000, reason="hluk"),
    HandRaised(task="law-test"),
    IrregularityLogged(category="hluk", note="Vrtačka za zdí.\nPět minut."),
    GoalSelected(task="plan", goal=1),
)
_JUDGING: tuple[Event, ...] = (
    CriterionJudged(
        task="stress",
        criterion="call.b",
        judge="kratky",
        given=GivenJudgement(judgement=Judgement.NOT_MET, reason="Ukázal jen dvě.", shown=2),
    ),
    JudgementsRevealed(task="stress"),
    CriterionAgreed(
        task="stress",
        criterion="call.b",
        agreement=Agreement(
            judgement=Judgement.NOT_MET,
            reason="Ukázal jen dvě techniky ze tří.",
            rule=AgreementRule.STRICT,
            unanimous=False,
        ),
    ),
)
_CLOSING: tuple[Event, ...] = (
    ResultDetermined(result=Result.FAILED),
    SessionEnded(ending=Ending.WITHDREW, reason="Uchazeč odešel."),
    ResultAnnounced(),
    ReasonsAcknowledged(acknowledged=False, objection="Nesouhlasím s bodem „b“."),
    RecordIssued(
        record="record-1",
        data_digest="9" * 64,
        pdf="a" * 64,
        practice=True,
        signers=(
            PlannedSigner(field="Member1", who="dvorakova", mode=SignatureMode.ELECTRONIC, certificate="b" * 64),
            PlannedSigner(field="Member2", who="kratky", mode=SignatureMode.PAPER),
        ),
    ),
    KeyCorrectionProposed(
        correction=CorrectedKey(item="law-01", version=2, cancelled=Cancellation.TAKEN_OUT),
        reason="Novela zrušila celé ustanovení.",
    ),
    KeyCorrected(
        correction=CorrectedKey(item="law-01", version=2, key="c"),
        reason="Klíč byl podle staré úpravy.",
        proposed_by="kratky",
        approved_by="dvorakova",
    ),
    RecordSigned(record="record-1", field="Member1", pdf="c" * 64),
    PaperSignatureStored(record="record-1", field="Member2", scan="8" * 64, witness="dvorakova"),
    SignatureOmitted(
        record="record-1", field="Member3", ground=OmissionGround.REFUSED, reason="Nesouhlasí s hodnocením."
    ),
    RecordCorrectionProposed(record="record-1", reason="Chybně opsané číslo certifikátu."),
    RecordCorrected(
        record="record-1",
        data_digest="a" * 64,
        practice=True,
        reason="Chybně opsané číslo certifikátu.",
        proposed_by="dvorakova",
        approved_by="kratky",
    ),
    RecordArchived(record="record-1", pdf="c" * 64),
    RecordRefreshed(record="record-1", pdf="f" * 64),
    BodyErased(erased=(7, 9), reason="Žádost uchazeče o výmaz."),
    WorkspaceResumed(resumption="resumption-7K2M9Q4TXB", copied=Head(seq=41, hash="d" * 64)),
    HeadsAnchored(anchor="e" * 64, authority="Razítka", stamped_at=AT, streams=3),
)
FACTS = RecordFacts(
    record="record-2F8K3M9QTX",
    data="9" * 64,
    qualification="66-029-M",
    held_on=DAY,
    issued_on=DAY,
    result=Result.FAILED,
    candidate="6" * 64,
    examiners=("1" * 64, "2" * 64),
    authorisations=("CVIČNÁ-0001/2026", ""),
    practice=True,
    supersedes=RecordPointer(record="record-1", data="8" * 64),
)
_CUSTODY: tuple[Event, ...] = (
    RecordReceived(number=7, file="a" * 64, length=412_345),
    RecordChecked(number=7, verdict="RETURN", codes=("signature-missing",), facts=FACTS, program="0.1.0"),
    RecordAccepted(number=7, retention="received", keep_until=date(2081, 11, 20)),
    OwnRecordEntered(
        number=8,
        session="session-1",
        file="b" * 64,
        length=412_346,
        facts=FACTS,
        retention="own",
        keep_until=date(2031, 11, 20),
    ),
    RecordReturned(
        number=9, reason="Chybí podpis předsedy.", letter="c" * 64, retention="returned", keep_until=date(2027, 11, 20)
    ),
    RecordRenewed(number=7, file="d" * 64, length=423_456, joined=10),
    ReviewRequested(number=7, review=1, requested_on=DAY, grounds="Uchazeč namítá čas.", decide_by=date(2026, 12, 20)),
    ReviewDecided(number=7, review=1, decision=ReviewDecision.CONFIRMED, reason="Čas byl měřen správně."),
    DisposalProposed(numbers=(7, 9), reason="Uplynula lhůta."),
    RecordDisposed(number=7, proposed_by="dvorakova", blobs=("a" * 64, "d" * 64)),
    ArchiveExported(records=2, inventory="e" * 64),
    ArchiveHandedOver(
        document="a" * 64,
        letter="b" * 64,
        told_on=DAY,
        told_way=Way.DATA_BOX,
        proof="c" * 64,
        records=2,
        sittings=3,
        open_duties=4,
        inventory="e" * 64,
    ),
)
_KINDS = (_SITTING, CHANGES, NOTED, BESIDE, _ADMISSION, _TASKS, _JUDGING, _CLOSING, _CUSTODY, ACCESS)
EXAMPLES = {type(event).__name__: event for kind in _KINDS for event in kind}
