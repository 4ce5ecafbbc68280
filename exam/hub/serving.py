"""The hub's process: TLS, one loop, time that passes, and no garbage looked for while somebody waits for his answer."""

import asyncio
import gc
import socket
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from exam.hub.consoles import Beside, Consoles
from exam.hub.desks import Desks
from exam.problem import ExamError
from exam.service.exam_service import ExamService

TICK_S = 1.0
QUIET_TICKS = 60
"""After which garbage is looked for once."""
HEADERS_S = 15.0
"""Within which the headers of a request have to be here."""
IDLE_S = 75
CONNECTIONS = 1_000
Word = Callable[[ExamError], str]


class PatientProtocol(HttpToolsProtocol):
    """HTTP whose requests have to begin and to be asked in time; a connection that says nothing is closed."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - uvicorn's own annotation is narrower
        """Wait for a request, not for ever."""
        super().connection_made(transport)
        self._await_headers()

    def on_message_begin(self) -> None:
        """Wait for the rest of the headers."""
        super().on_message_begin()
        self._await_headers()

    def on_headers_complete(self) -> None:
        """Wait no more: bodies have their own time."""
        self._wait_no_more()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._wait_no_more()
        super().connection_lost(exc)

    def _await_headers(self) -> None:
        self._wait_no_more()
        self._late = self.loop.call_later(HEADERS_S, self.transport.abort)

    def _wait_no_more(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


class Hub(uvicorn.Server):
    """A server that tells where it listens once it does."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[int], object]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: Any = None) -> None:  # noqa: ANN401 - uvicorn's own
        """Listen, and say so."""
        await super().startup(sockets)
        if self.started:
            self._listening(self.servers[0].sockets[0].getsockname()[1])


def application(service: ExamService, beside: Beside) -> Starlette:
    """Return what answers desks and consoles."""
    return Starlette(routes=[*Desks(service).routes(), *Consoles(service, beside).routes()])


def hub_of(
    application: Starlette, *, host: str, port: int, certificate: Path, listening: Callable[[int], object]
) -> Hub:
    """Return a hub that is about to listen."""
    config = uvicorn.Config(
        application,
        host=host,
        port=port,
        http=PatientProtocol,
        loop="asyncio",
        ws="none",
        lifespan="off",
        proxy_headers=False,
        access_log=False,
        log_level="warning",
        server_header=False,
        date_header=False,
        ssl_certfile=certificate,
        ssl_version=ssl.PROTOCOL_TLS_SERVER,
        timeout_keep_alive=IDLE_S,
        timeout_graceful_shutdown=3,
        limit_concurrency=CONNECTIONS,
    )
    return Hub(config, listening)


def serve(hub: Hub, service: ExamService, word: Word) -> None:
    """Answer until somebody stops the process.

    Raises:
        OSError: the system does not let it listen there.
    """
    host, port = hub.config.host, hub.config.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.create_server((host, port), family=family)
    # Only where a socket says that it speaks TCP does the loop have answers sent at once (TCP_NODELAY).
    with (
        socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, fileno=bound.detach()) as listens,
        _time_passing(service, word),
    ):
        hub.run(sockets=[listens])


@contextmanager
def _time_passing(service: ExamService, word: Word) -> Iterator[None]:
    """Let time pass beside the answers; garbage is looked for at leisure, in the same thread."""
    over = Event()

    def pass_time() -> None:
        told, ticks = "", 0
        while not over.wait(TICK_S):
            told = _tick(service, word, told)
            ticks += 1
            if ticks % QUIET_TICKS == 0:
                gc.collect()
                gc.freeze()

    thread = Thread(target=pass_time, name="time", daemon=True)
    gc.collect()
    gc.freeze()
    gc.disable()
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        gc.enable()


def _tick(service: ExamService, word: Word, told: str) -> str:
    """Let time pass and return why it could not be kept; the same reason is told once."""
    try:
        service.tick()
    except ExamError as error:
        if (now := word(error)) != told:
            sys.stderr.write(f"{now}\n")
            return now
        return told
    return ""
