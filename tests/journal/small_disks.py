"""Real small disks: a tmpfs of a few megabytes, where this process may mount one."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

MOUNT = "/usr/bin/mount"
CHATTR = "/usr/bin/chattr"
UMOUNT = "/usr/bin/umount"


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[bool]:
    """Mount a tmpfs of that size over the folder, and tell whether this process may."""
    folder.mkdir(exist_ok=True)
    mounted = _run(MOUNT, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    try:
        yield mounted
    finally:
        if mounted:
            _run(UMOUNT, "--lazy", str(folder))


def remount(folder: Path, *, read_only: bool) -> bool:
    """Let a mounted disk be read only, or writable again."""
    return _run(MOUNT, "-o", "remount,ro" if read_only else "remount,rw", str(folder))


def freeze(files: Sequence[Path], *, frozen: bool) -> bool:
    """Let the kernel refuse every write to these files, to those who have them open, too; tell whether it does."""
    done = [_run(CHATTR, "+i" if frozen else "-i", str(path)) for path in files]
    return all(done)


def fill(folder: Path) -> Path:
    """Fill the disk to the last byte with one file and return it."""
    path = folder / "filling"
    with path.open("wb", buffering=0) as file:
        chunk = 65_536
        while chunk:
            try:
                file.write(b"x" * chunk)
            except OSError:
                chunk //= 2
    return path


def _run(*command: str) -> bool:
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603 - fixed commands
    except OSError:
        return False
