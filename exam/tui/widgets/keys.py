"""The bar of keys: what the screen really answers to now, in the reader's words, on as many lines as it takes."""

from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widgets import Static

from exam.text import sanitise
from exam.wording import Language, render

NBSP = "\N{NO-BREAK SPACE}"
LAST = ("back", "switch", "leave", "explain")
"""Actions that many screens have."""
WIDTH = 78
"""Until the bar knows its own."""


def key(keys: str, action: str, code: str, *, show: bool = True) -> Binding:
    """Return a binding whose description is a code of the catalogues."""
    return Binding(keys, action, f"key.{code}", show=show)


class KeyBar(Static):
    """The active keys; a click does what the key does."""

    def __init__(self, language: Language) -> None:
        super().__init__(markup=False)
        self._language = language

    def on_mount(self) -> None:
        """Follow the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)
        self.call_after_refresh(self._show)

    def _follow(self, _screen: Screen[object]) -> None:
        self._show()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._show()

    def _show(self) -> None:
        if self.is_attached:
            self.update(Content("\n").join(self._lines([self._entry(offer) for offer in self.offers()])))

    def _lines(self, entries: list[Content]) -> list[Content]:
        """Break between keys, never between a key and its words."""
        width = self.content_size.width or WIDTH
        lines: list[Content] = []
        for entry in entries:
            longer = Content("  ").join([lines[-1], entry]) if lines else entry
            lines[-1:] = [longer] if not lines or longer.cell_length <= width else [lines[-1], entry]
        return lines

    def offers(self) -> list[list[Binding]]:
        """Return what is offered, the keys of every screen last; keys with the same words are one offer."""
        active = (entry.binding for entry in self.screen.active_bindings.values() if entry.enabled)
        offered: dict[str, list[Binding]] = {}
        for binding in active:
            same = offered.setdefault(binding.description, []) if binding.show and binding.description else []
            if all(binding.action != other.action for other in same):
                same.append(binding)
        return sorted(offered.values(), key=_place)

    def spelt(self, offer: list[Binding]) -> str:
        """Return how the keys of an offer stand in the bar: several as the first and the last."""
        ends = [offer[0]] if len(offer) == 1 else [offer[0], offer[-1]]
        return "–".join(self.app.get_key_display(binding) for binding in ends)

    def _entry(self, offer: list[Binding]) -> Content:
        word = sanitise(render(offer[0].description, {}, self._language))
        keys = f"{self.spelt(offer)}{NBSP}"
        if len(offer) > 1:
            return Content.assemble((keys, "bold $accent"), word)
        click = Style.from_meta({"@click": f"app.simulate_key('{offer[0].key.split(',')[0]}')"})
        return Content.assemble((keys, Style.parse("bold $accent") + click), (word, click))


def _place(offer: list[Binding]) -> int:
    action = offer[0].action
    return LAST.index(action) if action in LAST else -1
