"""What people typed: normalised for comparing, made visible for showing; the exact text is kept elsewhere."""

import re
import unicodedata
from datetime import date

CZECH = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def sanitise(text: str, *, keep_newlines: bool = True) -> str:
    """Return `text` in NFC with every control and invisible character spelt as `⟨U+001B⟩`; idempotent.

    Applied at every sink (screen, print, export), because terminals obey what they are shown.
    """
    normal = unicodedata.normalize("NFC", text)
    if normal.replace("\u00a0", "").isprintable():  # what is hidden never is
        return normal
    kept = "\n" if keep_newlines else ""
    return "".join(_shown(char, kept) for char in normal)


def _shown(char: str, kept: str) -> str:
    if char in kept or unicodedata.category(char) not in _HIDDEN:
        return char
    return f"⟨U+{ord(char):04X}⟩"


def on_one_line(text: str) -> str:
    """Return a text of several lines as it stands within a sentence."""
    return " ".join(text.split("\n")).strip()


def hidden_characters(text: str) -> tuple[str, ...]:
    """Name the characters of `text` that a reader could not see, newline aside, each once, as `U+001B`."""
    found = {char for char in text if char != "\n" and unicodedata.category(char) in _HIDDEN}
    return tuple(f"U+{ord(char):04X}" for char in sorted(found))


def folded(text: str) -> str:
    """Return a text without case and diacritics, as it is compared."""
    spelt = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in spelt if not unicodedata.combining(char))


def typed_day(text: str) -> date:
    """Return a day as somebody types it: 2026-11-25 or 25. 11. 2026.

    Raises:
        ValueError: it is none.
    """
    told = text.strip()
    if match := CZECH.fullmatch(told):
        return date(int(match[3]), int(match[2]), int(match[1]))
    return date.fromisoformat(told)


def has_substance(text: str) -> bool:
    """Tell whether `text` says anything: at least two letters or digits."""
    return sum(char.isalnum() for char in text) >= 2  # noqa: PLR2004 - "ne" is the shortest word that says something
