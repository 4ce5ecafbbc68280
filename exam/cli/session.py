"""`exam session list|show`: candidate sessions and how far they are."""

import argparse
import json
import sys

from exam.cli.exits import Exit
from exam.cli.options import add_format, add_language, add_workspace


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("session", help="candidate sessions and their state")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listed = actions.add_parser("list", help="name every candidate session")
    shown = actions.add_parser("show", help="show one candidate session")
    shown.add_argument("session", metavar="SESSION")
    for action, function in ((listed, list_sessions), (shown, show_session)):
        add_workspace(action)
        add_format(action)
        add_language(action)
        action.set_defaults(run=function)


def list_sessions(arguments: argparse.Namespace) -> int:
    """Print a line for each candidate session of the workspace."""
    from exam.bootstrap import open_workspace  # noqa: PLC0415

    with open_workspace(arguments.workspace) as workspace:
        rows = [workspace.summary(session) for session in workspace.sessions()]
    _print(rows, arguments.format)
    return Exit.FINE


def show_session(arguments: argparse.Namespace) -> int:
    """Print one candidate session: its end, its tasks, its record."""
    from exam.bootstrap import open_workspace  # noqa: PLC0415

    with open_workspace(arguments.workspace) as workspace:
        rows = [workspace.summary(arguments.session), *workspace.task_summaries(arguments.session)]
    _print(rows, arguments.format)
    return Exit.FINE


def _print(rows: list[dict[str, str]], form: str) -> None:
    if form == "json":
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, sort_keys=True) + "\n")
        return
    for row in rows:
        sys.stdout.write("  ".join(f"{key}={value}" for key, value in row.items()) + "\n")
