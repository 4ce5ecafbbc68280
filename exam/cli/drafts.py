"""Drafts of sittings in the workspace, each for the eyes of its account alone; they hold no PIN."""

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from exam.tui.console.post import Drafts

FOLDER = Path(".run")


class FileDrafts(Drafts):
    """Drafts that outlive the program; where none can be written, the sitting is planned without."""

    def __init__(self, workspace: Path) -> None:
        super().__init__()
        self._folder = workspace / FOLDER

    def read(self, account: str) -> str:
        """Return the draft of an account."""
        with suppress(OSError, UnicodeDecodeError):
            return self._path(account).read_text("utf-8")
        return super().read(account)

    def keep(self, account: str, text: str) -> None:
        """Keep a draft; an empty text throws it away."""
        super().keep(account, text)
        with suppress(OSError):
            path = self._path(account)
            if not text:
                path.unlink(missing_ok=True)
                return
            path.parent.mkdir(exist_ok=True)
            fresh = path.with_suffix(".new")
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                file.write(text)
            fresh.replace(path)

    def _path(self, account: str) -> Path:
        return self._folder / f"draft-{sha256(account.encode()).hexdigest()[:16]}.json"
