"""Finding lines of the register: by person, qualification, day, authorised person, result, and state."""

from collections.abc import Sequence
from datetime import date

from exam.core.custody import LineState, RegisterLine
from exam.core.model import Frozen
from exam.core.verdict import Result
from exam.text import folded

PAGE = 50


class Query(Frozen):
    """What is looked for; what is empty excludes nothing."""

    person: str = ""
    """A part of the candidate's name; case and diacritics do not matter."""
    qualification: str = ""
    """A part of its code."""
    since: date | None = None
    until: date | None = None
    """The day of the exam."""
    authorised: str = ""
    """A part of the name, the holder or the number of an authorised person of the commission."""
    result: Result | None = None
    state: LineState | None = None
    record: str = ""
    """A part of the record's number."""
    due: date | None = None
    """Whose time to be kept has run out on that day."""


class Names(Frozen):
    """The names behind the references of a line, as far as they are known."""

    candidate: str = ""
    authorised: tuple[str, ...] = ()


class Page(Frozen):
    """One page of what was found."""

    number: int
    pages: int
    total: int
    first: int
    """Where the page begins among what was found, from 0."""


def fits(line: RegisterLine, names: Names, query: Query) -> bool:
    """Tell whether a line is what was looked for."""
    if query.state is not None and line.state is not query.state:
        return False
    if query.due is not None and not _is_due(line, query.due):
        return False
    return _facts_fit(line, names, query)


def paged(total: int, number: int, size: int = PAGE) -> Page:
    """Return the page of that number, from 1; a number outside is the nearest page."""
    pages = max(1, -(-total // size))
    chosen = min(max(1, number), pages)
    return Page(number=chosen, pages=pages, total=total, first=(chosen - 1) * size)


def _facts_fit(line: RegisterLine, names: Names, query: Query) -> bool:
    facts = line.facts
    if facts is None:
        return query == Query(state=query.state, due=query.due)
    days = (query.since or date.min) <= facts.held_on <= (query.until or date.max)
    return (
        days
        and (query.result is None or facts.result is query.result)
        and _contain([facts.qualification], query.qualification)
        and _contain([facts.record], query.record)
        and _contain([names.candidate], query.person)
        and _contain([*names.authorised, *facts.authorisations], query.authorised)
    )


def _contain(texts: Sequence[str], wanted: str) -> bool:
    return not wanted or any(folded(wanted) in folded(text) for text in texts)


def _is_due(line: RegisterLine, today: date) -> bool:
    over = line.keep_until is not None and line.keep_until < today
    return over and line.state in {LineState.KEPT, LineState.RETURNED}
