"""`exam` alone: the examiners' console, with the candidate's desk handed over on the same terminal."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from exam.cli.exits import Exit
from exam.problem import ExamError

if TYPE_CHECKING:
    from exam.bootstrap import Workspace
    from exam.tui.console.post import Post
    from exam.tui.handover import ExamApp
    from exam.view import Desk
    from exam.wording import Language

DESK_FOLDER = "desk"


class NoExaminerError(ExamError):
    """Nobody could sign in: the workspace has no examiner's account."""

    code: ClassVar[str] = "no-examiner"


def run(arguments: argparse.Namespace) -> int:
    """Open the workspace one stands in, or the practice one, and show the console until it is left.

    Raises:
        NoExaminerError: nobody could sign in.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.cli.archive_console import archive_app  # noqa: PLC0415
    from exam.cli.moved import tell_mirror  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    with open_workspace(_folder(arguments.workspace)) as workspace:
        language = Language(arguments.language or workspace.settings.language)
        roles = {person.role for person in workspace.service.people.everybody()}
        if "examiner" not in roles and "archivist" in roles:
            archive = archive_app(workspace, language)
            archive.run()
            return archive.return_code or Exit.FINE
        if "examiner" not in roles:
            raise NoExaminerError(folder=workspace.folder)
        app = console_app(workspace, language)
        app.run()
        tell_mirror(workspace.service.mirror(), language)
        return app.return_code or Exit.FINE


def _folder(named: Path | None) -> Path:
    from exam.bootstrap import is_workspace  # noqa: PLC0415
    from exam.scripted.practice import practice_workspace  # noqa: PLC0415

    if named is not None:
        return named
    return Path.cwd() if is_workspace(Path.cwd()) else practice_workspace()


def console_app(workspace: "Workspace", language: "Language") -> "ExamApp":
    """Return the app on a workspace."""
    from exam.tui.handover import ExamApp  # noqa: PLC0415

    service = workspace.service

    def candidate_of(session: str) -> tuple[str, str]:
        account = service.sessions.state(session).candidate
        return account, service.people.name(account)

    return ExamApp(
        language,
        _post(workspace, language),
        candidate_of=candidate_of,
        desk_for=_desk_for(workspace),
        folder=workspace.folder / DESK_FOLDER,
        tick=service.tick,
    )


def _desk_for(workspace: "Workspace") -> "Callable[[str, str], Callable[[str], Desk]]":
    from exam.service.desk import LocalDesk  # noqa: PLC0415

    def for_candidate(session: str, account: str) -> "Callable[[str], Desk]":
        return lambda pin: LocalDesk(workspace.service, workspace.service.sign_in(account, pin), session)

    return for_candidate


def _post(workspace: "Workspace", language: "Language") -> "Post":
    from exam.bootstrap import practice_passphrase  # noqa: PLC0415
    from exam.cli.verdicts import tell, told  # noqa: PLC0415
    from exam.service.local_console import LocalConsole  # noqa: PLC0415
    from exam.tui.console.post import Post  # noqa: PLC0415
    from exam.wording import render  # noqa: PLC0415

    service, pin = workspace.service, workspace.settings.practice_pin
    trust = workspace.folder / workspace.settings.trust
    return Post(
        sign_in=lambda account, typed: LocalConsole(service, service.sign_in(account, typed)),
        examiners=lambda: [
            (person.id, person.name) for person in service.people.everybody() if person.role == "examiner"
        ],
        hand_over=lambda _session: None,
        verify=lambda path: tell(told(Path(path), trust), language),
        today=lambda: workspace.ports.clock.now().date(),
        passphrase=practice_passphrase(),
        note=render("sign-in.practice", {"pin": pin}, language) if pin else "",
    )
