"""Which files must lie in the archive's folder, from what was issued here and what is in custody."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from exam.core.custody import ArchiveRegister, LineState
from exam.core.retention import Keeping
from exam.service.ports import RegisterEntry
from exam.service.records import is_final

SUFFIX = ".pdf"


@dataclass(slots=True)
class ArchiveFiles:
    """The files of the practice part, or of the official one."""

    due: dict[str, str] = field(default_factory=dict)
    """SHA-256 by name."""
    known: set[tuple[str, str]] = field(default_factory=set)
    """Name and SHA-256 of whatever may lie there, also for a moment."""
    foreign: set[str] = field(default_factory=set)
    """Those that came from outside: no stream of this journal led to them."""


def archive_files(lines: Iterable[RegisterEntry], custody: ArchiveRegister, *, practice: bool) -> ArchiveFiles:
    """Return the files of one part of the archive."""
    found = ArchiveFiles()
    for entry in lines:
        name = f"{entry.record_id}{SUFFIX}"
        found.known.add((name, entry.sha256))
        if is_final(entry.revision):
            found.due[name] = entry.sha256
    own = {name for name, _ in found.known}
    for line in custody.lines.values():
        if line.facts is None or line.practice is not practice or line.retention == Keeping.RETURNED:
            continue
        if not line.session and line.name not in own:
            found.foreign.add(line.name)
        found.known |= {(line.name, file) for file in (line.file, *line.earlier)}
        if line.state is LineState.DISPOSED and line.facts.record not in custody.kept:
            found.due.pop(line.name, None)
        elif line.state is LineState.KEPT and not line.session:
            found.due[line.name] = line.file
    return found
