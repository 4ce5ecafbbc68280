"""The reference validators: official releases from Maven Central, kept in a folder of the user, each with its checksum.

`jars.lock` names every file with its SHA-256; the two class paths stay apart because they want different versions.
"""

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

CENTRAL = "https://repo1.maven.org/maven2/"
LOCK = Path(__file__).with_name("jars.lock")
TRIES = 4
SECONDS = 60


class JarForeignError(Exception):
    """A file that was fetched has another checksum than jars.lock says."""

    def __init__(self, path: str, expected: str, found: str) -> None:
        super().__init__(f"{CENTRAL}{path} is not the file that jars.lock names: SHA-256 {found}, expected {expected}")


def class_path(validator: str) -> str:
    """Return the class path of a validator, `verapdf` or `dss`, with every file of it there and whole."""
    rows = (line.split() for line in LOCK.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    found = [kept_jar(path, checksum) for name, checksum, path in rows if name == validator]
    assert found, validator
    return os.pathsep.join(str(path) for path in found)


def _folder() -> Path:
    """Return where the files stay; `make conformance` names it, because tests have a home of their own."""
    return Path(os.environ.get("CONFORMANCE_JARS", Path.home() / ".cache" / "exam-conformance"))


def kept_jar(path: str, checksum: str, fetch: Callable[[str], bytes] | None = None) -> Path:
    """Return where a file of Maven Central is kept, fetched where it is not there or not whole.

    Raises:
        JarForeignError: what was fetched is not the file that jars.lock names; nothing of it is kept.
    """
    kept = _folder() / path.rpartition("/")[2]
    if not kept.is_file() or _sha256(kept.read_bytes()) != checksum:
        data = (fetch or _fetched)(CENTRAL + path)
        if _sha256(data) != checksum:
            raise JarForeignError(path, checksum, _sha256(data))
        kept.parent.mkdir(parents=True, exist_ok=True)
        partial = kept.with_suffix(".partial")
        partial.write_bytes(data)
        partial.replace(kept)
    return kept


def _fetched(url: str) -> bytes:
    for number in range(1, TRIES + 1):
        try:
            with urlopen(url, timeout=SECONDS) as answer:  # noqa: S310 - an https address of this module
                return bytes(answer.read())
        except (URLError, TimeoutError, ConnectionError):
            if number == TRIES:
                raise
            time.sleep(2**number)
    raise AssertionError


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
