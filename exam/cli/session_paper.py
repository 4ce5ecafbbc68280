"""`exam session type`: types in what was made on paper, from a file, with the paper's scan."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from exam.cli.exits import Exit
from exam.cli.options import add_language, add_workspace
from exam.cli.sitting_facts import add_actor, done

if TYPE_CHECKING:
    from exam.bootstrap import Workspace
    from exam.core.paper_file import PaperFile
    from exam.service.access import Actor
    from exam.service.streams import Receipt


def add_parsers(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the action of `exam session`."""
    typed = actions.add_parser("type", help="type in what was answered or scored on paper, with its scan")
    typed.add_argument("session", metavar="SESSION")
    typed.add_argument("file", type=Path, metavar="FILE", help="task, time made, checker, and responses or judgements")
    typed.add_argument("--scan", type=Path, required=True, metavar="FILE", help="the picture of the paper")
    add_actor(typed)
    add_workspace(typed)
    add_language(typed)
    typed.set_defaults(run=type_in)


def type_in(arguments: argparse.Namespace) -> int:
    """Type in the sheet of a file; problems of the file on stderr."""
    from exam.core.paper_file import PaperFile  # noqa: PLC0415
    from exam.loading import load_document  # noqa: PLC0415
    from exam.wording import Language, render_problem  # noqa: PLC0415

    sheet, document = load_document(arguments.file, PaperFile)
    for problem in document.problems:
        sys.stderr.write(render_problem(problem, Language(arguments.language or "cs")) + "\n")
    if sheet is None:
        return Exit.PROBLEMS
    scan = arguments.scan.read_bytes()
    return done(arguments, lambda workspace, actor: _typed(arguments.session, sheet, scan, workspace, actor))


def _typed(session: str, file: "PaperFile", scan: bytes, workspace: "Workspace", actor: "Actor") -> "Receipt":
    from exam.cli.session import require_session  # noqa: PLC0415
    from exam.service.typing_in import Sheet  # noqa: PLC0415

    require_session(workspace, session)
    sheet = Sheet(made_at=file.made_at, checker=file.checker, scan=scan)
    typing = workspace.service.typing_in
    if file.judge:
        return typing.judgements(actor, session, file.task, file.judge, file.judgements, sheet)
    return typing.responses(actor, session, file.task, file.responses, sheet)
