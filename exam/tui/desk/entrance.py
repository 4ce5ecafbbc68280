"""The desk itself: waits, makes familiar, lists the tasks, tells the result; it looks as far as the candidate is."""

from collections.abc import Collection
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from exam.problem import ExamError
from exam.tui.desk.card import CardScreen
from exam.tui.desk.plan import PlanScreen
from exam.tui.desk.reply import ReplyScreen
from exam.tui.desk.seat import DeskScreen, TaskScreen
from exam.tui.desk.test import TestScreen
from exam.tui.desk.transcripts import TranscriptScreen
from exam.tui.desk.trial import TrialScreen
from exam.tui.desk.workbook import WorkbookScreen
from exam.tui.widgets.dialogs import Tell, Write
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain, shown
from exam.tui.widgets.rows import Rows
from exam.tui.widgets.worded import worded
from exam.view import (
    AcknowledgeResult,
    AskBreak,
    CardStatus,
    ConfirmInduction,
    DeskView,
    HubAwayError,
    Phase,
    RaiseHand,
    TaskCard,
)
from exam.view.telling import (
    AT_THE_END,
    BEGUN,
    can_try,
    help_wanted_at,
    told_left,
    told_note,
    told_receipt,
    told_result,
    told_rules,
    told_standing,
)
from exam.view.trial import TrialDesk

SHEETS: dict[str, type[TaskScreen]] = {
    "test": TestScreen,
    "transcript_choice": TranscriptScreen,
    "written_reply": ReplyScreen,
    "training_plan": PlanScreen,
    "spreadsheet": WorkbookScreen,
}
"""By kind of task; every other kind is performed and has a card."""

KEYS = {"hand": "F9", "rest": "F6", "stop": "F4", "trial": "F7"}
"""How the rules name the keys."""
PHASES = {
    "confirm": {Phase.INDUCTION},
    "acknowledge": {Phase.RESULT},
    "refuse_result": {Phase.RESULT},
}
"""When an action of its own is offered."""
MARKS = {CardStatus.PLANNED: "·", CardStatus.OPEN: "▶", CardStatus.SUBMITTED: "✓", CardStatus.EXCUSED: "–"}


class Entrance(DeskScreen):
    """What lies on the desk between the tasks."""

    NAME = "desk"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2", "confirm", "confirm-induction"),
        key("f3", "rules", "rules"),
        key("f4", "acknowledge", "acknowledge"),
        key("f5", "refuse_result", "object"),
        key("f6", "ask_break", "ask-break"),
        key("f7", "trial", "trial"),
        key("f9", "raise_hand", "hand"),
    ]

    _seen: DeskView | None = None
    _fresh = True

    def body(self) -> ComposeResult:
        """Yield the text of the phase and the list of tasks."""
        with VerticalScroll(id="phase"):
            yield Plain(id="told")
        yield Plain(id="standing")
        yield Plain(id="at-the-end")
        yield Rows(enter="open-task", id="tasks")

    def on_mount(self) -> None:
        """Look at once and then every second."""
        self.look()
        self.set_interval(1.0, self.look)

    def on_screen_resume(self) -> None:
        """Look again after a task."""
        self.look()

    def heading(self) -> str:
        """Return who sits here and under which standard."""
        seen = self._seen
        return f"{seen.candidate} · {seen.standard} ({seen.code})" if seen else ""

    def look(self) -> None:
        """Show the desk as the service sees it."""
        seen = self.watched(self.seat.desk.view) if self.is_current else None
        if seen is None:
            return
        before, self._seen = self._seen or seen, seen
        changed = self._fresh or seen.phase is not before.phase
        self._fresh = False
        if changed:
            self.retitle()
        if changed or _offering(seen) != _offering(before):
            self.refresh_bindings()
        self._tell(seen)
        self._stand(seen)
        self._list(seen.tasks)
        self.query_one("#tasks").display = seen.phase is Phase.TASKS
        self.query_one("#phase").set_class(seen.phase is Phase.TASKS, "-tasks")
        if changed:
            self.set_focus(self.query_one("#tasks" if seen.phase is Phase.TASKS else "#phase"))

    def _tell(self, seen: DeskView) -> None:
        told = self.say(f"phase.{seen.phase}")
        if seen.phase is Phase.INDUCTION:
            told = "\n".join(
                (told, *(f"• {topic.text}" for topic in seen.topics), "", told_rules(seen, self.say, KEYS))
            )
        below = [told_receipt(seen.saved, self.say)] if seen.saved is not None and seen.phase in AT_THE_END else []
        if seen.result is not None:
            below, told = [told_note(seen.result, self.say), told, *below], told_result(seen.result, self.say)
        self.query_one("#told", Plain).tell(told)
        place = self.query_one("#at-the-end", Plain)
        place.display = bool(below)
        place.tell("\n".join(filter(None, below)))

    def _stand(self, seen: DeskView) -> None:
        """Show a break, and hands that are up, as long as they are."""
        resting = [self.say("desk.resting")] if seen.resting else []
        cards = seen.tasks if seen.phase is Phase.TASKS else ()
        told = [line for card in cards for line in told_standing(card, self.say)]
        place = self.query_one("#standing", Plain)
        place.display = bool(resting or told)
        place.tell("\n".join(dict.fromkeys([*resting, *told])))

    def _list(self, cards: tuple[TaskCard, ...]) -> None:
        tasks = self.query_one("#tasks", Rows)
        fresh = not tasks.option_count
        tasks.replace([Option(shown(self._line(card))) for card in cards])
        opened = [place for place, card in enumerate(cards) if card.status is CardStatus.OPEN]
        if fresh and opened:
            tasks.highlighted = opened[0]

    def _line(self, card: TaskCard) -> str:
        return f"{MARKS[card.status]} {self.say(f'card.{card.status}'):<9} {told_left(card):<15} {card.title}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer what fits the phase."""
        seen = self._seen
        if action == "ask_break":
            return seen is not None and not seen.resting and self._about(BEGUN) is not None
        if action == "raise_hand":
            return self._about({CardStatus.OPEN}) is not None
        if action == "trial":
            return seen is not None and can_try(seen)
        return seen is not None and seen.phase in PHASES[action] if action in PHASES else True

    def _about(self, statuses: Collection[CardStatus]) -> str | None:
        """Return the task about which somebody is asked for."""
        if self._seen is None or self._seen.phase is not Phase.TASKS:
            return None
        return help_wanted_at(self._seen.tasks, self.query_one("#tasks", Rows).highlighted, statuses)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the chosen task, where it is open."""
        self._go(event.option_index)

    def _go(self, place: int) -> None:
        seen = self.attempt(self.seat.desk.view)
        if seen is None:
            return
        card = seen.tasks[place]
        if card.status is not CardStatus.OPEN:
            self.app.push_screen(Tell(card.title, self.say(f"card.{card.status}.why")))
            return
        made: Screen[None] | None = self.attempt(lambda: SHEETS.get(card.kind, CardScreen)(self.seat, card.task))
        if made is not None:
            self.app.push_screen(made)

    def on_option_list_option_highlighted(self) -> None:
        """Offer what fits the chosen task."""
        self.refresh_bindings()

    def action_raise_hand(self) -> None:
        """Ask for an examiner."""
        self._ask(RaiseHand, {CardStatus.OPEN})

    def action_ask_break(self) -> None:
        """Ask for a short break."""
        self._ask(AskBreak, BEGUN)

    def _ask(self, command: type[RaiseHand | AskBreak], statuses: Collection[CardStatus]) -> None:
        task = self._about(statuses)
        if task is None:
            return
        try:
            self.seat.desk.do(command(task=task))
        except HubAwayError as error:
            self.app.push_screen(Tell(self.say("desk.waits"), worded(self.app).sentence(error)))
        except ExamError as error:
            self.refuse(error)
        self.look()

    def action_trial(self) -> None:
        """Try the keyboard, before any clock runs."""
        self.app.push_screen(TrialScreen(self.seat, TrialDesk(self.say)))

    def action_rules(self) -> None:
        """Read the rules again."""
        if self._seen is not None:
            self.app.push_screen(Tell(self.say("rules"), told_rules(self._seen, self.say, KEYS)))

    def action_confirm(self) -> None:
        """Confirm every topic."""
        seen = self._seen
        if seen is not None:
            topics = tuple(topic.id for topic in seen.topics)
            self.attempt(lambda: self.seat.desk.do(ConfirmInduction(topics=topics)))
            self.look()

    @work
    async def action_acknowledge(self) -> None:
        """Take note of the result, with an objection or without."""
        await self._answer(acknowledged=True)

    @work
    async def action_refuse_result(self) -> None:
        """Refuse to take note."""
        await self._answer(acknowledged=False)

    async def _answer(self, *, acknowledged: bool) -> None:
        code = "result.acknowledge" if acknowledged else "result.refuse"

        def answer(objection: str) -> None:
            self.seat.desk.do(AcknowledgeResult(acknowledged=acknowledged, objection=objection))

        await self.app.push_screen_wait(Write(self.say(code), self.say("result.objection"), check=answer))
        self.look()


def _offering(seen: DeskView) -> tuple[object, ...]:
    """Return what of the desk decides which keys work."""
    return (seen.phase, seen.resting, [card.status for card in seen.tasks])
