"""What corrected keys would change in a session that was replayed; it changes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from exam.core.candidate_session.state import SessionState
from exam.core.key_correction import CorrectedKey
from exam.core.replay.evidence import Evidence
from exam.core.rescoring import concerned_tasks, require_applicable, score_corrected
from exam.core.session_events import TaskScored
from exam.core.session_values import Ending, ItemOutcome
from exam.core.standard import AssessmentStandard
from exam.core.verdict import Result


@dataclass(frozen=True, slots=True)
class Change:
    """Something that would come out otherwise."""

    task: str
    about: str
    """The item or the criterion."""
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What corrections would change in one session."""

    items: tuple[Change, ...] = ()
    criteria: tuple[Change, ...] = ()
    before: Result | None = None
    after: Result | None = None
    """None in a session without a verdict."""
    record: str = ""
    """The record that was issued: it stands, and a correction is the business of a corrected record."""

    @property
    def flips(self) -> bool:
        """Tell whether the verdict would be another one."""
        return self.before is not self.after


TAKEN_OUT = "–"


def what_if(
    state: SessionState, standard: AssessmentStandard, evidence: Evidence, corrections: Sequence[CorrectedKey]
) -> WhatIf:
    """Return what would change if these corrections stood as well.

    Raises:
        KeyCorrectionError: a correction does not fit an item that this candidate was given.
    """
    after = state
    for correction in corrections:
        after = _corrected(after, standard, evidence, correction)
    changed = [task for task in state.tasks if state.tasks[task].scored != after.tasks[task].scored]
    return WhatIf(
        items=tuple(change for task in changed for change in _items(task, state, after)),
        criteria=tuple(change for task in changed for change in _criteria(task, state, after)),
        before=_result(state, standard),
        after=_result(after, standard),
        record=state.record.record if state.record else "",
    )


def _corrected(
    state: SessionState, standard: AssessmentStandard, evidence: Evidence, correction: CorrectedKey
) -> SessionState:
    reached = state
    for task in concerned_tasks(standard, state.papers, correction):
        paper = state.papers[task.id]
        items = [item for pinned in paper if (item := evidence.item(pinned)) is not None]
        opened = state.tasks.get(task.id)
        if opened is None or opened.scored is None or len(items) < len(paper):
            continue
        require_applicable(task, paper, items, correction, state.corrections)
        stand = (*state.corrections, correction)
        scored = score_corrected(task, paper, items, opened.responses, (), stand)
        reached = reached.with_task(task.id, replace(opened, scored=scored))
    return replace(reached, corrections=(*state.corrections, correction))


def _items(task: str, before: SessionState, after: SessionState) -> Iterator[Change]:
    new = {outcome.item: outcome for outcome in _scored(task, after).items}
    for outcome in _scored(task, before).items:
        if new.get(outcome.item) != outcome:
            yield Change(task, outcome.item, _spelt(outcome), _spelt(new.get(outcome.item)))


def _criteria(task: str, before: SessionState, after: SessionState) -> Iterator[Change]:
    new = {outcome.criterion: outcome.judgement for outcome in _scored(task, after).criteria}
    for outcome in _scored(task, before).criteria:
        if new[outcome.criterion] is not outcome.judgement:
            yield Change(task, outcome.criterion, outcome.judgement.value, new[outcome.criterion].value)


def _scored(task: str, state: SessionState) -> TaskScored:
    return state.tasks[task].scored or TaskScored(task=task, items=(), criteria=())


def _spelt(outcome: ItemOutcome | None) -> str:
    return f"{outcome.score}/{outcome.max_score}" if outcome else TAKEN_OUT


def _result(state: SessionState, standard: AssessmentStandard) -> Result | None:
    """Return the verdict of a fully run session; an early ending keeps its result whatever the keys say."""
    if state.ending is not Ending.FULLY_RUN:
        return state.result
    return state.verdict(standard).result
