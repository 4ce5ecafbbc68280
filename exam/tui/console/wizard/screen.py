"""The wizard: one step at a time, forward, back and to any of them; the draft outlives the screen."""

from contextlib import suppress
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from exam.core.timetable.plan import Plan
from exam.problem import ExamError
from exam.service.gates import PersonGate, StandardGate
from exam.tui.console.post import ConsoleScreen, Post
from exam.tui.console.wizard.draft import Draft, read_draft
from exam.tui.console.wizard.end_pages import SummaryPage, TimetablePage
from exam.tui.console.wizard.page import Page
from exam.tui.console.wizard.people_pages import CandidatesPage, CommissionPage
from exam.tui.console.wizard.place_pages import DaysPage, EquipmentPage, PlacePage, StandardPage
from exam.tui.widgets.dialogs import Choose, Confirm, Tell
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain
from exam.tui.widgets.worded import worded

STEPS: tuple[type[Page], ...] = (
    StandardPage,
    PlacePage,
    DaysPage,
    CommissionPage,
    CandidatesPage,
    EquipmentPage,
    TimetablePage,
    SummaryPage,
)


class WizardScreen(ConsoleScreen):
    """A sitting in the making."""

    NAME = "wizard"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f8", "go(1)", "forward"),
        key("f7", "go(-1)", "backward"),
        key("f6", "steps", "steps"),
        key("f9", "arrange", "plan"),
        key("f4", "throw_away", "throw-away"),
        key("escape", "leave", "leave-draft"),
    ]

    def __init__(self, post: Post) -> None:
        super().__init__(post)
        self.gates: tuple[StandardGate, ...] = post.door.gates()
        self.colleagues: tuple[PersonGate, ...] = post.door.colleagues()
        self.draft = read_draft(post.drafts.read(post.who.id))
        self.timetable = ""
        if not self.draft.roles:
            self.draft = self.draft.model_copy(update={"roles": {post.who.id: "chair"}})

    @property
    def gate(self) -> StandardGate | None:
        """The standard that was picked."""
        return next((gate for gate in self.gates if gate.standard == self.draft.standard), None)

    @property
    def page(self) -> Page:
        """The step that is shown."""
        return next(iter(self.query(Page)))

    def body(self) -> ComposeResult:
        """Yield the strip of steps and the step."""
        yield Plain(id="steps")
        with Vertical(id="page"):
            yield STEPS[self.draft.step]()

    def on_mount(self) -> None:
        """Paint the strip."""
        self._strip()

    def _strip(self) -> None:
        names = [self.say(f"wizard.step.{step.NAME}") for step in STEPS]
        told = [f"▸{name.upper()}◂" if place == self.draft.step else name for place, name in enumerate(names)]
        self.query_one("#steps", Plain).tell(" · ".join(told))
        self.refresh_bindings()

    def sentence(self, error: ExamError) -> str:
        """Return the sentence for a refusal."""
        return worded(self.app).sentence(error)

    def take(self, **changes: object) -> None:
        """Take changes into the draft and keep it."""
        self.draft = self.draft.model_copy(update=changes)
        if self.draft.touched:
            self.post.drafts.keep(self.post.who.id, self.draft.kept())

    def change(self, **changes: object) -> None:
        """Take changes and paint the step anew."""
        self.take(**changes)
        self.page.show()
        self.refresh_bindings()

    def fitted(self, draft: Draft, plans: tuple[Plan, ...], told: str) -> None:
        """Take a timetable that was made of a draft, unless that was changed or put aside meanwhile."""
        if not self.is_attached or self.draft != draft.model_copy(update={"step": self.draft.step}):
            return
        self.timetable = told
        self.take(plans=plans)
        if isinstance(self.page, TimetablePage):
            self.page.show()

    def look(self) -> None:
        """Keep what is typed when somebody else signs in: the draft is of whoever began it."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer steps that there are; the person stays the same, because the draft is his."""
        if action == "go":
            return 0 <= self.draft.step + int(str(parameters[0])) < len(STEPS)
        if action == "arrange":
            return self.draft.step == len(STEPS) - 1
        return action != "switch"

    async def action_go(self, steps: int) -> None:
        """Go some steps forward or back; what was typed is taken first, and told where it cannot be read."""
        await self._show(self.draft.step + steps, backward=steps < 0)

    async def _show(self, step: int, *, backward: bool = False) -> None:
        try:
            self.page.read()
        except ExamError as error:
            if not backward:
                self.refuse(error)
                return
        self.take(step=step)
        self.colleagues = self.watched(self.post.door.colleagues) or self.colleagues
        await self.query_one("#page").remove_children()
        await self.query_one("#page").mount(STEPS[step]())
        self._strip()

    @work
    async def action_steps(self) -> None:
        """Go to any step."""
        names = [f"{number}. {self.say(f'wizard.step.{step.NAME}')}" for number, step in enumerate(STEPS, start=1)]
        place = await self.app.push_screen_wait(Choose(self.say("wizard.steps"), names))
        if place is not None:
            await self._show(place, backward=place < self.draft.step)

    @work
    async def action_arrange(self) -> None:
        """Plan the sitting, after a question; PINs that were drawn are told once."""
        wanted = self.attempt(self.draft.arrangement)
        if wanted is None or not await self.app.push_screen_wait(Confirm(self.heading(), self.say("wizard.plan"))):
            return
        made = self.attempt(lambda: self.post.door.arrange(wanted))
        if made is None:
            return
        self.post.drafts.keep(self.post.who.id, "")
        pins = "\n".join(f"{name}: {pin}" for name, pin in made.pins)
        self.dismiss(None)
        if pins:
            self.app.push_screen(Tell(self.say("wizard.planned"), f"{self.say('wizard.pins')}\n{pins}"))

    @work
    async def action_throw_away(self) -> None:
        """Throw the draft away, after a question."""
        if await self.app.push_screen_wait(Confirm(self.heading(), self.say("form.leave"))):
            self.post.drafts.keep(self.post.who.id, "")
            self.dismiss(None)

    def action_leave(self) -> None:
        """Leave; the draft waits."""
        with suppress(ExamError):
            self.page.read()
        self.dismiss(None)
