"""One turn of the second copy: databases as of one moment, every file, and away with what is meant to be gone."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path

from exam.copies.faults import MirrorAheadError, MirrorFailedError, MirrorMissingError, MirrorOccupiedError
from exam.copies.files import CLAIM, DATABASES, MARKER, Sources, put, put_copy, same_bytes, settle, walked
from exam.copies.marker import marker
from exam.service.ports import JournalError

JOURNAL, PEOPLE = DATABASES
DAMAGED = "journal-damaged"
"""What the workspace's own database is refused with; any other refusal is the copy's device's."""
BLOBS, ARCHIVE = "blobs", "archive"
PARTS = frozenset({"item_banks", "rubrics", "reports", "keys"})
"""Folders that are not emptied in the copy when the workspace lost them as a whole."""
Print = tuple[int, int]


class MirrorWriter:
    """Writes a second copy that is whole at every moment: what is new is written beside what is there, then renamed.

    The order makes it consistent: the journal is copied first and takes its name last, so that whatever it names
    lies there before it.
    """

    def __init__(
        self,
        workspace: Path,
        folder: Path,
        sources: Sources,
        hold: Callable[[Path, ExitStack], None],
        named: Callable[[], frozenset[str]],
    ) -> None:
        self.workspace = workspace
        self.folder = folder
        self._sources = sources
        self._hold = hold
        """Owns a folder until the stack closes."""
        self._named = named
        """Returns the blobs that the journal names."""
        self._held = ExitStack()
        self._note = b""
        self._prints: dict[str, Print] = {}
        """By name, size and time of the files as they were copied."""
        self._blobs: set[str] = set()

    @property
    def connected(self) -> bool:
        """Tell whether the copy is the one that was written last."""
        try:
            return bool(self._note) and (self.folder / MARKER).read_bytes() == self._note
        except OSError:
            return False

    def connect(self) -> None:
        """Take the folder: an empty one, or a copy that holds nothing but what the workspace holds.

        Raises:
            ExamError: it is not there, holds something else, or is ahead.
            OSError: the device fails.
        """
        self.leave()
        if not self.folder.is_dir():
            raise MirrorMissingError(folder=self.folder)
        taken = any((self.folder / name).exists() for name in (MARKER, CLAIM))
        if not taken and any(entry.name[0] != "." for entry in self.folder.iterdir()):
            raise MirrorOccupiedError(folder=self.folder)
        self._hold(self.folder, self._held)
        (self.folder / CLAIM).touch()
        if (self.folder / JOURNAL).exists():
            stream = self._sources.beyond(self.folder / JOURNAL)
            if stream:
                raise MirrorAheadError(folder=self.folder, stream=stream, workspace=self.workspace)
        for left in self.folder.rglob(".*.new"):
            left.unlink(missing_ok=True)
        self._blobs = {path.name for path in (self.folder / BLOBS).glob("[0-9a-f]*")}

    def leave(self) -> None:
        """Let the folder go; nothing that was known of it holds any more."""
        self._held.close()
        self._held = ExitStack()
        self._note = b""
        self._prints.clear()
        self._blobs.clear()

    def turn(self, at: datetime, *, databases: bool) -> None:
        """Bring the copy up to date; `databases` tells whether they changed.

        Raises:
            ExamError: a database cannot be copied.
            OSError: the device does not take it; what was there before is still whole.
        """
        if not databases:
            self._copy_files()
            self._remove()
            return
        version, events = self._sources.version(), self._sources.events()
        self._database(JOURNAL, self._people_and_files)
        put(self.folder / MARKER, lambda fresh: fresh.write_bytes(marker(at, events)))
        self._note = (self.folder / MARKER).read_bytes()
        self._remove()
        if version == self._sources.version():
            self._remove_blobs()

    def _database(self, name: str, between: Callable[[], None]) -> None:
        """Put a copy of a database; `between` is done after its moment and before it takes its name."""

        def write(fresh: Path) -> None:
            try:
                self._sources.copy(name, fresh)
            except JournalError as error:
                if error.code == DAMAGED:
                    raise
                raise MirrorFailedError(folder=self.folder, reason=error.__cause__ or error) from error
            between()

        put(self.folder / name, write)

    def _people_and_files(self) -> None:
        self._copy_blobs()
        self._copy_files()
        self._database(PEOPLE, lambda: None)

    def _copy_blobs(self) -> None:
        """Copy the blobs that the copy lacks; one that an erasure is just taking away is passed over."""
        place = self.workspace / BLOBS
        names = {path.name for path in place.glob("[0-9a-f]*")} if place.is_dir() else set()
        for name in sorted(names - self._blobs):
            with suppress(FileNotFoundError):
                put_copy(self._required(place / name), self.folder, f"{BLOBS}/{name}")
                self._blobs.add(name)

    def _copy_files(self) -> None:
        for name in walked(self.workspace, beside=frozenset({BLOBS})):
            source = self.workspace / name
            with suppress(FileNotFoundError):
                found = source.stat()
                seen = (found.st_size, found.st_mtime_ns)
                if self._prints.get(name) == seen:
                    continue
                if not same_bytes(source, self.folder / name):
                    put_copy(self._required(source), self.folder, name)
                self._prints[name] = seen

    def _required(self, source: Path) -> Path:
        """Return the source when it and the copy's folder are there; a folder that is gone is never made anew."""
        if not self.folder.is_dir():
            raise MirrorMissingError(folder=self.folder)
        source.stat()
        return source

    def _remove(self) -> None:
        """Take away the files that the workspace has no more; archived records and lost folders stay."""
        present = set(walked(self.workspace, beside=frozenset({BLOBS})))
        left = {Path(name).parts[0] for name in present}
        for name in walked(self.folder, beside=frozenset({BLOBS, ARCHIVE})):
            top = Path(name).parts[0]
            if name not in present and not (top in PARTS and top not in left):
                (self.folder / name).unlink(missing_ok=True)
                self._prints.pop(name, None)

    def _remove_blobs(self) -> None:
        """Take away the blobs that were erased: the workspace lacks them, and no event names them."""
        gone = {name for name in self._blobs if not (self.workspace / BLOBS / name).exists()}
        erased = gone - self._named() if gone else gone
        for name in erased:
            (self.folder / BLOBS / name).unlink(missing_ok=True)
            self._blobs.discard(name)
        if erased:
            settle(self.folder / BLOBS)
