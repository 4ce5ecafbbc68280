"""`exam session release|judge|change|approve|decide`: what is done beside the plain course, with its reason."""

import argparse

from exam.cli.options import add_language, add_workspace, day
from exam.cli.sitting_facts import add_actor, in_session

JUDGEMENTS = ("met", "not_met")


def add_parsers(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the actions of `exam session`."""
    released = actions.add_parser("release", help="the chair releases a member of a panel who is not there")
    released.add_argument("session", metavar="SESSION")
    released.add_argument("task", metavar="TASK")
    released.add_argument("account", metavar="ACCOUNT")
    released.add_argument("--reason", required=True, metavar="TEXT")
    judged = actions.add_parser("judge", help="the panel's decision on a criterion, where the sitting judges jointly")
    changed = actions.add_parser("change", help="propose another decision on a criterion that was agreed")
    for action in (judged, changed):
        _add_criterion(action)
        action.add_argument("judgement", choices=JUDGEMENTS)
        action.add_argument("--reason", default="", metavar="TEXT", help="of the decision; needed where it is not met")
    judged.add_argument("--shown", type=int, metavar="N", help="how many of what the criterion counts were shown")
    changed.add_argument("--because", required=True, metavar="TEXT", help="why the first decision was wrong")
    approved = actions.add_parser("approve", help="approve the decision that another person proposed")
    _add_criterion(approved)
    told = (
        (released, release),
        (judged, judge),
        (changed, change),
        (approved, approve),
        (_add_decide(actions), decide),
    )
    for action, function in told:
        add_actor(action)
        add_workspace(action)
        add_language(action)
        action.set_defaults(run=function)


def _add_criterion(action: argparse.ArgumentParser) -> None:
    action.add_argument("session", metavar="SESSION")
    action.add_argument("task", metavar="TASK")
    action.add_argument("criterion", metavar="CRITERION", help="such as complaint.e")


def _add_decide(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    decided: argparse.ArgumentParser = actions.add_parser(
        "decide", help="what a second body decided on the result that the commission proposed"
    )
    decided.add_argument("session", metavar="SESSION")
    decided.add_argument("decision", choices=("confirmed", "not_confirmed"))
    decided.add_argument("--minutes", required=True, metavar="TEXT", help="number or name of the body's minutes")
    decided.add_argument("--on", required=True, type=day, metavar="DATE", help="the day of its decision")
    decided.add_argument("--reason", default="", metavar="TEXT", help="needed where it did not confirm")
    return decided


def release(arguments: argparse.Namespace) -> int:
    """Let the others judge without the member."""
    from exam.core.candidate_session.course_commands import ReleaseFromPanel  # noqa: PLC0415

    command = ReleaseFromPanel(task=arguments.task, who=arguments.account, reason=arguments.reason)
    return in_session(arguments, command)


def judge(arguments: argparse.Namespace) -> int:
    """Keep the panel's decision."""
    from exam.core.candidate_session.course_commands import JudgeJointly  # noqa: PLC0415
    from exam.core.judging import Judgement  # noqa: PLC0415

    command = JudgeJointly(
        task=arguments.task,
        criterion=arguments.criterion,
        judgement=Judgement(arguments.judgement),
        reason=arguments.reason,
        shown=arguments.shown,
    )
    return in_session(arguments, command)


def change(arguments: argparse.Namespace) -> int:
    """Propose another decision; nothing changes until somebody else approves."""
    from exam.core.candidate_session.course_commands import ProposeDecision  # noqa: PLC0415
    from exam.core.judging import Judgement  # noqa: PLC0415

    command = ProposeDecision(
        task=arguments.task,
        criterion=arguments.criterion,
        judgement=Judgement(arguments.judgement),
        reason=arguments.reason,
        because=arguments.because,
    )
    return in_session(arguments, command)


def approve(arguments: argparse.Namespace) -> int:
    """Approve what another person proposed; the result is determined anew where there was one."""
    from exam.core.candidate_session.course_commands import ApproveDecision  # noqa: PLC0415

    command = ApproveDecision(task=arguments.task, criterion=arguments.criterion)
    return in_session(arguments, command)


def decide(arguments: argparse.Namespace) -> int:
    """Write down the decision of the second body; the record can be issued after it."""
    from exam.core.candidate_session.course_commands import DecideProposal  # noqa: PLC0415

    command = DecideProposal(
        confirmed=arguments.decision == "confirmed",
        minutes=arguments.minutes,
        decided_on=arguments.on,
        reason=arguments.reason,
    )
    return in_session(arguments, command)
