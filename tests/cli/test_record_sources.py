import io
import zipfile
from pathlib import Path

import pytest

from exam.cli import record_sources
from exam.cli.record_sources import LIMIT, RecordsMissingError, Source, SourceError, read, sources


def archive(path: Path, members: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", kind) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return path


def refused(source: Source) -> str:
    with pytest.raises(SourceError) as told:
        read(source)
    return told.value.code


def test_a_folder_gives_every_record_below_it_in_order(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("b.PDF", "a.pdf", "deep/c.pdf", "d.txt"):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "folder.pdf").mkdir()
    assert [str(found.path.relative_to(tmp_path)) for found in sources([tmp_path])] == ["a.pdf", "b.PDF", "deep/c.pdf"]


LETTER = b"%PDF-1.4 Dear authority"


def test_the_covering_letter_beside_a_record_is_passed_over_and_nothing_else_of_that_name(tmp_path: Path) -> None:
    for name, letter, beside, found in (
        ("covering", LETTER, True, ["record.pdf"]),
        ("alone", LETTER, False, ["letter.pdf"]),
        ("signed", LETTER + b" /ByteRange [0 1 2 3]", True, ["letter.pdf", "record.pdf"]),
        ("none", b"Dear authority", True, ["letter.pdf", "record.pdf"]),
    ):
        files = {"letter.pdf": letter, **({"record.pdf": b"1"} if beside else {})}
        (tmp_path / name).mkdir()
        for file, data in files.items():
            (tmp_path / name / file).write_bytes(data)
        packed = archive(tmp_path / f"{name}.zip", {f"in/{file}": data for file, data in files.items()})
        assert [source.path.name for source in sources([tmp_path / name])] == found
        assert [Path(source.name).name for source in sources([packed])] == found
        assert [source.path.name for source in sources([tmp_path / name / "letter.pdf"])] == ["letter.pdf"]


def test_a_folder_without_records_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordsMissingError):
        list(sources([tmp_path]))


def test_an_archive_gives_its_records_whatever_their_names_are(tmp_path: Path) -> None:
    names = ["../../etc/a.pdf", "deep/b.PDF", "/c.pdf", "note.txt"]
    path = archive(tmp_path / "some.zip", {name: name.encode() for name in names})
    found = list(sources([path]))
    assert [source.name for source in found] == names[:3]
    assert [read(source) for source in found] == [name.encode() for name in names[:3]]
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["some.zip"]


def test_two_members_of_one_name_are_two_records(tmp_path: Path) -> None:
    path = tmp_path / "twice.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a.pdf", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            made.writestr("a.pdf", b"2")
    assert [read(source) for source in sources([path])] == [b"1", b"2"]


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = archive(tmp_path / "bomb.zip", {"a.pdf": bytes(LIMIT + 1)})
    assert path.stat().st_size < 100_000
    (found,) = sources([path])
    assert refused(found) == "file-too-large"


def test_a_bomb_that_lies_about_its_size_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_sources, "LIMIT", 1000)
    path = archive(tmp_path / "liar.zip", {"a.pdf": bytes(5000)})
    data = path.read_bytes()
    path.write_bytes(data.replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    (found,) = sources([path])
    assert refused(found) in {"zip-unreadable", "file-too-large"}


def test_an_archive_that_claims_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(tmp_path / "many.zip", {f"{number}.pdf": b"" for number in range(5)})
    monkeypatch.setattr(record_sources, "MAX_MEMBERS", 4)
    (found,) = sources([path])
    assert refused(found) == "zip-too-large"


def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as made:
        made.writestr("a.pdf", b"")
    for name in ("inner.zip", "inner.pdf"):
        (found,) = sources([archive(tmp_path / f"{name}-outer.zip", {name: inner.getvalue()})])
        assert refused(found) == "zip-nested"


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "secret.zip", {"a.pdf": b"x"}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    (found,) = sources([path])
    assert refused(found) == "zip-encrypted"


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x05\x06" + bytes(17)])
def test_an_archive_that_is_none_stands_for_itself_and_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    (found,) = sources([path])
    assert refused(found) == "zip-unreadable"


def test_an_archive_without_records_is_told(tmp_path: Path) -> None:
    (found,) = sources([archive(tmp_path / "x.zip", {"letter.txt": b""})])
    assert refused(found) == "zip-empty"


def test_a_damaged_member_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.zip", {"a.pdf": b"first" * 9, "b.pdf": b"second"}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"firstfirst", b"fIrstfirst", 1))
    first, second = sources([path])
    assert refused(first) == "zip-unreadable"
    assert read(second) == b"second"


def test_a_file_that_is_missing_or_too_large_or_no_file_is_told(tmp_path: Path) -> None:
    assert refused(Source(tmp_path / "nowhere.pdf")) == "file-unreadable"
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(LIMIT + 1)
    assert refused(Source(large)) == "file-too-large"
    (tmp_path / "folder.pdf").mkdir()
    assert refused(Source(tmp_path / "folder.pdf")) == "file-unreadable"
