"""A scripted exam whose people reach the service from other computers."""

from collections.abc import Mapping
from typing import Any, Protocol

from exam import view as seen
from exam.core.candidate_session import commands as asked
from exam.core.session_values import ChoiceResponse, PlanResponse, ReplyResponse, SignatureMode, TextResponse
from exam.core.sitting import CloseSitting, OpenSitting, SittingCommand
from exam.service.access import Actor, Role
from exam.service.console_port import Console
from exam.service.exam_service import ExamService


class Sat(seen.Desk, Protocol):
    """A desk, and in whose session."""

    session: str


class Elsewhere:
    """The service as people at other computers reach it: what they do goes over the line."""

    def __init__(self, service: ExamService, desk: Sat, consoles: Mapping[str, Console]) -> None:
        self._service = service
        self.desk = desk
        self.consoles = consoles

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - what the script itself looks at
        return getattr(self._service, name)

    @property
    def records(self) -> "Elsewhere":
        return self

    def look(self) -> None:
        """Look at all that lies on the desk, as its screens do all the time."""
        for card in self.desk.view().tasks:
            if card.status is seen.CardStatus.OPEN:
                self.desk.sheet(card.task)

    def session(self, actor: Actor, session_id: str, command: asked.Command) -> None:
        self.look()
        if actor.role is Role.CANDIDATE:
            self.desk.do(wanted(command))
            return
        door = self.consoles[actor.id]
        assert door.refusal(session_id, command) is None
        door.do(session_id, command)
        door.board(session_id)
        if isinstance(command, asked.JudgeCriterion):
            door.sheet(session_id, command.task)

    def hand_out(self, _actor: Actor, session_id: str, task: str) -> bytes:
        assert session_id == self.desk.session
        return self.desk.hand_out(task)[1]

    def hand_in(self, _actor: Actor, session_id: str, task: str, name: str, data: bytes) -> None:
        assert session_id == self.desk.session
        self.desk.hand_in(task, name, data)

    def sitting(self, actor: Actor, sitting_id: str, command: SittingCommand) -> None:
        door = self.consoles[actor.id]
        if isinstance(command, OpenSitting):
            door.open_sitting(sitting_id)
        else:
            assert isinstance(command, CloseSitting)
            door.close_sitting(sitting_id)
        assert [line.sitting for line in door.home()] == [sitting_id]

    def issue_record(self, actor: Actor, session_id: str, modes: Mapping[str, SignatureMode]) -> None:
        self.consoles[actor.id].issue(session_id, tuple(modes))

    def sign(self, actor: Actor, session: str, passphrase: str, *, seal: bool = False) -> None:
        self.consoles[actor.id].sign(session, passphrase, seal=seal)
        assert self.consoles[actor.id].closing(session).record

    def archive_record(self, actor: Actor, session_id: str) -> str:
        return self.consoles[actor.id].archive(session_id)


def wanted(command: asked.Command) -> seen.DeskCommand:
    """Return what a desk sends where a script means this."""
    match command:
        case asked.SaveResponse():
            return saving(command)
        case asked.SubmitTask(task=task):
            return seen.Submit(task=task)
        case asked.AcknowledgeInduction(topics=topics):
            return seen.ConfirmInduction(topics=topics)
        case asked.AcknowledgeReasons(acknowledged=acknowledged, objection=objection):
            return seen.AcknowledgeResult(acknowledged=acknowledged, objection=objection)
    raise AssertionError(command)


def saving(command: asked.SaveResponse) -> seen.DeskCommand:
    where = {"task": command.task, "part": command.part}
    match command.response:
        case ChoiceResponse(option=option):
            return seen.SaveChoice(**where, option=option)
        case TextResponse(text=text):
            return seen.SaveText(**where, text=text)
        case ReplyResponse(to=to, subject=subject, body=body, sent=sent):
            return seen.SaveReply(**where, to=to, subject=subject, body=body, sent=sent)
        case PlanResponse(goals=goals):
            kept = tuple(seen.GoalView(text=goal.text, weeks=goal.weeks) for goal in goals)
            return seen.SavePlan(**where, goals=kept)
    raise AssertionError(command)
