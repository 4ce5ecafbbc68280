"""The machine's clocks and chance, the one place that reads them; `bootstrap` gives them to the service."""

import os
import time
from datetime import datetime
from zoneinfo import ZoneInfo


def host_name() -> str:
    """Return the name of this computer."""
    return os.uname().nodename


ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""As many as divide a byte evenly."""


class SystemClock:
    """The machine's clocks."""

    def __init__(self, zone: str = "Europe/Prague") -> None:
        self._zone = ZoneInfo(zone)

    def now(self) -> datetime:
        """Return the wall time in the workspace's zone."""
        return datetime.now(self._zone)  # noqa: TID251 - this is the port

    def monotonic_ms(self) -> int:
        """Return milliseconds that only ever grow."""
        return time.monotonic_ns() // 1_000_000


class SystemRandomness:
    """Fresh ids and seeds from the operating system."""

    def identifier(self, kind: str) -> str:
        """Return an id of that kind with 50 random bits, without letters that look alike."""
        return f"{kind}-{''.join(ALPHABET[byte % len(ALPHABET)] for byte in os.urandom(10))}"

    def seed(self) -> str:
        """Return 32 hexadecimal digits."""
        return os.urandom(16).hex()
