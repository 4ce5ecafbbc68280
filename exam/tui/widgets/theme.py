"""Three looks: dark, light and of high contrast; nothing is told by colour alone, so each works without colours too.

Every pair of colours that a screen paints has a contrast of 4.5:1 at least (WCAG 2.2, 1.4.3), in the last look of 7:1.
`heading`, `marked` and `alarm` are the grounds of a title, of the highlighted row and of troubles.
"""

from collections.abc import Mapping

from textual.theme import Theme

NIGHT, DAY, CONTRAST = "night", "day", "contrast"

THEMES: Mapping[str, Theme] = {
    NIGHT: Theme(
        name=NIGHT,
        primary="#4c8dd6",
        secondary="#7fb2e5",
        accent="#e0b44c",
        foreground="#f2f2f2",
        background="#10151c",
        surface="#10151c",
        panel="#1c2632",
        success="#7fcf8f",
        warning="#e0b44c",
        error="#f08080",
        dark=True,
        variables={"heading": "#28456a", "marked": "#2b4a70", "alarm": "#5c2a30"},
    ),
    DAY: Theme(
        name=DAY,
        primary="#1f5fa8",
        secondary="#2a5580",
        accent="#6b4400",
        foreground="#14181d",
        background="#fbfaf6",
        surface="#ffffff",
        panel="#e9edf2",
        success="#155a28",
        warning="#6b4400",
        error="#96151f",
        dark=False,
        variables={"heading": "#cfe0f3", "marked": "#c3d9f0", "alarm": "#f7d6d6"},
    ),
    CONTRAST: Theme(
        name=CONTRAST,
        primary="#00e5ff",
        secondary="#7fe9ff",
        accent="#ffe600",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#000000",
        success="#7dff9a",
        warning="#ffe600",
        error="#ffb0b0",
        dark=True,
        variables={"heading": "#00306e", "marked": "#00408a", "alarm": "#7a0014"},
    ),
}
"""By the name that a setting gives them."""


def following(look: str) -> str:
    """Return the look after this one."""
    names = list(THEMES)
    return names[(names.index(look) + 1) % len(names)]
