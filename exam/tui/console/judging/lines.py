"""What a sheet says, in words: state, criteria, anchors, evidence; no widget and no decision."""

from collections.abc import Iterator

from exam.core.judging import Judgement
from exam.service.judging_view import CriterionLine, Evidence, JudgingSheet, NoteLine, SceneLine
from exam.text import on_one_line
from exam.tui.console.standing import GROUNDS, Say
from exam.view import CardStatus
from exam.view.telling import spelt

MARKS = {Judgement.MET: "✓", Judgement.NOT_MET: "✗"}
OPEN = "·"
OCCASION = "◆"
"""Before a cue that gives an occasion for the criterion that is gone to."""
FEW = 4
"""So many missing criteria are named, more are counted."""


def letter(criterion: str) -> str:
    """Return how a criterion is called on its sheet."""
    return criterion.rpartition(".")[2]


def told_state(sheet: JudgingSheet, say: Say) -> str:
    """Return how far the task and its judging are."""
    judging = [_whose(sheet, say), told_progress(sheet, say)] if sheet.criteria else []
    told = [say(f"card.{sheet.status}"), *judging]
    if sheet.status is CardStatus.SUBMITTED and sheet.panel.waits_for and not (sheet.joint or sheet.missing):
        told.append(say("judging.waits-for", names=", ".join(sheet.panel.waits_for)))
    told += [say("judging.released", names=", ".join(sheet.panel.released))] if sheet.panel.released else []
    if sheet.marking is not None:
        summed = {"score": sheet.marking.score, "max_score": sheet.marking.max_score}
        told.append(say("workbook-refused" if sheet.marking.refused else "marking.sum", **summed))
    return " · ".join(told)


def told_around(sheet: JudgingSheet, say: Say) -> str:
    """Return how the scene stands, and what the machine decided."""
    lines = list(_scene(sheet, say))
    for entry in sheet.decided:
        mark = say(f"judgement.{entry.judgement}")
        lines.append(say("judging.machine", criterion=entry.text, mark=mark, reason=on_one_line(entry.reason)))
    return "\n".join(lines)


def told_progress(sheet: JudgingSheet, say: Say) -> str:
    """Return how many criteria have a mark, and which lack one."""
    count = len(sheet.criteria)
    told = say("judging.progress", done=count - len(sheet.missing), of=count)
    if not sheet.missing:
        return told
    named = _letters(sheet) if len(sheet.missing) <= FEW else str(len(sheet.missing))
    return f"{told} · {say('judging.missing', letters=named)}"


def _letters(sheet: JudgingSheet) -> str:
    return ", ".join(letter(sheet.criteria[place].criterion) for place in sheet.missing)


def _whose(sheet: JudgingSheet, say: Say) -> str:
    if not sheet.on_panel:
        return say("judging.not-on-panel")
    if sheet.joint:
        return say("judging.joint", names=", ".join(name for _, name in sheet.panel.judges))
    if sheet.revealed:
        return say("judging.revealed", rule=say(f"agreement.{sheet.panel.rule}"))
    if sheet.too_early and sheet.scene.i_act:
        return say("judging.after-scene")
    return say("judging.sealed")


def _scene(sheet: JudgingSheet, say: Say) -> Iterator[str]:
    scene = sheet.scene
    if scene.acts:
        yield say("scene.roles", acts=scene.acts, watches=", ".join(scene.watches) or "–")
    if scene.awaited:
        yield from _card(scene, say)
        yield say("scene.awaited")
    elif scene.rests:
        yield say("scene.rests")
    elif scene.held:
        reason = say(f"hold.{scene.held}") if scene.held in GROUNDS else scene.held
        yield say("scene.held", reason=reason)
    elif scene.picked_up_at is not None:
        yield say("scene.picked-up", time=f"{scene.picked_up_at:%H:%M:%S}", by=scene.picked_up_by)
    if scene.hand_raised_at is not None:
        code = "scene.break-asked" if scene.break_asked else "scene.hand"
        yield say(code, time=f"{scene.hand_raised_at:%H:%M:%S}")


def _card(scene: SceneLine, say: Say) -> Iterator[str]:
    if scene.call is not None:
        code = "scene.call-tested" if scene.call.tested else "scene.call-untested"
        yield say(code, number=scene.call.number or "–", dials=say(f"scene.dials-{scene.call.dialled_by}"))


def told_criterion(sheet: JudgingSheet, line: CriterionLine, say: Say) -> str:
    """Return a criterion on one line: quiet where all agree, loud where they differ."""
    name = letter(line.criterion)
    waits = f" {say('judging.proposed')}" if line.proposal else ""
    if line.agreed is not None:
        how = say("judging.decided" if line.divided else "judging.agreed")
        return f"{name}) {MARKS[line.agreed.judgement]} {how}{waits} · {line.text}"
    if line.divided:
        marks = " ".join(MARKS[given.judgement] for _, given in line.given)
        return f"{name}) ≠ {marks} {say('judging.divided')} · {line.text}"
    if line.given:
        return f"{name}) = {MARKS[line.given[0][1].judgement]} {say('judging.unanimous')} · {line.text}"
    mark = MARKS[line.mine.judgement] if line.mine and not sheet.joint else OPEN
    return f"{name}) {mark} {line.text}"


def told_anchors(sheet: JudgingSheet, line: CriterionLine, say: Say) -> str:
    """Return what there is to know of one criterion, beside what was said of it and what a response must hold."""
    told = [line.text]
    if line.minimum is not None:
        told.append(say("judging.minimum", count=line.minimum.count, of=line.minimum.of))
    told += said(sheet, line, say)
    mine = line.mine.reason if line.mine and not line.given else ""
    decided = line.agreed.reason if line.agreed else ""
    told += [say("judging.reason", reason=on_one_line(reason)) for reason in (mine, decided) if reason]
    if line.proposal is not None:
        mark = say(f"judgement.{line.proposal.judgement}")
        told.append(say("judging.proposal", by=line.proposal.by, mark=mark, because=line.proposal.because))
    others = [note for note in sheet.notes if not line.given or note.criterion is None]
    told += ["", say("scene.notes"), *(told_note(note, say) for note in others)] if others else []
    told += ["", say("judging.met"), *(f"  + {anchor}" for anchor in line.met)]
    told += [say("judging.not-met"), *(f"  − {anchor}" for anchor in line.not_met)]
    for entry in sheet.evidence:
        told += ["", f"{say(entry.heading)}\n{entry.text}"] if entry.expected else []
    return "\n".join(told)


def said(sheet: JudgingSheet, line: CriterionLine, say: Say) -> list[str]:
    """Return what the panel gave: a line where it is of one mind, else each one's mark with reason and notes."""
    if not line.given or sheet.joint:
        return []
    if not line.divided:
        reasons = dict.fromkeys(given.reason for _, given in line.given if given.reason)
        return [
            say("judging.all", mark=say(f"judgement.{line.given[0][1].judgement}")),
            *(f"  {one}" for one in reasons),
        ]
    told = []
    for who, given in line.given:
        reason = f" – {given.reason}" if given.reason else ""
        told.append(f"{who}: {say(f'judgement.{given.judgement}').upper()}{reason}")
        about = (note for note in sheet.notes if note.by == who and note.criterion == line.criterion)
        told += [f"    {told_note(note, say)}" for note in about]
    if line.agreed is None:
        marks = ", ".join(say(f"judgement.{mark}") for mark in sorted(line.allowed))
        told.append(say("judging.may-decide", rule=say(f"agreement.{sheet.panel.rule}"), marks=marks))
    return told


def told_note(note: NoteLine, say: Say) -> str:
    """Return a note with the moment of the task's time and of the day."""
    about = f" {letter(note.criterion)})" if note.criterion else ""
    return say(
        "scene.note",
        clock=spelt(note.clock_ms),
        time=f"{note.at:%H:%M:%S}",
        by=note.by,
        text=f"{note.text}",
        about=about,
    )


def told_evidence(sheet: JudgingSheet, line: CriterionLine | None, say: Say) -> str:
    """Return the evidence, with a mark before what gives an occasion for the criterion that is gone to."""
    beside = (entry for entry in sheet.evidence if not entry.expected)
    return "\n".join(_paragraph(entry, line, say) for entry in beside).lstrip("\n")


def _paragraph(entry: Evidence, line: CriterionLine | None, say: Say) -> str:
    heading = f"\n{say(entry.heading)}\n" if entry.heading else ""
    if not entry.criteria:
        return f"{heading}{entry.text}"
    mark = OCCASION if line is not None and line.criterion in entry.criteria else " "
    about = " ".join(map(letter, entry.criteria))
    return f"{heading}{mark} {entry.text}  [{about}]"
