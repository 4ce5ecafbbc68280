"""The reply to a customer's message, and prompts answered in writing."""

from collections.abc import Iterator
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import ContentSwitcher

from exam.tui.desk.drafts import Draft, DraftScreen
from exam.tui.desk.seat import Seat
from exam.tui.widgets.dialogs import Confirm
from exam.tui.widgets.fields import Editor, Line
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain
from exam.view import ReplySheet, SaveReply, SaveText


class ReplyScreen(DraftScreen):
    """Three pages: the message, the reply, the prompts."""

    NAME = "reply"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2", "page('message')", "message"),
        key("f3", "page('reply')", "reply"),
        key("f4", "page('prompts')", "prompts"),
        key("f5", "send", "send"),
    ]

    def __init__(self, seat: Seat, task: str) -> None:
        super().__init__(seat, task)
        self._sheet = self.read(ReplySheet)
        self._sent = self._sheet.sent

    def sheet(self) -> ComposeResult:
        """Yield the pages."""
        sheet = self._sheet
        yield Plain(id="sent")
        with ContentSwitcher(initial="message", id="pages"):
            with VerticalScroll(id="message"):
                told = (sheet.situation, "", f"{sheet.sender} <{sheet.address}>", sheet.subject, "", sheet.message)
                yield Plain("\n".join(told))
            with Vertical(id="reply"):
                with Horizontal(classes="field"):
                    yield Plain(self.say("reply.to"), classes="label")
                    yield Line(sheet.to, id="to")
                with Horizontal(classes="field"):
                    yield Plain(self.say("reply.subject"), classes="label")
                    yield Line(sheet.reply_subject, id="subject")
                yield Editor(sheet.body, id="body")
            with VerticalScroll(id="prompts", can_focus=False):
                for number, prompt in enumerate(sheet.prompts):
                    yield Plain(f"{number + 1}. {prompt.text}")
                    yield Editor(prompt.written, id=f"prompt-{number}", classes="prompt")

    def begin(self) -> None:
        """Begin with the message; whoever comes back finds the place where he wrote last, behind his last word."""
        super().begin()
        self._tell_sent()
        prompts = {prompt.part: f"#prompt-{number}" for number, prompt in enumerate(self._sheet.prompts)}
        places = {self._sheet.part: "#body", **prompts}
        place = places.get(self._sheet.last_part)
        if place is None:
            self.set_focus(self.query_one("#message"))
            return
        self.query_one("#pages", ContentSwitcher).current = "reply" if place == "#body" else "prompts"
        editor = self.query_one(place, Editor)
        editor.move_cursor(editor.document.end)
        self.set_focus(editor)

    def drafts(self) -> Iterator[Draft]:
        """Yield the reply and each prompt."""
        sheet = self._sheet
        yield sheet.part, self._reply(sheet)
        for number, prompt in enumerate(sheet.prompts):
            text = self.query_one(f"#prompt-{number}", Editor).written
            yield prompt.part, SaveText(task=self.task_id, part=prompt.part, text=text)

    def _reply(self, sheet: ReplySheet) -> SaveReply:
        return SaveReply(
            task=self.task_id,
            part=sheet.part,
            to=self.query_one("#to", Line).written,
            subject=self.query_one("#subject", Line).written,
            body=self.query_one("#body", Editor).written,
            sent=self._sent,
        )

    def action_page(self, page: str) -> None:
        """Show a page and go to its first field."""
        self.query_one("#pages", ContentSwitcher).current = page
        first = {"message": "#message", "reply": "#to", "prompts": "#prompt-0"}[page]
        if self.query(first):
            self.set_focus(self.query_one(first))

    @work
    async def action_send(self) -> None:
        """Send the reply, after a question."""
        if await self.app.push_screen_wait(Confirm(self.say("reply.send"), self.say("reply.send.question"))):
            before, self._sent = self._sent, True
            self._sent = self.kept() or before
            self._tell_sent()

    def _tell_sent(self) -> None:
        words = len(self.query_one("#body", Editor).text.split())
        code = "reply.is-sent" if self._sent else "reply.not-sent"
        self.query_one("#sent", Plain).tell(self.say(code, words=words))

    def keep(self) -> bool:
        """Keep what changed and count the words."""
        kept = super().keep()
        if self.is_current:
            self._tell_sent()
        return kept

    def unfinished(self) -> str:
        """Say when the reply was not sent or a prompt is empty."""
        told = [] if self._sent else [self.say("reply.unsent")]
        empty = [
            str(number + 1)
            for number, _ in enumerate(self._sheet.prompts)
            if not self.query_one(f"#prompt-{number}", Editor).text.strip()
        ]
        return "\n".join([*told, *([self.say("reply.empty", prompts=", ".join(empty))] if empty else [])])
