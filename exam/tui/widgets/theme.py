"""One calm theme with high contrast; nothing is told by colour alone."""

from textual.theme import Theme

THEME = Theme(
    name="exam",
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
    variables={"footer-key-foreground": "#e0b44c", "block-cursor-background": "#4c8dd6"},
)
