"""The facts of letters to the authorising body: with a record that is sent, and before everything is handed over."""

from collections.abc import Sequence
from datetime import date

from exam.core.duties import DutyAccount
from exam.core.identity import Identity
from exam.core.model import Frozen
from exam.core.printouts.facts import Facts, Person, PrintCase, person_facts
from exam.core.report import Figures, fill


class Departure(Frozen):
    """That an authorised person ends, and who takes over."""

    successor: str
    ends_on: date


def dispatch_facts(case: PrintCase, person: Person, *, record: str, file: str, sha256: str) -> Facts:
    """Return the facts of the letter with a record."""
    result = person.state.result
    return {
        **person_facts(case, person),
        "record": record,
        "file": file,
        "digest": sha256,
        "result": case.wording.results[result] if result else "",
    }


def handover_facts(
    figures: Figures,
    holder: Identity,
    departure: Departure,
    counts: Sequence[int],
    duties: Sequence[Facts],
    today: date,
) -> Facts:
    """Return the facts of the letter before a hand-over; `counts` are records, sittings and holds."""
    held = holder.authorisation
    records, sittings, holds = map(str, counts)
    return {
        "holder": (held.holder if held else "") or holder.full_name,
        "holder_seat": held.seat if held else "",
        "holder_id": held.company_id if held else "",
        "successor": departure.successor,
        "ends_on": spelt(figures, departure.ends_on),
        "today": spelt(figures, today),
        "records": records,
        "sittings": sittings,
        "holds": holds,
        "duties": duties,
    }


def duty_facts(figures: Figures, entry: DutyAccount, about: str, language: str) -> Facts:
    """Return a duty that is left open, as a row."""
    return {
        "due": spelt(figures, entry.due) if entry.due else "",
        "what": entry.duty.told(language),
        "about": about,
        "provision": entry.duty.provision,
    }


def spelt(figures: Figures, day: date) -> str:
    """Spell a day."""
    return fill(figures.day, day=day.day, month=day.month, year=day.year).replace(" ", "\u00a0")
