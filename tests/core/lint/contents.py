"""A small content without any fault, for tests that put one into it."""

from collections.abc import Iterable
from datetime import date

from exam.core.content import Content, Sourced
from exam.core.item import AssessmentItem, ItemBank
from exam.core.rubric import CriterionRubric, Rubric
from exam.core.standard import AssessmentStandard, Competency, MachineCriterion, TaskKind, WaiverPolicy
from tests.builders import BLUEPRINT, SENTENCE, choice, competency, criterion, oral, standard, task
from tests.core.report_templates import template

CRITERIA = ("law.a", "law.b", "law.c")
LAW = competency(
    "law",
    [criterion("a"), criterion("b"), criterion("c")],
    [
        task(
            "law-test",
            TaskKind.TEST,
            *CRITERIA,
            bank="law",
            blueprint=BLUEPRINT,
            machine=tuple(MachineCriterion(criterion=name, not_met=SENTENCE) for name in CRITERIA),
        )
    ],
)
CALL = competency("call", [criterion("a")], [task("talk", TaskKind.ORAL, "call.a", bank="talk")])
ENGLISH = competency(
    "english",
    [criterion("a")],
    [
        task("certificate", TaskKind.CERTIFICATE, "english.a"),
        task("english-talk", TaskKind.ORAL, "english.a", bank="talk"),
    ],
    waiver=WaiverPolicy(language="en", minimum_level="B2", source="§ 3"),
)
CHECKED = {"checked_on": date(2026, 1, 1)}
QUESTIONS = tuple(
    choice(f"q-{name[-1]}{number}", name).model_copy(update=CHECKED) for name in CRITERIA[:2] for number in range(2)
)
TALKS = (oral("talk-1", "call.a"), oral("talk-2", "english.a"))


def course(*competencies: Competency, **more: object) -> AssessmentStandard:
    """Return the standard, or one of other competencies."""
    return standard(*(competencies or (LAW, CALL, ENGLISH)), **more)


def bank(items: Iterable[AssessmentItem], bank_id: str = "law", about: str = "mini-1") -> Sourced[ItemBank]:
    """Return a bank with its file."""
    told = {"schema": "exam/item-bank/1", "id": bank_id, "standard": about, "items": tuple(items)}
    return Sourced(ItemBank.model_validate(told), f"{bank_id}.yaml")


def rubric(competency_id: str, letters: str, about: str = "mini-1") -> Sourced[Rubric]:
    """Return a rubric with its file."""
    criteria = tuple(CriterionRubric(id=letter, met=("Ano.",), not_met=("Ne.",)) for letter in letters)
    told = {"schema": "exam/rubric/1", "standard": about, "competency": competency_id, "criteria": criteria}
    return Sourced(Rubric.model_validate(told), f"rubric-{competency_id}.yaml")


STANDARD = course()
GOOD = Content(
    standards=(Sourced(STANDARD, "standard.yaml"),),
    rubrics=(rubric("law", "abc"), rubric("call", "a"), rubric("english", "a")),
    banks=(bank(QUESTIONS), bank(TALKS, "talk")),
    reports=(Sourced(template(), "record.yaml"),),
)
