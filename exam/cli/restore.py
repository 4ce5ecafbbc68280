"""`exam restore`: puts a backup into an empty folder, once all of it was found whole."""

import argparse
from pathlib import Path

from exam.cli.exits import Exit
from exam.cli.options import add_format, add_language


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("restore", help="put a backup into an empty folder, every chain and file checked")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("folder", type=Path, metavar="DIR")
    add_format(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Put the backup back and say what is in it; 3 when it is not whole."""
    from exam.cli.moved import tell_moved  # noqa: PLC0415
    from exam.moving import restore  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    tell_moved("restore.made", lambda: restore(arguments.file, arguments.folder), arguments.format, language)
    return Exit.FINE
