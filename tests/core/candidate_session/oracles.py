"""What must hold of a session, worked out from its events alone and without the code that is tested."""

from collections.abc import Iterable, Iterator

from exam.core import session_events as told
from exam.core.events import Event
from exam.core.judging import Judgement
from exam.core.verdict import Result
from tests.builders import Desk

MET, NOT_MET = Judgement.MET, Judgement.NOT_MET
EVIDENCE = {
    "law.a": "law-test",
    "law.b": "law-test",
    "law.c": "law-test",
    "call.a": "role-call",
    "call.b": "stress",
    "english.a": "english-call",
}
"""The one task that verifies each criterion, said once more by hand."""


def settled(events: Iterable[Event]) -> Iterator[tuple[str, str, Judgement, str]]:
    """Every decision about a criterion: task, criterion, judgement, reason."""
    for event in events:
        if isinstance(event, told.TaskScored):
            for outcome in event.criteria:
                yield event.task, outcome.criterion, outcome.judgement, outcome.reason
        elif isinstance(event, told.CriterionAgreed):
            yield event.task, event.criterion, event.agreement.judgement, event.agreement.reason


def excused(events: Iterable[Event]) -> set[str]:
    waiving = (told.WaiverAccepted, told.CompetencyRecognised)
    return {event.competency for event in events if isinstance(event, waiving)}


def needed(events: list[Event]) -> set[tuple[str, str]]:
    """What must be settled, (task, criterion), now that some competencies are excused."""
    free = excused(events)
    return {(task, name) for name, task in EVIDENCE.items() if name.partition(".")[0] not in free}


def admitted(events: Iterable[Event]) -> bool:
    known = [event for event in events if isinstance(event, told.IdentityVerified | told.InductionAcknowledged)]
    inductions = [event.topics for event in known if isinstance(event, told.InductionAcknowledged)]
    return len(inductions) < len(known) and "bozp" in (inductions or [()])[-1]


def may_be_fully_run(events: list[Event]) -> bool:
    found = {(task, name) for task, name, _, _ in settled(events)}
    return admitted(events) and needed(events) <= found


def derived_result(events: list[Event]) -> Result:
    wanted = needed(events)
    failed = any((task, name) in wanted and mark is NOT_MET for task, name, mark, _ in settled(events))
    return Result.FAILED if failed else Result.PASSED


def events_of(desk: Desk) -> list[Event]:
    return [entry.event for entry in desk.entries]


def before_the_end(events: list[Event]) -> list[Event]:
    ends = [at for at, event in enumerate(events) if isinstance(event, told.ResultDetermined | told.SessionEnded)]
    return events[: ends[0]] if ends else events


def assert_timely(desk: Desk) -> None:
    """Keep the account of every clock from the events alone, and look at what was taken when."""
    granted, consumed = dict[str, int](), dict[str, int]()
    paused, closed = set[str](), set[str]()
    for event in (event for event in events_of(desk) if hasattr(event, "task")):
        task = str(getattr(event, "task", ""))
        if isinstance(event, told.TaskOpened):
            granted[task], consumed[task] = event.base_ms + event.extra_ms, 0
        elif isinstance(event, told.TimeExtended):
            granted[task] += event.extra_ms
        elif isinstance(event, told.ResponseSaved | told.SubmissionStored):
            assert task not in closed | paused
            assert consumed[task] + event.elapsed_ms < granted[task]
        if task not in paused:
            consumed[task] = consumed.get(task, 0) + getattr(event, "elapsed_ms", 0)
        if isinstance(event, told.ClockPaused | told.ClockResumed):
            (paused.add if isinstance(event, told.ClockPaused) else paused.discard)(task)
        elif isinstance(event, told.ResponseSubmitted):
            closed.add(task)
            assert event.cause != "expired" or consumed[task] >= granted[task]
    accounts = {task: (found.clock.granted_ms, found.clock.consumed_ms) for task, found in desk.state.tasks.items()}
    assert accounts == {task: (granted[task], consumed[task]) for task in granted}
