"""`exam review pack`: what a review needs, whole with its evidence or without keys."""

import argparse
import sys
from pathlib import Path

from exam.cli.exits import Exit
from exam.cli.options import add_language, add_workspace


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("review", help="answer a review of an exam")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    packed = actions.add_parser("pack", help="put record, questions, answers, facts and evidence into one file")
    packed.add_argument("session", metavar="SESSION")
    packed.add_argument("--out", type=Path, required=True, metavar="FILE")
    packed.add_argument("--redacted", action="store_true", help="without the evidence, which holds keys and notes")
    add_workspace(packed)
    add_language(packed)
    packed.set_defaults(run=pack)


def pack(arguments: argparse.Namespace) -> int:
    """Write the pack and print path and digest.

    Raises:
        ExamError: there is no archived record, or another file has that name.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.cli.session import require_session  # noqa: PLC0415
    from exam.core.canonical import digest  # noqa: PLC0415
    from exam.packs import bundle, keep_pack  # noqa: PLC0415
    from exam.packs import pack as packed  # noqa: PLC0415

    with open_workspace(arguments.workspace, owning=False) as workspace:
        require_session(workspace, arguments.session)
        members = dict(workspace.service.dispatching.for_review(arguments.session))
        if not arguments.redacted:
            evidence = workspace.service.replays.evidence(arguments.session)
            members["evidence.zip"] = packed(evidence, workspace.ports.program)
    data = bundle(members)
    keep_pack(arguments.out, data)
    sys.stdout.write(f"{arguments.out} {digest(data)}\n")
    return Exit.FINE
