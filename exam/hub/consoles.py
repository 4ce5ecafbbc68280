"""What a console may ask: who examines, to enter, and every method of an examiner's door."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from exam.core.access_events import WorkstationKind
from exam.hub.rim import (
    RequestRefusedError,
    address_of,
    answer,
    dumped,
    read,
    require_seated,
    require_workstation,
    routes,
    threaded,
    token_of,
)
from exam.service.access import Role
from exam.service.console_wire import methods
from exam.service.exam_service import ExamService
from exam.service.local_console import LocalConsole
from exam.view import Shown
from exam.view.wire import LARGEST_COMMAND, Enter

if TYPE_CHECKING:
    from exam.service.console_port import Console


@dataclass(frozen=True, slots=True)
class Beside:
    """What a console asks beside the examiner's door."""

    today: Callable[[], date]
    verify: Callable[[str, str], str]
    """From the path of an archived record, and a language, to what its verification says."""


class ToVerify(Shown):
    """An archived record."""

    path: Annotated[str, Field(max_length=4096)]
    language: Literal["cs", "en"]


class Consoles:
    """Answers consoles."""

    def __init__(self, service: ExamService, beside: Beside) -> None:
        self._service = service
        self._beside = beside

    def routes(self) -> list[Route]:
        """Return what a console may ask."""
        asked = (
            ("/console/examiners", "GET", self.examiners),
            ("/console/enter", "POST", self.enter),
            ("/console/leave", "POST", self.leave),
            ("/console/today", "GET", self.today),
            ("/console/verify", "POST", self.verify),
            ("/console/do/{method}", "POST", self.do),
        )
        return routes(asked)

    async def examiners(self, request: Request) -> Response:
        """Name everybody who may enter."""
        require_workstation(self._service.admissions, request, WorkstationKind.CONSOLE)
        people = await threaded(self._service.people.everybody)
        return dumped([(person.id, person.name) for person in people if person.role == Role.EXAMINER])

    async def enter(self, request: Request) -> Response:
        """Let an examiner in."""
        doors, asked = self._service.admissions, await read(request, Enter)
        workstation = require_workstation(doors, request, WorkstationKind.CONSOLE)
        if asked.token is None:
            raise RequestRefusedError(reason="form")
        token, address = asked.token, address_of(request)
        await threaded(
            lambda: doors.enter(asked.account, asked.pin, token=token, workstation=workstation, address=address)
        )
        return answer()

    async def leave(self, request: Request) -> Response:
        """Make his token void."""
        require_workstation(self._service.admissions, request, WorkstationKind.CONSOLE)
        await threaded(lambda: self._service.admissions.leave(token_of(request)))
        return answer()

    async def today(self, request: Request) -> Response:
        """Tell which day it is at the hub."""
        require_workstation(self._service.admissions, request, WorkstationKind.CONSOLE)
        return dumped(self._beside.today().isoformat())

    async def verify(self, request: Request) -> Response:
        """Tell what the verification of an archived record says."""
        require_seated(self._service.admissions, request, WorkstationKind.CONSOLE)
        asked = await read(request, ToVerify)
        return dumped(await threaded(lambda: self._beside.verify(asked.path, asked.language)))

    async def do(self, request: Request) -> Response:
        """Call a method of his door."""
        seated = require_seated(self._service.admissions, request, WorkstationKind.CONSOLE)
        name = request.path_params["method"]
        if name not in methods():
            raise RequestRefusedError(reason="command")
        asked, answered = methods()[name]
        arguments = await read(request, asked, LARGEST_COMMAND)

        def call() -> bytes:
            door: Console = LocalConsole(self._service, seated.actor)
            value: Any = getattr(door, name)
            if callable(value):
                value = value(**{field: getattr(arguments, field) for field in type(arguments).model_fields})
            try:
                return answered(value=value).model_dump_json().encode()
            except ValidationError as error:
                raise RequestRefusedError(reason="answer") from error

        return answer(await threaded(call))
