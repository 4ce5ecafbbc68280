"""Steps about the standard, its gate, days, place, rooms and things."""

from contextlib import suppress
from datetime import date
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from exam.core.sitting_events import Equipment, SittingPart
from exam.problem import ExamError
from exam.service.gates import StandardGate
from exam.tui.console.day import read_day
from exam.tui.console.wizard.draft import USES, DraftRoom, NoStandardError, StepIncompleteError
from exam.tui.console.wizard.page import Page, size_of
from exam.tui.widgets.dialogs import Pick
from exam.tui.widgets.fields import Line
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain
from exam.tui.widgets.rows import Rows


class StandardPage(Page):
    """Under which standard, and whether it holds on the day."""

    NAME = "standard"

    def compose(self) -> ComposeResult:
        """Yield the day, the standards and the gate."""
        day = self.draft.first_day or self.wizard.post.today()
        yield Plain(self.say("wizard.day"))
        yield Line(day.isoformat(), id="first-day", enter="list")
        yield Plain(self.say("wizard.standards"))
        yield Rows(enter="pick", id="standards")
        yield Plain(id="gate")

    def show(self) -> None:
        """Paint the standards and what the gate says of the highlighted one."""
        gates = self.wizard.gates
        self.list("#standards", [self._row(gate) for gate in gates])
        place = self.chosen("#standards", len(gates))
        self.tell("#gate", self._gate(gates[place]) if place is not None else self.say("form.no-standard"))

    def _row(self, gate: StandardGate) -> str:
        mark = "●" if gate.standard == self.draft.standard else "○" if gate.usable else "✗"
        until = f"{gate.until:%Y}" if gate.until else "…"
        return f"{mark} {gate.code} ({gate.since:%Y}–{until}) {gate.title}"

    def _gate(self, gate: StandardGate) -> str:
        if gate.missing:
            return self.say("gate.missing", missing="; ".join(gate.missing))
        if gate.faults:
            return self.say("gate.faulty", count=gate.faults)
        day = self._day()
        lines = [
            self.force(gate, day) if day else self.say("gate.no-day"),
            self.say("gate.commission", size=size_of(gate)),
        ]
        if gate.unofficial:
            lines.append(self.say("gate.unofficial", count=gate.unofficial))
        return "\n".join(lines)

    def _day(self) -> date | None:
        """Return the day that is typed, None while it is none."""
        with suppress(ExamError):
            return read_day(self.typed("#first-day"))
        return None

    def on_input_changed(self) -> None:
        """Say what the gate says of that day."""
        self.show()

    def on_option_list_option_highlighted(self) -> None:
        """Say what the gate says of that standard."""
        self.show()

    def on_input_submitted(self) -> None:
        """Go to the list."""
        self.screen.set_focus(self.query_one("#standards"))

    def on_option_list_option_selected(self) -> None:
        """Take the standard."""
        place = self.chosen("#standards", len(self.wizard.gates))
        if place is not None:
            self.wizard.change(standard=self.wizard.gates[place].standard, plans=())

    def read(self) -> None:
        """Take the day, once a standard was picked."""
        if not self.draft.standard:
            raise NoStandardError
        day = read_day(self.typed("#first-day"))
        first = SittingPart(day=day, tasks=self.draft.days[0].tasks if self.draft.days else ())
        self.wizard.take(days=(first, *self.draft.days[1:]))


class PlacePage(Page):
    """Where it is held, in which rooms, with what at hand."""

    NAME = "place"
    BINDINGS: ClassVar[list[BindingType]] = [key("a", "add", "add"), key("d", "drop", "drop")]

    def compose(self) -> ComposeResult:
        """Yield the place, the hour, what there is, and the rooms."""
        draft = self.draft
        yield Plain(self.say("wizard.place"))
        yield Line(draft.place, id="place", enter="next")
        yield Plain(self.say("wizard.hours"))
        with Horizontal(classes="row"):
            yield Line(draft.starts, id="starts", enter="next")
            yield Line(str(draft.computers), digits=2, id="computers", enter="next")
            yield Line(str(draft.phones), digits=2, id="phones", enter="next")
        yield Plain(self.say("wizard.rooms"))
        yield Rows(enter="change", id="rooms")

    def show(self) -> None:
        """Paint the rooms."""
        told = [
            self.say("wizard.room", name=room.name, use=self.say(f"wizard.use.{room.use}"), seats=room.seats)
            for room in self.draft.rooms
        ]
        self.list("#rooms", told or [self.say("wizard.no-rooms")])

    def on_input_submitted(self) -> None:
        """Go on to the next field."""
        self.screen.focus_next()

    @work
    async def on_option_list_option_selected(self) -> None:
        """Change the highlighted room, or write down the first."""
        place = self.chosen("#rooms", len(self.draft.rooms))
        await self._room(place)

    @work
    async def action_add(self) -> None:
        """Write down a room."""
        await self._room(None)

    async def _room(self, place: int | None) -> None:
        former = self.draft.rooms[place] if place is not None else DraftRoom(name="", use="writing")
        name = await self.ask("wizard.room-name", value=former.name)
        uses = tuple(USES)
        use = await self.choose("wizard.room-use", [self.say(f"wizard.use.{use}") for use in uses]) if name else None
        seats = await self.ask("wizard.room-seats", value=str(former.seats), digits=2) if use is not None else None
        if name is None or use is None or seats is None:
            return
        told = {"name": name, "use": uses[use], "seats": max(1, int(seats))}
        room = DraftRoom.model_validate(told)
        kept = [other for number, other in enumerate(self.draft.rooms) if number != place]
        kept.insert(len(kept) if place is None else place, room)
        self.wizard.change(rooms=tuple(kept), plans=())

    def action_drop(self) -> None:
        """Take the highlighted room away."""
        place = self.chosen("#rooms", len(self.draft.rooms))
        if place is not None:
            left = tuple(room for number, room in enumerate(self.draft.rooms) if number != place)
            self.wizard.change(rooms=left, plans=())

    def read(self) -> None:
        """Take place, hour and what there is."""
        if not self.typed("#place"):
            raise StepIncompleteError(field=self.say("form.place"))
        told = {"computers": self.number("#computers", "computers"), "phones": self.number("#phones", "phones")}
        self.wizard.take(place=self.typed("#place"), starts=self.typed("#starts"), **told)


class DaysPage(Page):
    """On which days, and what on each."""

    NAME = "days"
    BINDINGS: ClassVar[list[BindingType]] = [key("a", "add", "add"), key("d", "drop", "drop")]

    def compose(self) -> ComposeResult:
        """Yield the days."""
        yield Plain(self.say("wizard.days"))
        yield Rows(enter="tasks", id="days")

    def show(self) -> None:
        """Paint the days with their tasks."""
        titles = dict(self.wizard.gate.tasks) if self.wizard.gate else {}
        rows = []
        for part in self.draft.days:
            told = ", ".join(titles.get(task, task) for task in part.tasks) or self.say("wizard.all-tasks")
            rows.append(f"{part.day:%d. %m. %Y} · {told}")
        self.list("#days", rows)

    @work
    async def action_add(self) -> None:
        """Add a day."""
        day = await self.ask("wizard.another-day", check=read_day)
        if day is not None:
            more = SittingPart(day=read_day(day))
            rest = sorted((*self.draft.days[1:], more), key=lambda part: part.day)
            self.wizard.change(days=(*self.draft.days[:1], *rest))

    def action_drop(self) -> None:
        """Take the highlighted day away; the first is the sitting's own."""
        place = self.chosen("#days", len(self.draft.days))
        if place:
            self.wizard.change(days=tuple(part for number, part in enumerate(self.draft.days) if number != place))

    @work
    async def on_option_list_option_selected(self) -> None:
        """Pick what is held on the highlighted day."""
        place, gate = self.chosen("#days", len(self.draft.days)), self.wizard.gate
        if place is None or gate is None:
            return
        part, names = self.draft.days[place], [task for task, _ in gate.tasks]
        there = [number for number, task in enumerate(names) if task in part.tasks]
        question = Pick(self.say("wizard.tasks", day=f"{part.day:%d. %m.}"), [title for _, title in gate.tasks], there)
        picked = await self.app.push_screen_wait(question)
        if picked is not None:
            days = list(self.draft.days)
            days[place] = SittingPart(day=part.day, tasks=tuple(names[number] for number in picked))
            self.wizard.change(days=tuple(days))


class EquipmentPage(Page):
    """What has to be there, ticked off now or on the day."""

    NAME = "equipment"
    BINDINGS: ClassVar[list[BindingType]] = [key("a", "add", "add"), key("d", "drop", "drop")]

    def compose(self) -> ComposeResult:
        """Yield the things."""
        yield Plain(self.say("wizard.equipment"))
        yield Rows(enter="tick", id="things")

    def show(self) -> None:
        """Paint the things."""
        told = [f"[{'x' if entry.present else ' '}] {entry.thing}" for entry in self.draft.equipment]
        self.list("#things", told or [self.say("wizard.no-things")])

    @work
    async def action_add(self) -> None:
        """Write down a thing."""
        thing = await self.ask("wizard.thing")
        if thing:
            self.wizard.change(equipment=(*self.draft.equipment, Equipment(thing=thing, present=False)))

    def action_drop(self) -> None:
        """Take the highlighted thing away."""
        place = self.chosen("#things", len(self.draft.equipment))
        if place is not None:
            left = [entry for number, entry in enumerate(self.draft.equipment) if number != place]
            self.wizard.change(equipment=tuple(left))

    @work
    async def on_option_list_option_selected(self) -> None:
        """Tick the highlighted thing off, or write down the first."""
        place = self.chosen("#things", len(self.draft.equipment))
        if place is None:
            self.action_add()
            return
        things = list(self.draft.equipment)
        things[place] = Equipment(thing=things[place].thing, present=not things[place].present)
        self.wizard.change(equipment=tuple(things))
