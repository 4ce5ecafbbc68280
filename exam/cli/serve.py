"""`exam serve`: the hub for desks and consoles of other computers, over a cable or a hotspot without the internet."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from exam.cli.exits import Exit, UsageError
from exam.cli.options import add_language, add_workspace

if TYPE_CHECKING:
    from exam.bootstrap import Workspace
    from exam.hub.consoles import Beside
    from exam.wording import Language

PORT = 8443
OWNER_ONLY = 0o600
CERTIFICATE = Path(".run") / "hub.pem"
"""In a folder that no copy takes along."""


class ListenWrongError(UsageError):
    """The address to listen at is none."""

    code: ClassVar[str] = "listen-wrong"


class ServeMissingError(UsageError):
    """The libraries of the hub are not installed."""

    code: ClassVar[str] = "serve-missing"


class WorkstationNameError(UsageError):
    """No computer can have that name, or no file was named for it."""

    code: ClassVar[str] = "workstation-name"


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("serve", help="answer desks and consoles of other computers")
    parser.add_argument(
        "--listen", default=f"127.0.0.1:{PORT}", metavar="ADDRESS:PORT", help="where (default: 127.0.0.1:8443)"
    )
    parser.add_argument("--admit", metavar="NAME", help="write the file that a computer is known by, and serve nothing")
    parser.add_argument("--kind", choices=("desk", "console"), default="desk", help="what that computer is for")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the file that is carried to that computer")
    add_workspace(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C, or admit a computer.

    Raises:
        ExamError: the workspace or the address is refused.
    """
    from exam.wording import Language  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    return _admit(arguments, language) if arguments.admit is not None else _serve(arguments, language)


def _admit(arguments: argparse.Namespace, language: "Language") -> int:
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.core.access_events import WorkstationKind  # noqa: PLC0415
    from exam.publishing.hub_certificate import authority_pem  # noqa: PLC0415
    from exam.view.wire import WorkstationFile  # noqa: PLC0415
    from exam.wording import render  # noqa: PLC0415

    name, out = arguments.admit, arguments.out
    if out is None or not (name.isascii() and name.replace("-", "").isalnum() and len(name) <= 32):  # noqa: PLR2004
        raise WorkstationNameError(name=name)
    with open_workspace(arguments.workspace, owning=False) as workspace:
        out.touch(mode=OWNER_ONLY)
        out.chmod(OWNER_ONLY)
        authority = authority_pem(workspace.folder / "keys", workspace.ports.clock.now())
        secret = workspace.service.admissions.admit(name, WorkstationKind(arguments.kind))
    told = WorkstationFile(workstation=name, kind=arguments.kind, secret=secret, authority=authority)
    out.write_text(told.model_dump_json(indent=1) + "\n", "utf-8")
    sys.stdout.write(f"{out}\n")
    sys.stderr.write(render("serve.admitted", {"name": name}, language) + "\n")
    return Exit.FINE


def _serve(arguments: argparse.Namespace, language: "Language") -> int:
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.publishing.hub_certificate import make_hub_certificate  # noqa: PLC0415
    from exam.view.wire import HUB_NAME  # noqa: PLC0415
    from exam.wording import render, render_error  # noqa: PLC0415

    try:
        from exam.hub.serving import application, hub_of, serve  # noqa: PLC0415
    except ImportError as error:
        raise ServeMissingError(library=error.name) from error
    host, port = _address(arguments.listen)

    def listening(found: int) -> None:
        shown = f"[{host}]" if ":" in host else host
        sys.stderr.write(render("serve.listening", {"url": f"https://{shown}:{found}"}, language) + "\n")

    with open_workspace(arguments.workspace) as workspace:
        certificate = workspace.folder / CERTIFICATE
        make_hub_certificate(workspace.folder / "keys", certificate, (HUB_NAME, host), workspace.ports.clock.now())
        answering = application(workspace.service, beside_of(workspace))
        hub = hub_of(answering, host=host, port=port, certificate=certificate, listening=listening)
        serve(hub, workspace.service, lambda error: render_error(error, language))
    return Exit.FINE


def beside_of(workspace: "Workspace") -> "Beside":
    """Return what consoles ask beside the examiner's door; only what lies in the archive is verified."""
    from exam.cli.verdicts import tell, told  # noqa: PLC0415
    from exam.hub.consoles import Beside  # noqa: PLC0415
    from exam.service.access import DeniedError  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    archive, trust = (workspace.folder / "archive").resolve(), workspace.folder / workspace.settings.trust

    def verify(path: str, language: str) -> str:
        named = Path(path).resolve() if "\0" not in path else archive.parent
        if not named.is_relative_to(archive):
            raise DeniedError(who="–", action="VerifyRecord")
        return tell(told(named, trust), Language(language))

    return Beside(today=lambda: workspace.ports.clock.now().date(), verify=verify)


def _address(listen: str) -> tuple[str, int]:
    host, colon, port = listen.rpartition(":")
    if not (colon and host and listen.isascii() and port.isdigit() and len(port) < 6 and int(port) < 1 << 16):  # noqa: PLR2004
        raise ListenWrongError(address=listen)
    return host.strip("[]"), int(port)
