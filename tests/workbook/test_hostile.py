"""Every hostile file is handled in two seconds of computing and 256 MB by a process whose parent lives on."""

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from exam.workbook import child
from exam.workbook.looking import CHILD
from exam.workbook.reading import Sought
from tests.workbook.clients import DATA, OTHER, QUARTER
from tests.workbook.hostile import OPENED, REFUSED

SECONDS, MEGABYTES = 2.0, 256
SOUGHT = Sought(QUARTER, "cs", DATA, OTHER)
WRAPPER = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdin=sys.stdin.buffer, capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"code": done.returncode, "told": done.stdout.decode(), "peak": used.ru_maxrss // 1024,
                  "cpu": used.ru_utime + used.ru_stime, "error": done.stderr.decode()[-500:]}))
"""


def looked_into(data: bytes) -> dict[str, Any]:
    """Return what the process said and what it used."""
    order = child.spelt(SOUGHT)
    given = child.HEADER.pack(len(order)) + order + data
    wrapped = [sys.executable, "-c", WRAPPER, *CHILD]
    done = subprocess.run(wrapped, input=given, capture_output=True, check=True)  # noqa: S603 - this program itself
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["code"] == 0, found
    assert found["cpu"] <= SECONDS, found["cpu"]
    assert found["peak"] <= MEGABYTES, found["peak"]
    told: dict[str, Any] = json.loads(found["told"])
    return told


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_candidate_makes_is_refused_with_one_code(name: str) -> None:
    made, code = REFUSED[name]
    told = looked_into(made())
    refusals = {kind.__name__: kind.code for kind in _refusals()}
    assert refusals[told["refused"]] == code


def _refusals() -> list[Any]:
    from exam.workbook.refusals import WorkbookRefusedError  # noqa: PLC0415 - only here

    return WorkbookRefusedError.__subclasses__()


@pytest.mark.parametrize("name", OPENED)
def test_what_is_harmless_once_it_is_limited_is_marked(name: str) -> None:
    made: Callable[[], bytes] = OPENED[name]
    found = looked_into(made())["found"]
    cell = next(cell for cell in found["cells"] if cell["answer"] == "fcr")
    assert cell["recalculated"] is None or cell["recalculated"]["number"] != "0.0"
