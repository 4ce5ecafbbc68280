"""`exam sitting print`: everything that a sitting needs on paper, one file each, and the table for ISKA."""

import argparse
import csv
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from exam.cli.documents import require_document
from exam.cli.exits import Exit, UsageError
from exam.cli.options import add_format, add_language, add_workspace
from exam.cli.pins import add_pin, signed_in
from exam.problem import ExamError

if TYPE_CHECKING:
    from exam.bootstrap import Workspace
    from exam.core.printouts.office import Office
    from exam.service.access import Actor
    from exam.service.day_planning import PlannedDay
    from exam.service.printing import Printed, Wish
    from exam.wording import Language

ISKA = "iska.csv"
OWNER_ONLY = 0o600


class OfficeFaultyError(ExamError):
    """The file of the office has problems."""

    code: ClassVar[str] = "office-faulty"


class PrintoutUnknownError(ExamError):
    """There is no printout of that name."""

    code: ClassVar[str] = "printout-unknown"


class DeskWrongError(UsageError):
    """A computer was given to no session of the sitting, or none was named."""

    code: ClassVar[str] = "desk-wrong"


class PlanConflictingError(ExamError):
    """The timetable does not hold, so nobody may be sent somewhere by it."""

    code: ClassVar[str] = "plan-conflicting"


def add_parsers(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the action."""
    printed = actions.add_parser("print", help="print what a sitting needs on paper: letters, lists, cards, sheets")
    printed.add_argument("sitting", metavar="SITTING")
    printed.add_argument("--by", required=True, metavar="ACCOUNT", help="who prints it; asked for a PIN")
    add_pin(printed)
    printed.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder that takes the files")
    printed.add_argument("--only", action="append", default=[], metavar="NAME", help="this printout; may be repeated")
    printed.add_argument("--session", action="append", default=[], metavar="SESSION", help="only this candidate")
    printed.add_argument("--bank", action="store_true", help="every item that may be drawn, before the day")
    printed.add_argument("--office", type=Path, metavar="FILE", help="fee, contact, birth data, places for ISKA")
    printed.add_argument("--day", type=Path, metavar="FILE", help="the day of the plan")
    printed.add_argument("--plan", type=Path, metavar="PLAN", help="the timetable, for doors, candidates, examiners")
    printed.add_argument(
        "--desk",
        action="append",
        default=[],
        metavar="SESSION=COMPUTER",
        help="issue a code for that computer and put it on the slip",
    )
    printed.add_argument(
        "--wording", default="", metavar="CODE", help="language of the printouts' words (default: the standard's)"
    )
    for add in (add_workspace, add_format, add_language):
        add(printed)
    printed.set_defaults(run=print_sitting)


def print_sitting(arguments: argparse.Namespace) -> int:
    """Write the files and print a line for each.

    Raises:
        ExamError: the named refusal.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.cli.session import print_rows  # noqa: PLC0415
    from exam.core.printouts.shapes import Printout  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    with open_workspace(arguments.workspace, owning=False) as workspace:
        actor = signed_in(workspace.service, arguments.by, arguments.pin_fd, language)
        wish = _wish(arguments, workspace, language)
        if Printout.CODE_SLIPS in wish.printouts:
            wish = replace(wish, codes=_codes(arguments, workspace, actor))
        arguments.out.mkdir(parents=True, exist_ok=True)
        rows = [
            _written(arguments.out, one) for one in workspace.service.printing.printed(actor, arguments.sitting, wish)
        ]
        rows += _iska(arguments, workspace, actor, wish)
    print_rows(rows, arguments.format)
    return Exit.FINE


def _wish(arguments: argparse.Namespace, workspace: "Workspace", language: "Language") -> "Wish":
    from exam.cli.session import SessionUnknownError  # noqa: PLC0415
    from exam.core.printouts.shapes import Printout  # noqa: PLC0415
    from exam.service.printing import Wish  # noqa: PLC0415

    known = set(Printout)
    strange = [name for name in arguments.only if name not in known]
    if strange:
        raise PrintoutUnknownError(name=strange[0], known=", ".join(sorted(known)))
    held = workspace.service.sittings.known(arguments.sitting).sessions
    elsewhere = [session for session in arguments.session if session not in held]
    if elsewhere:
        raise SessionUnknownError(session=elsewhere[0])
    return Wish(
        printouts=frozenset(Printout(name) for name in arguments.only) or frozenset(Printout),
        sessions=tuple(arguments.session),
        bank=arguments.bank,
        plan=_plan(arguments, workspace, language),
        language=arguments.wording,
        office=read_office(arguments.office, language),
    )


def _codes(arguments: argparse.Namespace, workspace: "Workspace", actor: "Actor") -> dict[str, tuple[str, str]]:
    """Issue a code for every candidate who was given a computer."""
    held = workspace.service.sittings.known(arguments.sitting).sessions
    seats = {session: computer for session, _, computer in (word.partition("=") for word in arguments.desk)}
    strange = [session for session, computer in seats.items() if session not in held or not computer]
    if strange:
        raise DeskWrongError(desk=strange[0])
    issue = workspace.service.admissions.issue_code
    return {session: (computer, issue(actor, session, computer)) for session, computer in seats.items()}


def _plan(arguments: argparse.Namespace, workspace: "Workspace", language: "Language") -> "PlannedDay | None":
    from exam.cli.sitting_plan import GoOnHalfError, read_day, read_plan  # noqa: PLC0415

    if arguments.plan is None:
        return None
    if arguments.day is None:
        raise GoOnHalfError
    day, plan = read_day(arguments.day, language), read_plan(arguments.plan, arguments.sitting)
    checked = workspace.service.days.checked(arguments.sitting, day, plan.days)
    if checked.conflicts:
        raise PlanConflictingError(count=len(checked.conflicts))
    return checked


def read_office(path: Path | None, language: "Language") -> "Office":
    """Return what a file says of the office, nothing where there is none; its problems go to stderr.

    Raises:
        OfficeFaultyError: it has some.
    """
    from exam.core.printouts.office import Office  # noqa: PLC0415

    if path is None:
        return Office.model_validate({"schema": "exam/office/1"})
    return require_document(path, Office, OfficeFaultyError, language)


def _written(folder: Path, one: "Printed") -> dict[str, str]:
    path = _private(folder / f"{one.printout}-{one.about}.pdf")
    path.write_bytes(one.pdf)
    return {"printout": one.printout.value, "about": one.about, "path": str(path)}


def _private(path: Path) -> Path:
    """Make a file that only its owner reads: some hold keys, some a birth number."""
    path.touch(mode=OWNER_ONLY)
    path.chmod(OWNER_ONLY)
    return path


def _iska(arguments: argparse.Namespace, workspace: "Workspace", actor: "Actor", wish: "Wish") -> list[dict[str, str]]:
    """Write the table for ISKA where its sheets were wished for."""
    from exam.core.printouts.shapes import Printout  # noqa: PLC0415

    if Printout.ISKA not in wish.printouts:
        return []
    rows = workspace.service.printing.iska_rows(actor, arguments.sitting, wish)
    path = _private(arguments.out / ISKA)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, fieldnames=list(rows[0]) if rows else [], delimiter=";")
        table.writeheader()
        table.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return [{"printout": "iska", "about": arguments.sitting, "path": str(path)}]


def _cell(text: str) -> str:
    """Return a text as a cell: visible, and never taken for a formula."""
    from exam.text import sanitise  # noqa: PLC0415

    shown = sanitise(text, keep_newlines=False)
    return f"'{shown}" if shown.startswith(("=", "+", "-", "@")) else shown
