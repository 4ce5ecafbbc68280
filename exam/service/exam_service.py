"""The one service that every face talks to: sign in, sittings, sessions, records."""

from collections.abc import Mapping

from exam.core.candidate_session import commands as asked
from exam.core.candidate_session.course_commands import TypeJudgements, TypeResponses
from exam.core.candidate_session.marking_commands import NoteMarking, NotePresentation
from exam.core.handed_in import kind_of
from exam.core.item import AssessmentItem, SpreadsheetItem
from exam.core.session_values import SignatureMode
from exam.core.sitting import AppointCommission, NameAttendant, NoteFact, ReplaceMember, SittingCommand
from exam.problem import ExamError
from exam.service.access import Actor, DeniedError, authorize_session
from exam.service.admissions import Admissions
from exam.service.anchoring import AnchoringService
from exam.service.arrangement import ArrangementService
from exam.service.console import ConsoleService
from exam.service.custody import CustodyService
from exam.service.custody_lasting import CustodyLasting
from exam.service.day_journal import DayJournal
from exam.service.day_planning import DayPlanning
from exam.service.dispatching import DispatchService
from exam.service.disposals import DisposalService
from exam.service.elsewhere import ElsewhereService
from exam.service.erasure import ErasureService
from exam.service.facts import FactService
from exam.service.gates import GateService
from exam.service.handing_over import HandoverService
from exam.service.home import HomeService
from exam.service.inspection import InspectionService
from exam.service.intake import IntakeService
from exam.service.lasting import LastingService
from exam.service.mirroring import MirrorState
from exam.service.pausing import PausingService
from exam.service.ports import Ports
from exam.service.preparation import PeopleService, Preparation
from exam.service.printing import PrintingService
from exam.service.records import RecordService
from exam.service.register_view import RegisterView
from exam.service.replay import ReplayService
from exam.service.reviews import ReviewService
from exam.service.sessions import SessionService
from exam.service.sitting_board import SittingBoardService
from exam.service.sittings import SittingService
from exam.service.streams import Receipt, Streams
from exam.service.submissions import WorkbookMissingError, table_of
from exam.service.timekeeper import TimeNotKeptError
from exam.service.transfers import TransferService
from exam.service.typing_in import TypingService

BY_THE_SERVICE = (
    asked.OpenSession,
    TypeResponses,
    TypeJudgements,
    asked.StoreSubmission,
    NoteMarking,
    NotePresentation,
    asked.IssueRecord,
    asked.SignRecord,
    asked.StorePaperSignature,
    asked.ArchiveRecord,
    asked.RefreshRecord,
    asked.Tick,
    asked.NoteInterruption,
    asked.NoteClockJump,
)
"""Commands that state facts only the service can vouch for: digests of what is kept, signers, time."""


class ExamService:
    """Everything that people can do, each call authorised for its actor."""

    def __init__(self, ports: Ports) -> None:
        streams = Streams(ports.journal)
        self._ports = ports
        self.sessions = SessionService(ports, streams)
        self.sittings = SittingService(ports, streams)
        self.admissions = Admissions(ports, streams, self.sittings)
        self.typing_in = TypingService(ports, self.sessions)
        self.facts = FactService(ports, self.sessions, self.sittings)
        self.inspection = InspectionService(ports, self.sessions, self.sittings)
        self.dispatching = DispatchService(ports, self.sessions, self.facts, self.inspection)
        self.pausing = PausingService(self.sessions, self.sittings)
        self.anchoring = AnchoringService(ports, streams)
        self.records = RecordService(ports, streams, self.sessions)
        self.elsewhere = ElsewhereService(ports, streams, self.sessions, self.records)
        self.lasting = LastingService(ports, streams, self.sessions, self.records)
        self.custody = CustodyService(ports, streams, self.sessions)
        self.intake = IntakeService(ports, self.custody)
        self.kept_lasting = CustodyLasting(ports, self.custody, self.intake, self.lasting)
        self.reviews = ReviewService(ports, self.custody)
        self.disposals = DisposalService(ports, streams, self.custody, self.sessions, self.sittings)
        self.register = RegisterView(ports, self.custody)
        self.transfers = TransferService(ports, self.custody, self.register)
        self.replays = ReplayService(ports)
        self.handing_over = HandoverService(
            ports, self.custody, self.transfers, self.sittings, self.facts, self.inspection, self.replays
        )
        self.people = PeopleService(ports)
        self.days = DayPlanning(
            ports, self.sittings, self.sessions, self.people, DayJournal(ports, streams, self.sessions)
        )
        self.sitting_board = SittingBoardService(ports, self.sessions, self.sittings, self.people, self.days)
        self.erasure = ErasureService(ports, streams, self.sessions, self.sittings)
        self.printing = PrintingService(ports, self.sittings, self.sessions)
        self.console = ConsoleService(ports, self.sessions, self.people)
        self.home = HomeService(ports, self.sessions, self.sittings, self.facts, self.people)
        self.preparation = Preparation(ports, self.people, self.sittings)
        self.gates = GateService(ports, self.people)
        self.arrangements = ArrangementService(ports, self.people, self.sittings, self.days)

    def sign_in(self, account_id: str, pin: str) -> Actor:
        """Return the actor whose PIN this is.

        Raises:
            SignInRefusedError: unknown account or wrong PIN.
            SignInDelayedError: there were too many wrong ones.
        """
        return self.admissions.sign_in(account_id, pin)

    def sitting(self, actor: Actor, sitting_id: str, command: SittingCommand) -> Receipt:
        """Do something to a sitting.

        Raises:
            ExamError: the named refusal; a commission is appointed by `preparation`, which looks its members up, and a
                fact noted by `facts`, which keeps its proof.
        """
        if isinstance(command, AppointCommission | ReplaceMember | NameAttendant | NoteFact):
            raise DeniedError(who=actor.id, action=type(command).__name__)
        return self.sittings.execute(actor, sitting_id, command)

    def session(self, actor: Actor, session_id: str, command: asked.Command, *, key: str = "") -> Receipt:
        """Do something in a candidate session.

        Raises:
            ExamError: the named refusal; what the service itself must vouch for has a door of its own.
        """
        if isinstance(command, BY_THE_SERVICE):
            raise DeniedError(who=actor.id, action=type(command).__name__)
        return self.sessions.execute(actor, session_id, command, key=key)

    def tick(self) -> None:
        """Let time pass in every running session; a face calls this about once a second.

        Raises:
            TimeNotKeptError: every failure, once all were served: nobody's time waits for another's stream.
            JournalError: the streams cannot be listed.
        """
        failures: dict[str, ExamError] = {}
        for stream in self._ports.journal.streams("session/"):
            session = stream.removeprefix("session/")
            try:
                if self.sessions.state(session).running:
                    self.sessions.tick(session)
            except ExamError as error:
                failures[session] = error
        if failures:
            raise TimeNotKeptError(failures)

    def mirror(self) -> MirrorState:
        """Return how the second copy stands; never raises."""
        return self._ports.mirror.state()

    def hand_out(self, actor: Actor, session_id: str, task: str) -> bytes:
        """Return the workbook of a candidate's open task; the same bytes each time.

        Raises:
            ExamError: not the candidate's own session, or the task hands out no workbook.
        """
        state = self.sessions.readable(actor, session_id)
        item = _workbook_item(self.sessions.items(state, task))
        return self._ports.workbooks.make(item, table_of(self._ports, state, task, item))

    def hand_in(self, actor: Actor, session_id: str, task: str, name: str, data: bytes, *, key: str = "") -> Receipt:
        """Keep a file that the candidate hands in, whatever is in it; then look into it, or note why that fails."""
        authorize_session(actor, asked.StoreSubmission.__name__, self.sessions.state(session_id))
        with self.sessions.receiving(session_id, task) as received_ms:
            blob = self._ports.blobs.put(data)
            kind = kind_of(name, data)
            command = asked.StoreSubmission(task=task, name=name, blob=blob, length=len(data), kind=kind)
            receipt = self.sessions.execute(actor, session_id, command, key=key, received_ms=received_ms)
        self.sessions.mark(session_id, task)
        return receipt

    def issue_record(self, actor: Actor, session_id: str, modes: Mapping[str, SignatureMode] | None = None) -> Receipt:
        """Make the record of a session, and have its head stamped where the settings name an authority."""
        receipt = self.records.issue(actor, session_id, modes)
        notices = self.anchoring.record_issued(session_id, self.sessions.state(session_id).sitting)
        return receipt.model_copy(update={"notices": notices})

    def archive_record(self, actor: Actor, session_id: str) -> str:
        """Archive the record and return where it lies; what makes it last and an outage cost, the doctor tells."""
        place = self.records.archive(actor, session_id)
        self.lasting.archived(session_id)
        return place


def _workbook_item(items: tuple[AssessmentItem, ...]) -> SpreadsheetItem:
    for item in items:
        if isinstance(item, SpreadsheetItem):
            return item
    raise WorkbookMissingError
