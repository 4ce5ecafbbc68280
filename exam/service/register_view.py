"""The register as people read it: rows with names, searched and paged; names come from where identities are kept."""

from collections.abc import Iterator, Mapping
from datetime import date

from exam.core.custody import LineState, RegisterLine
from exam.core.custody_search import Names, Page, Query, fits, paged
from exam.core.identity import Identity
from exam.core.model import Frozen
from exam.core.retention import RetentionClass
from exam.service.access import Actor, authorize_custody
from exam.service.custody import CustodyService
from exam.service.ports import Ports


class RegisterRow(Frozen):
    """One line as a list shows it."""

    number: int
    state: LineState
    verdict: str
    record: str
    candidate: str
    qualification: str
    held_on: date | None
    result: str
    authorised: tuple[str, ...]
    practice: bool
    received_on: date
    codes: tuple[str, ...]
    keep_until: date | None
    superseded_by: int
    """The line of the record that took its place, 0 for none."""
    joined: int
    review_due: date | None
    """By when an open review is to be decided."""
    proposed_by: str
    file: str


class Found(Frozen):
    """A page of rows."""

    rows: tuple[RegisterRow, ...]
    page: Page


class RegisterView:
    """Reads the register for people."""

    def __init__(self, ports: Ports, custody: CustodyService) -> None:
        self._ports = ports
        self._custody = custody
        self._names: dict[str, Names] = {}
        self._identities: dict[str, Identity] = {}

    def search(self, actor: Actor, query: Query, page: int = 1, size: int = 50) -> Found:
        """Return a page of what was looked for, the newest line first.

        Raises:
            ExamError: the actor reads nothing, or the register cannot be read.
        """
        authorize_custody(actor, "ReadRegister")
        return self.found(query, page, size)

    def found(self, query: Query, page: int = 1, size: int = 50) -> Found:
        """Return a page for whoever has the workspace's files anyway."""
        hits = list(self._hits(query))
        told = paged(len(hits), page, size)
        return Found(rows=tuple(map(self.row, hits[told.first : told.first + size])), page=told)

    def everything(self, query: Query) -> Iterator[RegisterRow]:
        """Yield every row of what was looked for."""
        yield from map(self.row, self._hits(query))

    def acceptable(self) -> tuple[int, ...]:
        """Return the verified lines that nobody has to return or to decide on, in their order."""
        lines = self._custody.register().lines.values()
        checked = [line for line in lines if line.state is LineState.CHECKED]
        return tuple(sorted(line.number for line in checked if line.verdict not in {"RETURN", "DECIDE"}))

    def row(self, line: RegisterLine) -> RegisterRow:
        """Return a line with its names."""
        names, facts, review = self.names(line), line.facts, line.open_review
        return RegisterRow(
            number=line.number,
            state=line.state,
            verdict=line.verdict,
            record=facts.record if facts else "",
            candidate=names.candidate,
            qualification=facts.qualification if facts else "",
            held_on=facts.held_on if facts else None,
            result=facts.result if facts else "",
            authorised=names.authorised,
            practice=line.practice,
            received_on=line.received_at.date(),
            codes=line.codes,
            keep_until=line.keep_until,
            superseded_by=self._custody.register().superseded_by(line),
            joined=line.joined,
            review_due=review.decide_by if review else None,
            proposed_by=line.proposed_by,
            file=line.file,
        )

    def names(self, line: RegisterLine) -> Names:
        """Return the names that a line's references lead to; none where they were removed."""
        facts = line.facts
        if facts is None or line.state is LineState.DISPOSED:
            return Names()
        key = f"{line.number}/{facts.candidate}"
        if key in self._names:
            return self._names[key]
        candidate = self._identity(facts.candidate)
        held = [found for who in facts.examiners if (found := self._identity(who))]
        names = Names(candidate=candidate.full_name if candidate else "", authorised=tuple(map(_authorised, held)))
        if candidate is not None:
            self._names[key] = names
        return names

    def classes(self) -> Mapping[str, RetentionClass]:
        """Return the classes of retention by what they are for."""
        return {found.keeps: found for found in self._ports.retention}

    def _hits(self, query: Query) -> Iterator[RegisterLine]:
        lines = self._custody.register().lines
        for number in sorted(lines, reverse=True):
            if fits(lines[number], self.names(lines[number]), query):
                yield lines[number]

    def _identity(self, reference: str) -> Identity | None:
        found = self._identities.get(reference)
        if found is None:
            version = self._ports.people.identity(reference)
            if version is None:
                return None
            found = self._identities[reference] = version.identity
        return found


def _authorised(examiner: Identity) -> str:
    """Return an examiner with the holder of his authorisation, where that is somebody else."""
    held = examiner.authorisation
    holder = held.holder if held else ""
    return f"{examiner.full_name} ({holder})" if holder else examiner.full_name
