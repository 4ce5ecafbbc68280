"""The card of a task that is performed before the panel, and what a candidate may ask for while it is hard."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from exam.tui.desk.seat import Seat, TaskScreen
from exam.tui.widgets.dialogs import Confirm
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain
from exam.view import AskBreak, CardSheet, StopCaller, TaskCard
from exam.view.telling import CALL


class CardScreen(TaskScreen):
    """What the candidate has in hand while he performs; an examiner ends the task."""

    NAME = "card"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f4", "stop_caller", "stop-caller"),
        key("f6", "ask_break", "ask-break"),
    ]

    def __init__(self, seat: Seat, task: str) -> None:
        super().__init__(seat, task)
        self._is_call = any(card.task == task and card.kind == CALL for card in seat.desk.view().tasks)
        self._runs = False
        self.read(CardSheet)

    def sheet(self) -> ComposeResult:
        """Yield the card."""
        with VerticalScroll(id="card"):
            yield Plain(self._text())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer no way to hand in what is performed, and to stop a caller while one calls."""
        return self._is_call and self._runs if action == "stop_caller" else action != "submit"

    def stand(self, card: TaskCard) -> None:
        """Show what the candidate should know, and follow whether somebody calls."""
        super().stand(card)
        runs = card.clock is not None and not card.clock.paused
        if runs != self._runs:
            self._runs = runs
            self.refresh_bindings()

    @work
    async def action_stop_caller(self) -> None:
        """Stop a caller who became abusive, after a question."""
        if await self.app.push_screen_wait(Confirm(self.say("card.stop"), self.say("card.stop.question"))):
            self.save(StopCaller(task=self.task_id))
            self.look()

    def action_ask_break(self) -> None:
        """Ask for a short break."""
        self.save(AskBreak(task=self.task_id))
        self.look()

    def _text(self) -> str:
        sheet = self.read(CardSheet)
        parts = [("", sheet.situation), ("card.customer", sheet.customer)]
        parts += [("card.history", "\n".join(f"• {entry}" for entry in sheet.history))]
        parts += [("card.extra", "\n".join(f"• {entry}" for entry in sheet.extra))]
        told = [f"{self.say(code)}\n{text}" if code else text for code, text in parts if text]
        right = [self.say("card.right")] if self._is_call else []
        return "\n\n".join([sheet.title, *told, *right])
