from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.blobs import FolderBlobs
from exam.core.canonical import digest
from exam.service.ports import BlobMissingError, JournalError


@given(st.binary())
def test_bytes_come_back_under_their_digest(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    blobs = FolderBlobs(tmp_path_factory.mktemp("blobs"))
    assert blobs.get(blobs.put(data)) == data


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    assert blobs.put(b"same") == blobs.put(b"same")
    assert len(list(tmp_path.iterdir())) == 1


def test_a_blob_that_is_gone_or_altered_is_refused(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    name = blobs.put(b"true")
    (tmp_path / name).write_bytes(b"false")
    for missing in (name, "0" * 64, "../../etc/passwd"):
        with pytest.raises(BlobMissingError):
            blobs.get(missing)


@pytest.mark.parametrize("name", ["", ".", "..", "/", "\0", "\udcff", "0" * 300, "A" * 64, "../blobs"])
def test_a_name_that_is_no_digest_is_missing_and_never_a_path(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    blobs = FolderBlobs(tmp_path / "blobs")
    for hostile in (name, f"../{name}", f"{name}/../../secret"):
        with pytest.raises(BlobMissingError):
            blobs.get(hostile)


@pytest.mark.parametrize("damage", [b"", b"other bytes"])
def test_a_damaged_blob_is_mended_when_its_bytes_are_kept_again(tmp_path: Path, damage: bytes) -> None:
    blobs = FolderBlobs(tmp_path)
    name = blobs.put(b"true")
    (tmp_path / name).write_bytes(damage)
    assert blobs.put(b"true") == name
    assert blobs.get(name) == b"true"


def test_what_cannot_be_kept_is_told_and_leaves_no_litter(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path / "blobs")
    (tmp_path / "blobs" / digest(b"in the way")).mkdir()
    with pytest.raises(JournalError):
        blobs.put(b"in the way")
    assert [path.name for path in (tmp_path / "blobs").iterdir()] == [digest(b"in the way")]
    (tmp_path / "blobs" / digest(b"in the way")).rmdir()
    (tmp_path / "blobs").rmdir()
    (tmp_path / "blobs").write_text("a file where the folder was")
    with pytest.raises(JournalError):
        blobs.put(b"nowhere")
    with pytest.raises(JournalError):
        FolderBlobs(tmp_path / "blobs")
