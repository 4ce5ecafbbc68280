"""Candidates of one sitting share as few items as the bank allows."""

from collections import Counter
from pathlib import Path

from exam.core.item import ChoiceItem
from exam.scripted.runner import run
from exam.scripted.scenario import Scenario
from exam.scripted.stage import Stage
from tests.rims import mini_exam, step, unplayed
from tests.service.test_pausing import TEST, begun


def two_candidates() -> Scenario:
    steps = (
        *mini_exam().steps[:2],
        step("osoba", "register_candidate", candidate="uchazec"),
        step("predseda", "open_sitting"),
        *begun("uchazec"),
        step("osoba", "register_candidate", candidate="jiny"),
        *begun("jiny"),
    )
    return mini_exam().model_copy(update={"steps": steps})


def papers(stage: Stage) -> list[set[str]]:
    states = map(stage.service.sessions.state, stage.service.sittings.state(stage.sitting).sessions)
    return [{pinned.item for pinned in state.papers[TEST]} for state in states]


def test_two_papers_of_one_sitting_share_only_what_the_bank_forces_them_to(tmp_path: Path) -> None:
    with unplayed(tmp_path, two_candidates()) as stage:
        run(stage.scenario, stage)
        first, second = papers(stage)
        task = stage.standard().task(TEST)
        assert task is not None
        bank = stage.ports.library.bank(stage.scenario.standard, task.bank or "")
    by_criterion = {item.id: item.criteria[0] for item in bank if isinstance(item, ChoiceItem)}
    held, used = Counter(by_criterion.values()), Counter(by_criterion[item] for item in first)
    forced = sum(max(0, 2 * used[criterion] - held[criterion]) for criterion in used)
    assert len(first & second) == forced
    assert len(first) == len(second)
