"""What a desk may ask: to sit down, what lies on it, to keep something, to be left; each of its own session alone."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from exam.core.access_events import WorkstationKind
from exam.hub.rim import (
    RequestRefusedError,
    address_of,
    answer,
    read,
    require_seated,
    require_workstation,
    routes,
    threaded,
    token_of,
)
from exam.service.access import DeniedError, Role
from exam.service.admissions import Seated
from exam.service.desk import LocalDesk
from exam.service.exam_service import ExamService
from exam.view.wire import KEY, LARGEST_COMMAND, LARGEST_FILE, SHEET, Enter, Seat, SitDown, WorkbookFile, commands

T = TypeVar("T")
LONGEST_KEY = 64


class Desks:
    """Answers desks."""

    def __init__(self, service: ExamService) -> None:
        self._service = service
        self._commands = commands()

    def routes(self) -> list[Route]:
        """Return what a desk may ask; first what it asks most."""
        asked = (
            ("/desk/do/{command}", "POST", self.do),
            ("/desk/sit-down", "POST", self.sit_down),
            ("/desk/take-back", "POST", self.take_back),
            ("/desk/view", "GET", self.view),
            ("/desk/sheet/{task}", "GET", self.sheet),
            ("/desk/workbook/{task}", "GET", self.hand_out),
            ("/desk/workbook/{task}", "POST", self.hand_in),
        )
        return routes(asked)

    async def sit_down(self, request: Request) -> Response:
        """Let the candidate in whose code this is."""
        doors, asked = self._service.admissions, await read(request, SitDown)
        workstation = require_workstation(doors, request, WorkstationKind.DESK)
        sit = partial(
            doors.sit_down, asked.code, token=asked.token, workstation=workstation, address=address_of(request)
        )
        seated = await threaded(sit)
        return answer(Seat(session=seated.session, again=seated.again).model_dump_json().encode())

    async def take_back(self, request: Request) -> Response:
        """Free the desk for an examiner whose PIN this is."""
        doors, asked = self._service.admissions, await read(request, Enter)
        workstation = require_workstation(doors, request, WorkstationKind.DESK)

        def free() -> None:
            actor = doors.sign_in(asked.account, asked.pin, workstation=workstation)
            if actor.role is not Role.EXAMINER:
                raise DeniedError(who=actor.id, action="TakeBack")
            doors.leave(token_of(request))

        await threaded(free)
        return answer()

    async def view(self, request: Request) -> Response:
        """Tell what lies on the desk."""
        return answer(await self._asked(request, lambda desk: desk.view().model_dump_json().encode()))

    async def sheet(self, request: Request) -> Response:
        """Tell what is on a sheet."""
        task = request.path_params["task"]
        return answer(await self._asked(request, lambda desk: SHEET.dump_json(desk.sheet(task))))

    async def do(self, request: Request) -> Response:
        """Do what the candidate wants, once for each key."""
        kind = self._commands.get(request.path_params["command"])
        if kind is None:
            raise RequestRefusedError(reason="command")
        seated = self._seated(request)
        key = _key(seated.session, request)
        command = await read(request, kind, LARGEST_COMMAND)
        return answer(await self._at(seated, lambda desk: desk.do(command, key=key).model_dump_json().encode()))

    async def hand_out(self, request: Request) -> Response:
        """Give a workbook out."""

        def give(desk: LocalDesk) -> bytes:
            name, data = desk.hand_out(request.path_params["task"])
            return WorkbookFile(name=name, data=data).model_dump_json().encode()

        return answer(await self._asked(request, give))

    async def hand_in(self, request: Request) -> Response:
        """Take a workbook in."""
        seated, task = self._seated(request), request.path_params["task"]
        key = _key(seated.session, request)
        file = await read(request, WorkbookFile, LARGEST_FILE)

        def take(desk: LocalDesk) -> bytes:
            return desk.hand_in(task, file.name, file.data, key=key).model_dump_json().encode()

        return answer(await self._at(seated, take))

    def _seated(self, request: Request) -> Seated:
        seated = require_seated(self._service.admissions, request, WorkstationKind.DESK)
        if not seated.session:
            raise DeniedError(who=seated.actor.id, action="Desk")
        return seated

    async def _asked(self, request: Request, ask: Callable[[LocalDesk], T]) -> T:
        return await self._at(self._seated(request), ask)

    async def _at(self, seated: Seated, ask: Callable[[LocalDesk], T]) -> T:
        desk = LocalDesk(self._service, seated.actor, seated.session)
        return await threaded(lambda: ask(desk))


def _key(session: str, request: Request) -> str:
    """Return the key of a command, which no other session can use."""
    key = request.headers.get(KEY, "")
    if not key or len(key) > LONGEST_KEY or not key.isascii():
        raise RequestRefusedError(reason="key")
    return f"desk/{session}/{key}"
