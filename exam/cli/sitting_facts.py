"""`exam sitting fact`: writes down what came in, went out or was paid, with its day, its way and its proof."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from exam.cli.exits import Exit
from exam.cli.options import add_language, add_workspace, day
from exam.cli.pins import add_pin, signed_in

if TYPE_CHECKING:
    from exam.bootstrap import Workspace
    from exam.core.candidate_session.commands import Command
    from exam.core.sitting import SittingCommand
    from exam.service.access import Actor
    from exam.service.streams import Receipt

Step = Callable[["Workspace", "Actor"], "Receipt"]


def add_parsers(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the actions of `exam sitting`."""
    noted = actions.add_parser("fact", help="write down a fact: an application, an invitation, a fee, a notice …")
    noted.add_argument("sitting", metavar="SITTING")
    noted.add_argument("fact", metavar="FACT", help="such as ApplicationReceived; `exam sitting facts` names all")
    noted.add_argument("--on", type=day, required=True, metavar="DATE", help="when it happened")
    noted.add_argument("--way", required=True, metavar="WAY", help="post, data_box, email, iska, web, bank …")
    noted.add_argument("--session", default="", metavar="SESSION", help="the candidate it concerns")
    noted.add_argument("--proof", type=Path, metavar="FILE", help="the file that proves it")
    noted.add_argument("--note", default="", metavar="TEXT")
    withdrawn = actions.add_parser("withdraw-fact", help="take back a fact that was written down wrongly")
    withdrawn.add_argument("sitting", metavar="SITTING")
    withdrawn.add_argument("seq", type=int, metavar="NUMBER", help="the fact's number, as `show` names it")
    withdrawn.add_argument("--reason", required=True, metavar="TEXT")
    for action in (noted, withdrawn):
        add_actor(action)
    told = actions.add_parser("facts", help="name every fact and every way")
    for action, function in ((noted, note), (withdrawn, withdraw), (told, name_facts)):
        add_workspace(action)
        add_language(action)
        action.set_defaults(run=function)


def add_actor(action: argparse.ArgumentParser) -> None:
    """Add who does it, and how he proves it."""
    action.add_argument("--by", required=True, metavar="ACCOUNT", help="who does it; asked for a PIN")
    add_pin(action)


def note(arguments: argparse.Namespace) -> int:
    """Write down a fact.

    Raises:
        FactWrongError: there is no such fact or way.
    """
    from exam.core.facts import Way  # noqa: PLC0415
    from exam.core.sitting import FactWrongError  # noqa: PLC0415
    from exam.service.facts import ProofFile  # noqa: PLC0415

    if arguments.way not in list(Way):
        raise FactWrongError(fact=arguments.way, on=arguments.on, session=arguments.session or "–")
    proof = arguments.proof and ProofFile(name=arguments.proof.name, data=arguments.proof.read_bytes())
    told = {"session": arguments.session, "proof": proof, "note": arguments.note}
    return done(
        arguments,
        lambda workspace, actor: workspace.service.facts.note(
            actor, arguments.sitting, arguments.fact, on=arguments.on, way=Way(arguments.way), **told
        ),
    )


def withdraw(arguments: argparse.Namespace) -> int:
    """Take back a fact."""
    from exam.core.sitting import WithdrawFact  # noqa: PLC0415

    command = WithdrawFact(seq=arguments.seq, reason=arguments.reason)
    return in_sitting(arguments, command)


def name_facts(arguments: argparse.Namespace) -> int:
    """Print every fact with what it means, then every way."""
    from exam.core.facts import FACTS, Way  # noqa: PLC0415
    from exam.wording import Language, render  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    for name, kind in FACTS.items():
        about = render("fact.per-candidate" if kind.PER_CANDIDATE else "fact.per-sitting", {}, language)
        sys.stdout.write(f"{name:<22} {render(f'fact.{name}', {}, language)} ({about})\n")
    for way in Way:
        sys.stdout.write(f"{way:<22} {render(f'way.{way}', {}, language)}\n")
    return Exit.FINE


def in_sitting(arguments: argparse.Namespace, command: "SittingCommand") -> int:
    """Let somebody who proves who he is ask this of the sitting that was named."""
    return done(arguments, lambda workspace, actor: workspace.service.sitting(actor, arguments.sitting, command))


def in_session(arguments: argparse.Namespace, command: "Command") -> int:
    """Let somebody who proves who he is ask this of the candidate session that was named."""
    return done(arguments, lambda workspace, actor: workspace.service.session(actor, arguments.session, command))


def done(arguments: argparse.Namespace, step: Step) -> int:
    """Let somebody who proves who he is do a step, and print its receipt."""
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    with open_workspace(arguments.workspace, owning=False) as workspace:
        actor = signed_in(workspace.service, arguments.by, arguments.pin_fd, language)
        receipt = step(workspace, actor)
    sys.stdout.write(f"{receipt.stream} {receipt.head.seq} {receipt.code}\n")
    return Exit.FINE
