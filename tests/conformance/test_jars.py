"""The validators are judges; a jar that somebody exchanged must not become one."""

from pathlib import Path

import pytest

from tests.conformance.jars import CENTRAL, JarForeignError, kept_jar

PATH = "org/example/judge/1.0/judge-1.0.jar"
GENUINE, FOREIGN = b"a genuine jar", b"a foreign jar"
CHECKSUM = "def961d32eb062df0a996419bcf7e8a3f634f87b50daeb5738af09e3ecf9f977"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONFORMANCE_JARS", str(tmp_path))
    return tmp_path


def test_a_jar_with_a_wrong_checksum_is_refused_by_name_and_not_kept(folder: Path) -> None:
    with pytest.raises(JarForeignError) as refused:
        kept_jar(PATH, CHECKSUM, lambda _url: FOREIGN)
    assert str(refused.value).startswith(f"{CENTRAL}{PATH} is not the file that jars.lock names: SHA-256 ")
    assert str(refused.value).endswith(f", expected {CHECKSUM}")
    assert list(folder.iterdir()) == []


def test_a_jar_that_was_exchanged_where_it_is_kept_is_fetched_anew(folder: Path) -> None:
    (folder / "judge-1.0.jar").write_bytes(FOREIGN)
    asked: list[str] = []

    def fetch(url: str) -> bytes:
        asked.append(url)
        return GENUINE

    assert kept_jar(PATH, CHECKSUM, fetch).read_bytes() == GENUINE
    assert kept_jar(PATH, CHECKSUM, fetch).read_bytes() == GENUINE
    assert asked == [CENTRAL + PATH]


def test_a_foreign_jar_is_not_kept_in_the_place_of_one_that_was_exchanged(folder: Path) -> None:
    (folder / "judge-1.0.jar").write_bytes(FOREIGN)
    with pytest.raises(JarForeignError):
        kept_jar(PATH, CHECKSUM, lambda _url: FOREIGN)
