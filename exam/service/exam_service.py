"""The one service that every face talks to: sign in, sittings, sessions, records."""

from collections.abc import Mapping

from exam.core.candidate_session import commands as asked
from exam.core.item import AssessmentItem, SpreadsheetItem
from exam.core.session_events import SignatureMode
from exam.core.sitting import SittingCommand
from exam.service.access import Actor, Role
from exam.service.ports import Ports
from exam.service.records import RecordService
from exam.service.sessions import SessionService
from exam.service.sittings import SittingService
from exam.service.streams import Receipt, Streams
from exam.service.submissions import WorkbookMissingError


class ExamService:
    """Everything that people can do, each call authorised for its actor."""

    def __init__(self, ports: Ports) -> None:
        streams = Streams(ports.journal)
        self._ports = ports
        self.sessions = SessionService(ports, streams)
        self.sittings = SittingService(ports, streams)
        self.records = RecordService(ports, streams, self.sessions)

    def sign_in(self, account_id: str, pin: str) -> Actor:
        """Return the actor whose PIN this is.

        Raises:
            SignInRefusedError: unknown account or wrong PIN.
        """
        account = self._ports.people.authenticate(account_id, pin)
        return Actor(id=account.id, role=Role(account.role))

    def sitting(self, actor: Actor, sitting_id: str, command: SittingCommand) -> Receipt:
        """Do something to a sitting."""
        return self.sittings.execute(actor, sitting_id, command)

    def session(self, actor: Actor, session_id: str, command: asked.Command, *, key: str = "") -> Receipt:
        """Do something in a candidate session."""
        return self.sessions.execute(actor, session_id, command, key=key)

    def hand_out(self, actor: Actor, session_id: str, task: str) -> bytes:
        """Return the workbook of a candidate's open task; the same bytes each time.

        Raises:
            ExamError: not the candidate's own session, or the task hands out no workbook.
        """
        state = self.sessions.readable(actor, session_id)
        item = _workbook_item(self.sessions.items(state, task))
        return self._ports.workbooks.make(item, state.seeds[task])

    def hand_in(self, actor: Actor, session_id: str, task: str, name: str, data: bytes) -> Receipt:
        """Keep a file that the candidate hands in, whatever is in it."""
        blob = self._ports.blobs.put(data)
        command = asked.StoreSubmission(task=task, name=name, blob=blob, length=len(data))
        return self.sessions.execute(actor, session_id, command)

    def issue_record(self, actor: Actor, session_id: str, modes: Mapping[str, SignatureMode] | None = None) -> Receipt:
        """Make the record of a session."""
        return self.records.issue(actor, session_id, modes)


def _workbook_item(items: tuple[AssessmentItem, ...]) -> SpreadsheetItem:
    for item in items:
        if isinstance(item, SpreadsheetItem):
            return item
    raise WorkbookMissingError
