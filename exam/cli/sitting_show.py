"""`exam sitting show`: commission, candidates, facts and deadlines, as text, JSON or a calendar (RFC 5545)."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from exam.cli.exits import Exit
from exam.cli.options import add_language, add_workspace
from exam.text import sanitise

if TYPE_CHECKING:
    from exam.core.candidate_session import SessionState
    from exam.core.duties import DutyAccount
    from exam.core.sitting import SittingState
    from exam.wording import Language

NOTHING = "–"
OPEN = ("late", "open", "not_yet")
"""Standings of what is not done, the worst first."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is told of a sitting."""

    state: "SittingState"
    sessions: "Mapping[str, SessionState]"
    duties: "Sequence[DutyAccount]"
    names: Mapping[str, str]


def add_parsers(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the action of `exam sitting`."""
    shown = actions.add_parser("show", help="say how a sitting stands: commission, candidates, facts, deadlines")
    shown.add_argument("sitting", metavar="SITTING")
    shown.add_argument("--format", choices=("text", "json", "ical"), default="text", help="text, JSON or a calendar")
    add_workspace(shown)
    add_language(shown)
    shown.set_defaults(run=show)


def show(arguments: argparse.Namespace) -> int:
    """Print how a sitting stands.

    Raises:
        SittingUnknownError: the workspace holds no such sitting.
    """
    from exam.bootstrap import open_workspace  # noqa: PLC0415
    from exam.cli.icalendar import calendar  # noqa: PLC0415
    from exam.wording import Language  # noqa: PLC0415

    language = Language(arguments.language or "cs")
    with open_workspace(arguments.workspace, owning=False) as workspace:
        service = workspace.service
        state = service.sittings.known(arguments.sitting)
        shown = _Shown(
            state=state,
            sessions={session: service.sessions.state(session) for session in state.sessions},
            duties=service.facts.duties(arguments.sitting),
            names={person.id: person.name for person in service.people.everybody()},
        )
        now = workspace.ports.clock.now()
    if arguments.format == "json":
        sys.stdout.write(json.dumps(_told(shown), ensure_ascii=False, sort_keys=True) + "\n")
    elif arguments.format == "ical":
        sys.stdout.write(calendar(arguments.sitting, _deadlines(shown, language), now))
    else:
        sys.stdout.writelines(f"{sanitise(line, keep_newlines=False)}\n" for line in _lines(shown, language))
    return Exit.FINE


def _told(shown: _Shown) -> dict[str, Any]:
    state, plan = shown.state, shown.state.plan()
    return {
        "sitting": plan.sitting,
        "standard": plan.standard,
        "place": plan.place,
        "days": [day.isoformat() for day in state.days],
        "standing": state.standing,
        "reason": state.ending_reason,
        "members": [member.model_dump(mode="json", exclude={"identity"}) for member in state.members],
        "candidates": [
            {"session": session, "candidate": who, "ending": str(shown.sessions[session].ending or "")}
            for session, who in state.sessions.items()
        ],
        "facts": [
            {"number": noted.seq, "fact": type(noted.fact).__name__, "by": noted.by}
            | noted.fact.model_dump(mode="json")
            for noted in state.facts
        ],
        "judging": str(state.judging),
        "agreement": str(plan.agreement),
        "holds": [asdict(hold) | {"placed_on": hold.placed_on.isoformat()} for hold in state.holds],
        "duties": [_duty(entry) for entry in shown.duties],
    }


def _duty(entry: "DutyAccount") -> dict[str, Any]:
    duty = entry.duty
    days = {"since": entry.since, "due": entry.due, "done": entry.done}
    return {
        "duty": duty.id,
        "session": entry.session,
        "bearer": str(duty.bearer),
        "standing": str(entry.standing),
        "provision": duty.provision,
        "verified": duty.verified,
        **{key: day.isoformat() if day else None for key, day in days.items()},
    }


def _lines(shown: _Shown, language: "Language") -> Iterator[str]:
    from exam.wording import render  # noqa: PLC0415

    state, plan = shown.state, shown.state.plan()
    days = ", ".join(day.isoformat() for day in state.days)
    stands = render(f"sitting.{state.standing}", {}, language)
    yield f"{plan.sitting}  {days}  {plan.place}  {stands}" + (f": {state.ending_reason}" if state.ending else "")
    judging, agreement = (
        render(code, {}, language) for code in (f"mode.{state.judging}", f"agreement.{plan.agreement}")
    )
    yield f"  {judging}, {agreement}"
    for member in state.members:
        role = render("sitting.chair" if member.chair else "sitting.member", {}, language)
        until = render("sitting.authorised-until", {"until": member.authorised_until}, language)
        lapsing = "  !" if member.id in state.lapsing() else ""
        yield f"  {role}  {shown.names.get(member.id, member.id)}  {until}{lapsing}"
    for session, who in state.sessions.items():
        ending = shown.sessions[session].ending
        ended = render(f"ending.{ending}", {}, language) if ending else NOTHING
        yield f"  {render('sitting.candidate', {}, language)}  {shown.names.get(who, who)}  {session}  {ended}"
    for noted in state.facts:
        fact = noted.fact
        named = render(f"fact.{type(fact).__name__}", {}, language)
        way = render(f"way.{fact.way}", {}, language)
        proof = fact.proof.name if fact.proof else NOTHING
        yield f"  {noted.seq:>3}  {fact.on}  {named}  {way}  {fact.session}  {proof}  {fact.note}".rstrip()
    for hold in state.holds:
        told = {"number": hold.seq, "on": hold.placed_on, "who": hold.placed_by, "reason": hold.reason}
        about = shown.names.get(state.sessions.get(hold.session, ""), "")
        waits = render("hold.lift-proposed", {"who": hold.lift_proposed_by}, language) if hold.lift_proposed_by else ""
        yield "  ".join(filter(None, (render("hold.stands", told, language), about, waits)))
    yield from _duty_lines(shown, language)


def _duty_lines(shown: _Shown, language: "Language") -> Iterator[str]:
    """Yield what is not done, the late first, then what is done."""
    from exam.wording import render  # noqa: PLC0415

    ranks = {name: rank for rank, name in enumerate(OPEN)}
    ordered = sorted(shown.duties, key=lambda entry: (ranks.get(entry.standing, len(OPEN)), str(entry.due or "9")))
    if not ordered:
        yield render("sitting.no-duties", {}, language)
    for entry in ordered:
        duty = entry.duty
        stands = render(f"standing.{entry.standing}", {}, language)
        until = entry.due.isoformat() if entry.due else NOTHING
        who = shown.names.get(shown.state.sessions.get(entry.session, ""), "")
        text = duty.told(language)
        unverified = "" if duty.verified else render("sitting.unverified", {}, language)
        yield f"{stands:<16} {until:<10}  {' – '.join(filter(None, (who, text)))}  ({duty.provision}{unverified})"


def _deadlines(shown: _Shown, language: "Language") -> Iterator[tuple[str, "DutyAccount", str]]:
    """Yield what is still to be done by a day, each with the words of its entry in a calendar."""
    for entry in shown.duties:
        if entry.due is not None and entry.done is None and not entry.duty.right:
            who = shown.names.get(shown.state.sessions.get(entry.session, ""), "")
            yield (
                f"{entry.duty.id}.{entry.session or 'all'}",
                entry,
                " – ".join(filter(None, (who, entry.duty.told(language)))),
            )
