"""`exam sitting hold|propose-lift|lift`: nothing of a sitting or a candidate is erased until two people lift it."""

import argparse

from exam.cli.options import add_language, add_workspace
from exam.cli.sitting_facts import add_actor, in_sitting


def add_parsers(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the actions of `exam sitting`."""
    placed = actions.add_parser("hold", help="forbid to erase or dispose of anything of a sitting, or of a candidate")
    placed.add_argument("sitting", metavar="SITTING")
    placed.add_argument("--session", default="", metavar="SESSION", help="only of this candidate")
    proposed = actions.add_parser("propose-lift", help="propose to lift a hold; another person lifts it")
    lifted = actions.add_parser("lift", help="lift a hold that another person proposed to lift")
    for action in (proposed, lifted):
        action.add_argument("sitting", metavar="SITTING")
        action.add_argument("hold", type=int, metavar="NUMBER", help="the hold's number, as `show` names it")
    for action in (placed, proposed):
        action.add_argument("--reason", required=True, metavar="TEXT")
    for action, function in ((placed, place), (proposed, propose), (lifted, lift)):
        add_actor(action)
        add_workspace(action)
        add_language(action)
        action.set_defaults(run=function)


def place(arguments: argparse.Namespace) -> int:
    """Place a hold."""
    from exam.core.sitting import PlaceHold  # noqa: PLC0415

    command = PlaceHold(session=arguments.session, reason=arguments.reason)
    return in_sitting(arguments, command)


def propose(arguments: argparse.Namespace) -> int:
    """Propose to lift a hold; it stands until somebody else does."""
    from exam.core.sitting import ProposeLift  # noqa: PLC0415

    command = ProposeLift(hold=arguments.hold, reason=arguments.reason)
    return in_sitting(arguments, command)


def lift(arguments: argparse.Namespace) -> int:
    """Lift a hold."""
    from exam.core.sitting import LiftHold  # noqa: PLC0415

    command = LiftHold(hold=arguments.hold)
    return in_sitting(arguments, command)
