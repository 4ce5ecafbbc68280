"""A plain form for a new sitting: standard, place, day, commission, candidates."""

from collections.abc import Iterator
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Select
from textual.widgets.selection_list import Selection

from exam.core.identity import Identity
from exam.core.judging import AgreementRule
from exam.problem import ExamError
from exam.service.preparation import NewCandidate, NewSitting
from exam.tui.console.day import read_day
from exam.tui.console.post import ConsoleScreen, Post
from exam.tui.widgets.dialogs import Confirm
from exam.tui.widgets.fields import Line
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain, shown
from exam.tui.widgets.rows import Picks

ROWS = 12


class FormIncompleteError(ExamError):
    """A field of the form is empty or cannot be read."""

    code: ClassVar[str] = "form-incomplete"


class SittingForm(ConsoleScreen):
    """Whoever fills it in is the chair."""

    NAME = "sitting"
    BINDINGS: ClassVar[list[BindingType]] = [key("f8", "plan", "plan"), key("escape", "cancel", "cancel")]

    def __init__(self, post: Post) -> None:
        super().__init__(post)
        self._standards, self._people = post.door.standards(), post.door.everybody()

    def body(self) -> ComposeResult:
        """Yield the fields."""
        chair = self.post.who
        standards = [(shown(title), standard) for standard, title in self._standards]
        rules = [(shown(self.say(f"agreement.{rule}")), rule.value) for rule in AgreementRule]
        others = [person for person in self._people if person.role == "examiner" and person.id != chair.id]
        with VerticalScroll(id="form", can_focus=False):
            yield Plain(self.say("form.standard"))
            yield (
                Select(standards, id="standard", allow_blank=False)
                if standards
                else Plain(self.say("form.no-standard"))
            )
            with Horizontal(classes="row"):
                yield Line(placeholder=self.say("form.place"), id="place")
                yield Line(self.post.today().isoformat(), placeholder=self.say("form.day"), id="day")
            yield Plain(self.say("form.members", chair=chair.name))
            yield Picks(*(Selection(shown(person.name), person.id) for person in others), id="members")
            yield Plain(self.say("form.agreement"))
            yield Select(rules, id="agreement", allow_blank=False)
            yield Plain(self.say("form.candidates"))
            for number in range(ROWS):
                with Horizontal(classes="row"):
                    yield Line(placeholder=self.say("form.given-names"), id=f"given-{number}")
                    yield Line(placeholder=self.say("form.surname"), id=f"surname-{number}")
                    yield Line(placeholder="PIN", secret=True, id=f"pin-{number}")

    def on_mount(self) -> None:
        """Begin at the place."""
        self.set_focus(self.query_one("#place"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer no change of the examiner: the form names its chair."""
        return action != "switch"

    @work
    async def action_cancel(self) -> None:
        """Leave the form, after a question where something was typed."""
        typed = any(line.value for line in self.query(Line) if line.id != "day")
        question = Confirm(self.heading(), self.say("form.leave"))
        if not typed or await self.app.push_screen_wait(question):
            self.dismiss(None)

    def action_plan(self) -> None:
        """Plan what is written."""
        if self.attempt(lambda: self.post.door.plan(self._wanted())) is not None:
            self.dismiss(None)

    def _wanted(self) -> NewSitting:
        starts_on = read_day(self._value("day"))
        place = self._value("place")
        if not place:
            raise FormIncompleteError(field=self.say("form.place"))
        members: tuple[str, ...] = tuple(self.query_one("#members", Picks).selected)
        return NewSitting(
            standard=self._picked("#standard"),
            place=place,
            starts_on=starts_on,
            chair=self.post.who.id,
            members=members,
            candidates=tuple(self._candidates()),
            agreement=AgreementRule(self._picked("#agreement")),
        )

    def _picked(self, name: str) -> str:
        for found in self.query(name).results(Select):
            return str(found.value)
        raise FormIncompleteError(field=self.say("form.standard"))

    def _candidates(self) -> Iterator[NewCandidate]:
        for number in range(ROWS):
            given, surname, pin = (self._value(f"{name}-{number}") for name in ("given", "surname", "pin"))
            if not (given or surname or pin):
                continue
            if not (given and surname and pin):
                raise FormIncompleteError(field=self.say("form.candidate", number=number + 1))
            yield NewCandidate(identity=Identity(given_names=given, surname=surname), pin=pin)

    def _value(self, name: str) -> str:
        return self.query_one(f"#{name}", Line).value.strip()
