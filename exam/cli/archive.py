"""`exam archive refresh`: which archived records need a stamp, and a new one for them, each as a new revision."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from exam.cli import archive_console, archive_handover, archive_intake, archive_keeping, archive_lists
from exam.cli.exits import Exit, UsageError
from exam.cli.options import add_format, add_language, add_workspace

if TYPE_CHECKING:
    from exam.bootstrap import Workspace
    from exam.service.custody_lasting import CustodyLasting
    from exam.service.lasting import LastingRecord
    from exam.wording import Language

Row = dict[str, str]


class RecordUnknownError(UsageError):
    """The archive of the workspace holds no such record."""

    code: ClassVar[str] = "record-unknown"


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("archive", help="archived records, for decades")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    refresh = actions.add_parser(
        "refresh", help="renew the stamps that make records last; without any name, tell which"
    )
    refresh.add_argument(
        "records", nargs="*", metavar="RECORD|FILE", help="records by id, by their file, or by the number of their line"
    )
    refresh.add_argument("--all", action="store_true", help="every record that needs it")
    refresh.add_argument(
        "--due",
        type=int,
        default=90,
        metavar="DAYS",
        help="so many days before a stamp ends it is renewed (default: 90)",
    )
    add_workspace(refresh)
    add_format(refresh)
    add_language(refresh)
    refresh.set_defaults(run=run)
    for group in (archive_intake, archive_lists, archive_keeping, archive_handover, archive_console):
        group.add_parsers(actions)


def run(arguments: argparse.Namespace) -> int:
    """Print a line for each record and what was done; 1 when one that needs a stamp did not get it.

    Raises:
        RecordUnknownError: the archive holds no such record.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    with open_workspace(arguments.workspace, owning=False) as workspace:
        lasting = workspace.service.kept_lasting
        found = list(lasting.records(arguments.due))
        chosen = _chosen([_record(workspace, name) for name in arguments.records], found)
        rows = [
            _row(
                one,
                _refreshed(
                    lasting, one, wanted=one in chosen or (arguments.all and one.standing != "good"), language=language
                ),
            )
            for one in (chosen or found)
        ]
    if arguments.format == "json":
        sys.stdout.write(json.dumps(rows, sort_keys=True) + "\n")
    else:
        sys.stdout.writelines(_lines(rows, language))
    return Exit.PROBLEMS if any(row["done"] == "failed" for row in rows) else Exit.FINE


def _record(workspace: "Workspace", name: str) -> str:
    """Return the record of a line that is named by its number, every other name as it is."""
    if not name.isdecimal():
        return name
    workspace.service.custody.enter_own()
    facts = workspace.service.custody.line(int(name)).facts
    return facts.record if facts else name


def _chosen(named: list[str], found: "list[LastingRecord]") -> "list[LastingRecord]":
    by_id = {one.record: one for one in found}
    for name in named:
        if Path(name).stem not in by_id:
            raise RecordUnknownError(record=name)
    return [by_id[Path(name).stem] for name in named]


def _refreshed(lasting: "CustodyLasting", one: "LastingRecord", *, wanted: bool, language: "Language") -> str:
    """Renew a record and return how that went; the others are renewed, whatever one of them says.

    Raises:
        AuthorityMissingError: the settings name nobody who could stamp any of them.
    """
    from exam.problem import ExamError  # noqa: PLC0415
    from exam.service.stamping import AuthorityMissingError  # noqa: PLC0415
    from exam.wording import render_error  # noqa: PLC0415

    if not wanted:
        return "nothing"
    try:
        lasting.refresh(one.session, one.record)
    except AuthorityMissingError:
        raise
    except ExamError as error:
        sys.stderr.write(f"{one.record}: {render_error(error, language)}\n")
        return "failed"
    return "renewed"


def _row(one: "LastingRecord", done: str) -> Row:
    until = one.until.date().isoformat() if one.until else ""
    return {"record": one.record, "session": one.session, "standing": str(one.standing), "until": until, "done": done}


def _lines(rows: list[Row], language: "Language") -> Iterator[str]:
    from exam.wording import render  # noqa: PLC0415

    for row in rows:
        standing = render(f"lasting.{row['standing']}", {"until": row["until"]}, language)
        done = f" – {render('lasting.' + row['done'], {}, language)}" if row["done"] != "nothing" else ""
        yield f"{row['record']}  {standing}{done}\n"
