"""How the result is told to the candidate."""

from collections.abc import Callable

from exam.view import ResultView

Say = Callable[..., str]
FULLY_RUN = "fully_run"


def told_result(result: ResultView, say: Say) -> str:
    """Return the result with every competency and the reasons of those not met."""
    head = say(f"result.{result.result}").upper() if result.result else say(f"ending.{result.ending}")
    early = [say(f"ending.{result.ending}")] if result.result and result.ending != FULLY_RUN else []
    lines = [head, *early, result.reason, ""]
    for number, competency in enumerate(result.competencies, start=1):
        lines.append(f"{number}. {competency.title}: {say(f'competency.{competency.status}')}")
        for unmet in competency.unmet:
            reasons = " ".join(unmet.reasons) or say("criterion.not_verified")
            lines.append(f"   {unmet.letter}) {unmet.text}\n      → {reasons}")
    return "\n".join(lines)


def told_note(result: ResultView, say: Say) -> str:
    """Return what the candidate said to the result, nothing while he has said nothing."""
    if result.acknowledged is None:
        return ""
    return say("result.taken-note" if result.acknowledged else "result.refused-note")
