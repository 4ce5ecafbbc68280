"""The first frame: painted before the workspace is opened, and taken back where it cannot be."""

from pathlib import Path
from threading import Event

import pytest

from exam.bootstrap import Workspace, WorkspaceBusyError
from exam.cli.console import opened
from exam.problem import ExamError
from exam.scripted.performance import PIN
from exam.settings import Settings
from exam.tui.handover import ExamApp, Opened
from exam.wording import Language
from tests.stages import cut, played, shipped
from tests.tui.faces import Face

BEGUN = cut(shipped("passed"), before="answer_test")


async def test_the_first_frame_stands_until_the_workspace_is_open_and_then_speaks_its_language(tmp_path: Path) -> None:
    may_go_on = Event()
    with played(tmp_path, BEGUN) as stage:
        folder = tmp_path / "workspace"
        workspace = Workspace(
            folder=folder, settings=Settings(practice_pin=PIN), ports=stage.ports, service=stage.service
        )

        def behind() -> Opened:
            assert may_go_on.wait(60)
            return opened(workspace, Language.EN)

        app = ExamApp(Language.CS, behind)
        async with app.run_test(size=(80, 24)) as pilot:
            seen = Face(app=app, pilot=pilot, stage=stage)
            await seen.until("Otevírám pracovní složku…")
            await seen.press("ctrl+q", "escape", "enter", "1")
            assert "Otevírám" in seen.text
            may_go_on.set()
            told = await seen.until("Who examines?", "PIN", gone="Otevírám")
            assert "Holubová" in told
        assert app.refused is None


@pytest.mark.parametrize(
    "error", [WorkspaceBusyError(folder="x", pid="1", host="h", since="t"), PermissionError(13, "denied")]
)
async def test_what_keeps_the_workspace_from_opening_ends_the_app_and_is_left_to_be_told(
    error: ExamError | OSError,
) -> None:
    def behind() -> Opened:
        raise error

    app = ExamApp(Language.CS, behind)
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(300):
            if app.refused is not None:
                break
            await pilot.pause(0.1)
    assert app.refused is error
