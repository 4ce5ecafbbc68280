"""The run of `exam verify`: reads, verifies in processes, compares the files with one another, tells and writes."""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from exam.bootstrap import system_clock
from exam.checking import draw_overview, require_roots
from exam.cli.crosschecks import cross_checked, read_register
from exam.cli.progress import Bar
from exam.cli.record_sources import PathMissingError, sources
from exam.cli.row_file import RowFile
from exam.cli.verdicts import Row, roots, tell
from exam.cli.verify_outputs import (
    LettersOccupiedError,
    ReportFormError,
    letters,
    overview,
    table,
    total,
)
from exam.cli.verify_pool import usable_jobs, verified
from exam.wording import Language


def verify(arguments: argparse.Namespace) -> frozenset[object]:
    """Verify everything that was named, and return which verdicts there were.

    Raises:
        ExamError: a folder holds no record, an output cannot be written there, a register or a root is none.
    """
    language = Language(arguments.language or "cs")
    _require_named(arguments.paths)
    _require_writable(arguments)
    trusted = roots(arguments.trust)
    require_roots(trusted)
    register = read_register(arguments.register) if arguments.register else None
    found = list(sources(arguments.paths))
    bar = Bar(len(found))
    try:
        alone = RowFile(verified(found, trusted, usable_jobs(arguments.jobs), lambda _row: bar.step()))
    finally:
        bar.close()
    with alone, RowFile(cross_checked(alone, register)) as rows:
        _keep(arguments, rows, language)
        if arguments.format == "json":
            _print_data(rows)
        else:
            _print(rows, language)
        return frozenset(row["verdict"] for row in rows)


def _print_data(rows: Iterable[Row]) -> None:
    """Print all rows as one list of JSON, one after the other."""
    before = "["
    for row in rows:
        sys.stdout.write(before + json.dumps(row, sort_keys=True))
        before = ", "
    sys.stdout.write("]\n")


def _print(rows: RowFile, language: Language) -> None:
    for row in rows:
        sys.stdout.write(tell(row, language))
    if len(rows) > 1:
        sys.stdout.write(total(rows, language) + "\n")


def _require_named(paths: Iterable[Path]) -> None:
    """Refuse a name under which nothing is: it is a slip of whoever typed it, no file to be returned."""
    for path in paths:
        if not path.exists():
            raise PathMissingError(path=path)


def _require_writable(arguments: argparse.Namespace) -> None:
    """Refuse outputs that could not be written, before hours are spent on them."""
    if arguments.report is not None and not _is_page(arguments.report) and arguments.report.suffix.lower() != ".txt":
        raise ReportFormError(path=arguments.report)
    folder: Path | None = arguments.letters
    if folder is not None and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise LettersOccupiedError(path=folder)


def _keep(arguments: argparse.Namespace, rows: RowFile, language: Language) -> None:
    """Write what was asked for beside the verdicts."""
    if arguments.csv is not None:
        arguments.csv.write_bytes(table(rows, language))
    if arguments.report is not None:
        lines = overview(rows, language, system_clock().now())
        text = ("\n".join(lines) + "\n").encode()
        arguments.report.write_bytes(draw_overview(lines) if _is_page(arguments.report) else text)
    if arguments.letters is not None:
        arguments.letters.mkdir(parents=True, exist_ok=True)
        for name, text_of in letters(rows, language):
            (arguments.letters / name).write_text(text_of, "utf-8")


def _is_page(path: Path) -> bool:
    return path.suffix.lower() == ".pdf"
