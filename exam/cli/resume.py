"""`exam resume`: goes on from the second copy, on this or another machine."""

import argparse
from pathlib import Path

from exam.cli.exits import Exit
from exam.cli.options import add_format, add_language

HERE = Path("workspace")


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("resume", help="go on from the second copy when the workspace is lost")
    parser.add_argument(
        "--from", dest="mirror", type=Path, required=True, metavar="MIRROR", help="the folder of the second copy"
    )
    parser.add_argument(
        "--into", type=Path, default=HERE, metavar="DIR", help=f"an empty folder (default: ./{HERE}), never the copy"
    )
    add_format(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Bring the copy, check all of it, journal the move, and say what goes on; 3 when the copy is not whole."""
    from exam.cli.moved import tell_moved  # noqa: PLC0415
    from exam.moving import resume  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    tell_moved("resume.made", lambda: resume(arguments.mirror, arguments.into), arguments.format, language)
    return Exit.FINE
