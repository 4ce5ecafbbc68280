from pathlib import Path

from exam.core.session_values import PlannedGoal, ReplyResponse, TextResponse
from tests.plain.lines import PASSED, Sitting, sitting
from tests.stages import cut

WRITING = cut(PASSED, before="write_reply")
PLANNING = cut(PASSED, before="plan_training")


def reply_of(seat: Sitting) -> ReplyResponse:
    responses = seat.stage.state().tasks["written-reply"].responses
    (reply,) = [
        found for part, found in responses.items() if part.endswith("/reply") and isinstance(found, ReplyResponse)
    ]
    return reply


def test_each_line_of_a_reply_is_kept_when_it_is_typed(tmp_path: Path) -> None:
    with sitting(tmp_path, WRITING) as seat:
        seat.at("written-reply", "/komu a@b.cz", "/předmět Věc", "Dobrý den,", "", "těší nás.")
        assert reply_of(seat) == ReplyResponse(to="a@b.cz", subject="Věc", body="Dobrý den,\n\ntěší nás.", sent=False)
        told = seat.at("written-reply", "/text", "/řádek 3 mrzí nás to.", "/smazat 2", "//lomeno", "/smazat 9", "/text")
        body = reply_of(seat).body
    assert "1 Dobrý den,\n2 \n3 těší nás.\n" in told
    assert "Řádek „9“ tu není; řádků je 3." in told
    assert "3 /lomeno" in told
    assert body == "Dobrý den,\nmrzí nás to.\n/lomeno"


def test_a_reply_is_sent_once_confirmed_and_prompts_are_answered(tmp_path: Path) -> None:
    with sitting(tmp_path, WRITING) as seat:
        told = seat.at(
            "written-reply", "Dobrý den", "/odevzdat", "ne", "/odeslat", "ne", "/odeslat", "ano", "/otázka 2", "Ne."
        )
        assert "Odpověď není odeslaná (/odeslat)." in told
        assert "Bez odpovědi zůstávají otázky: 1, 2, 3." in told
        assert "Otázka 2:" in told
        assert reply_of(seat).sent
        told = seat.at("written-reply", "/otázka 2", "/text", "/otázka 7", "/odpověď", "/zadání")
        texts = [
            found
            for found in seat.stage.state().tasks["written-reply"].responses.values()
            if isinstance(found, TextResponse)
        ]
    assert "1 Ne.\n" in told
    assert "1 Dobrý den\n" in told
    assert "Odpověď je odeslaná · slov: 2" in told
    assert texts == [TextResponse(text="Ne.")]


def test_a_plan_has_a_goal_a_line_with_its_weeks(tmp_path: Path) -> None:
    with sitting(tmp_path, PLANNING) as seat:
        told = seat.at(
            "training-plan",
            "Zná systém; 1, 3",
            "Vede hovor",
            "/odevzdat",
            "ne",
            "/týdny 2 2-3",
            "; 2",
            "/smazat 3",
            "/text",
        )
        goals = seat.stage.state().tasks["training-plan"].planned_goals()
    assert "Počet cílů: 2." in told
    assert "Bez týdne jsou cíle: 2." in told
    assert "Cílů v týdnech: 1: 1 · 2: 0 · 3: 1 · 4: 0." in told
    assert "1 Zná systém; 1, 3\n2 Vede hovor; 2, 3\n" in told
    assert goals == (PlannedGoal(text="Zná systém", weeks=(1, 3)), PlannedGoal(text="Vede hovor", weeks=(2, 3)))


def test_an_empty_sheet_says_so_and_an_unknown_goal_gets_no_weeks(tmp_path: Path) -> None:
    with sitting(tmp_path, PLANNING) as seat:
        told = seat.at("training-plan", "/text", "/týdny 1 2", "/zpět")
    assert "Zatím tu není žádný text." in told
    assert "Řádek „1“ tu není; řádků je 0." in told
