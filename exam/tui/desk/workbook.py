"""A workbook that is filled in outside the program: handed out into a folder, handed in from it."""

from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from exam.problem import ExamError
from exam.tui.desk.seat import Seat, TaskScreen
from exam.tui.widgets.dialogs import Choose, Tell
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain
from exam.view import WorkbookSheet

NOT_THE_CANDIDATES = (".", "~$")
"""How the names of files begin that an editor keeps beside an open one."""
SIZE_LIMIT = 50 * 1024 * 1024
"""Larger files are not read; the service has a smaller limit of its own."""


class FolderFailedError(ExamError):
    """The hand-over folder cannot be read or written."""

    code: ClassVar[str] = "folder-failed"


class WorkbookScreen(TaskScreen):
    """The assignment, the folder, and what was handed in."""

    NAME = "workbook"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2", "hand_out", "hand-out"),
        key("f3", "hand_in", "hand-in"),
    ]

    def __init__(self, seat: Seat, task: str) -> None:
        super().__init__(seat, task)
        self.read(WorkbookSheet)

    def sheet(self) -> ComposeResult:
        """Yield the assignment."""
        yield Plain(id="handed-in")
        with VerticalScroll(id="assignment"):
            yield Plain(self._assignment())

    def begin(self) -> None:
        """Show what is there."""
        self._show()
        self.set_focus(self.query_one("#assignment"))

    def _assignment(self) -> str:
        sheet = self.read(WorkbookSheet)
        prompts = (f"• {prompt}" for prompt in sheet.prompts)
        return "\n".join([sheet.title, "", sheet.situation, "", self.say("workbook.present"), *prompts])

    def _show(self) -> None:
        sheet = self.read(WorkbookSheet)
        last = sheet.handed_in[-1] if sheet.handed_in else None
        lines = [self.say("workbook.folder", folder=self.seat.folder)]
        if last is None:
            lines.append(self.say("workbook.nothing"))
        else:
            told = {"name": last.name, "size": last.length, "digest": last.sha256[:8]}
            lines.append(self.say("workbook.handed-in", **told))
        self.query_one("#handed-in", Plain).tell("\n".join(lines))

    def action_hand_out(self) -> None:
        """Put the workbook into the folder; one that lies there already stays as it is."""
        self.attempt(self._hand_out)

    def _hand_out(self) -> None:
        name, data = self.seat.desk.hand_out(self.task_id)
        path = self.seat.folder / Path(name).name
        try:
            self.seat.folder.mkdir(parents=True, exist_ok=True)
            told = "workbook.handed-out" if _put(path, data) else "workbook.is-there"
        except OSError as error:
            raise FolderFailedError(folder=self.seat.folder, reason=error.strerror or error) from error
        self.app.push_screen(Tell(self.say("workbook"), self.say(told, path=path)))

    @work
    async def action_hand_in(self) -> None:
        """Choose a file of the folder and hand it in."""
        found = self.attempt(self._files)
        if not found:
            if found is not None:
                self.app.push_screen(Tell(self.say("workbook"), self.say("workbook.empty", folder=self.seat.folder)))
            return
        chosen = await self.app.push_screen_wait(Choose(self.say("workbook.choose"), [path.name for path in found]))
        if chosen is not None:
            self.attempt(lambda: self._hand_in(found[chosen]))

    def _files(self) -> list[Path]:
        folder = self.seat.folder
        try:
            found = folder.iterdir() if folder.is_dir() else ()
            return sorted(path for path in found if path.is_file() and not path.name.startswith(NOT_THE_CANDIDATES))
        except OSError as error:
            raise FolderFailedError(folder=folder, reason=error.strerror or error) from error

    def _hand_in(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                data = file.read(SIZE_LIMIT + 1)
        except OSError as error:
            raise FolderFailedError(folder=path, reason=error.strerror or error) from error
        if len(data) > SIZE_LIMIT:
            raise FolderFailedError(folder=path, reason=f"> {SIZE_LIMIT // 1024 // 1024} MB")
        self.tell_saved(self.seat.desk.hand_in(self.task_id, path.name, data))
        self._show()

    def unfinished(self) -> str:
        """Say when no file was handed in."""
        return "" if self.read(WorkbookSheet).handed_in else self.say("workbook.nothing")


def _put(path: Path, data: bytes) -> bool:
    """Write a new file whole or not at all; False where one is there."""
    try:
        file = path.open("xb")
    except FileExistsError:
        return False
    try:
        with file:
            file.write(data)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return True
