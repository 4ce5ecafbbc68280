"""A scene before the panel: script beside criteria, the clock by the observer's key, and what may stop it."""

from typing import ClassVar

from textual import work
from textual.binding import BindingType

from exam.core.candidate_session import commands as asked
from exam.core.candidate_session import scene_commands as scene
from exam.core.scene_events import Dialler, HoldGround
from exam.service.judging_view import JudgingSheet
from exam.tui.console.judging.commission import JudgingScreen
from exam.tui.console.judging.sheet import READING
from exam.tui.widgets.dialogs import Ask, Choose, Confirm
from exam.tui.widgets.keys import key
from exam.view import CardStatus

DIALLERS: tuple[Dialler, ...] = ("figurant", "candidate")


class SceneScreen(JudgingScreen):
    """The sheet of a task that is performed: a call, a conversation, an oral."""

    NAME = "scene"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("v", "pick_up", "pick-up"),
        key("v", "resume", "resume-scene"),
        key("t", "call_card", "call-card"),
        key("x", "drop", "line-dropped"),
        key("b", "hold", "stop-scene"),
        key("b", "rest", "break"),
        key("b", "go_on", "end-break"),
        key("e", "end", "end-performance"),
    ]

    def settle(self) -> None:
        """Begin with the script where this examiner plays, or nobody has picked up."""
        super().settle()
        if self.shown is not None and self.shown.too_early:
            self.add_class(READING)
            self.set_focus(self.query_one("#evidence-box"))

    def offers(self, sheet: JudgingSheet | None) -> dict[str, bool]:
        """Return by action whether it makes sense now."""
        line = sheet.scene if sheet else None
        is_open = sheet is not None and sheet.status is CardStatus.OPEN
        awaited, rests = (line.awaited, line.rests) if line else (False, False)
        held = line is not None and bool(line.held)
        runs = is_open and not awaited and not held
        return super().offers(sheet) | {
            "pick_up": is_open and awaited,
            "resume": is_open and held and not rests,
            "call_card": is_open and awaited,
            "drop": runs,
            "hold": runs,
            "rest": sheet is not None and not runs and not rests and not awaited,
            "end": is_open and not awaited,
        }

    def action_pick_up(self) -> None:
        """Start the clock: somebody picked up."""
        if self.do(scene.PickUp(task=self.task_id)):
            self.to_criteria()
            self.begin()

    def action_resume(self) -> None:
        """Let the clock run again."""
        self.do(asked.ResumeClock(task=self.task_id))

    def action_drop(self) -> None:
        """Stop the clock: the line dropped."""
        self.do(scene.HoldScene(task=self.task_id, ground=HoldGround.LINE_DROPPED))

    @work
    async def action_call_card(self) -> None:
        """Tell the line: number, who dials, whether a test call worked."""
        call = self.shown.scene.call if self.shown else None
        title = self.say("scene.card")
        ask = Ask(title, self.say("scene.number"), value=call.number if call else "", optional=True)
        number = await self.app.push_screen_wait(ask)
        if number is None:
            return
        place = await self.app.push_screen_wait(
            Choose(self.say("scene.dials"), [self.say(f"scene.dials-{who}") for who in DIALLERS])
        )
        if place is None:
            return
        tested = await self.app.push_screen_wait(Confirm(title, self.say("scene.tested")))
        self.do(scene.PrepareCall(task=self.task_id, number=number, dialled_by=DIALLERS[place], tested=tested))

    @work
    async def action_hold(self) -> None:
        """Stop the scene for the candidate's sake."""
        task = self.task_id
        ways: tuple[tuple[str, asked.Command], ...] = (
            ("scene.stop-candidate", scene.StopCaller(task=task, who="candidate")),
            ("scene.stop-examiner", scene.StopCaller(task=task, who="examiner")),
            ("scene.stop-help", scene.HoldScene(task=task, ground=HoldGround.HELP)),
            ("scene.stop-break", scene.BeginBreak(task=task)),
        )
        limit = self.shown.limit if self.shown else ""
        title = "\n".join(filter(None, (self.say("scene.stop"), limit)))
        place = await self.app.push_screen_wait(Choose(title, [self.say(code) for code, _ in ways]))
        if place is not None:
            self.do(ways[place][1])

    @work
    async def action_end(self) -> None:
        """End what was performed before the panel, after a question."""
        title = self.shown.title if self.shown else ""
        if await self.app.push_screen_wait(Confirm(title, self.say("judging.end"))):
            self.do(asked.EndPerformance(task=self.task_id))
