"""One value of every event of the stream `access`, beside those in `stored_events`."""

from exam.core.access_events import (
    CentreChecked,
    ConsoleEntered,
    DelayLifted,
    DeskCodeIssued,
    DeskCodeUsed,
    PlaceLeft,
    SignInRefused,
    SignInTaken,
    WorkstationAdmitted,
    WorkstationKind,
)
from exam.core.course_events import KeysWithinReach
from exam.core.events import Event

ACCESS: tuple[Event, ...] = (
    WorkstationAdmitted(workstation="pc-1", kind=WorkstationKind.DESK, proof="a1" * 32),
    DeskCodeIssued(
        code="desk-1",
        sitting="sitting-1",
        session="session-1",
        candidate="svobodova",
        workstation="pc-1",
        proof="b2" * 32,
    ),
    DeskCodeUsed(code="desk-1", address="192.168.77.11", token="c3" * 32),
    ConsoleEntered(account="dvorakova", workstation="komise", address="192.168.77.2", token="d4" * 32),
    PlaceLeft(token="c3" * 32),
    SignInRefused(subject="dvorakova@komise"),
    SignInTaken(subject="dvorakova@komise"),
    DelayLifted(subject="#pc-1"),
    KeysWithinReach(task="analysis-workbook"),
    CentreChecked(host="pc-1", user="uchazec", uid=1001, readable=("people.db",), finding="e5" * 32),
)
