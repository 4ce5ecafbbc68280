"""Going on from a copy: every stream that goes on says so, and where it stood in the copy."""

from collections.abc import Sequence
from dataclasses import dataclass

from exam.core.blob_names import blob_names
from exam.core.custody import fold_register
from exam.core.custody_events import ARCHIVE
from exam.core.events import ActorRef, WorkspaceResumed
from exam.service.exam_service import ExamService
from exam.service.ports import Journal, Ports
from exam.service.sessions import session_stream
from exam.service.streams import Streams

RESUMPTION = ActorRef(id="resumption", role="system")
WORKSPACE = "workspace"
"""The stream of what happens to the workspace as a whole."""


@dataclass(frozen=True, slots=True)
class Resumption:
    """A move as it was journalled."""

    id: str
    sessions: tuple[str, ...]
    """The candidate sessions that go on."""


def named_blobs(journal: Journal) -> frozenset[str]:
    """Return the blobs that any event of the journal names and no disposal removed.

    Raises:
        ExamError: a stream cannot be read.
    """
    streams = Streams(journal)
    named = frozenset(
        name for stream in journal.streams() for entry in streams.entries(stream) for name in blob_names(entry.event)
    )
    return named - fold_register(streams.entries(ARCHIVE)).disposed_blobs()


def journal_resumption(ports: Ports, service: ExamService) -> Resumption:
    """Write down that the workspace goes on here: in its own stream and in every session that is not archived yet.

    First the clocks of open tasks are asked, so that the gap since the copy is an interruption of its own.

    Raises:
        JournalError: it is not kept.
    """
    sessions = _unfinished(ports, service)
    streams = Streams(ports.journal)
    stood = {name: streams.head(name) for name in (WORKSPACE, *map(session_stream, sessions))}
    service.tick()
    made = Resumption(id=ports.randomness.identifier("resumption"), sessions=tuple(sessions))
    for name, copied in stood.items():
        event = WorkspaceResumed(resumption=made.id, copied=copied)
        with streams.held(name):
            streams.append(
                name,
                [event],
                by=RESUMPTION,
                at=ports.clock.now(),
                expected=streams.head(name).seq,
                key=f"{made.id}/{name}",
            )
    return made


def _unfinished(ports: Ports, service: ExamService) -> Sequence[str]:
    names = [name.removeprefix("session/") for name in ports.journal.streams("session/")]
    states = {name: service.sessions.state(name) for name in names}
    return [name for name, state in states.items() if state.record is None or not state.record.archived]
