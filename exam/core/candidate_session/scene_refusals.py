"""Why something around a scene before the panel is refused."""

from typing import ClassVar

from exam.core.candidate_session.refusals import SessionRefusal


class CallAwaitedError(SessionRefusal):
    """The scene has not begun: nobody has picked up."""

    code: ClassVar[str] = "call-awaited"


class CallNotAwaitedError(SessionRefusal):
    """The call was picked up, or the task is not by telephone."""

    code: ClassVar[str] = "call-not-awaited"


class ObserverNeededError(SessionRefusal):
    """The clock is started by somebody on the panel who watches."""

    code: ClassVar[str] = "observer-needed"


class HandNotRaisedError(SessionRefusal):
    """No hand is up."""

    code: ClassVar[str] = "hand-not-raised"


class ClockRunsError(SessionRefusal):
    """A clock of the candidate runs, so a break would cost him time."""

    code: ClassVar[str] = "break-clock-runs"


class OnBreakError(SessionRefusal):
    """The candidate has a break."""

    code: ClassVar[str] = "on-break"


class BreakWrongError(SessionRefusal):
    """No break was given because of this task."""

    code: ClassVar[str] = "break-wrong"
