"""The practice workspace: made-up people with a published PIN and one planned sitting, ready for people to run.

What plays the preparation is loaded only when there is no such workspace yet.
"""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from exam.bootstrap import (
    default_folder,
    is_workspace,
    make_workspace,
    open_workspace,
    practice_passphrase,
    system_clock,
)
from exam.machine import SystemRandomness

if TYPE_CHECKING:
    from exam.scripted.stage import Stage


def practice_workspace(folder: Path | None = None) -> Path:
    """Return the practice workspace, made at the first call.

    It appears under its name only once it is whole, so that an interrupted first start leaves nothing half made.
    """
    place = folder or default_folder() / "practice"
    if is_workspace(place):
        return place
    from exam.scripted.performance import PIN  # noqa: PLC0415 - see above
    from exam.settings import FILE  # noqa: PLC0415 - see above

    fresh = place.with_name(f"{place.name}.new")
    _clear(fresh)
    make_workspace(fresh)
    _prepare(fresh)
    settings = fresh / FILE
    told = f'# Everybody here is made up; the sign-in shows this PIN.\npractice_pin = "{PIN}"\n\n'
    settings.write_text(told + settings.read_text("utf-8"), "utf-8")
    fresh.rename(place)
    return place


def _prepare(folder: Path) -> None:
    from exam.scripted.performance import PIN, READY, scenario_path  # noqa: PLC0415 - see above
    from exam.scripted.runner import run  # noqa: PLC0415 - see above
    from exam.scripted.script_file import read_scenario  # noqa: PLC0415 - see above
    from exam.scripted.stage import Stage  # noqa: PLC0415 - see above
    from exam.scripted.world import ScriptedClock  # noqa: PLC0415 - see above

    scenario, _ = read_scenario(scenario_path(READY))
    if scenario is None:  # pragma: no cover - a test reads the shipped file
        raise FileNotFoundError(READY)
    clock = ScriptedClock(system_clock().now())
    with open_workspace(folder, clock=clock, randomness=SystemRandomness()) as workspace:
        stage = Stage(
            scenario=scenario,
            ports=workspace.ports,
            service=workspace.service,
            clock=clock,
            passphrase=practice_passphrase(),
            scripted=False,
        )
        stage.admit(PIN)
        workspace.make_practice_keys([person.id for person in scenario.people if person.role == "examiner"])
        run(scenario, stage)
        _in_time(stage)


def _in_time(stage: "Stage") -> None:
    """Do what was due before a day that is today, so that nothing is overdue; the notes say that it is made up."""
    from exam.core.duties import Standing  # noqa: PLC0415 - see above
    from exam.core.facts import Way  # noqa: PLC0415 - see above
    from exam.core.sitting import CheckAuthorisations  # noqa: PLC0415 - see above

    service, sitting = stage.service, stage.sitting
    chair = stage.actor(service.sittings.state(sitting).chair)
    service.sitting(chair, sitting, CheckAuthorisations())
    for late in service.facts.duties(sitting):
        if late.standing is Standing.LATE and late.due is not None:
            fact, way = late.duty.done_by[0], Way.WEB if late.duty.per == "sitting" else Way.BANK
            service.facts.note(chair, sitting, fact, on=late.due, way=way, session=late.session, note="cvičně")


def _clear(folder: Path) -> None:
    """Remove what an interrupted first start left."""
    if folder.exists():
        shutil.rmtree(folder)
