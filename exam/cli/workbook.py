"""`exam workbook make|mark`: a spreadsheet task alone, so that its author sees what is given and how it is marked."""

import argparse
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from exam.cli.exits import Exit, UsageError
from exam.cli.options import add_format, add_language, add_workspace
from exam.problem import ExamError

if TYPE_CHECKING:
    from exam.core.item import SpreadsheetItem
    from exam.core.spreadsheet_marks import WorkbookMarking

SEEDS = 20
TRIALS = 200
"""On how many draws a task is tried before its workbooks are written."""
JOBS = 2


class WorkbookTaskUnknownError(UsageError):
    """No bank holds a spreadsheet task of that id."""

    code: ClassVar[str] = "workbook-task-unknown"


class SeedDiffersError(ExamError):
    """The workbook was made from another seed."""

    code: ClassVar[str] = "workbook-seed-differs"


class SeedMissingError(UsageError):
    """The file's name does not end with its seed, and none was given."""

    code: ClassVar[str] = "workbook-seed-missing"


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("workbook", help="try a spreadsheet task: make its workbooks, mark submissions")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    made = actions.add_parser("make", help="write the workbooks of some seeds, and samples filled in")
    made.add_argument("task", metavar="TASK", help="the id of a spreadsheet task in the banks")
    made.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder to write to")
    made.add_argument("--seeds", type=count, default=SEEDS, metavar="N", help=f"how many (default: {SEEDS})")
    made.add_argument("--samples", action="store_true", help="also write submissions as candidates make them")
    marked = actions.add_parser("mark", help="mark filled workbooks and say why")
    marked.add_argument("task", metavar="TASK", help="the id of a spreadsheet task in the banks")
    marked.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a workbook, or a folder of them")
    marked.add_argument("--seed", metavar="SEED", help="the seed (default: what the file's name ends with)")
    marked.add_argument(
        "--engine", choices=("cellrune", "libreoffice", "none"), default="cellrune", help="recalculates"
    )
    marked.add_argument("--brief", action="store_true", help="one line for each workbook")
    add_format(marked)
    for action, function in ((made, make), (marked, mark)):
        add_workspace(action)
        add_language(action)
        action.set_defaults(run=function)


def count(text: str) -> int:
    """Return how many seeds `--seeds` asks for."""
    number = int(text)
    if not 1 <= number <= 1000:  # noqa: PLR2004 - enough for any trial
        raise ValueError(text)
    return number


def make(arguments: argparse.Namespace) -> int:
    """Write the workbooks and say where; 1 when the task has a fault on one of many more draws.

    Raises:
        ExamError: no such task, or it cannot be computed.
    """
    from exam.core.spreadsheet_check import assignment_faults  # noqa: PLC0415
    from exam.wording import Language, render  # noqa: PLC0415
    from exam.workbook.trying import workbooks  # noqa: PLC0415

    item, language = _task(arguments), Language(arguments.language or "cs")
    faults = assignment_faults(item.assignment, language=item.language, trials=max(TRIALS, arguments.seeds))
    for fault in faults:
        sys.stdout.write(f"{item.id}: {fault.where}: {render(fault.code, fault.arguments, language)}\n")
    arguments.out.mkdir(parents=True, exist_ok=True)
    written = 0
    for number in range(1, arguments.seeds + 1):
        for name, data in workbooks(item, f"{number:02}", samples=arguments.samples):
            (arguments.out / name).write_bytes(data)
            written += 1
    sys.stderr.write(render("workbook.made", {"count": written, "folder": arguments.out}, language) + "\n")
    return Exit.PROBLEMS if faults else Exit.FINE


def mark(arguments: argparse.Namespace) -> int:
    """Print how each file is marked; 1 when one could not be opened or was made from another seed.

    Raises:
        ExamError: no such task, or a file without a seed.
    """
    from exam.cli.workbook_lines import brief, lines, refusal  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    item = _task(arguments)
    files = [path for named in arguments.files for path in _files(named)]
    seeds = [_seed(path, arguments.seed) for path in files]
    with ThreadPoolExecutor(JOBS) as pool:
        found = list(pool.map(lambda path, seed: _marked(item, seed, path, arguments.engine), files, seeds))
    rows: list[dict[str, object]] = []
    for path, marking in zip(files, found, strict=True):
        if isinstance(marking, ExamError):
            rows.append({"file": str(path), "refused": marking.code})
            told = [refusal(path, marking, language)]
        else:
            rows.append({"file": str(path), "marking": marking.model_dump(mode="json", by_alias=True)})
            told = [brief(path, marking, language)] if arguments.brief else list(lines(path, item, marking, language))
        if arguments.format == "text":
            sys.stdout.write("\n".join(told) + "\n")
    if arguments.format == "json":
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
    return Exit.PROBLEMS if any(isinstance(marking, ExamError) for marking in found) else Exit.FINE


def _marked(item: "SpreadsheetItem", seed: str, path: Path, engine: str) -> "WorkbookMarking | ExamError":
    from exam.core.spreadsheet_values import generate  # noqa: PLC0415
    from exam.workbook import XlsxWorkbooks  # noqa: PLC0415
    from exam.workbook.engines import Engine  # noqa: PLC0415

    try:
        table = generate(item.assignment, seed)
        marking = XlsxWorkbooks(Engine(engine)).mark(item, table, path.read_bytes())
        return _of_this_seed(marking, seed, len(table.days) * (len(table.columns) + 1))
    except ExamError as refused:
        return refused


def _of_this_seed(marking: "WorkbookMarking", seed: str, cells: int) -> "WorkbookMarking":
    """Return the marking, unless the workbook says or shows that it was made from another seed.

    Raises:
        SeedDiffersError: marks against another table would be low, and nobody would see why.
    """
    if marking.issued == "other" or (marking.issued == "unknown" and marking.changed_count * 2 > cells):
        raise SeedDiffersError(seed=seed)
    return marking


def _files(named: Path) -> list[Path]:
    return sorted(path for path in named.iterdir() if path.is_file()) if named.is_dir() else [named]


def _seed(path: Path, given: str | None) -> str:
    seed = given or path.stem.rpartition("-")[2]
    if not (given or seed.isdigit()):
        raise SeedMissingError(path=path)
    return seed


def _task(arguments: argparse.Namespace) -> "SpreadsheetItem":
    """Return the task, whatever its status: an author tries it long before it is approved."""
    from exam.bootstrap import is_workspace, system_clock  # noqa: PLC0415
    from exam.core.item import SpreadsheetItem  # noqa: PLC0415
    from exam.core.lint.finding import nearest  # noqa: PLC0415
    from exam.loading import content_root, load_content  # noqa: PLC0415

    root = arguments.workspace or (Path() if is_workspace(Path()) else content_root())
    banks = load_content(root, system_clock().now().date()).content.banks
    tasks = {item.id: item for found in banks for item in found.value.items if isinstance(item, SpreadsheetItem)}
    if arguments.task not in tasks:
        known = ", ".join(sorted(tasks)) or "–"
        raise WorkbookTaskUnknownError(task=arguments.task, known=known, nearest=nearest(arguments.task, tasks))
    return tasks[arguments.task]
