"""A task opened where its keys can be read: told once, beside its paper."""

from exam.core.candidate_session import commands as asked
from exam.core.course_events import KeysWithinReach
from exam.core.session_events import PaperDrawn, TaskOpened
from tests.builders import Desk


def test_a_task_opened_within_reach_of_its_keys_makes_the_exam_practice() -> None:
    desk = Desk().admitted()
    assert not desk.state.within_reach
    desk.within_reach = True
    drawn, opened, told = desk.do(asked.OpenTask(task="law-test", panel=("chair", "second")))
    assert isinstance(drawn, PaperDrawn)
    assert isinstance(opened, TaskOpened)
    assert told == KeysWithinReach(task="law-test")
    assert desk.state.within_reach
