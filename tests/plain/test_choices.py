from pathlib import Path

from exam.core.candidate_session import TaskStatus
from exam.core.session_values import ChoiceResponse
from tests.plain.lines import PASSED, TESTING, sitting
from tests.stages import cut

PICKING = cut(PASSED, before="pick_transcript")


def test_a_letter_answers_is_kept_at_once_and_goes_on(tmp_path: Path) -> None:
    with sitting(tmp_path, TESTING) as seat:
        told = seat.at("law-test", "b", "C)", "", "Z", "ab")
        state = seat.stage.state()
        head = seat.stage.ports.journal.head(f"session/{seat.stage.session}")
    first, second = state.papers["law-test"][:2]
    assert state.tasks["law-test"].responses == {
        first.item: ChoiceResponse(option=first.order[1]),
        second.item: ChoiceResponse(option=second.order[2]),
    }
    assert f"číslo {head.seq}." in told
    assert "Otázka 4 z 15" in told
    assert "„Z“ není žádná z možností." in told
    assert "„ab“ není žádná z možností." in told


def test_questions_are_gone_to_marked_and_told(tmp_path: Path) -> None:
    with sitting(tmp_path, TESTING) as seat:
        told = seat.at("law-test", "/otázka 15", "/označit", "a", "/předchozí", "/přehled", "/otázka 77")
    assert "Otázka je označená k návratu." in told
    assert "Otázka 1 z 15" in told, "behind the last question comes the first"
    assert "Bez odpovědi: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14." in told
    assert "Označeno k návratu: 15." in told
    assert told.rstrip().endswith("Odpověď A až D:") or "Odpověď A až C:" in told


def test_whoever_comes_back_to_a_test_finds_the_question_that_he_answered_last(tmp_path: Path) -> None:
    with sitting(tmp_path, TESTING) as seat:
        seat.at("law-test", "/otázka 7", "b")
        told = seat.at("law-test")
    assert "Otázka 7 z 15" in told
    assert "Vaše odpověď: B" in told


def test_a_test_is_handed_in_only_by_the_whole_word_and_what_is_missing_is_told(tmp_path: Path) -> None:
    with sitting(tmp_path, TESTING) as seat:
        told = seat.at("law-test", "a", "/odevzdat", "a")
        assert "Bez odpovědi: 2, 3" in told
        assert seat.stage.state().tasks["law-test"].status is TaskStatus.OPEN
        told = seat.at("law-test", "/odevzdat", "ano")
        told += seat.at("law-test")
        task = seat.stage.state().tasks["law-test"]
    assert "Tento úkol je už odevzdaný." in told
    assert task.status is TaskStatus.SUBMITTED
    assert task.scored is not None


def test_when_every_question_has_an_answer_that_is_told(tmp_path: Path) -> None:
    with sitting(tmp_path, TESTING) as seat:
        told = seat.at("law-test", *("a" for _ in range(15)))
    assert "Všechny otázky mají odpověď." in told


def test_a_transcript_is_read_with_numbered_lines_and_picked(tmp_path: Path) -> None:
    with sitting(tmp_path, PICKING) as seat:
        told = seat.at("sale-transcripts", "2", "/odevzdat", "ne", "/zvolit 3", "/zvolit 8", "nic")
        state = seat.stage.state()
    (pinned,) = state.papers["sale-transcripts"]
    assert "Přepis 2\n1 " in told
    assert "Žádný přepis není zvolen." in told
    assert "Zvolen je přepis 3." in told
    assert state.tasks["sale-transcripts"].responses == {pinned.item: ChoiceResponse(option=pinned.order[2])}


def test_words_are_found_and_the_same_line_of_every_transcript_is_compared(tmp_path: Path) -> None:
    with sitting(tmp_path, PICKING) as seat:
        told = seat.at("sale-transcripts", "/hledat DEKUJ", "/hledat xyzzy", "/hledat", "/porovnat", "/porovnat 2")
    assert "„DEKUJ“: přepis 1: řádky " in told
    assert "„xyzzy“: nenalezeno" in told
    assert "Napište /porovnat a číslo řádku" in told
    assert all(f"Přepis {number}: " in told for number in (1, 2, 3))


def test_the_overview_tells_every_question(tmp_path: Path) -> None:
    with sitting(tmp_path, TESTING) as seat:
        told = seat.at("law-test", "b", "/označit", "/přehled")
    assert "Odpovězeno 1 z 15, označeno k návratu 1" in told
    assert "●  1  odpověď B – " in told
    assert "○  2  ⚑ označeno, bez odpovědi – " in told


def test_the_keys_are_tried_before_the_first_clock_and_nothing_is_kept(tmp_path: Path) -> None:
    with sitting(tmp_path, cut(PASSED, before="acknowledge_induction")) as seat:
        head = seat.stage.ports.journal.head(f"session/{seat.stage.session}")
        told = seat.type("/vyzkoušet", "b", "/ruka", "/označit", "/odevzdat", "ano", "/pravidla")
        assert seat.stage.ports.journal.head(f"session/{seat.stage.session}") == head
    assert "Otázka 1 z 2" in told
    assert "na zkoušku: nic se neukládá" in told
    assert "Příkazu „/ruka“ nerozumím" in told
    assert "poproste o krátkou přestávku (/přestávka)" in told
