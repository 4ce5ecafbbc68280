"""`exam sitting plan|arrange`: the timetable of a sitting's day, made, gone on with, checked, and kept."""

import argparse
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from exam.cli.documents import require_document
from exam.cli.exits import Exit, UsageError
from exam.cli.options import add_format, add_language, add_workspace
from exam.cli.sitting_facts import add_actor, done
from exam.problem import ExamError
from exam.text import sanitise

if TYPE_CHECKING:
    from exam.bootstrap import Workspace
    from exam.core.timetable.day import Day
    from exam.core.timetable.plan import PlanFile
    from exam.service.day_planning import PlannedDay
    from exam.wording import Language


LONGEST = 100
"""Units of effort; one takes some seconds."""


class DayFaultyError(ExamError):
    """The file of the day has problems."""

    code: ClassVar[str] = "day-faulty"


class PlanUnreadableError(ExamError):
    """The file holds no plan of this sitting."""

    code: ClassVar[str] = "plan-unreadable"


class GoOnHalfError(UsageError):
    """Going on from a plan needs the time from which it is gone on with."""

    code: ClassVar[str] = "plan-go-on-half"


def add_parsers(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the actions of `exam sitting`."""
    planned = actions.add_parser("plan", help="make the timetable of a sitting's day, go on with one, or check one")
    planned.add_argument("sitting", metavar="SITTING")
    planned.add_argument("--day", type=Path, required=True, metavar="FILE", help="rooms, people, things, minutes")
    planned.add_argument("--from", type=Path, dest="former", metavar="PLAN", help="the plan to go on from")
    planned.add_argument(
        "--at", type=_clock, metavar="HH:MM", help="what happened before this stays, as the journal or the plan says"
    )
    planned.add_argument("--check", type=Path, metavar="PLAN", help="plan nothing; say what is wrong with this plan")
    planned.add_argument("--effort", type=_effort, default=0.5, metavar="N", help="how long to search (default: 0.5)")
    planned.add_argument("--out", type=Path, metavar="PLAN", help="keep the plan in this file")
    for add in (add_workspace, add_format, add_language):
        add(planned)
    planned.set_defaults(run=plan)
    arranged = actions.add_parser("arrange", help="hold a sitting's day by a timetable; the board compares with it")
    arranged.add_argument("sitting", metavar="SITTING")
    arranged.add_argument("--day", type=Path, required=True, metavar="FILE", help="from which it was planned")
    arranged.add_argument("--plan", type=Path, required=True, metavar="PLAN", help="as `plan --out` wrote it")
    add_actor(arranged)
    add_workspace(arranged)
    add_language(arranged)
    arranged.set_defaults(run=arrange)


def plan(arguments: argparse.Namespace) -> int:
    """Print the timetable; 1 when one day does not hold everything, or the plan has a conflict.

    Raises:
        ExamError: the named refusal.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.cli.timetable_lines import lines  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    if arguments.former is not None and arguments.at is None:
        raise GoOnHalfError
    day = read_day(arguments.day, language)
    with open_workspace(arguments.workspace, owning=False) as workspace:
        made = _made(arguments, workspace, day)
        names = workspace.service.days.names(made)
    kept = file_of(made)
    if arguments.out is not None:
        arguments.out.write_text(kept.model_dump_json(by_alias=True, indent=1) + "\n", "utf-8")
    if arguments.format == "json":
        sys.stdout.write(json.dumps(_told(made, kept), sort_keys=True) + "\n")
    else:
        sys.stdout.writelines(f"{sanitise(line, keep_newlines=False)}\n" for line in lines(made, names, language))
    return Exit.FINE if made.holds else Exit.PROBLEMS


def arrange(arguments: argparse.Namespace) -> int:
    """Keep the timetable that the sitting goes by.

    Raises:
        ExamError: the named refusal; nothing is kept.
    """
    from exam.wording import Language  # noqa: PLC0415

    day = read_day(arguments.day, Language(arguments.language or "cs"))
    plans = read_plan(arguments.plan, arguments.sitting).days
    return done(arguments, lambda workspace, actor: workspace.service.days.keep(actor, arguments.sitting, day, plans))


def read_day(path: Path, language: "Language") -> "Day":
    """Return the day that a file describes; its problems go to stderr, one by one.

    Raises:
        DayFaultyError: it has some.
    """
    from exam.core.timetable.day import Day  # noqa: PLC0415

    return require_document(path, Day, DayFaultyError, language)


def read_plan(path: Path, sitting: str) -> "PlanFile":
    """Return the plan that a file holds.

    Raises:
        PlanUnreadableError: it holds none, or one of another sitting.
    """
    from pydantic import ValidationError  # noqa: PLC0415

    from exam.core.timetable.plan import PlanFile  # noqa: PLC0415

    try:
        found = PlanFile.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise PlanUnreadableError(path=path) from error
    if found.sitting != sitting:
        raise PlanUnreadableError(path=path)
    return found


def _made(arguments: argparse.Namespace, workspace: "Workspace", day: "Day") -> "PlannedDay":
    from exam.core.timetable.day import minute_of  # noqa: PLC0415
    from exam.service.day_planning import GoneOn  # noqa: PLC0415

    days = workspace.service.days
    if arguments.check is not None:
        return days.checked(arguments.sitting, day, read_plan(arguments.check, arguments.sitting).days)
    if arguments.at is None:
        return days.plan(arguments.sitting, day, effort=arguments.effort)
    former = read_plan(arguments.former, arguments.sitting).days[0] if arguments.former else None
    return days.plan(arguments.sitting, day, GoneOn(former, minute_of(arguments.at)), effort=arguments.effort)


def file_of(made: "PlannedDay") -> "PlanFile":
    """Return the plan as it is kept in a file."""
    from exam.core.timetable.plan import PlanFile  # noqa: PLC0415

    told = {"schema": "exam/plan/1", "sitting": made.sitting, "on": made.on}
    return PlanFile.model_validate(told | {"days": tuple(part.plan for part in made.days)})


def _told(made: "PlannedDay", kept: "PlanFile") -> dict[str, object]:
    return kept.model_dump(mode="json", by_alias=True) | {
        "holds": made.holds,
        "unplaced": list(made.unplaced),
        "conflicts": [{"code": found.code, "who": found.who, "at": found.at} for found in made.conflicts],
        "obstacles": [{"code": found.code, "steps": list(found.steps)} for found in made.obstacles],
        "loads": [load.model_dump() for load in made.loads],
    }


def _effort(text: str) -> float:
    effort = float(text)
    if not 0 < effort <= LONGEST:
        raise argparse.ArgumentTypeError(text)
    return effort


def _clock(text: str) -> str:
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise argparse.ArgumentTypeError(text)
    return text
