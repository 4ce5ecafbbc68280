"""Lines out and lines in: words from the catalogue, every text made visible, commands known by their beginning."""

import unicodedata
from collections.abc import Callable, Iterable

from exam.problem import ExamError
from exam.text import folded, sanitise
from exam.wording import Language, render, render_error

COMMAND = "/"


class Talk:
    """One candidate's terminal."""

    def __init__(self, language: Language, read: Callable[[str], str], write: Callable[[str], object]) -> None:
        self._language = language
        self._read = read
        self._write = write

    def say(self, code: str, **arguments: object) -> str:
        """Return the words for a code."""
        return render(code, arguments, self._language)

    def tell(self, text: str) -> None:
        """Write a text, whatever people or files brought, as nothing but text."""
        self._write(f"{sanitise(text)}\n")

    def refuse(self, error: ExamError) -> None:
        """Tell why something was not done."""
        self.tell(render_error(error, self._language))

    def ask(self, prompt: str) -> str:
        """Return a line, normalised and without blanks around it.

        Raises:
            EOFError: nobody is there any more.
        """
        return unicodedata.normalize("NFC", self._read(f"{sanitise(prompt, keep_newlines=False)} ")).strip()

    def agrees(self, question: str) -> bool:
        """Ask a question that only the whole word answers with yes."""
        self.tell(question)
        return folded(self.ask(self.say("plain.agree"))) == folded(self.say("plain.yes"))

    def command(self, line: str, known: Iterable[str]) -> tuple[str, str] | None:
        """Return which of the known commands a line means, and what follows it; None where it means none or several."""
        typed, _, rest = line.removeprefix(COMMAND).partition(" ")
        words = {code: folded(self.say(f"plain.word.{code}")) for code in known}
        exact = [code for code, word in words.items() if word == folded(typed)]
        meant = exact or [code for code, word in words.items() if typed and word.startswith(folded(typed))]
        return (meant[0], rest.strip()) if len(meant) == 1 else None


def number_in(text: str, count: int) -> int | None:
    """Return the place, from 0, of a number from 1 to `count`; None where the text is none."""
    return int(text) - 1 if text.isascii() and text.isdigit() and len(text) < 4 and 0 < int(text) <= count else None  # noqa: PLR2004 - no list here has a thousand lines
