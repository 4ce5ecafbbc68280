"""`exam archive add|accept|return`: what comes in, and what is decided on it, each step by somebody with a PIN."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from exam.cli.archive_lines import Row, data_of, line_for_people, write_rows
from exam.cli.exits import Exit
from exam.cli.options import add_format, add_language, add_workspace
from exam.cli.pins import add_pin, signed_in
from exam.text import sanitise

if TYPE_CHECKING:
    from exam.bootstrap import Workspace
    from exam.cli.record_sources import Source
    from exam.service.access import Actor
    from exam.wording import Language

AT_ONCE = 20
"""Files that are held in memory together."""


def add_parsers(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the actions."""
    added = actions.add_parser("add", help="receive files from outside, and verify them")
    added.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="files, folders, ZIP archives; none goes on verifying"
    )
    added.add_argument("--jobs", type=int, metavar="N", help="processes (default: one for each processor)")
    accepted = actions.add_parser("accept", help="take verified records into the archive")
    accepted.add_argument("numbers", nargs="*", type=int, metavar="NUMBER")
    accepted.add_argument(
        "--all", action="store_true", help="every verified one that is neither to be returned nor to be decided on"
    )
    returned = actions.add_parser("return", help="return files to their sender, each with a letter")
    returned.add_argument("numbers", nargs="+", type=int, metavar="NUMBER")
    returned.add_argument("--reason", required=True, metavar="TEXT")
    returned.add_argument("--letter", type=Path, metavar="FILE", help="the letter as somebody wrote it")
    returned.add_argument("--draft", action="store_true", help="print the letter and decide nothing")
    for action, function in ((added, add), (accepted, accept), (returned, give_back)):
        add_actor(action)
        action.set_defaults(run=function)


def add_actor(action: argparse.ArgumentParser) -> None:
    """Add who acts, and what every action takes."""
    action.add_argument("--as", dest="account", required=True, metavar="ACCOUNT", help="whose PIN it is")
    add_pin(action)
    add_workspace(action)
    add_format(action)
    add_language(action)


def add(arguments: argparse.Namespace) -> int:
    """Receive and verify; print a line for each file; 1 when one was not taken, 4 when one is to be returned.

    Raises:
        ExamError: the actor may not do that, a folder holds no record, or the journal keeps nothing.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.cli.archive_pool import checking  # noqa: PLC0415
    from exam.cli.progress import Bar  # noqa: PLC0415
    from exam.cli.record_sources import sources  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    found = list(sources(arguments.paths))
    with open_workspace(arguments.workspace, owning=False) as workspace:
        actor = signed_in(workspace.service, arguments.account, arguments.pin_fd, language)
        workspace.service.custody.enter_own()
        rows = list(received(workspace, actor, found))
        bar = Bar(sum(not row["known"] and bool(row["number"]) for row in rows))
        for _ in workspace.service.intake.check(actor, checking(workspace, arguments.jobs)):
            bar.step()
        bar.close()
        told = [told_of(workspace, row, language) for row in rows]
    write_rows([data for data, _ in told], [line for _, line in told], arguments.format)
    sys.stderr.write(total(told, language) + "\n")
    if any(data["state"] == "refused" for data, _ in told):
        return Exit.PROBLEMS
    return Exit.SIGNATURE if any(data["verdict"] == "RETURN" for data, _ in told) else Exit.FINE


def accept(arguments: argparse.Namespace) -> int:
    """Accept one after the other; 1 when one was refused, the others are accepted all the same.

    Raises:
        ExamError: the actor may not do that.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.problem import ExamError  # noqa: PLC0415
    from exam.service.access import DeniedError  # noqa: PLC0415
    from exam.wording import Language, render_error  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    rows: list[Row] = []
    lines: list[str] = []
    refused = False
    with open_workspace(arguments.workspace, owning=False) as workspace:
        actor = signed_in(workspace.service, arguments.account, arguments.pin_fd, language)
        view = workspace.service.register
        for number in view.acceptable() if arguments.all else arguments.numbers:
            try:
                row = view.row(workspace.service.intake.accept(actor, number))
            except DeniedError:
                raise
            except ExamError as error:
                refused = True
                rows.append({"number": number, "code": error.code, "arguments": error.arguments})
                lines.append(f"{number:>6}  {render_error(error, language)}")
            else:
                rows.append(data_of(row))
                lines.append(line_for_people(row, language))
    write_rows(rows, lines, arguments.format)
    return Exit.PROBLEMS if refused else Exit.FINE


def give_back(arguments: argparse.Namespace) -> int:
    """Return files and print the letters, or print their drafts and decide nothing.

    Raises:
        ExamError: a file cannot be returned, and those after it are not; or the actor may not do that.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.cli.archive_letters import draft  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    rows: list[Row] = []
    with open_workspace(arguments.workspace, owning=False) as workspace:
        actor = signed_in(workspace.service, arguments.account, arguments.pin_fd, language)
        intake = workspace.service.intake
        own = arguments.letter.read_text("utf-8") if arguments.letter else ""
        for number in arguments.numbers:
            letter = own or draft(intake.read(actor, number), arguments.reason, language)
            if not arguments.draft:
                letter = intake.letter(actor, intake.give_back(actor, number, arguments.reason, letter).number)
            row: Row = {"number": number, "letter": letter}
            rows.append(row)
    write_rows(rows, ["\n\n".join(sanitise(str(row["letter"])).rstrip("\n") for row in rows)], arguments.format)
    return Exit.FINE


def received(workspace: "Workspace", actor: "Actor", found: "Sequence[Source]") -> Iterator[Row]:
    """Receive the sources a few at a time and yield what became of each."""
    waiting = iter(found)
    while batch := list(islice(waiting, AT_ONCE)):
        taken: list[tuple[Row, bytes]] = []
        rows = [_read(source, taken) for source in batch]
        outcome = workspace.service.intake.receive(actor, [data for _, data in taken])
        for (row, _), received in zip(taken, outcome, strict=True):
            row["number"], row["known"] = received.number, received.known
            if received.fault is not None:
                row["code"], row["arguments"] = received.fault.code, received.fault.arguments
        yield from rows


def _read(source: "Source", taken: list[tuple[Row, bytes]]) -> Row:
    """Read a source into `taken`, unless it cannot be."""
    from exam.cli.record_sources import SourceError, read  # noqa: PLC0415

    row: Row = {"path": str(source), "number": 0, "known": False, "code": "", "arguments": {}}
    try:
        taken.append((row, read(source)))
    except SourceError as error:
        row["code"], row["arguments"] = error.code, error.arguments
    return row


def total(told: "Sequence[tuple[Row, str]]", language: "Language") -> str:
    """Return how many files there were, and what is to be done about them."""
    from exam.wording import render  # noqa: PLC0415

    refused = sum(data["state"] == "refused" for data, _ in told)
    returned = sum(data["state"] == "checked" and data["verdict"] == "RETURN" for data, _ in told)
    count = {"total": len(told), "taken": len(told) - refused, "returned": returned, "refused": refused}
    return render("custody.total", count, language)


def told_of(workspace: "Workspace", row: Row, language: "Language") -> tuple[Row, str]:
    """Return what became of a file, as data and as lines for people."""
    from exam.wording import render  # noqa: PLC0415

    path = sanitise(str(row["path"]), keep_newlines=False)
    arguments = row["arguments"]
    if row["code"] and isinstance(arguments, dict):
        told = row | {"state": "refused", "verdict": ""}
        return told, f"     –  {path}: {render(str(row['code']), arguments, language)}"
    line = workspace.service.register.row(workspace.service.custody.line(int(str(row["number"]))))
    known = f" ({render('custody.known', {}, language)})" if row["known"] else ""
    return row | data_of(line), f"{line_for_people(line, language)}\n        {path}{known}"
