"""The hub's process is killed while answers come in: what was acknowledged is kept, and the rest comes again, once."""

import random  # noqa: TID251 - when somebody pulls a plug is chance, and nothing is drawn from it
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from exam import view as seen
from exam.bootstrap import open_workspace
from exam.core.access_events import WorkstationKind
from exam.core.session_events import ResponseSaved
from exam.core.session_values import TextResponse
from exam.machine import SystemClock
from exam.publishing.hub_certificate import authority_pem
from exam.remote.desk import RemoteDesk, sit_down
from exam.remote.line import Line
from exam.service.access import Actor, Role
from exam.service.streams import Streams
from exam.view.wire import WorkstationFile
from tests.stages import cut, played, shipped

WRITING = cut(shipped("passed"), before="write_reply")
TASK = "written-reply"
ROUNDS = 4
EXAM = str(Path(sys.executable).with_name("exam"))


@contextmanager
def serving(workspace: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    command = [EXAM, "serve", "--workspace", str(workspace), "--listen", f"127.0.0.1:{port}", "--language", "en"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)  # noqa: S603
    assert process.stderr
    told = process.stderr.readline()
    assert "https://127.0.0.1:" in told, told
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)
        process.stderr.close()


def prepared(folder: Path) -> tuple[Path, str, WorkstationFile, str]:
    """Play up to an open task and return the workspace, its session, the desk's file and a code."""
    with played(folder, WRITING) as stage:
        doors, chair = stage.service.admissions, Actor(id="dvorakova", role=Role.EXAMINER)
        secret = doors.admit("pc-1", WorkstationKind.DESK)
        code = doors.issue_code(chair, stage.session, "pc-1")
        workspace = folder / "workspace"
        authority = authority_pem(workspace / "keys", SystemClock().now())
        file = WorkstationFile(workstation="pc-1", kind="desk", secret=secret, authority=authority)
        return workspace, stage.session, file, code


def write_until_gone(desk: RemoteDesk, part: str, numbers: Iterator[int]) -> list[tuple[str, int]]:
    """Write on and on, and return what was said to be kept, until the hub is away."""
    kept: list[tuple[str, int]] = []
    for number in numbers:
        text = f"verze {number}"
        try:
            kept.append((text, desk.do(seen.SaveText(task=TASK, part=part, text=text)).seq))
        except seen.HubAwayError:
            return kept
    raise AssertionError


def test_a_killed_hub_loses_nothing_that_it_acknowledged_and_takes_the_rest_once(tmp_path: Path) -> None:
    workspace, session, file, code = prepared(tmp_path)
    chance, numbers = random.Random(7), iter(range(1, 1_000_000))  # noqa: S311
    kept: list[tuple[str, int]] = []
    port = free_port()
    with closing(Line(f"https://127.0.0.1:{port}", file)) as line:
        desk: RemoteDesk | None = None
        for _ in range(ROUNDS):
            with serving(workspace, port) as process:
                desk = desk or sit_down(line, code, tmp_path / "waiting")
                ends = time.monotonic() + 20
                while line.away:
                    assert time.monotonic() < ends
                    time.sleep(0.05)
                sheet = desk.sheet(TASK)
                assert isinstance(sheet, seen.ReplySheet)
                kill = (
                    f"import os, time; time.sleep({chance.uniform(0.2, 0.8)}); os.kill({process.pid}, {signal.SIGKILL})"
                )
                killer = subprocess.Popen([sys.executable, "-c", kill])  # noqa: S603
                kept += write_until_gone(desk, sheet.prompts[0].part, numbers)
                killer.wait(10)
    last = f"verze {next(numbers) - 1}"
    with open_workspace(workspace, owning=False) as opened:
        entries = Streams(opened.ports.journal).entries(f"session/{session}")
    texts = {
        entry.seq: entry.event.response.text
        for entry in entries
        if isinstance(entry.event, ResponseSaved) and isinstance(entry.event.response, TextResponse)
    }
    assert len(kept) > ROUNDS
    assert [told for told in kept if texts.get(told[1]) != told[0]] == []
    assert len(set(texts.values())) == len(texts)
    assert last in (tmp_path / "waiting" / f"{session}.jsonl").read_text("utf-8")


def free_port() -> int:
    """Return a port that nobody listens at now."""
    import socket  # noqa: PLC0415 - only here

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
