"""`exam --hub URL`: the examiners' console at another computer than the workspace."""

import argparse
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from exam.cli.hub_line import line_to
from exam.problem import ExamError

if TYPE_CHECKING:
    from collections.abc import Callable

    from exam.tui.handover import Opened
    from exam.view import Desk


class DeskElsewhereError(ExamError):
    """The candidate sits at another computer, with a code."""

    code: ClassVar[str] = "desk-elsewhere"


def behind(arguments: argparse.Namespace, stack: ExitStack) -> "Opened":
    """Return what lies behind the screens: the hub."""
    from exam.bootstrap import practice_passphrase  # noqa: PLC0415
    from exam.cli.people_table import people_of  # noqa: PLC0415
    from exam.cli.timetable_lines import lines  # noqa: PLC0415
    from exam.remote.console import enter, examiners, today, verify  # noqa: PLC0415
    from exam.tui.console import home  # noqa: F401, PLC0415
    from exam.tui.console.post import Post  # noqa: PLC0415
    from exam.tui.handover import Opened  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    line = line_to(arguments)
    stack.callback(line.close)
    language = Language(arguments.language or "cs")
    post = Post(
        sign_in=lambda account, pin: enter(line, account, pin),
        examiners=lambda: examiners(line),
        hand_over=lambda _session: None,
        verify=lambda path: verify(line, path, language),
        today=lambda: date.fromisoformat(today(line)),
        passphrase=practice_passphrase(),
        read_people=people_of,
        told_timetable=lambda made, names: "\n".join(lines(made, names, language)),
    )
    post.known = tuple(examiners(line))
    return Opened(
        language=language,
        post=post,
        candidate_of=_elsewhere,
        desk_for=_no_desk,
        folder=Path(),
        tick=lambda: None,
        elsewhere=True,
    )


def _elsewhere(session: str) -> tuple[str, str]:
    raise DeskElsewhereError(session=session)


def _no_desk(session: str, _account: str) -> "Callable[[str], Desk]":
    raise DeskElsewhereError(session=session)
