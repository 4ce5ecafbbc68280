"""The row of the hub: durable saves on one core, against a bare endpoint of the same stack under the same TLS."""

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

from bench.measure import Figure, Row, percentile
from exam.bootstrap import Workspace, make_workspace, open_workspace
from exam.core.access_events import WorkstationKind
from exam.core.candidate_session import commands as asked
from exam.core.identity import Identity
from exam.core.sitting_events import SittingPart
from exam.machine import SystemClock
from exam.publishing.hub_certificate import authority_pem
from exam.scripted.performance import PIN
from exam.service.access import Actor, Role
from exam.service.arrangement import Arrangement, Newcomer
from exam.service.ports import Account
from exam.view.wire import HUB_NAME, KEY, WORKSTATION
from tests.stages import shipped

STANDARD = "nsk-66-029-M-2015"
TASK = "law-test"
CANDIDATES = 16
ROUNDS = 3
SECONDS = 4.0
BARE = """
import sys
from pathlib import Path
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from exam.hub.serving import hub_of

async def bare(request: Request) -> Response:
    await request.body()
    return Response(sys.argv[2].encode(), media_type="application/json")

routes = [Route("/desk/do/{command}", bare, methods=["POST"])]
listening = lambda port: print(port, file=sys.stderr, flush=True)
hub_of(Starlette(routes=routes), host="127.0.0.1", port=0, certificate=Path(sys.argv[1]), listening=listening).run()
"""


@dataclass(frozen=True, slots=True)
class Seat:
    """What one candidate's desk sends."""

    secret: str
    token: str
    parts: tuple[str, ...]


def saves() -> Iterator[Row | Figure]:
    """Closed loop, one connection a candidate, hub and bare endpoint each on one core, in turns.

    By the clock the client is the limit of the bare endpoint, so the promise is measured in processor time.
    """
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder, ExitStack() as stack:
        place = make_workspace(Path(folder) / "workspace")
        with open_workspace(place) as workspace:
            seats, authority = _prepared(workspace)
        ours = stack.enter_context(_hub(place))
        bare = stack.enter_context(_bare(place / ".run" / "hub.pem"))
        context = ssl.create_default_context(cadata=authority)
        rounds = [(_ms_each(context, bare, seats), _ms_each(context, ours, seats)) for _ in range(ROUNDS)]
    (floor, floor_cpu), (own, own_cpu) = (
        [percentile([one[end][what] for one in rounds], 0.5) for what in (0, 1)] for end in (0, 1)
    )
    name = f"the hub: a durable save, {CANDIDATES} candidates, CPU: what one core can do"
    yield Row(name, "a bare endpoint of the same stack and TLS, CPU", floor_cpu, own_cpu, 2.5)
    spent = f"{own:.2f} ms, of the bare endpoint {floor:.2f} ms, both as fast as this client asks"
    yield Figure(f"the hub: a durable save by the clock, {CANDIDATES} candidates at once", spent)


def _prepared(workspace: Workspace) -> tuple[Sequence[Seat], str]:
    """Hold a sitting in which every candidate sits at his test."""
    people, service = workspace.ports.people, workspace.service
    for person in shipped("passed").people[:2]:
        reference = people.add_identity(person.identity)
        people.add_account(Account(id=person.id, role=person.role, identity=reference), PIN)
    chair, second = (Actor(id=person.id, role=Role.EXAMINER) for person in shipped("passed").people[:2])
    candidates = tuple(
        Newcomer(identity=Identity(given_names="Zkušební", surname=f"Uchazeč {number}"), pin=PIN)
        for number in range(CANDIDATES)
    )
    wanted = Arrangement(
        standard=STANDARD,
        place="Příkladov",
        parts=(SittingPart(day=SystemClock().now().date()),),
        chair=chair.id,
        members=(second.id,),
        candidates=candidates,
    )
    sitting = service.arrangements.arrange(chair, wanted).sitting
    _open(workspace, chair, sitting)
    seats = [_seat(workspace, chair, second, sitting, session) for session in service.sittings.state(sitting).sessions]
    return seats, authority_pem(workspace.folder / "keys", SystemClock().now())


def _open(workspace: Workspace, chair: Actor, sitting: str) -> None:
    from exam.core.sitting import OpenSitting  # noqa: PLC0415 - beside its like above would be far away

    workspace.service.sitting(chair, sitting, OpenSitting())


def _seat(workspace: Workspace, chair: Actor, second: Actor, sitting: str, session: str) -> Seat:
    service, doors = workspace.service, workspace.service.admissions
    service.sessions.open(chair, sitting, session)
    candidate = Actor(id=service.sessions.state(session).candidate, role=Role.CANDIDATE)
    topics = tuple(topic.id for topic in workspace.ports.library.standard(STANDARD).induction)
    service.session(second, session, asked.VerifyIdentity(document="pas"))
    service.session(candidate, session, asked.AcknowledgeInduction(topics=topics))
    service.session(chair, session, asked.OpenTask(task=TASK, panel=(chair.id, second.id)))
    secret, token = doors.admit(session, WorkstationKind.DESK), session.encode().hex().ljust(64, "0")[:64]
    doors.sit_down(doors.issue_code(chair, session, session), token=token, workstation=session, address="")
    return Seat(secret, token, tuple(item.item for item in service.sessions.state(session).papers[TASK]))


@contextmanager
def _hub(workspace: Path) -> Iterator[tuple[int, int]]:
    exam = str(Path(sys.executable).with_name("exam"))
    port = _free_port()
    command = [exam, "serve", "--workspace", str(workspace), "--listen", f"127.0.0.1:{port}"]
    with _running(command) as (_, process):
        yield port, process


@contextmanager
def _bare(certificate: Path) -> Iterator[tuple[int, int]]:
    told = json.dumps({"seq": 1_000, "at": "2026-11-20T08:00:00.123456+01:00", "receipt": "XXXX-XXXX-XXXX-XXXX"})
    with _running([sys.executable, "-c", BARE, str(certificate), told]) as (port, process):
        yield int(port), process


@contextmanager
def _running(command: list[str]) -> Iterator[tuple[str, int]]:
    """Run a server on the first core alone and yield its first line and its process."""
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)  # noqa: S603
    os.sched_setaffinity(process.pid, {min(os.sched_getaffinity(0))})
    if process.stderr is None:
        raise SystemExit(command)
    try:
        yield process.stderr.readline().strip(), process.pid
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stderr.close()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _ms_each(context: ssl.SSLContext, server: tuple[int, int], seats: Sequence[Seat]) -> tuple[float, float]:
    """Return the milliseconds of one save, by clock and by core; every candidate saves as fast as he is answered."""
    port, process = server
    done, began, spent = [0] * len(seats), time.monotonic(), _cpu_ms(process)
    ends = began + SECONDS
    threads = [
        Thread(target=_saving, args=(context, port, seat, ends, done, number)) for number, seat in enumerate(seats)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 1000 * SECONDS / sum(done), (_cpu_ms(process) - spent) / sum(done)


def _cpu_ms(process: int) -> float:
    """Return the processor milliseconds that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(") ")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _saving(context: ssl.SSLContext, port: int, seat: Seat, ends: float, done: list[int], number: int) -> None:
    connection = HTTPConnection("127.0.0.1", port)
    plain = socket.create_connection(("127.0.0.1", port))
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sock = context.wrap_socket(plain, server_hostname=HUB_NAME)
    headers = {WORKSTATION: seat.secret, "authorization": f"Bearer {seat.token}", "content-type": "application/json"}
    while time.monotonic() < ends:
        count = done[number]
        command = {"task": TASK, "part": seat.parts[count % len(seat.parts)], "option": "abc"[count // 7 % 3]}
        headers[KEY] = f"{ends}-{number}-{count}"
        connection.request("POST", "/desk/do/SaveChoice", json.dumps(command).encode(), headers)
        response = connection.getresponse()
        told = response.read()
        if response.status != 200:
            raise SystemExit(told)
        done[number] += 1
    connection.close()
