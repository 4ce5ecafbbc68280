"""One sitting in memory, on which tests of its rules do commands."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from exam.core.events import ActorRef, Entry, Event
from exam.core.judging import AgreementRule
from exam.core.sitting import (
    AppointCommission,
    OpenSitting,
    PlanSitting,
    RegisterCandidate,
    SittingCase,
    SittingCommand,
    SittingState,
    decide_sitting,
    fold_sitting,
)
from exam.core.sitting_events import Member
from exam.core.standard import AssessmentStandard
from tests.builders import AT, ON, standard

PLAN = PlanSitting(
    sitting="sitting-1",
    standard="mini-1",
    place="Učebna A",
    starts_on=ON,
    agreement=AgreementRule.STRICT,
    scripted=True,
)
BY = ActorRef(id="chair", role="examiner")


def member(name: str, *, chair: bool = False, until: date = date(2030, 1, 1)) -> Member:
    return Member(id=name, identity="1" * 64, chair=chair, authorised_until=until)


CHAIR, SECOND, THIRD, FOURTH = member("chair", chair=True), member("second"), member("third"), member("fourth")
COMMISSION = AppointCommission(members=(CHAIR, SECOND))
JANA = RegisterCandidate(candidate="jana", session="session-1")


@dataclass
class Table:
    """One sitting in memory: commands in, entries out."""

    standard: AssessmentStandard = field(default_factory=standard)
    today: date = ON
    entries: list[Entry] = field(default_factory=list)

    @property
    def state(self) -> SittingState:
        return fold_sitting(self.entries)

    def do(self, *commands: SittingCommand, by: ActorRef = BY) -> "Table":
        for command in commands:
            case = SittingCase(state=self.state, standard=self.standard, today=self.today, by=by.id)
            self.tell(decide_sitting(command, case), by=by)
        return self

    def tell(self, events: Iterable[Event], *, by: ActorRef = BY) -> None:
        self.entries += [Entry(seq=len(self.entries) + 1, at=AT, by=by, event=event) for event in events]


def opened() -> Table:
    return Table().do(PLAN, COMMISSION, JANA, OpenSitting())
