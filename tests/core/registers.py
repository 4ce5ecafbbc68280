"""Registers for tests: lines in every state, from plain events."""

from datetime import UTC, date, datetime

from exam.core.custody import ArchiveRegister, fold_register
from exam.core.custody_events import RecordAccepted, RecordChecked, RecordFacts, RecordPointer, RecordReceived
from exam.core.events import ActorRef, Entry, Event
from exam.core.verdict import Result

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
CLERK = ActorRef(id="novotna", role="archivist")
DAY = date(2026, 11, 20)
KEEP_UNTIL = date(2031, 11, 20)
OVER = date(2031, 11, 21)


def folded(*events: Event, known: ArchiveRegister | None = None, by: ActorRef = CLERK) -> ArchiveRegister:
    return fold_register((Entry(seq=seq, at=AT, by=by, event=event) for seq, event in enumerate(events, 1)), known)


def facts(
    record: str = "record-1",
    *,
    data: str = "d" * 64,
    practice: bool = False,
    supersedes: RecordPointer | None = None,
    result: Result = Result.PASSED,
) -> RecordFacts:
    return RecordFacts(
        record=record,
        data=data,
        qualification="66-029-M",
        held_on=DAY,
        issued_on=DAY,
        result=result,
        candidate="6" * 64,
        examiners=("1" * 64,),
        authorisations=("CVIČNÁ-0001/2026",),
        practice=practice,
        supersedes=supersedes,
    )


def received(number: int = 1, file: str = "") -> RecordReceived:
    return RecordReceived(number=number, file=file or f"{number}" * 64, length=1_000)


def checked(number: int = 1, verdict: str = "ACCEPT", told: RecordFacts | None = None) -> RecordChecked:
    codes = ("signature-missing",) if verdict == "RETURN" else ()
    return RecordChecked(number=number, verdict=verdict, codes=codes, facts=told or facts(), program="0")


def accepted(number: int = 1) -> RecordAccepted:
    return RecordAccepted(number=number, retention="received", keep_until=KEEP_UNTIL)


def kept(number: int = 1, told: RecordFacts | None = None) -> tuple[Event, ...]:
    return received(number), checked(number, told=told), accepted(number)
