"""What every request passes: nothing from web pages, a body of limited size in limited time, refusals as JSON."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from typing import ClassVar, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from exam.core.access_events import WorkstationKind
from exam.core.access_state import AccessState
from exam.hub.threads import Threads
from exam.problem import ExamError
from exam.service.access import DeniedError
from exam.service.admissions import Admissions, PlaceVoidError, Seated, SignInDelayedError, WorkstationUnknownError
from exam.service.ports import JournalError, SignInRefusedError
from exam.view.wire import WORKSTATION, told

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")
BODY_S = 20
"""Within which a body has to be here."""
SMALL = 20_000
"""Bytes of a body that only lets somebody in."""
HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
STATUS: tuple[tuple[type[ExamError], int], ...] = (
    (PlaceVoidError, 401),
    (SignInRefusedError, 403),
    (WorkstationUnknownError, 401),
    (DeniedError, 403),
    (SignInDelayedError, 429),
    (JournalError, 503),
)
Handler = Callable[[Request], Awaitable[Response]]
_THREADS = Threads()


class RequestRefusedError(ExamError):
    """A request is not one that this hub takes."""

    code: ClassVar[str] = "request-refused"


def handled(handler: Handler) -> Handler:
    """Return a handler whose refusals are answers, and which no web page reaches: a browser names its origin."""

    async def handle(request: Request) -> Response:
        try:
            if "origin" in request.headers or "sec-fetch-site" in request.headers:
                raise RequestRefusedError(reason="origin")
            return await handler(request)
        except ExamError as error:
            status = next((status for kind, status in STATUS if isinstance(error, kind)), 409)
            if isinstance(error, RequestRefusedError):
                status = 400
            return Response(told(error), status, HEADERS, "application/json")

    return handle


def routes(asked: Iterable[tuple[str, str, Handler]]) -> list[Route]:
    """Return the routes of what may be asked: path, method and handler of each."""
    return [Route(path, handled(handler), methods=[method]) for path, method, handler in asked]


async def body_of(request: Request, limit: int) -> bytes:
    """Return the body.

    Raises:
        RequestRefusedError: it is too large, or does not come.
    """
    chunks, length = [], 0
    try:
        async with asyncio.timeout(BODY_S):
            async for chunk in request.stream():
                chunks.append(chunk)
                length += len(chunk)
                if length > limit:
                    raise RequestRefusedError(reason="size")
    except (TimeoutError, ClientDisconnect) as error:
        raise RequestRefusedError(reason="slow") from error
    return b"".join(chunks)


async def read(request: Request, model: type[M], limit: int = SMALL) -> M:
    """Return what the body asks.

    Raises:
        RequestRefusedError: it is not of that form.
    """
    try:
        return model.model_validate_json(await body_of(request, limit))
    except ValidationError as error:
        raise RequestRefusedError(reason="form") from error


def require_workstation(doors: Admissions, request: Request, kind: WorkstationKind) -> str:
    """Return which computer calls.

    Raises:
        WorkstationUnknownError: none that was admitted for that.
    """
    return _workstation(doors.state(), request, kind)


def _workstation(known: AccessState, request: Request, kind: WorkstationKind) -> str:
    found = known.workstation(request.headers.get(WORKSTATION, ""))
    if found is None or found.kind is not kind:
        raise WorkstationUnknownError(workstation=found.workstation if found else "–")
    return found.workstation


def require_seated(doors: Admissions, request: Request, kind: WorkstationKind) -> Seated:
    """Return who calls from a computer of that kind.

    Raises:
        WorkstationUnknownError: no such computer.
        PlaceVoidError: nobody who sits there.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme != "Bearer":
        raise PlaceVoidError
    known = doors.state()
    return doors.seated(token, _workstation(known, request, kind), known)


def token_of(request: Request) -> str:
    """Return the token with which somebody calls."""
    return request.headers.get("authorization", "").partition(" ")[2]


def address_of(request: Request) -> str:
    """Return from where the hub is called; nothing where that is its own computer."""
    here = request.scope.get("server") or ("", 0)
    return request.client.host if request.client and request.client.host != here[0] else ""


async def threaded(function: Callable[[], T]) -> T:
    """Return what the service answers; it waits for its disk, and others do not wait for it."""
    return await _THREADS.run(function)


def answer(content: bytes = b"{}") -> Response:
    """Return JSON."""
    return Response(content, 200, HEADERS, "application/json")


def dumped(value: object) -> Response:
    """Return plain values as JSON."""
    return answer(json.dumps(value).encode())
