from pathlib import Path

import pytest

from exam.problem import Problem
from exam.scripted.performance import SHIPPED, scenario_path
from exam.scripted.script_file import read_scenario
from exam.wording import Language, render_problem

HEAD = """\
schema: exam/scenario/1
title: "Krátký"
standard: mini-1
starts_at: "2026-11-20T08:00:00+01:00"
seed: "x"
people:
  - {id: prvni, role: examiner, identity: {given_names: "Pavla", surname: "Smyšlená"}}
  - {id: uchazec, role: candidate, identity: {given_names: "Bohdan", surname: "Neexistující"}}
steps:
"""


def problems(tmp_path: Path, *steps: str, head: str = HEAD) -> tuple[Problem, ...]:
    path = tmp_path / "s.yaml"
    path.write_text(head + "".join(f"  - {{{step}}}\n" for step in steps), "utf-8")
    scenario, found = read_scenario(path)
    assert (scenario is None) is bool(found)
    return found


def places(found: tuple[Problem, ...]) -> list[tuple[str, int]]:
    return [(problem.code, problem.location.line) for problem in found]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_scenario_has_no_problems(name: str) -> None:
    scenario, found = read_scenario(scenario_path(name))
    assert found == ()
    assert scenario is not None


def test_a_scenario_is_what_its_file_says(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(HEAD + "  - {actor: prvni, action: wait, minutes: 5}\n  - {actor: prvni, action: wait}\n", "utf-8")
    scenario, _ = read_scenario(path)
    assert scenario is not None
    assert [(step.actor, step.action, step.minutes, step.refused) for step in scenario.steps] == [
        ("prvni", "wait", 5, ""),
        ("prvni", "wait", 0, ""),
    ]


def test_an_unknown_action_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, "actor: prvni, action: wait", "actor: prvni, action: open_siting")
    assert (found.code, found.location.line, found.location.column) == ("action-unknown", 11, 28)
    assert found.arguments == {"action": "open_siting", "nearest": "open_sitting"}
    assert "open_sitting" in render_problem(found, Language.EN)


def test_an_actor_who_is_not_among_the_people_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, "actor: prvny, action: wait")
    assert (found.code, found.location.line) == ("K007", 10)
    assert found.arguments == {"found": "prvny", "allowed": "prvni, uchazec", "nearest": "prvni"}


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ("actor: prvni, action: open_task", "K006"),
        ("actor: prvni, action: open_task, arguments: {task: law-test, panell: [prvni]}", "K003"),
        ("actor: prvni, action: open_task, arguments: {task: [law-test]}", "K005"),
        ("actor: prvni, action: open_task, arguments: {task: 'Law Test'}", "K014"),
        ("actor: prvni, action: extend_time, arguments: {task: t, minutes: -5, reason: porucha}", "K014"),
        ("actor: prvni, action: extend_time, arguments: {task: t, minutes: 5, reason: ''}", "K014"),
        ("actor: prvni, action: pause_clock, arguments: {task: t, reason: ''}", "K014"),
        ("actor: prvni, action: end_session, arguments: {ending: bored, reason: nuda}", "K007"),
        ("actor: prvni, action: select_goal, arguments: {task: t, goal: 0}", "K014"),
        ("actor: prvni, action: wait, arguments: {long: true}", "K003"),
        ("actor: prvni, action: wait, minutes: 601", "K014"),
        ("actor: prvni, action: wait, minutes: soon", "K005"),
        ("actor: prvni, action: Wait", "K014"),
        ("actor: prvni", "K006"),
    ],
)
def test_a_faulty_step_is_told_with_its_line(tmp_path: Path, step: str, code: str) -> None:
    assert places(problems(tmp_path, "actor: prvni, action: wait", step)) == [(code, 11)]


def test_every_faulty_step_is_told_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        "actor: nikdo, action: wait",
        "actor: prvni, action: nothing_at_all",
        "actor: prvni, action: judge, arguments: {}",
    )
    assert places(found) == [("K007", 10), ("action-unknown", 11), ("K006", 12)]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("exam/scenario/1", "exam/scenario/2", "K007"),
        ("2026-11-20T08:00:00+01:00", "2026-11-20T08:00:00", "K014"),
        ("2026-11-20T08:00:00+01:00", "tomorrow", "K005"),
        ("role: candidate", "role: canditate", "K007"),
        ('title: "Krátký"', "titel: x", "K003"),
        ('seed: "x"\n', "", "K006"),
        ('title: "Krátký"', 'title: "\\e[2J"', "K011"),
        ('title: "Krátký"', "title: !!python/object/apply:os.system [ls]", "K010"),
        ('title: "Krátký"', "title: &a x", "K010"),
    ],
)
def test_a_faulty_head_is_told(tmp_path: Path, old: str, new: str, code: str) -> None:
    found = problems(tmp_path, "actor: prvni, action: wait", head=HEAD.replace(old, new))
    assert code in {problem.code for problem in found}


def test_a_scenario_without_steps_or_people_is_none(tmp_path: Path) -> None:
    assert [problem.code for problem in problems(tmp_path, head=HEAD + "  []\n")] == ["K014"]
    alone = HEAD.replace(HEAD.splitlines(keepends=True)[7], "")
    assert [problem.code for problem in problems(tmp_path, "actor: prvni, action: wait", head=alone)] == ["K014"]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.yaml", tmp_path):
        scenario, found = read_scenario(path)
        assert scenario is None
        assert [problem.code for problem in found] == ["K001"]
