"""Days for tests of timetables: a small standard with every kind of task, and a day that one can vary."""

from collections.abc import Mapping

from hypothesis import strategies as st

from exam.core.standard import AssessmentStandard, TaskKind
from exam.core.timetable.day import Break, CandidateDay, Closure, Day, Presence, Room, TaskDay, Use
from exam.core.timetable.problem import DayProblem, problem_of
from tests.builders import competency, criterion, standard, task

BOTH = (Use.WRITING, Use.SPEAKING)
QUIET = Room(id="quiet", use=(Use.WRITING,), seats=4, invigilators=("watch",))
LOUD = Room(id="loud", use=(Use.SPEAKING,))


def tasks() -> AssessmentStandard:
    """Return a standard with a test, a call with preparation, something written and then spoken about, an oral."""
    kinds = {
        "law-test": TaskKind.TEST,
        "call": TaskKind.ROLE_PLAY,
        "picks": TaskKind.TRANSCRIPT_CHOICE,
        "talk": TaskKind.ORAL,
        "paper": TaskKind.CERTIFICATE,
    }
    made = [task(name, kind, "all.a", preparation_minutes=10 if name == "call" else 0) for name, kind in kinds.items()]
    return standard(competency("all", [criterion("a")], made))


def day(**changes: object) -> Day:
    """Return a day with a quiet room, a loud one, two computers and two phones."""
    told: dict[str, object] = {"schema": "exam/day/1", "rooms": (QUIET, LOUD), "computers": 2}
    return Day.model_validate(told | changes)


def problem(
    candidates: Mapping[str, CandidateDay] | int = 2,
    examiners: tuple[str, ...] = ("chair", "second"),
    **changes: object,
) -> DayProblem:
    """Return the problem of such a day."""
    who = {f"c{number}": CandidateDay() for number in range(candidates)} if isinstance(candidates, int) else candidates
    return problem_of(tasks(), day(**changes), examiners, who)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def any_problem(draw: st.DrawFn) -> DayProblem:
    """Draw a day: few or many people, rooms, things, breaks, closures, absences."""
    rooms = [
        draw(st.sampled_from([(QUIET, LOUD), (QUIET.model_copy(update={"invigilators": ()}), LOUD)])),
        (Room(id="only", use=BOTH, seats=draw(st.integers(1, 3))),),
        (QUIET, LOUD, Room(id="second", use=BOTH, seats=2)),
        (LOUD,),
    ]
    gone = draw(st.integers(9 * 60, 15 * 60))
    shut = draw(st.integers(8 * 60, 12 * 60))
    changes: dict[str, object] = {
        "rooms": draw(st.sampled_from(rooms)),
        "computers": draw(st.integers(0, 3)),
        "phones": draw(st.integers(0, 4)),
        "ends": draw(st.sampled_from([None, "11:00", "16:00"])),
        "scoring": draw(st.sampled_from(["paper", "shared"])),
        "panel": draw(st.sampled_from([None, 1, 2])),
        "grid": draw(st.sampled_from([1, 5, 10])),
        "judging": draw(st.sampled_from([0, 3])),
        "deliberation": draw(st.sampled_from([0, 15])),
        "tasks": {"picks": TaskDay(minutes=draw(st.integers(0, 15)), paper=draw(st.booleans()))},
        "people": {"chair": Presence(leaves=_clock(gone))} if draw(st.booleans()) else {},
        "breaks": (Break(after="10:00", before="13:00", minutes=30),) if draw(st.booleans()) else (),
        "closed": (Closure(after=_clock(shut), before=_clock(shut + 40)),) if draw(st.booleans()) else (),
    }
    late = CandidateDay(arrives=_clock(draw(st.integers(8 * 60, 11 * 60))))
    longer = CandidateDay(extra_percent=50, skips=("talk",))
    others = {f"c{number}": CandidateDay() for number in range(draw(st.integers(0, 2)))}
    return problem(
        {"late": late, "longer": longer, **others}, draw(st.sampled_from([("chair",), ("chair", "second")])), **changes
    )
