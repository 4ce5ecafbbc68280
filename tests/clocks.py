"""What can happen to the clocks of a machine, done to the scripted one."""

from datetime import timedelta

from exam.scripted.world import ScriptedClock

# ruff: noqa: SLF001 - a script has no word for what is done to its clock here


def run(clock: ScriptedClock, ms: int) -> None:
    """Let time pass."""
    clock._now += timedelta(milliseconds=ms)
    clock._ms += ms


def set_wall(clock: ScriptedClock, seconds: int) -> None:
    """Set the wall clock forward, or back."""
    clock._now += timedelta(seconds=seconds)


def suspend(clock: ScriptedClock, seconds: int) -> None:
    """Let the machine sleep: the wall clock runs on, the monotonic one stands."""
    set_wall(clock, seconds)


def reboot(clock: ScriptedClock, seconds: int) -> None:
    """Let the machine be away and start its monotonic clock anew."""
    clock._now += timedelta(seconds=seconds)
    clock._ms = 0
