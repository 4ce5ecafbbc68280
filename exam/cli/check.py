"""`exam check`: loads and lints everything, tells all problems at once, and starts nothing."""

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from exam.cli.exits import Exit, UsageError
from exam.cli.options import add_format, add_language, add_workspace, day
from exam.garbage import undisturbed
from exam.problem import Problem

if TYPE_CHECKING:
    from exam.loading import Loaded


class ContentMissingError(UsageError):
    """The folder holds nothing that could be checked."""

    code: ClassVar[str] = "content-missing"


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("check", help="load and lint standards, rubrics and banks")
    parser.add_argument(
        "roots", nargs="*", type=Path, metavar="PATH", help="folders that hold rubrics/ and item_banks/"
    )
    parser.add_argument("--on", type=day, metavar="DATE", help="the day to check for (default: today)")
    add_workspace(parser)
    add_format(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print every problem to stdout and a closing line to stderr; 1 when one is an error.

    Raises:
        ContentMissingError: a folder that was named holds no content.
    """
    from exam.wording import Language, render, render_problem  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    loaded = _loaded(arguments)
    problems = [problem for entry in loaded for problem in entry.problems]
    errors = sum(len(entry.errors) for entry in loaded)
    if arguments.format == "json":
        sys.stdout.write(json.dumps([_row(problem) for problem in problems]) + "\n")
    else:
        for problem in problems:
            sys.stdout.write(render_problem(problem, language) + "\n")
    told = {"errors": errors, "warnings": len(problems) - errors, "files": sum(entry.files for entry in loaded)}
    sys.stderr.write(render("check.told", told, language) + "\n")
    return Exit.PROBLEMS if errors else Exit.FINE


@undisturbed()
def _loaded(arguments: argparse.Namespace) -> "list[Loaded]":
    """Load the named folders, or the workspace one stands in, or the shipped content."""
    from exam.bootstrap import CONTENT, is_workspace, system_clock  # noqa: PLC0415
    from exam.loading import content_root, load_content  # noqa: PLC0415

    on = arguments.on or system_clock().now().date()
    named = arguments.roots or ([arguments.workspace] if arguments.workspace else [])
    for root in named:
        if not any((root / part).is_dir() for part in CONTENT):
            raise ContentMissingError(path=root)
    if not named:
        return [load_content(Path() if is_workspace(Path()) else content_root(), on)]
    return [_placed(load_content(root, on), root) for root in named]


def _placed(loaded: "Loaded", root: Path) -> "Loaded":
    """Return the problems with paths that lead to the files from where one stands."""
    return replace(
        loaded,
        problems=tuple(
            replace(problem, location=replace(problem.location, path=(root / problem.location.path).as_posix()))
            for problem in loaded.problems
        ),
    )


def _row(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "path": problem.location.path,
        "line": problem.location.line,
        "column": problem.location.column,
        "arguments": dict(problem.arguments),
    }
