"""A file that was damaged: it is told by name, or everything is still there; never a silent difference."""

from collections import Counter
from pathlib import Path
from random import Random  # noqa: TID251 - the seed is fixed

import pytest

from tests.journal.whole import Whole, copy, made, read, verdict
from tests.proving import measured, rounds

PAGE = 4096


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("sound") / "journal.db")


@pytest.fixture(scope="module")
def whole(sound: Path) -> Whole:
    return read(sound)


def damaged(sound: Path, target: Path, place: int, data: bytes) -> Path:
    path = copy(sound, target)
    with path.open("r+b") as file:
        file.seek(place)
        file.write(data)
    return path


def test_every_flipped_bit_is_told_or_harmless(tmp_path: Path, sound: Path, whole: Whole) -> None:
    dice = Random(1)  # noqa: S311 - places, no secrets
    data = sound.read_bytes()
    seen: Counter[str] = Counter()
    for _ in range(rounds(200, 5000)):
        place = dice.randrange(len(data))
        flipped = bytes([data[place] ^ (1 << dice.randrange(8))])
        found = verdict(damaged(sound, tmp_path / "flipped.db", place, flipped), whole)
        assert found != "silent", f"byte {place}"
        seen[found] += 1
    assert seen["told"] > seen.total() // 3, "most of the file is in use"
    assert not seen["nameless"]
    measured("flipped bits", **seen, silent=0)


def test_every_overwritten_region_is_told_or_harmless(tmp_path: Path, sound: Path, whole: Whole) -> None:
    dice = Random(2)  # noqa: S311 - places, no secrets
    size = sound.stat().st_size
    seen: Counter[str] = Counter()
    for _ in range(rounds(60, 1000)):
        noise = dice.randbytes(dice.choice([4, 64, 1000]))
        place = dice.randrange(size - len(noise))
        found = verdict(damaged(sound, tmp_path / "noise.db", place, noise), whole)
        assert found != "silent", f"byte {place}"
        seen[found] += 1
    assert not seen["nameless"]
    measured("overwritten regions", **seen, silent=0)


def test_every_zeroed_page_is_told_or_was_empty(tmp_path: Path, sound: Path, whole: Whole) -> None:
    data = sound.read_bytes()
    for place in range(0, len(data), PAGE):
        found = verdict(damaged(sound, tmp_path / "zeroed.db", place, bytes(PAGE)), whole)
        assert found == "told", f"page {place // PAGE + 1}"
    measured("zeroed pages", told=len(data) // PAGE, silent=0)


def test_a_truncated_file_is_told(tmp_path: Path, sound: Path, whole: Whole) -> None:
    size = sound.stat().st_size
    for length in {1, 99, 100, 511, 512, PAGE - 1, *range(PAGE, size, PAGE), size - 1, size // 2 + 7}:
        path = copy(sound, tmp_path / "short.db")
        with path.open("r+b") as file:
            file.truncate(length)
        assert verdict(path, whole) == "told", f"{length} bytes"


@pytest.mark.parametrize(
    "header",
    [b"\0" * 100, b"SQLite format 3\0" + b"\xff" * 84, b"x" * 100, b"%PDF-1.7\n"],
    ids=["zeros", "nonsense", "text", "PDF"],
)
def test_a_header_of_something_else_is_told(tmp_path: Path, sound: Path, whole: Whole, header: bytes) -> None:
    assert verdict(damaged(sound, tmp_path / "header.db", 0, header), whole) == "told"
