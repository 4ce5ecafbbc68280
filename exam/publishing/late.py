"""What a workspace draws, signs, stamps and checks its records with; each loads its library when it is first asked for.

Most starts of the program touch no record: a console that waited for the libraries of PDF and signatures would show its
first screen a second later.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from exam import __version__
from exam.core.content import Content
from exam.core.report import ReportTemplate
from exam.service.checking import Check
from exam.service.ports import Clock, Publisher, Signatures
from exam.service.stamping import Timestamps


class Late:
    """Stands for what is built, and its library loaded, when somebody first asks for it."""

    def __init__(self, build: Callable[[], Any]) -> None:
        self._build = build

    @cached_property
    def _built(self) -> Any:  # noqa: ANN401 - whatever stands behind the port
        return self._build()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - the same
        return getattr(self._built, name)

    def __call__(self, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - the same
        """Call it."""
        return self._built(*arguments, **named)


@dataclass(frozen=True, slots=True)
class WorkspacePublishing:
    """What a workspace draws, signs, stamps and checks its records with."""

    place: Path
    content: Content
    clock: Clock
    trust: str
    """The folder with the certificates that records must lead to."""
    authority: str
    """The address of the timestamp authority; nothing for none."""

    @property
    def _trust(self) -> Path:
        return self.place / self.trust

    @property
    def _templates(self) -> dict[str, ReportTemplate]:
        return {found.value.system: found.value for found in self.content.reports}

    def publisher(self) -> Publisher:
        """Return what draws records."""
        from exam.publishing.print_shop import PrintShop  # noqa: PLC0415 - see above
        from exam.publishing.publisher import RecordPublisher  # noqa: PLC0415 - see above

        folder = self.place / "reports"
        printouts = tuple(found.value for found in self.content.printouts)
        frames = tuple(found.value for found in self.content.frames)
        return RecordPublisher(self._templates, folder, PrintShop(self._templates, printouts, frames, folder))

    def check(self) -> Check:
        """Return what judges record files."""
        from exam.publishing.checker import RecordChecker  # noqa: PLC0415 - see above
        from exam.publishing.reprinting import Reprinter  # noqa: PLC0415 - see above

        reprinter = Reprinter(self._templates, self.place / "reports", __version__)
        return RecordChecker(self._trust, reprinter, self.clock)

    def signatures(self) -> Signatures:
        """Return what signs."""
        from exam.publishing.key_folder import KeyFolder  # noqa: PLC0415 - see above

        return KeyFolder(self.place / "keys", self._trust)

    def timestamps(self) -> Timestamps:
        """Return what stamps, or reads stamps where no authority is named."""
        from exam.publishing.sealing import workspace_authority  # noqa: PLC0415 - see above

        return workspace_authority(self.authority, self._trust, self.clock)
