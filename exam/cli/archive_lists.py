"""`exam archive list|show|verify`: finding records, reading one, and checking all that is kept."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from exam.cli.archive_lines import Row, data_of, line_for_people, record_lines, write_rows
from exam.cli.exits import Exit
from exam.cli.options import add_format, add_language, add_workspace, day
from exam.text import sanitise

if TYPE_CHECKING:
    from exam.bootstrap import Workspace
    from exam.core.custody import RegisterLine
    from exam.core.custody_search import Query
    from exam.core.discrepancy import Discrepancy
    from exam.service.checking import Checked
    from exam.wording import Language

STATES = ("received", "checked", "kept", "returned", "joined", "disposed")
RESULTS = ("passed", "failed")


def add_parsers(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the actions."""
    listed = actions.add_parser("list", help="search the register")
    add_search(listed)
    listed.add_argument("--page", type=int, default=1, metavar="N")
    listed.add_argument("--size", type=int, default=50, metavar="N", help="lines of a page (default: 50)")
    listed.add_argument("--csv", type=Path, metavar="FILE", help="everything that was found, as a table")
    shown = actions.add_parser("show", help="one line with all that is known of it")
    shown.add_argument("number", type=int, metavar="NUMBER")
    shown.add_argument("--out", type=Path, metavar="FILE", help="put its file there")
    verified = actions.add_parser("verify", help="verify what is kept, or check what was handed over")
    verified.add_argument("numbers", nargs="*", type=int, metavar="NUMBER", help="lines; without any, all that is kept")
    verified.add_argument("--handed-over", type=Path, metavar="PATH", help="a folder or ZIP of exam archive export")
    for action, function in ((listed, list_lines), (shown, show), (verified, verify)):
        add_workspace(action)
        add_format(action)
        add_language(action)
        action.set_defaults(run=function)


def add_search(action: argparse.ArgumentParser) -> None:
    """Add what is searched by; all of it has to fit."""
    action.add_argument("--person", default="", metavar="NAME", help="part of the candidate's name")
    action.add_argument("--qualification", default="", metavar="CODE")
    action.add_argument("--since", type=day, metavar="DATE", help="day of the exam")
    action.add_argument("--until", type=day, metavar="DATE")
    action.add_argument("--authorised", default="", metavar="NAME|NUMBER", help="examiner, holder or authorisation")
    action.add_argument("--result", choices=RESULTS)
    action.add_argument("--state", choices=STATES)
    action.add_argument("--record", default="", metavar="TEXT", help="part of the record's number")
    action.add_argument("--due", action="store_true", help="only what nobody has to keep any longer")


def query_of(arguments: argparse.Namespace, today: date) -> "Query":
    """Return what is searched for."""
    from exam.core.custody import LineState  # noqa: PLC0415
    from exam.core.custody_search import Query  # noqa: PLC0415
    from exam.core.verdict import Result  # noqa: PLC0415

    return Query(
        person=arguments.person,
        qualification=arguments.qualification,
        since=arguments.since,
        until=arguments.until,
        authorised=arguments.authorised,
        result=Result(arguments.result) if arguments.result else None,
        state=LineState(arguments.state) if arguments.state else None,
        record=arguments.record,
        due=today if arguments.due else None,
    )


def list_lines(arguments: argparse.Namespace) -> int:
    """Print a page of what was found, the newest first; on stderr how much there is."""
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.wording import Language, render  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    with open_workspace(arguments.workspace, owning=False) as workspace:
        workspace.service.custody.enter_own()
        query = query_of(arguments, workspace.ports.clock.now().date())
        found = workspace.service.register.found(query, arguments.page, max(1, arguments.size))
        if arguments.csv is not None:
            from exam.cli.archive_index import table  # noqa: PLC0415

            arguments.csv.write_bytes(table(list(workspace.service.register.everything(query)), language))
    write_rows(
        [data_of(row) for row in found.rows], [line_for_people(row, language) for row in found.rows], arguments.format
    )
    page = found.page
    told = {"total": page.total, "page": page.number, "pages": page.pages}
    sys.stderr.write(render("custody.found", told, language) + "\n")
    return Exit.FINE


def show(arguments: argparse.Namespace) -> int:
    """Print a line with its verdict as of now, its reviews and its versions.

    Raises:
        ExamError: there is no such line, or its file is not there.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.core.custody_refusals import LineWrongError  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    with open_workspace(arguments.workspace, owning=False) as workspace:
        workspace.service.custody.enter_own()
        line = workspace.service.custody.line(arguments.number)
        checked = None
        if line.state == "disposed" and arguments.out is not None:
            raise LineWrongError(number=line.number, state=line.state)
        if line.state != "disposed":
            data = workspace.ports.blobs.get(line.file)
            checked = workspace.ports.check(data)
            if arguments.out is not None:
                arguments.out.write_bytes(data)
        row = workspace.service.register.row(line)
        found = {"codes": _coded(checked.codes if checked else ()), "notes": _coded(checked.notes if checked else ())}
        told = data_of(row) | {"history": list(_history(line))} | found
        lines = [line_for_people(row, language), *_spoken(workspace, line, checked, language)]
    write_rows([told], lines, arguments.format)
    return Exit.FINE


def told_line(workspace: "Workspace", number: int, language: "Language") -> str:
    """Return what a clerk reads of a line, with its verdict as of now.

    Raises:
        ExamError: there is no such line, or its file is not there.
    """
    line = workspace.service.custody.line(number)
    gone = line.state == "disposed"
    checked = None if gone else workspace.ports.check(workspace.ports.blobs.get(line.file))
    row = workspace.service.register.row(line)
    return "\n".join([line_for_people(row, language), *_spoken(workspace, line, checked, language)])


def verify(arguments: argparse.Namespace) -> int:
    """Verify files of the archive, or what was handed over; 4 when one is not whole or is to be returned.

    Raises:
        ExamError: there is no such line, or that is nothing that was handed over.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.cli.progress import Bar  # noqa: PLC0415
    from exam.wording import Language, render  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    if arguments.handed_over is not None:
        return _handed_over(arguments.handed_over, arguments.format, language)
    rows: list[Row] = []
    lines: list[str] = []
    with open_workspace(arguments.workspace, owning=False) as workspace:
        workspace.service.custody.enter_own()
        register = workspace.service.custody.register()
        kept = [line.number for line in register.lines.values() if line.state == "kept"]
        chosen = arguments.numbers or kept
        bar = Bar(len(chosen))
        for number in chosen:
            code, verdict = _standing(workspace, workspace.service.custody.line(number))
            rows.append({"number": number, "verdict": verdict, "code": code})
            lines.append(f"{number:>6}  {verdict or '–'}  {render(f'custody.{code}', {}, language)}")
            bar.step()
        bar.close()
    write_rows(rows, lines, arguments.format)
    return Exit.FINE if all(row["code"] == "file-whole" for row in rows) else Exit.SIGNATURE


def _standing(workspace: "Workspace", line: "RegisterLine") -> tuple[str, str]:
    """Return how a file of the archive stands to the register, and its verdict as of now."""
    from exam.problem import ExamError  # noqa: PLC0415

    try:
        data = workspace.ports.archive.get(line.name, practice=line.practice)
        whole = data == workspace.ports.blobs.get(line.file)
    except ExamError:
        return "file-lost", ""
    verdict = str(workspace.ports.check(data).verdict)
    if not whole:
        return "file-differs", verdict
    return "file-unsound" if verdict == "RETURN" else "file-whole", verdict


def _handed_over(path: Path, form: str, language: "Language") -> int:
    from exam.transfer import check_transfer  # noqa: PLC0415
    from exam.wording import render  # noqa: PLC0415

    inventory, wrong = check_transfer(path)
    told = [{"code": one.code, "arguments": dict(one.arguments)} for one in wrong]
    lines = [render(one.code, one.arguments, language) for one in wrong]
    good = render("transfer.whole", {}, language)
    write_rows([{"inventory": inventory, "codes": told}], [inventory, *(lines or [good])], form)
    return Exit.SIGNATURE if wrong else Exit.FINE


def _coded(found: "Sequence[Discrepancy]") -> list[Row]:
    return [{"code": one.code, "arguments": dict(one.arguments)} for one in found]


def _history(line: "RegisterLine") -> Iterator[Row]:
    yield {"what": "received", "by": line.received_by, "at": line.received_at.isoformat()}
    if line.decided_at is not None:
        yield {"what": str(line.state), "by": line.decided_by, "at": line.decided_at.isoformat(), "reason": line.reason}
    for review in line.reviews:
        told = {"on": review.requested_on.isoformat(), "grounds": review.grounds}
        yield {"what": "review", **told, "decision": str(review.decision or "open"), "reason": review.reason}


def _spoken(
    workspace: "Workspace", line: "RegisterLine", checked: "Checked | None", language: "Language"
) -> Iterator[str]:
    """Yield what a clerk reads below the line."""
    from exam.wording import render  # noqa: PLC0415

    def say(code: str, **arguments: object) -> str:
        return "        " + render(code, arguments, language)

    yield say("custody.received", who=line.received_by, at=f"{line.received_at:%Y-%m-%d %H:%M}")
    if line.decided_at is not None:
        decided = line.state if line.state != "disposed" else "returned" if line.letter else "kept"
        yield say(f"custody.{decided}.by", who=line.decided_by, at=f"{line.decided_at:%Y-%m-%d %H:%M}")
    if line.disposed_by:
        yield say("custody.disposed.by", who=line.proposed_by, second=line.disposed_by)
    yield from (say("custody.reason", reason=line.reason) for _ in [1] if line.reason)
    yield from _kept(workspace, line, language)
    yield from (say("custody.file", sha256=line.file) for _ in [1])
    yield from (say("custody.earlier", sha256=file) for file in line.earlier)
    former = line.facts.supersedes if line.facts else None
    yield from (say("custody.supersedes", record=former.record) for _ in [1] if former)
    yield from review_lines(line, language)
    yield from (
        f"          {_sentence(one, language)}" for one in ((*checked.codes, *checked.notes) if checked else ())
    )
    if checked is not None and checked.record is not None:
        yield from record_lines(checked.record, language)


def review_lines(line: "RegisterLine", language: "Language") -> Iterator[str]:
    """Yield every review with its decision, or until when one is awaited."""
    from exam.wording import render  # noqa: PLC0415

    def say(code: str, **arguments: object) -> str:
        return "        " + render(code, arguments, language)

    for review in line.reviews:
        yield say("custody.review", number=review.review, on=review.requested_on, grounds=review.grounds)
        if review.decision is None:
            yield say("custody.review-open", by=review.decide_by)
        else:
            yield say(f"custody.review.{review.decision}", who=review.decided_by, reason=review.reason)


def _kept(workspace: "Workspace", line: "RegisterLine", language: "Language") -> Iterator[str]:
    """Yield until when a line is kept, and on what ground; one that nobody verified is told as such."""
    from exam.wording import render  # noqa: PLC0415

    if line.keep_until is None:
        return
    yield "        " + render("custody.keep-until", {"until": line.keep_until, "kind": line.retention}, language)
    found = workspace.service.register.classes().get(line.retention)
    if found is not None:
        code = "custody.ground" if found.verified else "custody.ground-unverified"
        yield "        " + render(code, {"ground": found.ground}, language)


def _sentence(one: "Discrepancy", language: "Language") -> str:
    from exam.wording import render  # noqa: PLC0415

    return f"{one.code}: {sanitise(render(one.code, one.arguments, language), keep_newlines=False)}"
