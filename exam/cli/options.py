"""Options that several commands share, declared once."""

import argparse
from datetime import date
from pathlib import Path

from exam.text import typed_day


def day(text: str) -> date:
    """Return the day of an option."""
    try:
        return typed_day(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2026-11-25 or 25.11.2026") from error


def add_language(parser: argparse.ArgumentParser) -> None:
    """Add `--language`, the language of what people read."""
    parser.add_argument(
        "--language", choices=("cs", "en"), default=argparse.SUPPRESS, help="language of the messages (default: cs)"
    )


def add_format(parser: argparse.ArgumentParser) -> None:
    """Add `--format`: people's text, or JSON alone on stdout."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text for people, or JSON")


def add_workspace(parser: argparse.ArgumentParser) -> None:
    """Add `--workspace`, the folder that owns journal, keys and archive."""
    parser.add_argument(
        "--workspace", type=Path, metavar="DIR", default=argparse.SUPPRESS, help="workspace (default: this folder)"
    )


def add_hub(parser: argparse.ArgumentParser) -> None:
    """Add `--hub` and the file by which it knows this computer."""
    parser.add_argument(
        "--hub", metavar="URL", default=argparse.SUPPRESS, help="a hub at another computer, https://ADDRESS:PORT"
    )
    parser.add_argument(
        "--authority",
        type=Path,
        metavar="FILE",
        default=argparse.SUPPRESS,
        help="the file that `exam serve --admit` wrote for this computer",
    )
