"""What the steps have filled in so far; it decides nothing, the service does once it is told."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Literal

from pydantic import ValidationError

from exam.core.judging import AgreementRule, JudgingMode
from exam.core.model import Frozen
from exam.core.sitting_events import Equipment, Part, SittingPart
from exam.core.timetable.day import Day, Room, Use
from exam.core.timetable.plan import Plan
from exam.problem import ExamError
from exam.service.arrangement import Arrangement, Newcomer

Role = Literal["chair", "member", "substitute", "assessor", "invigilator"]
ROLES: tuple[Role, ...] = ("chair", "member", "substitute", "assessor", "invigilator")
USES: Mapping[str, tuple[Use, ...]] = {
    "writing": (Use.WRITING,),
    "speaking": (Use.SPEAKING,),
    "both": (Use.WRITING, Use.SPEAKING),
}


class StepIncompleteError(ExamError):
    """A step lacks something, or holds what cannot be read."""

    code: ClassVar[str] = "form-incomplete"


class NoStandardError(ExamError):
    """No standard was picked."""

    code: ClassVar[str] = "draft-no-standard"


class NoPlaceError(ExamError):
    """The place is not filled in."""

    code: ClassVar[str] = "draft-no-place"


class NoDayError(ExamError):
    """The day is not filled in."""

    code: ClassVar[str] = "draft-no-day"


class NoChairError(ExamError):
    """Nobody is the chair."""

    code: ClassVar[str] = "draft-no-chair"


class DayWrongError(ExamError):
    """Hour, rooms or what is at hand cannot be planned with."""

    code: ClassVar[str] = "draft-day-wrong"


class DraftRoom(Frozen):
    """A room as it was told."""

    name: str
    use: Literal["writing", "speaking", "both"]
    seats: int = 1


class Draft(Frozen):
    """A sitting half done."""

    standard: str = ""
    days: tuple[SittingPart, ...] = ()
    place: str = ""
    starts: str = "08:00"
    computers: int = 1
    phones: int = 2
    rooms: tuple[DraftRoom, ...] = ()
    roles: Mapping[str, Role] = {}
    """By account."""
    agreement: AgreementRule = AgreementRule.DISCUSSION
    judging: JudgingMode = JudgingMode.SEALED
    candidates: tuple[Newcomer, ...] = ()
    equipment: tuple[Equipment, ...] = ()
    plans: tuple[Plan, ...] = ()
    step: int = 0

    @property
    def first_day(self) -> date | None:
        """The day on which it starts."""
        return self.days[0].day if self.days else None

    @property
    def touched(self) -> bool:
        """Tell whether anything is worth keeping."""
        return bool(self.place or self.rooms or self.candidates or self.equipment or len(self.roles) > 1)

    def kept(self) -> str:
        """Return it as text for later; PINs are never written down."""
        bare = tuple(newcomer.model_copy(update={"pin": ""}) for newcomer in self.candidates)
        return self.model_copy(update={"candidates": bare}).model_dump_json()

    def holding(self, role: Role) -> tuple[str, ...]:
        """Return the accounts that have this role."""
        return tuple(who for who, held in self.roles.items() if held == role)

    def arrangement(self, *, planned: bool = True) -> Arrangement:
        """Return what is wanted of the service; without the timetable where that is to be made.

        Raises:
            ExamError: something is missing; its code says what.
        """
        chair = self.holding("chair")
        for error, filled in (
            (NoStandardError, self.standard),
            (NoDayError, self.days),
            (NoPlaceError, self.place),
            (NoChairError, chair),
        ):
            if not filled:
                raise error
        beside = [(who, Part(role)) for who, role in self.roles.items() if role not in {"chair", "member"}]
        return Arrangement(
            standard=self.standard,
            place=self.place,
            parts=self.days,
            chair=chair[0],
            members=self.holding("member"),
            attendants=tuple(beside),
            candidates=self.candidates,
            equipment=self.equipment,
            agreement=self.agreement,
            judging=self.judging,
            day=self._day(),
            plans=self.plans if planned else (),
        )

    def _day(self) -> Day | None:
        """Return the day for its timetable; invigilators watch the rooms in which somebody writes, in turn."""
        if not self.rooms:
            return None
        watching = iter(self.holding("invigilator"))
        rooms = [self._room(room, next(watching, "") if room.use != "speaking" else "") for room in self.rooms]
        told = {"schema": "exam/day/1", "starts": self.starts, "rooms": tuple(rooms)}
        try:
            return Day.model_validate(told | {"computers": self.computers, "phones": self.phones})
        except ValidationError as error:
            raise DayWrongError from error

    def _room(self, room: DraftRoom, watched_by: str) -> Room:
        invigilators = (watched_by,) if watched_by else ()
        return Room(id=room.name, use=USES[room.use], seats=room.seats, invigilators=invigilators)


def read_draft(text: str) -> Draft:
    """Return the draft that a text holds, an empty one where it holds none that this program reads."""
    try:
        return Draft.model_validate_json(text) if text else Draft()
    except ValidationError:
        return Draft()
