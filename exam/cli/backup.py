"""`exam backup`: the whole workspace in one file, also while exams run in it."""

import argparse
import sys
from pathlib import Path

from exam.cli.exits import Exit
from exam.cli.options import add_language, add_workspace


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("backup", help="keep the whole workspace in one file")
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that does not exist yet")
    add_workspace(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the backup, read it back, and say how much it holds."""
    from exam.moving import back_up  # noqa: PLC0415
    from exam.wording import Language, render  # noqa: PLC0415

    files = back_up(arguments.workspace, arguments.file)
    told = {"path": str(arguments.file), "files": str(files), "bytes": str(arguments.file.stat().st_size)}
    sys.stdout.write(render("backup.made", told, Language(arguments.language or "cs")) + "\n")
    return Exit.FINE
