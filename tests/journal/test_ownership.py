import json
import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from exam.journal.ownership import UNKNOWN, HeldError, Holder, holder, owned

SINCE = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
SELF = Holder(pid=str(os.getpid()), host=socket.gethostname(), since="2026-11-20T08:00:00+00:00")


def test_whoever_comes_second_is_told_who_holds_it_where_and_since_when(tmp_path: Path) -> None:
    path = tmp_path / ".run" / "lock"
    with owned(path, since=SINCE):
        with pytest.raises(HeldError) as held, owned(path, since=SINCE + timedelta(hours=1)):
            pass
        assert held.value.holder == holder(path) == SELF
    with owned(path, since=SINCE):
        pass


def test_the_next_holder_writes_himself_over_the_last_one(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.write_text("x" * 5_000)
    with owned(path, since=SINCE):
        assert json.loads(path.read_text("utf-8"))["pid"] == os.getpid()


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"pid": 1}', b"\xff\xfe", b"7"])
def test_a_lock_that_says_nothing_is_still_a_lock(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "lock"
    assert holder(path) == Holder()
    with owned(path, since=SINCE):
        path.write_bytes(text)
        with pytest.raises(HeldError) as held, owned(path, since=SINCE):
            pass
        assert held.value.holder == Holder(pid=UNKNOWN, host=UNKNOWN, since=UNKNOWN)


def test_a_place_that_takes_no_lock_is_the_systems_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OSError, match="File exists"), owned(tmp_path / "file" / "lock", since=SINCE):
        pass
