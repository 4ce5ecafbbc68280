"""The faces in tests: a clock on the screen that stands still."""

import pytest


@pytest.fixture(autouse=True)
def _still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exam.tui.widgets.clock.monotonic", lambda: 0.0)
