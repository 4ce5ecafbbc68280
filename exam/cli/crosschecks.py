"""What only several files, or a register, show: a newer version of a record, two that call themselves the same.

A register is JSON Lines: `{"record_id": …, "sha256": …}` for each revision of a file, the last one in force, with
`"supersedes": {"record": …, "data_digest": …}` where it takes the place of another record.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from exam.cli.exits import UsageError
from exam.cli.verdicts import Row

RETURN = "RETURN"


class RegisterUnreadableError(UsageError):
    """The register is none."""

    code: ClassVar[str] = "register-unreadable"


@dataclass(frozen=True, slots=True)
class Register:
    """Which file is in force for each record, and which records were superseded."""

    current: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 by record."""
    superseded: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By (record, digest of its data), the record that took its place."""


def read_register(path: Path) -> Register:
    """Return a register.

    Raises:
        RegisterUnreadableError: the file cannot be read, or a line is none of a register.
    """
    try:
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        current = {str(line["record_id"]): str(line["sha256"]) for line in lines}
        newer = [(line["supersedes"], str(line["record_id"])) for line in lines if line.get("supersedes")]
        superseded = {(str(old["record"]), str(old["data_digest"])): by for old, by in newer}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RegisterUnreadableError(path=path) from error
    return Register(current, superseded)


def cross_checked(rows: Iterable[Row], register: Register | None) -> Iterator[Row]:
    """Yield the rows with what they show together; only a sound record takes the place of another.

    `rows` are gone through more than once.
    """
    sound = (row for row in rows if row["verdict"] != RETURN)
    superseded: dict[tuple[object, ...], object] = {
        (old["record"], old["data_digest"], *_kind(row)): row["record"] for row in sound if (old := _supersedes(row))
    }
    same = _first_two(rows)
    for row in rows:
        codes: list[Mapping[str, object]] = []
        notes: list[Mapping[str, object]] = []
        if row.get("record") is not None:
            codes += _superseded(row, superseded, register)
            codes += _registered(row, register)
            for data, paths in same[row["record"]].items():
                other = next((path for path in paths if path != row["path"]), None)
                told = [] if other is None else [_same(row, data, other)]
                (notes if data == _data(row) else codes).extend(told)
        yield _with(row, codes, notes)


def _first_two(rows: Iterable[Row]) -> Mapping[object, Mapping[object, list[object]]]:
    """Return the first two paths of each record, by record and by the digest of its data."""
    found: dict[object, dict[object, list[object]]] = {}
    for row in rows:
        paths = found.setdefault(row.get("record"), {}).setdefault(_data(row), [])
        if len(paths) <= 1:
            paths.append(row["path"])
    return found


def _supersedes(row: Row) -> Mapping[str, object] | None:
    found = row.get("supersedes")
    return found if isinstance(found, Mapping) else None


def _kind(row: Row) -> tuple[object, bool]:
    """Return of which exam a record is, and whether it is practice: another one takes the place of none."""
    return row.get("session"), row.get("practice") is True


def _superseded(
    row: Row, newer: Mapping[tuple[object, ...], object], register: Register | None
) -> Iterable[Mapping[str, object]]:
    by = newer.get((row["record"], _data(row), *_kind(row)))
    if by is None and register is not None:
        by = register.superseded.get((str(row["record"]), str(_data(row))))
    return [] if by is None else [_code("record-superseded", by=by)]


def _registered(row: Row, register: Register | None) -> Iterable[Mapping[str, object]]:
    if register is None:
        return []
    known = register.current.get(str(row["record"]))
    if known is None:
        return [_code("register-unknown")]
    return [] if known == row.get("sha256") else [_code("register-differs")]


def _data(row: Row) -> object:
    return row.get("data_digest")


def _same(row: Row, data: object, path: object) -> Mapping[str, object]:
    return _code("record-copy" if data == _data(row) else "record-twice", path=path)


def _code(code: str, **arguments: object) -> Mapping[str, object]:
    return {"code": code, "arguments": {name: str(value) for name, value in arguments.items()}}


def _with(row: Row, codes: Sequence[Mapping[str, object]], notes: Sequence[Mapping[str, object]]) -> Row:
    if not codes and not notes:
        return row
    told = {"codes": [*_list(row["codes"]), *codes], "notes": [*_list(row["notes"]), *notes]}
    return row | told | ({"verdict": RETURN} if codes else {})


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
