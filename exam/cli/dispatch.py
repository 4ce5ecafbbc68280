"""`exam dispatch`: the archived record with its letter in one file, and that it was sent to the authorising body."""

import argparse
import sys
from pathlib import Path

from exam.cli.exits import Exit
from exam.cli.options import add_language, add_workspace, day
from exam.cli.pins import add_pin, signed_in


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("dispatch", help="send an archived record to the authorising body, with its letter")
    parser.add_argument("session", metavar="SESSION")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the ZIP that goes out")
    parser.add_argument("--way", choices=("data_box", "post", "in_person"), required=True)
    parser.add_argument("--on", type=day, metavar="DATE", help="the day on which it was sent (today)")
    parser.add_argument("--proof", type=Path, metavar="FILE", help="what proves it: a receipt of the data box or post")
    parser.add_argument("--office", type=Path, metavar="FILE", help="whom to ask, for the letter (exam/office/1)")
    parser.add_argument("--by", required=True, metavar="ACCOUNT", help="who sends it; asked for a PIN")
    add_pin(parser)
    add_workspace(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the pack, note the dispatch, and print path and digest.

    Nothing is written where noting it would be refused, and nothing is noted where nothing was written.

    Raises:
        ExamError: the named refusal.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.cli.sitting_print import read_office  # noqa: PLC0415
    from exam.core.canonical import digest  # noqa: PLC0415
    from exam.core.facts import Way  # noqa: PLC0415
    from exam.packs import bundle, keep_pack  # noqa: PLC0415
    from exam.service.facts import ProofFile  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    office = read_office(arguments.office, language)
    proof = arguments.proof and ProofFile(name=arguments.proof.name, data=arguments.proof.read_bytes())
    with open_workspace(arguments.workspace, owning=False) as workspace:
        actor = signed_in(workspace.service, arguments.by, arguments.pin_fd, language)
        on, way = arguments.on or workspace.ports.clock.now().date(), Way(arguments.way)
        record, pdf = workspace.service.dispatching.sendable(actor, arguments.session, on=on, way=way)
        name = f"{record.record}.pdf"
        letter = workspace.service.printing.dispatch_letter(
            actor, arguments.session, record=record.record, file=name, sha256=digest(pdf), office=office
        )
        pack = bundle({name: pdf, "letter.pdf": letter})
        keep_pack(arguments.out, pack)
        receipt = workspace.service.dispatching.sent(actor, arguments.session, on=on, way=way, pack=pack, proof=proof)
    sys.stdout.write(f"{arguments.out} {digest(pack)}\n{receipt.stream} {receipt.head.seq} {receipt.code}\n")
    return Exit.FINE
