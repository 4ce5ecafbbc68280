"""What the screen of the end says: result, acknowledgement, record, correction, signatures; it asks nobody anything."""

from collections.abc import Callable, Iterator, Sequence

from exam.core.session_values import SignatureMode
from exam.service.console_view import Closing, SignatureLine

SEAL = "seal"
Say = Callable[..., str]
"""From a code and its arguments to a sentence."""


def account(end: Closing, ink: Sequence[str], say: Say) -> list[str]:
    """Return the lines about an end; `ink` are the names of those who are planned to sign on paper."""
    told = [*_result(end, say)]
    if ink and not end.record:
        told.append(say("closing.ink", names=", ".join(ink)))
    if end.record:
        practice = say("closing.practice") if end.practice else ""
        told += ["", say("closing.record", record=end.record, practice=practice)]
    told += _correction(end, say)
    return [*told, *(_signature(line, say) for line in end.signatures)]


def _result(end: Closing, say: Say) -> Iterator[str]:
    if end.ending:
        yield say(f"ending.{end.ending}")
    if end.result:
        yield say("closing.result", result=say(f"result.{end.result}").upper())
    yield from (f"  ✗ {title}: {reason}" for title, reason in end.unmet)
    if end.acknowledged is not None:
        yield say("result.taken-note" if end.acknowledged else "result.refused-note")
    if end.objection:
        yield say("closing.objection", text=end.objection)


def _correction(end: Closing, say: Say) -> Iterator[str]:
    """Tell which record this one takes the place of, and of a correction that waits for a second person."""
    if end.supersedes is not None:
        former = {"record": end.supersedes.record, "reason": end.supersedes.reason}
        yield from [say("closing.supersedes", **former)] if end.record else ["", say("closing.to-supersede", **former)]
    if end.proposal is not None:
        yield say("closing.proposed", name=end.proposal.name, reason=end.proposal.reason)


def _signature(line: SignatureLine, say: Say) -> str:
    name = say("closing.seal") if line.signer.who == SEAL else line.name
    if line.omission is not None:
        return f"  ✗ {name}: {say(f'signature.{line.omission.ground}', reason=line.omission.reason)}"
    state = "signed" if line.signed else "due" if line.due else "waits"
    if line.signer.mode is SignatureMode.PAPER:
        state = "paper"
    return f"  {'✓' if line.signed else '·'} {name}: {say(f'signature.{state}')}"
