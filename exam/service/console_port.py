"""The examiners' door to the exam: what a console may ask for, bound to one examiner who signed in."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from exam.core.candidate_session.commands import AcceptWaiver, Command
from exam.core.candidate_session.course_commands import RefuseWaiver, TypedJudgement
from exam.core.session_values import Response
from exam.core.sitting import SittingCommand
from exam.problem import ExamError
from exam.service.arrangement import Arranged, Arrangement
from exam.service.console_view import Board, Closing, Computers
from exam.service.day_planning import PlannedDay
from exam.service.gates import PersonGate, StandardGate
from exam.service.home_view import Outlook, SittingLine
from exam.service.judging_view import JudgingSheet
from exam.service.preparation import Person
from exam.service.sitting_view import SittingBoard
from exam.service.streams import Receipt
from exam.service.typing_in import Sheet


class Console(Protocol):
    """One examiner's door; every call is his, and each may raise the named refusal."""

    @property
    def who(self) -> Person:
        """The examiner."""
        ...

    def everybody(self) -> tuple[Person, ...]:
        """Return everybody with an account."""
        ...

    def standards(self) -> tuple[tuple[str, str], ...]:
        """Return id and title of every standard under which an exam can be held."""
        ...

    def home(self) -> tuple[SittingLine, ...]:
        """Return every sitting, the newest first."""
        ...

    def outlook(self, sitting: str) -> Outlook:
        """Return what a sitting still asks for."""
        ...

    def sitting(self, sitting: str) -> SittingBoard:
        """Return a sitting at a glance."""
        ...

    def change(self, sitting: str, command: SittingCommand) -> Receipt:
        """Do something to a sitting: presence, equipment, a change of the plan."""
        ...

    def board(self, session: str) -> Board:
        """Return one candidate session at a glance."""
        ...

    def sheet(self, session: str, task: str) -> JudgingSheet:
        """Return the sheet on which the examiner judges a task."""
        ...

    def closing(self, session: str) -> Closing:
        """Return how a session ends."""
        ...

    def gates(self) -> tuple[StandardGate, ...]:
        """Return every standard, and what a sitting under it has to keep to."""
        ...

    def colleagues(self) -> tuple[PersonGate, ...]:
        """Return everybody who may have a part in a sitting beside the candidates."""
        ...

    def rehearse(self, wanted: Arrangement) -> None:
        """Refuse what would be refused; nothing is kept."""
        ...

    def timetable(self, wanted: Arrangement, effort: float) -> PlannedDay:
        """Return the first day planned; newcomers are called `new-1`, `new-2` … in it."""
        ...

    def arrange(self, wanted: Arrangement) -> Arranged:
        """Plan a sitting with everything that belongs to it."""
        ...

    def open_sitting(self, sitting: str) -> Receipt:
        """Begin the day."""
        ...

    def close_sitting(self, sitting: str) -> Receipt:
        """End the day, once every candidate has an ending."""
        ...

    def open_session(self, sitting: str, session: str) -> Receipt:
        """Begin a candidate's exam."""
        ...

    def do(self, session: str, command: Command) -> Receipt:
        """Do something in a candidate session."""
        ...

    def pause_all(self, sitting: str, reason: str) -> tuple[Receipt, ...]:
        """Stop every clock that runs in a sitting."""
        ...

    def resume_all(self, sitting: str, reason: str) -> tuple[Receipt, ...]:
        """Start every clock of a sitting that stands for this reason."""
        ...

    def refusal(self, session: str, command: Command) -> ExamError | None:
        """Return why that would be refused now, None where it would be done."""
        ...

    def type_judgements(
        self, session: str, task: str, judge: str, judgements: tuple[TypedJudgement, ...], sheet: Sheet
    ) -> Receipt:
        """Type in a member's score sheet from paper."""
        ...

    def type_responses(self, session: str, task: str, responses: Mapping[str, Response], sheet: Sheet) -> Receipt:
        """Type in what a candidate wrote on paper."""
        ...

    def decide_certificate(self, session: str, command: AcceptWaiver | RefuseWaiver, scan: bytes) -> Receipt:
        """Take a certificate or refuse it; its copy, where there is one, is kept with it."""
        ...

    def submission(self, session: str, task: str, at: int = -1) -> tuple[str, bytes]:
        """Return name and bytes of a file that was handed in, as it was; of the last one if not told which."""
        ...

    def computers(self) -> Computers:
        """Return the computers of candidates, and whose attempts to get in have to wait."""
        ...

    def issue_code(self, session: str, workstation: str) -> str:
        """Return a code with which the candidate sits down at that computer, once."""
        ...

    def lift_delay(self, subject: str) -> None:
        """Let somebody try again at once."""
        ...

    def issue(self, session: str, paper: Sequence[str]) -> Receipt:
        """Make the record; the members named in `paper` sign with ink."""
        ...

    def sign(self, session: str, passphrase: str, *, seal: bool) -> Receipt:
        """Add the examiner's own signature, or the seal."""
        ...

    def archive(self, session: str) -> str:
        """Archive the record and return where it lies."""
        ...
