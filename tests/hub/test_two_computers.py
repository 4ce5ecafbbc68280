"""A whole sitting at two computers on one cable: a network of its own for each, and no way anywhere else."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from exam import view as seen
from exam.bootstrap import open_workspace, practice_passphrase
from exam.core.candidate_session import TaskStatus
from exam.core.session_events import ResponseSaved
from exam.core.sitting import SittingState
from exam.machine import SystemClock
from exam.problem import ExamError
from exam.scripted.performance import PIN
from exam.scripted.runner import run
from exam.scripted.scenario import Scenario
from exam.scripted.stage import Stage
from exam.scripted.world import ScriptedClock
from exam.service.exam_service import ExamService
from exam.service.streams import Streams
from tests.hub.elsewhere import Elsewhere
from tests.hub.other_computer import Far, started
from tests.stages import cut, played, shipped

HUB, PC = "10.77.31.1", "10.77.31.2"
EXAM = str(Path(sys.executable).with_name("exam"))
pytestmark = pytest.mark.needs_netns


def ip(*arguments: str) -> None:
    subprocess.run([shutil.which("ip") or "ip", *arguments], check=True, capture_output=True)  # noqa: S603


@dataclass(slots=True)
class Cable:
    """Two networks and the cable between them."""

    name: str

    def at(self, end: str) -> list[str]:
        """Return what puts a command at an end: `hub` or `pc`."""
        return [shutil.which("ip") or "ip", "netns", "exec", f"{self.name}-{end}"]

    def pull(self) -> None:
        ip("-n", f"{self.name}-pc", "link", "set", "cable", "down")

    def plug(self) -> None:
        ip("-n", f"{self.name}-pc", "link", "set", "cable", "up")


@pytest.fixture
def cable() -> Iterator[Cable]:
    name = f"exam{os.getpid() % 10_000}"
    if os.geteuid() != 0:
        pytest.skip("only root makes networks; run as root")
    with ExitStack() as stack:
        for end in ("hub", "pc"):
            try:
                ip("netns", "add", f"{name}-{end}")
            except subprocess.CalledProcessError as error:
                if b"not permitted" in error.stderr:
                    pytest.skip("this root may make no networks; run where the kernel lets it")
                raise
            stack.callback(ip, "netns", "del", f"{name}-{end}")
        ip(
            *("-n", f"{name}-hub", "link", "add", "cable", "type", "veth"),
            *("peer", "name", "cable", "netns", f"{name}-pc"),
        )
        for end, address in (("hub", HUB), ("pc", PC)):
            ip("-n", f"{name}-{end}", "addr", "add", f"{address}/24", "dev", "cable")
            for device in ("lo", "cable"):
                ip("-n", f"{name}-{end}", "link", "set", device, "up")
        yield Cable(name)


@dataclass(slots=True)
class Room:
    """A workspace in one network, its hub and consoles there, a desk in the other."""

    cable: Cable
    folder: Path
    stage: Stage
    stack: ExitStack
    hub: "subprocess.Popen[str] | None" = None

    @property
    def workspace(self) -> Path:
        return self.folder / "workspace"

    def start_hub(self) -> None:
        """Start `exam serve` and wait until it listens."""
        command = [EXAM, "serve", "--workspace", str(self.workspace), "--listen", f"{HUB}:8443"]
        self.hub = subprocess.Popen([*self.cable.at("hub"), *command], stderr=subprocess.PIPE, text=True)  # noqa: S603
        assert self.hub.stderr
        told = self.hub.stderr.readline()
        assert f"https://{HUB}:8443" in told, told

    def stop_hub(self, signal: str = "KILL") -> None:
        """End the hub's own process, which `ip netns exec` became."""
        assert self.hub
        {"KILL": self.hub.kill, "TERM": self.hub.terminate}[signal]()
        self.hub.wait(20)
        assert self.hub.stderr
        self.hub.stderr.close()

    def admitted(self, name: str, kind: str) -> Path:
        """Return the file of a computer."""
        out = self.folder / f"{name}.json"
        command = [EXAM, "serve", "--admit", name, "--kind", kind, "--out", str(out)]
        subprocess.run([*command, "--workspace", str(self.workspace)], check=True, capture_output=True)  # noqa: S603
        return out

    def computer(self, name: str, kind: str, end: str) -> "subprocess.Popen[bytes]":
        """Start a process at an end."""
        file = self.admitted(name, kind)
        process = started(self.cable.at(end), f"https://{HUB}:8443", file, self.folder / "waiting" / name)
        self.stack.callback(ended, process)
        return process


def ended(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin
    assert process.stdout
    process.stdin.close()
    process.wait(10)
    process.stdout.close()


@contextmanager
def room(cable: Cable, folder: Path, before: Scenario) -> Iterator[Room]:
    with played(folder, before) as stage:
        sitting, session, actors = stage.sitting, stage.session, stage.actors
    clock = ScriptedClock(SystemClock().now())
    with ExitStack() as stack:
        opened = stack.enter_context(open_workspace(folder / "workspace", owning=False, clock=clock))
        stage = Stage(
            scenario=before,
            ports=opened.ports,
            service=opened.service,
            clock=clock,
            passphrase=practice_passphrase(),
            actors=actors,
            sitting=sitting,
            session=session,
        )
        found = Room(cable, folder, stage, stack)
        found.start_hub()
        stack.callback(found.stop_hub)
        yield found


def today(name: str, *, before: str) -> tuple[Scenario, Scenario]:
    """Return a shipped exam, held now, up to an action and from it on; whatever is drawn will do."""
    scenario = shipped(name).model_copy(update={"starts_at": SystemClock().now()})
    first = cut(scenario, before=before)
    steps = tuple(
        step.model_copy(update={"arguments": {key: value for key, value in step.arguments.items() if key != "item"}})
        for step in scenario.steps[len(first.steps) :]
    )
    return first, scenario.model_copy(update={"steps": steps})


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.1)


def refusal(action: Callable[[], object]) -> str:
    with pytest.raises(ExamError) as told:
        action()
    return told.value.code


def test_there_is_no_way_to_anywhere_else(cable: Cable) -> None:
    for end in ("hub", "pc"):
        reach = "import socket; socket.create_connection(('192.0.2.1', 443), 2)"
        done = subprocess.run(  # noqa: S603
            [*cable.at(end), sys.executable, "-c", reach], capture_output=True, text=True, check=False
        )
        assert "Network is unreachable" in done.stderr


def test_a_whole_sitting_is_held_with_the_cable_pulled_and_the_hub_killed_in_the_middle(
    cable: Cable, tmp_path: Path
) -> None:
    first, rest = today("passed", before="open_sitting")
    with room(cable, tmp_path, first) as found:
        stage = found.stage
        pc = found.computer("pc-1", "desk", "pc")
        table = found.computer("komise", "console", "hub")
        consoles = {person.id: Far(table, person.id) for person in first.people if person.role == "examiner"}
        for account in consoles:
            Far(table).enter(account, PIN)
        code = consoles["kratky"].issue_code(stage.session, "pc-1")
        desk = Far(pc, "desk")
        desk.session = Far(pc).sit(code)
        assert desk.session == stage.session
        here = stage.service
        stage.service = cast("ExamService", Elsewhere(here, cast("Any", desk), cast("Any", consoles)))
        steps = [(step.action, step.arguments.get("task")) for step in rest.steps]
        middle = steps.index(("submit_task", "written-reply"))
        run(rest.model_copy(update={"steps": rest.steps[:middle]}), stage)
        _outage(found, Far(pc), desk, found.cable.pull, found.cable.plug)
        _outage(found, Far(pc), desk, found.stop_hub, found.start_hub)
        run(rest.model_copy(update={"steps": rest.steps[middle:]}), stage)
        assert Path(stage.archived).is_file()
        assert here.sessions.state(stage.session).tasks["written-reply"].status is TaskStatus.SUBMITTED
        sitting: SittingState = here.sittings.state(stage.sitting)
        assert sitting.closed


def _outage(found: Room, pc: Far, desk: Far, begins: Callable[[], object], ends: Callable[[], object]) -> None:
    """Write on while the hub is away; what was said to be kept was kept, and the rest is once it is back."""
    sheet = desk.sheet("written-reply")
    prompt = sheet.prompts[0]
    saved: list[tuple[str, int]] = []
    for number in range(5):
        text = f"{begins.__name__} {number}"
        saved.append((text, desk.do(seen.SaveText(task="written-reply", part=prompt.part, text=text)).seq))
    begins()
    last = seen.SaveText(task="written-reply", part=prompt.part, text=f"{begins.__name__} bez spojení")
    for _ in range(3):
        assert refusal(lambda: desk.do(last)) == "hub-away"
    assert pc.away()
    assert refusal(desk.view) == "hub-away"
    assert desk.sheet("written-reply").prompts[0].written == last.text
    ends()
    until(lambda: not pc.away())
    again = desk.do(last)
    kept = Streams(found.stage.ports.journal).entries(f"session/{found.stage.session}")
    texts = {entry.seq: entry.event for entry in kept if isinstance(entry.event, ResponseSaved)}
    for text, seq in [*saved, (last.text, again.seq)]:
        assert texts[seq].response.text == text  # type: ignore[union-attr]
    assert [event.response for event in texts.values()].count(texts[again.seq].response) == 1
    assert desk.sheet("written-reply").prompts[0].written == last.text
