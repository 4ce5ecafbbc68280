"""Exams with wrong keys: who was given what, and two people who correct it."""

from exam.core.candidate_session import commands as asked
from exam.core.events import Event
from exam.core.key_correction import Cancellation, KeyCorrection
from exam.core.session_values import ChoiceResponse
from tests.builders import (
    Desk,
)
from tests.core.replayed_desks import replayable

REASON = "Klíč byl podle staré úpravy."


def key(item: str, option: str | None = None, cancelled: Cancellation | None = None) -> KeyCorrection:
    return KeyCorrection(item=item, version=1, key=option, cancelled=cancelled)


def proposing(correction: KeyCorrection, reason: str = REASON) -> asked.ProposeKeyCorrection:
    return asked.ProposeKeyCorrection(correction=correction, reason=reason)


def approving(item: str) -> asked.ApproveKeyCorrection:
    return asked.ApproveKeyCorrection(item=item, version=1)


def correct(played: Desk, correction: KeyCorrection) -> tuple[Event, ...]:
    played.do(proposing(correction), by="second")
    return played.do(approving(correction.item), by="chair")


def examined(*wrong: str) -> Desk:
    """A whole exam in which these items were answered wrongly, with option a."""
    played = replayable().admitted().open("law-test")
    for pinned in played.state.papers["law-test"]:
        option = "a" if pinned.item in wrong else "b"
        saved = asked.SaveResponse(task="law-test", part=pinned.item, response=ChoiceResponse(option=option))
        played.do(saved, by="candidate")
    played.do(asked.SubmitTask(task="law-test"), by="candidate")
    for name, about in (("role-call", "call.a"), ("stress", "call.b"), ("english-call", "english.a")):
        played.performed(name, about)
    played.do(asked.DetermineResult())
    return played


def drawn(about: str) -> list[str]:
    """The items of the desk's paper that are about a criterion."""
    found = replayable().admitted().open("law-test").state.papers["law-test"]
    return [pinned.item for pinned in found if pinned.item.startswith(f"q-{about}")]


A1, A2 = drawn("a")
B1, B2 = drawn("b")
