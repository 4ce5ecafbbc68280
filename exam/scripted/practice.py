"""The practice workspace: made-up people with a published PIN and one planned sitting, ready for people to run.

What plays the preparation is loaded only when there is no such workspace yet.
"""

import shutil
from pathlib import Path

from exam.bootstrap import (
    default_folder,
    is_workspace,
    make_workspace,
    open_workspace,
    practice_passphrase,
    system_clock,
)
from exam.machine import SystemRandomness


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


def _clear(folder: Path) -> None:
    """Remove what an interrupted first start left."""
    if folder.exists():
        shutil.rmtree(folder)
