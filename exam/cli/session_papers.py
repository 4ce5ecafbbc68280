"""`exam session certificate|recognise`: papers that stand for a competency, taken or refused by the commission."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from exam.cli.exits import Exit
from exam.cli.options import add_language, add_workspace, day
from exam.cli.sitting_facts import add_actor, done, in_session

if TYPE_CHECKING:
    from exam.bootstrap import Workspace
    from exam.core.session_values import Certificate
    from exam.service.access import Actor
    from exam.service.streams import Receipt

LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")


def add_parsers(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the actions of `exam session`."""
    shown = actions.add_parser("certificate", help="take a language certificate for a competency, or refuse it")
    recognised = actions.add_parser("recognise", help="count a competency as met in another qualification")
    for action in (shown, recognised):
        action.add_argument("session", metavar="SESSION")
        action.add_argument("competency", metavar="COMPETENCY")
    shown.add_argument("decision", choices=("accept", "refuse"))
    shown.add_argument("--language-of", default="en", metavar="CODE", help="the certificate's language (default: en)")
    shown.add_argument("--level", choices=LEVELS, required=True)
    shown.add_argument("--valid-until", type=day, metavar="DATE", help="nothing where it has no end")
    shown.add_argument("--scan", type=Path, metavar="FILE", help="its copy, kept with it")
    shown.add_argument("--reason", default="", metavar="TEXT", help="why it is refused")
    recognised.add_argument("--qualification", required=True, metavar="CODE", help="in which it was met")
    for action in (shown, recognised):
        action.add_argument("--issuer", required=True, metavar="TEXT")
        action.add_argument("--number", required=True, metavar="TEXT")
        action.add_argument("--issued-on", type=day, required=True, metavar="DATE")
        action.add_argument("--original-seen", action="store_true", help="whether the original was shown")
    for action, function in ((shown, certificate), (recognised, recognise)):
        add_actor(action)
        add_workspace(action)
        add_language(action)
        action.set_defaults(run=function)


def certificate(arguments: argparse.Namespace) -> int:
    """Take the certificate, or keep why not; what has to be held then is named."""
    from exam.core.candidate_session.commands import AcceptWaiver  # noqa: PLC0415
    from exam.core.candidate_session.course_commands import RefuseWaiver  # noqa: PLC0415

    told = {"competency": arguments.competency, "certificate": _certificate(arguments)}
    copy = arguments.scan.read_bytes() if arguments.scan else b""

    def decide(workspace: "Workspace", actor: "Actor", command: AcceptWaiver | RefuseWaiver) -> "Receipt":
        from exam.cli.session import require_session  # noqa: PLC0415

        require_session(workspace, arguments.session)
        return workspace.service.typing_in.certificate(actor, arguments.session, command, copy)

    if arguments.decision == "accept":
        taken = AcceptWaiver.model_validate(told)
        return done(arguments, lambda workspace, actor: decide(workspace, actor, taken))
    refused = RefuseWaiver.model_validate(told | {"reason": arguments.reason})
    held: list[str] = []

    def refuse(workspace: "Workspace", actor: "Actor") -> "Receipt":
        receipt = decide(workspace, actor, refused)
        held.extend(_held(workspace, arguments.session, arguments.competency))
        return receipt

    done(arguments, refuse)
    sys.stdout.writelines(f"{task}\n" for task in held)
    return Exit.FINE


def _held(workspace: "Workspace", session: str, competency: str) -> Iterator[str]:
    """Yield the tasks of a competency for which no certificate stands."""
    from exam.core.standard import TaskKind  # noqa: PLC0415

    found = workspace.service.sessions.load(f"session/{session}").standard.competency(competency)
    yield from (task.id for task in found.tasks if task.kind is not TaskKind.CERTIFICATE) if found else ()


def _certificate(arguments: argparse.Namespace) -> "Certificate":
    from exam.core.session_values import Certificate  # noqa: PLC0415

    return Certificate(
        issuer=arguments.issuer,
        number=arguments.number,
        language=arguments.language_of,
        level=arguments.level,
        issued_on=arguments.issued_on,
        valid_until=arguments.valid_until,
        original_seen=arguments.original_seen,
    )


def recognise(arguments: argparse.Namespace) -> int:
    """Count the competency as met, and keep the paper on which that rests (Act 179/2006, § 18(6))."""
    from exam.core.candidate_session.commands import RecogniseCompetency, RecognitionPaper  # noqa: PLC0415

    paper = RecognitionPaper(
        issuer=arguments.issuer,
        number=arguments.number,
        issued_on=arguments.issued_on,
        original_seen=arguments.original_seen,
    )
    command = RecogniseCompetency(
        competency=arguments.competency,
        qualification=arguments.qualification,
        evidence=f"{arguments.issuer}, {arguments.number}, {arguments.issued_on}",
        paper=paper,
    )
    return in_session(arguments, command)
