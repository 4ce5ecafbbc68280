"""Home in words: a row for each sitting and candidate, what waits, and an account of the sitting that is looked at."""

from collections.abc import Iterator

from exam.core.duties import Standing
from exam.service.console_view import SessionLine
from exam.service.home_view import NextDuty, Outlook, RecordLine, SittingLine, Waiting, Waits
from exam.tui.console.standing import Say

MARKS = {Waits.HAND: "✋"}


def told_sitting(line: SittingLine, outlook: Outlook | None, say: Say) -> str:
    """Return a sitting's row: its day, how it stands, its next last day, code and place."""
    due = told_due(outlook.duty, say) if outlook and outlook.duty else ""
    stands = say(f"sitting.{line.standing}")
    return f"{line.starts_on:%d. %m. %Y}  {stands:<10} {due:<16} {line.code:<9} {line.place}"


def told_due(duty: NextDuty, say: Say) -> str:
    """Return the last day of the next duty, loud where it has passed."""
    due, late = duty.account.due, duty.account.standing is Standing.LATE
    if due is None:
        return say("home.due-sometime")
    return say("home.due-late" if late else "home.due", day=f"{due:%d. %m.}")


def told_session(line: SessionLine, say: Say) -> str:
    """Return a candidate's row."""
    outcome = say(f"result.{line.result}") if line.result else ""
    return "   " + " · ".join(part for part in (line.candidate, outcome, say(f"step.{line.step}")) if part)


def told_waiting(entry: Waiting, place: str, say: Say) -> str:
    """Return what waits, where it is, and about whom."""
    since = f" {entry.since:%H:%M:%S}" if entry.since else ""
    about = " · ".join(part for part in (entry.candidate or place, entry.title) if part)
    return f"{MARKS.get(entry.what, '▸')} {say(f'waits.{entry.what}')}{since}: {about}"


def told_record(line: RecordLine, say: Say) -> str:
    """Return a record: when, whose, with what result, whether it lies in the archive."""
    kept = say("home.record-archived" if line.archived else "home.record-open")
    result = say(f"result.{line.result}") if line.result else "–"
    return f"{line.ended_at:%d. %m. %Y}  {line.candidate} · {result} · {kept} · {line.record}"


def told_duty(duty: NextDuty | None, language: str, say: Say) -> str:
    """Return the next duty in full, with its provision and how many there are."""
    if duty is None:
        return say("home.no-duty")
    account = duty.account
    what = " – ".join(part for part in (duty.candidate, account.duty.told(language)) if part)
    until = f"{account.due:%d. %m. %Y}" if account.due else "–"
    provision = account.duty.provision + ("" if account.duty.verified else say("sitting.unverified"))
    told = {"until": until, "what": what, "provision": provision, "left": duty.left, "late": duty.late}
    return say("home.duty-late" if duty.late else "home.duty", **told)


def told_about(line: SittingLine, outlook: Outlook, say: Say) -> Iterator[str]:
    """Yield the lines about a sitting for a screen that has room for them."""
    yield f"{line.starts_on:%d. %m. %Y} · {say(f'sitting.{line.standing}')}"
    yield line.place
    yield f"{line.code} {line.title}"
    yield ""
    yield from (told_session(session, say).strip() for session in outlook.sessions)
