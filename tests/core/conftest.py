"""Whatever the core refuses or finds can be told: its sentence has every argument, and none is empty by mistake."""

from collections.abc import Iterator
from typing import Any

import pytest

from exam.core.discrepancy import Discrepancy
from exam.problem import ExamError, Problem
from exam.wording import Language, render


@pytest.fixture(autouse=True)
def _everything_can_be_told(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    told: list[tuple[str, dict[str, str]]] = []
    for kind in (ExamError, Discrepancy, Problem):
        _watch(monkeypatch, kind, told)
    yield
    for code, arguments in told:
        for language in Language:
            assert render(code, arguments, language)
        assert "None" not in arguments.values(), (code, arguments)


def _watch(monkeypatch: pytest.MonkeyPatch, kind: type[Any], told: list[tuple[str, dict[str, str]]]) -> None:
    begin = kind.__init__

    def watched(self: Any, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - whatever is made
        begin(self, *arguments, **named)
        if type(self).__module__.startswith("exam."):
            told.append((self.code, dict(self.arguments)))

    monkeypatch.setattr(kind, "__init__", watched)
