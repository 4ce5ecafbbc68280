"""Why something is not done to a sitting."""

from typing import ClassVar

from exam.problem import ExamError


class SittingWrongError(ExamError):
    """The sitting is not in the state that the command needs."""

    code: ClassVar[str] = "sitting-wrong"


class CommissionWrongError(ExamError):
    """The commission does not fit: its size, its chair, somebody twice, a candidate among it."""

    code: ClassVar[str] = "commission-wrong"


class AuthorisationExpiredError(ExamError):
    """An examiner's authorisation does not cover the day of the sitting."""

    code: ClassVar[str] = "authorisation-expired"


class StandardIncompleteError(ExamError):
    """No exam can be held under a standard that lacks something."""

    code: ClassVar[str] = "standard-incomplete"


class PartsWrongError(ExamError):
    """The parts of a sitting are not on days that follow each other, or begin on another day than the sitting."""

    code: ClassVar[str] = "parts-wrong"


class ChangeWrongError(ExamError):
    """A change of a sitting changes nothing, or gives no reason."""

    code: ClassVar[str] = "sitting-change-wrong"


class AttendantWrongError(ExamError):
    """Somebody cannot have that part: examiner or candidate already, there already, or without right or mandate."""

    code: ClassVar[str] = "attendant-wrong"


class AccommodationWrongError(ExamError):
    """More time cannot be approved so: for nobody of the sitting, by a candidate, or on a day to come."""

    code: ClassVar[str] = "accommodation-wrong"


class FactWrongError(ExamError):
    """A fact cannot be noted so: in the future, about nobody of the sitting, or withdrawn already."""

    code: ClassVar[str] = "fact-wrong"


class FactUnsaidError(ExamError):
    """A fact says nothing without its note: which day was agreed, why it came back, what came out."""

    code: ClassVar[str] = "fact-unsaid"


class HoldWrongError(ExamError):
    """There is no such hold, nobody proposed to lift it, or no reason is given."""

    code: ClassVar[str] = "hold-wrong"


class HoldSamePersonError(ExamError):
    """Who proposed to lift a hold cannot be the one who lifts it."""

    code: ClassVar[str] = "hold-same-person"


class DataHeldError(ExamError):
    """A legal hold forbids to erase or dispose of it."""

    code: ClassVar[str] = "data-held"


class ReviewOpenError(ExamError):
    """A review waits for its answer; until then nothing that it rests on is erased or disposed of."""

    code: ClassVar[str] = "review-open"
