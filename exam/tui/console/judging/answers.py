"""Typing in what a candidate wrote on paper: a number picks an option as printed, Enter takes down any answer."""

from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets.option_list import Option

from exam.core.session_values import (
    ChoiceResponse,
    PlannedGoal,
    PlanResponse,
    ReplyResponse,
    Response,
    TextResponse,
)
from exam.problem import ExamError
from exam.service.judging_view import JudgingSheet, PartKind, PartLine
from exam.service.typing_in import Sheet
from exam.tui.console.post import ConsoleScreen, Post
from exam.tui.widgets.dialogs import Ask, Choose, Tell, Write
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain, shown
from exam.tui.widgets.rows import Reading, Rows

OPTIONS = 5
"""Of an item at most."""


class PlanWrongError(ExamError):
    """A line of a plan names no weeks."""

    code: ClassVar[str] = "plan-line-wrong"


class AnswersScreen(ConsoleScreen):
    """The parts of a task with what was typed."""

    NAME = "answers"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(key(str(number), f"pick({number})", "pick-option") for number in range(1, OPTIONS + 1)),
        key("c", "missing", "missing"),
        key("f8", "keep", "keep-sheet"),
        key("escape", "back", "back"),
    ]

    def __init__(self, post: Post, session: str, sheet: JudgingSheet, paper: Sheet) -> None:
        super().__init__(post)
        self.session = session
        self._sheet = sheet
        self._paper = paper
        self._typed: dict[str, Response] = {}

    def body(self) -> ComposeResult:
        """Yield how much is typed, the parts, and the one that is gone to."""
        yield Plain(id="state")
        yield Rows(enter="type-words", id="lines")
        with Reading(id="anchors-box"):
            yield Plain(id="anchors")

    def heading(self) -> str:
        """Return the task."""
        return self.say("answers.heading", title=self._sheet.title)

    def on_mount(self) -> None:
        """Show the parts."""
        self._list()
        self.set_focus(self.query_one("#lines"))

    def _list(self) -> None:
        done = self.say("answers.progress", done=len(self._typed), of=len(self._sheet.parts))
        made = self.say("paper.made-at", time=f"{self._paper.made_at:%H:%M}")
        self.query_one("#state", Plain).tell(f"{made} · {done}")
        rows = [Option(shown(self._line(number, part))) for number, part in enumerate(self._sheet.parts, 1)]
        self.query_one("#lines", Rows).replace(rows)
        self._around()

    def _line(self, number: int, part: PartLine) -> str:
        given = self._typed.get(part.part)
        return f"{number}. {'·' if given is None else self._spelt(part, given)} {part.text.splitlines()[0]}"

    def _spelt(self, part: PartLine, given: Response) -> str:
        if isinstance(given, ChoiceResponse):
            return f"→ {[name for name, _ in part.options].index(given.option) + 1}"
        return "✓"

    def on_option_list_option_highlighted(self) -> None:
        """Show the part that is gone to."""
        self._around()

    def _around(self) -> None:
        part = self._chosen()
        options = (f"  {number}. {text}" for number, (_, text) in enumerate(part.options, 1)) if part else ()
        self.query_one("#anchors", Plain).tell("\n".join((part.text, "", *options)) if part else "")
        self.refresh_bindings()

    def _chosen(self) -> PartLine | None:
        place = self.query_one("#lines", Rows).highlighted if self.is_mounted else None
        return self._sheet.parts[place] if place is not None else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the numbers that the part has."""
        if action == "pick":
            part = self._chosen()
            return part is not None and int(str(parameters[0])) <= len(part.options)
        return True

    def action_pick(self, number: int) -> None:
        """Take down the option that was ticked."""
        part = self._chosen()
        if part is not None:
            self._take(part, ChoiceResponse(option=part.options[number - 1][0]))

    def on_option_list_option_selected(self) -> None:
        """Take down an answer."""
        part = self._chosen()
        if part is not None:
            self._write(part)

    @work
    async def _write(self, part: PartLine) -> None:
        kinds: dict[PartKind, Callable[[str], Response]] = {
            PartKind.TEXT: lambda text: TextResponse(text=text),
            PartKind.PLAN: read_plan,
        }
        if part.kind is PartKind.REPLY:
            await self._reply(part)
            return
        if part.kind is PartKind.CHOICE:
            place = await self.app.push_screen_wait(Choose(part.text, [text for _, text in part.options]))
            if place is not None:
                self.action_pick(place + 1)
            return
        read = kinds[part.kind]
        dialog = Write(part.text, self.say(f"answers.{part.kind}"), check=self.checked(read))
        text = await self.app.push_screen_wait(dialog)
        if text is not None:
            self._take(part, read(text))

    async def _reply(self, part: PartLine) -> None:
        to = await self.app.push_screen_wait(Ask(part.text, self.say("answers.to"), optional=True))
        subject = None
        if to is not None:
            subject = await self.app.push_screen_wait(Ask(part.text, self.say("answers.subject"), optional=True))
        if to is None or subject is None:
            return
        body = await self.app.push_screen_wait(Write(part.text, self.say("answers.body")))
        if body is not None:
            self._take(part, ReplyResponse(to=to, subject=subject, body=body))

    def _take(self, part: PartLine, response: Response) -> None:
        self._typed[part.part] = response
        self._list()
        self.action_missing()

    def action_missing(self) -> None:
        """Go to the next part that was not typed."""
        rows = self.query_one("#lines", Rows)
        at = rows.highlighted or 0
        missing = [place for place, part in enumerate(self._sheet.parts) if part.part not in self._typed]
        if missing and at not in missing:
            rows.highlighted = next((place for place in missing if place > at), missing[0])

    def action_keep(self) -> None:
        """Keep what was typed; what stays empty was empty on paper."""
        door, task = self.post.door, self._sheet.task
        if self.attempt(lambda: door.type_responses(self.session, task, self._typed, self._paper)) is not None:
            self.dismiss(None)
            self.app.push_screen(Tell(self.heading(), self.say("paper.kept", count=len(self._typed))))

    def action_back(self) -> None:
        """Go back to the sheet; nothing is kept."""
        self.dismiss(None)


def read_plan(text: str) -> PlanResponse:
    """Return a plan from lines of weeks and a goal, such as `1, 2: Zná nabídku`.

    Raises:
        PlanWrongError: a line is no such.
    """
    goals = []
    for line in filter(str.strip, text.splitlines()):
        weeks, colon, goal = line.partition(":")
        numbers = weeks.replace(",", " ").split()
        if not colon or not goal.strip() or not all(number.isdecimal() for number in numbers):
            raise PlanWrongError(line=line)
        goals.append(PlannedGoal(text=goal.strip(), weeks=tuple(int(number) for number in numbers)))
    return PlanResponse(goals=tuple(goals))
