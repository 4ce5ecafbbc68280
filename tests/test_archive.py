from pathlib import Path

import pytest

from exam.archive import ArchiveError, ArchiveOccupiedError, FolderArchive


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_practice_and_official_records_lie_apart(tmp_path: Path) -> None:
    archive = FolderArchive(tmp_path)
    archive.keep("record-1.pdf", b"one", practice=True)
    place = archive.keep("record-1.pdf", b"two", practice=False)
    assert files(tmp_path) == {"practice/record-1.pdf", "official/record-1.pdf"}
    assert Path(place).read_bytes() == b"two"


def test_the_same_file_again_is_fine_and_changes_nothing(tmp_path: Path) -> None:
    archive = FolderArchive(tmp_path)
    first = archive.keep("record-1.pdf", b"one", practice=True)
    before = Path(first).stat()
    assert archive.keep("record-1.pdf", b"one", practice=True) == first
    assert Path(first).stat().st_mtime_ns == before.st_mtime_ns
    assert Path(first).stat().st_ino == before.st_ino


def test_another_file_never_takes_the_name_of_a_kept_one(tmp_path: Path) -> None:
    archive = FolderArchive(tmp_path)
    place = Path(archive.keep("record-1.pdf", b"one", practice=True))
    with pytest.raises(ArchiveOccupiedError):
        archive.keep("record-1.pdf", b"two", practice=True)
    assert place.read_bytes() == b"one"
    assert files(tmp_path) == {"practice/record-1.pdf"}


@pytest.mark.parametrize(
    "name", ["../x.pdf", "../../x.pdf", "a/b.pdf", "/x.pdf", "", ".pdf", "..", "x", "x.pdf\n", "x.exe", "\0.pdf"]
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    root = tmp_path / "deep" / "archive"
    with pytest.raises(ArchiveError):
        FolderArchive(root).keep(name, b"one", practice=True)
    assert files(tmp_path) == set()


def test_a_folder_that_takes_nothing_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file where the folder should be")
    with pytest.raises(ArchiveError) as refused:
        FolderArchive(tmp_path / "archive").keep("record-1.pdf", b"one", practice=True)
    assert refused.value.code == "archive-failed"
    assert "record-1.pdf" in refused.value.arguments["path"]


def test_what_a_crash_left_half_written_is_not_taken_for_the_record(tmp_path: Path) -> None:
    folder = tmp_path / "practice"
    folder.mkdir()
    (folder / "record-1.new").write_bytes(b"hal")
    place = FolderArchive(tmp_path).keep("record-1.pdf", b"whole", practice=True)
    assert Path(place).read_bytes() == b"whole"
    assert files(tmp_path) == {"practice/record-1.pdf"}


def test_a_lost_file_is_kept_anew(tmp_path: Path) -> None:
    archive = FolderArchive(tmp_path)
    place = Path(archive.keep("record-1.pdf", b"one", practice=True))
    place.unlink()
    assert archive.keep("record-1.pdf", b"one", practice=True) == str(place)
    assert place.read_bytes() == b"one"


def test_a_removed_file_is_gone_and_one_that_is_not_there_is_fine(tmp_path: Path) -> None:
    archive = FolderArchive(tmp_path)
    archive.remove("record-1.pdf", practice=True)
    archive.keep("record-1.pdf", b"one", practice=True)
    archive.keep("record-1.pdf", b"two", practice=False)
    archive.remove("../official/record-1.pdf", practice=True)
    assert files(tmp_path) == {"official/record-1.pdf"}


def test_a_file_that_stays_is_told(tmp_path: Path) -> None:
    (tmp_path / "practice" / "record-1.pdf").mkdir(parents=True)
    with pytest.raises(ArchiveError):
        FolderArchive(tmp_path).remove("record-1.pdf", practice=True)
