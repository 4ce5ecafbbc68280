"""Failures of other systems, one test each by the report's name: none of them is possible here.

The reports and their lessons are the table in § 2 of the study of reliability that the design rests on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import BaseModel

from exam import view as seen
from exam.core.candidate_session import TaskState, TaskStatus
from exam.core.candidate_session import commands as asked
from exam.core.candidate_session.refusals import TaskNotOpenError, TimeOverError
from exam.core.candidate_view import SheetMissingError
from exam.core.chain import Head
from exam.core.events import Entry
from exam.core.session_events import ResponseSaved, ResponseSubmitted, TaskOpened, TaskScored, TimeSpent
from exam.core.session_values import ChoiceResponse
from exam.core.timing import MINUTE_MS
from exam.scripted.stage import Stage
from exam.service.access import Actor, DeniedError, Role
from exam.service.desk import LocalDesk
from exam.service.exam_service import ExamService
from exam.service.ports import Journal, JournalError, NewEvent, StoredEvent
from exam.service.sessions import CLOCK, session_stream
from exam.service.streams import Receipt, Streams
from tests.clocks import run
from tests.rims import reopened, staged, step

TEST = "theory-test"
CANDIDATE = Actor(id="uchazec", role=Role.CANDIDATE)
CHAIR = Actor(id="predseda", role=Role.EXAMINER)
MEMBER = Actor(id="clen", role=Role.EXAMINER)


class Unsteady:
    """A journal that fails the next append, before it is kept or right after."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.fails = ""

    def __getattr__(self, name: str) -> object:
        return getattr(self._journal, name)

    def head(self, stream: str) -> Head:
        return self._journal.head(stream)

    def read(self, stream: str) -> tuple[StoredEvent, ...]:
        return self._journal.read(stream)

    def append(self, stream: str, events: Sequence[NewEvent], *, expected: int, key: str) -> Head:
        fails, self.fails = self.fails, ""
        if fails == "before":
            raise JournalError(reason="the cable is out")
        head = self._journal.append(stream, events, expected=expected, key=key)
        if fails == "after":
            raise JournalError(reason="the answer was lost")
        return head


class Listening:
    """A journal that remembers the types of each append."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.appended: list[list[str]] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self._journal, name)

    def append(self, stream: str, events: Sequence[NewEvent], *, expected: int, key: str) -> Head:
        self.appended.append([event.type for event in events])
        return self._journal.append(stream, events, expected=expected, key=key)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """The test is open and nothing is answered."""
    with staged(tmp_path, before="answer_test") as opened:
        yield opened


def unsteady(stage: Stage) -> Unsteady:
    journal = Unsteady(stage.ports.journal)
    stage.service = ExamService(replace(stage.ports, journal=journal))  # type: ignore[arg-type]
    stage.service.tick()
    return journal


def answer(stage: Stage, number: int = 0, option: int = 0) -> asked.SaveResponse:
    pinned = stage.state().papers[TEST][number]
    return asked.SaveResponse(task=TEST, part=pinned.item, response=ChoiceResponse(option=pinned.order[option]))


def save(stage: Stage, number: int = 0, option: int = 0, *, key: str = "") -> Receipt:
    return stage.service.session(CANDIDATE, stage.session, answer(stage, number, option), key=key)


def kept(stage: Stage, number: int = 0) -> str | None:
    pinned = stage.state().papers[TEST][number]
    response = task_of(stage).responses.get(pinned.item)
    return response.option if isinstance(response, ChoiceResponse) else None


def task_of(stage: Stage) -> TaskState:
    return stage.state().tasks[TEST]


def entries(stage: Stage) -> tuple[Entry, ...]:
    return Streams(stage.ports.journal).entries(session_stream(stage.session))


def desk(stage: Stage) -> LocalDesk:
    return LocalDesk(stage.service, CANDIDATE, stage.session)


def remaining_ms(stage: Stage) -> int:
    (card,) = [card for card in desk(stage).view().tasks if card.task == TEST]
    assert card.clock is not None
    return card.clock.remaining_ms


def test_artemis_12948_a_failed_save_and_a_reload_mark_nothing_as_kept(stage: Stage) -> None:
    first = save(stage, 0)
    journal = unsteady(stage)
    journal.fails = "before"
    with pytest.raises(JournalError):
        save(stage, 1)
    assert (kept(stage, 0), kept(stage, 1)) == (answer(stage, 0).response.option, None)  # type: ignore[union-attr]
    assert first.head.hash in {stored.link.hash for stored in stage.ports.journal.read(session_stream(stage.session))}
    sheet = desk(stage).sheet(TEST)
    assert isinstance(sheet, seen.TestSheet)
    assert [item.picked is not None for item in sheet.items] == [True, False, False, False]


@pytest.mark.parametrize("fails", ["before", "after"])
def test_artemis_13184_an_answer_that_could_not_be_sent_is_sent_again_by_the_same_way(stage: Stage, fails: str) -> None:
    journal = unsteady(stage)
    journal.fails = fails
    with pytest.raises(JournalError):
        save(stage, key="again")
    receipt = save(stage, key="again")
    assert receipt == save(stage, key="again")
    assert sum(isinstance(entry.event, ResponseSaved) for entry in entries(stage)) == 1


@pytest.mark.parametrize("fails", ["before", "after"])
def test_artemis_13184_an_acknowledgement_that_was_lost_gives_no_time_and_takes_none(stage: Stage, fails: str) -> None:
    journal = unsteady(stage)
    run(stage.clock, 4_000)
    journal.fails = fails
    with pytest.raises(JournalError):
        save(stage, key="again")
    run(stage.clock, 8_000)
    save(stage, key="again")
    stage.service.tick()
    assert task_of(stage).clock.consumed_ms == 12_000


def test_artemis_1770_progress_is_not_lost_with_the_program(stage: Stage, tmp_path: Path) -> None:
    for number in range(4):
        save(stage, number, number % 3)
    before = stage.state()
    with reopened(tmp_path, stage.clock) as again:
        assert again.service.sessions.state(stage.session) == before


def test_artemis_11693_an_old_version_that_is_sent_again_does_not_replace_a_newer_one(stage: Stage) -> None:
    save(stage, option=0, key="old")
    save(stage, option=1, key="new")
    save(stage, option=0, key="old")
    assert kept(stage) == stage.state().papers[TEST][0].order[1]


def test_artemis_1811_and_1722_and_muikku_7589_a_candidates_clock_has_no_say(stage: Stage) -> None:
    def below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
        for child in model.__subclasses__():
            yield child
            yield from below(child)

    asked_for: list[type[BaseModel]] = [
        asked.SaveResponse,
        asked.SubmitTask,
        asked.RaiseHand,
        asked.AcknowledgeInduction,
    ]
    fields = {name for model in (*below(seen.DeskCommand), *asked_for) for name in model.model_fields}
    assert not {
        name for name in fields for word in ("time", "_at", "_ms", "clock", "elapsed", "seconds") if word in name
    }
    with pytest.raises(SheetMissingError):
        desk(stage).sheet("practice-call")
    for vouched in (asked.Tick(task=TEST), asked.NoteInterruption(task=TEST, gap_ms=1), asked.NoteClockJump(seconds=1)):
        with pytest.raises(DeniedError):
            stage.service.session(CANDIDATE, stage.session, vouched)


def test_artemis_9938_nobody_is_made_to_hand_in_before_his_time(stage: Stage) -> None:
    stage.service.session(MEMBER, stage.session, asked.ExtendTime(task=TEST, minutes=30, reason="hluk"))
    stage.clock.pass_minutes(49)
    stage.service.tick()
    assert task_of(stage).status is TaskStatus.OPEN
    assert remaining_ms(stage) == MINUTE_MS
    stage.clock.pass_minutes(1)
    stage.service.tick()
    assert task_of(stage).status is TaskStatus.SUBMITTED


def test_artemis_13071_a_paper_is_drawn_when_its_task_is_opened_and_not_earlier(stage: Stage) -> None:
    assert set(stage.state().papers) == {TEST}
    opened = [entry.seq for entry in entries(stage) if isinstance(entry.event, TaskOpened)]
    drawn = [entry.seq for entry in entries(stage) if type(entry.event).__name__ == "PaperDrawn"]
    assert drawn == [seq - 1 for seq in opened]


def test_seb_53_356_498_1179_after_a_loss_the_candidate_is_where_he_was(stage: Stage, tmp_path: Path) -> None:
    save(stage, 0)
    save(stage, 2, 1)
    stage.clock.pass_minutes(3)
    stage.service.tick()
    before, sheet = remaining_ms(stage), desk(stage).sheet(TEST)
    stage.clock.pass_minutes(15)
    with reopened(tmp_path, stage.clock) as again:
        there = LocalDesk(again.service, CANDIDATE, stage.session)
        again.service.tick()
        assert there.sheet(TEST) == sheet
        (card,) = [card for card in there.view().tasks if card.task == TEST]
        assert card.clock is not None
        assert (card.status, card.clock.remaining_ms) == (seen.CardStatus.OPEN, before)
        state = again.service.sessions.state(stage.session)
        assert state.tasks[TEST].last_part == state.papers[TEST][2].item


def test_digabi_114_what_is_typed_while_the_journal_is_away_is_refused_aloud_and_kept_when_it_is_back(
    stage: Stage,
) -> None:
    journal = unsteady(stage)
    for option in (0, 1):
        journal.fails = "before"
        with pytest.raises(JournalError):
            save(stage, option=option)
    save(stage, option=2)
    assert kept(stage) == stage.state().papers[TEST][0].order[2]


def test_tcexam_51_time_does_not_run_while_nobody_can_work(stage: Stage, tmp_path: Path) -> None:
    stage.clock.pass_minutes(5)
    stage.service.tick()
    stage.clock.pass_minutes(90)
    with reopened(tmp_path, stage.clock) as again:
        again.service.tick()
        clock = again.service.sessions.state(stage.session).tasks[TEST].clock
        assert clock.remaining_ms == 15 * MINUTE_MS


def test_tcexam_51_added_time_can_be_used(stage: Stage) -> None:
    stage.clock.pass_minutes(19)
    stage.service.session(MEMBER, stage.session, asked.ExtendTime(task=TEST, minutes=5, reason="hluk"))
    stage.clock.pass_minutes(5)
    save(stage)
    assert remaining_ms(stage) == MINUTE_MS
    (fact,) = [fact for fact in stage.state().time_facts if fact.kind == "extended"]
    assert (fact.by, fact.ms, fact.reason) == ("clen", 5 * MINUTE_MS, "hluk")


def test_hourglass_115_and_sakai_14854_extra_time_scales_every_section(tmp_path: Path) -> None:
    more = (step("clen", "grant_accommodation", extra_percent=50), step("predseda", "open_task", task=TEST))
    call = (step("predseda", "open_task", task="practice-call", figurant="clen"),)
    with staged(tmp_path, before="open_task", after=more + call) as stage:
        clocks = {name: (task.clock.base_ms, task.clock.extra_ms) for name, task in stage.state().tasks.items()}
    assert clocks == {
        TEST: (20 * MINUTE_MS, 10 * MINUTE_MS),
        "practice-call": (15 * MINUTE_MS, 15 * MINUTE_MS // 2),
    }


def test_chamilo_7955_time_that_runs_out_submits_what_was_kept_and_in_one_transaction(stage: Stage) -> None:
    save(stage, 0)
    save(stage, 1)
    stage.clock.pass_minutes(20)
    journal = listening(stage)
    stage.service.tick()
    (appended,) = journal.appended
    assert appended == [ResponseSubmitted.__name__, TaskScored.__name__]
    assert len(task_of(stage).responses) == 2


def listening(stage: Stage) -> Listening:
    """Listen to what the running service appends."""
    journal = Listening(stage.ports.journal)
    stage.service.sessions._streams._journal = journal  # type: ignore[assignment]  # noqa: SLF001 - listens only
    return journal


@pytest.mark.parametrize("answered", [0, 1])
def test_qti_sdk_332_time_that_runs_out_on_an_unanswered_item_submits_all_the_same(stage: Stage, answered: int) -> None:
    for number in range(answered):
        save(stage, number)
    stage.clock.pass_minutes(21)
    stage.service.tick()
    task = task_of(stage)
    assert task.status is TaskStatus.SUBMITTED
    assert task.scored is not None
    assert len(task.scored.items) == 4


def test_a_time_that_the_journal_says_is_over_is_submitted_first_at_a_restart(stage: Stage, tmp_path: Path) -> None:
    save(stage, 0)
    exhaust(stage)
    with reopened(tmp_path, stage.clock) as again:
        with pytest.raises(TaskNotOpenError):
            again.service.session(CANDIDATE, stage.session, answer(stage, 1))
        task = again.service.sessions.state(stage.session).tasks[TEST]
    assert (task.status, len(task.responses)) == (TaskStatus.SUBMITTED, 1)
    assert [type(entry.event).__name__ for entry in entries_of(tmp_path, stage)][-2:] == [
        "ResponseSubmitted",
        "TaskScored",
    ]


def exhaust(stage: Stage) -> None:
    """Journal all the time of the test without submitting it, as an older program might have before it crashed."""
    streams = Streams(stage.ports.journal)
    stream = session_stream(stage.session)
    streams.append(
        stream,
        [TimeSpent(task=TEST, elapsed_ms=20 * MINUTE_MS)],
        by=CLOCK,
        at=stage.clock.now(),
        expected=streams.head(stream).seq,
        key="exhaust",
    )


def entries_of(folder: Path, stage: Stage) -> tuple[Entry, ...]:
    with reopened(folder, stage.clock) as again:
        return Streams(again.ports.journal).entries(session_stream(stage.session))


def test_after_zero_nothing_is_taken_whatever_a_face_shows(stage: Stage) -> None:
    stage.clock.pass_minutes(20)
    with pytest.raises((TimeOverError, TaskNotOpenError)):
        save(stage)
    with pytest.raises(TaskNotOpenError):
        save(stage)
    assert task_of(stage).responses == {}
