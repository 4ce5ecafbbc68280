"""A workbook that is filled in outside the program: handed out into a folder, handed in from it."""

from asyncio import to_thread
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from exam.desk_folder import candidates_files, put, taken
from exam.problem import ExamError
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
        self._being_handed = ""

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
        if self._being_handed:
            self.query_one("#handed-in", Plain).tell(self.say("workbook.being-handed", name=self._being_handed))
            return
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
            await self._hand_in(found[chosen])

    async def _hand_in(self, path: Path) -> None:
        """Hand in beside the screen: a file is looked into for a second or two, and one may go on reading."""
        self._handing(path.name)
        try:
            self.tell_saved(await to_thread(lambda: self.seat.desk.hand_in(self.task_id, path.name, taken(path))))
        except ExamError as error:
            self.refuse(error)
        finally:
            self._handing("")

    def _handing(self, name: str) -> None:
        self._being_handed = name
        if self.is_attached:
            self.refresh_bindings()
            self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer one hand-in at a time, and nothing final in the middle of it."""
        return not (self._being_handed and action in {"hand_in", "submit"})

    def unfinished(self) -> str:
        """Say when no file was handed in, or the last one, which is the one that counts, cannot be opened."""
        return told_unmarked(self.read(WorkbookSheet), self.say)
