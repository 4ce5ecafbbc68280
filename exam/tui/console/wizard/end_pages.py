"""The last steps: a timetable that is tried out, and everything once more before it is planned."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType

from exam.problem import ExamError
from exam.service.arrangement import TEMPORARY, Arrangement
from exam.tui.console.wizard.draft import Draft
from exam.tui.console.wizard.page import Page
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain
from exam.tui.widgets.rows import Reading

EFFORT = 0.1
"""How long is searched, in units of some seconds."""


class TimetablePage(Page):
    """The day fitted together."""

    NAME = "timetable"
    BINDINGS: ClassVar[list[BindingType]] = [key("r", "fit", "fit"), key("d", "drop", "drop")]

    def compose(self) -> ComposeResult:
        """Yield the timetable."""
        yield Plain(self.say("wizard.timetable"))
        with Reading(id="timetable-box"):
            yield Plain(id="timetable")

    def on_mount(self) -> None:
        """Show what there is."""
        self.show()
        self.screen.set_focus(self.query_one("#timetable-box"))

    def show(self) -> None:
        """Paint whether there is one."""
        self.tell("#timetable", self.wizard.timetable if self.draft.plans else self.say("wizard.no-timetable"))

    def action_fit(self) -> None:
        """Fit the day together while the screen stays alive."""
        wanted = self.wizard.attempt(lambda: self.draft.arrangement(planned=False))
        if wanted is not None:
            self.tell("#timetable", self.say("wizard.fitting"))
            self._fit(wanted, self.draft, self._names())

    @work(thread=True, exclusive=True)
    def _fit(self, wanted: Arrangement, draft: Draft, names: Mapping[str, str]) -> None:
        wizard = self.wizard
        try:
            made = wizard.post.door.timetable(wanted, EFFORT)
        except ExamError as error:
            self.app.call_from_thread(self._failed, error)
            return
        told = wizard.post.told_timetable(made, names)
        self.app.call_from_thread(wizard.fitted, draft, tuple(part.plan for part in made.days), told)

    def _names(self) -> dict[str, str]:
        """Return the names of tasks and of everybody who can stand in a timetable."""
        told = dict(self.wizard.gate.tasks) if self.wizard.gate else {}
        told |= {person.account: person.name for person in self.wizard.colleagues}
        newcomers = enumerate(self.draft.candidates, start=1)
        return told | {f"{TEMPORARY}{number}": newcomer.identity.full_name for number, newcomer in newcomers}

    def _failed(self, error: ExamError) -> None:
        if self.is_attached:
            self.show()
            self.wizard.refuse(error)

    def action_drop(self) -> None:
        """Go without a timetable."""
        self.wizard.change(plans=())


class SummaryPage(Page):
    """Everything once more, and what the service would say."""

    NAME = "summary"

    def compose(self) -> ComposeResult:
        """Yield the account."""
        with Reading(id="summary-box"):
            yield Plain(id="summary")

    def on_mount(self) -> None:
        """Show it."""
        self.show()
        self.screen.set_focus(self.query_one("#summary-box"))

    def show(self) -> None:
        """Paint everything, with what stands in the way first."""
        self.tell("#summary", "\n".join([self._verdict(), "", *self._lines()]))

    def _verdict(self) -> str:
        try:
            self.wizard.post.door.rehearse(self.draft.arrangement())
        except ExamError as error:
            return self.say("wizard.refused", reason=self.wizard.sentence(error))
        gate, day = self.wizard.gate, self.draft.first_day
        if gate is not None and day is not None and not gate.in_force(day):
            return f"{self.force(gate, day)} {self.say('wizard.ready-all-the-same')}"
        return self.say("wizard.ready")

    def _lines(self) -> Iterator[str]:
        draft, gate = self.draft, self.wizard.gate
        names = {person.account: person.name for person in self.wizard.colleagues}
        days = ", ".join(f"{part.day:%d. %m. %Y}" for part in draft.days)
        yield f"{gate.code} {gate.title}" if gate else "–"
        yield f"{days} {draft.starts} · {draft.place or '–'}"
        yield f"{self.say('wizard.step.place')}: " + (", ".join(room.name for room in draft.rooms) or "–")
        for who, role in draft.roles.items():
            yield f"{self.say(f'sitting.{role}')}: {names.get(who, who)}"
        for newcomer in draft.candidates:
            extra = f" · +{newcomer.extra_percent} %" if newcomer.extra_percent else ""
            yield f"{self.say('sitting.candidate')}: {newcomer.identity.full_name}{extra}"
        things = ", ".join(f"{entry.thing}{'' if entry.present else ' (–)'}" for entry in draft.equipment)
        yield f"{self.say('wizard.step.equipment')}: {things or '–'}"
        kept = "wizard.with-timetable" if draft.plans else "wizard.without-timetable"
        yield f"{self.say('wizard.step.timetable')}: {self.say(kept)}"
