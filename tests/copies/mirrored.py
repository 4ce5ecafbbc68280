"""Workspaces with a second copy for tests: the small standard, a folder beside, the small exam played into it."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from exam.bootstrap import Workspace, make_workspace, open_workspace, practice_passphrase
from exam.scripted.runner import run
from exam.scripted.scenario import Scenario
from exam.scripted.stage import Stage
from exam.scripted.world import ScriptedClock, SeededRandomness
from exam.service.mirroring import MirrorState
from exam.settings import FILE
from tests.rims import MINI, PIN, SIGNERS, mini_exam

NOTICED_S = 30.0
"""How long a test waits for the copy; it is about a second."""


def small_workspace(folder: Path, copy: Path | None = None) -> Path:
    """Make a workspace with the small standard alone and, where one is given, a second copy's folder."""
    made = make_workspace(folder)
    for part in ("item_banks", "rubrics"):
        shutil.rmtree(made / part)
        shutil.copytree(MINI / part, made / part)
    if copy is not None:
        copy.mkdir(exist_ok=True)
        point(made, copy)
    return made


def point(workspace: Path, copy: Path) -> None:
    """Name the second copy's folder in the settings."""
    text = (workspace / FILE).read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("second_copy")]
    (workspace / FILE).write_text("\n".join([f'second_copy = "{copy}"', *lines]) + "\n", "utf-8")


def until(state: Callable[[], MirrorState], holds: Callable[[MirrorState], bool]) -> MirrorState:
    """Wait until the copy stands so, and return how it does."""
    give_up = time.monotonic() + NOTICED_S
    while not holds(state()):
        assert time.monotonic() < give_up, state()
        time.sleep(0.02)
    return state()


def even(state: MirrorState) -> bool:
    return state.standing == "ok"


def lost(state: MirrorState) -> bool:
    return state.standing == "lost"


def cut(before: str = "", after: str = "") -> Scenario:
    """Return the small exam from the first step with one action up to the first step with another."""
    steps = mini_exam().steps
    first = next((place for place, step in enumerate(steps) if step.action == after), 0)
    end = next((place for place, step in enumerate(steps) if step.action == before), len(steps))
    return mini_exam().model_copy(update={"steps": steps[first:end]})


def stage_of(workspace: Workspace, clock: ScriptedClock) -> Stage:
    """Return the stage of the small exam on an opened workspace."""
    return Stage(
        scenario=mini_exam(),
        ports=workspace.ports,
        service=workspace.service,
        clock=clock,
        passphrase=practice_passphrase(),
    )


@contextmanager
def playing(folder: Path, *, before: str = "") -> Iterator[tuple[Workspace, Stage]]:
    """Play the small exam in a workspace up to the first step with that action; the workspace is still open."""
    clock = ScriptedClock(mini_exam().starts_at)
    with open_workspace(folder, clock=clock, randomness=SeededRandomness("copies")) as workspace:
        stage = stage_of(workspace, clock)
        stage.admit(PIN)
        workspace.make_practice_keys(SIGNERS)
        run(cut(before=before), stage)
        yield workspace, stage


@contextmanager
def going_on(folder: Path, clock: ScriptedClock, *, seed: str = "again") -> Iterator[tuple[Workspace, Stage]]:
    """Open a workspace in which the small exam runs already, everybody signed in again."""
    with open_workspace(folder, clock=clock, randomness=SeededRandomness(seed)) as workspace:
        stage = stage_of(workspace, clock)
        for person in mini_exam().people:
            stage.actors[person.id] = workspace.service.sign_in(person.id, PIN)
        (sitting,) = workspace.ports.journal.streams("sitting/")
        stage.sitting = sitting.removeprefix("sitting/")
        (stage.session,) = workspace.sessions()
        yield workspace, stage
