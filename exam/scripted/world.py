"""The scripted world: a clock that moves when the script says so, and chance that follows from its seed."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class ScriptedClock:
    """Wall and monotonic time that only the script moves."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._ms = 0

    def now(self) -> datetime:
        """Return the scripted wall time."""
        return self._now

    def monotonic_ms(self) -> int:
        """Return the scripted milliseconds since the start."""
        return self._ms

    def pass_minutes(self, minutes: int) -> None:
        """Let time pass."""
        self._now += timedelta(minutes=minutes)
        self._ms += minutes * 60_000


class SeededRandomness:
    """Ids and seeds that follow from one seed, so that a scenario runs the same each time."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._drawn = 0
        self.fits: Callable[[str], bool] | None = None
        """Which seeds come while a step wants a certain draw; the others are passed over."""

    def identifier(self, kind: str) -> str:
        """Return the next id of that kind."""
        digits = int(self._next(), 16)
        letters = "".join(ALPHABET[digits >> (5 * place) & 31] for place in range(10))
        return f"{kind}-{letters}"

    def seed(self) -> str:
        """Return the next 32 hexadecimal digits."""
        drawn = self._next()[:32]
        while self.fits is not None and not self.fits(drawn):
            drawn = self._next()[:32]
        return drawn

    def _next(self) -> str:
        self._drawn += 1
        return hashlib.sha256(f"{self._seed}/{self._drawn}".encode()).hexdigest()
