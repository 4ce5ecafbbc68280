"""Steps about people: who has which part, who is examined, with how much more time and which certificates."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType

from exam.core.identity import Identity
from exam.core.judging import AgreementRule, JudgingMode
from exam.service.arrangement import Newcomer
from exam.service.gates import PersonGate
from exam.service.newcomers import ReadPeople, RowFault
from exam.service.preparation import require_pin
from exam.tui.console.wizard.draft import ROLES, Role
from exam.tui.console.wizard.page import Page, size_of
from exam.tui.widgets.dialogs import Pick, Tell
from exam.tui.widgets.keys import key
from exam.tui.widgets.plain import Plain
from exam.tui.widgets.rows import Rows

BESIDE = ("assessor", "invigilator")
"""Parts that need no authorisation."""


class CommissionPage(Page):
    """Who holds the sitting, and how it decides."""

    NAME = "commission"
    BINDINGS: ClassVar[list[BindingType]] = [key("g", "agreement", "agreement"), key("j", "judging", "judging-mode")]

    def compose(self) -> ComposeResult:
        """Yield the people and the rules."""
        yield Plain(id="rules")
        yield Rows(enter="role", id="people")

    def show(self) -> None:
        """Paint everybody with part and authorisation."""
        gate = self.wizard.gate
        held = len(self.draft.holding("chair")) + len(self.draft.holding("member"))
        size = self.say("wizard.commission", held=held, size=size_of(gate)) if gate else ""
        rules = f"{self.say('wizard.agreement')}: {self.say(f'agreement.{self.draft.agreement}')}"
        judging = f"{self.say('wizard.judging')}: {self.say(f'judging-mode.{self.draft.judging}')}"
        self.tell("#rules", "\n".join(part for part in (size, f"{rules} · {judging}") if part))
        self.list("#people", [self._person(person) for person in self.wizard.colleagues])

    def _person(self, person: PersonGate) -> str:
        role = self.draft.roles.get(person.account)
        part = self.say(f"sitting.{role}") if role else "–"
        until = person.authorised_until
        entitled = self.say("wizard.no-right")
        if until is not None:
            entitled = self.say("sitting.authorised-until", until=f"{until:%d. %m. %Y}")
        days = [part.day for part in self.draft.days]
        lapses = role is not None and role not in BESIDE and bool(days) and (until is None or until < max(days))
        warning = f" · {self.say('day.lapses')}" if lapses else ""
        return f"{part:<12} {person.name} · {entitled}{warning}"

    @work
    async def on_option_list_option_selected(self) -> None:
        """Give the highlighted person a part, or none."""
        place = self.chosen("#people", len(self.wizard.colleagues))
        if place is None:
            return
        answers = [*(self.say(f"sitting.{role}") for role in ROLES), self.say("wizard.no-part")]
        picked = await self.choose("wizard.part", answers)
        if picked is not None:
            self._give(self.wizard.colleagues[place].account, ROLES[picked] if picked < len(ROLES) else None)

    def _give(self, account: str, role: Role | None) -> None:
        roles = {who: held for who, held in self.draft.roles.items() if who != account}
        if role == "chair":
            roles = {who: "member" if held == "chair" else held for who, held in roles.items()}
        if role is not None:
            roles[account] = role
        self.wizard.change(roles=roles, plans=())

    @work
    async def action_agreement(self) -> None:
        """Choose how a commission of differing minds decides."""
        rules = tuple(AgreementRule)
        place = await self.choose("wizard.agreement", [self.say(f"agreement.{rule}") for rule in rules])
        if place is not None:
            self.wizard.change(agreement=rules[place])

    @work
    async def action_judging(self) -> None:
        """Choose whether each judges alone or all together."""
        modes = tuple(JudgingMode)
        place = await self.choose("wizard.judging", [self.say(f"judging-mode.{mode}") for mode in modes])
        if place is not None:
            self.wizard.change(judging=modes[place])


class CandidatesPage(Page):
    """Who is examined."""

    NAME = "candidates"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("a", "add", "add"),
        key("i", "bring", "import"),
        key("x", "extra", "accommodate"),
        key("w", "waive", "waive"),
        key("d", "drop", "drop"),
    ]

    def compose(self) -> ComposeResult:
        """Yield the candidates."""
        yield Plain(self.say("wizard.candidates"))
        yield Rows(enter="change", id="candidates")

    def show(self) -> None:
        """Paint the candidates."""
        told = [self._newcomer(newcomer) for newcomer in self.draft.candidates]
        self.list("#candidates", told or [self.say("wizard.no-candidates")])

    def _newcomer(self, newcomer: Newcomer) -> str:
        names = {person.account: person.name for person in self.wizard.colleagues}
        titles = dict(self.wizard.gate.waivable) if self.wizard.gate else {}
        told = [newcomer.identity.full_name, self.say("wizard.pin-given" if newcomer.pin else "wizard.pin-drawn")]
        if newcomer.extra_percent:
            who = names.get(newcomer.approved_by, self.say("wizard.nobody"))
            told.append(self.say("wizard.extra", percent=newcomer.extra_percent, who=who))
        if newcomer.waives:
            waived = ", ".join(titles.get(name, name) for name in newcomer.waives)
            told.append(self.say("wizard.waives", what=waived))
        return " · ".join(told)

    def _place(self) -> int | None:
        return self.chosen("#candidates", len(self.draft.candidates))

    def _put(self, newcomer: Newcomer, place: int | None) -> None:
        kept = list(self.draft.candidates)
        if place is None:
            kept.append(newcomer)
        else:
            kept[place] = newcomer
        self.wizard.change(candidates=tuple(kept), plans=())

    @work
    async def action_add(self) -> None:
        """Write down somebody."""
        await self._write(None)

    @work
    async def on_option_list_option_selected(self) -> None:
        """Change the highlighted candidate, or write down the first."""
        await self._write(self._place())

    async def _write(self, place: int | None) -> None:
        former = self.draft.candidates[place] if place is not None else None
        known = former.identity if former else Identity(given_names="–", surname="–")

        def named(text: str) -> object:
            return Identity(given_names=text, surname=text)

        given = await self.ask("form.given-names", value=known.given_names if former else "", check=named)
        surname = await self.ask("form.surname", value=known.surname if former else "", check=named) if given else None
        if not given or not surname:
            return
        pin = await self.ask("wizard.pin", optional=True, check=lambda text: require_pin(text) if text else None)
        if pin is None:
            return
        identity = known.model_copy(update={"given_names": given, "surname": surname})
        base = former or Newcomer(identity=identity)
        self._put(base.model_copy(update={"identity": identity, "pin": pin or base.pin}), place)

    def action_drop(self) -> None:
        """Take the highlighted candidate away."""
        place = self._place()
        if place is not None:
            left = tuple(found for number, found in enumerate(self.draft.candidates) if number != place)
            self.wizard.change(candidates=left, plans=())

    @work
    async def action_extra(self) -> None:
        """Give the highlighted candidate more time, approved by somebody."""
        place = self._place()
        if place is None:
            return
        name = self.draft.candidates[place].identity.full_name
        percent = await self.ask("wizard.percent", about=name, digits=3)
        if percent is None:
            return
        approvers = [person for person in self.wizard.colleagues if person.role != "invigilator"]
        extra, who = int(percent), None
        if extra:
            who = await self.choose("wizard.approved-by", [person.name for person in approvers])
            if who is None:
                return
        told = {"extra_percent": extra, "approved_by": approvers[who].account if who is not None else ""}
        self._put(self.draft.candidates[place].model_copy(update=told), place)

    @work
    async def action_waive(self) -> None:
        """Note for which competencies the highlighted candidate is going to show a certificate."""
        place, gate = self._place(), self.wizard.gate
        if place is None or gate is None:
            return
        if not gate.waivable:
            self.app.push_screen(Tell(self.say("wizard.step.candidates"), self.say("wizard.none-waivable")))
            return
        newcomer, names = self.draft.candidates[place], [name for name, _ in gate.waivable]
        there = [number for number, name in enumerate(names) if name in newcomer.waives]
        question = Pick(self.say("wizard.which-waived"), [title for _, title in gate.waivable], there)
        picked = await self.app.push_screen_wait(question)
        if picked is not None:
            waives = tuple(names[number] for number in picked)
            self._put(newcomer.model_copy(update={"waives": waives}), place)

    @work
    async def action_bring(self) -> None:
        """Take candidates from a file; what is wrong in it is told by row and column."""
        path = await self.ask("wizard.import")
        found = self.wizard.attempt(lambda: self.wizard.post.read_people(path)) if path else None
        if found is None:
            return
        if found.newcomers:
            self.wizard.change(candidates=(*self.draft.candidates, *found.newcomers), plans=())
        self.app.push_screen(Tell(self.say("wizard.imported", count=len(found.newcomers)), self._told(found)))

    def _told(self, found: ReadPeople) -> str:
        if not found.faults:
            return self.say("wizard.import-whole")
        return "\n".join([self.say("wizard.import-faults"), *(self._fault(fault) for fault in found.faults)])

    def _fault(self, fault: RowFault) -> str:
        what = self.say(fault.code, **fault.arguments)
        return self.say("people-fault.place", row=fault.row, column=fault.column, what=what)
