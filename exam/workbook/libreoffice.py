"""Recalculation by LibreOffice, where it is installed: a second opinion, and the only way to open an `.ods`.

Measured: it does not recalculate on load unless its profile says so; two runs must not share a profile; killing its
wrapper leaves the real process running, so the whole group is killed.
"""

import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from exam.core.spreadsheet_submission import CellValue
from exam.workbook.given import Given
from exam.workbook.locating import Place
from exam.workbook.opening import opened, value_of
from exam.workbook.refusals import LibreOfficeFailedError, WorkbookRefusedError

SECONDS = 25
COMMAND = "soffice"
REFUSED = "libreoffice-failed"

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
<prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


def version() -> str:
    """Return what LibreOffice says of itself; nothing where there is none."""
    if shutil.which(COMMAND) is None:
        return ""
    command = (COMMAND, "--version")
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)  # noqa: S603 - fixed
    return " ".join(told.stdout.split()[:2])


def by_libreoffice(data: bytes, wanted: Sequence[Place], changes: Sequence[Given]) -> dict[Place, CellValue | str]:
    """Compute in a copy of the file, which nobody else ever sees."""
    try:
        result = opened(converted(_changed(data, changes) if changes else data, "xlsx"), results=True)
    except WorkbookRefusedError:
        return dict.fromkeys(wanted, REFUSED)
    return {place: _value(result, place) for place in wanted}


def converted(data: bytes, form: str) -> bytes:
    """Return the file as LibreOffice saves it in that form, everything recalculated.

    Raises:
        LibreOfficeFailedError: it is missing, took too long or made nothing of the file.
    """
    with tempfile.TemporaryDirectory(prefix="exam-office-") as made:
        folder = Path(made)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
        (folder / "given").write_bytes(data)
        _run(folder, form)
        try:
            return (folder / "out" / f"given.{form}").read_bytes()
        except OSError as error:
            raise LibreOfficeFailedError from error


def _run(folder: Path, form: str) -> None:
    if shutil.which(COMMAND) is None:
        raise LibreOfficeFailedError
    command = (
        COMMAND,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--convert-to", form, "--outdir", str(folder / "out"), str(folder / "given")),
    )
    process = subprocess.Popen(  # noqa: S603 - a fixed command, without a shell
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_unlimited,  # noqa: PLW1509 - nothing here has threads
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise LibreOfficeFailedError from error
    finally:
        _kill(process.pid)
        process.wait()


def _kill(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def _unlimited() -> None:
    """Give back the address space that the process which looks into a file denied itself; LibreOffice maps much."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on every system

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _changed(data: bytes, changes: Sequence[Given]) -> bytes:
    workbook: Workbook = opened(data, results=False)
    for place, value in changes:
        workbook[place.sheet].cell(place.row, place.column).value = value
    saved = io.BytesIO()
    workbook.save(saved)
    return saved.getvalue()


def _value(workbook: Workbook, place: Place) -> CellValue | str:
    if place.sheet not in workbook.sheetnames:
        return REFUSED
    return value_of(workbook[place.sheet].cell(place.row, place.column).value)
