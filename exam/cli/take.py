"""`exam take`: the candidate's part, at a hub (`--hub`), or line by line (`--plain`) in this process.

In this process it owns the workspace meanwhile: an examiner opens the tasks in his console, leaves it and hands this
over.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, ClassVar

from exam.cli.console import DESK_FOLDER
from exam.cli.exits import Exit, UsageError
from exam.cli.held import held, read_line, taken_back, write
from exam.cli.options import add_hub, add_language, add_workspace
from exam.cli.pins import add_pin, signed_in
from exam.problem import ExamError

if TYPE_CHECKING:
    from exam.bootstrap import Workspace
    from exam.plain import Talk
    from exam.service.desk import LocalDesk
    from exam.service.exam_service import ExamService
    from exam.view import DeskCommand, DeskView, SavedView, TaskSheet

TICK_S = 1.0


class TakeWhereError(UsageError):
    """Neither a hub was named, nor a session of this workspace to be taken line by line."""

    code: ClassVar[str] = "take-where"


class NotAnExaminerError(ExamError):
    """Only an examiner takes the keyboard back."""

    code: ClassVar[str] = "not-an-examiner"


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("take", help="take an exam: at a hub, or line by line in this process")
    parser.add_argument("session", metavar="SESSION", nargs="?", help="without a hub: the candidate session")
    parser.add_argument("--plain", action="store_true", help="lines of text, for screen readers and plain terminals")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="at a hub: where workbooks are put")
    add_hub(parser)
    add_pin(parser)
    add_workspace(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Ask the candidate for his code or his PIN and let him work until an examiner takes the keyboard back.

    Raises:
        ExamError: the hub, the workspace, the session or the PIN is refused.
    """
    if arguments.hub is not None:
        from exam.cli.hub_desk import run as run_at_hub  # noqa: PLC0415

        return run_at_hub(arguments)
    if not (arguments.plain and arguments.session):
        raise TakeWhereError
    return _take(arguments)


def _take(arguments: argparse.Namespace) -> int:
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.cli.session import require_session  # noqa: PLC0415
    from exam.plain import Talk  # noqa: PLC0415
    from exam.service.desk import LocalDesk  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    with open_workspace(arguments.workspace) as workspace:
        service, session = workspace.service, arguments.session
        language = Language(arguments.language or workspace.settings.language)
        require_session(workspace, session)
        account = service.sessions.state(session).candidate
        desk = LocalDesk(service, signed_in(service, account, arguments.pin_fd, language), session)
        talk = Talk(language, read_line, write)
        with held(), _time_passing(service, talk) as turns:
            return _sit(workspace, session, TakingTurns(desk, turns), talk)


def _sit(workspace: "Workspace", session: str, desk: "TakingTurns", talk: "Talk") -> int:
    from exam.plain import PlainDesk, PlainSeat  # noqa: PLC0415

    folder = workspace.folder / DESK_FOLDER / session
    seat = PlainSeat(desk, talk, folder, leave=partial(taken_back, talk, partial(_free, workspace.service)))
    try:
        PlainDesk(seat).run()
    except EOFError:
        return Exit.INTERRUPTED
    return Exit.FINE


class TakingTurns:
    """A desk whose calls and the passing of time wait for one another; satisfies `exam.view.Desk`."""

    def __init__(self, desk: "LocalDesk", turns: Lock) -> None:
        self._desk = desk
        self._turns = turns

    def view(self) -> "DeskView":
        """Return what is on the desk now."""
        with self._turns:
            return self._desk.view()

    def sheet(self, task: str) -> "TaskSheet":
        """Return the sheet of a task that was opened."""
        with self._turns:
            return self._desk.sheet(task)

    def do(self, command: "DeskCommand") -> "SavedView":
        """Do what the candidate wants and return the journal's word."""
        with self._turns:
            return self._desk.do(command)

    def hand_out(self, task: str) -> tuple[str, bytes]:
        """Return name and bytes of the workbook of an open task."""
        with self._turns:
            return self._desk.hand_out(task)

    def hand_in(self, task: str, name: str, data: bytes) -> "SavedView":
        """Keep a file that is handed in."""
        with self._turns:
            return self._desk.hand_in(task, name, data)


@contextmanager
def _time_passing(service: "ExamService", talk: "Talk") -> Iterator[Lock]:
    """Let time pass beside the lines, so that a task whose time is over is handed in while nobody types."""
    turns, over = Lock(), Event()

    def pass_time() -> None:
        told = ""
        while not over.wait(TICK_S):
            with turns:
                told = _tick(service, talk, told)

    thread = Thread(target=pass_time, name="time", daemon=True)
    thread.start()
    try:
        yield turns
    finally:
        over.set()
        thread.join()


def _tick(service: "ExamService", talk: "Talk", told: str) -> str:
    """Let time pass and return why it could not be kept; the same reason is told once."""
    try:
        service.tick()
    except ExamError as error:
        if error.code != told:
            talk.refuse(error)
        return error.code
    return ""


def _free(service: "ExamService", account: str, pin: str) -> None:
    if service.sign_in(account, pin).role != "examiner":
        raise NotAnExaminerError(account=account)
