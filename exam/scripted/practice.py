"""The practice workspace: made-up people with a published PIN and one planned sitting, ready for people to run."""

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
from exam.scripted.performance import PIN, READY, scenario_path
from exam.scripted.runner import run
from exam.scripted.script_file import read_scenario
from exam.scripted.stage import Stage
from exam.scripted.world import ScriptedClock
from exam.settings import FILE


def practice_workspace(folder: Path | None = None) -> Path:
    """Return the practice workspace, made at the first call.

    It appears under its name only once it is whole, so that an interrupted first start leaves nothing half made.
    """
    place = folder or default_folder() / "practice"
    if is_workspace(place):
        return place
    fresh = place.with_name(f"{place.name}.new")
    _clear(fresh)
    make_workspace(fresh)
    _prepare(fresh)
    with (fresh / FILE).open("a", encoding="utf-8") as settings:
        settings.write(f'\n# Everybody here is made up; the sign-in shows this PIN.\npractice_pin = "{PIN}"\n')
    fresh.rename(place)
    return place


def _prepare(folder: Path) -> None:
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
