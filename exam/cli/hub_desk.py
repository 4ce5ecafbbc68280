"""`exam take --hub URL`: a candidate's desk at another computer than the workspace."""

import argparse
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from exam.cli.exits import Exit
from exam.cli.held import held, read_line, taken_back, write
from exam.cli.hub_line import line_to

if TYPE_CHECKING:
    from exam.remote.line import Line
    from exam.view import Desk
    from exam.wording import Language


def run(arguments: argparse.Namespace) -> int:
    """Let candidates sit down here, one after another; with `--plain` one, line by line."""
    from exam.wording import Language  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    with closing(line_to(arguments)) as line:
        if arguments.plain:
            return _plain(line, arguments, language)
        return _screens(line, arguments, language)


def _screens(line: "Line", arguments: argparse.Namespace, language: "Language") -> int:
    from exam.remote.desk import sit_down, take_back  # noqa: PLC0415
    from exam.tui.desk.app import DeskApp  # noqa: PLC0415

    def sit(code: str) -> "tuple[str, Desk]":
        desk = sit_down(line, code, _waiting())
        return desk.session, desk

    app = DeskApp(language, sit, lambda account, pin: take_back(line, account, pin), _folder(arguments))
    app.run()
    return app.return_code or Exit.FINE


def _plain(line: "Line", arguments: argparse.Namespace, language: "Language") -> int:
    from exam.plain import PlainDesk, PlainSeat, Talk  # noqa: PLC0415
    from exam.remote.desk import sit_down, take_back  # noqa: PLC0415

    talk = Talk(language, read_line, write)
    desk = sit_down(line, talk.ask(talk.say("take.code")), _waiting())
    desk.delivered = lambda saved: talk.tell(talk.say("plain.saved", time=f"{saved.at:%H:%M:%S}", seq=saved.seq))
    leave = partial(taken_back, talk, partial(take_back, line))
    seat = PlainSeat(desk, talk, _folder(arguments) / desk.session, leave=leave)
    try:
        with held():
            PlainDesk(seat).run()
    except EOFError:
        return Exit.INTERRUPTED
    return Exit.FINE


def _waiting() -> Path:
    """Return the folder for what no hub has acknowledged."""
    import platformdirs  # noqa: PLC0415

    return platformdirs.user_state_path("exam", appauthor=False) / "waiting"


def _folder(arguments: argparse.Namespace) -> Path:
    """Return the folder for workbooks."""
    import platformdirs  # noqa: PLC0415

    return arguments.folder or platformdirs.user_documents_path() / "exam"
