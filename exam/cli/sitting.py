"""`exam sitting`: sittings from a file, how they stand, their changes, facts and deadlines."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from exam.cli import (
    sitting_changes,
    sitting_due,
    sitting_facts,
    sitting_holds,
    sitting_inspect,
    sitting_people,
    sitting_plan,
    sitting_print,
    sitting_show,
)
from exam.cli.exits import Exit
from exam.cli.options import add_format, add_language, add_workspace
from exam.cli.pins import add_pin, signed_in

if TYPE_CHECKING:
    from exam.core.sitting_file import SittingFile
    from exam.wording import Language


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("sitting", help="sittings: plan, change, their facts and deadlines")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    made = actions.add_parser("new", help="plan a sitting from a file: standard, place, day, commission, candidates")
    made.add_argument("file", type=Path, metavar="FILE")
    made.add_argument("--by", required=True, metavar="ACCOUNT", help="who plans it; asked for a PIN")
    add_pin(made)
    listed = actions.add_parser("list", help="name every sitting")
    for action, function in ((made, new), (listed, list_sittings)):
        add_workspace(action)
        add_format(action)
        add_language(action)
        action.set_defaults(run=function)
    sitting_show.add_parsers(actions)
    sitting_due.add_parsers(actions)
    sitting_facts.add_parsers(actions)
    sitting_changes.add_parsers(actions)
    sitting_holds.add_parsers(actions)
    sitting_people.add_parsers(actions)
    sitting_inspect.add_parsers(actions)
    sitting_plan.add_parsers(actions)
    sitting_print.add_parsers(actions)


def new(arguments: argparse.Namespace) -> int:
    """Plan the sitting of a file and print its id and the candidates' sessions; problems of the file on stderr."""
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    wanted = _read(arguments.file, language)
    if wanted is None:
        return Exit.PROBLEMS
    with open_workspace(arguments.workspace, owning=False) as workspace:
        actor = signed_in(workspace.service, arguments.by, arguments.pin_fd, language)
        rules = (workspace.settings.agreement, workspace.settings.judging)
        made = workspace.service.preparation.prepare(actor, wanted, *rules)
    sitting, sessions = made
    if arguments.format == "json":
        sys.stdout.write(json.dumps({"sitting": sitting, "sessions": sessions}, sort_keys=True) + "\n")
    else:
        sys.stdout.write(sitting + "\n")
        sys.stdout.writelines(f"{session}  {who}\n" for who, session in sessions.items())
    return Exit.FINE


def _read(path: Path, language: "Language") -> "SittingFile | None":
    from exam.core.sitting_file import SittingFile  # noqa: PLC0415
    from exam.loading import load_document  # noqa: PLC0415
    from exam.wording import render_problem  # noqa: PLC0415

    wanted, document = load_document(path, SittingFile)
    for problem in document.problems:
        sys.stderr.write(render_problem(problem, language) + "\n")
    return wanted


def list_sittings(arguments: argparse.Namespace) -> int:
    """Print a line for each sitting: id, first day, place, how it stands."""
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.cli.session import print_rows  # noqa: PLC0415

    with open_workspace(arguments.workspace, owning=False) as workspace:
        sittings = workspace.service.sittings
        states = [sittings.state(sitting) for sitting in sittings.planned()]
    rows = [
        {
            "sitting": state.plan().sitting,
            "starts_on": state.plan().starts_on.isoformat(),
            "place": state.plan().place,
            "candidates": str(len(state.sessions)),
            "standing": state.standing,
        }
        for state in states
    ]
    print_rows(rows, arguments.format)
    return Exit.FINE
