"""The files of a workspace, and how a copy of one is made: whole and durable under its name, or not at all."""

import os
import shutil
from collections.abc import Callable, Iterator
from errno import EINVAL
from pathlib import Path
from typing import Protocol

SETTINGS = "exam.toml"
MARKER = "second-copy.json"
"""What makes a folder a second copy, and says how old it is."""
DATABASES = ("journal.db", "people.db")
SIDE_FILES = ("-wal", "-shm", "-journal")
CLAIM = ".second-copy"
"""What keeps a folder for a second copy until the first turn is done and the marker there."""
UNFINISHED = ".new"
OWNER_ONLY = 0o600
NOT_COPIED = frozenset({MARKER, *DATABASES, *(f"{name}{side}" for name in DATABASES for side in SIDE_FILES)})


class Sources(Protocol):
    """The databases of a workspace that is copied; `exam.journal.snapshot` has them."""

    def version(self) -> tuple[int, ...]:
        """Return numbers that differ whenever somebody committed in between."""
        ...

    def events(self) -> int:
        """Return a number that grows by one with every event."""
        ...

    def copy(self, name: str, target: Path) -> None:
        """Write a copy as of one moment."""
        ...

    def beyond(self, journal: Path) -> str:
        """Return a stream of another journal whose end this one does not hold; nothing when it holds them all."""
        ...


def walked(folder: Path, *, beside: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield the names of the files below a workspace but its databases, with `/` between folders, sorted.

    What begins with a dot is nobody's work: locks, ballast, halves of files. `beside` are folders left out at the top.
    """
    for place, folders, names in os.walk(folder):
        here = Path(place).relative_to(folder)
        top = here == Path()
        folders[:] = sorted(name for name in folders if name[0] != "." and not (top and name in beside))
        for name in sorted(names):
            if name[0] == "." or name.endswith(UNFINISHED) or (top and name in NOT_COPIED):
                continue
            if (Path(place) / name).is_file():
                yield (here / name).as_posix()


def put(target: Path, write: Callable[[Path], object]) -> None:
    """Let `write` make a file and give it its name once it is durable; what was there before stays until then.

    Raises:
        OSError: the folder is not there, or does not take it.
    """
    fresh = target.with_name(f".{target.name}{UNFINISHED}")
    try:
        fresh.unlink(missing_ok=True)
        os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY))
        write(fresh)
        settle(fresh)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
    settle(target.parent)


def put_copy(source: Path, root: Path, name: str) -> None:
    """Put a copy of a file below a folder, readable for its owner alone; the folder itself is never made.

    Raises:
        OSError: it cannot be read, or the folder is not there or does not take it.
    """
    make_room(root, name)
    put(root / name, lambda fresh: shutil.copyfile(source, fresh))


def make_room(root: Path, name: str) -> None:
    """Make the folders between a folder and a file below it; the folder itself has to be there."""
    for above in reversed(Path(name).parents[:-1]):
        (root / above).mkdir(exist_ok=True, mode=0o700)


def settle(path: Path) -> None:
    """Make a file or folder durable; some file systems know nothing of durable folders."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != EINVAL or not path.is_dir():
            raise
    finally:
        os.close(descriptor)


def same_bytes(one: Path, other: Path) -> bool:
    """Tell whether two files hold the same."""
    try:
        return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()
    except FileNotFoundError:
        return False
