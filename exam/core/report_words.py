"""Words of a record that only some systems of qualifications need."""

from typing import Annotated

from exam.core.item import Words
from exam.core.model import Frozen
from exam.core.patterns import only

LOGGED = ("late", "disturbance", "technical", "conduct", "aid", "health", "procedure", "other")
"""The kinds of irregularities that somebody writes down."""
NOTED = (
    "line-dropped",
    "abusive-caller",
    "panel-release",
    "decision-changed",
    "key-correction",
    "paper-responses",
    "paper-judgements",
)
"""Those that the program notes by itself; what is noted begins with the task, mostly, and then says whom or what."""
IRREGULARITIES = (*LOGGED, *NOTED)
"""The kinds of irregularities that the program itself names; of any other kind the record prints what is told."""


class PointsWords(Frozen):
    """What stands around points and mark."""

    part: Words
    points: Words
    most: Words
    total: Words
    mark: Annotated[Words, only("mark", "title")]


class DecisionWords(Frozen):
    """What stands around the decision of a second body."""

    body: Words
    outcome: Words
    confirmed: Words
    not_confirmed: Words
    minutes: Words
    decided_on: Words
