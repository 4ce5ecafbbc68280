"""One simulated day from one seed: `python -m tests.simulation.exam_day SEED` plays it again and tells its steps."""

import random  # noqa: TID251 - a seed makes the day; nothing here reaches a journal of people
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from exam.core.candidate_session import TaskStatus
from exam.core.candidate_session import commands as asked
from exam.core.candidate_session.refusals import SessionRefusal, TaskNotOpenError, TimeOverError
from exam.core.judging import Judgement
from exam.core.session_values import ChoiceResponse
from exam.core.timing import MINUTE_MS
from exam.problem import ExamError
from exam.service.access import Actor
from exam.service.pausing import NoClockError
from exam.service.ports import JournalError
from exam.service.sessions import session_stream
from tests.clocks import reboot, set_wall, suspend
from tests.simulation.hall import Hall, Process, Violation
from tests.simulation.prepared import CALL, CHAIR, GRACE_MS, INVIGILATOR, MEMBER, SESSIONS, SITTING, TEST

REASON = "hluk za oknem"
ALARM = "požární poplach"
FAULTS = (*("",) * 24, "fail-before", "fail-after", "crash-before", "crash-after", "slow", "slow")
STEPS = (-7_200, -3_600, -300, -7, 7, 300, 3_600, 7_200)
Pending = tuple[asked.SaveResponse, str]


@dataclass
class Day:
    """What happens, drawn from the seed."""

    seed: int
    tell: Callable[[str], None] = lambda _told: None
    crashes: int = 0
    pending: dict[str, Pending] = field(default_factory=dict)
    """By session, the answer that nobody acknowledged yet; a client sends no newer one before it is settled."""

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311 - a simulation
        self.hall = Hall(str(self.seed))
        self._keys = 0

    def play(self) -> Hall:
        """Play the day to its end and return the hall."""
        try:
            self._admit()
            while any(
                self.hall.state(session).tasks.get(TEST) is None or self._at_test(session) for session in SESSIONS
            ):
                self._step()
            self._close()
        except (Violation, ExamError, AssertionError) as broken:
            broken.add_note(f"play it again: .venv/bin/python -m tests.simulation.exam_day {self.seed}")
            raise
        return self.hall

    def _admit(self) -> None:
        for session in SESSIONS:
            if self.chance.random() < 0.3:
                self._ask(MEMBER, session, asked.GrantAccommodation(extra_percent=self.chance.choice((25, 50))))
            self._ask(CHAIR, session, asked.OpenTask(task=TEST, panel=(CHAIR.id, MEMBER.id)))
            self.hall.work(self.chance.randint(1, 9_000))

    def _at_test(self, session: str) -> bool:
        return self.hall.state(session).tasks[TEST].status is TaskStatus.OPEN

    def _step(self) -> None:
        self.hall.work(self.chance.randint(1, 6_000))
        if not self.hall.processes:
            self._restart()
        session = self.chance.choice(list(SESSIONS))
        acts = (self._save, self._save, self._save, self._save, self._examiner, self._world)
        self.chance.choice(acts)(session)
        if self.hall.processes:
            self.hall.tick()
        self.hall.look()

    def _restart(self) -> None:
        self.crashes += 1
        away = self.chance.choice((1, 8, 90, 3_600))
        (reboot if self.chance.random() < 0.3 else set_wall)(self.hall.clock, away)
        self.tell(f"{self.hall.clock.now()} back after {away} s")
        self.hall.start()
        self.hall.tick()
        self.hall.look()

    def _process(self) -> Process:
        if not self.hall.processes:
            self._restart()
        return self.chance.choice(self.hall.processes)

    def _key(self, session: str) -> str:
        self._keys += 1
        return f"{session}/{self._keys}"

    # Candidates

    def _save(self, session: str) -> None:
        """Send the answer that waits, or a new one; its acknowledgement may get lost, and so may the process."""
        if session not in self.pending:
            if not self._at_test(session):
                return
            self.pending[session] = self._answer(session)
        process = self._process()
        with self.hall.crashing(process):
            self._send(process, session, self.chance.randint(1, 9_000) if self.chance.random() < 0.15 else 0)
        self.hall.heal(process)

    def _answer(self, session: str) -> Pending:
        pinned = self.chance.choice(self.hall.state(session).papers[TEST])
        response = ChoiceResponse(option=self.chance.choice(pinned.order))
        return asked.SaveResponse(task=TEST, part=pinned.item, response=response), self._key(session)

    def _send(self, process: Process, session: str, waits: int) -> None:
        """Let an answer come in, wait for its turn, and be decided."""
        alone = len(self.hall.processes) == 1
        with process.service.sessions.receiving(session, TEST) as received_ms:
            left = self.hall.left_ms(process, session)
            if waits:
                self.hall.work(waits)
                if process in self.hall.processes:
                    self._execute(process, session, self._answer(session), self.hall.left_ms(process, session))
            if process not in self.hall.processes:
                return
            self.hall.delay(waits)
            if kind := self.chance.choice(FAULTS):
                slow = self.chance.randint(1, 4_000) if kind == "slow" else 0
                self.hall.fault(process, kind, slow, waits)
            self.tell(f"{self.hall.clock.now()} {self.pending[session]} {left} ms left, waits {waits} {kind}")
            taken = self._execute(process, session, self.pending[session], left, received_ms)
        if taken is not None:
            del self.pending[session]
        if taken is False and alone and waits - left < GRACE_MS and left > 0:
            raise Violation(session, "an answer was refused in time", left, waits)

    def _execute(
        self, process: Process, session: str, answer: Pending, left: int, received_ms: int | None = None
    ) -> bool | None:
        """Send an answer and tell whether it was taken; None where nobody knows."""
        command, key = answer
        who, before = SESSIONS[session], process.journal.head(session_stream(session)).seq
        try:
            receipt = process.service.sessions.execute(who, session, command, key=key, received_ms=received_ms)
        except JournalError:
            return None
        except (TimeOverError, TaskNotOpenError):
            return False
        if left <= 0 and receipt.head.seq > before:
            raise Violation(session, "an answer was accepted after zero, or while the clock stood", receipt)
        self.hall.answered(session, command, key, receipt)
        return True

    # Examiners

    def _ask(self, who: Actor, session: str, command: asked.Command) -> bool:
        """Ask until it is acknowledged or refused, with the same key; tell which."""
        key, extra_ms = self._key(session), command.minutes * MINUTE_MS if isinstance(command, asked.ExtendTime) else 0
        self.hall.unsettled[session] = extra_ms
        done: bool | None = None
        while done is None:
            process = self._process()
            if kind := self.chance.choice(FAULTS[:-2]):
                self.hall.fault(process, kind)
            with self.hall.crashing(process):
                done = self._done(process, who, session, command, key)
            self.hall.heal(process)
            if done is None:
                self.hall.work(self.chance.randint(0, 3_000))
        if done:
            self.hall.extend(session, TEST, extra_ms)
        self.hall.unsettled[session] = 0
        return done

    def _done(self, process: Process, who: Actor, session: str, command: asked.Command, key: str) -> bool | None:
        self.tell(f"{self.hall.clock.now()} {session} {command!r}")
        try:
            process.service.session(who, session, command, key=key)
        except JournalError:
            return None
        except SessionRefusal as refused:
            self.tell(f"refused: {refused}")
            return False
        self.hall.know()
        return True

    def _examiner(self, session: str) -> None:
        choice = self.chance.random()
        task = self.chance.choice((TEST, CALL))
        if choice < 0.1:
            self._ask(MEMBER, session, asked.ExtendTime(task=TEST, minutes=1, reason=REASON))
        elif choice < 0.25:
            self._ask(CHAIR, session, asked.PauseClock(task=task, reason=REASON))
        elif choice < 0.65:
            self._ask(MEMBER, session, asked.ResumeClock(task=task))
        elif choice < 0.75:
            self._ask(CHAIR, session, asked.OpenTask(task=CALL, panel=(CHAIR.id, MEMBER.id), figurant=MEMBER.id))
        elif choice < 0.8 and session not in self.pending:
            self._ask(SESSIONS[session], session, asked.SubmitTask(task=TEST))
        elif choice < 0.9:
            self._everybody()

    def _everybody(self) -> None:
        """Stop every clock for a while and start them again; a call that failed is made again."""
        pausing = self._everywhere("pause_all")
        if pausing:
            self.hall.work(self.chance.randint(0, 30_000))
            self._everywhere("resume_all")

    def _everywhere(self, decision: str) -> bool:
        while True:
            process = self._process()
            if kind := self.chance.choice(FAULTS[:-2]):
                self.hall.fault(process, kind)
            self.tell(f"{self.hall.clock.now()} {decision}")
            with self.hall.crashing(process):
                try:
                    getattr(process.service.pausing, decision)(INVIGILATOR, SITTING, ALARM)
                except NoClockError:
                    return False
                except JournalError:
                    continue
                else:
                    return True
                finally:
                    self.hall.heal(process)

    # The world

    def _world(self, _session: str) -> None:
        """Move the wall clock, sleep, crash, or let a second process begin beside the first."""
        what = self.chance.choice(("step", "step", "sleep", "crash", "crash", "beside", "rest", "rest"))
        self.tell(f"{self.hall.clock.now()} {what}")
        if what == "step":
            set_wall(self.hall.clock, self.chance.choice(STEPS))
        elif what == "sleep":
            suspend(self.hall.clock, self.chance.choice((10, 600, 3_600)))
        elif what == "crash":
            self.hall.kill(self.chance.choice(self.hall.processes))
        elif what == "beside" and len(self.hall.processes) == 1:
            self.hall.start()

    # The end

    def _close(self) -> None:
        """Settle what waits, let everybody be judged, and look at everything."""
        for session in SESSIONS:
            while session in self.pending:
                self._save(session)
            self._ask(CHAIR, session, asked.ResumeClock(task=CALL))
            self._ask(CHAIR, session, asked.OpenTask(task=CALL, panel=(CHAIR.id, MEMBER.id), figurant=MEMBER.id))
            self._ask(CHAIR, session, asked.EndPerformance(task=CALL))
            for judge in (CHAIR, MEMBER):
                met = asked.JudgeCriterion(task=CALL, criterion="practice.a", judgement=Judgement.MET)
                self._ask(judge, session, met)
            self._ask(CHAIR, session, asked.RevealJudgements(task=CALL))
            agreed = asked.AgreeCriterion(task=CALL, criterion="practice.a", judgement=Judgement.MET)
            self._ask(CHAIR, session, agreed)
            if not self._ask(CHAIR, session, asked.DetermineResult()):
                raise Violation(session, "no result")
        self._process()
        self.hall.finished()


def _tell(told: str) -> None:
    sys.stdout.write(f"{told}\n")


if __name__ == "__main__":
    Day(int(sys.argv[1]), tell=_tell).play()
