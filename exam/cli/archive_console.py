"""`exam archive open`: the archive's console; `exam` alone opens it where archivists work and no examiner does."""

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from exam.cli.exits import Exit
from exam.cli.options import add_language, add_workspace
from exam.problem import ExamError

if TYPE_CHECKING:
    from exam.bootstrap import Workspace
    from exam.service.archive_door import ArchiveDoor
    from exam.tui.console.archive_app import ArchiveApp
    from exam.wording import Language

ARCHIVE = "archive"
KEEPERS = ("archivist", "authorised_person")


class NoKeeperError(ExamError):
    """Nobody could sign in: the workspace has no account of an archivist or an authorised person."""

    code: ClassVar[str] = "no-keeper"


def add_parsers(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the action."""
    opened = actions.add_parser("open", help="the archive's console: inbox, search, decisions")
    add_workspace(opened)
    add_language(opened)
    opened.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Show the archive's console until it is left.

    Raises:
        NoKeeperError: nobody could sign in.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    with open_workspace(arguments.workspace, owning=False) as workspace:
        app = archive_app(workspace, Language(arguments.language or workspace.settings.language))
        app.run()
        return app.return_code or Exit.FINE


def archive_app(workspace: "Workspace", language: "Language") -> "ArchiveApp":
    """Return the app on a workspace.

    Raises:
        NoKeeperError: nobody could sign in.
    """
    from multiprocessing import resource_tracker  # noqa: PLC0415

    from exam.cli.archive_letters import draft  # noqa: PLC0415
    from exam.cli.archive_lists import told_line  # noqa: PLC0415
    from exam.service.archive_door import ArchiveDoor  # noqa: PLC0415
    from exam.settings import Looks  # noqa: PLC0415
    from exam.tui.console.archive_app import ArchiveApp  # noqa: PLC0415
    from exam.tui.console.archive_post import ArchivePost  # noqa: PLC0415

    service = workspace.service
    resource_tracker.ensure_running()  # a terminal app hides the descriptors that it starts with
    if not keepers(workspace):
        raise NoKeeperError(folder=workspace.folder)
    looks = Looks(workspace.folder, workspace.settings.look)
    app = ArchiveApp(
        language,
        ArchivePost(
            sign_in=lambda account, pin: ArchiveDoor(service, service.sign_in(account, pin)),
            keepers=lambda: keepers(workspace),
            bring=lambda door, path: _bring(workspace, door, Path(path), language),
            tell=lambda number: narrowed(told_line(workspace, number, language)),
            draft=lambda door, number, reason: draft(door.read(number), reason, language),
        ),
        looks.of(ARCHIVE),
    )
    app.look_chosen = partial(looks.choose, ARCHIVE)
    return app


def keepers(workspace: "Workspace") -> list[tuple[str, str]]:
    """Return account and name of everybody who may keep records."""
    return [(person.id, person.name) for person in workspace.service.people.everybody() if person.role in KEEPERS]


def _bring(workspace: "Workspace", door: "ArchiveDoor", path: Path, language: "Language") -> str:
    """Receive and verify what lies under a path, and return how many there were and a line for each."""
    from exam.cli.archive_intake import received, told_of, total  # noqa: PLC0415
    from exam.cli.archive_pool import checking  # noqa: PLC0415
    from exam.cli.record_sources import sources  # noqa: PLC0415

    rows = list(received(workspace, door.actor, list(sources([path]))))
    for _ in workspace.service.intake.check(door.actor, checking(workspace)):
        pass
    told = [told_of(workspace, row, language) for row in rows]
    return narrowed("\n".join([total(told, language), "", *(line for _, line in told)]))


def narrowed(told: str) -> str:
    """Return the lines of a register with what is indented below each number nearer to the edge: a screen is narrow."""
    return told.replace("\n        ", "\n  ")
