"""`exam journal receipt|anchor`: whether the journal holds what people were told, and a stamp over where it stands."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from exam.cli.exits import Exit
from exam.cli.options import add_format, add_language, add_workspace

if TYPE_CHECKING:
    from exam.service.anchoring import Anchoring
    from exam.service.receipts import ReceiptFinding
    from exam.wording import Language


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("journal", help="the journal against what people were told")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    receipt = actions.add_parser(
        "receipt", help="which event a candidate's receipt names, and whether it is still there"
    )
    receipt.add_argument("code", metavar="CODE", nargs="+", help="the code; spaces, hyphens and case do not matter")
    anchor = actions.add_parser("anchor", help="have a time-stamp authority stamp where every stream stands")
    for action, function in ((receipt, run), (anchor, anchor_heads)):
        add_workspace(action)
        add_format(action)
        add_language(action)
        action.set_defaults(run=function)


def run(arguments: argparse.Namespace) -> int:
    """Print what the journal says to the receipt; 3 when it does not hold the event any more.

    Raises:
        ReceiptMistypedError: it is no code that this program ever gave.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.service.receipts import check_receipt  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    with open_workspace(arguments.workspace, owning=False) as workspace:
        found = check_receipt(workspace.ports.journal, " ".join(arguments.code))
    if arguments.format == "json":
        sys.stdout.write(json.dumps(found.model_dump(mode="json"), sort_keys=True) + "\n")
    else:
        sys.stdout.write(_spoken(found, Language(arguments.language or "cs")))
    return Exit.FINE if found.standing == "kept" else Exit.JOURNAL


def anchor_heads(arguments: argparse.Namespace) -> int:
    """Have every head stamped that no anchor holds yet, and say by whom.

    Raises:
        TimestampError: there is no authority, or it gives no stamp that holds; all of it still waits.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    with open_workspace(arguments.workspace, owning=False) as workspace:
        made = workspace.service.anchoring.anchor()
    if arguments.format == "json":
        sys.stdout.write(json.dumps(made.model_dump(mode="json"), sort_keys=True) + "\n")
    else:
        sys.stdout.write(_anchored(made, Language(arguments.language or "cs")))
    return Exit.FINE


def _anchored(made: "Anchoring", language: "Language") -> str:
    from exam.wording import render  # noqa: PLC0415

    if made.stamp is None:
        return render("anchored.nothing", {}, language) + "\n"
    told = {"streams": made.streams, "authority": made.stamp.authority, "at": made.stamp.at.isoformat()}
    return f"{made.anchor}\n" + render("anchored.made", told, language) + "\n"


def _spoken(found: "ReceiptFinding", language: "Language") -> str:
    from exam.wording import render  # noqa: PLC0415

    told = found.model_dump(mode="json")
    lines = [render(f"receipt.{found.standing}", told | {"at": told["at"] or "–"}, language)]
    for name, sessions in (("shorter", found.shorter), ("broken", found.broken)):
        if sessions:
            lines.append("  " + render(f"receipt.{name}", {"sessions": ", ".join(sessions)}, language))
    return "\n".join(lines) + "\n"
