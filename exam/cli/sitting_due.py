"""`exam sitting due`: what is still to be done in every sitting, the late first; also what a hand-over leaves open."""

import argparse
from datetime import timedelta
from typing import TYPE_CHECKING

from exam.cli.exits import Exit
from exam.cli.options import add_format, add_language, add_workspace

if TYPE_CHECKING:
    from exam.bootstrap import Workspace
    from exam.core.duties import DutyAccount
    from exam.wording import Language


def add_parsers(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the action of `exam sitting`."""
    due = actions.add_parser("due", help="say what is still to be done in every sitting; 1 when something is late")
    due.add_argument("--days", type=int, metavar="N", help="only what is due within so many days")
    for add in (add_workspace, add_format, add_language):
        add(due)
    due.set_defaults(run=show_due)


def show_due(arguments: argparse.Namespace) -> int:
    """Print a line for each open duty of every sitting, by its last day; one without a last day comes last."""
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.cli.session import print_rows  # noqa: PLC0415
    from exam.core.duties import Standing  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    with open_workspace(arguments.workspace, owning=False) as workspace:
        found = _open(workspace)
        today = workspace.ports.clock.now().date()
    if arguments.days is not None:
        last = today + timedelta(days=arguments.days)
        found = [(sitting, entry) for sitting, entry in found if entry.due is not None and entry.due <= last]
    found.sort(key=lambda pair: (pair[1].due is None, pair[1].due, pair[0], pair[1].session, pair[1].duty.id))
    language = Language(arguments.language or "cs")
    print_rows([_row(sitting, entry, language) for sitting, entry in found], arguments.format)
    late = any(entry.standing is Standing.LATE for _, entry in found)
    return Exit.PROBLEMS if late else Exit.FINE


def _open(workspace: "Workspace") -> "list[tuple[str, DutyAccount]]":
    from exam.core.duties import Standing  # noqa: PLC0415

    service = workspace.service
    return [
        (sitting, entry)
        for sitting in service.sittings.planned()
        for entry in service.facts.duties(sitting)
        if entry.standing in {Standing.OPEN, Standing.LATE} and not entry.duty.right
    ]


def _row(sitting: str, entry: "DutyAccount", language: "Language") -> dict[str, str]:
    from exam.wording import render  # noqa: PLC0415

    return {
        "due": entry.due.isoformat() if entry.due else "–",
        "standing": render(f"standing.{entry.standing}", {}, language),
        "sitting": sitting,
        "session": entry.session or "–",
        "duty": entry.duty.id,
        "text": entry.duty.told(language),
    }
