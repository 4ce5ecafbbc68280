import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from exam import packs
from exam.core.canonical import canonical_json, digest
from exam.core.replay import Evidence
from exam.packs import (
    MANIFEST,
    SESSION,
    SITTING,
    Manifest,
    PackDigestError,
    PackError,
    PackNameError,
    PackOccupiedError,
    PackTooLargeError,
    PackUnreadableError,
    keep_pack,
    pack,
    read_pack,
    unpack,
)
from tests.builders import whole
from tests.core.replayed_desks import issued, replayable


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return issued(whole(replayable()))


@pytest.fixture(scope="module")
def packed(evidence: Evidence) -> bytes:
    return pack(evidence, "0.1.0")


def members(data: bytes) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            yield entry, archive.read(entry)


def repacked(files: list[tuple[str, bytes]], *, method: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return file.getvalue()


def files_of(data: bytes) -> dict[str, bytes]:
    return {entry.filename: found for entry, found in members(data)}


def with_manifest(files: dict[str, bytes]) -> dict[str, bytes]:
    """State in the manifest what the files now are, as a forger would."""
    manifest = Manifest.model_validate_json(files[MANIFEST])
    stated = tuple(
        packs.Member(name=name, sha256=digest(data), length=len(data))
        for name, data in sorted(files.items())
        if name != MANIFEST
    )
    return files | {MANIFEST: canonical_json(manifest.model_copy(update={"files": stated}))}


def test_what_was_packed_is_what_is_unpacked(evidence: Evidence, packed: bytes) -> None:
    assert unpack(packed) == evidence


def test_the_same_evidence_makes_the_same_bytes(evidence: Evidence, packed: bytes) -> None:
    turned = replace(
        evidence,
        blobs=dict(reversed(list(evidence.blobs.items()))),
        identities=dict(reversed(list(evidence.identities.items()))),
    )
    assert pack(turned, "0.1.0") == packed == pack(unpack(packed), "0.1.0")


def test_members_are_stored_in_order_under_one_time_for_their_owner_alone(packed: bytes) -> None:
    entries = [entry for entry, _ in members(packed)]
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert {entry.external_attr >> 16 for entry in entries} == {0o600}


def test_the_manifest_states_heads_digests_and_what_could_not_be_packed(evidence: Evidence) -> None:
    (reference, *_), (blob, *_) = evidence.identities, evidence.blobs
    named = next(entry.link for entry in evidence.session if entry.link.type == "RecordIssued")
    assert named.seq == len(evidence.session)
    lost = replace(
        evidence,
        identities={name: found for name, found in evidence.identities.items() if name != reference},
        blobs={name: found for name, found in evidence.blobs.items() if name != blob},
    )
    files = files_of(pack(lost, "0.1.0"))
    manifest = Manifest.model_validate_json(files[MANIFEST])
    assert (manifest.withheld, manifest.missing) == ((reference,), (blob,))
    assert (manifest.session.hash, manifest.program) == (named.hash, "0.1.0")
    assert {stated.name: stated.sha256 for stated in manifest.files} == {
        name: digest(data) for name, data in files.items() if name != MANIFEST
    }


def test_an_empty_session_is_a_pack_too() -> None:
    nothing = Evidence(session=(), sitting=(), blobs={}, identities={})
    assert unpack(pack(nothing, "0")) == nothing


def test_every_flipped_byte_of_a_stream_is_found(packed: bytes) -> None:
    for mark in (b"option", b"seed", b"score", b'"hash"', b'"salt"', b"PK\x01\x02"):
        flipped = bytearray(packed)
        flipped[packed.index(mark) + len(mark) + 6] ^= 1
        with pytest.raises(PackError):
            unpack(bytes(flipped))


@pytest.mark.parametrize(
    "change",
    [
        lambda files: files | {SESSION: files[SESSION].replace(b'\\"option\\":\\"b\\"', b'\\"option\\":\\"a\\"', 1)},
        lambda files: files | {SITTING: b""},
        lambda files: {name: data for name, data in files.items() if name != SITTING},
        lambda files: files | {f"blobs/{'0' * 64}": b"more"},
    ],
)
def test_a_pack_holds_exactly_what_its_manifest_lists(
    packed: bytes, change: Callable[[dict[str, bytes]], dict[str, bytes]]
) -> None:
    changed = change(files_of(packed))
    assert changed != files_of(packed)
    with pytest.raises(PackDigestError):
        unpack(repacked(sorted(changed.items())))


def test_a_pack_without_its_streams_is_none_even_if_its_manifest_agrees(packed: bytes) -> None:
    files = files_of(packed)
    del files[SESSION]
    with pytest.raises(PackDigestError):
        unpack(repacked(sorted(with_manifest(files).items())))


@pytest.mark.parametrize("lines", [b"{}\n", b"\xff\n", b"not JSON", b'{"link": 1}\n'])
def test_a_stream_that_is_none_is_told_by_its_name(packed: bytes, lines: bytes) -> None:
    files = with_manifest(files_of(packed) | {SESSION: lines})
    with pytest.raises(PackUnreadableError) as told:
        unpack(repacked(sorted(files.items())))
    assert told.value.arguments == {"name": SESSION}


@pytest.mark.parametrize("manifest", [None, b"", b"{}", b'{"schema": "exam/pack/2"}'])
def test_a_pack_without_a_manifest_is_none(packed: bytes, manifest: bytes | None) -> None:
    files = {name: data for name, data in files_of(packed).items() if name != MANIFEST}
    with pytest.raises(PackUnreadableError):
        unpack(repacked([*files.items(), *([(MANIFEST, manifest)] if manifest is not None else [])]))


@pytest.mark.parametrize(
    "name",
    ["../x", "/etc/passwd", "blobs/../x", "blobs/", "C:/x", "blobs\\x", "streams/other.jsonl", "MANIFEST.JSON", "x\n"],
)
def test_a_member_under_any_other_name_is_refused(packed: bytes, name: str) -> None:
    with pytest.raises(PackNameError):
        unpack(repacked([*files_of(packed).items(), (name, b"x")]))


def test_two_members_of_one_name_are_refused(packed: bytes) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = repacked([*files_of(packed).items(), (SESSION, b"")])
    with pytest.raises(PackNameError):
        unpack(twice)


def test_a_member_that_swells_is_refused_before_it_is_unpacked() -> None:
    bomb = repacked([(SESSION, b"0" * 10_000_000)], method=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 20_000
    with pytest.raises(PackTooLargeError):
        unpack(bomb)


def test_packed_members_are_refused_even_if_they_are_small(packed: bytes) -> None:
    squeezed = repacked([(SITTING, bytes(range(256)) * 2)], method=zipfile.ZIP_DEFLATED)
    padded = repacked([*files_of(squeezed).items(), (SESSION, b"x" * 5_000)])
    assert padded != packed
    one = repacked([(SITTING, b"x")], method=zipfile.ZIP_DEFLATED)
    with pytest.raises(PackNameError):
        unpack(one)


def test_an_encrypted_member_is_refused(packed: bytes) -> None:
    flagged = bytearray(packed)
    flagged[packed.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(PackError):
        unpack(bytes(flagged))


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x05\x06", b"x" * 100, b"%PDF-1.7 and so on, quite a long file"])
def test_what_is_no_zip_is_told(data: bytes) -> None:
    with pytest.raises(PackUnreadableError):
        unpack(data)


def test_bytes_after_the_end_are_refused(packed: bytes) -> None:
    with pytest.raises(PackError):
        unpack(packed + b"more")
    with pytest.raises(PackError):
        unpack(packed[:-1])


def test_there_are_limits_of_size_and_number(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, evidence: Evidence, packed: bytes
) -> None:
    keep_pack(tmp_path / "a.zip", packed)
    assert read_pack(tmp_path / "a.zip") == evidence
    monkeypatch.setattr(packs, "MAX_MEMBERS", 3)
    for attempt in (lambda: unpack(packed), lambda: pack(evidence, "0")):
        with pytest.raises(PackTooLargeError):
            attempt()
    monkeypatch.undo()
    monkeypatch.setattr(packs, "MAX_BYTES", 10)
    for attempt in (lambda: read_pack(tmp_path / "a.zip"), lambda: pack(evidence, "0")):
        with pytest.raises(PackTooLargeError):
            attempt()


def test_a_pack_is_kept_for_its_owner_and_never_over_another_file(tmp_path: Path, packed: bytes) -> None:
    path = tmp_path / "session.zip"
    (tmp_path / ".session.zip.new").write_bytes(b"what a crash left")
    keep_pack(path, packed)
    keep_pack(path, packed)
    assert path.read_bytes() == packed
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(PackOccupiedError):
        keep_pack(path, packed + b"x")
    with pytest.raises(PackOccupiedError):
        keep_pack(tmp_path, packed)
    assert [found.name for found in tmp_path.iterdir()] == ["session.zip"]
