"""The facts of printouts of the judging: the score sheet before it, result, feedback and what ISKA asks after it."""

from collections.abc import Iterator, Mapping, Sequence

from exam.core.printouts.facts import Facts, Person, PrintCase, person_facts, sitting_facts, texts
from exam.core.printouts.office import OfficeCandidate
from exam.core.rubric import CriterionRubric
from exam.core.standard import Competency, Criterion
from exam.core.verdict import UNFULFILLED, CompetencyVerdict, CriterionStatus, CriterionVerdict, Result, evidence_tasks

Anchors = Mapping[str, CriterionRubric | None]
"""By criterion, what met and not met look like."""


def score_facts(case: PrintCase, person: Person, examiner: Person, anchors: Anchors) -> Facts:
    """Return the facts of one examiner's score sheet for one candidate: what is waived for him is not on it."""
    return {
        **person_facts(case, person),
        "examiner": examiner.identity.full_name,
        "competencies": list(_to_judge(case, anchors, frozenset(person.state.excused))),
    }


def anchor_facts(case: PrintCase, anchors: Anchors) -> Facts:
    """Return the facts of the sheet that says what met and not met look like, for all candidates alike."""
    return {**sitting_facts(case), "competencies": list(_to_judge(case, anchors, frozenset()))}


def _to_judge(case: PrintCase, anchors: Anchors, excused: frozenset[str]) -> Iterator[Facts]:
    for number, competency in enumerate(case.standard.competencies, start=1):
        if competency.id not in excused:
            yield {
                "number": str(number),
                "title": competency.title,
                "rule": competency.rule.sentence,
                "criteria": [_scored(case, competency, criterion, anchors) for criterion in competency.criteria],
            }


def notice_facts(case: PrintCase, person: Person) -> Facts:
    """Return the facts of the notice of the result; nothing of what led to it."""
    state, told = person.state, person.state.acknowledgement
    started = min((task.opened_at for task in state.tasks.values()), default=state.opened_at)
    return {
        **person_facts(case, person),
        "result": case.wording.results[state.result] if state.result else "",
        "started": case.moment(started),
        "ended": case.moment(state.ended_at),
        "ending": case.wording.endings[state.ending] if state.ending else "",
        "reason": state.ending_reason,
        "objection": told.objection if told else "",
        "acknowledged": case.moment(told.at) if told and told.acknowledged else "",
        "competencies": [
            {"number": str(number), "title": competency.title, "status": case.wording.competencies[found.status]}
            for number, competency, found in _judged(case, person)
        ],
    }


def feedback_facts(case: PrintCase, person: Person) -> Facts:
    """Return what the candidate met, what he did not and why; reasons are the commission's, keys are in none."""
    return {
        **person_facts(case, person),
        "result": case.wording.results[person.state.result] if person.state.result else "",
        "competencies": [
            {
                "number": str(number),
                "title": competency.title,
                "status": case.wording.competencies[found.status],
                "met": [told for told, status in _criteria(case, competency, found) if status is CriterionStatus.MET],
                "unmet": [told for told, status in _criteria(case, competency, found) if status in UNFULFILLED],
            }
            for number, competency, found in _judged(case, person)
        ],
    }


def iska_facts(case: PrintCase, person: Person) -> Facts:
    """Return what somebody types into ISKA; the only printout with a birth number."""
    known = case.office.candidates.get(person.account, OfficeCandidate())
    return {
        **person_facts(case, person),
        "born": case.day(known.born),
        "born_in": known.born_in,
        "birth_number": known.birth_number,
        "form": case.office.form,
        "passed": case.wording.phrases.yes if person.state.result is Result.PASSED else "",
        "failed": case.wording.phrases.yes if person.state.result is Result.FAILED else "",
        "result": case.wording.results[person.state.result] if person.state.result else "",
        "competencies": [
            {"number": str(number), "title": competency.title, "level": str(competency.level)}
            for number, competency in enumerate(case.standard.competencies, start=1)
        ],
    }


def _scored(case: PrintCase, competency: Competency, criterion: Criterion, anchors: Anchors) -> Facts:
    reference = competency.reference(criterion)
    found = anchors.get(reference)
    tasks = (case.standard.task(name) for name in evidence_tasks(case.standard, reference))
    return {
        "letter": criterion.id,
        "text": criterion.text,
        "minimum": f"{criterion.minimum.count}× {criterion.minimum.of}" if criterion.minimum else "",
        "tasks": ", ".join(task.title for task in tasks if task),
        "met": _bulleted(found.met if found else ()),
        "not_met": _bulleted(found.not_met if found else ()),
    }


def _bulleted(entries: Sequence[str]) -> str:
    return "\n".join(f"• {entry}" for entry in entries)


def _judged(case: PrintCase, person: Person) -> Iterator[tuple[int, Competency, CompetencyVerdict]]:
    verdict = person.state.verdict(case.standard)
    pairs = zip(case.standard.competencies, verdict.competencies, strict=True)
    yield from ((number, competency, found) for number, (competency, found) in enumerate(pairs, start=1))


def _criteria(
    case: PrintCase, competency: Competency, found: CompetencyVerdict
) -> Iterator[tuple[Facts, CriterionStatus]]:
    for criterion, verdict in zip(competency.criteria, found.criteria, strict=True):
        told: Facts = {"letter": criterion.id, "text": criterion.text, "reasons": texts(_reasons(case, verdict))}
        yield told, verdict.status


def _reasons(case: PrintCase, verdict: CriterionVerdict) -> tuple[str, ...]:
    told = {
        CriterionStatus.NOT_VERIFIED: case.wording.phrases.unverified,
        CriterionStatus.BARRED: case.wording.criteria[CriterionStatus.BARRED],
    }
    return verdict.reasons or ((told[verdict.status],) if verdict.status in told else ())
