"""The command line: parses, calls, prints; every heavy import waits inside the command that needs it."""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper

from exam import __version__
from exam.cli import console
from exam.cli.exits import Exit, SystemRefusedError, exit_of
from exam.cli.options import add_hub, add_language, add_workspace
from exam.problem import ExamError

COMMANDS = (
    "init",
    "archive",
    "backup",
    "check",
    "demo",
    "dispatch",
    "doctor",
    "journal",
    "keys",
    "people",
    "record",
    "replay",
    "restore",
    "resume",
    "review",
    "serve",
    "session",
    "sitting",
    "take",
    "verify",
    "workbook",
)
"""One module each; a command's module imports nothing heavy at its top."""

OF_CONSOLE = frozenset({"--workspace", "--language", "--hub", "--authority"})
"""What the console takes, each with a value."""


def parser(named: Sequence[str] = COMMANDS) -> argparse.ArgumentParser:
    """Return the parser of these commands, or of the whole command line; without a command it is the console's."""
    top = argparse.ArgumentParser(
        prog="exam", description="Runs certification exams, from YAML banks to a signed record."
    )
    top.add_argument("--version", "-V", action="version", version=f"exam {__version__}")
    add_workspace(top)
    add_language(top)
    add_hub(top)
    top.set_defaults(workspace=None, language=None, hub=None, authority=None, run=console.run)
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    for name in named:
        import_module(f"exam.cli.{name}").add_parser(commands)
    return top


def run(argv: Sequence[str]) -> int:
    """Run one command; refusals become a sentence on stderr and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    top = parser(_needed(argv))
    try:
        arguments = top.parse_args(argv)
    except SystemExit:
        _settle_stdout()
        raise
    if arguments.command is None and not _on_terminal():
        top.print_help()
        _settle_stdout()
        return Exit.FINE
    try:
        code = int(arguments.run(arguments))
        sys.stdout.flush()
    except ExamError as error:
        return _refused(error, getattr(arguments, "language", None) or "cs")
    except BrokenPipeError:
        _settle_stdout()
        return Exit.INTERRUPTED
    except OSError as error:
        _settle_stdout()
        refused = SystemRefusedError(reason=error.strerror or error, path=error.filename or "–")
        return _refused(refused, getattr(arguments, "language", None) or "cs")
    return code


def _needed(argv: Sequence[str]) -> Sequence[str]:
    """Return the commands whose parsers this call needs: its own, none for the console, all for help and mistakes."""
    if argv and argv[0] in COMMANDS:
        return argv[:1]
    return () if set(argv[::2]) <= OF_CONSOLE and _on_terminal() else COMMANDS


def _on_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _settle_stdout() -> None:
    """Print what still waits; where nobody takes it, point stdout nowhere, or the interpreter fails on it once more."""
    try:
        sys.stdout.flush()
    except OSError:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refused(error: ExamError, language: str) -> int:
    from exam.wording import Language, render_error  # noqa: PLC0415 - only a refusal needs words

    sys.stderr.write(f"exam: {render_error(error, Language(language))}\n")
    return exit_of(error)
