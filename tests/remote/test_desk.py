"""A desk whose hub goes away and comes back: what is said, what waits, what is sent again."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from exam import view as seen
from exam.core.access_events import WorkstationKind
from exam.core.candidate_session import TaskStatus
from exam.core.session_events import ResponseSaved
from exam.problem import ExamError
from exam.remote.desk import RemoteDesk, sit_down, take_back
from exam.remote.line import read_workstation
from exam.remote.outbox import Outbox
from exam.scripted.performance import PIN
from exam.service.desk import LocalDesk
from exam.service.ports import JournalError
from exam.service.streams import Streams
from tests.hub.running import Running, hub_on
from tests.stages import cut, played, shipped

WRITING = cut(shipped("passed"), before="write_reply")
TASK = "written-reply"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Running]:
    with played(tmp_path, WRITING) as stage, hub_on(tmp_path, stage) as running:
        yield running


def refusal(action: Callable[[], object]) -> str:
    with pytest.raises(ExamError) as told:
        action()
    return told.value.code


def until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + 15
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.05)


def reply(desk: RemoteDesk) -> seen.ReplySheet:
    sheet = desk.sheet(TASK)
    assert isinstance(sheet, seen.ReplySheet)
    return sheet


def written(desk: RemoteDesk, text: str, place: int = 0) -> seen.SaveText:
    return seen.SaveText(task=TASK, part=reply(desk).prompts[place].part, text=text)


def kept(hub: Running) -> list[str]:
    entries = Streams(hub.stage.ports.journal).entries(f"session/{hub.stage.session}")
    saved = (entry.event.response for entry in entries if isinstance(entry.event, ResponseSaved))
    return [response.text for response in saved if response.kind == "text"]


def cut_off(desk: RemoteDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the line end nowhere."""
    monkeypatch.setattr("exam.remote.line.RETRY_S", 0.05)
    line = desk._line  # noqa: SLF001 - the cable
    line._hang_up()  # noqa: SLF001
    line._host = "192.0.2.1"  # noqa: SLF001 - nobody has this address
    monkeypatch.setattr("exam.remote.line.PATIENCE_S", 0.05)


def plugged(desk: RemoteDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exam.remote.line.PATIENCE_S", 3.0)
    desk._line._host = "127.0.0.1"  # noqa: SLF001
    until(lambda: not desk._line.away)  # noqa: SLF001


def test_what_is_typed_while_the_hub_is_away_is_seen_and_sent_once_it_is_back(
    hub: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = hub.desk()
    first, second = written(desk, "první"), written(desk, "druhý", 1)
    desk.do(first)
    cut_off(desk, monkeypatch)
    for text in ("nic", "něco", "všechno"):
        assert refusal(lambda text=text: desk.do(first.model_copy(update={"text": text}))) == "hub-away"  # type: ignore[misc]
    assert refusal(lambda: desk.do(second)) == "hub-away"
    assert refusal(desk.view) == "hub-away"
    assert [prompt.written for prompt in reply(desk).prompts[:2]] == ["všechno", "druhý"]
    assert kept(hub) == ["první"]
    plugged(desk, monkeypatch)
    assert kept(hub) == ["první", "všechno", "druhý"]
    again = desk.do(second)
    assert again.seq
    assert kept(hub) == ["první", "všechno", "druhý"]
    assert [prompt.written for prompt in reply(desk).prompts[:2]] == ["všechno", "druhý"]


def test_calls_fail_at_once_while_the_hub_is_known_to_be_away(hub: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = hub.desk()
    cut_off(desk, monkeypatch)
    assert refusal(desk.view) == "hub-away"
    monkeypatch.setattr("exam.remote.line.PATIENCE_S", 30.0)
    began = time.monotonic()
    for _ in range(50):
        assert refusal(desk.view) == "hub-away"
    assert time.monotonic() - began < 1


def test_a_lost_answer_is_asked_for_again_and_nothing_is_kept_twice(
    hub: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = hub.desk()
    command = written(desk, "jednou")
    line = desk._line  # noqa: SLF001
    real = line._exchange  # noqa: SLF001

    def lost(*arguments: object) -> tuple[int, bytes]:
        real(*arguments)  # type: ignore[arg-type]
        raise ConnectionResetError

    monkeypatch.setattr(line, "_exchange", lost)
    assert refusal(lambda: desk.do(command)) == "hub-away"
    monkeypatch.setattr(line, "_exchange", real)
    until(lambda: not line.away)
    desk.do(command)
    assert kept(hub) == ["jednou"]


def test_nothing_is_handed_in_behind_anybodys_back(hub: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = hub.desk()
    desk.do(written(desk, "text"))
    cut_off(desk, monkeypatch)
    assert refusal(lambda: desk.do(seen.Submit(task=TASK))) == "hub-undone"
    plugged(desk, monkeypatch)
    assert hub.stage.state().tasks[TASK].status is TaskStatus.OPEN
    desk.do(seen.Submit(task=TASK))
    assert hub.stage.state().tasks[TASK].status is TaskStatus.SUBMITTED


def test_a_call_for_help_and_for_a_break_wait_for_the_hub_and_what_cannot_wait_says_so(
    hub: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = hub.desk()
    cut_off(desk, monkeypatch)
    for waits in (seen.RaiseHand(task=TASK), seen.AskBreak(task=TASK)):
        assert refusal(lambda waits=waits: desk.do(waits)) == "hub-away"  # type: ignore[misc]
    for lost in (
        lambda: desk.do(seen.StopCaller(task=TASK)),
        lambda: desk.hand_out(TASK),
        lambda: desk.hand_in(TASK, "a.xlsx", b""),
    ):
        assert refusal(lost) == "hub-undone"
    plugged(desk, monkeypatch)
    assert hub.stage.state().tasks[TASK].hand_raised_at
    (card,) = (card for card in desk.view().tasks if card.task == TASK)
    assert card.break_asked


def test_a_computer_that_the_hub_forgot_keeps_what_was_typed_until_it_is_known_again(hub: Running) -> None:
    desk = hub.desk("pc-7")
    waits, secret = written(desk, "zůstane"), desk._line._secret  # noqa: SLF001
    desk._line._secret = "x" * len(secret)  # noqa: SLF001
    assert refusal(lambda: desk.do(waits)) == "workstation-unknown"
    desk._line._secret = secret  # noqa: SLF001
    desk.do(written(desk, "a další", 1))
    assert kept(hub) == ["a další", "zůstane"]


def test_what_the_hub_could_not_keep_goes_along_with_what_it_can_and_before_anything_is_handed_in(
    hub: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, real = hub.desk(), LocalDesk.do
    first, second, third = (written(desk, text, place) for text, place in (("první", 0), ("druhý", 1), ("třetí", 0)))

    def full(desk: LocalDesk, command: seen.DeskCommand, *, key: str = "") -> seen.SavedView:
        if isinstance(command, seen.SaveText):
            raise JournalError
        return real(desk, command, key=key)

    monkeypatch.setattr(LocalDesk, "do", full)
    assert refusal(lambda: desk.do(first)) == JournalError.code
    monkeypatch.setattr(LocalDesk, "do", real)
    desk.do(second)
    assert kept(hub) == ["druhý", "první"]
    monkeypatch.setattr(LocalDesk, "do", full)
    assert refusal(lambda: desk.do(third)) == JournalError.code
    assert refusal(lambda: desk.do(seen.Submit(task=TASK))) == JournalError.code
    assert hub.stage.state().tasks[TASK].status is TaskStatus.OPEN
    monkeypatch.setattr(LocalDesk, "do", real)
    desk.do(seen.Submit(task=TASK))
    assert kept(hub) == ["druhý", "první", "třetí"]
    assert hub.stage.state().tasks[TASK].status is TaskStatus.SUBMITTED


def test_a_task_that_was_handed_in_takes_nothing_that_waited(hub: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = hub.desk()
    late = written(desk, "pozdě")
    cut_off(desk, monkeypatch)
    assert refusal(lambda: desk.do(late)) == "hub-away"
    hub.stage.clock.pass_minutes(200)
    hub.service.tick()
    plugged(desk, monkeypatch)
    assert kept(hub) == []
    assert refusal(lambda: desk.do(late)) not in {"", "hub-away"}
    assert kept(hub) == []


def test_the_next_process_sends_what_the_last_one_could_not(hub: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = hub.desk("pc-7")
    waits = written(desk, "před pádem")
    cut_off(desk, monkeypatch)
    assert refusal(lambda: desk.do(waits)) == "hub-away"
    desk._line.close()  # noqa: SLF001
    monkeypatch.setattr("exam.remote.line.PATIENCE_S", 3.0)
    assert kept(hub) == []
    again = hub.desk("pc-7")
    assert kept(hub) == ["před pádem"]
    assert reply(again).prompts[0].written == "před pádem"
    assert list((hub.folder / "waiting" / "pc-7").iterdir()) == []


def test_what_waited_at_a_computer_that_was_left_meanwhile_overwrites_nothing(
    hub: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = hub.desk("pc-8")
    waits = written(old, "staré")
    cut_off(old, monkeypatch)
    assert refusal(lambda: old.do(waits)) == "hub-away"
    old._line.close()  # noqa: SLF001
    monkeypatch.setattr("exam.remote.line.PATIENCE_S", 3.0)
    new = hub.desk("pc-9")
    new.do(written(new, "nové"))
    hub.desk("pc-8")
    assert kept(hub) == ["nové"]
    assert [path.suffix for path in (hub.folder / "waiting" / "pc-8").iterdir()] == [".old"]


def test_a_workbook_goes_out_and_comes_in(tmp_path: Path) -> None:
    filling = cut(shipped("passed"), before="fill_workbook")
    with played(tmp_path, filling) as stage, hub_on(tmp_path, stage) as hub:
        desk = hub.desk()
        name, data = desk.hand_out("analysis-workbook")
        assert (name, data[:2]) == ("analysis-workbook.xlsx", b"PK")
        saved = desk.hand_in("analysis-workbook", "řešení.xlsx", data)
        assert saved.receipt
        sheet = desk.sheet("analysis-workbook")
        assert isinstance(sheet, seen.WorkbookSheet)
        assert [file.name for file in sheet.handed_in] == ["řešení.xlsx"]


def test_an_examiner_frees_the_desk_and_nobody_else_does(hub: Running) -> None:
    line = hub.line("pc-1")
    desk = sit_down(line, hub.code("pc-1"), hub.folder / "w")
    assert refusal(lambda: take_back(line, "kratky", "0000")) == "sign-in-refused"
    assert refusal(lambda: take_back(line, "svobodova", PIN)) == "denied"
    assert desk.view().phase is seen.Phase.TASKS
    token = line.token
    take_back(line, "kratky", PIN)
    line.token = token
    assert refusal(desk.view) == "place-void"


def test_a_workstations_file_is_read_or_refused_by_name(hub: Running, tmp_path: Path) -> None:
    path = tmp_path / "pc.json"
    path.write_text(hub.file("pc-1", WorkstationKind.DESK).model_dump_json(), "utf-8")
    assert read_workstation(path).workstation == "pc-1"
    for text in ("", "{}", "-----BEGIN CERTIFICATE-----"):
        path.write_text(text, "utf-8")
        assert refusal(lambda: read_workstation(path)) == "workstation-file"
    assert refusal(lambda: read_workstation(tmp_path)) == "workstation-file"


def test_an_outbox_that_cannot_be_read_is_put_aside_and_one_that_cannot_be_written_costs_nothing(
    tmp_path: Path,
) -> None:
    path = tmp_path / "session.jsonl"
    for text in ("{", '{"key": "k", "command": "Nothing", "data": {}}', "\ud800".encode("utf-8", "surrogatepass")):
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        found = Outbox(path)
        found.load(again=True)
        assert found.oldest() is None
        assert path.with_suffix(".unreadable").exists()
    (tmp_path / "file").write_text("")
    nowhere = Outbox(tmp_path / "file" / "session.jsonl")
    command = seen.SaveChoice(task="t", part="p", option="a")
    assert nowhere.put(command).command == command
