"""One candidate's exam: `decide(command, case) → events`, `evolve(state, entry) → state`; pure, proven, replayable."""

from exam.core.candidate_session.case import Case
from exam.core.candidate_session.decide import decide, known_commands
from exam.core.candidate_session.evolve import evolve, fold
from exam.core.candidate_session.state import SessionState, TaskState, TaskStatus

__all__ = ["Case", "SessionState", "TaskState", "TaskStatus", "decide", "evolve", "fold", "known_commands"]
