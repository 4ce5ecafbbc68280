"""Transcripts of calls: read each, pick one."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from exam.tui.desk.seat import Seat, TaskScreen
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain
from exam.view import SaveChoice, TranscriptSheet


class TranscriptScreen(TaskScreen):
    """Shows one transcript at a time, lines numbered so that one can speak of them."""

    NAME = "transcripts"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("1", "turn(0)", "transcript-1"),
        key("2", "turn(1)", "transcript-2"),
        key("3", "turn(2)", "transcript-3"),
        key("enter", "pick", "pick-transcript"),
    ]

    def __init__(self, seat: Seat, task: str) -> None:
        super().__init__(seat, task)
        self._place = 0
        self.read(TranscriptSheet)

    def sheet(self) -> ComposeResult:
        """Yield the situation, which one is picked, and the transcript."""
        yield Plain(id="picked")
        with VerticalScroll(id="transcript"):
            yield Plain(id="lines")

    def begin(self) -> None:
        """Show the first transcript."""
        self._show()
        self.set_focus(self.query_one("#transcript"))

    def _show(self) -> None:
        sheet = self.read(TranscriptSheet)
        names = [transcript.id for transcript in sheet.transcripts]
        picked = str(names.index(sheet.picked) + 1) if sheet.picked in names else "–"
        told = self.say("transcripts.shown", number=self._place + 1, picked=picked)
        self.query_one("#picked", Plain).tell(told)
        lines = [
            f"{number:>2}  {self.say(f'speaker.{line.speaker}')}: {line.text}"
            for number, line in enumerate(sheet.transcripts[self._place].lines, start=1)
        ]
        self.query_one("#lines", Plain).tell("\n".join([sheet.title, sheet.situation, "", *lines]))
        self.query_one("#transcript").scroll_home(animate=False)

    def action_turn(self, place: int) -> None:
        """Show another transcript."""
        self._place = place
        self._show()

    def action_pick(self) -> None:
        """Pick the one that is shown."""
        sheet = self.read(TranscriptSheet)
        if self.save(SaveChoice(task=self.task_id, part=sheet.part, option=sheet.transcripts[self._place].id)):
            self._show()

    def unfinished(self) -> str:
        """Say when none is picked."""
        return "" if self.read(TranscriptSheet).picked else self.say("transcripts.none")
