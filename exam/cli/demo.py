"""`exam demo`: one whole practice exam with scripted people, to a signed and verified record."""

import argparse
import json
import sys
from pathlib import Path

from exam.cli.exits import Exit
from exam.cli.options import add_format, add_language


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("demo", help="run one whole practice exam with scripted people")
    parser.add_argument(
        "--script",
        metavar="FILE",
        default="passed",
        help="a scenario file, or a shipped one: passed, failed-one-criterion, waived-english",
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder for the workspace it makes")
    add_format(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the scenario and print the record's path, digest and verdict."""
    from exam.scripted.performance import perform  # noqa: PLC0415 - the whole program behind one command
    from exam.wording import Language, render  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    performance = perform(arguments.script, arguments.out, language)
    told = performance.told()
    if arguments.format == "json":
        sys.stdout.write(json.dumps(told, ensure_ascii=False, sort_keys=True) + "\n")
    else:
        for key, value in told.items():
            label = render(f"demo.{key}", {}, language)
            sys.stdout.write(f"{label:<10} {render_value(key, value, language)}\n")
    return Exit.FINE if performance.accepted else Exit.SIGNATURE


def render_value(key: str, value: str, language: object) -> str:
    """Return how people read a value: results and verdicts in words, the rest as it is."""
    from exam.wording import Language, render  # noqa: PLC0415

    spoken = {"result", "verdict"}
    return render(f"{key}.{value}", {}, Language(str(language))) if key in spoken else value
