"""The command line: parses, calls, prints; every heavy import waits inside the command that needs it."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from exam import __version__
from exam.cli.exits import Exit, exit_of
from exam.problem import ExamError

COMMANDS = ("init", "check", "demo", "keys", "session", "verify")
"""One module each; a command's module imports nothing heavy at its top."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="exam", description="Runs certification exams, from YAML banks to a signed record."
    )
    top.add_argument("--version", "-V", action="version", version=f"exam {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    for name in COMMANDS:
        import_module(f"exam.cli.{name}").add_parser(commands)
    return top


def run(argv: Sequence[str]) -> int:
    """Run one command; refusals become a sentence on stderr and an exit code."""
    top = parser()
    arguments = top.parse_args(argv)
    if arguments.command is None:
        top.print_help()
        return Exit.FINE
    try:
        return int(arguments.run(arguments))
    except ExamError as error:
        return _refused(error, getattr(arguments, "language", None) or "cs")
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return Exit.FINE


def _refused(error: ExamError, language: str) -> int:
    from exam.wording import Language, render_error  # noqa: PLC0415 - only a refusal needs words

    sys.stderr.write(f"exam: {render_error(error, Language(language))}\n")
    return exit_of(error)
