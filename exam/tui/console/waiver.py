"""Asks for what is on a language certificate, one line after the other."""

from datetime import date
from typing import Literal, get_args

from exam.core.session_events import Certificate
from exam.tui.console.post import ConsoleScreen
from exam.tui.widgets.dialogs import Ask, Choose, Confirm

Level = Literal["A1", "A2", "B1", "B2", "C1", "C2"]
LEVELS: tuple[Level, ...] = get_args(Level)


async def asked_certificate(screen: ConsoleScreen) -> Certificate | None:
    """Return the certificate as the examiner read it, None when he put a question aside."""
    answers: list[str] = []
    for name in ("issuer", "number", "language", "issued-on"):
        usual = "en" if name == "language" else ""
        answer = await screen.app.push_screen_wait(Ask(screen.say("waiver"), screen.say(f"waiver.{name}"), value=usual))
        if not answer:
            return None
        answers.append(answer)
    level = await screen.app.push_screen_wait(Choose(screen.say("waiver.level"), LEVELS))
    until = await screen.app.push_screen_wait(Ask(screen.say("waiver"), screen.say("waiver.valid-until")))
    seen = await screen.app.push_screen_wait(Confirm(screen.say("waiver"), screen.say("waiver.original")))
    issued_on, valid_until = _day(answers[3]), _day(until) if until else None
    if level is None or issued_on is None or (until and valid_until is None):
        return None
    return Certificate(
        issuer=answers[0],
        number=answers[1],
        language=answers[2],
        level=LEVELS[level],
        issued_on=issued_on,
        valid_until=valid_until,
        original_seen=seen,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
