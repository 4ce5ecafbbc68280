"""`exam sitting inspect`: the papers of a sitting for an inspector, to read and nothing else, without a key."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from exam.cli.exits import Exit
from exam.cli.options import add_format, add_language, add_workspace
from exam.text import sanitise

if TYPE_CHECKING:
    from exam.bootstrap import Workspace
    from exam.service.inspection import InspectedSession, Inspection
    from exam.wording import Language


def add_parsers(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the action of `exam sitting`."""
    shown = actions.add_parser("inspect", help="the papers of a sitting for an inspector: nothing to change, no keys")
    shown.add_argument("sitting", metavar="SITTING")
    shown.add_argument("--out", type=Path, metavar="DIR", help="put all of it, with the proofs, into a new folder")
    for add in (add_workspace, add_format, add_language):
        add(shown)
    shown.set_defaults(run=inspect)


def inspect(arguments: argparse.Namespace) -> int:
    """Print the papers, or put them into a folder.

    Raises:
        SittingUnknownError: the workspace holds no such sitting.
        FileExistsError: the folder is there already.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    with open_workspace(arguments.workspace, owning=False) as workspace:
        found = workspace.service.inspection.inspect(arguments.sitting)
        if arguments.out is not None:
            _keep(arguments.out, found, workspace)
    if arguments.format == "json":
        sys.stdout.write(found.model_dump_json() + "\n")
    else:
        sys.stdout.writelines(f"{sanitise(line, keep_newlines=False)}\n" for line in _lines(found, language))
    return Exit.FINE


def _keep(folder: Path, found: "Inspection", workspace: "Workspace") -> None:
    """Make the folder; a proof is kept under its number, because its own name may be anything."""
    folder.mkdir(parents=True)
    (folder / "inspection.json").write_text(found.model_dump_json(indent=1) + "\n", "utf-8")
    for fact in found.facts:
        if fact.proof is not None:
            suffix = Path(fact.proof.name).suffix
            safe = suffix if suffix[1:].isalnum() else ".bin"
            (folder / f"proof-{fact.number:03}{safe}").write_bytes(workspace.service.inspection.proof(fact.proof))


def _lines(found: "Inspection", language: "Language") -> Iterator[str]:
    from exam.wording import render  # noqa: PLC0415

    days = ", ".join(day.isoformat() for day in found.days)
    standing = render(f"sitting.{found.standing}", {}, language)
    yield f"{found.sitting}  {days}  {found.place}  {standing}"
    force = render("inspect.in-force" if found.in_force else "inspect.out-of-force", {}, language)
    yield f"{found.standard}  {found.code}  {force}  {render('inspect.unofficial', {'n': found.unofficial}, language)}"
    for person in found.people:
        until = person.valid_until.isoformat() if person.valid_until else "–"
        part = render(f"sitting.{person.part}", {}, language)
        yield f"  {part}  {person.name}  {person.authorisation}  {until}  {person.mandate}".rstrip()
    for thing in found.equipment:
        yield f"  {'✓' if thing.present else '✗'}  {thing.thing}  {thing.note}".rstrip()
    for change in found.changes:
        yield f"  {change.at:%Y-%m-%d %H:%M}  {change.by}  {change.what}  {change.reason}".rstrip()
    for fact in found.facts:
        proof = f"{fact.proof.name} {fact.proof.blob}" if fact.proof else "–"
        yield f"  {fact.number:>3}  {fact.on}  {render(f'fact.{fact.fact}', {}, language)}  {fact.session}  {proof}"
    for hold in found.holds:
        told = {"number": hold.number, "on": hold.placed_on, "who": hold.placed_by, "reason": hold.reason}
        yield f"  {render('hold.stands', told, language)}  {hold.session}".rstrip()
    for session in found.sessions:
        yield from _session(session, language)


def _session(session: "InspectedSession", language: "Language") -> Iterator[str]:
    from exam.wording import render  # noqa: PLC0415

    ending = render(f"ending.{session.ending}", {}, language) if session.ending else "–"
    yield f"{session.session}  {session.candidate}  {ending}  {session.ending_reason}  {session.record}".rstrip()
    yield f"  {session.identity_document or '–'}  {session.identified_on or '–'}  {', '.join(session.induction) or '–'}"
    if session.review:
        yield f"  {render(f'review.{session.review}', {}, language)}"
    unusual = (_irregularity(told, language) for told in session.irregularities)
    for told in (*session.waived_or_recognised, *session.refused_certificates, *unusual):
        yield f"  {told}"
    for task in session.tasks:
        closed = f"{task.closed_at:%H:%M}" if task.closed_at else "–"
        yield f"  {task.opened_at:%Y-%m-%d %H:%M}–{closed}  {task.title}  {', '.join(task.panel)}"


def _irregularity(told: str, language: "Language") -> str:
    from exam.core.report_words import IRREGULARITIES  # noqa: PLC0415
    from exam.wording import render  # noqa: PLC0415

    kind, colon, note = told.partition(": ")
    return f"{render(f'irregularity.{kind}', {}, language) if kind in IRREGULARITIES else kind}{colon}{note}"
