"""`exam` as a shell has it: a real process, with pipes that break, disks that are full, and people who press Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

EXAM = [sys.executable, "-m", "exam"]


def environment(**more: str) -> dict[str, str]:
    """Return the environment of somebody who does not run tests: buffered output, UTF-8."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "EXAM_", "LC_"))}
    return {**kept, "LANG": "C.UTF-8", "PYTHONPATH": str(Path(__file__).parents[2])} | more


def run(*arguments: str | bytes, cwd: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own interpreter
        [*EXAM, *arguments], cwd=cwd, env=environment(**more), capture_output=True, check=False
    )


def faulty(tmp_path: Path, count: int) -> Path:
    """Return content with so many faults, enough to fill a pipe."""
    folder = tmp_path / "content" / "rubrics" / "mini-1"
    folder.mkdir(parents=True)
    keys = "".join(f"key_number_{number}: x\n" for number in range(count))
    (folder / "theory.yaml").write_text(keys)
    return tmp_path / "content"


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_whoever_stops_reading_is_not_shown_a_traceback(tmp_path: Path, unbuffered: str) -> None:
    content = faulty(tmp_path, 2000)
    process = subprocess.Popen(  # noqa: S603 - our own interpreter
        [*EXAM, "check", str(content)],
        env=environment(PYTHONUNBUFFERED=unbuffered),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert b"theory.yaml" in process.stdout.readline()
    process.stdout.close()
    told = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(30) == 130
    assert "Traceback" not in told
    assert "Exception" not in told


@pytest.mark.parametrize("arguments", [("--help",), ("check", "--help"), ()])
def test_help_that_nobody_reads_is_quiet(arguments: tuple[str, ...]) -> None:
    process = subprocess.Popen(  # noqa: S603 - our own interpreter
        [*EXAM, *arguments], env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(30) == 0


def test_output_that_a_full_disk_does_not_take_is_told_in_a_sentence(tmp_path: Path) -> None:
    content = faulty(tmp_path, 3)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(  # noqa: S603 - our own interpreter
            [*EXAM, "check", str(content), "--language", "en"],
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    told = done.stderr.decode()
    assert done.returncode == 2
    assert "exam: The system did not allow it: No space left on device" in told
    assert "Traceback" not in told
    assert "Exception" not in told


@pytest.mark.parametrize("encoding", ["ascii", "iso8859-2"])
def test_a_terminal_that_cannot_show_a_character_shows_its_number(tmp_path: Path, encoding: str) -> None:
    done = run("check", str(faulty(tmp_path, 1)), "--language", "cs", cwd=tmp_path, PYTHONIOENCODING=encoding)
    assert done.returncode == 1
    assert "K003" in done.stdout.decode(encoding)
    assert b"Traceback" not in done.stderr


def test_a_name_that_is_no_text_is_shown_and_is_json_all_the_same(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.pdf")).write_bytes(b"Dear authority")
    spoken = run("verify", b"bad\xff.pdf", cwd=tmp_path)
    assert (spoken.returncode, "bad⟨U+DCFF⟩.pdf" in spoken.stdout.decode()) == (4, True)
    done = run("verify", b"bad\xff.pdf", "--format", "json", cwd=tmp_path)
    (row,) = json.loads(done.stdout)
    assert (row["path"], row["verdict"]) == ("bad\udcff.pdf", "RETURN")


def test_ctrl_c_ends_a_run_quietly_with_130(tmp_path: Path) -> None:
    process = subprocess.Popen(  # noqa: S603 - our own interpreter
        [*EXAM, "demo", "--out", str(tmp_path)], env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while not (tmp_path / "passed-1" / "journal.db").exists():
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, told = process.communicate(timeout=30)
    assert (process.returncode, out, told) == (130, b"", b"")
