"""A real terminal for tests: the program in tmux, keys typed into it, its screen read back."""

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

WAIT_S = 60.0


class ScreenMissingError(AssertionError):
    """What was waited for did not appear."""


class Terminal:
    """One program in one tmux server of its own."""

    def __init__(self, name: str, folder: Path, size: tuple[int, int]) -> None:
        self._socket = f"exam-{name}-{os.getpid()}"
        self._folder = folder
        self._size = size

    def start(self, arguments: str, environment: Mapping[str, str]) -> None:
        """Start `exam` with these arguments."""
        settings = " ".join(f"{key}={shlex.quote(value)}" for key, value in environment.items())
        program = f"{shlex.quote(sys.executable)} -m exam {arguments}"
        columns, rows = map(str, self._size)
        command = f"cd {shlex.quote(str(self._folder))} && {settings} {program}; echo EXIT $?; sleep 600"
        self._tmux("-f", "/dev/null", "new-session", "-d", "-x", columns, "-y", rows, command)

    def stop(self) -> None:
        """End the server and everything in it."""
        self._tmux("kill-server", check=False)

    def kill(self) -> None:
        """Kill the program with signal 9, as a crash would, and end the terminal."""
        shell = self._tmux("display-message", "-p", "#{pane_pid}").strip()
        subprocess.run(["pkill", "-KILL", "-P", shell], check=False)  # noqa: S603, S607 - our own child
        self.stop()
        time.sleep(0.5)

    def press(self, *keys: str) -> None:
        """Press named keys one after the other."""
        for name in keys:
            self._tmux("send-keys", name)
            time.sleep(0.05)

    def type(self, text: str) -> None:
        """Type text as it is."""
        self._tmux("send-keys", "-l", text)

    def paste(self, text: str) -> None:
        """Paste text in one go, as a terminal does."""
        self._tmux("set-buffer", "--", text)
        self._tmux("paste-buffer", "-p")

    def screen(self) -> str:
        """Return what is painted."""
        return self._tmux("capture-pane", "-p").replace("\N{NO-BREAK SPACE}", " ")

    def raw(self) -> str:
        """Return what is painted, with its escape sequences."""
        return self._tmux("capture-pane", "-p", "-e")

    def record(self, path: Path) -> None:
        """Write down every byte that the program sends to its terminal from now on."""
        self._tmux("pipe-pane", "-O", f"cat >> {shlex.quote(str(path))}")

    def title(self) -> str:
        """Return the title that the program gave its window."""
        return self._tmux("display-message", "-p", "#{pane_title}")

    def wait(self, *markers: str, gone: str = "") -> str:
        """Return the screen once it shows every marker, and no longer what should be gone."""
        return self.until(
            lambda screen: all(marker in screen for marker in markers) and not (gone and gone in screen),
            f"{markers} without {gone!r}",
        )

    def until(self, holds: Callable[[str], bool], told: str) -> str:
        """Return the screen once the condition holds."""
        end = time.monotonic() + WAIT_S
        while time.monotonic() < end:
            screen = self.screen()
            if holds(screen):
                return screen
            time.sleep(0.1)
        message = f"waited for {told}:\n{self.screen()}"
        raise ScreenMissingError(message)

    def _tmux(self, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(  # noqa: S603 - our own words
            ["tmux", "-L", self._socket, *arguments],  # noqa: S607 - its mark says how to get it
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode:
            raise ScreenMissingError(done.stderr)
        return done.stdout
