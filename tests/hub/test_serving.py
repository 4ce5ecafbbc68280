"""How the hub listens: whoever has asked is answered at once."""

import socket
import ssl
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any, cast

import pytest
from starlette.applications import Starlette

from exam.hub.serving import Hub, PatientProtocol, hub_of, serve
from exam.machine import SystemClock
from exam.publishing.hub_certificate import authority_pem, make_hub_certificate
from exam.service.exam_service import ExamService
from exam.view.wire import HUB_NAME

IDLE = cast("ExamService", SimpleNamespace(tick=lambda: None))


def test_no_answer_waits_until_the_one_before_was_acknowledged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys, certificate, now = tmp_path / "keys", tmp_path / "hub.pem", SystemClock().now()
    keys.mkdir()
    make_hub_certificate(keys, certificate, (HUB_NAME,), now)
    trusting = ssl.create_default_context(cadata=authority_pem(keys, now))
    found: list[int] = []
    hubs: list[Hub] = []
    real = PatientProtocol.connection_made

    def connected(self: PatientProtocol, transport: Any) -> None:  # noqa: ANN401 - as what it stands for
        real(self, transport)
        found.append(transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        hubs[0].should_exit = True

    def listening(port: int) -> None:
        Thread(target=call, args=(port,)).start()

    def call(port: int) -> None:
        plain = socket.create_connection(("127.0.0.1", port), 10)
        with trusting.wrap_socket(plain, server_hostname=HUB_NAME) as line:
            line.recv(1)

    monkeypatch.setattr(PatientProtocol, "connection_made", connected)
    hub = hub_of(Starlette(), host="127.0.0.1", port=0, certificate=certificate, listening=listening)
    hubs.append(hub)
    serve(hub, IDLE, str)
    assert found == [1]
