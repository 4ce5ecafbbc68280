"""The line to a hub: one TLS connection that trusts one authority, and what happens while nobody answers.

A call that meets no answer says so at once from then on, and a thread of its own looks for the hub: no screen waits for
a cable.
"""

import json
import socket
import ssl
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from select import select
from threading import Event, Lock, Thread
from time import monotonic
from typing import ClassVar
from urllib.parse import quote, urlsplit

from pydantic import ValidationError

from exam.problem import ExamError, refusal_of
from exam.view.door import HubAwayError
from exam.view.wire import HUB_NAME, KEY, WORKSTATION, WorkstationFile

PORT = 8443
PATIENCE_S = 3.0
SIGN_IN_S = 20.0
"""PINs are tried one at a time, and each takes the hub a moment on purpose."""
RETRY_S = 1.0
IDLE_S = 45.0
"""After which a connection is not used again: the hub closes such ones."""
FINE, BROKEN = 200, 500
LATER = frozenset({401, 429})
"""Refusals that say nothing of what was asked, but of who asks, or when."""
PASSING = "the same may be done later"


class HubSilentError(HubAwayError):
    """The hub does not answer a console, at which nothing waits."""

    code: ClassVar[str] = "hub-silent"


class HubAddressError(ExamError):
    """The address of a hub is none."""

    code: ClassVar[str] = "hub-address"


class HubCertificateError(ExamError):
    """Whoever answers there is not the hub that the authority vouches for."""

    code: ClassVar[str] = "hub-certificate"


class WorkstationFileError(ExamError):
    """The file by which a computer is known cannot be used."""

    code: ClassVar[str] = "workstation-file"


def read_workstation(path: Path) -> WorkstationFile:
    """Return the file by which this computer is known.

    Raises:
        WorkstationFileError: it cannot be read, or is something else.
    """
    try:
        return WorkstationFile.model_validate_json(path.read_bytes())
    except OSError as error:
        raise WorkstationFileError(path=path, reason=error.strerror) from error
    except ValidationError as error:
        raise WorkstationFileError(path=path, reason=error.errors()[0]["msg"]) from error


class Line:
    """The line of one computer to its hub."""

    def __init__(self, url: str, known: WorkstationFile) -> None:
        self._silence = HubAwayError if known.kind == "desk" else HubSilentError
        parts = urlsplit(url)
        try:
            self._host, self._port = parts.hostname or "", parts.port or PORT
        except ValueError as error:
            raise HubAddressError(url=url) from error
        if parts.scheme != "https" or not self._host or parts.username or parts.path.strip("/"):
            raise HubAddressError(url=url)
        try:
            self._context = ssl.create_default_context(cadata=known.authority)
        except (ssl.SSLError, ValueError) as error:
            raise WorkstationFileError(path=known.workstation, reason=error) from error
        self._secret = known.secret
        self.token = ""
        self.reconnected: Callable[[], object] = lambda: None
        """What is done once the hub answers again, before anybody else may call."""
        self._connection: HTTPConnection | None = None
        self._used = 0.0
        self._turn = Lock()
        self._away = Event()
        self._over = Event()

    @property
    def away(self) -> bool:
        """Tell whether the hub did not answer last."""
        return self._away.is_set()

    def close(self) -> None:
        """Look for the hub no more."""
        self._over.set()
        with self._turn:
            self._hang_up()

    def get(self, *path: str) -> bytes:
        """Return what the hub answers to a question.

        Raises:
            HubAwayError: it does not.
            ExamError: its refusal.
        """
        return self.call("GET", path)

    def post(self, *path: str, body: bytes, key: str = "", patience_s: float = PATIENCE_S) -> bytes:
        """Return what the hub answers to something that is to be done, once for each key.

        Raises:
            HubAwayError: it does not; whether it was done is not known.
            ExamError: its refusal.
        """
        return self.call("POST", path, body=body, key=key, patience_s=patience_s)

    def call(
        self,
        method: str,
        path: tuple[str, ...],
        *,
        body: bytes | None = None,
        key: str = "",
        patience_s: float = PATIENCE_S,
        through: bool = False,
    ) -> bytes:
        """Return an answer; `through` asks even while the hub is away."""
        if self.away and not through:
            raise self._silence
        headers = {WORKSTATION: self._secret, "content-type": "application/json"}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        if key:
            headers[KEY] = key
        try:
            with self._turn:
                status, content = self._exchange(method, "/" + "/".join(map(_quoted, path)), body, headers, patience_s)
        except ssl.SSLCertVerificationError as error:
            raise HubCertificateError(reason=error.verify_message) from error
        except (OSError, HTTPException) as error:
            self._went_away()
            raise self._silence from error
        if status != FINE:
            raise _refusal(status, content)
        return content

    def _exchange(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str], patience_s: float
    ) -> tuple[int, bytes]:
        try:
            connection = self._connected()
            if connection.sock:
                connection.sock.settimeout(patience_s)
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            status, content = response.status, response.read()
        except (OSError, HTTPException):
            self._hang_up()
            raise
        self._used = monotonic()
        if response.will_close:
            self._hang_up()
        return status, content

    def _connected(self) -> HTTPConnection:
        if self._connection is not None and (monotonic() - self._used > IDLE_S or _was_ended(self._connection)):
            self._hang_up()
        if self._connection is None:
            plain = socket.create_connection((self._host, self._port), timeout=PATIENCE_S)
            try:
                plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                secured = self._context.wrap_socket(plain, server_hostname=HUB_NAME)
            except BaseException:
                plain.close()
                raise
            self._connection = HTTPConnection(self._host, self._port)
            self._connection.sock = secured
        return self._connection

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _went_away(self) -> None:
        if not self._away.is_set():
            self._away.set()
            Thread(target=self._look_for_it, name="line", daemon=True).start()

    def _look_for_it(self) -> None:
        while not self._over.wait(RETRY_S):
            try:
                with self._turn:
                    self._connected()
                self.reconnected()
            except (ExamError, OSError, HTTPException):
                continue
            self._away.clear()
            return


def _was_ended(connection: HTTPConnection) -> bool:
    """Tell whether the other end hung up: between an answer and the next question there is nothing else to read."""
    return connection.sock is None or bool(select([connection.sock], [], [], 0)[0])


def is_passing(error: ExamError) -> bool:
    """Tell whether a refusal is none of the command itself: the same may be done later."""
    return PASSING in getattr(error, "__notes__", ())


def _quoted(part: str) -> str:
    return quote(part, safe="")


def _refusal(status: int, content: bytes) -> ExamError:
    """Return the refusal that the hub told; what is none is no hub of ours."""
    try:
        told = json.loads(content)
        error = refusal_of(str(told["code"]), dict(told["arguments"]))
    except (ValueError, TypeError, LookupError):
        error = HubAnswerError(status=status)
    if status >= BROKEN or status in LATER:
        error.add_note(PASSING)
    return error


class HubAnswerError(ExamError):
    """The hub answered something that this program does not understand."""

    code: ClassVar[str] = "hub-answer"
