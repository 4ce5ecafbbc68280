"""`exam check`: loads and lints everything, tells all problems at once, and starts nothing."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from exam.cli.exits import Exit
from exam.cli.options import add_format, add_language, add_workspace


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("check", help="load and lint standards, rubrics and banks")
    parser.add_argument(
        "roots", nargs="*", type=Path, metavar="PATH", help="folders that hold rubrics/ and item_banks/"
    )
    parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the day to check for (default: today)")
    add_workspace(parser)
    add_format(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print every problem to stdout and a closing line to stderr; 1 when one is an error."""
    from exam.bootstrap import system_clock  # noqa: PLC0415
    from exam.loading import content_root, load_content  # noqa: PLC0415
    from exam.wording import Language, render, render_problem  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    on = arguments.on or system_clock().now().date()
    roots = arguments.roots or [arguments.workspace or content_root()]
    loaded = [load_content(root, on) for root in roots]
    problems = [problem for entry in loaded for problem in entry.problems]
    errors = sum(len(entry.errors) for entry in loaded)
    if arguments.format == "json":
        rows = [_row(problem.code, problem.severity, problem.location, problem.arguments) for problem in problems]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
    else:
        for problem in problems:
            sys.stdout.write(render_problem(problem, language) + "\n")
    told = {"errors": errors, "warnings": len(problems) - errors, "files": sum(entry.files for entry in loaded)}
    sys.stderr.write(render("check.told", told, language) + "\n")
    return Exit.PROBLEMS if errors else Exit.FINE


def _row(code: str, severity: object, location: object, arguments: object) -> dict[str, object]:
    path, line, column = str(location).rsplit(":", 2)
    return {
        "code": code,
        "severity": str(severity),
        "path": path,
        "line": int(line),
        "column": int(column),
        "arguments": arguments,
    }
