"""`exam session`: candidate sessions, their evidence, and what a commission does in them beside the screens."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from exam.cli import key_correction, session_course, session_paper, session_papers
from exam.cli.exits import Exit
from exam.cli.options import add_format, add_language, add_workspace
from exam.problem import ExamError
from exam.text import sanitise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exam.bootstrap import Workspace
    from exam.core.candidate_session import SessionState, TaskState

OPEN = "open"
NOTHING = "-"


class SessionUnknownError(ExamError):
    """The workspace holds no such candidate session."""

    code: ClassVar[str] = "session-unknown"


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("session", help="candidate sessions and their state")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listed = actions.add_parser("list", help="name every candidate session")
    shown = actions.add_parser("show", help="show one candidate session")
    shown.add_argument("session", metavar="SESSION")
    exported = actions.add_parser(
        "export", help="put one session with all its evidence into a file: keys and names too"
    )
    exported.add_argument("session", metavar="SESSION")
    exported.add_argument("--out", type=Path, metavar="FILE", help="the file (default: SESSION.zip in this folder)")
    for action, function in ((listed, list_sessions), (shown, show_session), (exported, export_session)):
        add_workspace(action)
        add_format(action)
        add_language(action)
        action.set_defaults(run=function)
    key_correction.add_parsers(actions)
    session_paper.add_parsers(actions)
    session_course.add_parsers(actions)
    session_papers.add_parsers(actions)


def require_session(workspace: "Workspace", session: str) -> None:
    """Refuse a session that the workspace does not hold.

    Raises:
        SessionUnknownError: it is such.
    """
    if session not in workspace.sessions():
        raise SessionUnknownError(session=session)


def list_sessions(arguments: argparse.Namespace) -> int:
    """Print a line for each candidate session of the workspace."""
    from exam.bootstrap import open_workspace  # noqa: PLC0415

    with open_workspace(arguments.workspace, owning=False) as workspace:
        rows = [_session(workspace.service.sessions.state(session)) for session in workspace.sessions()]
    print_rows(rows, arguments.format)
    return Exit.FINE


def show_session(arguments: argparse.Namespace) -> int:
    """Print one candidate session: its end, its tasks, its record.

    Raises:
        SessionUnknownError: the workspace holds no such session.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415

    with open_workspace(arguments.workspace, owning=False) as workspace:
        require_session(workspace, arguments.session)
        state = workspace.service.sessions.state(arguments.session)
    tasks = (_task(name, task) for name, task in state.tasks.items())
    print_rows([_session(state), *tasks, *_corrections(state)], arguments.format)
    return Exit.FINE


def export_session(arguments: argparse.Namespace) -> int:
    """Put one session into an evidence pack and print its path and digest.

    Raises:
        SessionUnknownError: the workspace holds no such session.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.core.canonical import digest  # noqa: PLC0415
    from exam.packs import keep_pack, pack  # noqa: PLC0415

    path = arguments.out or Path(f"{arguments.session}.zip")
    with open_workspace(arguments.workspace, owning=False) as workspace:
        require_session(workspace, arguments.session)
        evidence = workspace.service.replays.evidence(arguments.session)
        data = pack(evidence, workspace.ports.program)
    keep_pack(path, data)
    print_rows([{"pack": str(path), "sha256": digest(data), "events": str(len(evidence.session))}], arguments.format)
    return Exit.FINE


def _session(state: "SessionState") -> dict[str, str]:
    return {
        "session": state.session,
        "sitting": state.sitting,
        "candidate": state.candidate,
        "standard": state.standard,
        "ending": str(state.ending or OPEN),
        "result": str(state.result or NOTHING),
        "record": state.record.record if state.record else NOTHING,
    }


def _task(name: str, task: "TaskState") -> dict[str, str]:
    return {
        "task": name,
        "status": str(task.status),
        "panel": ",".join(task.panel),
        "granted_s": str(task.clock.granted_ms // 1000),
        "remaining_s": str(task.clock.remaining_ms // 1000),
        "revealed": str(task.revealed).lower(),
    }


def _corrections(state: "SessionState") -> "Iterator[dict[str, str]]":
    """Yield the keys that were corrected, then the proposals that wait for a second person."""
    for correction in state.corrections:
        yield {"corrected": f"{correction.item}/{correction.version}", "key": key_correction.spelt(correction)}
    for (item, version), proposal in state.proposals.items():
        key = key_correction.spelt(proposal.correction)
        yield {"proposed": f"{item}/{version}", "key": key, "by": proposal.by, "reason": proposal.reason}


def print_rows(rows: list[dict[str, str]], form: str) -> None:
    """Print rows as JSON, or each as a line of `key=value`."""
    if form == "json":
        sys.stdout.write(json.dumps(rows, sort_keys=True) + "\n")
        return
    for row in rows:
        sys.stdout.write(
            "  ".join(f"{key}={sanitise(value, keep_newlines=False)}" for key, value in row.items()) + "\n"
        )
