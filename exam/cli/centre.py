"""`exam doctor --centre`: what of a workspace the account can read under which candidates work on this computer.

It runs under that account, beside the workspace and without opening it. The file that it writes belongs to it,
and the system vouches for this: `--accept`, under the workspace's own account, takes no file of another one.
"""

import argparse
import os
import pwd
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from exam.cli.exits import Exit, UsageError
from exam.cli.pins import signed_in
from exam.core.access_events import CentreChecked
from exam.core.canonical import canonical_json, digest
from exam.core.item import Words
from exam.core.model import Frozen
from exam.problem import ExamError
from exam.wording import Language, render

SHOWN = 20
"""So many things that can be read are told."""
FRESH = timedelta(hours=12)
OTHERS = 0o007
SECOND = timedelta(minutes=5)


class CentreFinding(Frozen):
    """What the check writes down."""

    schema_: Annotated[Literal["exam/centre/1"], Field(alias="schema")] = "exam/centre/1"
    workspace: Words
    host: Words
    user: Words
    uid: int
    at: Words
    readable: tuple[str, ...]
    sha256: str = ""
    """Of the canonical JSON of all the rest."""

    model_config = Frozen.model_config | {"serialize_by_alias": True}

    def proof(self) -> str:
        """Return the digest of all the rest."""
        return digest(canonical_json(self.model_dump(mode="json", exclude={"sha256"})))


class CentreRefusedError(ExamError):
    """A finding is not one of this workspace, this computer, this day, or of the account that it names."""

    code: ClassVar[str] = "centre-refused"


class CentreOpenError(ExamError):
    """Others than their owner may enter the workspace."""

    code: ClassVar[str] = "centre-open"


class CentreByError(UsageError):
    """Nobody was named who accepts a finding."""

    code: ClassVar[str] = "centre-by"


def check(arguments: argparse.Namespace) -> int:
    """Try to read all of it, write down what could be, and answer 1 where anything could."""
    from exam.machine import SystemClock, host_name  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    workspace = Path(os.path.abspath(arguments.workspace or Path.cwd()))  # noqa: PTH100 - nothing of it may be readable
    found = CentreFinding(
        workspace=str(workspace),
        host=host_name(),
        user=_user(os.getuid()),
        uid=os.getuid(),
        at=SystemClock().now().isoformat(),
        readable=tuple(_first(readable(workspace), SHOWN)),
    )
    found = found.model_copy(update={"sha256": found.proof()})
    arguments.centre.write_text(found.model_dump_json(indent=1) + "\n", "utf-8")
    code = "centre.readable" if found.readable else "centre.unreadable"
    told = {"user": found.user, "folder": workspace, "what": ", ".join(found.readable)}
    sys.stdout.write(f"{arguments.centre}\n")
    sys.stderr.write(render(code, told, language) + "\n")
    return Exit.PROBLEMS if found.readable else Exit.FINE


def readable(place: Path) -> Iterator[str]:
    """Yield what below a folder can be listed or read: names below it, the folder itself as a dot."""
    pending = [place]
    while pending:
        one = pending.pop()
        name = str(one.relative_to(place))
        with suppress(OSError):
            if one.is_dir() and not one.is_symlink():
                pending += sorted(one.iterdir(), reverse=True)
                yield name
            else:
                with one.open("rb") as file:
                    file.read(1)
                yield name
        if one == place:
            pending += [place / known for known in KNOWN]


KNOWN = ("journal.db", "people.db", "keys", "item_banks", "rubrics", "blobs", "archive", "exam.toml")
"""Tried by name, too: a folder that cannot be listed may still be entered."""


def accept(arguments: argparse.Namespace) -> int:
    """Keep a finding in the journal.

    Raises:
        ExamError: it is refused.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    if not arguments.by:
        raise CentreByError
    with open_workspace(arguments.workspace, owning=False) as workspace:
        actor = signed_in(workspace.service, arguments.by, arguments.pin_fd, language)
        found = accepted(arguments.accept, workspace.folder, workspace.ports.host, workspace.ports.clock.now())
        workspace.service.admissions.note_centre(actor, found)
    code = "centre.noted-readable" if found.readable else "centre.noted"
    sys.stderr.write(render(code, {"user": found.user, "host": found.host}, language) + "\n")
    return Exit.PROBLEMS if found.readable else Exit.FINE


def accepted(path: Path, workspace: Path, host: str, now: datetime) -> CentreChecked:
    """Return a finding that may count.

    Raises:
        CentreRefusedError: it may not.
        CentreOpenError: the workspace's own rights let others in.
    """
    status, found = path.lstat(), _read(path)
    wrong = {
        "digest": found.sha256 != found.proof(),
        "workspace": Path(found.workspace).resolve() != workspace,
        "host": found.host != host,
        "owner": status.st_uid != found.uid or path.is_symlink(),
        "account": found.uid in {0, workspace.stat().st_uid},
        "time": not -SECOND < now - datetime.fromisoformat(found.at) < FRESH,
    }
    reasons = [name for name, is_so in wrong.items() if is_so]
    if reasons:
        raise CentreRefusedError(path=path, reason=reasons[0])
    if not found.readable and workspace.stat().st_mode & OTHERS:
        raise CentreOpenError(folder=workspace)
    return CentreChecked(host=found.host, user=found.user, uid=found.uid, readable=found.readable, finding=found.sha256)


def _read(path: Path) -> CentreFinding:
    try:
        found = CentreFinding.model_validate_json(path.read_bytes())
        datetime.fromisoformat(found.at).astimezone()
    except ValueError as error:
        raise CentreRefusedError(path=path, reason="form") from error
    return found


def _user(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _first(names: Iterator[str], count: int) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name not in seen and len(seen) < count:
            seen.add(name)
            yield name
        if len(seen) == count:
            return
