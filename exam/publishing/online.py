"""What needs a network: one question to an authority, and never a wait beyond its limit.

A resolver that hangs, a server that drips one byte a minute: the question is asked on a thread that is left behind when
the time is over, because neither can be told to stop.
"""

import threading
from collections.abc import Callable
from http.client import HTTPException
from queue import Empty, SimpleQueue
from typing import ClassVar, Literal, TypeVar
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from exam.service.stamping import TimestampError

T = TypeVar("T")
Answer = tuple[Literal[True], T] | tuple[Literal[False], BaseException]
ANSWER_LIMIT = 1 << 20
"""Bytes of an answer that are read; a token has some thousands."""


class AuthoritySilentError(TimestampError):
    """The authority did not answer in time, or cannot be reached."""

    code: ClassVar[str] = "timestamp-authority-silent"


class AuthorityRefusedError(TimestampError):
    """The authority answered, and refused."""

    code: ClassVar[str] = "timestamp-authority-refused"


def within(seconds: float, work: Callable[[], T]) -> T:
    """Return what the work returns, or raise what it raises.

    Raises:
        TimeoutError: it took longer.
    """
    answers: SimpleQueue[Answer[T]] = SimpleQueue()

    def run() -> None:
        try:
            answers.put((True, work()))
        except BaseException as error:  # noqa: BLE001 - raised again where somebody waits for it
            answers.put((False, error))

    threading.Thread(target=run, daemon=True, name="authority").start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if answer[0]:
        return answer[1]
    raise answer[1]


def post(url: str, body: bytes, kind: str, seconds: float) -> bytes:
    """Return the answer to a question of that media type.

    Raises:
        AuthoritySilentError: no answer in time.
        AuthorityRefusedError: another status than 200.
    """
    request = Request(url, body, {"Content-Type": kind}, method="POST")  # noqa: S310 - the settings take http and https alone

    def ask() -> bytes:
        with urlopen(request, timeout=seconds) as answer:  # noqa: S310 - see above
            return bytes(answer.read(ANSWER_LIMIT))

    try:
        return within(seconds, ask)
    except HTTPError as error:
        error.close()
        raise AuthorityRefusedError(authority=url, reason=f"HTTP {error.code}") from error
    except (OSError, HTTPException, ValueError) as error:
        raise AuthoritySilentError(authority=url, reason=str(error) or type(error).__name__) from error
