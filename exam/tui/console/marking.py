"""The marking of a workbook, cell by cell with why; an examiner gives another score with a reason, or confirms."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import OptionList

from exam.core.candidate_session.marking_commands import ConfirmMarking, OverrideMarking
from exam.problem import ExamError
from exam.service.marking_sheet import MarkingSheet, MarkLine, Told
from exam.text import on_one_line
from exam.tui.console.post import ConsoleScreen, Post
from exam.tui.widgets.dialogs import Ask, Choose, Tell, Write
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain, shown
from exam.tui.widgets.rows import Options, Reading
from exam.tui.widgets.worded import worded
from exam.wording import spelt_number


class NumberWrongError(ExamError):
    """What was typed is no number of points."""

    code: ClassVar[str] = "marking-number"


class FileTakenError(ExamError):
    """The original cannot be written there."""

    code: ClassVar[str] = "marking-file"


class MarkingScreen(ConsoleScreen):
    """The marked cells of one task."""

    NAME = "marking"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("o", "override", "override-marking"),
        key("p", "confirm", "confirm-marking"),
        key("t", "take", "take-original"),
        key("escape", "back", "back"),
    ]

    def __init__(self, post: Post, session: str, task: str) -> None:
        super().__init__(post)
        self.session = session
        self.task_id = task
        self._sheet = MarkingSheet()
        self._files: tuple[str, ...] = ()

    def body(self) -> ComposeResult:
        """Yield the sum, the cells and why each is marked so."""
        yield Plain(id="state")
        yield Options(id="criteria", markup=False)
        with Reading(id="anchors-box"):
            yield Plain(id="anchors")

    def on_mount(self) -> None:
        """Show the marking."""
        self.look()
        self.set_focus(self.query_one("#criteria"))

    def look(self) -> None:
        """Show the marking as it stands."""
        sheet = self.watched(lambda: self.post.door.sheet(self.session, self.task_id))
        if sheet is None:
            return
        self._sheet, self._files = sheet.marking or MarkingSheet(), sheet.files
        self.query_one("#state", Plain).tell(self._state(self._sheet) if sheet.marking else self.say("marking.none"))
        listed = self.query_one("#criteria", OptionList)
        kept = listed.highlighted or 0
        listed.clear_options()
        listed.add_options(shown(self._line(line)) for line in self._sheet.lines)
        listed.highlighted = min(kept, len(self._sheet.lines) - 1) if self._sheet.lines else None
        self._why()

    def _state(self, sheet: MarkingSheet) -> str:
        if sheet.refused:
            return self.say(sheet.refused)
        told = [self.say("marking.sum", score=sheet.score, max_score=sheet.max_score)]
        told.append(self.say("marking.confirmed", name=sheet.confirmed_by) if sheet.confirmed_by else "")
        return " · ".join(filter(None, told))

    def _line(self, line: MarkLine) -> str:
        mark = "?" if line.waits else "✓" if line.score == line.max_score else "✗" if not line.score else "◐"
        points = self.say("marking.points", score=line.score, max_score=line.max_score)
        return f"{mark} {points}  {line.label} · {self._say(line.told[0])}"

    def _say(self, told: Told) -> str:
        arguments = {name: on_one_line(one) if isinstance(one, str) else one for name, one in told.arguments.items()}
        return self.say(told.code, **arguments)

    def on_option_list_option_highlighted(self) -> None:
        """Show why the cell that is gone to is marked so."""
        self._why()

    def _why(self) -> None:
        line = self._chosen()
        told = [line.label, *(self._say(entry) for entry in line.told)] if line else []
        notes = [f"! {self._say(note)}" for note in self._sheet.notes]
        self.query_one("#anchors", Plain).tell("\n".join([*told, "", *notes]))

    def _chosen(self) -> MarkLine | None:
        place = self.query_one("#criteria", OptionList).highlighted
        return self._sheet.lines[place] if place is not None and place < len(self._sheet.lines) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer what there is to mark."""
        return bool(self._sheet.lines) if action in {"override", "confirm"} else True

    @work
    async def action_override(self) -> None:
        """Give the cell another score, with a reason."""
        line = self._chosen()
        if line is None:
            return
        text = self.say("marking.score", max_score=line.max_score)
        value = spelt_number(line.score, worded(self.app).language)
        typed = await self.app.push_screen_wait(Ask(line.label, text, value=value, check=self.checked(_points)))
        if typed is None:
            return

        def override(reason: str) -> object:
            command = OverrideMarking(task=self.task_id, cell=line.cell, score=_points(typed), reason=reason)
            return self.post.door.do(self.session, command)

        dialog = Write(line.label, self.say("judging.why"), check=self.checked(override))
        if await self.app.push_screen_wait(dialog) is not None:
            self.look()

    def action_confirm(self) -> None:
        """Confirm the marking as it stands."""
        command = ConfirmMarking(task=self.task_id)
        if self.attempt(lambda: self.post.door.do(self.session, command)) is not None:
            self.look()

    @work
    async def action_take(self) -> None:
        """Write a file that was handed in, as it was, to a place that the examiner names."""
        at = len(self._files) - 1
        if at > 0:
            newest_first = self._files[::-1]
            chosen = await self.app.push_screen_wait(Choose(self.say("marking.which"), newest_first))
            if chosen is None:
                return
            at -= chosen
        found = self.attempt(lambda: self.post.door.submission(self.session, self.task_id, at))
        if found is None:
            return
        name, data = found
        value = str(Path.home() / Path(name).name)
        check = self.checked(lambda path: _write(Path(path), data))
        ask = Ask(self.say("marking.take"), self.say("marking.where"), value=value, check=check)
        path = await self.app.push_screen_wait(ask)
        if path is not None:
            self.app.push_screen(Tell(self.say("marking.take"), self.say("marking.taken", path=path)))

    def action_back(self) -> None:
        """Go back to the sheet."""
        self.dismiss(None)


def _points(typed: str) -> Decimal:
    try:
        number = Decimal(typed.strip().replace(",", "."))
    except InvalidOperation as error:
        raise NumberWrongError(typed=typed) from error
    if not number.is_finite() or number < 0:
        raise NumberWrongError(typed=typed)
    return number


def _write(path: Path, data: bytes) -> object:
    """Write a new file; one that is there stays."""
    try:
        with path.open("xb") as file:
            file.write(data)
    except OSError as error:
        raise FileTakenError(path=path, reason=error.strerror or error) from error
    return path
