"""What every test stands on: no developer's configuration, and needs that skip with the command that meets them."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

NEEDS = {
    "needs_poppler": ("pdftotext", "apt-get install poppler-utils"),
}
"""Marker → the command that must be there, and what installs it."""

settings.register_profile("quick", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=50)
settings.register_profile("ci", parent=settings.get_profile("quick"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "quick")


def pytest_configure(config: pytest.Config) -> None:
    for marker, (command, remedy) in NEEDS.items():
        config.addinivalue_line("markers", f"{marker}: needs {command}; install with: {remedy}")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, (command, remedy) in NEEDS.items():
        if item.get_closest_marker(marker) and shutil.which(command) is None:
            told = f"{command} is missing; install with: {remedy}"
            if os.environ.get("EXAM_NO_SKIP"):
                pytest.fail(told)
            pytest.skip(told)


@pytest.fixture(autouse=True)
def _no_configuration_of_the_developer(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home: Path = tmp_path_factory.getbasetemp() / "home"
    home.mkdir(exist_ok=True)
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
