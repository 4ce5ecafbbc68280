"""Runs the foreign programs that judge a record: veraPDF, EU DSS, qpdf and poppler; what they say is only read here."""

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.conformance.jars import class_path

JAVA = Path(__file__).with_name("java")
SECONDS = 600


@dataclass(frozen=True)
class Judged:
    """What veraPDF says of a file by one profile."""

    compliant: bool
    broken: tuple[str, ...]
    """The rules, as clause and number."""


@dataclass(frozen=True)
class Signed:
    """What EU DSS says of one signature or timestamp."""

    kind: str
    """`signature`, `timestamp`, or `file` where it cannot be read."""
    level: str
    indication: str
    reason: str
    errors: str
    changes: str
    """What was changed after it, apart from later signatures."""


def verapdf(files: Sequence[Path]) -> dict[str, dict[str, Judged]]:
    """Return veraPDF's verdicts by the name of the file and the profile: 3b, 3a, ua1."""
    told: dict[str, dict[str, Judged]] = {}
    for row in _java("verapdf", "VeraPdf", *map(str, files)):
        path, profile, verdict, broken = row
        told.setdefault(Path(path).name, {})[profile] = Judged(verdict == "PASS", tuple(broken.split()))
    return told


def dss(files: Sequence[Path], trust: Path, at: datetime) -> dict[str, list[Signed]]:
    """Return what EU DSS says of every signature and timestamp, by the name of the file."""
    told: dict[str, list[Signed]] = {path.name: [] for path in files}
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for path, *rest in _java("dss", "Dss", str(trust), moment, *map(str, files)):
        told[Path(path).name].append(Signed(*rest))
    return told


def qpdf(path: Path) -> str:
    """Return what `qpdf --check` finds wrong; nothing of a sound file."""
    done = _run("qpdf", "--check", str(path))
    return "" if done.returncode == 0 else done.stdout + done.stderr


def pdfsig(path: Path) -> list[str]:
    """Return what poppler says of each signature."""
    done = _run("pdfsig", "-nocert", str(path))
    return re.findall(r"- Signature Validation: (.*)", done.stdout)


def _java(validator: str, program: str, *arguments: str) -> list[list[str]]:
    done = _run("java", "-cp", class_path(validator), str(JAVA / f"{program}.java"), *arguments)
    assert done.returncode == 0, done.stderr
    return [line.split("\t") for line in done.stdout.splitlines()]


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - commands of this module
        command,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
