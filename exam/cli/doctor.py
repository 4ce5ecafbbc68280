"""`exam doctor`: what works here and how to mend the rest; it changes nothing and goes on after every fault."""

import argparse
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from exam.cli.exits import Exit, UsageError, exit_of
from exam.cli.options import add_format, add_language, add_workspace
from exam.cli.pins import add_pin
from exam.problem import ExamError

if TYPE_CHECKING:
    from exam.service.findings import Finding
    from exam.wording import Language

OFFICES = ("soffice", "libreoffice")


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("doctor", help="tell what works in a workspace, and how to mend the rest")
    centre = parser.add_mutually_exclusive_group()
    centre.add_argument("--centre", type=Path, metavar="FILE", help="under the candidates' account: what it can read")
    centre.add_argument("--accept", type=Path, metavar="FILE", help="keep what --centre found; needs --by")
    parser.add_argument("--by", metavar="ACCOUNT", help="the examiner who accepts it; asked for a PIN")
    add_pin(parser)
    add_workspace(parser)
    add_format(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print a line for everything that was looked at; 3 when the journal is damaged, 1 for any other fault."""
    from exam.wording import Language  # noqa: PLC0415

    if arguments.centre or arguments.accept:
        from exam.cli import centre  # noqa: PLC0415

        return centre.check(arguments) if arguments.centre else centre.accept(arguments)
    found = list(_findings(arguments.workspace))
    if arguments.format == "json":
        sys.stdout.write(json.dumps([finding.model_dump(mode="json") for finding in found], sort_keys=True) + "\n")
    else:
        for finding in found:
            sys.stdout.write(_spoken(finding, Language(arguments.language or "cs")))
    if any(finding.damaged for finding in found):
        return Exit.JOURNAL
    return Exit.PROBLEMS if any(finding.health == "bad" for finding in found) else Exit.FINE


def _findings(folder: Path | None) -> "Iterator[Finding]":
    """Yield the machine's findings, then the workspace's; one that cannot be opened is a finding, too.

    Raises:
        ExamError: there is no workspace, or its settings cannot be used.
    """
    from exam.bootstrap import WorkspaceMissingError, open_workspace  # noqa: PLC0415
    from exam.checking import verify_record  # noqa: PLC0415
    from exam.service.diagnosis import Diagnosis  # noqa: PLC0415
    from exam.service.findings import bad  # noqa: PLC0415

    yield from _machine()
    try:
        with open_workspace(folder, owning=False) as workspace:
            yield from Diagnosis(workspace.ports, lambda data: verify_record(data, ()).record).findings()
    except WorkspaceMissingError:
        raise
    except ExamError as error:
        if exit_of(error) is Exit.USAGE or isinstance(error, UsageError):
            raise
        yield bad("journal", error)


def _machine() -> "Iterator[Finding]":
    from exam.journal.engine import EngineRefusedError, engine_version, is_safe  # noqa: PLC0415
    from exam.service.findings import bad, good, warning  # noqa: PLC0415

    version = engine_version()
    spelt = ".".join(map(str, version))
    if is_safe(version):
        yield good("engine", "doctor.engine", version=spelt)
    else:
        yield bad("engine", EngineRefusedError(version=spelt))
    office = next((path for name in OFFICES if (path := shutil.which(name))), None)
    yield good("office", "doctor.office", path=office) if office else warning("office", "doctor.office-none")


def _spoken(finding: "Finding", language: "Language") -> str:
    from exam.wording import render  # noqa: PLC0415

    health = render(f"doctor.{finding.health}", {}, language)
    return f"{health:<11} {finding.check:<8} {render(finding.code, finding.arguments, language)}\n"
