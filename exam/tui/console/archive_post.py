"""What the archive's screens are given: a keeper's door, and what the wiring can do for it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from exam.problem import ExamError
from exam.service.archive_door import ArchiveDoor
from exam.tui.console.signed_in import SignedInScreen


@dataclass(slots=True)
class ArchivePost:
    """The place of whoever keeps records now."""

    sign_in: Callable[[str, str], ArchiveDoor]
    """From account and PIN to a door; raises the refusal."""
    keepers: Callable[[], Sequence[tuple[str, str]]]
    """Account and name of everybody who may sign in here."""
    bring: Callable[[ArchiveDoor, str], str]
    """Receives and verifies what lies under a path, and says what came of it; takes as long as it takes."""
    tell: Callable[[int], str]
    """All that is known of a line, in words."""
    draft: Callable[[ArchiveDoor, int, str], str]
    """The letter with which a line's file would go back for that reason."""
    opened: ArchiveDoor | None = None
    known: tuple[tuple[str, str], ...] = ()
    note: str = ""

    @property
    def name(self) -> str:
        """The name of whoever is signed in."""
        return self.door.who.name

    @property
    def door(self) -> ArchiveDoor:
        """The door of whoever is signed in.

        Raises:
            LookupError: nobody is, and then no screen of the archive is shown.
        """
        if self.opened is None:
            raise LookupError
        return self.opened

    def enter(self, account: str, pin: str) -> None:
        """Let somebody in."""
        self.opened = self.sign_in(account, pin)

    def people(self) -> tuple[tuple[str, str], ...]:
        """Return who may sign in; where that cannot be read, who last could."""
        with suppress(ExamError):
            self.known = tuple(self.keepers())
        return self.known


class ArchiveScreen(SignedInScreen):
    """A screen of the archive."""

    SIGN_IN = "archive.sign-in"

    def __init__(self, post: ArchivePost) -> None:
        super().__init__(post)
        self.post = post
