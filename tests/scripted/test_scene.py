"""A whole scene by script: what the keys of the console do, a script does too; the candidate is never shown a note."""

from pathlib import Path

from exam.core.candidate_view import desk_view, task_sheet
from exam.core.timing import MINUTE_MS, TimeFactKind
from exam.scripted.scenario import Scenario, Step
from tests.stages import cut, played, shipped

CALL = "vip-call"
BEFORE = cut(shipped("passed"), before="open_task", task=CALL)
NOTE = "Skočil zákaznici do řeči."


def step(actor: str, action: str, *, minutes: int = 0, refused: str = "", **arguments: object) -> Step:
    given = {"task": CALL, **arguments} if action != "wait" else {}
    return Step(actor=actor, action=action, minutes=minutes, refused=refused, arguments=given)


def scene() -> Scenario:
    steps = (
        step("dvorakova", "open_task", figurant="kratky", by_phone=True),
        step("dvorakova", "prepare_call", number="117", dialled_by="figurant", tested=True),
        step("dvorakova", "end_performance", refused="call-awaited"),
        step("kratky", "pick_up", refused="observer-needed"),
        step("dvorakova", "pick_up", minutes=5),
        step("dvorakova", "take_note", minutes=2, text=NOTE, criterion="vip.a"),
        step("holubova", "hold_scene", ground="line-dropped"),
        step("holubova", "resume_clock", minutes=3),
        step("dvorakova", "stop_caller", minutes=1, who="candidate"),
        step("dvorakova", "end_performance", minutes=4),
        step("holubova", "begin_break"),
        step("dvorakova", "open_task", refused="task-already-opened"),
        step("holubova", "end_break", minutes=6),
    )
    return BEFORE.model_copy(update={"steps": (*BEFORE.steps, *steps)})


def test_a_call_a_dropped_line_an_abusive_caller_and_a_break_cost_only_the_time_that_was_talked(tmp_path: Path) -> None:
    with played(tmp_path, scene()) as stage:
        state, standard = stage.state(), stage.standard()
        assert state.tasks[CALL].clock.consumed_ms == 3 * MINUTE_MS
        assert state.irregularities[-2:] == (f"line-dropped: {CALL}", f"abusive-caller: {CALL}: candidate")
        (rested,) = [fact for fact in state.time_facts if fact.kind is TimeFactKind.RESTED]
        assert rested.ms == 6 * MINUTE_MS
        (note,) = state.tasks[CALL].scene.notes
        assert (note.text, note.clock_ms) == (NOTE, 2 * MINUTE_MS)
        view = desk_view(state, standard, candidate="", elapsed={}, saved=None)
        sheet = task_sheet(state, standard, CALL, stage.items(CALL))
        assert NOTE not in view.model_dump_json() + sheet.model_dump_json()
