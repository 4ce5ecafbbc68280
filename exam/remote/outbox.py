"""What a candidate typed and no hub has acknowledged: kept on this computer's disk, each part as it stood last."""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from threading import Lock

from pydantic import ValidationError

from exam.view.door import DeskCommand
from exam.view.wire import commands

Slot = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A command with the key under which it is done once."""

    key: str
    command: DeskCommand

    @property
    def slot(self) -> Slot:
        """What it is about: a newer command about the same replaces it."""
        return slot_of(self.command)


def slot_of(command: DeskCommand) -> Slot:
    """Return what a command is about; a part of a task where it has one."""
    kept = command.model_dump()
    if "part" in kept:
        return ("part", kept["task"], kept["part"])
    return (type(command).__name__, command.model_dump_json())


class Outbox:
    """Commands that wait; those that keep a part of a task outlive the process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guard = Lock()
        self._waiting: dict[Slot, Waiting] = {}

    def load(self, *, again: bool) -> None:
        """Take up what waits since an earlier process, unless the candidate sat elsewhere since: that is put aside."""
        if not again:
            with suppress(FileNotFoundError):
                self._path.replace(self._path.with_suffix(".old"))
            return
        with self._guard:
            self._waiting = {one.slot: one for one in self._read()}

    def put(self, command: DeskCommand) -> Waiting:
        """Keep a command until it is acknowledged; the same again keeps its key."""
        slot = slot_of(command)
        with self._guard:
            known = self._waiting.get(slot)
            if known is not None and known.command == command:
                return known
            self._waiting.pop(slot, None)
            fresh = self._waiting[slot] = Waiting(key=token_hex(16), command=command)
            self._write()
        return fresh

    def drop(self, done: Waiting) -> None:
        """Forget what was acknowledged or refused; what replaced it meanwhile stays."""
        with self._guard:
            if self._waiting.get(done.slot) == done:
                del self._waiting[done.slot]
                self._write()

    def oldest(self) -> Waiting | None:
        """Return what has waited longest."""
        with self._guard:
            return next(iter(self._waiting.values()), None)

    def kept(self, task: str) -> tuple[DeskCommand, ...]:
        """Return what waits of a task, as it stands on the screen."""
        with self._guard:
            return tuple(one.command for slot, one in self._waiting.items() if slot[:2] == ("part", task))

    def _read(self) -> Iterator[Waiting]:
        known = commands()
        try:
            for line in self._path.read_text("utf-8").splitlines():
                told = json.loads(line)
                command = known[told["command"]].model_validate_json(json.dumps(told["data"]))
                yield Waiting(key=told["key"], command=command)
        except FileNotFoundError:
            return
        except (ValueError, KeyError, TypeError, ValidationError, OSError):
            with suppress(OSError):
                self._path.replace(self._path.with_suffix(".unreadable"))

    def _write(self) -> None:
        """Write what waits beside the old file, then in its place; a disk that takes nothing costs only this copy."""
        lines = [
            json.dumps(
                {"key": one.key, "command": type(one.command).__name__, "data": one.command.model_dump(mode="json")}
            )
            for slot, one in self._waiting.items()
            if slot[0] == "part"
        ]
        with suppress(OSError):
            if not lines:
                self._path.unlink(missing_ok=True)
                return
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = self._path.with_suffix(".new")
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                file.write("\n".join(lines) + "\n")
            fresh.replace(self._path)
