"""A plain form for a new sitting: standard, place, day, commission, candidates."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Select, SelectionList
from textual.widgets.selection_list import Selection

from exam.core.identity import Identity
from exam.core.judging import AgreementRule
from exam.problem import ExamError
from exam.service.preparation import NewCandidate, NewSitting
from exam.tui.console.post import ConsoleScreen
from exam.tui.widgets.fields import Line
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain, shown

ROWS = 4


class FormIncompleteError(ExamError):
    """A field of the form is empty or cannot be read."""

    code: ClassVar[str] = "form-incomplete"


class SittingForm(ConsoleScreen):
    """Whoever fills it in is the chair."""

    NAME = "sitting"
    BINDINGS: ClassVar[list[BindingType]] = [key("f8", "plan", "plan"), key("escape", "cancel", "cancel")]

    def body(self) -> ComposeResult:
        """Yield the fields."""
        door = self.post.door
        standards = [(shown(title), standard) for standard, title in door.standards()]
        rules = [(shown(self.say(f"agreement.{rule}")), rule.value) for rule in AgreementRule]
        others = [person for person in door.everybody() if person.role == "examiner" and person.id != door.who.id]
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
            yield Plain(self.say("form.members", chair=door.who.name))
            yield SelectionList(*(Selection(shown(person.name), person.id) for person in others), id="members")
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

    def action_cancel(self) -> None:
        """Leave the form."""
        self.dismiss(None)

    def action_plan(self) -> None:
        """Plan what is written."""
        if self.attempt(lambda: self.post.door.plan(self._wanted())) is not None:
            self.dismiss(None)

    def _wanted(self) -> NewSitting:
        day = self._value("day")
        try:
            starts_on = date.fromisoformat(day)
        except ValueError as error:
            raise FormIncompleteError(field=self.say("form.day")) from error
        place = self._value("place")
        if not place:
            raise FormIncompleteError(field=self.say("form.place"))
        members: tuple[str, ...] = tuple(self.query_one("#members", SelectionList).selected)
        return NewSitting(
            standard=self._picked("#standard"),
            place=place,
            starts_on=starts_on,
            chair=self.post.door.who.id,
            members=members,
            candidates=tuple(self._candidates()),
            agreement=AgreementRule(self._picked("#agreement")),
        )

    def _picked(self, name: str) -> str:
        found = self.query(name).first()
        if not isinstance(found, Select):
            raise FormIncompleteError(field=self.say("form.standard"))
        return str(found.value)

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
