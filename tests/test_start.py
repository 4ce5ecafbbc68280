"""What a start costs: heavy libraries wait inside the command that needs them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from exam import __version__
from exam.machine import SystemClock
from exam.publishing.hub_certificate import authority_pem
from exam.view.wire import WorkstationFile

HEAVY = {
    "apsw",
    "argon2",
    "cryptography",
    "openpyxl",
    "pikepdf",
    "pydantic",
    "pyhanko",
    "reportlab",
    "textual",
    "yaml",
}
NOT_FOR_VERSION = HEAVY | {"argparse", "gettext", "zoneinfo"}
NOT_FOR_CHECK = HEAVY - {"pydantic", "yaml"}
NOT_FOR_VERIFY = {"apsw", "argon2", "openpyxl", "textual"}
"""YAML is needed: pages are compared with the shipped templates."""
PROBE = """
import json, sys
from exam.__main__ import main
try:
    main({arguments!r})
except SystemExit:
    pass
print(json.dumps(list(sys.modules)), file=sys.stderr)
"""


def modules(*arguments: str) -> set[str]:
    probe = PROBE.format(arguments=list(arguments))
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)  # noqa: S603
    return set(json.loads(done.stderr.splitlines()[-1]))


def loaded(*arguments: str) -> set[str]:
    return {name.partition(".")[0] for name in modules(*arguments)}


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ()])
def test_saying_what_there_is_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert loaded(*arguments) & HEAVY == set()


def test_the_version_is_told_before_arguments_are_even_parsed() -> None:
    assert loaded("--version") & NOT_FOR_VERSION == set()


def test_verifying_loads_no_journal_and_no_terminal(tmp_path: Path) -> None:
    record = tmp_path / "record.pdf"
    record.write_text("no record")
    found = loaded("verify", str(record))
    assert "pyhanko" in found
    assert found & NOT_FOR_VERIFY == set()


def test_checking_content_loads_no_pdf_journal_or_workbook_library() -> None:
    assert loaded("check") & NOT_FOR_CHECK == set()


def test_the_version_is_the_packages() -> None:
    done = subprocess.run([sys.executable, "-m", "exam", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"exam {__version__}\n"


@pytest.mark.parametrize("command", [[sys.executable, "-m", "exam"], [str(Path(sys.executable).with_name("exam"))]])
def test_both_ways_to_start_end_with_the_commands_code(command: list[str]) -> None:
    codes = [
        subprocess.run([*command, *arguments], capture_output=True, check=False).returncode  # noqa: S603
        for arguments in (["--version"], ["check", "--format", "json"], ["check", "nowhere"], ["nonsense"])
    ]
    assert codes == [0, 0, 2, 2]


def test_a_command_knows_no_others_but_help_and_mistakes_name_them_all() -> None:
    assert "exam.cli.verify" not in modules("check")
    assert {"exam.cli.check", "exam.cli.verify"} <= modules("--help")
    assert {"exam.cli.check", "exam.cli.verify"} <= modules("chekc")


BEHIND_THE_DESK = ("exam.core", "exam.service", "exam.loading", "exam.people", "exam.journal", "exam.bootstrap")


@pytest.mark.parametrize("plain", [(), ("--plain",)])
def test_a_desk_at_a_hub_loads_nothing_of_what_lies_behind_it(tmp_path: Path, plain: tuple[str, ...]) -> None:
    keys = tmp_path / "keys"
    keys.mkdir()
    authority = authority_pem(keys, SystemClock().now())
    known = WorkstationFile(workstation="pc-1", kind="desk", secret="0" * 64, authority=authority)
    file = tmp_path / "pc-1.json"
    file.write_text(known.model_dump_json(), "utf-8")
    probe = DESK_PROBE.format(arguments=["take", "--hub", "https://127.0.0.1:9", "--authority", str(file), *plain])
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, input="KOD\n")  # noqa: S603
    found = set(json.loads(done.stderr.splitlines()[-1]))
    assert {"exam.remote.desk", "exam.view"} <= found
    assert sorted(name for name in found if name.startswith(BEHIND_THE_DESK)) == []
    assert ("textual" in found) is not bool(plain)


DESK_PROBE = """
import json, sys
from exam import cli
if "--plain" not in {arguments!r}:
    from exam.tui.widgets.worded import WordedApp
    WordedApp.run = lambda self: None  # a terminal is not needed to see what is loaded
cli.run({arguments!r})
print(json.dumps(list(sys.modules)), file=sys.stderr)
"""
