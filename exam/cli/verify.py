"""`exam verify`: for whoever receives records; needs nothing but the file, and the certificates he trusts."""

import argparse
from pathlib import Path
from typing import ClassVar

from exam.cli.exits import Exit, UsageError
from exam.cli.options import add_format, add_language


class TrustMissingError(UsageError):
    """There is no folder with certificates under that name."""

    code: ClassVar[str] = "trust-missing"


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("verify", help="check records: ACCEPT, DECIDE, PRACTICE or RETURN, with codes")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="records, folders or ZIP archives of them")
    parser.add_argument("--trust", type=Path, metavar="DIR", help="folder with the certificates to trust")
    parser.add_argument("--register", type=Path, metavar="FILE", help="register that the records must stand in")
    parser.add_argument("--jobs", type=_count, metavar="N", help="processes (default: one for each processor)")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="table of all verdicts")
    parser.add_argument("--report", type=Path, metavar="FILE", help="page that sums up (.pdf or .txt)")
    parser.add_argument("--letters", type=Path, metavar="DIR", help="drafts of letters for what is to be returned")
    add_format(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check every record and print a verdict for each; 4 when one is to be returned, 1 when one is to be decided on.

    Raises:
        TrustMissingError: the folder with the certificates to trust is none.
    """
    from exam.cli.verifying import verify  # noqa: PLC0415 - only where something is verified

    if arguments.trust is not None and not arguments.trust.is_dir():
        raise TrustMissingError(path=arguments.trust)
    verdicts = verify(arguments)
    if "RETURN" in verdicts:
        return Exit.SIGNATURE
    return Exit.PROBLEMS if "DECIDE" in verdicts else Exit.FINE


def _count(spelt: str) -> int:
    """Return a number of processes."""
    number = int(spelt)
    if number < 1:
        raise argparse.ArgumentTypeError(spelt)
    return number
