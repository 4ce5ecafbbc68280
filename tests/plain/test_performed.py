from pathlib import Path

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
    assert "Hodnotí se jen soubor odevzdaný naposledy." in told
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
