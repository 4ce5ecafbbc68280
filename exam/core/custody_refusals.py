"""Why something is not done with a line of the register."""

from typing import ClassVar

from exam.problem import ExamError


class LineUnknownError(ExamError):
    """The register has no such line."""

    code: ClassVar[str] = "line-unknown"


class LineWrongError(ExamError):
    """The line is not in the state that this needs."""

    code: ClassVar[str] = "line-wrong"


class NotAcceptableError(ExamError):
    """The file is to be returned, so it is not accepted."""

    code: ClassVar[str] = "not-acceptable"


class RecordTakenError(ExamError):
    """The archive keeps another file under that record's number."""

    code: ClassVar[str] = "record-taken"


class RevisionOlderError(ExamError):
    """The archive keeps a longer file of the same record, which begins with this one."""

    code: ClassVar[str] = "revision-older"


class ReasonEmptyError(ExamError):
    """A decision needs a reason in words."""

    code: ClassVar[str] = "reason-empty"


class ReviewWrongError(ExamError):
    """A review of the record is open, and has to be decided first."""

    code: ClassVar[str] = "review-wrong"


class ReviewNoneError(ExamError):
    """No review of the record is open."""

    code: ClassVar[str] = "review-none"


class RetentionRunsError(ExamError):
    """The time for which it must be kept has not run out."""

    code: ClassVar[str] = "retention-runs"


class DisposalUnproposedError(ExamError):
    """Nobody proposed to dispose of it."""

    code: ClassVar[str] = "disposal-unproposed"


class SecondPersonError(ExamError):
    """Who proposed a disposal cannot be the one who agrees."""

    code: ClassVar[str] = "second-person"


class HandoverUntoldError(ExamError):
    """The authorising body has to be told before everything is handed over, and before the authorised person ends."""

    code: ClassVar[str] = "handover-untold"


class HandoverRunningError(ExamError):
    """An exam is under way; nobody hands over a half of it."""

    code: ClassVar[str] = "handover-running"
