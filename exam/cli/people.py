"""`exam people add|erase|list`: accounts with PINs, and who they are; a PIN comes from the terminal or a descriptor."""

import argparse
import json
import sys
from typing import TYPE_CHECKING, ClassVar

from exam.cli.exits import Exit
from exam.cli.options import add_format, add_language, add_workspace, day
from exam.cli.pins import add_pin, signed_in, typed
from exam.problem import ExamError
from exam.text import sanitise

if TYPE_CHECKING:
    from exam.core.identity import Identity

ROLES = ("examiner", "authorised_person", "invigilator", "archivist", "candidate")
KINDS = ("natural_person", "entrepreneur", "legal_person")


class UsageError(ExamError):
    """The root of what was given wrongly on the command line."""


class AuthorisationMissingError(UsageError):
    """An examiner needs kind, number and validity of his authorisation."""

    code: ClassVar[str] = "authorisation-missing"


class PinWrongError(UsageError):
    """The PIN is too short, or was not typed the same twice."""

    code: ClassVar[str] = "pin-wrong"


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("people", help="accounts, and who they belong to")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    added = actions.add_parser("add", help="add an account; its PIN is asked for")
    added.add_argument("account", metavar="ACCOUNT")
    added.add_argument("--role", choices=ROLES, required=True)
    added.add_argument("--given-names", required=True, metavar="NAMES")
    added.add_argument("--surname", required=True, metavar="NAME")
    for name in ("title-before", "title-after", "holder", "seat", "company-id"):
        added.add_argument(f"--{name}", default="", metavar="TEXT")
    added.add_argument("--authorisation", choices=KINDS, help="the kind of authorised person, for an examiner")
    added.add_argument("--number", metavar="TEXT", help="the authorisation's number")
    added.add_argument("--valid-until", type=day, metavar="DATE")
    erased = actions.add_parser("erase", help="erase a candidate: words, files, certificates and name; results stay")
    erased.add_argument("account", metavar="ACCOUNT")
    erased.add_argument("--by", required=True, metavar="ACCOUNT", help="the authorised person who decided it")
    erased.add_argument("--reason", required=True, metavar="TEXT")
    for asking in (added, erased):
        add_pin(asking)
    listed = actions.add_parser("list", help="name every account")
    add_format(listed)
    for action, function in ((added, add), (erased, erase), (listed, list_people)):
        add_workspace(action)
        add_language(action)
        action.set_defaults(run=function)


def add(arguments: argparse.Namespace) -> int:
    """Add an account with its identity.

    Raises:
        UsageError: no authorisation for an examiner, or a PIN that cannot be taken.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.service.ports import Account  # noqa: PLC0415
    from exam.wording import Language, render  # noqa: PLC0415

    identity = _identity(arguments)
    language = Language(arguments.language or "cs")
    with open_workspace(arguments.workspace, owning=False) as workspace:
        pin = _pin(arguments.pin_fd, render("people.pin", {}, language), render("people.pin-again", {}, language))
        people = workspace.ports.people
        account = Account(id=arguments.account, role=arguments.role, identity=people.add_identity(identity))
        people.add_account(account, pin)
    told = {"account": arguments.account, "name": identity.full_name}
    sys.stderr.write(render("people.added", told, language) + "\n")
    return Exit.FINE


def erase(arguments: argparse.Namespace) -> int:
    """Erase a candidate for the authorised person whose PIN this is, and name the sessions that it was in.

    Raises:
        ExamError: not his to do, too early, or something is not erased yet; the same call again goes on.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.wording import Language, render  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    with open_workspace(arguments.workspace) as workspace:
        actor = signed_in(workspace.service, arguments.by, arguments.pin_fd, language)
        for session in workspace.service.erasure.erase_candidate(actor, arguments.account, arguments.reason):
            sys.stdout.write(f"{session}\n")
    sys.stderr.write(render("people.erased", {"account": arguments.account}, language) + "\n")
    return Exit.FINE


def list_people(arguments: argparse.Namespace) -> int:
    """Print account, role and name of everybody."""
    from exam.bootstrap import open_workspace  # noqa: PLC0415

    with open_workspace(arguments.workspace, owning=False) as workspace:
        rows = [person.model_dump() for person in workspace.service.people.everybody()]
    if arguments.format == "json":
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
        return Exit.FINE
    for row in rows:
        sys.stdout.write(
            "  ".join(sanitise(str(row[key]), keep_newlines=False) for key in ("id", "role", "name")) + "\n"
        )
    return Exit.FINE


def _identity(arguments: argparse.Namespace) -> "Identity":
    from exam.core.identity import Authorisation, AuthorisedPersonKind, Identity  # noqa: PLC0415

    authorisation = None
    if arguments.authorisation and arguments.number and arguments.valid_until:
        authorisation = Authorisation(
            kind=AuthorisedPersonKind(arguments.authorisation),
            number=arguments.number,
            valid_until=arguments.valid_until,
            holder=arguments.holder,
            seat=arguments.seat,
            company_id=arguments.company_id,
        )
    elif arguments.role == "examiner":
        raise AuthorisationMissingError(account=arguments.account)
    return Identity(
        given_names=arguments.given_names,
        surname=arguments.surname,
        title_before=arguments.title_before,
        title_after=arguments.title_after,
        authorisation=authorisation,
    )


def _pin(descriptor: int | None, prompt: str, again: str) -> str:
    from exam.service.preparation import PIN_LENGTH  # noqa: PLC0415 - the one place that says how long a PIN is

    pin = typed(descriptor, prompt)
    mistyped = descriptor is None and typed(None, again) != pin
    if mistyped or len(pin) < PIN_LENGTH:
        raise PinWrongError(length=PIN_LENGTH)
    return pin
