from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.blobs import FolderBlobs
from exam.service.ports import BlobMissingError


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
    for digest in (name, "0" * 64, "../../etc/passwd"):
        with pytest.raises(BlobMissingError):
            blobs.get(digest)
