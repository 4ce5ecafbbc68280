"""`exam sitting attend|leave|presence|equipment`: who is there beside the commission, who of it, and what is there."""

import argparse
from typing import TYPE_CHECKING, ClassVar

from exam.cli.exits import UsageError
from exam.cli.options import add_language, add_workspace
from exam.cli.sitting_facts import add_actor, done, in_sitting

if TYPE_CHECKING:
    from exam.bootstrap import Workspace
    from exam.core.identity import Identity

PARTS = ("substitute", "assessor", "invigilator", "visitor")


class WhoMissingError(UsageError):
    """Somebody at a sitting is named by his account, or by both of his names."""

    code: ClassVar[str] = "attendant-unnamed"


class EquipmentUnnamedError(UsageError):
    """A list of equipment names something that is there, or is missing."""

    code: ClassVar[str] = "equipment-unnamed"


def add_parsers(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the actions of `exam sitting`."""
    attending = actions.add_parser("attend", help="give somebody beside the commission a part, or let a visitor in")
    leaving = actions.add_parser("leave", help="write down that somebody beside the commission left")
    presence = actions.add_parser("presence", help="write down that a member of the commission came or left")
    equipment = actions.add_parser("equipment", help="tick off rooms and equipment")
    for action in (attending, leaving, presence, equipment):
        action.add_argument("sitting", metavar="SITTING")
    attending.add_argument("part", choices=PARTS)
    attending.add_argument("--account", metavar="ACCOUNT", help="of somebody who has one")
    attending.add_argument("--given-names", default="", metavar="NAMES")
    attending.add_argument("--surname", default="", metavar="NAME")
    attending.add_argument("--mandate", default="", metavar="TEXT", help="by what right a visitor comes")
    leaving.add_argument("surname", metavar="NAME")
    presence.add_argument("account", metavar="ACCOUNT")
    presence.add_argument("what", choices=("came", "left"))
    presence.add_argument("--note", default="", metavar="TEXT")
    equipment.add_argument("--present", action="append", default=[], metavar="THING")
    equipment.add_argument("--missing", action="append", default=[], metavar="THING")
    told = ((attending, attend), (leaving, leave), (presence, note_presence), (equipment, check))
    for action, function in told:
        add_actor(action)
        add_workspace(action)
        add_language(action)
        action.set_defaults(run=function)


def attend(arguments: argparse.Namespace) -> int:
    """Give somebody a part.

    Raises:
        WhoMissingError: neither an account nor both names are given.
    """
    from exam.core.sitting_events import Part  # noqa: PLC0415

    who = arguments.account or _identity(arguments)
    part = Part(arguments.part)
    return done(
        arguments,
        lambda workspace, actor: workspace.service.preparation.attend(
            actor, arguments.sitting, part, who, arguments.mandate
        ),
    )


def _identity(arguments: argparse.Namespace) -> "Identity":
    from exam.core.identity import Identity  # noqa: PLC0415

    if not (arguments.given_names and arguments.surname):
        raise WhoMissingError(part=arguments.part)
    return Identity(given_names=arguments.given_names, surname=arguments.surname)


def leave(arguments: argparse.Namespace) -> int:
    """Write down that somebody left.

    Raises:
        AttendantWrongError: nobody of that surname is there.
    """
    from exam.core.sitting import NoteLeaving  # noqa: PLC0415

    return done(
        arguments,
        lambda workspace, actor: workspace.service.sitting(
            actor, arguments.sitting, NoteLeaving(identity=_reference(workspace, arguments))
        ),
    )


def _reference(workspace: "Workspace", arguments: argparse.Namespace) -> str:
    from exam.core.sitting import AttendantWrongError  # noqa: PLC0415

    for attendant in workspace.service.sittings.known(arguments.sitting).attendants:
        version = workspace.ports.people.identity(attendant.identity)
        if version is not None and version.identity.surname == arguments.surname:
            return attendant.identity
    raise AttendantWrongError(part=arguments.surname)


def note_presence(arguments: argparse.Namespace) -> int:
    """Write down that a member came or left."""
    from exam.core.sitting import NotePresence  # noqa: PLC0415

    command = NotePresence(who=arguments.account, present=arguments.what == "came", note=arguments.note)
    return in_sitting(arguments, command)


def check(arguments: argparse.Namespace) -> int:
    """Tick off what is there and what is not.

    Raises:
        EquipmentUnnamedError: nothing is named.
    """
    from exam.core.sitting import CheckEquipment  # noqa: PLC0415
    from exam.core.sitting_events import Equipment  # noqa: PLC0415

    things = [Equipment(thing=thing, present=True) for thing in arguments.present]
    things += [Equipment(thing=thing, present=False) for thing in arguments.missing]
    if not things:
        raise EquipmentUnnamedError
    command = CheckEquipment(equipment=tuple(things))
    return in_sitting(arguments, command)
