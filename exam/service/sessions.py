"""Use cases of a candidate session: one door for every command, behind it authority, time, draws and blobs."""

from collections.abc import Sequence
from contextlib import AbstractContextManager

from exam.core.candidate_session import Case, SessionState, decide
from exam.core.candidate_session import commands as asked
from exam.core.candidate_session.course_commands import TypeResponses
from exam.core.candidate_session.marking_commands import NoteMarking, NotePresentation
from exam.core.canonical import canonical_json
from exam.core.events import ActorRef, Event
from exam.core.item import AssessmentItem
from exam.core.session_values import Ending
from exam.core.sitting import fold_sitting
from exam.core.standard import AssessmentStandard
from exam.core.system_rules import EndingEffect
from exam.problem import ExamError
from exam.service.access import Actor, DeniedError, Role, authorize_session
from exam.service.apartness import within_reach
from exam.service.folds import Folds, Loaded, session_stream
from exam.service.papers import Papers
from exam.service.ports import JournalError, Ports, RoomLowError
from exam.service.streams import Receipt, Streams, encoded, entries_of
from exam.service.submissions import mark_workbook, read_presentation
from exam.service.timekeeper import ANSWERS, Doubt, Timekeeper

__all__ = ["CLOCK", "MEGABYTE", "Loaded", "SessionService", "session_stream"]

MEGABYTE = 1_000_000
CLOCK = ActorRef(id="clock", role="system")


class SessionService:
    """What can be done in candidate sessions."""

    def __init__(self, ports: Ports, streams: Streams) -> None:
        self._ports = ports
        self._streams = streams
        self._time = Timekeeper(ports.clock)
        self._folds = Folds(streams)
        self._papers = Papers(ports, streams, self._folds)
        self._doubts: dict[str, Doubt] = {}
        """By stream, the last append of which nobody knows whether it was kept."""
        self._standards: dict[str, AssessmentStandard] = {}
        """Pinned standards that were read, by digest."""

    def open(self, actor: Actor, sitting_id: str, session_id: str) -> Receipt:
        """Open a registered session on its sitting's commission and standard.

        Raises:
            DeniedError: the actor is not the chair, or the sitting is not open or knows no such session.
            RoomLowError: the disk is too full to begin with somebody else.
        """
        sitting = fold_sitting(self._streams.entries(f"sitting/{sitting_id}"))
        chair = next((member.id for member in sitting.members if member.chair), "")
        ready = sitting.opened and not sitting.closed and session_id in sitting.sessions
        if actor.role is not Role.EXAMINER or actor.id != chair or not ready:
            raise DeniedError(who=actor.id, action="OpenSession")
        self._require_room()
        standard = self._ports.library.standard(sitting.plan().standard)
        command = asked.OpenSession(
            session=session_id,
            sitting=sitting_id,
            sitting_head=self._streams.head(f"sitting/{sitting_id}"),
            candidate=sitting.sessions[session_id],
            standard=standard.id,
            standard_digest=self._ports.blobs.put(canonical_json(standard)),
            members=sitting.members,
            approved=sitting.accommodations.get(session_id),
        )
        stream = session_stream(session_id)
        key = self._ports.randomness.identifier("command")
        by = ActorRef(id=actor.id, role=actor.role)

        def attempt() -> Receipt:
            folded = self._folds.at_head(stream)
            at = self._ports.clock.now()
            events = decide(command, Case(state=folded.state, standard=standard, by=by, at=at))
            return self._streams.append(stream, events, by=by, at=at, expected=folded.head.seq, key=key)

        return self._streams.retried(stream, attempt)

    def execute(
        self, actor: Actor, session_id: str, command: asked.Command, *, key: str = "", received_ms: int | None = None
    ) -> Receipt:
        """Authorise, load, let time pass, decide, append, answer; a repeated `key` does nothing twice.

        An answer counts as of when it came in: now, or at `received_ms` where `receiving` said so.

        Raises:
            ExamError: the named refusal; time that passed is journalled all the same.
        """
        stream = session_stream(session_id)
        used = key or self._ports.randomness.identifier("command")
        if isinstance(command, ANSWERS) and received_ms is None:
            with self._time.received(stream, command.task) as now_ms:
                return self._streams.retried(stream, lambda: self._attempt(actor, stream, command, used, now_ms))
        return self._streams.retried(stream, lambda: self._attempt(actor, stream, command, used, received_ms))

    def receiving(self, session_id: str, task: str) -> AbstractContextManager[int]:
        """Take down that an answer came in, before anything slow is done with it; gives its monotonic moment."""
        return self._time.received(session_stream(session_id), task)

    def tick(self, session_id: str) -> None:
        """Let time pass in every open task of a session; an expired one is submitted."""
        stream = session_stream(session_id)
        self._streams.retried(stream, lambda: self._pass_time(self.load(stream)))

    def mark(self, session_id: str, task: str) -> None:
        """Look into what was handed in last, and note it; nobody waits for that but whoever handed it in."""
        state = self.state(session_id)
        marked = mark_workbook(self._ports, state, task, self.items(state, task))
        if marked is not None:
            self._note(session_id, NoteMarking(task=task, marked=marked))
        read = read_presentation(self._ports, state, task)
        if read is not None:
            self._note(session_id, NotePresentation(task=task, read=read))

    def _note(self, session_id: str, command: asked.TaskCommand) -> None:
        stream, key = session_stream(session_id), self._ports.randomness.identifier("command")

        def attempt() -> None:
            loaded = self._pass_time(self.load(stream))
            events = decide(command, self._case(loaded, command, CLOCK))
            if events:
                self._append(loaded, events, CLOCK, key)

        self._streams.retried(stream, attempt)

    def state(self, session_id: str) -> SessionState:
        """Return the session as it stands."""
        return self._folds.at_head(session_stream(session_id)).state

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
        folded = self._folds.at_head(stream)
        state = folded.state
        if not state.standard_digest:
            raise DeniedError(who="–", action=stream)
        return Loaded(
            stream=stream,
            state=state,
            head=folded.head,
            written_at=folded.written_at,
            standard=self._pinned_standard(state.standard_digest),
            sitting=self._folds.sitting(state.sitting),
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
        return {task: self._time.elapsed(loaded, task) for task in loaded.state.tasks}

    def items(self, state: SessionState, task: str) -> tuple[AssessmentItem, ...]:
        """Return the pinned items of a task's paper, as they were when it was drawn."""
        return self._papers.items(state, task)

    def _require_room(self) -> None:
        free, reserve = self._ports.room.free(), self._ports.room.reserve
        if free < reserve:
            raise RoomLowError(free=free // MEGABYTE, reserve=reserve // MEGABYTE)

    def _pinned_standard(self, pinned: str) -> AssessmentStandard:
        if pinned not in self._standards:
            self._standards[pinned] = AssessmentStandard.model_validate_json(self._ports.blobs.get(pinned))
        return self._standards[pinned]

    def _attempt(self, actor: Actor, stream: str, command: asked.Command, key: str, received_ms: int | None) -> Receipt:
        loaded = self.load(stream)
        authorize_session(actor, type(command).__name__, loaded.state)
        if (receipt := self._streams.repeated(stream, key)) is not None:
            return receipt
        loaded = self._pass_time(loaded)
        by = ActorRef(id=actor.id, role=actor.role)
        case = self._case(loaded, command, by, received_ms)
        return self._append(loaded, decide(command, case), by, key, waited_ms=case.waited_ms)

    def _pass_time(self, loaded: Loaded) -> Loaded:
        """Journal what the clocks of open tasks have run, before anybody's command counts; none runs after the end."""
        self._settle(loaded)
        if loaded.state.ending is not None:
            return loaded
        commands = self._time.due(loaded)
        events = [event for command in commands for event in decide(command, self._case(loaded, command, CLOCK))]
        if events:
            self._append(loaded, events, CLOCK, self._ports.randomness.identifier("command"))
        self._time.looked(loaded)
        return self.load(loaded.stream) if events else loaded

    def _case(self, loaded: Loaded, command: asked.Command, by: ActorRef, received_ms: int | None = None) -> Case:
        task = command.task if isinstance(command, asked.TaskCommand) else ""
        elapsed = self._time.elapsed(loaded, task, received_ms)
        closing = _closes(command, loaded.state, elapsed)
        pool: Sequence[AssessmentItem] = self.items(loaded.state, task) if closing else ()
        opening = isinstance(command, asked.OpenTask)
        if opening:
            pool = self._papers.eligible(loaded, task)
        if isinstance(command, asked.ProposeKeyCorrection | asked.ApproveKeyCorrection):
            pool = self._papers.given(loaded.state)
        return Case(
            state=loaded.state,
            standard=loaded.standard,
            by=by,
            at=loaded.at,
            agreement=loaded.sitting.plan().agreement,
            judging=loaded.sitting.judging,
            days=loaded.sitting.days,
            effect=self._effect(loaded, command),
            elapsed_ms=elapsed,
            waited_ms=self._time.elapsed(loaded, task) - elapsed,
            awaited_ms=self._time.awaited(loaded, task) if isinstance(command, asked.Tick) else None,
            grace_ms=self._ports.grace_ms,
            seed=self._ports.randomness.seed() if opening else "",
            pool=pool,
            given=self._papers.given_to_others(loaded.state) if opening else frozenset(),
            marking=mark_workbook(self._ports, loaded.state, task, pool) if closing else None,
            within_reach=within_reach(self._ports, self._streams, loaded, task) if opening else False,
            presentation=read_presentation(self._ports, loaded.state, task) if closing else None,
            identity=self._identity(loaded.state) if isinstance(command, asked.VerifyIdentity) else "",
        )

    def _effect(self, loaded: Loaded, command: asked.Command) -> EndingEffect | None:
        """Return how an early ending counts; a fully run session has none, and is refused as an early one."""
        if not isinstance(command, asked.EndSession) or command.ending is Ending.FULLY_RUN:
            return None
        rules = self._ports.library.rules(loaded.standard.system)
        return rules.effect(command.ending) if rules else None

    def _identity(self, state: SessionState) -> str:
        accounts = {account.id: account.identity for account in self._ports.people.accounts()}
        return accounts.get(state.candidate, "")

    def _append(
        self, loaded: Loaded, events: Sequence[Event], by: ActorRef, key: str, *, waited_ms: int = 0
    ) -> Receipt:
        self._papers.pin(loaded, events)
        new = encoded(events, by=by, at=loaded.at)
        entries = entries_of(loaded.head, new)
        moment_ms, expected = loaded.mono_ms - waited_ms, loaded.head.seq
        try:
            receipt = self._streams.append_encoded(loaded.stream, new, at=loaded.at, expected=expected, key=key)
        except JournalError:
            self._doubts[loaded.stream] = Doubt(entries, moment_ms)
            raise
        if entries and entries[-1].seq == receipt.head.seq:
            self._folds.extend(loaded.stream, loaded.head, entries, receipt.head)
            self._time.follow(loaded.state.session, entries, moment_ms)
        return receipt

    def _settle(self, loaded: Loaded) -> None:
        """Count on from an append that failed and was kept all the same: its answer was lost on the way.

        What another process has kept since under the same key is not it, and counts as of another moment.
        """
        doubt = self._doubts.get(loaded.stream)
        if doubt is not None:
            if doubt.entries and doubt.entries[-1] in self._streams.entries(loaded.stream):
                self._time.follow(loaded.state.session, doubt.entries, doubt.moment_ms)
            del self._doubts[loaded.stream]


def _closes(command: asked.Command, state: SessionState, elapsed_ms: int) -> bool:
    """Tell whether the command may close a task, so that its content is needed for scoring."""
    if isinstance(command, asked.Tick):
        return state.tasks[command.task].clock.spend(elapsed_ms).expired
    return isinstance(command, asked.SubmitTask | asked.EndPerformance | TypeResponses)
