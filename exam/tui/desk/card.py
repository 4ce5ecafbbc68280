"""The card of a task that is performed before the panel."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from exam.tui.desk.seat import Seat, TaskScreen
from exam.tui.widgets.plain import Plain
from exam.view import CardSheet


class CardScreen(TaskScreen):
    """What the candidate has in hand while he performs; an examiner ends the task."""

    NAME = "card"

    def __init__(self, seat: Seat, task: str) -> None:
        super().__init__(seat, task)
        self.read(CardSheet)

    def sheet(self) -> ComposeResult:
        """Yield the card."""
        with VerticalScroll(id="card"):
            yield Plain(self._text())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer no way to hand in what is performed."""
        return action != "submit"

    def _text(self) -> str:
        sheet = self.read(CardSheet)
        parts = [("", sheet.situation), ("card.customer", sheet.customer)]
        parts += [("card.history", "\n".join(f"• {entry}" for entry in sheet.history))]
        parts += [("card.extra", "\n".join(f"• {entry}" for entry in sheet.extra))]
        told = [f"{self.say(code)}\n{text}" if code else text for code, text in parts if text]
        return "\n\n".join([sheet.title, *told])
