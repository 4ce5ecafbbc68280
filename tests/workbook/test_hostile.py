"""Every hostile file is handled in two seconds of computing and 256 MB by a process whose parent lives on."""

from collections.abc import Callable
from typing import Any

import pytest

from exam.workbook import child
from exam.workbook.reading import Sought
from tests.workbook.clients import DATA, OTHER, QUARTER
from tests.workbook.hostile import OPENED, REFUSED
from tests.workbook.limited import looked_into

ORDER = child.spelt(Sought(QUARTER, "cs", DATA, OTHER))


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_candidate_makes_is_refused_with_one_code(name: str) -> None:
    made, code = REFUSED[name]
    told = looked_into(made(), ORDER)
    refusals = {kind.__name__: kind.code for kind in _refusals()}
    assert refusals[told["refused"]] == code


def _refusals() -> list[Any]:
    from exam.workbook.refusals import WorkbookRefusedError  # noqa: PLC0415 - only here

    return WorkbookRefusedError.__subclasses__()


@pytest.mark.parametrize("name", OPENED)
def test_what_is_harmless_once_it_is_limited_is_marked(name: str) -> None:
    made: Callable[[], bytes] = OPENED[name]
    found = looked_into(made(), ORDER)["found"]
    cell = next(cell for cell in found["cells"] if cell["answer"] == "fcr")
    assert cell["recalculated"] is None or cell["recalculated"]["number"] != "0.0"
