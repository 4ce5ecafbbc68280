"""From text to plain data in one walk over the parser's events, guarded all the way; hostile files end as problems.

libyaml's composer crashes the process on deep nesting, PyYAML's constructor lets the last of two equal keys win, and
aliases can stand for gigabytes; neither is used. Places are not kept: only a fault needs one, and then they are found
anew (`exam.loading.source.locate`).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import yaml

from exam.problem import Problem, SourceLocation
from exam.text import hidden_characters

MAX_BYTES = 5_000_000
MAX_DEPTH = 64
TOO_DEEP = "exceeded maximum nesting depth"
"""What libyaml says when its scanner, which reads ahead, gives up on nesting."""

WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]*)")

Node = yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent


class Mark(Protocol):
    """A place of the parser's, whichever parser made it; counts from 0."""

    line: int
    column: int


@dataclass(slots=True)
class _Level:
    """One open mapping or sequence, or the file with its documents."""

    into: Any
    """A dict of a mapping, else a list."""
    mapping: bool = False
    key: str | None = None
    """Of a mapping, the key whose value comes next; none where a key does."""

    def put(self, value: Any) -> None:  # noqa: ANN401 - whatever the file holds
        if not self.mapping:
            self.into.append(value)
        elif self.key is not None:
            self.into[self.key] = value
            self.key = None
        else:
            self.key = str(value)


class _TooDeepError(Exception):
    """What follows is not read."""


class Guard:
    """Reads one file and gathers what is wrong with it; the data count only while nothing is."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._documents: list[Any] = []
        self._levels = [_Level(self._documents)]
        self._marks: set[str] = set()
        self.problems: list[Problem] = []

    def read(self, text: str) -> Any:  # noqa: ANN401 - whatever the file holds
        """Return the data of the text, scalars as in YAML 1.2: `no`, `12:30`, dates and numbers with a point are text.

        A syntax error or too deep a nesting is the last problem.
        """
        steps: Mapping[type[yaml.Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._mapping,
            yaml.SequenceStartEvent: self._sequence,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        try:
            for event in iter(yaml.CSafeLoader(text).get_event, None):
                step = steps.get(type(event))
                if step is not None:
                    step(event)
        except _TooDeepError:
            return None
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
        except yaml.YAMLError as error:
            self.problems.append(Problem("K002", SourceLocation(self._path), {"reason": str(error).splitlines()[0]}))
        else:
            if not self._documents:
                self.problems.append(Problem("K016", SourceLocation(self._path)))
        return self._documents[0] if self._documents else None

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        text = event.value
        if event.anchor or event.tag:
            self._foreign(event)
        if not text.isprintable():
            for character in hidden_characters(text):
                self._tell("K011", event, character=character)
        level = self._levels[-1]
        if level.key is not None or not level.mapping:
            level.put(self._plain(event) if event.implicit[0] else text)
            return
        if text in level.into:
            self._tell("K004", event, key=text)
        level.key = text

    def _plain(self, event: yaml.ScalarEvent) -> str | int | bool | None:
        text = event.value
        if text in WORDS:
            return WORDS[text]
        try:
            return int(text) if _WHOLE.fullmatch(text) else text
        except ValueError as error:
            self._tell("K002", event, reason=str(error))
            return None

    def _mapping(self, event: yaml.MappingStartEvent) -> None:
        self._open(event, _Level({}, mapping=True))

    def _sequence(self, event: yaml.SequenceStartEvent) -> None:
        self._open(event, _Level([]))

    def _open(self, event: Node, inner: _Level) -> None:
        if event.anchor or event.tag:
            self._foreign(event)
        level = self._levels[-1]
        if level.mapping and level.key is None:
            self._tell("K012", event, key="?")
        level.put(inner.into)
        self._levels.append(inner)
        if len(self._levels) - 1 > MAX_DEPTH:
            self._tell("K009", event, limit=str(MAX_DEPTH))
            raise _TooDeepError

    def _end(self, _event: yaml.Event) -> None:
        self._levels.pop()

    def _alias(self, event: yaml.AliasEvent) -> None:
        self._once(event, f"*{event.anchor}")
        self._levels[-1].put(None)

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        if len(self._documents) == 1:
            self._tell("K015", event)

    def _foreign(self, event: Node) -> None:
        if event.anchor:
            self._once(event, f"&{event.anchor}")
        if event.tag:
            self._once(event, event.tag)

    def _once(self, event: yaml.Event, mark: str) -> None:
        """Tell each anchor, alias and tag once: a bomb holds thousands of them."""
        if mark not in self._marks:
            self._marks.add(mark)
            self._tell("K010", event, mark=mark)

    def _tell(self, code: str, event: yaml.Event, **arguments: str) -> None:
        self.problems.append(Problem(code, self._place(event.start_mark), arguments))

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        where = self._place(error.problem_mark or error.context_mark)
        if error.problem == TOO_DEEP:
            self.problems.append(Problem("K009", where, {"limit": str(MAX_DEPTH)}))
        else:
            self.problems.append(Problem("K002", where, {"reason": error.problem or error.context or "?"}))

    def _place(self, mark: Mark | None) -> SourceLocation:
        return SourceLocation(self._path, mark.line + 1, mark.column + 1) if mark else SourceLocation(self._path)
