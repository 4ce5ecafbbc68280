"""Runs a scenario step by step through the service; a refusal that the script did not announce ends it."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import ValidationError

from exam.core.model import Frozen
from exam.problem import ExamError
from exam.scripted.scenario import Scenario, Step
from exam.scripted.sitting_actions import ACTIONS
from exam.scripted.sitting_acts import ACTS
from exam.scripted.stage import Stage


class StepFailedError(ExamError):
    """A step was refused that should have succeeded, or the other way round."""

    code: ClassVar[str] = "step-failed"


class ArgumentsWrongError(ExamError):
    """The arguments of a step are not what its action takes."""

    code: ClassVar[str] = "arguments-wrong"


class ActionUnknownError(ExamError):
    """There is no such action."""

    code: ClassVar[str] = "action-unknown"


def run(scenario: Scenario, stage: Stage) -> None:
    """Play every step.

    Raises:
        StepFailedError: with the step's number and the refusal's own sentence as `cause`.
    """
    for number, step in enumerate(scenario.steps, start=1):
        stage.clock.pass_minutes(step.minutes)
        stage.tick()
        refusal = _refusal(stage, step)
        if (refusal.code if refusal else "") != step.refused:
            raise StepFailedError(
                step=number, action=step.action, refusal=refusal or "–", expected=step.refused or "–"
            ) from refusal


def _refusal(stage: Stage, step: Step) -> ExamError | None:
    try:
        arguments = parse(step)
        ACTS[step.action](stage, stage.actor(step.actor), arguments)
    except StepFailedError:
        raise
    except ExamError as refused:
        return refused
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        return ArgumentsWrongError(action=step.action, reason=f"{place}: {first['msg']}")
    return None


def parse(step: Step) -> Frozen:
    """Return the step's arguments as its action's model.

    Raises:
        ActionUnknownError: no such action.
        pydantic.ValidationError: the arguments are not the action's.
    """
    model = ACTIONS.get(step.action)
    if model is None:
        raise ActionUnknownError(action=step.action)
    return model.model_validate_json(json.dumps(_plain(step.arguments)))


def _plain(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    return dict(arguments)
