"""A hall full of candidates: processes that crash, clocks that jump, disks that fail, and the account kept beside them.

The model knows what the service cannot: how long each candidate really could work. It keeps no account of its own
state; whether a clock stands is read from the journal, what a minute is worth is not.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from exam.core.candidate_session import SessionState, TaskState, TaskStatus, fold
from exam.core.candidate_session import commands as asked
from exam.core.session_events import ResponseSaved, TimeExtended
from exam.core.session_values import ChoiceResponse
from exam.core.timing import HEARTBEAT_MS, MINUTE_MS, TICK_MS
from exam.scripted.world import ScriptedClock
from exam.service.exam_service import ExamService
from exam.service.ports import JournalError, NewEvent
from exam.service.sessions import session_stream
from exam.service.streams import Receipt, Streams
from tests.clocks import run
from tests.simulation.memory import MemoryJournal
from tests.simulation.prepared import MINUTES, SESSIONS, START, TEST, ports_on, prepared


class Crash(BaseException):
    """The process is gone in the middle of what it did."""


class Violation(AssertionError):  # noqa: N818 - a broken promise
    """A promise was broken."""


@dataclass
class Worked:
    """What a candidate really had of a task's time."""

    granted_ms: int
    true_ms: int = 0
    """How long he could work: a process was there and his clock did not stand."""
    late_ms: int = 0
    """What of that came after zero, while the hand-in still waited for an answer: nothing entered then is taken."""
    zero_ms: int = 0
    """How much time he had when that was last seen; more time makes what was late his own again."""
    gift_ms: int = 0
    """What of that was not charged, as of the last look, by the process that charges least."""
    least_ms: int = 0
    """The same by the process that charges most."""
    gifts: list[int] = field(default_factory=list)
    """What each interruption gave."""

    def keep(self, least_ms: int, most_ms: int) -> None:
        """Keep what a look has found."""
        if most_ms > self.gift_ms:
            self.gifts.append(most_ms - self.gift_ms)
        self.least_ms, self.gift_ms = least_ms, most_ms


@dataclass(eq=False)
class Process:
    """One running program."""

    journal: MemoryJournal
    service: ExamService


class Hall:
    """The machines, and the model beside them."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self.disk = prepared()
        self.clock = ScriptedClock(START)
        self.processes: list[Process] = []
        self.worked: dict[tuple[str, str], Worked] = {}
        self.allowed_ms = 0
        """What may not be charged since the last look, for what has happened since."""
        self.kept: dict[tuple[str, str], tuple[int, ChoiceResponse]] = {}
        """By session and part, the last acknowledged response, with its place in the stream."""
        self.acknowledged: set[str] = set()
        self.extended: dict[str, int] = {}
        self.unsettled: dict[str, int] = {}
        """By session, time that was asked for and may or may not be given already."""
        self._started = 0
        self.start()

    # Processes and time

    def start(self) -> Process:
        """Start a process, also beside another one."""
        self._started += 1
        journal = MemoryJournal(self.disk)
        ports = ports_on(self.disk, self.clock, f"{self.seed}/{self._started}", journal)
        process = Process(journal, ExamService(ports))
        self.processes.append(process)
        self.allowed_ms += HEARTBEAT_MS
        return process

    def kill(self, process: Process) -> None:
        """Let a process be gone; one that stays saw what was counted no later than at its next tick."""
        self.processes.remove(process)
        self.allowed_ms += TICK_MS if self.processes else HEARTBEAT_MS

    def work(self, ms: int) -> None:
        """Let candidates work; a process ticks every second, and where there is none nobody works."""
        while ms > 0 and self.processes:
            step = min(ms, TICK_MS)
            self.spend(step)
            self.tick()
            ms -= step
        run(self.clock, ms)

    def spend(self, ms: int) -> None:
        """Let time pass without a tick."""
        for session, task_id, task in self.open_tasks():
            if not task.clock.paused:
                self.worked[session, task_id].true_ms += ms
                self._late(session, task_id, task, ms)
        run(self.clock, ms)

    def _late(self, session: str, task_id: str, task: TaskState, ms: int) -> None:
        """Count what of the time that passes comes after zero, as every process sees it."""
        if task_id == TEST and self.processes:
            account = self.account(session, task_id, task)
            left = max(self.left_ms(process, session) for process in self.processes)
            account.late_ms += ms - min(ms, max(0, left))

    def account(self, session: str, task_id: str, task: TaskState) -> Worked:
        """Return the account of a task, as of the time that it has by now."""
        account = self.worked[session, task_id]
        if account.zero_ms != task.clock.granted_ms:
            account.zero_ms, account.late_ms = task.clock.granted_ms, 0
        return account

    def tick(self) -> None:
        """Let every process tick."""
        for process in tuple(self.processes):
            with self.crashing(process):
                process.service.tick()

    @contextmanager
    def crashing(self, process: Process) -> Iterator[None]:
        """Bury a process that crashes in here."""
        try:
            yield
        except Crash:
            self.kill(process)

    def fault(self, process: Process, kind: str, slow_ms: int = 0, waited_ms: int = 0) -> None:
        """Let the next append of a process fail or crash, before it is kept or after, or be slow."""

        def once(events: Sequence[NewEvent]) -> None:
            self.heal(process)
            assert events
            if slow_ms:
                self.delay(slow_ms)
                self.spend(slow_ms)
            if kind.startswith("crash"):
                raise Crash
            if kind.startswith("fail"):
                self.delay(TICK_MS + waited_ms)
                raise JournalError(reason=kind)

        if kind.endswith("after"):
            process.journal.after = once
        else:
            process.journal.before = once

    def delay(self, ms: int) -> None:
        """Allow for an append that counts as of so long ago: a second process learns of it only now."""
        if len(self.processes) > 1:
            self.allowed_ms += ms

    def heal(self, process: Process) -> None:
        """Let the disk of a process do what it should."""
        process.journal.before = process.journal.after = lambda _events: None

    def extend(self, session: str, task: str, extra_ms: int) -> None:
        """Note time that was given."""
        if extra_ms:
            self.worked[session, task].granted_ms += extra_ms
            self.extended[session] = self.extended.get(session, 0) + extra_ms

    # Reading

    def state(self, session: str) -> SessionState:
        """Return what the journal says."""
        if self.processes:
            return self.processes[0].service.sessions.state(session)
        return fold(Streams(MemoryJournal(self.disk)).entries(session_stream(session)))

    def know(self) -> None:
        """Give every task that was opened its account."""
        for _ in self.open_tasks():
            pass

    def open_tasks(self) -> Iterator[tuple[str, str, TaskState]]:
        """Yield every open task and give it its account."""
        for session in SESSIONS:
            for task_id, task in self.state(session).tasks.items():
                if (session, task_id) not in self.worked:
                    base = MINUTES[task_id] * MINUTE_MS
                    more = base * self.state(session).extra_percent // 100
                    self.worked[session, task_id] = Worked(base + more)
                if task.status is TaskStatus.OPEN:
                    yield session, task_id, task

    def charged_ms(self, process: Process, session: str, task: str) -> int:
        """Return what a process has charged for a task, journalled or not yet; for the test at most what there was."""
        loaded = process.service.sessions.load(session_stream(session))
        clock = loaded.state.tasks[task].clock
        consumed = clock.spend(process.service.sessions.elapsed(loaded)[task]).consumed_ms
        return min(consumed, clock.granted_ms) if task == TEST else consumed

    def left_ms(self, process: Process, session: str) -> int:
        """Return how long answers to the test are taken; nothing once it is closed, or while its clock stands."""
        task = self.state(session).tasks[TEST]
        if task.status is not TaskStatus.OPEN or task.clock.paused:
            return 0
        return task.clock.granted_ms - self.charged_ms(process, session, TEST)

    # Promises

    def look(self) -> None:
        """Hold every account against what was really worked."""
        for session, task_id, task in self.open_tasks():
            account = self.account(session, task_id, task)
            if task.clock.granted_ms not in {account.granted_ms, account.granted_ms + self.unsettled.get(session, 0)}:
                raise Violation(session, task_id, "granted", task.clock.granted_ms, account.granted_ms)
            worked = account.true_ms - account.late_ms
            gifts = [worked - self.charged_ms(process, session, task_id) for process in self.processes]
            for gift in gifts:
                if not account.least_ms <= gift <= account.gift_ms + self.allowed_ms:
                    raise Violation(session, task_id, "gift", account.gift_ms, gift, self.allowed_ms)
            if gifts:
                account.keep(min(gifts), max(gifts))
        if self.processes:
            self.allowed_ms = TICK_MS if len(self.processes) > 1 else 0

    def answered(self, session: str, command: asked.SaveResponse, key: str, receipt: Receipt) -> None:
        """Note an acknowledged answer; what is acknowledged late is no newer for it."""
        assert isinstance(command.response, ChoiceResponse)
        newest = self.kept.get((session, command.part), (0, command.response))
        self.acknowledged.add(key)
        self.kept[session, command.part] = max(newest, (receipt.head.seq, command.response), key=lambda kept: kept[0])

    def finished(self) -> None:
        """Hold everything against everything when all is over, or at any moment without an answer under way."""
        journal = MemoryJournal(self.disk)
        for session in SESSIONS:
            entries = Streams(journal).entries(session_stream(session))
            for process in self.processes:
                if fold(entries) != process.service.sessions.state(session):
                    raise Violation(session, "replayed state differs")
            saved = [entry.event for entry in entries if isinstance(entry.event, ResponseSaved)]
            mine = [key for key in self.acknowledged if key.startswith(f"{session}/")]
            if len(saved) != len(mine):
                raise Violation(session, "answers lost or doubled", len(saved), len(mine))
            given = sum(entry.event.extra_ms for entry in entries if isinstance(entry.event, TimeExtended))
            if given != self.extended.get(session, 0):
                raise Violation(session, "extensions lost or doubled", given)
            self._finished_tasks(session, fold(entries))

    def _finished_tasks(self, session: str, state: SessionState) -> None:
        for (of, part), (_, response) in self.kept.items():
            if of == session and state.tasks[TEST].responses.get(part) != response:
                raise Violation(session, part, "the last acknowledged answer is not there")
        for task_id, task in state.tasks.items():
            account = self.worked[session, task_id]
            if task.clock.consumed_ms > account.true_ms:
                raise Violation(session, task_id, "charged more than was worked")
