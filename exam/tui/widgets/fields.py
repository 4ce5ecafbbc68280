"""Fields to type in: what is pasted is made visible before it is kept, so that everybody sees what the journal has."""

import unicodedata

from textual import events
from textual.widgets import Input, TextArea

from exam.text import sanitise
from exam.tui.widgets.keys import key

LINE_LIMIT = 500
TEXT_LIMIT = 20_000
"""Characters; a longer paste is cut, because one wrapped line of 22 kB costs 0.4 s a key (`terminal.md` § 1)."""


def typed(text: str) -> str:
    """Return pasted text with unified line ends, tabs as blanks, and every hidden character spelt out."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return sanitise(unified)


class Line(Input):
    """One line; `enter` says what Enter does with it, `digits` how many digits it takes and nothing else."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        secret: bool = False,
        enter: str = "",
        digits: int = 0,
        id: str | None = None,  # noqa: A002 - Textual's word
        classes: str | None = None,
    ) -> None:
        super().__init__(
            value=value,
            placeholder=placeholder,
            password=secret,
            max_length=LINE_LIMIT,
            id=id,
            classes=classes,
            select_on_focus=False,
            restrict=rf"[0-9]{{0,{digits}}}" if digits else None,
        )
        self.cursor_blink = False
        if enter:
            self._bindings.key_to_bindings["enter"] = [key("enter", "submit", enter)]

    @property
    def written(self) -> str:
        """What stands there, each letter with its accent as one character (NFC)."""
        return unicodedata.normalize("NFC", self.value)

    def restricted(self) -> None:
        """Take what does not fit without a sound: others write in the same room."""

    def _on_paste(self, event: events.Paste) -> None:
        """Insert the first line of what was pasted, made visible, as far as there is room."""
        first = typed(event.text).split("\n")[0]
        self.insert_text_at_cursor(first[: max(0, LINE_LIMIT - len(self.value))])
        event.stop()
        event.prevent_default()


class Editor(TextArea):
    """Several lines, wrapped."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(text, id=id, classes=classes, soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
        self.cursor_blink = False

    @property
    def written(self) -> str:
        """What stands there, each letter with its accent as one character (NFC)."""
        return unicodedata.normalize("NFC", self.text)

    async def _on_paste(self, event: events.Paste) -> None:
        """Insert what was pasted, made visible, as far as there is room."""
        event.stop()
        event.prevent_default()
        if self.read_only:
            return
        room = max(0, TEXT_LIMIT - len(self.text))
        self.replace(typed(event.text)[:room], *self.selection, maintain_selection_offset=False)
