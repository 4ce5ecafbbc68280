"""Transcripts of calls: read side by side or one by one, compared line by line, one picked."""

from collections.abc import Iterator
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from exam.tui.desk.seat import Seat, TaskScreen
from exam.tui.widgets.dialogs import Ask
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain, shown
from exam.tui.widgets.rows import Reading, Rows
from exam.view import SaveChoice, SpeechView, TranscriptSheet
from exam.view.telling import lines_with, told_found

SIDE_BY_SIDE = 110
"""Columns from which three transcripts stand beside each other."""
MARKED, FOUND = "►", "»"


class Lines(Rows):
    """The lines of one transcript; Enter is left to the screen."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's word
        super().__init__(enter="", id=id)
        del self._bindings.key_to_bindings["enter"]


class TranscriptScreen(TaskScreen):
    """Lines are numbered so that one can speak of them; going through one goes through all."""

    NAME = "transcripts"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(key(str(number), f"turn({number - 1})", "transcript") for number in (1, 2, 3)),
        key("enter", "pick", "pick-transcript"),
        key("m", "mark", "mark-line"),
        key("f", "find", "find"),
        key("n", "next_found", "next-found"),
        key("s", "together", "together"),
    ]

    def __init__(self, seat: Seat, task: str) -> None:
        super().__init__(seat, task)
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (SIDE_BY_SIDE, "-wide")]
        self._count = len(self.read(TranscriptSheet).transcripts)
        self._place = 0
        self._together = True
        self._wanted = ""

    def sheet(self) -> ComposeResult:
        """Yield the situation, which one is picked, and the transcripts."""
        sheet = self.read(TranscriptSheet)
        yield Plain(id="picked")
        with Reading(id="about"):
            yield Plain(f"{sheet.title}\n{sheet.situation}")
        yield Plain(id="found")
        with Horizontal(id="transcripts"):
            for place in range(self._count):
                with Vertical(classes="transcript", id=f"transcript-{place}"):
                    yield Plain(classes="transcript-title")
                    yield Lines(id=f"lines-{place}")

    def begin(self) -> None:
        """Show the first transcript."""
        self._show()
        self.action_turn(0)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer as many transcripts as there are, and the next place only once something was sought."""
        if action == "turn":
            return parameters[0] in range(self._count)
        return bool(self._wanted) if action == "next_found" else True

    def _lists(self) -> Iterator[Lines]:
        for place in range(self._count):
            yield self.query_one(f"#lines-{place}", Lines)

    @property
    def _active(self) -> Lines:
        return self.query_one(f"#lines-{self._place}", Lines)

    def _show(self) -> None:
        sheet = self.read(TranscriptSheet)
        names = [transcript.id for transcript in sheet.transcripts]
        picked = names.index(sheet.picked) + 1 if sheet.picked in names else 0
        together = self.say("transcripts.together" if self._together else "transcripts.apart")
        told = self.say("transcripts.shown", number=self._place + 1, picked=picked or "–")
        self.query_one("#picked", Plain).tell(f"{told} · {together}")
        for place, (lines, transcript) in enumerate(zip(self._lists(), sheet.transcripts, strict=True)):
            lines.replace(
                [Option(shown(self._line(place, number, line))) for number, line in enumerate(transcript.lines)]
            )
            self._head(place, chosen=place + 1 == picked)

    def _head(self, place: int, *, chosen: bool) -> None:
        mark = "✓ " if chosen else ""
        column = self.query_one(f"#transcript-{place}")
        column.set_class(place == self._place, "-active")
        column.query_one(".transcript-title", Plain).tell(f"{mark}{self.say('transcripts.title', number=place + 1)}")

    def _line(self, place: int, number: int, line: SpeechView) -> str:
        marks = MARKED if (self.task_id, place, number) in self.seat.marks else ""
        marks += FOUND if self._wanted and lines_with((line,), self._wanted) else ""
        return f"{marks:<2}{number + 1:>2} {self.say(f'speaker.{line.speaker}')}: {line.text}"

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Go through the others as well, where they go together."""
        if event.option_list is self._active and self._together:
            for lines in self._lists():
                if lines is not self._active and lines.option_count:
                    lines.highlighted = min(event.option_index, lines.option_count - 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the line that was clicked, and mark it."""
        for place, lines in enumerate(self._lists()):
            if lines is event.option_list:
                self.action_turn(place)
                self._mark(event.option_index)

    def action_turn(self, place: int) -> None:
        """Go to a transcript, at the line where one was in the other."""
        at = self._active.highlighted or 0
        self._place = place
        if self._together:
            self._active.highlighted = min(at, self._active.option_count - 1)
        self._show()
        self.set_focus(self._active)

    def action_pick(self) -> None:
        """Pick the transcript where one is."""
        sheet = self.read(TranscriptSheet)
        if self.save(SaveChoice(task=self.task_id, part=sheet.part, option=sheet.transcripts[self._place].id)):
            self._show()

    def action_mark(self) -> None:
        """Mark the line where one is, or take the mark away."""
        if self._active.highlighted is not None:
            self._mark(self._active.highlighted)

    def _mark(self, number: int) -> None:
        self.seat.marks ^= {(self.task_id, self._place, number)}
        self._show()

    def action_together(self) -> None:
        """Let all go together, or each by itself."""
        self._together = not self._together
        self._show()

    @work
    async def action_find(self) -> None:
        """Ask for words and show where they stand."""
        question = Ask(
            self.say("transcripts.find"), self.say("transcripts.find.how"), value=self._wanted, optional=True
        )
        wanted = await self.app.push_screen_wait(question)
        if wanted is None:
            return
        self._wanted = wanted
        found = self.query_one("#found", Plain)
        found.display = bool(wanted)
        found.tell(told_found(self.read(TranscriptSheet), wanted, self.say) if wanted else "")
        self._show()
        self.refresh_bindings()
        self.action_next_found()

    def action_next_found(self) -> None:
        """Go to the next place of what was sought."""
        transcripts = self.read(TranscriptSheet).transcripts
        places = [
            (place, number)
            for place, transcript in enumerate(transcripts)
            for number in (lines_with(transcript.lines, self._wanted) if self._wanted else ())
        ]
        here = (self._place, self._active.highlighted or 0)
        later = [found for found in places if found > here] or places
        if later:
            self.action_turn(later[0][0])
            self._active.highlighted = later[0][1]

    def unfinished(self) -> str:
        """Say when none is picked."""
        return "" if self.read(TranscriptSheet).picked else self.say("transcripts.none")
