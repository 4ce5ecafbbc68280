"""`exam keys add|list|practice`: who signs with which key; a passphrase comes from the terminal or a descriptor."""

import argparse
import json
import sys
from typing import ClassVar

from exam.cli.exits import Exit, UsageError
from exam.cli.key_source import add_key_source, names_one_key
from exam.cli.options import add_format, add_language, add_workspace
from exam.cli.pins import typed


class KeySourceError(UsageError):
    """Either a file holds the key, or a device: module, token and key."""

    code: ClassVar[str] = "key-source"


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("keys", help="the keys of those who sign")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    practice = actions.add_parser("practice", help="make practice keys for these signers and the seal")
    practice.add_argument("who", nargs="*", metavar="ACCOUNT", help="examiners (default: every examiner)")
    added = actions.add_parser("add", help="let a signer, or `seal`, sign with a key of his own")
    added.add_argument("account", metavar="ACCOUNT")
    add_key_source(added, p12="a PKCS#12 file; a copy of it is kept")
    listed = actions.add_parser("list", help="name every key, whose it is and how long it lasts")
    add_format(listed)
    for action, function in ((practice, run), (added, add), (listed, list_keys)):
        add_workspace(action)
        add_language(action)
        action.set_defaults(run=function)


def run(arguments: argparse.Namespace) -> int:
    """Make the keys that are missing and say where they lie."""
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.wording import Language, render  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    with open_workspace(arguments.workspace, owning=False) as workspace:
        who = arguments.who or [
            account.id for account in workspace.ports.people.accounts() if account.role == "examiner"
        ]
        for path in workspace.make_practice_keys(tuple(who)):
            sys.stdout.write(f"{path}\n")
    sys.stderr.write(render("keys.practice", {}, language) + "\n")
    return Exit.FINE


def add(arguments: argparse.Namespace) -> int:
    """Keep a key, or where it is kept, once it was seen to open, and print its certificate's SHA-256.

    Raises:
        KeySourceError: neither a file nor a device was named, or both.
        SignatureError: it does not open, or is none.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.publishing.adding_keys import add_hardware, add_p12  # noqa: PLC0415
    from exam.publishing.hardware_keys import HardwareKey  # noqa: PLC0415
    from exam.wording import Language, render  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    if not names_one_key(arguments):
        raise KeySourceError(account=arguments.account)
    with open_workspace(arguments.workspace, owning=False) as workspace:
        folder = workspace.folder / "keys"
        secret = typed(arguments.passphrase_fd, render("keys.passphrase", {}, language))
        if arguments.p12:
            certificate = add_p12(folder, arguments.account, arguments.p12, secret)
        else:
            key = HardwareKey(module=arguments.module, token=arguments.token, key=arguments.key)
            certificate = add_hardware(folder, arguments.account, key, secret, arguments.certificates)
    sys.stdout.write(f"{certificate}\n")
    sys.stderr.write(render("keys.added", {"account": arguments.account}, language) + "\n")
    return Exit.FINE


def list_keys(arguments: argparse.Namespace) -> int:
    """Print a line for each key."""
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.publishing.key_folder import KeyFolder  # noqa: PLC0415
    from exam.text import sanitise  # noqa: PLC0415

    with open_workspace(arguments.workspace, owning=False) as workspace:
        rows = KeyFolder(workspace.folder / "keys").told()
    if arguments.format == "json":
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, sort_keys=True) + "\n")
        return Exit.FINE
    for row in rows:
        sys.stdout.write("  ".join(sanitise(value, keep_newlines=False) for value in row.values()) + "\n")
    return Exit.FINE
