"""The examiners' door in this process."""

from collections.abc import Mapping, Sequence

from exam.core.candidate_session.commands import AcceptWaiver, Command
from exam.core.candidate_session.course_commands import RefuseWaiver, TypedJudgement
from exam.core.session_values import Response, SignatureMode
from exam.core.sitting import CloseSitting, OpenSitting, SittingCommand
from exam.problem import ExamError
from exam.service.access import Actor, DeniedError, Role
from exam.service.arrangement import Arranged, Arrangement
from exam.service.console_view import Board, Closing, ComputerLine, Computers, WaitingLine
from exam.service.day_planning import PlannedDay
from exam.service.exam_service import ExamService
from exam.service.gates import PersonGate, StandardGate
from exam.service.home_view import Outlook, SittingLine
from exam.service.judging_view import JudgingSheet
from exam.service.preparation import Person
from exam.service.sitting_view import SittingBoard
from exam.service.streams import Receipt
from exam.service.typing_in import Sheet


class LocalConsole:
    """Satisfies `exam.service.console_port.Console` for one examiner."""

    def __init__(self, service: ExamService, actor: Actor) -> None:
        if actor.role is not Role.EXAMINER:
            raise DeniedError(who=actor.id, action="Console")
        self._service = service
        self._actor = actor

    @property
    def who(self) -> Person:
        """The examiner."""
        return Person(id=self._actor.id, name=self._service.people.name(self._actor.id), role=self._actor.role)

    def everybody(self) -> tuple[Person, ...]:
        """Return everybody with an account."""
        return self._service.people.everybody()

    def standards(self) -> tuple[tuple[str, str], ...]:
        """Return id and title of every standard under which an exam can be held."""
        return self._service.console.standards()

    def home(self) -> tuple[SittingLine, ...]:
        """Return every sitting, the newest first."""
        return self._service.home.sittings(self._actor)

    def outlook(self, sitting: str) -> Outlook:
        """Return what a sitting still asks for."""
        return self._service.home.outlook(self._actor, sitting)

    def sitting(self, sitting: str) -> SittingBoard:
        """Return a sitting at a glance."""
        return self._service.sitting_board.board(self._actor, sitting)

    def change(self, sitting: str, command: SittingCommand) -> Receipt:
        """Do something to a sitting."""
        return self._service.sitting(self._actor, sitting, command)

    def board(self, session: str) -> Board:
        """Return one candidate session at a glance."""
        return self._service.console.board(self._actor, session)

    def sheet(self, session: str, task: str) -> JudgingSheet:
        """Return the sheet on which the examiner judges a task."""
        return self._service.console.sheet(self._actor, session, task)

    def closing(self, session: str) -> Closing:
        """Return how a session ends."""
        return self._service.console.closing(self._actor, session)

    def gates(self) -> tuple[StandardGate, ...]:
        """Return every standard, and what a sitting under it has to keep to."""
        return self._service.gates.standards()

    def colleagues(self) -> tuple[PersonGate, ...]:
        """Return everybody who may have a part in a sitting beside the candidates."""
        return self._service.gates.people()

    def rehearse(self, wanted: Arrangement) -> None:
        """Refuse what would be refused."""
        self._service.arrangements.rehearse(self._actor, wanted)

    def timetable(self, wanted: Arrangement, effort: float) -> PlannedDay:
        """Return the first day planned."""
        return self._service.arrangements.timetable(wanted, effort=effort)

    def arrange(self, wanted: Arrangement) -> Arranged:
        """Plan a sitting with everything that belongs to it."""
        return self._service.arrangements.arrange(self._actor, wanted)

    def open_sitting(self, sitting: str) -> Receipt:
        """Begin the day."""
        return self._service.sitting(self._actor, sitting, OpenSitting())

    def close_sitting(self, sitting: str) -> Receipt:
        """End the day."""
        return self._service.sitting(self._actor, sitting, CloseSitting())

    def open_session(self, sitting: str, session: str) -> Receipt:
        """Begin a candidate's exam."""
        return self._service.sessions.open(self._actor, sitting, session)

    def do(self, session: str, command: Command) -> Receipt:
        """Do something in a candidate session."""
        return self._service.session(self._actor, session, command)

    def pause_all(self, sitting: str, reason: str) -> tuple[Receipt, ...]:
        """Stop every clock that runs in a sitting."""
        return self._service.pausing.pause_all(self._actor, sitting, reason)

    def resume_all(self, sitting: str, reason: str) -> tuple[Receipt, ...]:
        """Start every clock of a sitting that stands for this reason."""
        return self._service.pausing.resume_all(self._actor, sitting, reason)

    def refusal(self, session: str, command: Command) -> ExamError | None:
        """Return why that would be refused now."""
        return self._service.sessions.refusal(self._actor, session, command)

    def type_judgements(
        self, session: str, task: str, judge: str, judgements: tuple[TypedJudgement, ...], sheet: Sheet
    ) -> Receipt:
        """Type in a member's score sheet from paper."""
        return self._service.typing_in.judgements(self._actor, session, task, judge, judgements, sheet)

    def type_responses(self, session: str, task: str, responses: Mapping[str, Response], sheet: Sheet) -> Receipt:
        """Type in what a candidate wrote on paper."""
        return self._service.typing_in.responses(self._actor, session, task, responses, sheet)

    def decide_certificate(self, session: str, command: AcceptWaiver | RefuseWaiver, scan: bytes) -> Receipt:
        """Take a certificate or refuse it."""
        return self._service.typing_in.certificate(self._actor, session, command, scan)

    def submission(self, session: str, task: str, at: int = -1) -> tuple[str, bytes]:
        """Return name and bytes of a file that was handed in."""
        return self._service.console.submission(self._actor, session, task, at)

    def computers(self) -> Computers:
        """Return the computers of candidates, and whose attempts to get in have to wait."""
        doors, name = self._service.admissions, self._service.people.name
        sits = {place.workstation: place for place in doors.state().places.values() if place.session}
        return Computers(
            desks=tuple(
                ComputerLine(desk, name(sits[desk].account), sits[desk].since) if desk in sits else ComputerLine(desk)
                for desk in doors.desks()
            ),
            waiting=tuple(WaitingLine(one.subject, one.failures, one.until) for one in doors.waiting()),
        )

    def issue_code(self, session: str, workstation: str) -> str:
        """Return a code with which the candidate sits down at that computer, once."""
        return self._service.admissions.issue_code(self._actor, session, workstation)

    def lift_delay(self, subject: str) -> None:
        """Let somebody try again at once."""
        self._service.admissions.lift(self._actor, subject)

    def issue(self, session: str, paper: Sequence[str]) -> Receipt:
        """Make the record."""
        return self._service.issue_record(self._actor, session, dict.fromkeys(paper, SignatureMode.PAPER))

    def sign(self, session: str, passphrase: str, *, seal: bool) -> Receipt:
        """Add the examiner's own signature, or the seal."""
        return self._service.records.sign(self._actor, session, passphrase, seal=seal)

    def archive(self, session: str) -> str:
        """Archive the record and return where it lies; a stamp that it did not get yet, the doctor tells."""
        return self._service.archive_record(self._actor, session)
