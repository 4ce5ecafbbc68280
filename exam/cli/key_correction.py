"""`exam session correct-key|approve-key`: a wrong key is corrected by two people, each with his own PIN."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from exam.cli.exits import Exit
from exam.cli.key_fix import read_fix
from exam.cli.options import add_format, add_language, add_workspace
from exam.cli.pins import add_pin, signed_in
from exam.problem import ExamError

if TYPE_CHECKING:
    from exam.core.candidate_session import SessionState
    from exam.core.candidate_session.commands import Command
    from exam.core.key_correction import CorrectedKey, KeyCorrection
    from exam.service.access import Actor
    from exam.service.exam_service import ExamService

Row = dict[str, str]
NOTHING = "-"


class OtherProposalError(ExamError):
    """Another correction waits for an item than the file holds: nobody approves what he has not read."""

    code: ClassVar[str] = "key-correction-other"


@dataclass(frozen=True, slots=True)
class Correcting:
    """What a correction is made with: the file's keys, the session, and whoever signed in for it."""

    service: "ExamService"
    session: str
    actor: "Actor"
    corrections: "tuple[KeyCorrection, ...]"

    @property
    def state(self) -> "SessionState":
        """The session as it stands."""
        return self.service.sessions.state(self.session)

    def do(self, commands: "Sequence[Command]") -> None:
        """Do all of it, or nothing where one would be refused.

        Raises:
            ExamError: the named refusal.
        """
        for command in commands:
            refusal = self.service.sessions.refusal(self.actor, self.session, command)
            if refusal is not None:
                raise refusal
        for command in commands:
            self.service.session(self.actor, self.session, command)


def add_parsers(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add both actions to `exam session`."""
    proposed = actions.add_parser("correct-key", help="propose other keys for items that were given")
    proposed.add_argument("--reason", required=True, metavar="TEXT", help="why the key is wrong, for the record")
    approved = actions.add_parser("approve-key", help="approve what another person proposed, and score anew")
    for action, function in ((proposed, correct_key), (approved, approve_key)):
        action.add_argument("session", metavar="SESSION")
        action.add_argument("--with-key", type=Path, required=True, metavar="FIX", help="the file of corrected keys")
        action.add_argument("--as", dest="account", required=True, metavar="ACCOUNT", help="who does it, by his PIN")
        add_pin(action)
        add_workspace(action)
        add_format(action)
        add_language(action)
        action.set_defaults(run=function)


def correct_key(arguments: argparse.Namespace) -> int:
    """Show what the keys of a file would change, ask for the PIN, and propose them.

    Raises:
        ExamError: a faulty file, an unknown session, a wrong PIN, or the named refusal; nothing is proposed then.
    """
    from exam.cli.session import print_rows  # noqa: PLC0415
    from exam.core.candidate_session.commands import ProposeKeyCorrection  # noqa: PLC0415
    from exam.service.asking import reading_input  # noqa: PLC0415

    with _prepared(arguments) as (work, say):
        with reading_input():
            commands = [ProposeKeyCorrection(correction=key, reason=arguments.reason) for key in work.corrections]
        work.do(commands)
        rows = [_row(work, key, "proposed") for key in work.corrections]
    print_rows(rows, arguments.format)
    say("key-correction-proposed", session=arguments.session, path=arguments.with_key)
    return Exit.FINE


def approve_key(arguments: argparse.Namespace) -> int:
    """Show what the keys of a file would change, ask for the PIN, and correct what somebody else proposed.

    Raises:
        OtherProposalError: something else was proposed than the file holds.
        ExamError: a faulty file, an unknown session, a wrong PIN, or the named refusal; nothing is corrected then.
    """
    from exam.cli.session import print_rows  # noqa: PLC0415
    from exam.core.candidate_session.commands import ApproveKeyCorrection  # noqa: PLC0415

    with _prepared(arguments) as (work, say):
        waiting = [key for key in work.corrections if not _stands(work.state, key)]
        work.do([ApproveKeyCorrection(item=key.item, version=key.version) for key in waiting])
        rows = [_row(work, key, "corrected") for key in work.corrections]
        ended = work.state.ending is not None
    print_rows(rows, arguments.format)
    say("key-correction-approved" if ended else "key-correction-approved-early")
    return Exit.FINE


@contextmanager
def _prepared(arguments: argparse.Namespace) -> "Iterator[tuple[Correcting, Callable[..., None]]]":
    """Own the workspace, tell what would change and what waits, let somebody in; gives the work and how to speak."""
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.cli.replayed import told_changes  # noqa: PLC0415
    from exam.cli.session import require_session  # noqa: PLC0415
    from exam.wording import Language, render  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    corrections = read_fix(arguments.with_key, language)

    def say(code: str, **told: object) -> None:
        sys.stderr.write(render(code, told, language) + "\n")

    with open_workspace(arguments.workspace) as workspace:
        require_session(workspace, arguments.session)
        service = workspace.service
        for line in told_changes(arguments.session, service, corrections, language):
            sys.stderr.write(line + "\n")
        for key in corrections:
            proposal = service.sessions.state(arguments.session).proposals.get((key.item, key.version))
            if proposal is not None:
                say("key-correction-waits", item=key.item, who=proposal.by, reason=proposal.reason)
        actor = signed_in(service, arguments.account, arguments.pin_fd, language)
        yield Correcting(service, arguments.session, actor, corrections), say


def _stands(state: "SessionState", key: "KeyCorrection") -> bool:
    """Tell whether a correction was approved before, so that the same call goes on after a failure.

    Raises:
        OtherProposalError: another one waits for the item.
    """
    proposal = state.proposals.get((key.item, key.version))
    if proposal is None:
        return key.decided() in state.corrections
    if proposal.correction != key.decided():
        raise OtherProposalError(item=key.item, proposed=spelt(proposal.correction))
    return False


def _row(work: Correcting, key: "KeyCorrection", standing: str) -> Row:
    return {
        "session": work.session,
        "item": f"{key.item}/{key.version}",
        "key": spelt(key),
        "standing": standing,
        "by": work.actor.id,
        "result": str(work.state.result or NOTHING),
    }


def spelt(correction: "CorrectedKey") -> str:
    """Return the right option, or how the item is cancelled."""
    return correction.key or str(correction.cancelled)
