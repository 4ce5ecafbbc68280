from pathlib import Path
from typing import NoReturn

import pytest

from exam.core.candidate_session import TaskStatus
from exam.core.candidate_session.commands import ExtendTime
from exam.core.receipt import receipt_code
from exam.journal.engine import JournalDamagedError
from exam.service.desk import LocalDesk
from exam.wording import Language
from tests.plain.lines import PASSED, TESTING, sitting
from tests.stages import cut


def test_nothing_is_done_before_the_identity_is_verified(tmp_path: Path) -> None:
    with sitting(tmp_path, cut(PASSED, before="verify_identity")) as seat:
        told = seat.type("1", "", "/potvrdit")
    assert "Komise ověří vaši totožnost" in told
    assert "Nic nového." in told
    assert "Příkazu „/potvrdit“ nerozumím" in told


def test_the_induction_is_read_and_confirmed_and_the_tasks_are_numbered(tmp_path: Path) -> None:
    with sitting(tmp_path, cut(PASSED, before="acknowledge_induction")) as seat:
        told = seat.type("/potvrdit")
        state = seat.stage.state()
    assert "potvrďte je příkazem /potvrdit" in told
    assert "Test má 15 otázek" in told
    assert "Úkoly:\n1 " in told
    assert set(state.induction) == {"pracoviste", "bozp", "po"}


def test_a_task_that_is_not_open_is_not_entered(tmp_path: Path) -> None:
    with sitting(tmp_path, cut(PASSED, before="open_task")) as seat:
        told = seat.type("1", "99", "něco")
    assert "Tento úkol komise ještě neotevřela." in told


def test_help_names_every_command_of_the_place_and_they_are_understood(tmp_path: Path) -> None:
    with sitting(tmp_path, TESTING) as seat:
        told = seat.type("/pomoc") + seat.at("law-test", "/pomoc")
        words = {line.partition(":")[0] for line in told.splitlines() if line.startswith("/")}
        told = seat.at("law-test", *(sorted(words - {"/odevzdat", "/zkoušející", "/zpět"})))
    assert {"/odevzdat", "/ruka", "/čas", "/přehled", "/pravidla"} <= words
    assert told.count("nerozumím") == 2, "rules and breaks are for the list of tasks alone"


def test_only_an_examiner_ends_it(tmp_path: Path) -> None:
    with sitting(tmp_path, TESTING) as seat:
        seat.examiner_comes = False
        assert "Otázka 2 z 15" in seat.at("law-test", "/zkoušející", "")
        seat.examiner_comes = True
        assert "Otázka 2" not in seat.at("law-test", "/zkoušející", "")


def test_time_is_told_on_demand_and_before_it_is_over_and_then_the_task_is_closed(tmp_path: Path) -> None:
    with sitting(tmp_path, TESTING) as seat:
        stage = seat.stage

        def pass_minutes(minutes: int) -> None:
            stage.clock.pass_minutes(minutes)
            stage.tick()

        told = seat.at(
            "law-test", "/čas", "a", "a", "a", meanwhile={2: lambda: pass_minutes(26), 3: lambda: pass_minutes(5)}
        )
        task = stage.state().tasks["law-test"]
    assert "Zbývá 30:00 z 30 minut." in told
    assert told.count("Zbývá méně než 5 minut.") == 1
    assert "Úkol je uzavřený. Platí, co bylo naposledy uloženo." in told
    assert told.rindex("Úkoly:") > told.index("Úkol je uzavřený")
    assert task.status is TaskStatus.SUBMITTED
    assert len(task.responses) == 2, "the answer that came after the end is refused and said to be"
    assert "NEULOŽENO" in told


def test_added_time_is_told_with_what_it_was_added_to(tmp_path: Path) -> None:
    with sitting(tmp_path, TESTING) as seat:
        chair = seat.stage.actors["dvorakova"]
        seat.stage.service.session(chair, seat.stage.session, ExtendTime(task="law-test", minutes=15, reason="hluk"))
        assert "Zbývá 45:00 z 45 (30+15) minut." in seat.at("law-test", "/čas")


def test_a_raised_hand_reaches_the_journal(tmp_path: Path) -> None:
    with sitting(tmp_path, TESTING) as seat:
        told = seat.at("law-test", "/ruka")
        stored = seat.stage.ports.journal.read(f"session/{seat.stage.session}")
    assert told.count("Voláte zkoušejícího") == 1
    assert stored[-1].link.type == "HandRaised"


@pytest.mark.parametrize(("word", "acknowledged"), [("/vzít", True), ("/odmítnout", False)])
def test_the_result_is_read_and_answered_with_an_objection(tmp_path: Path, word: str, acknowledged: bool) -> None:  # noqa: FBT001 - what the word means
    with sitting(tmp_path, cut(PASSED, before="acknowledge_reasons")) as seat:
        told = seat.type(f"{word} Nesouhlasím <b>")
        state = seat.stage.state()
        head = seat.stage.ports.journal.head(f"session/{seat.stage.session}")
    assert "VYHOVĚL" in told
    assert state.acknowledgement is not None
    assert (state.acknowledgement.acknowledged, state.acknowledgement.objection) == (acknowledged, "Nesouhlasím <b>")
    assert "Hotovo." in told
    assert receipt_code(head) in told


def test_a_journal_that_cannot_be_read_is_told_and_puts_nobody_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sitting(tmp_path, TESTING) as seat, monkeypatch.context() as broken:

        def breaks() -> None:
            broken.setattr(LocalDesk, "view", unreadable)

        told = seat.at("law-test", "", "", "a", meanwhile={1: breaks})
    assert told.count("journal.db") >= 2
    assert "Otázka 4 z 15" in told, "the sheet itself can still be read and answered"


def unreadable(_desk: LocalDesk) -> NoReturn:
    raise JournalDamagedError(path="journal.db")


def test_english_is_spoken_too(tmp_path: Path) -> None:
    with sitting(tmp_path, TESTING, language=Language.EN) as seat:
        told = seat.at("law-test", "/help", "/back")
    assert "Question 1 of 15" in told
    assert "/submit: hands the task in" in told
