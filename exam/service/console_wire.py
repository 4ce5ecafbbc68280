"""How a console and its hub talk: every method of `Console`, its arguments and its answer, by their own annotations.

Nothing here names a method: what the Protocol gains, the wire has.
"""

import inspect
import json
from collections.abc import Mapping
from functools import cache, partial
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, PlainSerializer, PlainValidator, create_model

from exam.core.candidate_session.commands import Command
from exam.core.sitting import SittingCommand
from exam.problem import ExamError, refusal_of
from exam.service.console_port import Console

_WIRE = ConfigDict(extra="forbid", ser_json_bytes="base64", val_json_bytes="base64", arbitrary_types_allowed=True)


def _kinds(base: type[Any]) -> Mapping[str, type[Any]]:
    kinds = [base]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return {kind.__name__: kind for kind in kinds[1:]}


def _named(value: BaseModel) -> dict[str, Any]:
    return {"kind": type(value).__name__, "data": value.model_dump(mode="json")}


C = TypeVar("C", bound=BaseModel)


def _command(base: type[C], told: Any) -> C:  # noqa: ANN401 - whatever came in
    if isinstance(told, base):
        return told
    if not isinstance(told, dict) or told.keys() != {"kind", "data"} or told["kind"] not in (kinds := _kinds(base)):
        raise ValueError
    found: C = kinds[told["kind"]].model_validate_json(json.dumps(told["data"]))
    return found


def _error(told: Any) -> ExamError:  # noqa: ANN401 - whatever came in
    return told if isinstance(told, ExamError) else refusal_of(told["code"], told["arguments"])


_WIRED: Mapping[Any, Any] = {
    Command: Annotated[Command, PlainValidator(partial(_command, Command)), PlainSerializer(_named)],
    SittingCommand: Annotated[
        SittingCommand, PlainValidator(partial(_command, SittingCommand)), PlainSerializer(_named)
    ],
    ExamError: Annotated[
        ExamError,
        PlainValidator(_error),
        PlainSerializer(lambda error: {"code": error.code, "arguments": error.arguments}),
    ],
}


def _wired(annotation: Any) -> Any:  # noqa: ANN401 - an annotation
    if annotation in _WIRED:
        return _WIRED[annotation]
    if get_origin(annotation) in {Union, UnionType}:
        return Union[tuple(_wired(part) for part in get_args(annotation))]  # noqa: UP007 - built, not written
    return annotation


@cache
def methods() -> Mapping[str, tuple[type[BaseModel], type[BaseModel]]]:
    """Return by the name of each method the models of its arguments and of its answer."""
    found = {}
    for name, member in vars(Console).items():
        function = member.fget if isinstance(member, property) else member
        if name.startswith("_") or not inspect.isfunction(function):
            continue
        hints = {key: _wired(hint) for key, hint in get_type_hints(function).items()}
        answer = hints.pop("return")
        taken: dict[str, Any] = {key: (hint, _default(function, key)) for key, hint in hints.items()}
        found[name] = (
            create_model(f"{name}_asked", __config__=_WIRE, **taken),
            create_model(f"{name}_answer", __config__=_WIRE, value=(answer, ...)),
        )
    return found


def _default(function: Any, name: str) -> Any:  # noqa: ANN401 - a function of the Protocol
    default = inspect.signature(function).parameters[name].default
    return ... if default is inspect.Parameter.empty else default


def bound(name: str, arguments: tuple[Any, ...], named: Mapping[str, Any]) -> bytes:
    """Return the arguments of a call as they travel."""
    asked, _ = methods()[name]
    return asked(**dict(zip(asked.model_fields, arguments, strict=False)), **named).model_dump_json().encode()
