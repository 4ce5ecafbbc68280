"""A whole sitting with every person at another computer than the workspace, and what reached the candidate's."""

import json
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from pydantic import BaseModel

from exam import view as seen
from exam.core.item import OpenPrompt
from exam.loading import content_root, load_content
from exam.remote.desk import RemoteDesk
from exam.scripted.runner import run
from exam.service.exam_service import ExamService
from tests.hub.elsewhere import Elsewhere
from tests.hub.running import hub_on
from tests.stages import cut, played, shipped

PASSED = shipped("passed")


HIDDEN = frozenset(
    {
        *("rationale", "expected", "script", "escalation", "limit", "novice", "model_goals", "required_points"),
        *("author", "reviewed", "source", "follow_up", "met", "not_met", "phrases", "misconceptions", "note"),
    }
)


def hidden(value: object, *, inside: bool = False) -> Iterator[str]:
    """Yield every text that is for examiners alone."""
    if isinstance(value, str) and inside and len(value) > 12:
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from hidden(getattr(value, name), inside=inside or name in HIDDEN)
    elif isinstance(value, dict):
        for part in value.values():
            yield from hidden(part, inside=inside)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from hidden(part, inside=inside)


def keys_of_everything() -> set[str]:
    content = load_content(content_root(), PASSED.starts_at.date()).content
    told = {text for bank in content.banks for text in hidden(bank.value)}
    told |= {text for rubric in content.rubrics for text in hidden(rubric.value)}
    assert len(told) > 1_000
    assert any(isinstance(prompt, OpenPrompt) for bank in content.banks for prompt in prompts(bank.value))
    return told


def prompts(value: object) -> Iterator[OpenPrompt]:
    if isinstance(value, OpenPrompt):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from prompts(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from prompts(part)


@pytest.fixture
def tapped(monkeypatch: pytest.MonkeyPatch) -> dict[int, bytearray]:
    """What came out of TLS at each client's socket; the hub's own end is none of these."""
    taken: dict[int, bytearray] = {}
    real = ssl.SSLSocket.recv_into

    def recv_into(self: ssl.SSLSocket, buffer: bytearray, nbytes: int | None = None, flags: int = 0) -> int:
        length = real(self, buffer, nbytes, flags)
        taken.setdefault(self.fileno(), bytearray()).extend(memoryview(buffer)[:length])
        return length

    monkeypatch.setattr(ssl.SSLSocket, "recv_into", recv_into)
    return taken


def test_a_whole_sitting_runs_at_other_computers_and_no_key_reaches_the_candidates(
    tmp_path: Path, tapped: dict[int, bytearray]
) -> None:
    before = cut(PASSED, before="open_sitting")
    with played(tmp_path, before) as stage, hub_on(tmp_path, stage) as running:
        desk = running.desk()
        socket = socket_of(desk)
        examiners = [person.id for person in PASSED.people if person.role == "examiner"]
        elsewhere = Elsewhere(stage.service, desk, {account: running.console(account) for account in examiners})
        stage.service = cast("ExamService", elsewhere)
        run(PASSED.model_copy(update={"steps": PASSED.steps[len(before.steps) :]}), stage)
        assert desk.view().phase is seen.Phase.DONE
        assert Path(stage.archived).is_file()
        assert socket_of(desk) == socket
    received = bytes(tapped[socket]).decode("utf-8", "replace")
    assert "Svobodová-Zkušební" in received
    keys = keys_of_everything()
    assert found_in(received, keys) == set()
    consoles = b"".join(bytes(found) for number, found in tapped.items() if number != socket).decode("utf-8", "replace")
    assert len(found_in(consoles, keys)) > 100
    others = {person.identity.surname for person in PASSED.people if person.role == "examiner"}
    assert found_in(received, others) == set()


def found_in(received: str, texts: set[str]) -> set[str]:
    """Return the texts that came in, as they are or as JSON spells them, in ASCII or not."""
    spelt = ((text, json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]) for text in texts)
    return {forms[0] for forms in spelt if any(form in received for form in forms)}


def socket_of(desk: RemoteDesk) -> int:
    connection = desk._line._connection  # noqa: SLF001 - whose bytes are whose
    assert connection is not None
    assert connection.sock is not None
    return connection.sock.fileno()
