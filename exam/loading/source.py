"""From bytes on disk to plain data: guarded, with YAML 1.2 scalars only, and places on demand."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from exam.loading.guard import MAX_BYTES, Guard
from exam.problem import Problem, SourceLocation

Keys = tuple[str | int, ...]


class Source(NamedTuple):
    """One file that passed the guard."""

    path: str
    text: str
    data: Any


class _PlainLoader(yaml.CSafeLoader):
    """YAML 1.2 core scalars: `no`, `on`, `12:30` and dates stay text, numbers with a point too."""


_PlainLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf"),
    ("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
    ("tag:yaml.org,2002:null", r"^(?:null|~|)$", ["n", "~", ""]),
):
    _PlainLoader.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))


def read(path: Path, shown: str) -> tuple[Source | None, tuple[Problem, ...]]:
    """Return the file's data, or the problems that keep it from being read; `shown` is its path for people."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        return None, (Problem("K001", SourceLocation(shown), {"reason": error.strerror or type(error).__name__}),)
    if len(raw) > MAX_BYTES:
        found = {"size": str(len(raw)), "limit": str(MAX_BYTES)}
        return None, (Problem("K008", SourceLocation(shown), found),)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, (Problem("K013", SourceLocation(shown)),)
    return parse(text, shown)


def parse(text: str, shown: str) -> tuple[Source | None, tuple[Problem, ...]]:
    """Return the data that the text spells, or its problems; it never raises."""
    problems = tuple(Guard(shown).problems(text))
    if problems:
        return None, problems
    try:
        data = yaml.load(text, Loader=_PlainLoader)  # noqa: S506, TID251 - a safe loader, behind the guard
    except (yaml.YAMLError, ValueError) as error:
        return None, (Problem("K002", SourceLocation(shown), {"reason": str(error).splitlines()[0]}),)
    return Source(shown, text, data), ()


def locate(source: Source, keys: Keys, *, at_key: bool = False) -> SourceLocation:
    """Return the place of what `keys` lead to, or of the last thing on the way that the file holds.

    Parts that the file does not hold (a union's tag) are passed over. With `at_key` the place is the key's own.
    """
    node = _composed(source.text)
    mark = node.start_mark if node else None
    for number, key in enumerate(keys):
        step = _step(node, key)
        if step is None:
            continue
        key_node, node = step
        mark = key_node.start_mark if at_key and number == len(keys) - 1 else node.start_mark
    if mark is None:
        return SourceLocation(source.path)
    return SourceLocation(source.path, mark.line + 1, mark.column + 1)


@lru_cache(maxsize=1)
def _composed(text: str) -> yaml.Node | None:
    """Compose a text once for all the problems of its file."""
    node: yaml.Node | None = yaml.compose(text, Loader=_PlainLoader)
    return node


def _step(node: yaml.Node | None, key: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((name, value) for name, value in node.value if name.value == str(key)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key], node.value[key]
    return None
