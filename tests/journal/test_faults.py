"""A disk that fails, fills up or lets nobody write: no false "saved", and the same process goes on afterwards."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import apsw
import pytest

from exam.core.chain import Head
from exam.journal import SqliteJournal
from exam.journal.engine import (
    JournalDeviceError,
    JournalFullError,
    JournalLogBusyError,
    JournalPlaceError,
    JournalReadOnlyError,
    connect,
)
from exam.journal.room import DiskRoom
from exam.service.ports import JournalError, NewEvent
from tests.journal.disks import Disk
from tests.journal.small_disks import fill, freeze, remount, small_disk
from tests.proving import measured, rounds

NAME = "session/a"
KINDS = ("write", "sync", "truncate")
APPENDS = 12


def event(size: int = 200) -> NewEvent:
    return NewEvent(type="SomethingHappened", version=1, body=b"x" * size)


class Once:
    """Fails the nth operation of a kind, once or for as long as it is told to."""

    def __init__(self, kind: str, number: int, error: type[apsw.Error], *, stays: bool = False) -> None:
        self.kind, self.number, self.error, self.stays = kind, number, error, stays
        self.seen = 0
        self.failed = False

    def __call__(self, kind: str, _number: int) -> None:
        if kind != self.kind:
            return
        self.seen += 1
        if self.seen == self.number or (self.stays and self.seen > self.number):
            self.failed = True
            raise self.error


def write(journal: SqliteJournal, appended: dict[str, Head]) -> int:
    """Append until all is there, each with its own key again after a failure; return how often it was refused."""
    refused = 0
    for number in range(APPENDS):
        key = f"k{number}"
        for _ in range(3):
            try:
                appended[key] = journal.append(NAME, [event(700)], expected=number, key=key)
                break
            except JournalDeviceError:
                refused += 1
    return refused


@pytest.mark.parametrize("kind", KINDS)
def test_whichever_write_or_sync_fails_once_the_same_process_goes_on_and_loses_nothing(
    tmp_path: Path, kind: str
) -> None:
    failures = refusals = 0
    for number in range(1, 400, rounds(7, 1)):
        fault = Once(kind, number, apsw.IOError)
        disk = Disk(fault=fault)
        path = tmp_path / f"{kind}-{number}.db"
        appended: dict[str, Head] = {}
        try:
            with SqliteJournal(path, vfs=disk.name) as journal:
                journal._writer.do(lambda connection: connection.wal_autocheckpoint(5), alone=True)  # noqa: SLF001 - soon
                refusals += write(journal, appended)
        except JournalDeviceError:
            assert fault.failed, "it did not even open"
        disk.unregister()
        failures += fault.failed
        with SqliteJournal(path) as again:
            links = [stored.link for stored in again.read(NAME)]
            assert again.faults() == ()
            assert [links[head.seq - 1].hash for head in appended.values()] == [h.hash for h in appended.values()]
            assert len(links) == len(appended)
        if not fault.failed:
            break
    assert failures
    measured("nth operation fails", kind=kind, failures=failures, refusals=refusals, lost=0, doubled=0)


@pytest.mark.parametrize(
    ("error", "refusal"),
    [
        (apsw.FullError, JournalFullError),
        (apsw.IOError, JournalDeviceError),
        (apsw.ReadOnlyError, JournalReadOnlyError),
    ],
)
def test_a_disk_that_stops_taking_is_told_by_name_reads_go_on_and_so_does_the_same_connection_afterwards(
    tmp_path: Path, error: type[apsw.Error], refusal: type[JournalError]
) -> None:
    fault = Once("write", 10**6, error, stays=True)
    disk = Disk(fault=fault)
    with SqliteJournal(tmp_path / "journal.db", vfs=disk.name) as journal:
        journal.append(NAME, [event()], expected=0, key="k0")
        fault.number = 0
        for number in range(3):
            with pytest.raises(refusal) as told:
                journal.append(NAME, [event()], expected=1, key=f"k{number + 1}")
            assert "journal.db" in told.value.arguments["path"]
        assert [stored.link.seq for stored in journal.read(NAME)] == [1]
        fault.stays = False
        assert journal.append(NAME, [event()], expected=1, key="k1").seq == 2
    disk.unregister()
    with SqliteJournal(tmp_path / "journal.db") as again:
        assert again.head(NAME).seq == 2


Bounded = Callable[[], Callable[[], None]]


@pytest.fixture(params=["file layer", "tmpfs"])
def full(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[SqliteJournal, Bounded]]:
    """A journal, and what fills its disk; that returns what makes room again. Without a tmpfs the layer stands in."""
    folder = tmp_path / "disk"
    with ExitStack() as stack:
        mounted = stack.enter_context(small_disk(folder, "2m")) if request.param == "tmpfs" else False
        folder.mkdir(exist_ok=True)
        fault = Once("write", 10**6, apsw.FullError, stays=True)
        disk = Disk(fault=fault)
        stack.callback(disk.unregister)
        opened = SqliteJournal(folder / "journal.db", vfs=None if mounted else disk.name)
        journal = stack.enter_context(opened)

        def fill_layer() -> Callable[[], None]:
            fault.number, fault.stays = 0, True
            return lambda: setattr(fault, "stays", False)

        yield journal, (lambda: fill(folder).unlink) if mounted else fill_layer


def test_a_full_disk_keeps_nothing_says_so_and_goes_on_when_there_is_room(
    full: tuple[SqliteJournal, Bounded],
) -> None:
    journal, filled = full
    kept = [journal.append(NAME, [event()], expected=number, key=f"k{number}") for number in range(5)]
    make_room = filled()
    refused = 0
    for number in range(40):
        try:
            kept.append(journal.append(NAME, [event(20_000)], expected=len(kept), key=f"full{number}"))
        except JournalFullError:
            refused += 1
    assert refused
    assert [stored.link.hash for stored in journal.read(NAME)] == [head.hash for head in kept]
    make_room()
    kept.append(journal.append(NAME, [event(20_000)], expected=len(kept), key="later"))
    assert [stored.link.hash for stored in journal.read(NAME)] == [head.hash for head in kept]


def test_the_ballast_lets_what_runs_be_finished(tmp_path: Path) -> None:
    """Fill a disk of two megabytes; the first append that meets it gives up the ballast and is kept."""
    folder = tmp_path / "disk"
    with small_disk(folder, "2m") as mounted:
        room = DiskRoom(folder, reserve=0)
        assert room.hold(400_000)
        assert room.hold(400_000), "it is there already"
        fault = Once("write", 10**6, apsw.FullError, stays=True)
        disk = Disk(fault=fault)

        def relieve() -> bool:
            fault.stays = False
            return room.relieve()

        with SqliteJournal(folder / "journal.db", vfs=None if mounted else disk.name, relieve=relieve) as journal:
            journal.append(NAME, [event()], expected=0, key="k0")
            if mounted:
                fill(folder)
            else:
                fault.number = 0
            for number in range(1, 12):
                journal.append(NAME, [event(1_000)], expected=number, key=f"k{number}")
            assert not (folder / ".run" / "ballast").exists()
            assert len(journal.read(NAME)) == 12
        disk.unregister()
    assert not room.relieve()


def test_no_ballast_is_kept_where_it_would_take_the_reserve(tmp_path: Path) -> None:
    room = DiskRoom(tmp_path, reserve=10**15)
    assert not room.hold()
    assert list(tmp_path.iterdir()) == []
    (tmp_path / ".run").write_text("in the way")
    assert not DiskRoom(tmp_path, reserve=0).hold(10)
    with pytest.raises(JournalError):
        DiskRoom(tmp_path / "gone", reserve=0).free()


def test_files_that_become_unwritable_below_an_open_journal_are_told_by_name_and_it_goes_on_afterwards(
    tmp_path: Path,
) -> None:
    """Let the kernel refuse writes to open files, as after a fault of the disk; without that right the layer does."""
    fault = Once("write", 10**6, apsw.IOError, stays=True)
    disk = Disk(fault=fault)
    with SqliteJournal(tmp_path / "journal.db", vfs=disk.name) as journal:
        journal.append(NAME, [event()], expected=0, key="k0")
        files = [tmp_path / "journal.db", tmp_path / "journal.db-wal"]
        if not freeze(files, frozen=True):
            fault.number = 0
        try:
            with pytest.raises((JournalDeviceError, JournalReadOnlyError)):
                journal.append(NAME, [event()], expected=1, key="k1")
            assert len(journal.read(NAME)) == 1
        finally:
            freeze(files, frozen=False)
        fault.stays = False
        assert journal.append(NAME, [event()], expected=1, key="k1").seq == 2
    disk.unregister()


def test_a_journal_on_a_read_only_disk_does_not_open_and_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    with small_disk(folder, "4m") as mounted:
        with SqliteJournal(folder / "journal.db") as journal:
            journal.append(NAME, [event()], expected=0, key="k0")
        fault = Once("write", 1, apsw.ReadOnlyError, stays=True)
        disk = Disk(fault=fault)
        if mounted:
            assert remount(folder, read_only=True)
        with pytest.raises(JournalReadOnlyError), SqliteJournal(folder / "journal.db", vfs=disk.name) as again:
            again.append(NAME, [event()], expected=1, key="k1")
        disk.unregister()
        if mounted:
            assert remount(folder, read_only=False)
        with SqliteJournal(folder / "journal.db") as again:
            assert again.append(NAME, [event()], expected=1, key="k1").seq == 2


def test_a_place_without_a_shared_log_is_refused_and_nothing_runs_there_with_less(tmp_path: Path) -> None:
    with pytest.raises(JournalPlaceError):
        connect(Path(":memory:"), "")
    assert list(tmp_path.iterdir()) == []


def test_an_erasure_that_somebody_reads_beside_is_not_told_to_be_done_and_is_finished_by_the_same_call(
    tmp_path: Path,
) -> None:
    path = tmp_path / "journal.db"
    secret = NewEvent(type="SomethingHappened", version=1, body=b"velmi osobni slova")
    with SqliteJournal(path) as journal:
        journal.append(NAME, [secret], expected=0, key="k")
        journal._writer.do(lambda connection: connection.set_busy_timeout(50), alone=True)  # noqa: SLF001 - not to wait 5 s
        other = apsw.Connection(str(path))
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM bodies").fetchall()
        with pytest.raises(JournalLogBusyError):
            journal.erase(NAME, [1], notice=event(), key="erase")
        other.execute("COMMIT")
        other.close()
        journal.erase(NAME, [1], notice=event(), key="erase")
        assert not any(b"velmi osobni slova" in file.read_bytes() for file in tmp_path.iterdir())
        assert [stored.body is None for stored in journal.read(NAME)] == [True, False]
