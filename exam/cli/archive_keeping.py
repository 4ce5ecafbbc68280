"""`exam archive review|dispose|export`: what happens to records once they are kept."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from exam.cli.archive_intake import add_actor
from exam.cli.archive_lines import data_of, line_for_people, write_rows
from exam.cli.archive_lists import add_search, query_of, review_lines
from exam.cli.exits import Exit
from exam.cli.options import day
from exam.cli.pins import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exam.bootstrap import Workspace

DECISIONS = ("confirmed", "repeated")


def add_parsers(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the actions."""
    reviewed = actions.add_parser("review", help="note that a review was asked for, or decide it")
    steps = reviewed.add_subparsers(dest="step", metavar="STEP", required=True)
    requested = steps.add_parser("request", help="somebody asked for a review")
    requested.add_argument("number", type=int, metavar="NUMBER")
    requested.add_argument("--grounds", required=True, metavar="TEXT")
    requested.add_argument("--on", type=day, metavar="DATE", help="when (default: today)")
    decided = steps.add_parser("decide", help="decide the open review")
    decided.add_argument("number", type=int, metavar="NUMBER")
    decided.add_argument("--decision", choices=DECISIONS, required=True)
    decided.add_argument("--reason", required=True, metavar="TEXT")
    disposed = actions.add_parser("dispose", help="dispose of what nobody has to keep: two people, two steps")
    ways = disposed.add_subparsers(dest="step", metavar="STEP", required=True)
    proposed = ways.add_parser("propose", help="propose lines, all or none")
    proposed.add_argument("numbers", nargs="*", type=int, metavar="NUMBER")
    proposed.add_argument("--due", action="store_true", help="every line that nobody has to keep any longer")
    proposed.add_argument("--reason", required=True, metavar="TEXT")
    approved = ways.add_parser("approve", help="agree to what another person proposed, and remove files and names")
    approved.add_argument("numbers", nargs="*", type=int, metavar="NUMBER")
    approved.add_argument("--proposed", action="store_true", help="everything that is proposed")
    exported = actions.add_parser("export", help="hand the archive over: records, register, and proof")
    exported.add_argument("--out", type=Path, required=True, metavar="PATH", help="a folder, or FILE.zip")
    add_search(exported)
    for action, function in (
        (requested, request),
        (decided, decide),
        (proposed, propose),
        (approved, approve),
        (exported, export),
    ):
        add_actor(action)
        action.set_defaults(run=function)


def request(arguments: argparse.Namespace) -> int:
    """Note a request for a review.

    Raises:
        ExamError: the named refusal.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    with open_workspace(arguments.workspace, owning=False) as workspace:
        workspace.service.custody.enter_own()
        actor = signed_in(workspace.service, arguments.account, arguments.pin_fd, Language(arguments.language or "cs"))
        workspace.service.reviews.request(actor, arguments.number, arguments.grounds, arguments.on)
        _write(workspace, [arguments.number], arguments)
    return Exit.FINE


def decide(arguments: argparse.Namespace) -> int:
    """Decide a review.

    Raises:
        ExamError: the named refusal.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.core.custody_events import ReviewDecision  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    with open_workspace(arguments.workspace, owning=False) as workspace:
        actor = signed_in(workspace.service, arguments.account, arguments.pin_fd, Language(arguments.language or "cs"))
        decision = ReviewDecision(arguments.decision)
        workspace.service.reviews.decide(actor, arguments.number, decision, arguments.reason)
        _write(workspace, [arguments.number], arguments)
    return Exit.FINE


def propose(arguments: argparse.Namespace) -> int:
    """Propose to dispose of lines.

    Raises:
        ExamError: one of them has to be kept.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.core.custody_search import Query  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    with open_workspace(arguments.workspace, owning=False) as workspace:
        workspace.service.custody.enter_own()
        actor = signed_in(workspace.service, arguments.account, arguments.pin_fd, Language(arguments.language or "cs"))
        due = Query(due=workspace.ports.clock.now().date())
        rows = workspace.service.register.everything(due) if arguments.due else ()
        numbers = arguments.numbers or sorted(row.number for row in rows if row.review_due is None)
        workspace.service.disposals.propose(actor, numbers, arguments.reason)
        _write(workspace, numbers, arguments)
    return Exit.FINE


def approve(arguments: argparse.Namespace) -> int:
    """Agree to a disposal.

    Raises:
        ExamError: the same person proposed it, nobody did, or something is not removed yet.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    with open_workspace(arguments.workspace, owning=False) as workspace:
        actor = signed_in(workspace.service, arguments.account, arguments.pin_fd, Language(arguments.language or "cs"))
        numbers = arguments.numbers or (list(_proposed(workspace)) if arguments.proposed else [])
        workspace.service.disposals.dispose(actor, numbers)
        workspace.service.disposals.heal()
        _write(workspace, numbers, arguments)
    return Exit.FINE


def export(arguments: argparse.Namespace) -> int:
    """Write records, letters, register and proof, and print where, and the digest of the inventory.

    Raises:
        ExamError: something has that name, or the actor hands nothing over.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.cli.archive_index import beside  # noqa: PLC0415
    from exam.transfer import write_transfer  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    with open_workspace(arguments.workspace, owning=False) as workspace:
        actor = signed_in(workspace.service, arguments.account, arguments.pin_fd, language)
        transfers = workspace.service.transfers
        parcel = transfers.parcel(actor, query_of(arguments, workspace.ports.clock.now().date()))

        def members() -> "Iterator[tuple[str, bytes]]":
            yield from beside(parcel, language)
            yield from transfers.files(parcel)

        inventory = write_transfer(arguments.out, members())
        kept = sum(line.state == "kept" for line in parcel.lines)
        transfers.note(actor, kept, inventory)
    row = {"path": str(arguments.out), "records": kept, "lines": len(parcel.lines), "inventory": inventory}
    write_rows([row], ["  ".join(f"{key}={value}" for key, value in row.items())], arguments.format)
    return Exit.FINE


def _proposed(workspace: "Workspace") -> "Iterator[int]":
    for line in workspace.service.custody.register().lines.values():
        if line.proposed_by and line.state in {"kept", "returned"}:
            yield line.number


def _write(workspace: "Workspace", numbers: "Sequence[int]", arguments: argparse.Namespace) -> None:
    from exam.wording import Language  # noqa: PLC0415

    view = workspace.service.register
    chosen = [workspace.service.custody.line(number) for number in numbers]
    rows = [view.row(line) for line in chosen]
    language = Language(arguments.language or "cs")
    told = [
        "\n".join([line_for_people(row, language), *(review_lines(line, language) if row.review_due is None else ())])
        for row, line in zip(rows, chosen, strict=True)
    ]
    write_rows(list(map(data_of, rows)), told, arguments.format)
