"""One value of every event around a sitting, beside those of its plain course in `stored_events`."""

from datetime import date

from exam.core.events import Event
from exam.core.facts import FACTS, FactWithdrawn, Proof, Way
from exam.core.sitting_events import (
    AuthorisationsChecked,
    Member,
    MemberReplaced,
    PartsPlanned,
    SittingCancelled,
    SittingMoved,
    SittingNotHeld,
    SittingPart,
)

DAY = date(2026, 11, 20)
PROOF = Proof(blob="a1" * 32, name="doručenka.pdf", length=1_234)

CHANGES: tuple[Event, ...] = (
    PartsPlanned(parts=(SittingPart(day=DAY, tasks=("law-test",)), SittingPart(day=date(2026, 11, 27)))),
    MemberReplaced(
        leaving="kratky",
        joining=Member(id="holubova", identity="b2" * 32, chair=True, authorised_until=date(2027, 3, 31)),
        reason="Onemocněl.",
    ),
    AuthorisationsChecked(on=DAY, lapsing=("kratky",)),
    SittingMoved(starts_on=date(2026, 11, 27), place="Nikdeškov, sál 2", reason="Havárie vody."),
    SittingCancelled(reason="Nikdo se nepřihlásil."),
    SittingNotHeld(missing=("kratky",), reason="Oprávnění skončilo včera."),
    FactWithdrawn(seq=7, reason="Platba jiného uchazeče."),
)
NOTED: tuple[Event, ...] = tuple(
    kind(on=DAY, way=Way.DATA_BOX, session="session-1" if kind.PER_CANDIDATE else "", proof=PROOF, note="č. j. 1/2026")
    for kind in FACTS.values()
)
