"""Use cases of paper, a certificate or what is typed in later: its picture is kept before the event that names it."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import ConfigDict

from exam.core.candidate_session.commands import AcceptWaiver
from exam.core.candidate_session.course_commands import (
    Paper,
    RefuseWaiver,
    TypedJudgement,
    TypeJudgements,
    TypeResponses,
)
from exam.core.model import Frozen
from exam.core.session_values import Response
from exam.service.access import Actor, authorize_session
from exam.service.ports import Ports
from exam.service.sessions import SessionService
from exam.service.streams import Receipt


class Sheet(Frozen):
    """A sheet of paper, as somebody brought it."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")
    made_at: datetime
    checker: str
    scan: bytes


class TypingService:
    """Takes what was made on paper."""

    def __init__(self, ports: Ports, sessions: SessionService) -> None:
        self._ports = ports
        self._sessions = sessions

    def responses(
        self, actor: Actor, session: str, task: str, responses: Mapping[str, Response], sheet: Sheet
    ) -> Receipt:
        """Type in what a candidate wrote.

        Raises:
            ExamError: the named refusal.
        """
        paper = self._kept(actor, session, "TypeResponses", sheet)
        return self._sessions.execute(actor, session, TypeResponses(task=task, responses=responses, paper=paper))

    def judgements(
        self, actor: Actor, session: str, task: str, judge: str, judgements: tuple[TypedJudgement, ...], sheet: Sheet
    ) -> Receipt:
        """Type in an examiner's score sheet.

        Raises:
            ExamError: the named refusal.
        """
        paper = self._kept(actor, session, "TypeJudgements", sheet)
        command = TypeJudgements(task=task, judge=judge, judgements=judgements, paper=paper)
        return self._sessions.execute(actor, session, command)

    def certificate(self, actor: Actor, session: str, command: AcceptWaiver | RefuseWaiver, scan: bytes) -> Receipt:
        """Take a certificate or refuse it, with its copy where there is one.

        Raises:
            ExamError: the named refusal.
        """
        authorize_session(actor, type(command).__name__, self._sessions.state(session))
        if scan:
            shown = command.certificate.model_copy(update={"scan": self._ports.blobs.put(scan)})
            command = command.model_copy(update={"certificate": shown})
        return self._sessions.execute(actor, session, command)

    def _kept(self, actor: Actor, session: str, action: str, sheet: Sheet) -> Paper:
        authorize_session(actor, action, self._sessions.state(session))
        return Paper(made_at=sheet.made_at, checker=sheet.checker, scan=self._ports.blobs.put(sheet.scan))
