"""From plain data to models: what pydantic finds becomes problems with a place and a near spelling."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from exam.core.lint.finding import nearest
from exam.loading.source import Keys, Source, locate
from exam.problem import Problem

M = TypeVar("M", bound=BaseModel)

TYPES: Mapping[str, str] = {
    "string_type": "text",
    "int_type": "number",
    "int_from_float": "number",
    "int_parsing": "number",
    "bool_type": "true/false",
    "tuple_type": "list",
    "list_type": "list",
    "dict_type": "mapping",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "mapping_type": "mapping",
    "decimal_type": "number",
    "decimal_parsing": "number",
    "date_type": "date",
    "date_from_datetime_parsing": "date",
    "date_parsing": "date",
    "datetime_type": "time",
    "datetime_from_date_parsing": "time",
    "datetime_parsing": "time",
}
"""What was expected, for each of pydantic's type errors."""
CHOICES = frozenset({"literal_error", "enum", "union_tag_invalid"})


def validate(source: Source, model: type[M]) -> tuple[M | None, tuple[Problem, ...]]:
    """Return the model that the data spell, or every problem."""
    try:
        return model.model_validate_json(json.dumps(source.data)), ()
    except ValidationError as error:
        return None, problems_of(error, source, model)


def problems_of(
    error: ValidationError, source: Source, model: type[BaseModel], *, inside: Keys = ()
) -> tuple[Problem, ...]:
    """Return what pydantic found as problems; `inside` leads to where the data stand in the file."""
    details = error.errors()
    return tuple(_problem(source, detail, model, inside) for detail in details if not _follows(detail, details))


def _follows(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Tell whether a list seems too short only because its entries are at fault themselves."""
    if detail["type"] != "too_short":
        return False
    keys = detail["loc"]
    return any(other["loc"][: len(keys)] == keys and other is not detail for other in details)


def _problem(source: Source, detail: ErrorDetails, model: type[BaseModel], inside: Keys) -> Problem:
    code, arguments = _told(detail, model)
    keys: Keys = (*inside, *detail["loc"])
    where = keys[:-1] if code == "K006" else keys
    return Problem(code, locate(source, where, at_key=code == "K003"), arguments)


def _told(detail: ErrorDetails, model: type[BaseModel]) -> tuple[str, dict[str, str]]:
    kind, keys, context = detail["type"], detail["loc"], detail.get("ctx", {})
    last = str(keys[-1]) if keys else ""
    if kind == "extra_forbidden":
        return "K003", {"key": last, "nearest": nearest(last, known_keys(model))}
    if kind == "missing":
        return "K006", {"key": last}
    if kind == "union_tag_not_found":
        return "K006", {"key": str(context.get("discriminator", "kind")).strip("'")}
    if kind in TYPES:
        return "K005", {"expected": TYPES[kind], "found": _found(detail["input"])}
    if kind in CHOICES:
        allowed = context.get("expected") or context.get("expected_tags", "")
        found = context.get("tag", detail["input"])
        return "K007", {"found": str(found), "allowed": str(allowed).replace("'", "")}
    return "K014", {"reason": detail["msg"]}


def _found(value: Any) -> str:  # noqa: ANN401 - whatever the file held
    if isinstance(value, Mapping):
        return "mapping"
    if isinstance(value, list | tuple):
        return "list"
    return "nothing" if value is None else str(value)[:60]


@cache
def known_keys(model: type[BaseModel]) -> tuple[str, ...]:
    """Return every key that the model or a model within it knows."""
    return tuple(dict.fromkeys(_keys(model.model_json_schema())))


def _keys(schema: Any) -> Iterator[str]:  # noqa: ANN401 - a JSON schema is any JSON
    if isinstance(schema, Mapping):
        for name, value in schema.items():
            if name == "properties":
                yield from value
            yield from _keys(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _keys(value)
