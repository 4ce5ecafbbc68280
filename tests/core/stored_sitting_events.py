"""One value of every event around a sitting, beside those of its plain course in `stored_events`."""

from datetime import UTC, date, datetime

from exam.core.course_events import (
    CriterionJudgedJointly,
    DecisionChanged,
    DecisionChangeProposed,
    EndingWeighed,
    PanelMemberReleased,
    PaperTyped,
    ProposalDecided,
    RecognitionDocumented,
    ResponseTyped,
    WaiverRefused,
)
from exam.core.events import Event
from exam.core.facts import FACTS, FactWithdrawn, Proof, Way
from exam.core.hold_events import HoldLifted, HoldLiftProposed, HoldPlaced
from exam.core.judging import Agreement, AgreementRule, GivenJudgement, Judgement, JudgingMode
from exam.core.scene_events import (
    BreakAsked,
    BreakBegun,
    BreakEnded,
    CallAwaited,
    CallerStopped,
    CallPickedUp,
    CallPrepared,
    HandAnswered,
    NoteTaken,
)
from exam.core.second_decision import RecordedDecision
from exam.core.session_values import Certificate, TextResponse
from exam.core.sitting_events import (
    AccommodationApproved,
    Attendant,
    AttendantLeft,
    AttendantNamed,
    AuthorisationsChecked,
    DayArranged,
    Equipment,
    EquipmentChecked,
    JudgingModeSet,
    Member,
    MemberReplaced,
    Part,
    PartsPlanned,
    PresenceNoted,
    SittingCancelled,
    SittingMoved,
    SittingNotHeld,
    SittingPart,
)
from exam.core.verdict import Result

CERTIFICATE = Certificate(
    issuer="Smyšlený ústav", number="B2-1", language="en", level="B2", issued_on=date(2024, 5, 14), original_seen=False
)
DAY = date(2026, 11, 20)
PROOF = Proof(blob="a1" * 32, name="doručenka.pdf", length=1_234)

CHANGES: tuple[Event, ...] = (
    PartsPlanned(parts=(SittingPart(day=DAY, tasks=("law-test",)), SittingPart(day=date(2026, 11, 27)))),
    MemberReplaced(
        leaving="kratky",
        joining=Member(id="holubova", identity="b2" * 32, chair=True, authorised_until=date(2027, 3, 31)),
        reason="Onemocněl.",
    ),
    AuthorisationsChecked(on=DAY, lapsing=("kratky",)),
    SittingMoved(starts_on=date(2026, 11, 27), place="Nikdeškov, sál 2", reason="Havárie vody."),
    SittingCancelled(reason="Nikdo se nepřihlásil."),
    SittingNotHeld(missing=("kratky",), reason="Oprávnění skončilo včera."),
    FactWithdrawn(seq=7, reason="Platba jiného uchazeče."),
    HoldPlaced(session="session-1", reason="Přezkoumání č. j. 4/2027."),
    HoldLiftProposed(seq=9, reason="Přezkoumání skončilo."),
    HoldLifted(seq=9, reason="Přezkoumání skončilo.", proposed_by="kratky"),
)
NOTED: tuple[Event, ...] = tuple(
    kind(on=DAY, way=Way.DATA_BOX, session="session-1" if kind.PER_CANDIDATE else "", proof=PROOF, note="č. j. 1/2026")
    for kind in FACTS.values()
)

BESIDE: tuple[Event, ...] = (
    JudgingModeSet(mode=JudgingMode.JOINT),
    AttendantNamed(
        attendant=Attendant(
            identity="c3" * 32,
            part=Part.SUBSTITUTE,
            account="holubova",
            mandate="pověření č. 4",
            authorised_until=date(2028, 1, 31),
        )
    ),
    AttendantLeft(identity="c3" * 32),
    PresenceNoted(who="kratky", present=True, note="o 25 minut později"),
    EquipmentChecked(equipment=(Equipment(thing="telefon", present=False, note="nahrazen"),)),
    AccommodationApproved(session="session-1", extra_percent=25, approved_by="dvorakova", approved_on=DAY),
    DayArranged(day="4d" * 32, plan="5e" * 32),
    WaiverRefused(competency="english", certificate=CERTIFICATE, reason="Kopie."),
    RecognitionDocumented(
        competency="call", issuer="Smyšlená osoba", number="1/2025", issued_on=DAY, original_seen=True
    ),
    PanelMemberReleased(task="stress", who="kratky", reason="Je u jiného uchazeče."),
    CriterionJudgedJointly(
        task="stress",
        criterion="call.b",
        judges=("dvorakova", "kratky"),
        given=GivenJudgement(judgement=Judgement.NOT_MET, reason="Ukázal dvě.", shown=2),
    ),
    DecisionChangeProposed(
        task="stress", criterion="call.b", judgement=Judgement.NOT_MET, reason="Ukázal dvě.", because="Omyl v zápisu."
    ),
    DecisionChanged(
        task="stress",
        criterion="call.b",
        agreement=Agreement(
            judgement=Judgement.NOT_MET, reason="Ukázal dvě.", rule=AgreementRule.MAJORITY, unanimous=False
        ),
        because="Omyl v zápisu.",
        proposed_by="kratky",
        approved_by="dvorakova",
    ),
    PaperTyped(
        task="stress",
        what="judgements",
        whose="kratky",
        made_at=datetime(2026, 11, 20, 10, 15, tzinfo=UTC),
        checker="dvorakova",
        scan="d4" * 32,
    ),
    ResponseTyped(task="plan", part="case-1", response=TextResponse(text="Na papíře.")),
    CallAwaited(task="role-call"),
    CallPrepared(task="role-call", number="+420 000 000 117", dialled_by="figurant", tested=True),
    CallPickedUp(task="role-call"),
    CallerStopped(task="role-call", who="candidate"),
    HandAnswered(task="law-test"),
    BreakAsked(task="role-call"),
    BreakBegun(task="role-call"),
    BreakEnded(task="role-call"),
    NoteTaken(task="role-call", text="Skočil mu do řeči.", criterion="call.a", clock_ms=151_000),
    ProposalDecided(
        decision=RecordedDecision(
            body="kutsekomisjon",
            confirmed=False,
            minutes="nr 7",
            decided_on=date(2026, 11, 24),
            reason="Tõend on vana.",
        )
    ),
    EndingWeighed(result=Result.FAILED, entry="Nevyhověl", verified=True),
)
