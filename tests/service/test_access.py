"""Who may do what, spelt out: every command × every role is allowed or denied exactly as this table says."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from exam.core.candidate_session import SessionState, known_commands
from exam.core.candidate_session import commands as asked
from exam.core.chain import Head
from exam.core.judging import AgreementRule
from exam.core.sitting import SittingCommand, SittingState
from exam.core.sitting_events import Member, SittingPlanned
from exam.problem import ExamError
from exam.scripted.stage import Stage
from exam.service.access import (
    CUSTODY,
    Actor,
    DeniedError,
    Role,
    authorize_custody,
    authorize_session,
    authorize_sitting,
)
from exam.service.ports import SignInRefusedError
from exam.service.sessions import session_stream
from tests.rims import staged

UNTIL = date(2030, 1, 1)
STATE = SessionState(
    session="session-1",
    candidate="candidate",
    members=(
        Member(id="chair", identity="1" * 64, chair=True, authorised_until=UNTIL),
        Member(id="member", identity="2" * 64, authorised_until=UNTIL),
    ),
)
ACTORS = {
    "candidate": Actor(id="candidate", role=Role.CANDIDATE),
    "other candidate": Actor(id="other", role=Role.CANDIDATE),
    "chair": Actor(id="chair", role=Role.EXAMINER),
    "member": Actor(id="member", role=Role.EXAMINER),
    "stranger examiner": Actor(id="stranger", role=Role.EXAMINER),
    "invigilator": Actor(id="invigilator", role=Role.INVIGILATOR),
    "authorised person": Actor(id="person", role=Role.AUTHORISED_PERSON),
    "archivist": Actor(id="archivist", role=Role.ARCHIVIST),
}
COMMISSION = {"chair", "member"}
NOBODY: set[str] = set()
SESSION = {
    "OpenSession": {"chair"},
    "VerifyIdentity": COMMISSION,
    "AcknowledgeInduction": {"candidate"},
    "GrantAccommodation": COMMISSION,
    "AcceptWaiver": COMMISSION,
    "RecogniseCompetency": COMMISSION,
    "LogIrregularity": COMMISSION | {"invigilator"},
    "OpenTask": COMMISSION,
    "SaveResponse": {"candidate"},
    "StoreSubmission": {"candidate"},
    "SubmitTask": {"candidate"},
    "RaiseHand": {"candidate"},
    "NoteMarking": NOBODY,
    "NotePresentation": NOBODY,
    "OverrideMarking": COMMISSION,
    "ConfirmMarking": COMMISSION,
    "EndPerformance": COMMISSION,
    "PauseClock": COMMISSION | {"invigilator"},
    "ResumeClock": COMMISSION | {"invigilator"},
    "ExtendTime": COMMISSION,
    "SelectGoal": COMMISSION,
    "PrepareCall": COMMISSION,
    "PickUp": COMMISSION,
    "HoldScene": COMMISSION,
    "StopCaller": COMMISSION | {"candidate"},
    "AskBreak": {"candidate"},
    "AnswerHand": COMMISSION | {"invigilator"},
    "BeginBreak": COMMISSION,
    "EndBreak": COMMISSION,
    "TakeNote": COMMISSION,
    "JudgeCriterion": COMMISSION,
    "RevealJudgements": COMMISSION,
    "AgreeCriterion": COMMISSION,
    "DetermineResult": {"chair"},
    "EndSession": {"chair"},
    "JudgeJointly": COMMISSION,
    "ProposeDecision": COMMISSION,
    "ApproveDecision": COMMISSION,
    "RefuseWaiver": COMMISSION,
    "DocumentRecognition": COMMISSION,
    "TypeResponses": COMMISSION,
    "TypeJudgements": COMMISSION,
    "ReleaseFromPanel": {"chair"},
    "AnnounceResult": COMMISSION,
    "ProposeKeyCorrection": COMMISSION | {"authorised person"},
    "ApproveKeyCorrection": COMMISSION | {"authorised person"},
    "AcknowledgeReasons": {"candidate"},
    "IssueRecord": {"chair", "authorised person"},
    "SignRecord": COMMISSION | {"authorised person"},
    "StorePaperSignature": {"chair", "authorised person"},
    "ProposeRecordCorrection": COMMISSION | {"authorised person"},
    "ApproveRecordCorrection": COMMISSION | {"authorised person"},
    "OmitSignature": {"chair", "authorised person"},
    "ArchiveRecord": {"chair", "authorised person"},
    "DecideProposal": {"authorised person"},
    "RefreshRecord": set(),
    "Tick": NOBODY,
    "NoteInterruption": NOBODY,
    "NoteClockJump": NOBODY,
}
PLANNED = SittingState(
    planned=SittingPlanned(
        sitting="sitting-1", standard="s", place="p", starts_on=UNTIL, agreement=AgreementRule.DISCUSSION
    ),
    planned_by="person",
    members=STATE.members,
)
SITTING = {
    "PlanSitting": COMMISSION | {"authorised person"},
    "AppointCommission": COMMISSION | {"authorised person"},
    "RegisterCandidate": COMMISSION | {"authorised person"},
    "PlanParts": COMMISSION | {"authorised person"},
    "SetJudging": COMMISSION | {"authorised person"},
    "PlaceHold": COMMISSION | {"authorised person"},
    "ProposeLift": COMMISSION | {"authorised person"},
    "LiftHold": COMMISSION | {"authorised person"},
    "CheckAuthorisations": COMMISSION | {"authorised person"},
    "ReplaceMember": COMMISSION | {"authorised person"},
    "MoveSitting": COMMISSION | {"authorised person"},
    "CancelSitting": COMMISSION | {"authorised person"},
    "NotHoldSitting": COMMISSION | {"authorised person"},
    "NameAttendant": COMMISSION | {"authorised person"},
    "NoteLeaving": COMMISSION | {"authorised person", "invigilator"},
    "NotePresence": COMMISSION | {"invigilator"},
    "CheckEquipment": COMMISSION | {"authorised person", "invigilator"},
    "ApproveAccommodation": COMMISSION | {"authorised person"},
    "ArrangeDay": COMMISSION | {"authorised person"},
    "NoteFact": COMMISSION | {"authorised person"},
    "WithdrawFact": COMMISSION | {"authorised person"},
    "OpenSitting": COMMISSION,
    "CloseSitting": COMMISSION,
}
"""In a sitting that is planned; a second plan is then refused by the sitting itself."""
KEEPERS = {"archivist", "authorised person"}
CUSTODY_OF = {
    "ReadRegister": KEEPERS,
    "ReceiveRecord": KEEPERS,
    "AcceptRecord": {"archivist"},
    "ReturnRecord": {"archivist"},
    "RequestReview": KEEPERS,
    "DecideReview": {"archivist"},
    "ProposeDisposal": KEEPERS,
    "DisposeRecord": KEEPERS,
    "ExportArchive": KEEPERS,
    "HandOver": {"authorised person"},
}
UNKNOWN = ("", "opentask", "OpenTask ", "EraseEverything", "__init__")


def allowed(who: str, action: str, state: SessionState = STATE) -> bool:
    try:
        authorize_session(ACTORS[who], action, state)
    except DeniedError:
        return False
    return True


def allowed_in_sittings(who: str, action: str, state: SittingState = PLANNED) -> bool:
    try:
        authorize_sitting(ACTORS[who], action, state)
    except DeniedError:
        return False
    return True


def leaves(root: type[SittingCommand]) -> Iterator[type[SittingCommand]]:
    for child in root.__subclasses__():
        yield child
        yield from leaves(child)


def test_the_tables_above_list_every_command() -> None:
    assert set(SESSION) == {command.__name__ for command in known_commands()}
    assert set(SITTING) == {command.__name__ for command in leaves(SittingCommand)}
    assert {actor.role for actor in ACTORS.values()} == set(Role)


@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("action", SESSION)
def test_a_command_in_a_session_is_for_those_whom_the_table_lists(action: str, who: str) -> None:
    assert allowed(who, action) is (who in SESSION[action])


@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("action", SITTING)
def test_a_command_to_a_sitting_is_for_those_whom_the_table_lists(action: str, who: str) -> None:
    assert allowed_in_sittings(who, action) is (who in SITTING[action])


def test_a_new_sitting_is_planned_by_examiners_and_authorised_persons() -> None:
    planners = {who for who in ACTORS if allowed_in_sittings(who, "PlanSitting", SittingState())}
    assert planners == {"chair", "member", "stranger examiner", "authorised person"}


@pytest.mark.parametrize("action", UNKNOWN)
def test_what_no_table_lists_is_denied_to_everybody(action: str) -> None:
    assert not any(allowed(who, action) or allowed_in_sittings(who, action) for who in ACTORS)


def test_in_a_session_that_was_never_opened_nobody_has_a_part() -> None:
    taking_part = set(ACTORS) - {"invigilator"}
    assert not any(allowed(who, action, SessionState()) for who in taking_part for action in SESSION)


def test_a_denial_names_the_actor_and_the_action() -> None:
    with pytest.raises(DeniedError) as denied:
        authorize_session(ACTORS["candidate"], "DetermineResult", STATE)
    assert denied.value.arguments == {"who": "candidate", "action": "DetermineResult"}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.EXAMINER])
def test_the_name_of_a_member_under_another_role_opens_no_door_of_the_commission(role: Role) -> None:
    for action in ("OpenTask", "JudgeCriterion", "DetermineResult", "EndSession", "AnnounceResult"):
        with pytest.raises(DeniedError):
            authorize_session(Actor(id="chair", role=role), action, STATE)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("stage"), before="submit_task") as played:
        yield played


ONLY_BY_THE_SERVICE: tuple[asked.Command, ...] = (
    asked.OpenSession(
        session="s",
        sitting="s",
        sitting_head=Head(),
        candidate="uchazec",
        standard="mini-1",
        standard_digest="0" * 64,
        members=(),
    ),
    asked.StoreSubmission(task="theory-test", name="x.xlsx", blob="0" * 64, length=1),
    asked.IssueRecord(record="../../record", data_digest="0" * 64, pdf="0" * 64, practice=False, signers=()),
    asked.SignRecord(field="Member1", pdf="0" * 64),
    asked.StorePaperSignature(field="Member2", scan="0" * 64, witness="dvorakova"),
    asked.ArchiveRecord(pdf="0" * 64),
    asked.RefreshRecord(record="record-1", pdf="0" * 64),
    asked.Tick(task="theory-test"),
    asked.NoteInterruption(task="theory-test", gap_ms=1),
    asked.NoteClockJump(seconds=3_600),
)


@pytest.mark.parametrize("command", ONLY_BY_THE_SERVICE, ids=lambda command: type(command).__name__)
@pytest.mark.parametrize("who", ["predseda", "clen", "cizi", "uchazec", "jiny", "dozor", "osoba"])
def test_a_command_that_vouches_for_facts_is_the_services_alone(stage: Stage, who: str, command: asked.Command) -> None:
    before = stage.ports.journal.head(session_stream(stage.session))
    with pytest.raises(DeniedError):
        stage.service.session(stage.actors[who], stage.session, command)
    assert stage.ports.journal.head(session_stream(stage.session)) == before


@pytest.mark.parametrize("who", ["cizi", "jiny", "dozor", "osoba"])
def test_a_session_is_read_by_those_who_take_part(stage: Stage, who: str) -> None:
    for taking_part in ("predseda", "clen", "uchazec"):
        assert stage.service.sessions.readable(stage.actors[taking_part], stage.session).session == stage.session
    with pytest.raises(DeniedError):
        stage.service.sessions.readable(stage.actors[who], stage.session)


@pytest.mark.parametrize("session", ["", "session-NONE", "../../etc/passwd", "x" * 10_000, "session/a", "é\u202e"])
def test_a_session_that_nobody_opened_takes_no_command_from_anybody(stage: Stage, session: str) -> None:
    for actor in stage.actors.values():
        with pytest.raises(ExamError):
            stage.service.session(actor, session, asked.RaiseHand(task="theory-test"))
        with pytest.raises(ExamError):
            stage.service.hand_in(actor, session, "theory-test", "x", b"x")
        with pytest.raises(ExamError):
            stage.service.issue_record(actor, session)
    assert stage.ports.journal.streams("session/") == (session_stream(stage.session),)


def test_a_pin_makes_the_actor_with_the_role_of_the_account(tmp_path: Path) -> None:
    with staged(tmp_path, before="plan_sitting") as fresh:
        for person in fresh.scenario.people:
            assert fresh.service.sign_in(person.id, "1234") == Actor(id=person.id, role=person.role)
        for account, pin in (("predseda", "4321"), ("nobody", "1234"), ("", ""), ("PREDSEDA", "1234")):
            with pytest.raises(SignInRefusedError):
                fresh.service.sign_in(account, pin)


def allowed_in_custody(who: str, action: str) -> bool:
    try:
        authorize_custody(ACTORS[who], action)
    except DeniedError:
        return False
    return True


@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("action", [*CUSTODY_OF, *UNKNOWN])
def test_records_in_custody_are_for_those_who_keep_them(who: str, action: str) -> None:
    assert allowed_in_custody(who, action) is (who in CUSTODY_OF.get(action, NOBODY))


def test_the_table_of_custody_is_whole() -> None:
    assert set(CUSTODY) == set(CUSTODY_OF)
