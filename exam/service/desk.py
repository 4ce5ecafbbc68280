"""The candidate's desk in this process: turns what the candidate wants into commands and the state into his view."""

from collections.abc import Callable, Mapping
from typing import Any

from exam import view as seen
from exam.core.candidate_session import commands as asked
from exam.core.candidate_session import scene_commands as staged
from exam.core.candidate_view import desk_view, task_sheet
from exam.core.receipt import receipt_code
from exam.core.session_values import ChoiceResponse, PlannedGoal, PlanResponse, ReplyResponse, Response, TextResponse
from exam.service.access import Actor, DeniedError
from exam.service.asking import reading_input
from exam.service.exam_service import ExamService
from exam.service.sessions import Loaded, session_stream
from exam.service.streams import Receipt

NAME_LIMIT = 200
"""Characters of a file's name that an event takes."""


class LocalDesk:
    """Satisfies `exam.view.Desk` for one candidate who signed in."""

    def __init__(self, service: ExamService, actor: Actor, session: str) -> None:
        self._service = service
        self._actor = actor
        self._session = session

    def view(self) -> seen.DeskView:
        """Return what is on the desk now."""
        loaded = self._loaded()
        return desk_view(
            loaded.state,
            loaded.standard,
            candidate=self._service.people.name(self._actor.id),
            elapsed=self._service.sessions.elapsed(loaded),
            saved=_word(loaded),
        )

    def sheet(self, task: str) -> seen.TaskSheet:
        """Return the sheet of a task that was opened.

        Raises:
            SheetMissingError: it was not.
        """
        loaded = self._loaded()
        return task_sheet(loaded.state, loaded.standard, task, self._service.sessions.items(loaded.state, task))

    def do(self, command: seen.DeskCommand, *, key: str = "") -> seen.SavedView:
        """Do what the candidate wants and return the journal's word; a repeated `key` does nothing twice.

        Raises:
            ExamError: the named refusal.
        """
        with reading_input():
            wanted = _COMMANDS[type(command)](command)
        return _saved(self._service.session(self._actor, self._session, wanted, key=key))

    def hand_out(self, task: str) -> tuple[str, bytes]:
        """Return name and bytes of the workbook of an open task."""
        return f"{task}.xlsx", self._service.hand_out(self._actor, self._session, task)

    def hand_in(self, task: str, name: str, data: bytes, *, key: str = "") -> seen.SavedView:
        """Keep a file that is handed in, under a name that can be kept: its end, where it is too long."""
        kept = name.encode("utf-8", "backslashreplace").decode()[-NAME_LIMIT:]
        return _saved(self._service.hand_in(self._actor, self._session, task, kept, data, key=key))

    def _loaded(self) -> Loaded:
        loaded = self._service.sessions.load(session_stream(self._session))
        if self._actor.id != loaded.state.candidate:
            raise DeniedError(who=self._actor.id, action="ReadDesk")
        return loaded


def _saved(receipt: Receipt) -> seen.SavedView:
    return seen.SavedView(seq=receipt.head.seq, at=receipt.at, receipt=receipt.code)


def _word(loaded: Loaded) -> seen.SavedView:
    at = loaded.written_at or loaded.at
    return seen.SavedView(seq=loaded.head.seq, at=at, receipt=receipt_code(loaded.head))


def _save(task: str, part: str, response: Response) -> asked.SaveResponse:
    return asked.SaveResponse(task=task, part=part, response=response)


def _reply(wanted: seen.SaveReply) -> asked.Command:
    reply = ReplyResponse(to=wanted.to, subject=wanted.subject, body=wanted.body, sent=wanted.sent)
    return _save(wanted.task, wanted.part, reply)


def _plan(wanted: seen.SavePlan) -> asked.Command:
    goals = tuple(PlannedGoal(text=goal.text, weeks=goal.weeks) for goal in wanted.goals)
    return _save(wanted.task, wanted.part, PlanResponse(goals=goals))


_COMMANDS: Mapping[type[seen.DeskCommand], Callable[[Any], asked.Command]] = {
    seen.ConfirmInduction: lambda wanted: asked.AcknowledgeInduction(topics=wanted.topics),
    seen.SaveChoice: lambda wanted: _save(wanted.task, wanted.part, ChoiceResponse(option=wanted.option)),
    seen.SaveText: lambda wanted: _save(wanted.task, wanted.part, TextResponse(text=wanted.text)),
    seen.SaveReply: _reply,
    seen.SavePlan: _plan,
    seen.Submit: lambda wanted: asked.SubmitTask(task=wanted.task),
    seen.RaiseHand: lambda wanted: asked.RaiseHand(task=wanted.task),
    seen.AskBreak: lambda wanted: staged.AskBreak(task=wanted.task),
    seen.StopCaller: lambda wanted: staged.StopCaller(task=wanted.task, who="candidate"),
    seen.AcknowledgeResult: lambda wanted: asked.AcknowledgeReasons(
        acknowledged=wanted.acknowledged, objection=wanted.objection
    ),
}
