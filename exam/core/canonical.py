"""Canonical JSON (RFC 8785), so that the same data have the same bytes and the same digest for decades."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import BaseModel

MAX_EXACT = 2**53 - 1
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


class NotCanonicalError(TypeError):
    """The value has no canonical form: a float, a number past 2⁵³, a lone surrogate or an unknown type."""


def canonical_json(value: object) -> bytes:
    """Return the canonical bytes of plain data or a pydantic model; decimals become strings.

    Raises:
        NotCanonicalError: a float, an integer beyond 2⁵³ − 1, a lone surrogate, a key that is no text.
    """
    try:
        return _ENCODER.encode(_plain(value)).encode()
    except UnicodeEncodeError as error:
        raise NotCanonicalError(str(error)) from error


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data` in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_of(value: object) -> str:
    """Return the SHA-256 of the canonical bytes of `value`."""
    return digest(canonical_json(value))


def _plain(value: object) -> object:
    if type(value) is str:
        return value
    if type(value) is dict:
        return _ordered(value)
    if isinstance(value, BaseModel | Enum):
        return _plain(value.value if isinstance(value, Enum) else value.model_dump(mode="json", by_alias=True))
    if value is None or isinstance(value, bool | str | int | Decimal | date):
        return _scalar(value)
    if isinstance(value, Mapping):
        return _ordered(value)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_plain(entry) for entry in value]
    raise NotCanonicalError(type(value).__name__)


def _scalar(value: bool | str | int | Decimal | date | None) -> bool | str | int | None:  # noqa: FBT001 - a JSON value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, int) and abs(value) > MAX_EXACT:
        raise NotCanonicalError(value)
    return value


def _ordered(mapping: Mapping[Any, object]) -> dict[str, object]:
    """Sort by UTF-16 code units, as RFC 8785 § 3.2.3 asks; in ASCII that is the order of the characters."""
    try:
        ascii_only = "".join(mapping).isascii()
    except TypeError as error:
        raise NotCanonicalError(str(error)) from error
    keys = sorted(mapping) if ascii_only else sorted(mapping, key=_utf16)
    return {key: _plain(mapping[key]) for key in keys}


def _utf16(key: str) -> bytes:
    try:
        return key.encode("utf-16-be")
    except UnicodeEncodeError as error:
        raise NotCanonicalError(str(error)) from error
