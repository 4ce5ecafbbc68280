"""A hub that runs in this process, on a real workspace and over real TLS, and the lines of other computers to it."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from exam.core.access_events import WorkstationKind
from exam.hub.consoles import Beside
from exam.hub.serving import Hub, application, hub_of
from exam.machine import SystemClock
from exam.publishing.hub_certificate import authority_pem, make_hub_certificate
from exam.remote.console import enter
from exam.remote.desk import RemoteDesk, sit_down
from exam.remote.line import Line
from exam.scripted.performance import PIN
from exam.scripted.stage import Stage
from exam.service.console_port import Console
from exam.service.exam_service import ExamService
from exam.view.wire import HUB_NAME, WorkstationFile


@dataclass(slots=True)
class Running:
    """A hub with its address, and who may come."""

    service: ExamService
    keys: Path
    folder: Path
    stage: Stage
    port: int = 0
    stack: ExitStack = field(default_factory=ExitStack)
    certificate: Path = Path()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"https://127.0.0.1:{self.port}"

    def file(self, name: str, kind: WorkstationKind) -> WorkstationFile:
        """Admit a computer and return what is carried to it."""
        secret = self.service.admissions.admit(name, kind)
        authority = authority_pem(self.keys, SystemClock().now())
        return WorkstationFile(workstation=name, kind=kind.value, secret=secret, authority=authority)

    def line(self, name: str, kind: WorkstationKind = WorkstationKind.DESK) -> Line:
        """Return the line of a computer that is admitted for it."""
        line = Line(self.url, self.file(name, kind))
        self.stack.callback(line.close)
        return line

    def code(self, workstation: str, session: str = "") -> str:
        """Return a code that the chair issues."""
        chair = self.stage.actor("dvorakova")
        return self.service.admissions.issue_code(chair, session or self.stage.session, workstation)

    def desk(self, name: str = "pc-1") -> RemoteDesk:
        """Sit the candidate down at a computer."""
        line = self.line(name)
        return sit_down(line, self.code(name), self.folder / "waiting" / name)

    def console(self, account: str = "dvorakova") -> Console:
        """Let an examiner in at a computer of his own."""
        return enter(self.line(f"at-{account}", WorkstationKind.CONSOLE), account, PIN)

    @contextmanager
    def serving(self) -> Iterator["Running"]:
        """Answer until left, and from then on not; at the same port when it is done again."""
        up = Event()

        def listening(port: int) -> None:
            self.port = port
            up.set()

        beside = Beside(today=lambda: self.stage.clock.now().date(), verify=lambda path, _language: path)
        hub = hub_of(
            application(self.service, beside),
            host="127.0.0.1",
            port=self.port,
            certificate=self.certificate,
            listening=listening,
        )
        thread = Thread(target=lambda: asyncio.run(_run(hub)))
        thread.start()
        assert up.wait(10)
        try:
            yield self
        finally:
            hub.should_exit = True
            thread.join(10)


async def _run(hub: Hub) -> None:
    await hub.serve()


@contextmanager
def hub_on(folder: Path, stage: Stage) -> Iterator[Running]:
    """Run a hub on what was played."""
    certificate, keys = folder / "hub.pem", folder / "workspace" / "keys"
    make_hub_certificate(keys, certificate, (HUB_NAME, "127.0.0.1"), SystemClock().now())
    running = Running(service=stage.service, keys=keys, folder=folder, stage=stage, certificate=certificate)
    with running.serving(), running.stack:
        yield running
