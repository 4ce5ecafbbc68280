"""`exam replay`: rebuilds candidate sessions from their events and tells what comes out otherwise; touches nothing."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from exam.cli.exits import Exit, UsageError
from exam.cli.key_fix import read_fix
from exam.cli.options import add_format, add_language, add_workspace

if TYPE_CHECKING:
    from exam.core.key_correction import KeyCorrection


class SourceUnknownError(UsageError):
    """The file is neither an evidence pack nor a record."""

    code: ClassVar[str] = "replay-source-unknown"


class EvidenceNeededError(UsageError):
    """A record holds no responses, so nothing can be scored anew."""

    code: ClassVar[str] = "replay-needs-evidence"


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("replay", help="rebuild everything from events and compare")
    parser.add_argument(
        "sources",
        nargs="*",
        metavar="SESSION|FILE",
        help="sessions of the workspace, evidence packs or records; without any, every session of the workspace",
    )
    parser.add_argument(
        "--with-key", type=Path, metavar="FIX", help="a file of corrected keys: show what they would change"
    )
    parser.add_argument("--trust", type=Path, metavar="DIR", help="folder with the certificates to trust in records")
    add_workspace(parser)
    add_format(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Replay every source and print a verdict for each; 3 for a broken chain, 1 where something differs.

    Raises:
        SourceUnknownError: a file is neither a pack nor a record.
        SessionUnknownError: the workspace holds no such session.
        TrustMissingError: the folder with the certificates to trust is none.
        KeyFixFaultyError: the file of corrected keys has problems; they are told one by one.
        EvidenceNeededError: corrected keys were asked for, and a record holds no responses.
    """
    from exam.cli.replayed import BROKEN, SAME, tell, told_pack, told_record  # noqa: PLC0415
    from exam.cli.verify import TrustMissingError  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    if arguments.trust is not None and not arguments.trust.is_dir():
        raise TrustMissingError(path=arguments.trust)
    corrections = read_fix(arguments.with_key, language) if arguments.with_key else ()
    files = [Path(source) for source in arguments.sources if _is_file(source)]
    packs = {path: _is_pack(path) for path in files}
    if corrections and not all(packs.values()):
        raise EvidenceNeededError(path=next(path for path in files if not packs[path]))
    rows = [told_pack(path, corrections) if packs[path] else told_record(path, arguments.trust) for path in files]
    if len(files) < len(arguments.sources) or not files:
        rows += _sessions(arguments, corrections)
    if arguments.format == "json":
        sys.stdout.write(json.dumps(rows, sort_keys=True) + "\n")
    else:
        sys.stdout.write("".join(tell(row, language) for row in rows))
    outcomes = {row["outcome"] for row in rows}
    if BROKEN in outcomes:
        return Exit.JOURNAL
    return Exit.FINE if outcomes <= {SAME} else Exit.PROBLEMS


def _sessions(arguments: argparse.Namespace, corrections: "tuple[KeyCorrection, ...]") -> list[dict[str, object]]:
    """Replay the named sessions of the workspace, or all of them."""
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.cli.replayed import told_session  # noqa: PLC0415
    from exam.cli.session import require_session  # noqa: PLC0415

    named = [source for source in arguments.sources if not _is_file(source)]
    with open_workspace(arguments.workspace, owning=False) as workspace:
        known = workspace.sessions()
        for session in named:
            require_session(workspace, session)
        return [told_session(session, workspace.service, corrections) for session in named or known]


def _is_file(source: str) -> bool:
    """Tell whether a source means a file: it is one, or its name could be no session's."""
    return Path(source).is_file() or Path(source).name != source or Path(source).suffix != ""


def _is_pack(path: Path) -> bool:
    """Tell an evidence pack from a record by how the file begins."""
    with path.open("rb") as file:
        start = file.read(2)
    if start not in {b"PK", b"%P"}:
        raise SourceUnknownError(path=path)
    return start == b"PK"
