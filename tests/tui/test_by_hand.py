"""The whole program in a real terminal: both people, from home to the signed record; and attacks typed into it."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from exam.bootstrap import open_workspace
from exam.checking import verify_record
from exam.core.exam_record import ExamRecord
from exam.scripted.performance import scenario_path
from exam.scripted.scenario import Scenario, Step
from tests.stages import cut, played, shipped
from tests.tui.by_hand import CRITERIA, ETHICS, FIGURANT, GOALS, REASON, REPLY, TASKS, ByHand
from tests.tui.terminal import Terminal
from tests.tui.test_widgets import ATTACKS

ROOT = Path(__file__).parents[2]
TITLE = "exam-test"
pytestmark = pytest.mark.needs_tmux


def environment(folder: Path) -> Mapping[str, str]:
    return {
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder / "data"),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "PYTHONPATH": str(ROOT),
        "PATH": os.environ["PATH"],
    }


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    found = Terminal(tmp_path.name, tmp_path, (80, 24))
    yield found
    found.stop()


def act(actor: str, action: str, **arguments: object) -> Step:
    return Step(actor=actor, action=action).model_copy(update={"arguments": arguments})


def the_same_by_script() -> Scenario:
    """Return a scenario in which everybody does what was done by hand."""
    ready = shipped("practice")
    chair, member, candidate = "dvorakova", "kratky", "svobodova"
    steps = [
        *ready.steps,
        act(chair, "open_sitting"),
        act(chair, "open_session"),
        act(chair, "verify_identity", document="občanský průkaz"),
        act(candidate, "acknowledge_induction", topics=["pracoviste", "bozp", "po"]),
    ]
    desk: dict[str, list[Step]] = {
        "law-test": [act(candidate, "answer_test", task="law-test")],
        "sale-transcripts": [act(candidate, "pick_transcript", task="sale-transcripts")],
        "complaint-transcripts": [act(candidate, "pick_transcript", task="complaint-transcripts")],
        "written-reply": [
            act(
                candidate,
                "write_reply",
                task="written-reply",
                **dict(zip(("to", "subject", "body"), REPLY, strict=True)),
                ethics=list(ETHICS),
            )
        ],
        "training-plan": [
            act(candidate, "plan_training", task="training-plan", goals=[goal.model_dump() for goal in GOALS])
        ],
        "analysis-workbook": [act(candidate, "fill_workbook", task="analysis-workbook")],
    }
    for task in TASKS:
        figurant = {"figurant": member} if task in FIGURANT else {}
        steps.append(act(chair, "open_task", task=task, **figurant))
        steps += desk.get(task, [])
        steps.append(
            act(candidate, "submit_task", task=task) if task in desk else act(chair, "end_performance", task=task)
        )
        if task == "training-plan":
            steps.append(act(chair, "select_goal", task=task, goal=2))
        if task in CRITERIA:
            told: dict[str, Any] = {"complaint-call": {"not_met": {"complaint.c": REASON}}}.get(task, {})
            shown = {"shown": {"complaint.e": 3}} if task == "complaint-stress" else {}
            steps += [act(who, "judge", task=task, **told, **shown) for who in (chair, member)]
            steps += [act(chair, "reveal", task=task), act(chair, "agree", task=task)]
    steps += [
        act(chair, "determine_result"),
        act(chair, "announce_result"),
        act(candidate, "acknowledge_reasons", acknowledged=True),
        act(chair, "issue_record"),
        act(chair, "sign_record"),
        act(member, "sign_record"),
        act(member, "seal_record"),
        act(chair, "archive_record"),
    ]
    return ready.model_copy(update={"steps": tuple(steps)})


def comparable(record: ExamRecord) -> dict[str, Any]:
    """Return what must be the same: everything but ids, times, draws (so the size of a workbook) and digests."""
    told = record.model_dump(mode="json")
    drawn = {
        "record",
        "sitting",
        "session",
        "sitting_head",
        "session_head",
        "started_at",
        "ended_at",
        "issued_at",
        "practice",
        "tasks",
        "signers",
        "acknowledgement",
        "evidence",
    }
    kept = {key: value for key, value in told.items() if key not in drawn}
    for person in (kept["candidate"], *kept["examiners"]):
        del person["version"]["salt"]
    kept["tasks"] = [
        {key: task[key] for key in ("task", "title", "granted_ms", "extra_ms", "panel", "figurant")}
        | {"all right": task["score"] == task["max_score"]}
        for task in told["tasks"]
    ]
    kept["signers"] = [(signer["field"], signer["who"], signer["mode"]) for signer in told["signers"]]
    kept["acknowledgement"] = {key: told["acknowledgement"][key] for key in ("acknowledged", "objection")}
    return kept


def record_in(workspace: Path) -> ExamRecord:
    (path,) = (workspace / "archive" / "practice").glob("*.pdf")
    found = verify_record(path.read_bytes(), ())
    assert found.verdict == "PRACTICE", found.codes
    assert found.record is not None
    return found.record


def test_an_exam_by_hand_in_a_real_terminal_has_the_record_of_the_same_exam_by_script(
    tmp_path: Path, terminal: Terminal
) -> None:
    terminal.start("", environment(tmp_path))
    workspace = tmp_path / "data" / "exam" / "practice"
    ByHand(terminal, workspace, lambda _name, _screen: None).run()
    by_hand = record_in(workspace)
    with played(tmp_path / "script", the_same_by_script()) as stage:
        by_script = record_in(Path(stage.archived).parents[2])
    assert comparable(by_hand) == comparable(by_script)
    codes = {reason.code for reason in by_hand.practice}
    assert "scripted" not in codes
    assert "practice-certificate" in codes


def test_a_fresh_start_stands_on_a_practice_sitting_that_can_be_run_at_once(tmp_path: Path, terminal: Terminal) -> None:
    terminal.start("", environment(tmp_path))
    assert "má PIN 1234" in terminal.wait("Kdo zkouší?")
    terminal.type("1234")
    terminal.press("Enter")
    assert "Magdaléna Svobodová-Zkušební" in terminal.wait("připravený")
    assert scenario_path("practice").is_file()
    terminal.press("F10")
    terminal.wait("Ukončit?")
    terminal.press("Enter")
    terminal.wait("EXIT 0")


def test_attacks_pasted_into_every_field_change_nothing_but_visible_text(tmp_path: Path, terminal: Terminal) -> None:
    terminal.start("", environment(tmp_path))
    terminal.wait("Kdo zkouší?")
    terminal.type("1234")
    terminal.press("Enter")
    terminal.wait("Termíny a uchazeči")
    before = terminal.title()
    terminal.press("n")
    terminal.wait("Nový termín")
    for attack in ATTACKS:
        terminal.paste(attack.replace("\0", ""))
        terminal.press("Tab")
    terminal.press("F8")
    screen = terminal.wait("Nelze")
    assert "STANDARD" in screen
    raw = terminal.raw()
    assert not re.search(r"\x1b\]|\x1bc|\x1b\[6n|\x07", raw)
    assert terminal.title() == before
    terminal.press("Enter", "F4")
    terminal.wait("Zahodit")
    terminal.press("Enter")
    terminal.wait("Termíny a uchazeči")


def test_what_a_candidate_wrote_reaches_the_examiners_terminal_as_visible_text(
    tmp_path: Path, terminal: Terminal
) -> None:
    writing = cut(shipped("passed"), before="write_reply")
    reply = act(
        "svobodova", "write_reply", task="written-reply", to="".join(ATTACKS), subject="[/x]", body="\x1b]0;zlo\x07"
    )
    hand_in = act("svobodova", "submit_task", task="written-reply")
    with played(tmp_path, writing.model_copy(update={"steps": (*writing.steps, reply, hand_in)})):
        pass
    terminal.start(f"--workspace {tmp_path / 'workspace'}", environment(tmp_path))
    terminal.wait("Kdo zkouší?")
    terminal.type("1234")
    terminal.press("Enter")
    terminal.wait("Termíny")
    before = terminal.title()
    terminal.press("Down", "Enter")
    terminal.wait("Na řadě")
    terminal.press("Home", *["Down"] * TASKS.index("written-reply"), "Enter")
    terminal.wait("F5 podklady")
    terminal.press("F5")
    screen = terminal.wait("ODESLANÁ ODPOVĚĎ")
    assert "⟨U+001B⟩" in screen
    assert terminal.title() == before
    assert not re.search(r"\x1b\]|\x1bc|\x07", terminal.raw())


def test_kill_9_at_the_desk_loses_no_acknowledged_answer(tmp_path: Path, terminal: Terminal) -> None:
    with played(tmp_path, cut(shipped("passed"), before="answer_test")):
        pass
    for number in (1, 2):
        terminal.start(f"--workspace {tmp_path / 'workspace'}", environment(tmp_path))
        terminal.wait("Kdo zkouší?")
        terminal.type("1234")
        terminal.press("Enter")
        terminal.wait("Termíny")
        terminal.press("Down", "Enter")
        terminal.wait("Na řadě")
        terminal.press("h")
        terminal.wait("PIN")
        terminal.type("1234")
        terminal.press("Enter")
        terminal.wait("▶")
        terminal.press("Enter")
        terminal.wait(" 1/15")
        terminal.press(*["Right"] * (number - 1))
        terminal.wait(f" {number}/15")
        terminal.press("a")
        terminal.wait(f"{number}●", "uloženo")
        terminal.kill()
    with open_workspace(tmp_path / "workspace", owning=False) as workspace:
        (session,) = workspace.sessions()
        assert len(workspace.service.sessions.state(session).tasks["law-test"].responses) == 2
