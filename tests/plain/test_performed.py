from pathlib import Path
from typing import NoReturn

import pytest

from exam.core.candidate_session.scene_commands import AnswerHand, BeginBreak
from exam.service.desk import LocalDesk
from exam.view import AskBreak, DeskCommand, HubAwayError, RaiseHand
from tests.plain.lines import PASSED, sitting
from tests.stages import cut
from tests.tui.test_desk import opened

FILLING = cut(PASSED, before="fill_workbook")


def test_a_workbook_goes_out_and_comes_back_through_a_folder(tmp_path: Path) -> None:
    with sitting(tmp_path, FILLING) as seat:
        told = seat.at("analysis-workbook", "/předat", "/vydat", "/vydat", "/odevzdat", "ne")
        assert "Zatím nebyl odevzdán žádný soubor." in told
        assert "je prázdná" in told
        assert "Sešit najdete zde" in told
        assert "nic nebylo přepsáno" in told
        (seat.folder / "vlastní řešení.xlsx").write_bytes(b"not a workbook")
        told = seat.at("analysis-workbook", "/předat", "/předat 2", "/odevzdat", "ne")
        submissions = seat.stage.state().tasks["analysis-workbook"].submissions
        kept = seat.stage.ports.blobs.get(submissions[-1].blob)
    assert "2 vlastní řešení.xlsx\nKterý soubor odevzdáváte? Napište /předat a jeho číslo." in told
    assert "Odevzdáno: vlastní řešení.xlsx (14 B" in told
    assert told.count("Soubor je prostý text (například CSV). Uložte ho jako sešit Excelu (.xlsx).") == 2
    assert "hodnotí jen soubor odevzdaný naposledy." in told
    assert kept == b"not a workbook"


def test_the_only_file_of_the_folder_needs_no_number(tmp_path: Path) -> None:
    with sitting(tmp_path, FILLING) as seat:
        told = seat.at("analysis-workbook", "/vydat", "/předat")
    assert "Odevzdáno: analysis-workbook.xlsx" in told


def test_a_folder_that_cannot_be_used_is_told_and_loses_nothing(tmp_path: Path) -> None:
    with sitting(tmp_path, FILLING) as seat:
        seat.folder.write_text("in the way")
        told = seat.at("analysis-workbook", "/vydat", "/čas")
    assert "nelze použít" in told
    assert "Zbývá" in told


def test_a_performed_task_has_a_card_and_no_way_to_hand_it_in(tmp_path: Path) -> None:
    with sitting(tmp_path, opened("vip-call")) as seat:
        told = seat.at("vip-call", "/odevzdat", "/pomoc")
        (item,) = seat.stage.items("vip-call")
    assert "Historie kontaktů" in told
    assert "Příkazu „/odevzdat“ nerozumím" in told
    assert "/odevzdat:" not in told
    script = " ".join(str(item.model_dump()["script"][0]["say"]).split())
    assert script[:40] not in " ".join(told.split())


def test_a_caller_is_stopped_and_a_break_is_asked_for_line_by_line(tmp_path: Path) -> None:
    with sitting(tmp_path, opened("vip-call")) as seat:
        chair = seat.stage.actors["dvorakova"]

        def answer(command: object) -> None:
            seat.stage.service.session(chair, seat.stage.session, command)  # type: ignore[arg-type]

        told = seat.at(
            "vip-call",
            "/zastavit",
            "ne",
            "/zastavit",
            "ano",
            "/přestávka",
            "",
            "",
            meanwhile={5: lambda: answer(AnswerHand(task="vip-call")), 6: lambda: answer(BeginBreak(task="vip-call"))},
        )
        assert "Měli jste na to právo" in told
        assert told.count("Prosíte o krátkou přestávku") == 1
        assert told.count("Zkoušející o vás ví.") == 1
        told = seat.type("/pomoc")
    assert "Máte přestávku. Žádné hodiny neběží" in told
    assert "/ruka: " in told


def test_nobody_is_stopped_where_nobody_calls_and_a_break_is_asked_for_between_tasks(tmp_path: Path) -> None:
    with sitting(tmp_path, opened("role-oral")) as seat:
        assert "Příkazu „/zastavit“ nerozumím" in seat.at("role-oral", "/zastavit")
        assert "Voláte zkoušejícího" in seat.type("/ruka")
        assert "Prosíte o krátkou přestávku" in seat.type("/přestávka")


def test_help_and_a_break_are_asked_for_while_the_hub_does_not_answer_what_lies_on_the_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[DeskCommand] = []

    def waits(_desk: LocalDesk, command: DeskCommand, *, key: str = "") -> NoReturn:  # noqa: ARG001 - the door's shape
        asked.append(command)
        raise HubAwayError

    def away(_desk: LocalDesk) -> NoReturn:
        raise HubAwayError

    with sitting(tmp_path, opened("vip-call")) as seat, monkeypatch.context() as broken:

        def cut() -> None:
            broken.setattr(LocalDesk, "view", away)
            broken.setattr(LocalDesk, "do", waits)

        told = seat.at("vip-call", "", "/přestávka", "/zpět", "/ruka", meanwhile={1: cut})
    assert asked == [AskBreak(task="vip-call"), RaiseHand(task="vip-call")]
    assert "prosba o přestávku, čeká na tomto počítači" in told
