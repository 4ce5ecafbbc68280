"""How lines of an archive's register are told: as rows of data, and as lines for people."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from exam.text import sanitise
from exam.wording import Language, render

if TYPE_CHECKING:
    from exam.core.exam_record import ExamRecord
    from exam.service.register_view import RegisterRow

Row = dict[str, object]


def data_of(row: "RegisterRow") -> Row:
    """Return a line as plain data."""
    return row.model_dump(mode="json")


def line_for_people(row: "RegisterRow", language: Language) -> str:
    """Return a line as a clerk reads it; what came with a file starts no line of its own."""

    def say(code: str, **arguments: object) -> str:
        return render(code, arguments, language)

    parts = [
        f"{row.number:>6}",
        say(f"custody.state.{row.state}"),
        row.verdict or "–",
        row.record or "–",
        row.qualification,
        row.held_on.isoformat() if row.held_on else "",
        say(f"result.{row.result}") if row.result else "",
        row.candidate,
    ]
    told = "  ".join(sanitise(part, keep_newlines=False) for part in parts if part)
    return "\n".join([told, *(f"        {mark}" for mark in _marks(row, language))])


def _marks(row: "RegisterRow", language: Language) -> list[str]:
    """Return what else a clerk has to know of a line."""
    marks = {
        "custody.codes": {"codes": ", ".join(row.codes)} if row.codes else None,
        "custody.unproven": {} if row.record and row.verdict == "RETURN" else None,
        "custody.practice": {} if row.practice else None,
        "custody.superseded": {"number": row.superseded_by} if row.superseded_by else None,
        "custody.joined": {"number": row.joined} if row.joined else None,
        "custody.review-open": {"by": row.review_due} if row.review_due else None,
        "custody.proposed": {"who": row.proposed_by} if row.proposed_by and row.state != "disposed" else None,
    }
    return [render(code, arguments, language) for code, arguments in marks.items() if arguments is not None]


def record_lines(record: "ExamRecord", language: Language) -> Iterator[str]:
    """Yield what a record says, in the order in which a clerk reads it."""

    def say(code: str, **arguments: object) -> str:
        return "        " + render(code, arguments, language)

    yield say("custody.read.place", place=record.place, start=_moment(record.started_at), end=_moment(record.ended_at))
    for examiner in record.examiners:
        held = examiner.version.identity.authorisation
        number = held.number if held else "–"
        code = "custody.read.chair" if examiner.chair else "custody.read.member"
        yield say(code, name=examiner.version.identity.full_name, number=number)
    paper = {signer.who for signer in record.signers if signer.mode == "paper"}
    for examiner in record.examiners:
        if examiner.id in paper:
            yield say("custody.read.paper", name=examiner.version.identity.full_name)
    for competency in record.competencies:
        status = render(f"competency.{competency.status}", {}, language)
        yield say("custody.read.competency", title=competency.title, status=status)
        for criterion in competency.criteria:
            for reason in dict.fromkeys(found.reason for found in criterion.findings if found.judgement == "not_met"):
                yield say("custody.read.reason", criterion=criterion.criterion, reason=reason)


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def write_rows(rows: Sequence[Mapping[str, object]], lines: Sequence[str], form: str) -> None:
    """Print rows as JSON, or the lines for people."""
    if form == "json":
        sys.stdout.write(json.dumps(rows, sort_keys=True, ensure_ascii=False, default=str) + "\n")
        return
    sys.stdout.writelines(f"{line}\n" for line in lines)
