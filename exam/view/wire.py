"""How a desk and its hub talk: the names of what is asked, and the models that no other module needs.

Views and commands travel as the JSON of their own models; what is not in those models cannot travel.
"""

import json
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from exam.problem import ExamError
from exam.view.door import DeskCommand
from exam.view.sheets import TaskSheet
from exam.view.shown import Shown

HUB_NAME = "exam-hub"
"""The name in every hub's certificate: the authority vouches for the hub, wherever its address is."""
WORKSTATION, KEY = "x-exam-workstation", "x-exam-key"
"""Headers: a computer's secret, and the key under which a command is done once."""
LARGEST_COMMAND = 1_000_000
"""Bytes of a command."""
LARGEST_FILE = 40_000_000
"""Bytes of a file that is handed in, as it travels."""

SHEET: TypeAdapter[TaskSheet] = TypeAdapter(TaskSheet)
LONGEST_LINE = 500
"""Characters of a code, an account or a PIN; what is longer is none, and is cut before it travels."""
Token = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Typed = Annotated[str, Field(max_length=LONGEST_LINE)]


class WorkstationFile(Shown):
    """What is carried to a computer by hand, so that it knows the hub and the hub knows it."""

    schema_: Annotated[Literal["exam/workstation/1"], Field(alias="schema")] = "exam/workstation/1"
    workstation: str
    kind: Literal["desk", "console"]
    secret: str
    authority: str
    """The certificate of the authority that vouches for the hub, as PEM."""

    model_config = Shown.model_config | {"serialize_by_alias": True}


class SitDown(Shown):
    """A candidate's code, and the token that he chose for the time that he sits there."""

    code: Typed
    token: Token


class Enter(Shown):
    """An examiner's PIN, and the token that his computer chose; no token where he only takes a desk back."""

    account: Typed
    pin: Typed
    token: Token | None = None


class Seat(Shown):
    """Where somebody was let in."""

    session: str
    again: bool
    """Whether he sat at this computer last."""


class WorkbookFile(Shown):
    """A workbook on its way."""

    name: str
    data: bytes

    model_config = Shown.model_config | ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")


def commands() -> Mapping[str, type[DeskCommand]]:
    """Return every command that a desk may send, by name."""
    return {kind.__name__: kind for kind in DeskCommand.__subclasses__()}


def told(error: ExamError) -> bytes:
    """Return a refusal as it travels."""
    return json.dumps({"code": error.code, "arguments": error.arguments}).encode()
