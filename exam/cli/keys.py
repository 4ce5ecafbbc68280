"""`exam keys practice`: practice certificates for the workspace's examiners and its seal."""

import argparse
import sys

from exam.cli.exits import Exit
from exam.cli.options import add_language, add_workspace


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("keys", help="the keys of those who sign")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    practice = actions.add_parser("practice", help="make practice keys for these signers and the seal")
    practice.add_argument("who", nargs="*", metavar="ACCOUNT", help="examiners (default: every examiner)")
    add_workspace(practice)
    add_language(practice)
    practice.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the keys that are missing and say where they lie."""
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.wording import Language, render  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    with open_workspace(arguments.workspace, owning=False) as workspace:
        who = arguments.who or [
            account.id for account in workspace.ports.people.accounts() if account.role == "examiner"
        ]
        for path in workspace.make_practice_keys(tuple(who)):
            sys.stdout.write(f"{path}\n")
    sys.stderr.write(render("keys.practice", {}, language) + "\n")
    return Exit.FINE
