"""Use cases of a candidate session: one door for every command, behind it authority, time, draws and blobs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from exam.core.candidate_session import Case, SessionState, TaskStatus, decide, fold
from exam.core.candidate_session import commands as asked
from exam.core.canonical import canonical_json
from exam.core.chain import Head
from exam.core.events import ActorRef, Event
from exam.core.item import AssessmentItem, Item
from exam.core.judging import AgreementRule
from exam.core.session_events import PaperDrawn
from exam.core.sitting import fold_sitting
from exam.core.standard import AssessmentStandard
from exam.problem import ExamError
from exam.service.access import Actor, DeniedError, Role, authorize_session
from exam.service.ports import Ports
from exam.service.stopwatch import Stopwatch
from exam.service.streams import Receipt, Streams
from exam.service.submissions import compare_workbook

CLOCK = ActorRef(id="clock", role="system")

_ITEM: TypeAdapter[Item] = TypeAdapter(Item)


def session_stream(session_id: str) -> str:
    """Return the name of a candidate session's stream."""
    return f"session/{session_id}"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A session as it was loaded, with the moment at which that was."""

    stream: str
    state: SessionState
    head: Head
    written_at: datetime | None
    """When the newest event was written."""
    standard: AssessmentStandard
    agreement: AgreementRule
    at: datetime
    mono_ms: int


@dataclass(frozen=True, slots=True)
class Folded:
    """A stream folded up to a head."""

    head: Head
    state: SessionState
    written_at: datetime | None


class SessionService:
    """What can be done in candidate sessions."""

    def __init__(self, ports: Ports, streams: Streams) -> None:
        self._ports = ports
        self._streams = streams
        self._stopwatch = Stopwatch()
        self._folded: dict[str, Folded] = {}
        self._standards: dict[str, AssessmentStandard] = {}
        """Pinned standards that were read, by digest."""

    def open(self, actor: Actor, sitting_id: str, session_id: str) -> Receipt:
        """Open a registered session on its sitting's commission and standard.

        Raises:
            DeniedError: the actor is not the chair, or the sitting is not open or knows no such session.
        """
        sitting = fold_sitting(self._streams.entries(f"sitting/{sitting_id}"))
        chair = next((member.id for member in sitting.members if member.chair), "")
        ready = sitting.opened and not sitting.closed and session_id in sitting.sessions
        if actor.role is not Role.EXAMINER or actor.id != chair or not ready:
            raise DeniedError(who=actor.id, action="OpenSession")
        standard = self._ports.library.standard(sitting.plan().standard)
        command = asked.OpenSession(
            session=session_id,
            sitting=sitting_id,
            sitting_head=self._streams.head(f"sitting/{sitting_id}"),
            candidate=sitting.sessions[session_id],
            standard=standard.id,
            standard_digest=self._ports.blobs.put(canonical_json(standard)),
            members=sitting.members,
        )
        stream = session_stream(session_id)
        key = self._ports.randomness.identifier("command")
        by = ActorRef(id=actor.id, role=actor.role)

        def attempt() -> Receipt:
            folded = self._fold(stream)
            at = self._ports.clock.now()
            events = decide(command, Case(state=folded.state, standard=standard, by=by, at=at))
            return self._streams.append(stream, events, by=by, at=at, expected=folded.head.seq, key=key)

        return self._streams.retried(stream, attempt)

    def execute(self, actor: Actor, session_id: str, command: asked.Command, *, key: str = "") -> Receipt:
        """Authorise, load, let time pass, decide, append, answer; a repeated `key` does nothing twice.

        Raises:
            ExamError: the named refusal; time that passed is journalled all the same.
        """
        stream = session_stream(session_id)
        used = key or self._ports.randomness.identifier("command")
        return self._streams.retried(stream, lambda: self._attempt(actor, stream, command, used))

    def tick(self, session_id: str) -> None:
        """Let time pass in every open task of a session; an expired one is submitted."""
        stream = session_stream(session_id)
        self._streams.retried(stream, lambda: self._pass_time(self.load(stream)))

    def state(self, session_id: str) -> SessionState:
        """Return the session as it stands."""
        return self._fold(session_stream(session_id)).state

    def readable(self, actor: Actor, session_id: str) -> SessionState:
        """Return the session to somebody who takes part in it.

        Raises:
            DeniedError: the actor is neither its candidate nor of its commission.
        """
        state = self.state(session_id)
        if actor.id not in {state.candidate, *(member.id for member in state.members)}:
            raise DeniedError(who=actor.id, action="ReadSession")
        return state

    def load(self, stream: str) -> Loaded:
        """Return a session with its pinned standard and the present moment."""
        folded = self._fold(stream)
        state = folded.state
        sitting = fold_sitting(self._streams.entries(f"sitting/{state.sitting}"))
        if not state.standard_digest:
            raise DeniedError(who="–", action=stream)
        return Loaded(
            stream=stream,
            state=state,
            head=folded.head,
            written_at=folded.written_at,
            standard=self._pinned_standard(state.standard_digest),
            agreement=sitting.plan().agreement,
            at=self._ports.clock.now(),
            mono_ms=self._ports.clock.monotonic_ms(),
        )

    def refusal(self, actor: Actor, session_id: str, command: asked.Command) -> ExamError | None:
        """Return why a command would be refused now, None where it would be done; nothing is journalled."""
        loaded = self.load(session_stream(session_id))
        try:
            authorize_session(actor, type(command).__name__, loaded.state)
            decide(command, self._case(loaded, command, ActorRef(id=actor.id, role=actor.role)))
        except ExamError as refused:
            return refused
        return None

    def elapsed(self, loaded: Loaded) -> dict[str, int]:
        """Return by task the milliseconds that its clock has run since it was last journalled."""
        session = loaded.state.session
        return {task: self._stopwatch.elapsed(session, task, loaded.mono_ms) for task in loaded.state.tasks}

    def items(self, state: SessionState, task: str) -> tuple[AssessmentItem, ...]:
        """Return the pinned items of a task's paper, as they were when it was drawn."""
        paper = state.papers.get(task, ())
        return tuple(_ITEM.validate_json(self._ports.blobs.get(pinned.digest)) for pinned in paper)

    def _pinned_standard(self, pinned: str) -> AssessmentStandard:
        if pinned not in self._standards:
            self._standards[pinned] = AssessmentStandard.model_validate_json(self._ports.blobs.get(pinned))
        return self._standards[pinned]

    def _attempt(self, actor: Actor, stream: str, command: asked.Command, key: str) -> Receipt:
        loaded = self.load(stream)
        authorize_session(actor, type(command).__name__, loaded.state)
        if (receipt := self._streams.repeated(stream, key)) is not None:
            return receipt
        loaded = self._pass_time(loaded)
        by = ActorRef(id=actor.id, role=actor.role)
        events = decide(command, self._case(loaded, command, by))
        return self._append(loaded, events, by, key)

    def _pass_time(self, loaded: Loaded) -> Loaded:
        """Journal what the clocks of open tasks have run, before anybody's command counts; none runs after the end."""
        if loaded.state.ending is not None:
            return loaded
        for task_id, task in loaded.state.tasks.items():
            if task.status is not TaskStatus.OPEN:
                continue
            command = self._due(loaded, task_id)
            events = decide(command, self._case(loaded, command, CLOCK))
            if events:
                self._append(loaded, events, CLOCK, self._ports.randomness.identifier("command"))
                return self._pass_time(self.load(loaded.stream))
        return loaded

    def _due(self, loaded: Loaded, task_id: str) -> asked.Command:
        if self._stopwatch.knows(loaded.state.session, task_id):
            return asked.Tick(task=task_id)
        last = loaded.written_at or loaded.at
        gap = int((loaded.at - last).total_seconds() * 1000)
        return asked.NoteInterruption(task=task_id, gap_ms=max(0, gap))

    def _case(self, loaded: Loaded, command: asked.Command, by: ActorRef) -> Case:
        task = command.task if isinstance(command, asked.TaskCommand) else ""
        elapsed = self._stopwatch.elapsed(loaded.state.session, task, loaded.mono_ms)
        closing = _closes(command, loaded.state, elapsed)
        pool: Sequence[AssessmentItem] = self.items(loaded.state, task) if closing else ()
        opening = isinstance(command, asked.OpenTask)
        if opening:
            pool = self._eligible(loaded, task)
        return Case(
            state=loaded.state,
            standard=loaded.standard,
            by=by,
            at=loaded.at,
            agreement=loaded.agreement,
            elapsed_ms=elapsed,
            seed=self._ports.randomness.seed() if opening else "",
            pool=pool,
            cells=compare_workbook(self._ports, loaded.state, task, pool) if closing else (),
            identity=self._identity(loaded.state),
        )

    def _eligible(self, loaded: Loaded, task_id: str) -> tuple[AssessmentItem, ...]:
        task = loaded.standard.task(task_id)
        if task is None or task.bank is None:
            return ()
        bank = self._ports.library.bank(loaded.standard.id, task.bank)
        return tuple(item for item in bank if item.eligible(loaded.at.date()))

    def _identity(self, state: SessionState) -> str:
        accounts = {account.id: account.identity for account in self._ports.people.accounts()}
        return accounts.get(state.candidate, "")

    def _append(self, loaded: Loaded, events: Sequence[Event], by: ActorRef, key: str) -> Receipt:
        self._pin(loaded, events)
        receipt = self._streams.append(loaded.stream, events, by=by, at=loaded.at, expected=loaded.head.seq, key=key)
        self._stopwatch.follow(loaded.state.session, events, loaded.mono_ms)
        return receipt

    def _pin(self, loaded: Loaded, events: Sequence[Event]) -> None:
        """Keep the canonical items of a drawn paper before the event that names them."""
        for event in events:
            if isinstance(event, PaperDrawn):
                drawn = {pinned.item for pinned in event.items}
                for item in self._eligible(loaded, event.task):
                    if item.id in drawn:
                        self._ports.blobs.put(canonical_json(item))

    def _fold(self, stream: str) -> Folded:
        head = self._streams.head(stream)
        known = self._folded.get(stream)
        if known is None or known.head != head:
            entries = self._streams.entries(stream)
            known = Folded(head=head, state=fold(entries), written_at=entries[-1].at if entries else None)
            self._folded[stream] = known
        return known


def _closes(command: asked.Command, state: SessionState, elapsed_ms: int) -> bool:
    """Tell whether the command may close a task, so that its content is needed for scoring."""
    if isinstance(command, asked.Tick):
        return state.tasks[command.task].clock.spend(elapsed_ms).expired
    return isinstance(command, asked.SubmitTask | asked.EndPerformance)
