"""`exam init`: makes a workspace, the authorised person's own folder."""

import argparse
import sys
from pathlib import Path

from exam.cli.exits import Exit
from exam.cli.options import add_language


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("init", help="make a workspace with the shipped banks, rubrics and reports")
    parser.add_argument("folder", type=Path, metavar="DIR")
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the workspace; a folder that already holds one is refused."""
    from exam.bootstrap import make_workspace  # noqa: PLC0415
    from exam.wording import Language, render  # noqa: PLC0415

    made = make_workspace(arguments.folder)
    language = Language(arguments.language or "cs")
    sys.stdout.write(render("init.made", {"folder": str(made)}, language) + "\n")
    return Exit.FINE
