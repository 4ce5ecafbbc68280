"""Stages for tests of the service: a real workspace in a temporary folder, played up to some step."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exam.bootstrap import make_workspace, open_workspace, practice_passphrase
from exam.scripted.performance import PIN, scenario_path
from exam.scripted.runner import run
from exam.scripted.scenario import Scenario
from exam.scripted.script_file import read_scenario
from exam.scripted.stage import Stage
from exam.scripted.world import ScriptedClock, SeededRandomness


def shipped(name: str) -> Scenario:
    """Return a shipped scenario."""
    scenario, problems = read_scenario(scenario_path(name))
    assert scenario is not None
    assert not problems
    return scenario


def cut(scenario: Scenario, *, before: str, task: str = "") -> Scenario:
    """Return the scenario up to the first step with this action (and task)."""
    for number, step in enumerate(scenario.steps):
        if step.action == before and (not task or step.arguments.get("task") == task):
            return scenario.model_copy(update={"steps": scenario.steps[:number]})
    raise AssertionError(before, task)


@contextmanager
def played(folder: Path, scenario: Scenario) -> Iterator[Stage]:
    """Play the scenario in a fresh workspace and yield its stage, still open."""
    with played_in(make_workspace(folder / "workspace"), scenario) as stage:
        yield stage


@contextmanager
def played_in(made: Path, scenario: Scenario) -> Iterator[Stage]:
    """Play the scenario in a workspace that is there, and yield its stage, still open."""
    clock = ScriptedClock(scenario.starts_at)
    randomness = SeededRandomness(scenario.seed)
    with open_workspace(made, clock=clock, randomness=randomness) as workspace:
        stage = Stage(
            scenario=scenario,
            ports=workspace.ports,
            service=workspace.service,
            clock=clock,
            passphrase=practice_passphrase(),
            out=made / "papers",
        )
        stage.admit(PIN)
        workspace.make_practice_keys([person.id for person in scenario.people if person.role == "examiner"])
        run(scenario, stage)
        yield stage
