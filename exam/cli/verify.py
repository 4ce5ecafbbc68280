"""`exam verify`: for whoever receives records; needs nothing but the file, and the certificates he trusts."""

import argparse
import json
import sys
from pathlib import Path
from typing import ClassVar

from exam.cli.exits import Exit, UsageError
from exam.cli.options import add_format, add_language


class TrustMissingError(UsageError):
    """There is no folder with certificates under that name."""

    code: ClassVar[str] = "trust-missing"


class RecordsMissingError(UsageError):
    """The folder holds no record."""

    code: ClassVar[str] = "records-missing"


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("verify", help="check records: ACCEPT, PRACTICE or RETURN, with codes")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="records, or folders of them")
    parser.add_argument("--trust", type=Path, metavar="DIR", help="folder with the certificates to trust")
    add_format(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check every record and print a verdict for each; 4 when one is to be returned.

    Raises:
        TrustMissingError: the folder with the certificates to trust is none.
        RecordsMissingError: a folder that was named holds no record.
    """
    from exam.cli.verdicts import tell, told  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    if arguments.trust is not None and not arguments.trust.is_dir():
        raise TrustMissingError(path=arguments.trust)
    rows = [told(path, arguments.trust) for path in _records(arguments.paths)]
    if arguments.format == "json":
        sys.stdout.write(json.dumps(rows, sort_keys=True) + "\n")
    else:
        for row in rows:
            sys.stdout.write(tell(row, Language(arguments.language or "cs")))
    returned = any(row["verdict"] == "RETURN" for row in rows)
    return Exit.SIGNATURE if returned else Exit.FINE


def _records(paths: list[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        found += _below(path) if path.is_dir() else [path]
    return found


def _below(folder: Path) -> list[Path]:
    """Return the records below a folder, whichever case their names have; none is told, never passed over."""
    records = sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".pdf")
    if not records:
        raise RecordsMissingError(path=folder)
    return records
