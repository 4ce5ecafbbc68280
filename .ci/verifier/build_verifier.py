"""Builds the verifier as one executable with PyInstaller: `dist/exam-verify`, for the system that it runs on."""

import os
from pathlib import Path

from PyInstaller.__main__ import run

ROOT = Path(__file__).parents[2]
DATA = {"reports": "exam/content/reports", "exam/locale": "exam/locale"}
FOREIGN = ("apsw", "argon2", "openpyxl", "textual", "pkcs11", "tkinter")
"""What other commands need and verifying does not."""


def main() -> None:
    """Build it."""
    options = ["--onefile", "--name", "exam-verify", "--noconfirm", "--clean", "--log-level", "WARN"]
    options += ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build"), "--specpath", str(ROOT / "build")]
    options += ["--paths", str(ROOT), "--collect-submodules", "exam.cli"]
    options += ["--collect-submodules", "reportlab.graphics.barcode"]
    for source, place in DATA.items():
        options += ["--add-data", f"{ROOT / source}{os.pathsep}{place}"]
    for module in FOREIGN:
        options += ["--exclude-module", module]
    run([*options, str(Path(__file__).with_name("verifier.py"))])


if __name__ == "__main__":
    main()
