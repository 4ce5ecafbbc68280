"""`exam sitting move|cancel|not-held|replace|authorisations|judging`: changes of a sitting, each with its reason."""

import argparse

from exam.cli.options import add_language, add_workspace, day
from exam.cli.sitting_facts import add_actor, done, in_sitting


def add_parsers(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the actions of `exam sitting`."""
    moved = actions.add_parser("move", help="hold the sitting on another day, or elsewhere")
    moved.add_argument("sitting", metavar="SITTING")
    moved.add_argument("--to", type=day, metavar="DATE", help="the new first day")
    moved.add_argument("--place", metavar="TEXT", help="the new place")
    cancelled = actions.add_parser("cancel", help="cancel the sitting")
    cancelled.add_argument("sitting", metavar="SITTING")
    missed = actions.add_parser("not-held", help="not hold the sitting: somebody of the commission is missing")
    missed.add_argument("sitting", metavar="SITTING")
    missed.add_argument("--missing", action="append", required=True, metavar="ACCOUNT")
    replaced = actions.add_parser("replace", help="put another examiner on a member's seat")
    replaced.add_argument("sitting", metavar="SITTING")
    replaced.add_argument("leaving", metavar="ACCOUNT")
    replaced.add_argument("joining", metavar="ACCOUNT")
    for action in (moved, cancelled, missed, replaced):
        action.add_argument("--reason", required=True, metavar="TEXT")
    checked = actions.add_parser("authorisations", help="compare the commission's authorisations with the days")
    checked.add_argument("sitting", metavar="SITTING")
    judged = actions.add_parser("judging", help="say how panels judge, before the opening: sealed or joint")
    judged.add_argument("sitting", metavar="SITTING")
    judged.add_argument("mode", choices=("sealed", "joint"))
    told = (
        (judged, judge),
        (moved, move),
        (cancelled, cancel),
        (missed, not_hold),
        (replaced, replace),
        (checked, check),
    )
    for action, function in told:
        add_actor(action)
        add_workspace(action)
        add_language(action)
        action.set_defaults(run=function)


def move(arguments: argparse.Namespace) -> int:
    """Move the sitting; what is not given stays."""
    from exam.core.sitting import MoveSitting  # noqa: PLC0415

    return done(
        arguments,
        lambda workspace, actor: workspace.service.sitting(
            actor,
            arguments.sitting,
            MoveSitting(
                starts_on=arguments.to or workspace.service.sittings.known(arguments.sitting).plan().starts_on,
                place=arguments.place or workspace.service.sittings.known(arguments.sitting).plan().place,
                reason=arguments.reason,
            ),
        ),
    )


def cancel(arguments: argparse.Namespace) -> int:
    """Cancel the sitting."""
    from exam.core.sitting import CancelSitting  # noqa: PLC0415

    command = CancelSitting(reason=arguments.reason)
    return in_sitting(arguments, command)


def not_hold(arguments: argparse.Namespace) -> int:
    """Not hold the sitting."""
    from exam.core.sitting import NotHoldSitting  # noqa: PLC0415

    command = NotHoldSitting(missing=tuple(arguments.missing), reason=arguments.reason)
    return in_sitting(arguments, command)


def replace(arguments: argparse.Namespace) -> int:
    """Replace a member."""
    told = (arguments.sitting, arguments.leaving, arguments.joining, arguments.reason)
    return done(arguments, lambda workspace, actor: workspace.service.preparation.replace(actor, *told))


def check(arguments: argparse.Namespace) -> int:
    """Check the authorisations; `show` names whose ends too early."""
    from exam.core.sitting import CheckAuthorisations  # noqa: PLC0415

    command = CheckAuthorisations()
    return in_sitting(arguments, command)


def judge(arguments: argparse.Namespace) -> int:
    """Say how the panels judge."""
    from exam.core.judging import JudgingMode  # noqa: PLC0415
    from exam.core.sitting import SetJudging  # noqa: PLC0415

    command = SetJudging(judging=JudgingMode(arguments.mode))
    return in_sitting(arguments, command)
