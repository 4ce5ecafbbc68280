"""`exam demo`: one whole practice exam with scripted people, to a signed and verified record."""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from exam.cli.exits import Exit
from exam.cli.options import add_format, add_language

if TYPE_CHECKING:
    from exam.wording import Language


WORDS: Mapping[str, str] = {"result": "result", "verdict": "verdict", "standing": "sitting"}
"""Values that are said in words, and where these stand."""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("demo", help="run one whole practice exam with scripted people")
    parser.add_argument(
        "--script",
        metavar="FILE",
        default="passed",
        help="a scenario file, or a shipped one: passed, failed-one-criterion, waived-english, day-…",
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder for the workspace it makes")
    add_format(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the scenario and print the record's path, digest and verdict."""
    from exam.scripted.performance import Performance, ScriptFaultyError, play  # noqa: PLC0415 - the whole program behind it
    from exam.wording import Language, render_problem  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    try:
        performance = play(arguments.script, arguments.out)
    except ScriptFaultyError as faulty:
        for problem in faulty.problems:
            sys.stderr.write(render_problem(problem, language) + "\n")
        raise
    told = performance.told()
    if arguments.format == "json":
        sys.stdout.write(json.dumps(told, sort_keys=True) + "\n")
    else:
        sys.stdout.write(_spoken(told, language))
    returned = isinstance(performance, Performance) and performance.verdict == "RETURN"
    return Exit.SIGNATURE if returned else Exit.FINE


def _spoken(told: Mapping[str, str], language: "Language") -> str:
    """Return a line for each value: results and verdicts in words, the rest as it is."""
    from exam.wording import render  # noqa: PLC0415

    lines = []
    for key, value in told.items():
        shown = render(f"{WORDS[key]}.{value}", {}, language) if key in WORDS else value
        lines.append(f"{render(f'demo.{key}', {}, language):<10} {shown}\n")
    return "".join(lines)
