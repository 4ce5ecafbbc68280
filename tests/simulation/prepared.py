"""A sitting in memory up to the moment at which its candidates may begin; made once, copied for each day."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast
from zoneinfo import ZoneInfo

from exam.core.candidate_session import commands as asked
from exam.core.item import Item
from exam.core.rubric import CriterionRubric
from exam.core.sitting import OpenSitting, PlanSitting, RegisterCandidate
from exam.core.standard import AssessmentStandard
from exam.core.system_rules import SystemRules
from exam.scripted.world import ScriptedClock, SeededRandomness
from exam.service.access import Actor, Role
from exam.service.exam_service import ExamService
from exam.service.library import ContentLibrary
from exam.service.ports import Account, Clock, Ports
from tests.rims import content, mini_exam
from tests.simulation.memory import Disk, MemoryBlobs, MemoryJournal, MemoryPeople

TEST, CALL = "theory-test", "practice-call"
MINUTES = {TEST: 1, CALL: 1}
"""A virtual exam is short, so that many can be held; its rules and its heartbeat are the real ones."""
CHAIR = Actor(id="predseda", role=Role.EXAMINER)
MEMBER = Actor(id="clen", role=Role.EXAMINER)
INVIGILATOR = Actor(id="dozor", role=Role.INVIGILATOR)
CANDIDATES = (
    Actor(id="uchazec", role=Role.CANDIDATE),
    Actor(id="jiny", role=Role.CANDIDATE),
    Actor(id="treti", role=Role.CANDIDATE),
)
SITTING = "sitting-1"
SESSIONS = {f"session-{who.id}": who for who in CANDIDATES}
START = datetime(2026, 11, 20, 8, 0, tzinfo=ZoneInfo("Europe/Prague"))
GRACE_MS = 5_000


class QuickLibrary:
    """The small standard with the minutes of a virtual exam."""

    def __init__(self) -> None:
        self._whole = ContentLibrary(content(), {})
        self._standard = _quick(self._whole.standard("mini-1"))

    def standard(self, _standard_id: str) -> AssessmentStandard:
        return self._standard

    def bank(self, standard_id: str, bank_id: str) -> tuple[Item, ...]:
        return self._whole.bank(standard_id, bank_id)

    def listed(self) -> tuple[tuple[AssessmentStandard, int], ...]:
        return ((self._standard, 0),)

    def standards(self) -> tuple[AssessmentStandard, ...]:
        return (self._standard,)

    def anchors(self, standard_id: str, criterion: str) -> CriterionRubric | None:
        return self._whole.anchors(standard_id, criterion)

    def rules(self, system: str) -> SystemRules | None:
        return self._whole.rules(system)


def _quick(standard: AssessmentStandard) -> AssessmentStandard:
    told = standard.model_dump(mode="json", by_alias=True)
    for competency in told["competencies"]:
        for task in competency["tasks"]:
            task["minutes"]["value"] = MINUTES[task["id"]]
    return AssessmentStandard.model_validate_json(json.dumps(told))


@cache
def library() -> QuickLibrary:
    return QuickLibrary()


@dataclass
class NoRoom:
    """A disk with room enough."""

    reserve: int = 0

    def free(self) -> int:
        return 1

    def relieve(self) -> bool:
        return False


def ports_on(disk: Disk, clock: Clock, seed: str, journal: MemoryJournal) -> Ports:
    """Join stores on a disk; what draws, signs and keeps records is not there, and no simulated day asks for it."""
    nothing = cast("Any", None)
    return Ports(
        journal=journal,
        blobs=cast("Any", MemoryBlobs(disk)),
        people=cast("Any", MemoryPeople(disk)),
        register=journal,
        clock=clock,
        randomness=SeededRandomness(seed),
        library=library(),
        workdays=nothing,
        workbooks=nothing,
        publisher=nothing,
        signatures=nothing,
        archive=nothing,
        room=NoRoom(),
        program="0",
        grace_ms=GRACE_MS,
    )


@cache
def _prepared() -> Disk:
    disk = Disk()
    service = ExamService(ports_on(disk, ScriptedClock(START), "prepared", MemoryJournal(disk)))
    people = MemoryPeople(disk)
    for person in mini_exam().people:
        people.add_account(Account(id=person.id, role=person.role, identity=people.add_identity(person.identity)), "")
    third = people.accounts()[-1]
    people.add_account(Account(id="treti", role=Role.CANDIDATE, identity=third.identity), "")
    plan = PlanSitting(sitting=SITTING, standard="mini-1", place="Nikdeškov", starts_on=START.date())
    service.sitting(CHAIR, SITTING, plan)
    service.preparation.appoint(CHAIR, SITTING, CHAIR.id, [MEMBER.id])
    for session, who in SESSIONS.items():
        service.sitting(CHAIR, SITTING, RegisterCandidate(candidate=who.id, session=session))
    service.sitting(CHAIR, SITTING, OpenSitting())
    for session, who in SESSIONS.items():
        service.sessions.open(CHAIR, SITTING, session)
        service.session(MEMBER, session, asked.VerifyIdentity(document="pas"))
        service.session(who, session, asked.AcknowledgeInduction(topics=("bozp",)))
    return disk


def prepared() -> Disk:
    """Return a fresh disk on which three candidates may begin."""
    return _prepared().copied()
