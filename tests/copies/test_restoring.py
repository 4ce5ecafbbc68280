"""What is given as a backup may come from anybody; what is none is refused by name, and nothing leads elsewhere."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from exam.copies import restoring
from exam.copies.backup import MANIFEST, Manifest, fits, write_backup
from exam.copies.faults import (
    BackupDigestError,
    BackupError,
    BackupNameError,
    BackupTooLargeError,
    BackupUnreadableError,
)
from exam.copies.files import DATABASES
from exam.copies.restoring import unpack_backup
from exam.core.canonical import canonical_json

Members = dict[str, bytes]


class Still:
    """Databases that never change."""

    def version(self) -> tuple[int, ...]:
        return ()

    def events(self) -> int:
        return 0

    def copy(self, name: str, target: Path) -> None:
        target.write_bytes(f"the database {name}".encode())

    def beyond(self, journal: Path) -> str:
        return journal.name


def small(folder: Path) -> Path:
    """Return a folder that a backup takes."""
    (folder / "blobs").mkdir(parents=True)
    (folder / "exam.toml").write_text("")
    (folder / "blobs" / ("a" * 64)).write_bytes(b"blob")
    (folder / "journal.db-wal").write_bytes(b"never copied")
    (folder / ".run").mkdir()
    (folder / ".run" / "lock").write_bytes(b"never copied")
    return folder


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    path = tmp_path / "backup.zip"
    write_backup(small(tmp_path / "workspace"), path, Still(), at="2026-11-20T09:00:00+01:00", program="0")
    return path


def members(path: Path) -> Members:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(found: Members, compression: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in found.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=compression)
    return file.getvalue()


def test_a_backup_holds_the_databases_and_files_and_nothing_that_begins_with_a_dot(backup: Path) -> None:
    assert sorted(members(backup)) == sorted([MANIFEST, *DATABASES, "exam.toml", f"blobs/{'a' * 64}"])


def test_what_was_kept_comes_back(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "back").mkdir()
    manifest = unpack_backup(backup, tmp_path / "back")
    for kept in manifest.files:
        assert (tmp_path / "back" / kept.name).read_bytes() == members(backup)[kept.name]
    assert not (tmp_path / "back" / MANIFEST).exists()


def test_every_byte_that_differs_is_noticed_or_means_nothing(backup: Path, tmp_path: Path) -> None:
    whole = members(backup)
    data = backup.read_bytes()
    noticed = 0
    for place in range(len(data)):
        backup.write_bytes(data[:place] + bytes([data[place] ^ 0x41]) + data[place + 1 :])
        try:
            unpack_backup(backup, None)
        except BackupError:
            noticed += 1
        else:
            assert members(backup) == whole
    assert noticed > len(data) * 0.7
    assert {path.name for path in tmp_path.iterdir()} == {"workspace", "backup.zip"}


def test_every_end_that_is_cut_off_is_noticed(backup: Path) -> None:
    data = backup.read_bytes()
    for length in range(len(data)):
        backup.write_bytes(data[:length])
        with pytest.raises(BackupError):
            unpack_backup(backup, None)


def changed(backup: Path, change: Callable[[Members], object]) -> None:
    found = members(backup)
    change(found)
    backup.write_bytes(zipped(found))


@pytest.mark.parametrize(
    "change",
    [
        lambda found: found.pop("journal.db"),
        lambda found: found.update({"added.txt": b"?"}),
        lambda found: found.update({"exam.toml": b"language = 'en'"}),
    ],
    ids=["missing", "added", "another"],
)
def test_files_that_are_not_those_of_the_list_are_refused(backup: Path, change: Callable[[Members], object]) -> None:
    changed(backup, change)
    with pytest.raises(BackupDigestError):
        unpack_backup(backup, None)


def test_a_list_without_the_databases_is_that_of_no_backup(backup: Path) -> None:
    backup.write_bytes(zipped({MANIFEST: canonical_json(Manifest(program="0", at="", files=()))}))
    with pytest.raises(BackupDigestError):
        unpack_backup(backup, None)


@pytest.mark.parametrize("data", [b"{}", b"[]", b"\xff", b'{"schema":"exam/backup/2"}'])
def test_a_list_that_is_none_is_refused(backup: Path, data: bytes) -> None:
    changed(backup, lambda found: found.update({MANIFEST: data}))
    with pytest.raises(BackupUnreadableError):
        unpack_backup(backup, None)


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all, but longer than its end is", b"\0" * 1_000])
def test_what_is_no_zip_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(data)
    with pytest.raises(BackupUnreadableError):
        unpack_backup(tmp_path / "x.zip", None)


NAMES = ("../out", "/etc/passwd", "a/../../out", "a//b", "./a", "a/", ".run/lock", "a\\b", "a\nb", "\x1b[2J", "a" * 401)


@pytest.mark.parametrize("name", [*NAMES, "/".join("a" * 13)])
def test_a_name_that_leads_elsewhere_is_refused_before_anything_is_written(
    backup: Path, tmp_path: Path, name: str
) -> None:
    assert not fits(name)
    changed(backup, lambda found: found.update({name: b"?"}))
    (tmp_path / "back").mkdir()
    with pytest.raises(BackupError):
        unpack_backup(backup, tmp_path / "back")
    assert list((tmp_path / "back").iterdir()) == []


@pytest.mark.parametrize("name", ["exam.toml", "EXAM.TOML"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused(backup: Path, name: str) -> None:
    with zipfile.ZipFile(backup, "a") as archive:
        archive.writestr(name, b"another")
    with pytest.raises(BackupNameError):
        unpack_backup(backup, None)


def test_a_bomb_is_refused_before_it_is_unpacked(backup: Path) -> None:
    backup.write_bytes(zipped({"bomb": b"\0" * 20_000_000}, zipfile.ZIP_DEFLATED))
    assert backup.stat().st_size < 100_000
    with pytest.raises(BackupTooLargeError):
        unpack_backup(backup, None)


def test_what_is_compressed_is_refused_even_where_it_is_small(backup: Path) -> None:
    backup.write_bytes(zipped({"small": bytes(range(256))}, zipfile.ZIP_DEFLATED))
    with pytest.raises((BackupNameError, BackupTooLargeError)):
        unpack_backup(backup, None)


def test_a_directory_that_is_too_large_is_refused_before_it_is_read(
    backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "MAX_FILES", 2)
    with pytest.raises(BackupTooLargeError):
        unpack_backup(backup, None)


def test_a_directory_of_a_large_zip_is_looked_at_where_it_is(backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 2)
    backup.write_bytes(zipped(members(backup)))
    assert b"PK\x06\x06" in backup.read_bytes()
    data = bytearray(backup.read_bytes())
    data[-14:-10] = b"\xff\xff\xff\xff"
    backup.write_bytes(bytes(data))
    assert unpack_backup(backup, None).files
    monkeypatch.setattr(restoring, "MAX_FILES", 2)
    with pytest.raises(BackupTooLargeError):
        unpack_backup(backup, None)


def test_a_disk_that_is_too_small_is_told_before_anything_is_written(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "free_below", lambda _: 10)
    (tmp_path / "back").mkdir()
    with pytest.raises(BackupTooLargeError):
        unpack_backup(backup, tmp_path / "back")
    assert list((tmp_path / "back").iterdir()) == []


def test_a_workspace_with_a_name_that_could_not_come_back_is_told_when_the_backup_is_made(tmp_path: Path) -> None:
    folder = small(tmp_path / "workspace")
    (folder / "a\nb").write_text("?")
    with pytest.raises(BackupNameError):
        write_backup(folder, tmp_path / "backup.zip", Still(), at="", program="0")
    assert {path.name for path in tmp_path.iterdir()} == {"workspace"}


def test_a_workspace_with_more_files_than_a_backup_takes_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exam.copies.backup.MAX_FILES", 2)
    with pytest.raises(BackupTooLargeError):
        write_backup(small(tmp_path / "workspace"), tmp_path / "backup.zip", Still(), at="", program="0")
    assert {path.name for path in tmp_path.iterdir()} == {"workspace"}
