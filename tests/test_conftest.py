"""The tests of the tests: a missing need is told, and where nothing may be skipped it fails."""

import os
from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py").read_text("utf-8")
TEST = """
import pytest

@pytest.mark.needs_poppler
def test_of_a_picture():
    pass
"""


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A suite with one test that needs poppler, on a machine without any command."""
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(TEST)
    monkeypatch.setenv("PATH", str(pytester.path))
    return pytester


def test_a_test_with_a_missing_need_skips_and_names_the_command(suite: pytest.Pytester) -> None:
    result = suite.runpytest_inprocess("-rs", "--strict-markers")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*pdftotext, pdftoppm, pdfsig missing; install with: apt-get install poppler-utils*"])


def test_a_missing_need_fails_where_nothing_may_be_skipped(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXAM_NO_SKIP", "1")
    result = suite.runpytest_inprocess("--strict-markers")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*pdftotext, pdftoppm, pdfsig missing; install with: apt-get install poppler-utils*"])


def test_a_met_need_runs(suite: pytest.Pytester) -> None:
    for command in ("pdftotext", "pdftoppm", "pdfsig"):
        script = suite.path / command
        script.write_text("#!/bin/sh\n", "utf-8")
        script.chmod(0o755)
    suite.runpytest_inprocess("--strict-markers").assert_outcomes(passed=1)


def test_a_test_sees_a_home_of_its_own_and_no_settings_of_a_developer(tmp_path: Path) -> None:
    home = Path(os.environ["HOME"])
    assert home.is_relative_to(tmp_path.parent)
    assert list(home.iterdir()) == []
    assert list(tmp_path.iterdir()) == []
    assert {name for name in os.environ if name.startswith("EXAM_")} == {"EXAM_STRICT_WORDS"}
    assert all(Path(os.environ[f"XDG_{kind}_HOME"]).is_relative_to(home) for kind in ("CACHE", "CONFIG", "DATA"))
