"""A test: one item at a time, options by digit, arrow or mouse, flags and a strip that shows what is answered."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.style import Style
from textual.widgets import OptionList

from exam.tui.desk.seat import Seat, TaskScreen
from exam.tui.widgets.dialogs import Choose
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain, shown
from exam.tui.widgets.rows import Reading, Rows
from exam.view import ChoiceView, SaveChoice, TestSheet
from exam.view.telling import LETTERS, counted, told_missing, told_overview


class Overview(Choose):
    """Every item in a line of its own."""


class TestScreen(TaskScreen):
    """Answers an item with one key and keeps it at once."""

    __test__ = False
    """Not a test of pytest's."""
    NAME = "test"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("right", "turn(1)", "next"),
        key("left", "turn(-1)", "previous"),
        key("f", "flag", "flag"),
        key("f5", "overview", "overview"),
        *(key(f"{number},{letter}", f"pick({number - 1})", "pick-number") for number, letter in enumerate("abcde", 1)),
    ]

    def __init__(self, seat: Seat, task: str) -> None:
        super().__init__(seat, task)
        self._items: tuple[ChoiceView, ...] = self.read(TestSheet).items
        self._place = 0

    def sheet(self) -> ComposeResult:
        """Yield the strip, the stem and the options."""
        yield Plain(id="strip")
        with Reading(id="stem-box"):
            yield Plain(id="stem")
        yield Rows(enter="pick", id="options")

    def begin(self) -> None:
        """Show the item that was answered last: whoever comes back finds the place where he was."""
        last = self.read(TestSheet).last_part
        self._place = next((place for place, item in enumerate(self._items) if item.part == last), 0)
        self._show()
        self.set_focus(self.query_one("#options"))

    def _read(self) -> None:
        self._items = self.read(TestSheet).items

    def _show(self) -> None:
        item = self._items[self._place]
        flag = " ⚑" if item.part in self.seat.flags else ""
        self.query_one("#stem", Plain).tell(f"{self._place + 1}/{len(self._items)}{flag}  {item.stem}")
        options = self.query_one("#options", OptionList)
        as_many = options.option_count == len(item.options)
        options.clear_options()
        options.add_options(
            shown(f"{'●' if option.id == item.picked else '○'} {LETTERS[number]}) {option.text}")
            for number, option in enumerate(item.options)
        )
        picked = [number for number, option in enumerate(item.options) if option.id == item.picked]
        options.highlighted = picked[0] if picked else 0
        self.query_one("#strip", Plain).update(self._strip())
        if not as_many:
            self.refresh_bindings()

    def _strip(self) -> Content:
        """Return every number with its mark; a click goes there."""
        return Content(" ").join(
            Content.styled(self._cell(place, item), Style.from_meta({"@click": f"screen.go({place})"}))
            for place, item in enumerate(self._items)
        )

    def _cell(self, place: int, item: ChoiceView) -> str:
        mark = ("⚑" if item.part in self.seat.flags else "") + ("●" if item.picked else "○")
        return f"[{place + 1}{mark}]" if place == self._place else f"{place + 1}{mark}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer as many numbers as there are options."""
        return action != "pick" or parameters[0] in range(len(self._items[self._place].options))

    def action_turn(self, step: int) -> None:
        """Go to another item."""
        self.action_go((self._place + step) % len(self._items))

    def action_go(self, place: int) -> None:
        """Go to the item with this place."""
        self._place = place
        self._show()

    @work
    async def action_overview(self) -> None:
        """Show every item with what became of it, and go to the chosen one."""
        told = told_overview(self._items, self.seat.flags, self.say)
        overview = Overview(self.say("test.overview", **counted(self._items, self.seat.flags)), told, at=self._place)
        chosen = await self.app.push_screen_wait(overview)
        if chosen is not None:
            self.action_go(chosen)

    def action_flag(self) -> None:
        """Mark the item for another look, or take the mark away."""
        self.seat.flags ^= {self._items[self._place].part}
        self._show()

    def action_pick(self, number: int) -> None:
        """Pick an option and keep it."""
        item = self._items[self._place]
        if number < len(item.options):
            wanted = SaveChoice(task=self.task_id, part=item.part, option=item.options[number].id)
            if self.save(wanted):
                self._read()
                self._show()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Pick by Enter or mouse."""
        self.action_pick(event.option_index)

    def unfinished(self) -> str:
        """Say what has no response and what is marked."""
        return "\n".join(told_missing(self._items, self.seat.flags, self.say))
