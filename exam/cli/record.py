"""`exam record …`: from data to the seal, each signer at his own machine; and a corrected record in its place."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from exam.cli.exits import Exit, UsageError
from exam.cli.options import add_format, add_language, add_workspace
from exam.cli.pins import add_pin, signed_in, typed
from exam.cli.record_file import add_options, is_complete, is_of_file, sign_exported

if TYPE_CHECKING:
    from exam.bootstrap import Workspace
    from exam.service.access import Actor
    from exam.service.streams import Receipt

Step = Callable[["Workspace", "Actor"], "Receipt | None"]
Parsers = tuple[argparse.ArgumentParser, argparse.ArgumentParser]


class SourceMissingError(UsageError):
    """A session needs who signs, a file needs a key and a place for the signed file."""

    code: ClassVar[str] = "record-sign-source"


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser(
        "record", help="the record of a session: issue, sign, take back, say who does not sign, archive, correct, show"
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    issued = actions.add_parser("issue", help="make the record and fix who signs how")
    issued.add_argument("--paper", action="append", default=[], metavar="ACCOUNT", help="who signs with ink")
    accepted = actions.add_parser("accept", help="take back a file that was signed at another machine")
    kept = actions.add_parser("archive", help="keep the sealed file in the archive and print where it lies")
    shown = actions.add_parser("show", help="say who has signed and who is due")
    for action in (issued, accepted, kept, shown):
        action.add_argument("session", metavar="SESSION")
    stored = actions.add_parser("paper", help="put a sheet on file that somebody signed with ink")
    stored.add_argument("session", metavar="SESSION")
    stored.add_argument("field", metavar="FIELD", help="whose sheet it is, as `show` names it")
    stored.add_argument("scan", type=Path, metavar="FILE")
    stored.add_argument("--witness", required=True, metavar="ACCOUNT", help="who of the commission saw it signed")
    accepted.add_argument("file", type=Path, metavar="FILE")
    signed = _add_sign(actions)
    refused, missed = _add_omissions(actions)
    proposed, approved = _add_corrections(actions)
    for action in (issued, accepted, stored, refused, missed, proposed, approved, kept, signed):
        action.add_argument(
            "--by", required=action is not signed, metavar="ACCOUNT", help="who does it; asked for a PIN"
        )
        add_pin(action)
    add_format(shown)
    corrections = ((proposed, correct), (approved, approve))
    actors = ((issued, issue), (signed, sign), (accepted, accept), (stored, store), (refused, omit), (missed, omit))
    for action, function in (*actors, *corrections, (kept, archive), (shown, show)):
        add_workspace(action)
        add_language(action)
        action.set_defaults(run=function)


def _add_sign(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    signed: argparse.ArgumentParser = actions.add_parser(
        "sign", help="sign in the workspace, or a file that was exported from it, with a key of one's own"
    )
    signed.add_argument("target", metavar="SESSION|FILE")
    signed.add_argument("--seal", action="store_true", help="add the seal, which is due last")
    signed.add_argument("--export", type=Path, metavar="FILE", help="sign nothing; write the file for who is due")
    add_options(signed)
    return signed


def _add_omissions(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> Parsers:
    refused = actions.add_parser("refuse", help="put down that a member refuses to sign, before the seal")
    missed = actions.add_parser("absent", help="put down that a member is not there to sign, before the seal")
    for action in (refused, missed):
        action.add_argument("session", metavar="SESSION")
        action.add_argument("account", metavar="ACCOUNT", help="who does not sign")
        action.add_argument("--reason", required=True, metavar="TEXT", help="stands where the signature would be")
    return refused, missed


def _add_corrections(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> Parsers:
    proposed = actions.add_parser("correct", help="propose that a corrected record take its place, with a reason")
    proposed.add_argument("--reason", required=True, metavar="TEXT", help="stands in the new record")
    approved = actions.add_parser("approve", help="approve what another person proposed; then issue the record anew")
    for action in (proposed, approved):
        action.add_argument("session", metavar="SESSION")
    return proposed, approved


def issue(arguments: argparse.Namespace) -> int:
    """Make the record; the modes of signing are fixed from here on."""
    from exam.core.session_values import SignatureMode  # noqa: PLC0415

    modes = dict.fromkeys(arguments.paper, SignatureMode.PAPER)
    return _done(arguments, lambda workspace, actor: workspace.service.issue_record(actor, arguments.session, modes))


def accept(arguments: argparse.Namespace) -> int:
    """Take back a file with one signature more than the registered one."""
    data = arguments.file.read_bytes()
    return _done(arguments, lambda workspace, actor: workspace.service.elsewhere.accept(actor, arguments.session, data))


def store(arguments: argparse.Namespace) -> int:
    """Put a sheet on file."""
    scan = arguments.scan.read_bytes()
    told = (arguments.session, arguments.field, scan, arguments.witness)
    return _done(arguments, lambda workspace, actor: workspace.service.elsewhere.store_paper(actor, *told))


def omit(arguments: argparse.Namespace) -> int:
    """Put down that a member refuses, or is absent."""
    from exam.core.candidate_session.commands import OmitSignature  # noqa: PLC0415
    from exam.core.omission import OmissionGround  # noqa: PLC0415

    ground = OmissionGround.REFUSED if arguments.action == "refuse" else OmissionGround.ABSENT
    command = OmitSignature(who=arguments.account, ground=ground, reason=arguments.reason)
    return _done(arguments, lambda workspace, actor: workspace.service.session(actor, arguments.session, command))


def correct(arguments: argparse.Namespace) -> int:
    """Propose a corrected record."""
    from exam.core.candidate_session.commands import ProposeRecordCorrection  # noqa: PLC0415

    command = ProposeRecordCorrection(reason=arguments.reason)
    return _done(arguments, lambda workspace, actor: workspace.service.session(actor, arguments.session, command))


def approve(arguments: argparse.Namespace) -> int:
    """Let the record be superseded by the one that is issued next."""
    from exam.core.candidate_session.commands import ApproveRecordCorrection  # noqa: PLC0415

    command = ApproveRecordCorrection()
    return _done(arguments, lambda workspace, actor: workspace.service.session(actor, arguments.session, command))


def sign(arguments: argparse.Namespace) -> int:
    """Sign in the workspace, export for another machine, or sign an exported file.

    Raises:
        SourceMissingError: a session needs who signs, a file needs a key and a place for the signed file.
    """
    if arguments.by is None and is_complete(arguments):
        return sign_exported(arguments)
    if arguments.by is None or is_of_file(arguments):
        raise SourceMissingError(target=arguments.target)
    return _done(arguments, lambda workspace, actor: _signed(arguments, workspace, actor))


def archive(arguments: argparse.Namespace) -> int:
    """Keep the file in the archive, or what is missing there; the time stamp that an outage cost is added later."""

    def keep(workspace: "Workspace", actor: "Actor") -> None:
        sys.stdout.write(f"{workspace.service.archive_record(actor, arguments.session)}\n")

    return _done(arguments, keep)


def show(arguments: argparse.Namespace) -> int:
    """Print a line for each signer.

    Raises:
        SessionUnknownError: the workspace holds no such session.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.cli.session import SessionUnknownError  # noqa: PLC0415
    from exam.service.records import RecordMissingError  # noqa: PLC0415

    with open_workspace(arguments.workspace, owning=False) as workspace:
        if arguments.session not in workspace.sessions():
            raise SessionUnknownError(session=arguments.session)
        record = workspace.service.sessions.state(arguments.session).record
    if record is None:
        raise RecordMissingError(session=arguments.session)
    rows = [
        {"record": record.record, "field": one.field, "who": one.who, "mode": str(one.mode), "state": record.state(one)}
        for one in record.signers
    ]
    if arguments.format == "json":
        sys.stdout.write(json.dumps(rows, sort_keys=True) + "\n")
    else:
        sys.stdout.writelines("  ".join(row.values()) + "\n" for row in rows)
    return Exit.FINE


def _signed(arguments: argparse.Namespace, workspace: "Workspace", actor: "Actor") -> "Receipt | None":
    from exam.wording import Language, render  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    if arguments.export is None:
        secret = typed(arguments.passphrase_fd, render("keys.passphrase", {}, language))
        return workspace.service.records.sign(actor, arguments.target, secret, seal=arguments.seal)
    export = workspace.service.elsewhere.export(actor, arguments.target)
    arguments.export.write_bytes(export.pdf)
    told = {"who": export.who, "field": export.field, "path": arguments.export}
    sys.stderr.write(render("record.exported", told, language) + "\n")
    return None


def _done(arguments: argparse.Namespace, step: Step) -> int:
    """Let somebody who proves who he is do a step, and print the receipt; what he should know goes to stderr."""
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.wording import Language, render  # noqa: PLC0415

    language: Language = Language(arguments.language or "cs")
    with open_workspace(arguments.workspace, owning=False) as workspace:
        actor = signed_in(workspace.service, arguments.by, arguments.pin_fd, language)
        receipt = step(workspace, actor)
    if receipt is not None:
        sys.stdout.write(f"{receipt.stream} {receipt.head.seq} {receipt.code}\n")
        for notice in receipt.notices:
            sys.stderr.write(render(notice.code, notice.arguments, language) + "\n")
    return Exit.FINE
