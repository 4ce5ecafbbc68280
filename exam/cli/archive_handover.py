"""`exam archive handover`: the letter to the authority, then everything for whoever takes over, in one command."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from exam.cli.archive_intake import add_actor
from exam.cli.archive_lines import write_rows
from exam.cli.exits import Exit, UsageError
from exam.cli.options import day
from exam.cli.pins import signed_in

if TYPE_CHECKING:
    from exam.bootstrap import Workspace
    from exam.core.printouts.letters import Departure
    from exam.service.access import Actor
    from exam.service.handing_over import Papers, Told
    from exam.wording import Language

WAYS = ("data_box", "post", "in_person", "iska", "email")


class HandoverHalfError(UsageError):
    """A hand-over needs a place, and when and how the authority was told; before it, only the letter is written."""

    code: ClassVar[str] = "handover-half"


def add_parsers(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the action."""
    handed = actions.add_parser("handover", help="hand everything over when the authorised person ends")
    handed.add_argument("--to", required=True, metavar="TEXT", help="who takes over")
    handed.add_argument("--ends-on", type=day, required=True, metavar="DATE")
    handed.add_argument("--letter", type=Path, metavar="FILE", help="only write the letter to the authority")
    handed.add_argument("--out", type=Path, metavar="PATH", help="a folder, or FILE.zip")
    handed.add_argument("--told-on", type=day, metavar="DATE", help="when the authority was told")
    handed.add_argument("--told-way", choices=WAYS, help="how")
    handed.add_argument("--told-proof", type=Path, metavar="FILE", help="what proves it")
    add_actor(handed)
    handed.set_defaults(run=hand_over)


def hand_over(arguments: argparse.Namespace) -> int:
    """Write the letter, or everything, and print where, how much, and the digest of the inventory.

    Raises:
        ExamError: the named refusal.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.core.printouts.letters import Departure  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    whole = (arguments.out, arguments.told_on, arguments.told_way)
    if arguments.letter is None and None in whole:
        raise HandoverHalfError
    language = Language(arguments.language or "cs")
    departure = Departure(successor=arguments.to, ends_on=arguments.ends_on)
    with open_workspace(arguments.workspace, owning=False) as workspace:
        actor = signed_in(workspace.service, arguments.account, arguments.pin_fd, language)
        if arguments.letter is not None:
            row = _letter(workspace, actor, departure, arguments.letter)
        else:
            row = _everything(workspace, actor, departure, arguments, language)
    write_rows([row], ["  ".join(f"{key}={value}" for key, value in row.items())], arguments.format)
    return Exit.FINE


def _letter(workspace: "Workspace", actor: "Actor", departure: "Departure", path: Path) -> dict[str, object]:
    from exam.core.canonical import digest  # noqa: PLC0415
    from exam.packs import keep_pack  # noqa: PLC0415

    letter = workspace.service.handing_over.letter(actor, departure)
    keep_pack(path, letter)
    return {"letter": str(path), "sha256": digest(letter)}


def _everything(
    workspace: "Workspace", actor: "Actor", departure: "Departure", arguments: argparse.Namespace, language: "Language"
) -> dict[str, object]:
    from exam.core.facts import Way  # noqa: PLC0415
    from exam.service.facts import ProofFile  # noqa: PLC0415
    from exam.service.handing_over import Told  # noqa: PLC0415
    from exam.transfer import write_transfer  # noqa: PLC0415

    file = arguments.told_proof
    proof = ProofFile(name=file.name, data=file.read_bytes()) if file else None
    told = Told(on=arguments.told_on, way=Way(arguments.told_way), proof=proof)
    handing = workspace.service.handing_over
    papers = handing.papers(actor, departure, told)
    inventory = write_transfer(arguments.out, _members(workspace, papers, told, language))
    handing.note(actor, papers, told, inventory)
    return {
        "path": str(arguments.out),
        "lines": len(papers.parcel.lines),
        "sittings": len(papers.sittings),
        "sessions": len(papers.sessions),
        "open_duties": papers.open_duties,
        "inventory": inventory,
    }


def _members(
    workspace: "Workspace", papers: "Papers", told: "Told", language: "Language"
) -> Iterator[tuple[str, bytes]]:
    from exam.cli.archive_index import beside  # noqa: PLC0415
    from exam.packs import pack  # noqa: PLC0415

    yield from beside(papers.parcel, language)
    if told.proof is not None:
        yield "authority-told" + Path(told.proof.name).suffix, told.proof.data
    yield from workspace.service.handing_over.members(papers, lambda evidence: pack(evidence, workspace.ports.program))
