"""The sheet of one examiner: criteria with their anchors beside the evidence, and ways through both by single keys."""

from dataclasses import replace

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList

from exam.service.judging_view import CriterionLine, JudgingSheet
from exam.tui.console.judging.lines import (
    letter,
    told_anchors,
    told_around,
    told_criterion,
    told_evidence,
    told_state,
)
from exam.tui.console.post import ConsoleScreen, Post
from exam.tui.widgets.clock import Clock
from exam.tui.widgets.dialogs import Ask
from exam.tui.widgets.plain import Plain, shown
from exam.tui.widgets.rows import Options, Reading
from exam.tui.widgets.search import Searched
from exam.view import CardStatus

WIDE = 110
"""Columns from which criteria and evidence stand side by side; below, a key changes between them."""
READING = "-reading"


class SheetScreen(ConsoleScreen):
    """Shows the sheet and goes through it."""

    NAME = "judging"

    def __init__(self, post: Post, session: str, task: str) -> None:
        super().__init__(post)
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
        self.session = session
        self.task_id = task
        self.shown: JudgingSheet | None = None
        self._found = (0, 0)

    def body(self) -> ComposeResult:
        """Yield state, criteria, anchors and evidence."""
        with Horizontal(id="ahead"):
            yield Clock()
            yield Plain(id="state")
        yield Plain(id="around")
        with Vertical(id="sheet"):
            with Vertical(id="criteria-box"):
                yield Options(id="criteria", markup=False)
                with Reading(id="anchors-box"):
                    yield Plain(id="anchors")
            with Reading(id="evidence-box"):
                yield Searched(id="evidence")
        yield Plain(id="current")

    def on_mount(self) -> None:
        """Show the sheet."""
        self.look()
        self.settle()
        self.set_interval(1.0, self.follow)

    def settle(self) -> None:
        """Begin in the list of criteria."""
        self.set_focus(self.query_one("#criteria"))

    def heading(self) -> str:
        """Return task and examiner."""
        return f"{self.post.who.name} · {self.shown.title}" if self.shown else super().heading()

    def follow(self) -> None:
        """Look again when the task's state changed."""
        if self.is_current:
            self.look()

    def state(self, sheet: JudgingSheet) -> str:
        """Return how far the task and its judging are."""
        return told_state(sheet, self.say)

    def read(self) -> JudgingSheet:
        """Return the sheet that is shown."""
        return self.post.door.sheet(self.session, self.task_id)

    def look(self) -> None:
        """Show the sheet as this examiner may see it."""
        sheet = self.watched(self.read)
        if sheet is None:
            return
        known, self.shown = self.shown, sheet
        clock = self.query_one(Clock)
        clock.follow(sheet.clock)
        if known is not None and replace(known, clock=sheet.clock) == sheet:
            return
        self.retitle()
        clock.display = sheet.status is CardStatus.OPEN
        self.query_one("#state", Plain).tell(self.state(sheet))
        self._tell_around(told_around(sheet, self.say))
        self._list(sheet)
        self.refresh_bindings()

    def _tell_around(self, told: str) -> None:
        place = self.query_one("#around", Plain)
        place.display = bool(told)
        place.tell(told)

    def _list(self, sheet: JudgingSheet) -> None:
        listed = self.query_one("#criteria", OptionList)
        kept = listed.highlighted or 0
        listed.clear_options()
        listed.add_options(shown(told_criterion(sheet, line, self.say)) for line in sheet.criteria)
        listed.highlighted = min(kept, len(sheet.criteria) - 1) if sheet.criteria else None
        self._around()

    def on_option_list_option_highlighted(self) -> None:
        """Show the anchors and the occasions of the criterion that is gone to."""
        self._around()

    def _around(self) -> None:
        sheet, line = self.shown, self.chosen()
        if sheet is None:
            return
        self.query_one("#anchors", Plain).tell(told_anchors(sheet, line, self.say) if line else "")
        self.query_one("#evidence", Searched).tell(told_evidence(sheet, line, self.say))
        self._tell_current()

    def _tell_current(self) -> None:
        """Say which criterion a mark would be of while the evidence hides it, and which hit is gone to."""
        line, (at, of) = self.chosen(), self._found
        told = [f"▸ {letter(line.criterion)}) {line.text}"] if line else []
        told = [self.say("find.hit", at=at, of=of), *told] if of else told
        self.query_one("#current", Plain).tell(" · ".join(told))

    def chosen(self) -> CriterionLine | None:
        """Return the criterion that is gone to."""
        place = self.query_one("#criteria", OptionList).highlighted
        criteria = self.shown.criteria if self.shown else ()
        return criteria[place] if place is not None and place < len(criteria) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer what the sheet leaves open."""
        return self.offers(self.shown).get(action, True) if self.shown else action not in self.offers(None)

    def offers(self, sheet: JudgingSheet | None) -> dict[str, bool]:
        """Return by action whether it makes sense now; none of these while there is no sheet."""
        criteria, missing = (len(sheet.criteria), sheet.missing) if sheet else (0, ())
        return {
            "step": criteria > 1,
            "missing": bool(missing),
            "view": not self.has_class("-wide") and criteria > 0,
            "find": sheet is not None and bool(sheet.evidence),
            "hit": self._found[1] > 1,
        }

    def action_step(self, step: int) -> None:
        """Go to another criterion, around the end."""
        listed = self.query_one("#criteria", OptionList)
        if listed.option_count:
            listed.highlighted = ((listed.highlighted or 0) + step) % listed.option_count

    def action_missing(self) -> None:
        """Go to the next criterion without a mark and into the list."""
        self.to_criteria()
        self.advance()

    def to_criteria(self) -> None:
        """Go into the list of criteria."""
        self.remove_class(READING)
        self.set_focus(self.query_one("#criteria"))

    def begin(self) -> None:
        """Go to the first criterion that has no mark yet."""
        if self.shown and self.shown.missing:
            self.query_one("#criteria", OptionList).highlighted = self.shown.missing[0]

    def advance(self) -> None:
        """Go to the next criterion that has no mark yet, around the end."""
        missing = self.shown.missing if self.shown else ()
        listed = self.query_one("#criteria", OptionList)
        at = listed.highlighted or 0
        if missing:
            listed.highlighted = next((place for place in missing if place > at), missing[0])

    def action_view(self) -> None:
        """Show the evidence in place of the criteria, or the criteria again."""
        self.toggle_class(READING)
        self.set_focus(self.query_one("#evidence-box" if self.has_class(READING) else "#criteria"))

    @work
    async def action_find(self) -> None:
        """Look for words in the evidence."""
        wanted = await self.app.push_screen_wait(Ask(self.say("find"), self.say("find.what"), optional=True))
        if wanted is None:
            return
        if wanted and not self.has_class("-wide") and self.shown and self.shown.criteria:
            self.add_class(READING)
        self._told_hit(self.query_one("#evidence", Searched).search(wanted))
        self.trouble("find", self.say("find.nothing", wanted=wanted) if wanted and not self._found[1] else "")

    def action_hit(self, step: int) -> None:
        """Go to another place where the words stand."""
        self._told_hit(self.query_one("#evidence", Searched).go(step))

    def _told_hit(self, found: tuple[int, int]) -> None:
        self._found = found
        self._tell_current()
        self.refresh_bindings()

    def action_back(self) -> None:
        """Go back to the board."""
        self.dismiss(None)
