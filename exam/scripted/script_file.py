"""A scenario file as a scenario: structure and every step's arguments are checked before anything runs."""

import json
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from pydantic import ValidationError

from exam.loading import load_document
from exam.loading.source import Source, locate
from exam.loading.validation import problems_of
from exam.problem import Problem
from exam.scripted.scenario import Scenario, Step
from exam.scripted.sitting_actions import ACTIONS


def read_scenario(path: Path) -> tuple[Scenario | None, tuple[Problem, ...]]:
    """Return the scenario of a file, or every problem of it with its place."""
    scenario, document = load_document(path, Scenario)
    if scenario is None or document.source is None:
        return None, document.problems
    problems = tuple(_faults(scenario, document.source))
    return (None if problems else scenario), problems


def _faults(scenario: Scenario, source: Source) -> Iterator[Problem]:
    people = [person.id for person in scenario.people]
    for number, step in enumerate(scenario.steps):
        if step.actor not in people:
            near = _near(step.actor, people)
            told = {"found": step.actor, "allowed": ", ".join(people), "nearest": near}
            yield Problem("K007", locate(source, ("steps", number, "actor")), told)
        yield from _step_faults(step, number, source)


def _step_faults(step: Step, number: int, source: Source) -> Iterator[Problem]:
    model = ACTIONS.get(step.action)
    if model is None:
        told = {"action": step.action, "nearest": _near(step.action, ACTIONS)}
        yield Problem("action-unknown", locate(source, ("steps", number, "action")), told)
        return
    try:
        model.model_validate_json(json.dumps(dict(step.arguments)))
    except ValidationError as error:
        yield from problems_of(error, source, model, inside=("steps", number, "arguments"))


def _near(word: str, known: Iterable[str]) -> str:
    return next(iter(get_close_matches(word, list(known), n=1)), "")
