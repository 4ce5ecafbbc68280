"""What every test stands on: no developer's configuration, and needs that skip with the command that meets them."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from argon2.profiles import CHEAPEST
from hypothesis import HealthCheck, settings

from exam.loading.content import Loaded, load_content

pytest_plugins = ("pytester",)

NEEDS = {
    "needs_tmux": (("tmux", "pkill"), "apt-get install tmux procps"),
    "needs_softhsm": (("softhsm2-util",), "apt-get install softhsm2"),
    "needs_poppler": (("pdftotext", "pdftoppm", "pdfsig"), "apt-get install poppler-utils"),
    "needs_qpdf": (("qpdf",), "apt-get install qpdf"),
    "needs_zbar": (("zbarimg",), "apt-get install zbar-tools"),
    "needs_libreoffice": (("soffice",), "apt-get install libreoffice-calc-nogui"),
    "needs_netns": (("ip", "setpriv"), "apt-get install iproute2 util-linux (and run as root)"),
    "needs_uno": (("soffice", "/usr/bin/python3:uno"), "apt-get install libreoffice-calc-nogui python3-uno"),
    "needs_java": (("java", "javac"), "apt-get install default-jdk-headless"),
}
"""Marker → the commands that must be there, one with the module that it must import, and what installs them."""

FOLDERS = ("rubrics", "item_banks", "reports")
LOADED: dict[bytes, Loaded] = {}

settings.register_profile("quick", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=50)
settings.register_profile("ci", parent=settings.get_profile("quick"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "quick")


def pytest_configure(config: pytest.Config) -> None:
    for marker, (commands, remedy) in NEEDS.items():
        config.addinivalue_line("markers", f"{marker}: needs {' and '.join(commands)}; install with: {remedy}")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip or fail before any fixture hides the environment."""
    for marker, (commands, remedy) in NEEDS.items():
        if item.get_closest_marker(marker) is None:
            continue
        missing = [command for command in commands if not _is_there(command)]
        if missing:
            told = f"{', '.join(missing)} missing; install with: {remedy}"
            if os.environ.get("EXAM_NO_SKIP") == "1":
                pytest.fail(told, pytrace=False)
            pytest.skip(told)


@cache
def _is_there(need: str) -> bool:
    command, _, module = need.partition(":")
    if shutil.which(command) is None:
        return False
    asked = [command, "-c", f"import {module}"]
    return not module or subprocess.run(asked, check=False, capture_output=True).returncode == 0  # noqa: S603 - fixed


@pytest.fixture(scope="session", autouse=True)
def _no_configuration_in_wider_fixtures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hide the developer's configuration from fixtures that live longer than a test, too."""
    with pytest.MonkeyPatch.context() as patch:
        _hide_configuration(patch, tmp_path_factory.mktemp("home"))
        yield


@pytest.fixture(autouse=True)
def _no_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give each test a home of its own; it lies beside `tmp_path`, which stays empty."""
    _hide_configuration(monkeypatch, tmp_path_factory.mktemp("home"))


@pytest.fixture(autouse=True)
def _cheap_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash PINs with argon2's smallest parameters; the real ones cost a second for every exam that a test plays."""
    monkeypatch.setattr("exam.people.RFC_9106_LOW_MEMORY", CHEAPEST)


@pytest.fixture(autouse=True)
def _content_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load the same content once: every workspace that a test opens would cost a second of the processor."""
    monkeypatch.setattr("exam.loading.load_content", _loaded)


def _loaded(root: Path, on: date) -> Loaded:
    held = sha256(on.isoformat().encode())
    for name in sorted(name for folder in FOLDERS for name in (root / folder).rglob("*.yaml")):
        held.update(f"{name.relative_to(root)} {sha256(name.read_bytes()).hexdigest()}\n".encode())
    key = held.digest()
    if key not in LOADED:
        LOADED[key] = load_content(root, on)
    return LOADED[key]


@pytest.fixture(autouse=True)
def _restless_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let second copies look often and rest little; nobody's disk is spared in a test."""
    for name, value in (("POLL_S", 0.05), ("RETRY_S", 0.1), ("REST", 0)):
        monkeypatch.setattr(f"exam.copies.mirror.{name}", value)


def _hide_configuration(patch: pytest.MonkeyPatch, home: Path) -> None:
    for name in [name for name in os.environ if name.startswith("EXAM_")]:
        patch.delenv(name)
    patch.setenv("EXAM_STRICT_WORDS", "1")
    patch.setenv("HOME", str(home))
    for kind in ("CACHE", "CONFIG", "DATA", "STATE"):
        patch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
    patch.delenv("XDG_RUNTIME_DIR", raising=False)
