"""An examiner's door at a hub: every method of `Console`, asked over the line."""

import inspect
import json
from collections.abc import Callable, Sequence
from functools import partial
from secrets import token_hex
from typing import Any, ClassVar, cast

from exam.problem import ExamError
from exam.remote.line import Line
from exam.service.console_port import Console
from exam.service.console_wire import bound, methods
from exam.view.wire import LONGEST_LINE, Enter

NO_PLACE = "place-void"
LONG_S = 120.0
"""For what is drawn, signed and sealed."""


class SignedOutError(ExamError):
    """The hub does not know any more that this examiner signed in here."""

    code: ClassVar[str] = "signed-out"


class _Asking:
    """Has the methods that the Protocol has."""

    def __init__(self, line: Line, token: str) -> None:
        self._line = line
        self._token = token

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the Protocol says
        if name not in methods():
            raise AttributeError(name)
        asked: Callable[..., Any] = partial(self._ask, name)
        return asked() if isinstance(inspect.getattr_static(Console, name), property) else asked

    def _ask(self, name: str, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the Protocol says
        self._line.token = self._token
        body = bound(name, arguments, named)
        try:
            answer = self._line.post("console", "do", name, body=body, patience_s=LONG_S)
        except ExamError as error:
            if error.code == NO_PLACE:
                raise SignedOutError from error
            raise
        return cast("Any", methods()[name][1].model_validate_json(answer)).value


def examiners(line: Line) -> Sequence[tuple[str, str]]:
    """Return account and name of everybody who may enter."""
    return tuple((account, name) for account, name in json.loads(line.get("console", "examiners")))


def enter(line: Line, account: str, pin: str) -> Console:
    """Return the door of an examiner.

    Raises:
        ExamError: the PIN is refused, or the hub is away.
    """
    before, line.token = line.token, token_hex(32)
    asked = Enter(account=account[:LONGEST_LINE], pin=pin[:LONGEST_LINE], token=line.token)
    try:
        line.post("console", "enter", body=asked.model_dump_json().encode())
    except ExamError:
        line.token = before
        raise
    return cast("Console", _Asking(line, line.token))


def today(line: Line) -> str:
    """Return which day it is at the hub."""
    return str(json.loads(line.get("console", "today")))


def verify(line: Line, path: str, language: str) -> str:
    """Return what the verification of an archived record says."""
    body = json.dumps({"path": path, "language": language}).encode()
    return str(json.loads(line.post("console", "verify", body=body, patience_s=LONG_S)))
