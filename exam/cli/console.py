"""`exam` alone: the examiners' console, with the candidate's desk handed over on the same terminal."""

import argparse
import re
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from exam.cli.exits import Exit
from exam.garbage import undisturbed
from exam.problem import ExamError

if TYPE_CHECKING:
    from exam.bootstrap import Workspace
    from exam.tui.console.post import Post
    from exam.tui.handover import ExamApp, Opened
    from exam.view import Desk
    from exam.wording import Language

DESK_FOLDER = "desk"


class NoExaminerError(ExamError):
    """Nobody could sign in: the workspace has no examiner's account."""

    code: ClassVar[str] = "no-examiner"


class OnlyArchivistsError(NoExaminerError):
    """Nobody examines here, but somebody keeps records: the archive's console is meant."""

    def __init__(self, workspace: "Workspace") -> None:
        super().__init__(folder=workspace.folder)
        self.workspace = workspace


def run(arguments: argparse.Namespace) -> int:
    """Show the console until it is left; its first frame comes before the workspace is opened, or the practice one.

    Raises:
        NoExaminerError: nobody could sign in.
    """
    from exam.tui.handover import ExamApp  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    behind = _behind
    if arguments.hub is not None:
        from exam.cli.hub_console import behind  # noqa: PLC0415
    with ExitStack() as stack:
        language = Language(arguments.language or _set(arguments, "language", "cs|en", "cs"))
        look = _set(arguments, "look", "night|day|contrast", "night")
        app = ExamApp(language, lambda: behind(arguments, stack), look)
        app.run()
        if isinstance(app.refused, OnlyArchivistsError):
            return _archive(app.refused.workspace, arguments)
        if app.refused is not None:
            raise app.refused
        return app.return_code or Exit.FINE


def _set(arguments: argparse.Namespace, name: str, values: str, default: str) -> str:
    """Return a setting that the first frame needs, for which reading the settings properly takes too long."""
    with suppress(OSError, UnicodeDecodeError):
        settings = ((arguments.workspace or Path.cwd()) / "exam.toml").read_text("utf-8")
        found = re.search(rf'^{name} = "({values})"', settings, re.MULTILINE)
        return found[1] if found else default
    return default


@undisturbed()
def _behind(arguments: argparse.Namespace, stack: ExitStack) -> "Opened":
    """Open the workspace until the stack closes, and load what the first screens need."""
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.cli.moved import tell_mirror  # noqa: PLC0415
    from exam.tui.console import home  # noqa: F401, PLC0415
    from exam.wording import Language  # noqa: PLC0415

    workspace = stack.enter_context(open_workspace(_folder(arguments.workspace)))
    language = Language(arguments.language or workspace.settings.language)
    roles = {person.role for person in workspace.service.people.everybody()}
    if "examiner" not in roles:
        raise OnlyArchivistsError(workspace) if "archivist" in roles else NoExaminerError(folder=workspace.folder)
    stack.callback(lambda: tell_mirror(workspace.service.mirror(), language))
    return opened(workspace, language)


def _archive(workspace: "Workspace", arguments: argparse.Namespace) -> int:
    from exam.cli.archive_console import archive_app  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    archive = archive_app(workspace, Language(arguments.language or workspace.settings.language))
    archive.run()
    return archive.return_code or Exit.FINE


def _folder(named: Path | None) -> Path:
    from exam.bootstrap import is_workspace  # noqa: PLC0415
    from exam.scripted.practice import practice_workspace  # noqa: PLC0415

    if named is not None:
        return named
    return Path.cwd() if is_workspace(Path.cwd()) else practice_workspace()


def console_app(workspace: "Workspace", language: "Language") -> "ExamApp":
    """Return the app on a workspace."""
    from exam.tui.handover import ExamApp  # noqa: PLC0415

    return ExamApp(language, opened(workspace, language))


def opened(workspace: "Workspace", language: "Language") -> "Opened":
    """Return a workspace as the app takes it."""
    from exam.settings import Looks  # noqa: PLC0415
    from exam.tui.handover import Opened  # noqa: PLC0415

    service = workspace.service

    def candidate_of(session: str) -> tuple[str, str]:
        account = service.sessions.state(session).candidate
        return account, service.people.name(account)

    return Opened(
        language=language,
        post=_post(workspace, language),
        candidate_of=candidate_of,
        desk_for=_desk_for(workspace),
        folder=workspace.folder / DESK_FOLDER,
        tick=service.tick,
        looks=Looks(workspace.folder, workspace.settings.look),
    )


def _desk_for(workspace: "Workspace") -> "Callable[[str, str], Callable[[str], Desk]]":
    from exam.service.desk import LocalDesk  # noqa: PLC0415

    def for_candidate(session: str, account: str) -> "Callable[[str], Desk]":
        return lambda pin: LocalDesk(workspace.service, workspace.service.sign_in(account, pin), session)

    return for_candidate


def _post(workspace: "Workspace", language: "Language") -> "Post":
    from exam.bootstrap import practice_passphrase  # noqa: PLC0415
    from exam.cli.drafts import FileDrafts  # noqa: PLC0415
    from exam.cli.people_table import people_of  # noqa: PLC0415
    from exam.cli.timetable_lines import lines  # noqa: PLC0415
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
        read_people=people_of,
        told_timetable=lambda made, names: "\n".join(lines(made, names, language)),
        drafts=FileDrafts(workspace.folder),
        note=render("sign-in.practice", {"pin": pin}, language) if pin else "",
    )
