"""The same promises while hypothesis chooses what happens: every order of commands, crashes and lost answers."""

from typing import ClassVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from exam.core.candidate_session import TaskStatus
from exam.core.candidate_session import commands as asked
from exam.core.candidate_session.refusals import SessionRefusal
from exam.core.judging import Judgement
from exam.core.session_values import ChoiceResponse
from exam.core.timing import MINUTE_MS
from exam.service.access import Actor
from exam.service.ports import JournalError
from exam.service.sessions import session_stream
from tests.clocks import run, set_wall, suspend
from tests.simulation.hall import Hall, Violation
from tests.simulation.prepared import CALL, CHAIR, MEMBER, SESSIONS, TEST
from tests.simulation.test_exam_days import PROVING
from tests.simulation.test_seeded_bugs import BUGS

(SESSION, CANDIDATE), *_ = SESSIONS.items()
FAULTS = st.sampled_from(["", "", "", "fail-before", "fail-after", "crash-before", "crash-after"])
JUDGES = st.sampled_from([CHAIR, MEMBER])
PANEL = (CHAIR.id, MEMBER.id)


class Exam(RuleBasedStateMachine):
    """One candidate's exam, its clients and its clocks."""

    processes: ClassVar[int] = 1

    def __init__(self) -> None:
        super().__init__()
        self.hall = Hall("machine")
        self.numbers = iter(range(10**9))
        self.unsent: tuple[asked.Command, Actor, str] | None = None
        """What nobody acknowledged yet; it is sent again with its key before anything else of its kind."""

    @initialize(percent=st.sampled_from([0, 25]))
    def begin(self, percent: int) -> None:
        if percent:
            self.ask(asked.GrantAccommodation(extra_percent=percent), MEMBER)
        self.ask(asked.OpenTask(task=TEST, panel=PANEL), CHAIR)

    # Commands

    def ask(self, command: asked.Command, who: Actor, fault: str = "", key: str = "") -> None:
        """Send a command; where its answer is lost it stays unsent."""
        key = key or f"{SESSION}/{next(self.numbers)}"
        process = self.hall.processes[-1]
        left = self.hall.left_ms(process, SESSION) if isinstance(command, asked.SaveResponse) else 1
        before = process.journal.head(session_stream(SESSION)).seq
        extra_ms = command.minutes * MINUTE_MS if isinstance(command, asked.ExtendTime) else 0
        self.unsent, self.hall.unsettled[SESSION] = (command, who, key), extra_ms
        if fault:
            self.hall.fault(process, fault)
        with self.hall.crashing(process):
            try:
                receipt = process.service.session(who, SESSION, command, key=key)
            except JournalError:
                self.hall.heal(process)
                return
            except SessionRefusal:
                self.unsent, self.hall.unsettled[SESSION] = None, 0
                self.hall.heal(process)
                return
            self.unsent, self.hall.unsettled[SESSION] = None, 0
            self.hall.know()
            self.hall.extend(SESSION, TEST, extra_ms)
            if isinstance(command, asked.SaveResponse):
                if left <= 0 and receipt.head.seq > before:
                    raise Violation("an answer was accepted after zero, or while the clock stood")
                self.hall.answered(SESSION, command, key, receipt)
        self.hall.heal(process)

    def alive(self) -> bool:
        return bool(self.hall.processes)

    def settled(self) -> bool:
        return self.alive() and self.unsent is None

    @precondition(settled)
    @rule(number=st.integers(0, 3), option=st.integers(0, 2), fault=FAULTS)
    def save(self, number: int, option: int, fault: str) -> None:
        pinned = self.hall.state(SESSION).papers[TEST][number]
        response = ChoiceResponse(option=pinned.order[option])
        self.ask(asked.SaveResponse(task=TEST, part=pinned.item, response=response), CANDIDATE, fault)

    @precondition(lambda self: self.alive() and self.unsent is not None)
    @rule(fault=FAULTS)
    def send_again(self, fault: str) -> None:
        command, who, key = self.unsent or pytest.fail("nothing waits")
        self.ask(command, who, fault, key)

    @precondition(settled)
    @rule(task=st.sampled_from([TEST, CALL]), fault=FAULTS)
    def pause(self, task: str, fault: str) -> None:
        self.ask(asked.PauseClock(task=task, reason="poplach"), CHAIR, fault)

    @precondition(settled)
    @rule(task=st.sampled_from([TEST, CALL]), fault=FAULTS)
    def resume(self, task: str, fault: str) -> None:
        self.ask(asked.ResumeClock(task=task), MEMBER, fault)

    @precondition(settled)
    @rule(fault=FAULTS)
    def extend(self, fault: str) -> None:
        self.ask(asked.ExtendTime(task=TEST, minutes=1, reason="hluk"), MEMBER, fault)

    @precondition(settled)
    @rule(fault=FAULTS)
    def submit(self, fault: str) -> None:
        self.ask(asked.SubmitTask(task=TEST), CANDIDATE, fault)

    @precondition(settled)
    @rule(fault=FAULTS)
    def call(self, fault: str) -> None:
        self.ask(asked.OpenTask(task=CALL, panel=PANEL, figurant=MEMBER.id), CHAIR, fault)

    @precondition(settled)
    @rule(fault=FAULTS)
    def end_the_call(self, fault: str) -> None:
        self.ask(asked.EndPerformance(task=CALL), CHAIR, fault)

    @precondition(settled)
    @rule(who=JUDGES, met=st.booleans(), fault=FAULTS)
    def judge(self, who: Actor, met: bool, fault: str) -> None:  # noqa: FBT001 - hypothesis gives it by name
        judgement = Judgement.MET if met else Judgement.NOT_MET
        reason = "" if met else "Nezjistil, co zákazník potřebuje."
        command = asked.JudgeCriterion(task=CALL, criterion="practice.a", judgement=judgement, reason=reason)
        self.ask(command, who, fault)

    # The world

    @precondition(alive)
    @rule(ms=st.sampled_from([1, 700, 3_000, 4_500, 20_000, 59_000]))
    def work(self, ms: int) -> None:
        self.hall.work(ms)

    @rule(seconds=st.sampled_from([-7_200, -300, -6, 6, 300, 7_200]))
    def move_the_wall_clock(self, seconds: int) -> None:
        set_wall(self.hall.clock, seconds)

    @rule()
    def sleep(self) -> None:
        suspend(self.hall.clock, 600)

    @precondition(alive)
    @rule()
    def crash(self) -> None:
        self.hall.kill(self.hall.processes[-1])

    @precondition(lambda self: len(self.hall.processes) < 2)
    @rule(away_ms=st.sampled_from([0, 1_000, 90_000]))
    def start(self, away_ms: int) -> None:
        if not self.hall.processes:
            run(self.hall.clock, away_ms)
        self.hall.start()
        self.hall.tick()

    # Promises

    @precondition(alive)
    @invariant()
    def accounts_are_fair(self) -> None:
        self.hall.tick()
        self.hall.look()

    @precondition(settled)
    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        self.hall.finished()

    @precondition(alive)
    @invariant()
    def a_closed_test_used_no_more_than_there_was(self) -> None:
        task = self.hall.state(SESSION).tasks.get(TEST)
        if task is not None and task.status is not TaskStatus.OPEN:
            assert task.clock.consumed_ms <= task.clock.granted_ms


TestExam = Exam.TestCase
TestExam.settings = settings(max_examples=400 if PROVING else 25, stateful_step_count=30, deadline=None)
FINDING = settings(
    max_examples=400, stateful_step_count=30, deadline=None, database=None, phases=[Phase.generate], derandomize=True
)
ONLY_BY_THE_DAYS = {"no_grace", "endless_grace"}
"""These need an answer that waits for its turn, which this machine does not do."""
SLOWLY = {"taking_answers_after_zero", "pausing_nothing", "counting_twice"}
"""Looked for only where much is to be proved."""
LOOKED_FOR = sorted(BUGS.keys() - ONLY_BY_THE_DAYS - (set() if PROVING else SLOWLY))


@pytest.mark.parametrize("bug", LOOKED_FOR)
def test_the_machine_finds_a_bug_that_was_sown(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    BUGS[bug](monkeypatch)
    with pytest.raises(Exception):  # noqa: B017, PT011 - hypothesis groups what it finds
        run_state_machine_as_test(Exam, settings=FINDING)
