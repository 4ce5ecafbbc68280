"""A workbook that is filled in outside the program: handed out into a folder, handed in from it."""

from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from exam.desk_folder import candidates_files, put, taken
from exam.tui.desk.seat import Seat, TaskScreen
from exam.tui.widgets.dialogs import Choose, Tell
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain
from exam.view import WorkbookSheet
from exam.view.telling import told_handed_in, told_unmarked


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
        folder = self.say("workbook.folder", folder=self.seat.folder)
        self.query_one("#handed-in", Plain).tell(f"{folder}\n{told_handed_in(sheet, self.say)}")

    def action_hand_out(self) -> None:
        """Put the workbook into the folder; one that lies there already stays as it is."""
        self.attempt(self._hand_out)

    def _hand_out(self) -> None:
        path, new = put(self.seat.folder, *self.seat.desk.hand_out(self.task_id))
        told = "workbook.handed-out" if new else "workbook.is-there"
        self.app.push_screen(Tell(self.say("workbook"), self.say(told, path=path)))

    @work
    async def action_hand_in(self) -> None:
        """Choose a file of the folder and hand it in."""
        found = self.attempt(lambda: candidates_files(self.seat.folder))
        if not found:
            if found is not None:
                self.app.push_screen(Tell(self.say("workbook"), self.say("workbook.empty", folder=self.seat.folder)))
            return
        chosen = await self.app.push_screen_wait(Choose(self.say("workbook.choose"), [path.name for path in found]))
        if chosen is not None:
            self.attempt(lambda: self._hand_in(found[chosen]))

    def _hand_in(self, path: Path) -> None:
        self.tell_saved(self.seat.desk.hand_in(self.task_id, path.name, taken(path)))
        self._show()

    def unfinished(self) -> str:
        """Say when no file was handed in, or the last one, which is the one that counts, cannot be opened."""
        return told_unmarked(self.read(WorkbookSheet), self.say)
