"""Desks on which whole exams were run, their people, and the records made of them."""

from collections.abc import Mapping
from datetime import timedelta

from exam.core.candidate_session import commands as asked
from exam.core.candidate_session import course_commands as beside
from exam.core.canonical import canonical_json, digest_of
from exam.core.chain import Head
from exam.core.exam_record import ExamRecord, PracticeReason
from exam.core.identity import Identity, IdentityVersion
from exam.core.judging import Judgement
from exam.core.record_building import (
    RecordFrame,
    build_record,
)
from exam.core.record_check import check_record
from exam.core.session_values import Ending, PlannedSigner, SignatureMode
from exam.core.standard import AssessmentStandard
from exam.core.system_rules import EndingEffect
from exam.core.verdict import Result
from tests.builders import (
    AT,
    MEMBERS,
    OPENING,
    REASON,
    Desk,
    standard,
    whole,
)
from tests.record_builders import extract_of

MET, NOT_MET = Judgement.MET, Judgement.NOT_MET
WHO = ("candidate", "chair", "second")
PEOPLE = {
    who: IdentityVersion(identity=Identity(given_names="Jana", surname=who.title()), salt=f"{number}" * 32)
    for number, who in enumerate(WHO)
}
IDENTITIES = {version.reference: version for version in PEOPLE.values()}
ISSUED = AT + timedelta(hours=5)
SIGNERS = tuple(
    PlannedSigner(field=field, who=who, mode=SignatureMode.PAPER)
    for field, who in (("Member1", "chair"), ("Member2", "second"), ("Seal", "seal"))
)
FRAME = RecordFrame(
    record="record-1",
    place="Učebna A",
    issued_at=ISSUED,
    session_head=Head(seq=9, hash="f" * 64),
    signers=SIGNERS,
    practice=(PracticeReason(code="scripted"),),
    program="0.1.0",
)


def desk(course: AssessmentStandard | None = None) -> Desk:
    """A desk whose people have the identities above, under a standard that its session pins."""
    made = Desk(course or standard())
    members = tuple(member.model_copy(update={"identity": PEOPLE[member.id].reference}) for member in MEMBERS)
    made.opening = OPENING.model_copy(update={"members": members, "standard_digest": digest_of(made.standard)})
    made.identity = PEOPLE["candidate"].reference
    return made


def record_of(played: Desk, identities: Mapping[str, IdentityVersion] = IDENTITIES) -> ExamRecord:
    return build_record(played.state, played.standard, identities, FRAME)


def proven(played: Desk) -> tuple[str, ...]:
    """What the check says of the record and the extract of a desk."""
    extract = extract_of(played.entries, f"session/{played.state.session}")
    last = extract.entries[-1].link
    record = record_of(played).model_copy(update={"session_head": Head(seq=last.seq, hash=last.hash)})
    found = check_record(record, extract, canonical_json(played.standard), played.standard)
    return tuple(entry.code for entry in found)


def ended(ending: Ending) -> Desk:
    played = desk().admitted().open("law-test")
    played.do(asked.EndSession(ending=ending, reason="Uchazeč odešel z místnosti."))
    return played


def recognised() -> Desk:
    played = desk().admitted()
    played.do(asked.RecogniseCompetency(competency="call", qualification="66-028-H", evidence="osvědčení č. 1"))
    played.tested()
    played.performed("english-call", "english.a")
    played.do(asked.DetermineResult())
    return played


def with_a_certificate_looked_at() -> Desk:
    played = desk().admitted().open("certificate")
    played.do(asked.EndPerformance(task="certificate"))
    return whole_after(played)


def whole_after(played: Desk) -> Desk:
    played.tested(wrong=4)
    played.performed("role-call", "call.a")
    played.performed("stress", "call.b", NOT_MET, REASON)
    played.performed("english-call", "english.a")
    played.do(asked.DetermineResult())
    return played


def weighed(result: Result | None) -> Desk:
    """A desk whose exam ended early and counts as the rules of its system say."""
    played = desk().admitted()
    played.effect = EndingEffect(
        ending=Ending.NOT_ADMITTED, result=result, entry="Nevyhověl", verified=False, source="nsk.md"
    )
    played.do(asked.EndSession(ending=Ending.NOT_ADMITTED, reason="Přišel bez průkazu."))
    return played


def redecided() -> Desk:
    """A desk on which the candidate was told a result that two people then changed."""
    played = whole(desk())
    played.do(asked.AnnounceResult())
    played.do(asked.AcknowledgeReasons(acknowledged=True), by="candidate")
    about = {"task": "role-call", "criterion": "call.a"}
    played.do(beside.ProposeDecision(**about, judgement=NOT_MET, reason=REASON, because="Omyl v zápisu."))
    played.do(beside.ApproveDecision(**about), by="second")
    return played


def with_a_released_member() -> Desk:
    played = desk().admitted().open("stress")
    played.do(asked.EndPerformance(task="stress"))
    played.do(beside.ReleaseFromPanel(task="stress", who="second", reason="Je u jiného uchazeče."))
    played.do(asked.JudgeCriterion(task="stress", criterion="call.b", judgement=MET, shown=3))
    played.do(asked.RevealJudgements(task="stress"))
    played.do(asked.AgreeCriterion(task="stress", criterion="call.b", judgement=MET))
    played.tested()
    played.performed("role-call", "call.a")
    played.performed("english-call", "english.a")
    played.do(asked.DetermineResult())
    return played


COURSES = {
    "passed": lambda: whole(desk()),
    "failed": lambda: whole(desk(), call=NOT_MET),
    "waived": lambda: whole(desk(), waived=True),
    "recognised": recognised,
    "withdrew": lambda: ended(Ending.WITHDREW),
    "not admitted, counts as failed": lambda: weighed(Result.FAILED),
    "decided anew": redecided,
    "without a member of the panel": with_a_released_member,
    "terminated": lambda: ended(Ending.TERMINATED),
    "certificate looked at": with_a_certificate_looked_at,
}
