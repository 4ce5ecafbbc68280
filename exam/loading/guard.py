"""What must hold of a file before anybody builds data from it; hostile files end here, as problems.

The event stream of libyaml is walked without building anything: its composer crashes the process on deep nesting, its
constructor lets the last of two equal keys win, and aliases can stand for gigabytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import yaml

from exam.problem import Problem, SourceLocation
from exam.text import hidden_characters

MAX_BYTES = 5_000_000
MAX_DEPTH = 64
TOO_DEEP = "exceeded maximum nesting depth"
"""What libyaml says when its scanner, which reads ahead, gives up on nesting."""

Node = yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent


class Mark(Protocol):
    """A place of the parser's, whichever parser made it; counts from 0."""

    line: int
    column: int


@dataclass(slots=True)
class _Level:
    """One open mapping or sequence."""

    mapping: bool
    keys: set[str] = field(default_factory=set)
    key_next: bool = True


class Guard:
    """Walks the events of one file and gathers what is wrong with it."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._levels: list[_Level] = []
        self._documents = 0
        self._marks: set[str] = set()

    def problems(self, text: str) -> Iterator[Problem]:
        """Yield every problem of the text; a syntax error or too deep a nesting is the last one."""
        try:
            for event in yaml.parse(text, Loader=yaml.CSafeLoader):
                yield from self._event(event)
                if len(self._levels) > MAX_DEPTH:
                    yield self._problem("K009", event, limit=str(MAX_DEPTH))
                    return
        except yaml.MarkedYAMLError as error:
            yield self._syntax(error)
            return
        except yaml.YAMLError as error:
            yield Problem("K002", SourceLocation(self._path), {"reason": str(error).splitlines()[0]})
            return
        if self._documents == 0:
            yield Problem("K016", SourceLocation(self._path))

    def _event(self, event: yaml.Event) -> Iterator[Problem]:
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents == 2:  # noqa: PLR2004 - the second is the first too many
                yield self._problem("K015", event)
        elif isinstance(event, yaml.AliasEvent):
            yield from self._foreign(event, f"*{event.anchor}")
            self._after_node()
        elif isinstance(event, Node):
            yield from self._node(event)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self._levels.pop()
            self._after_node()

    def _node(self, event: Node) -> Iterator[Problem]:
        if event.anchor:
            yield from self._foreign(event, f"&{event.anchor}")
        if event.tag:
            yield from self._foreign(event, event.tag)
        if self._levels and self._levels[-1].mapping and self._levels[-1].key_next:
            yield from self._key(event)
        if isinstance(event, yaml.ScalarEvent):
            for character in hidden_characters(event.value):
                yield self._problem("K011", event, character=character)
            self._after_node()
        else:
            self._levels.append(_Level(mapping=isinstance(event, yaml.MappingStartEvent)))

    def _foreign(self, event: yaml.Event, mark: str) -> Iterator[Problem]:
        """Tell each anchor, alias and tag once: a bomb holds thousands of them."""
        if mark not in self._marks:
            self._marks.add(mark)
            yield self._problem("K010", event, mark=mark)

    def _key(self, event: Node) -> Iterator[Problem]:
        if not isinstance(event, yaml.ScalarEvent):
            yield self._problem("K012", event, key="?")
            return
        level = self._levels[-1]
        if event.value in level.keys:
            yield self._problem("K004", event, key=event.value)
        level.keys.add(event.value)

    def _after_node(self) -> None:
        """A node of a mapping is a key and a value in turn."""
        if self._levels:
            self._levels[-1].key_next = not self._levels[-1].key_next

    def _problem(self, code: str, event: yaml.Event, **arguments: str) -> Problem:
        return Problem(code, self._place(event.start_mark), arguments)

    def _syntax(self, error: yaml.MarkedYAMLError) -> Problem:
        where = self._place(error.problem_mark or error.context_mark)
        if error.problem == TOO_DEEP:
            return Problem("K009", where, {"limit": str(MAX_DEPTH)})
        return Problem("K002", where, {"reason": error.problem or error.context or "?"})

    def _place(self, mark: Mark | None) -> SourceLocation:
        return SourceLocation(self._path, mark.line + 1, mark.column + 1) if mark else SourceLocation(self._path)
