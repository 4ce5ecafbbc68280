"""The smallest template of a record: a word for everything, a pattern wherever values go in."""

from typing import Any

from exam.core.identity import AuthorisedPersonKind
from exam.core.judging import AgreementRule, Judgement
from exam.core.omission import OmissionGround
from exam.core.report import PRACTICE_CODES, Captions, Labels, Phrases, ReportTemplate, Section
from exam.core.report_words import IRREGULARITIES
from exam.core.session_values import Ending
from exam.core.verdict import CompetencyStatus, CriterionStatus, Result

FIGURES = {
    "day": "{day}. {month}. {year}",
    "moment": "{day}, {clock}",
    "clock": "{hour}:{minute} h",
    "zone": "(UTC{offset})",
    "decimal": ",",
}
PATTERNS: dict[str, Any] = {
    "phrases": {
        "finding": "{task}: {judgement}{decided}",
        "divided": "{rule}",
        "unmet": "{letter} {reason}",
        "rule": "{sentence}",
        "supersedes": "{record} {digest} {reason}",
        "acknowledged": "{moment}",
        "refused": "{moment}",
    },
    "header": "{record}",
    "footer": "{session} {receipt} {digest}",
    "page": "{page}/{pages}",
    "practice_reasons": dict.fromkeys(PRACTICE_CODES, "x {detail}"),
}
WORDS_FOR = {
    "sections": Section,
    "authorised_persons": AuthorisedPersonKind,
    "competencies": CompetencyStatus,
    "criteria": CriterionStatus,
    "judgements": Judgement,
    "results": Result,
    "endings": Ending,
    "rules": AgreementRule,
    "irregularities": IRREGULARITIES,
}


def worded() -> dict[str, Any]:
    """Return the smallest wording."""
    plain = ("title", "subtitle", "banner", "practice", "commission_of_one")
    phrases = dict.fromkeys(Phrases.model_fields, "x") | {"result_basis": dict.fromkeys(Result, "x")}
    captions = dict.fromkeys(Captions.model_fields, "x") | {"omitted": dict.fromkeys(OmissionGround, "x")}
    return {
        **dict.fromkeys(plain, "x"),
        **{key: dict.fromkeys(names, "x") for key, names in WORDS_FOR.items()},
        **PATTERNS,
        "phrases": phrases | PATTERNS["phrases"],
        "figures": dict(FIGURES),
        "labels": dict.fromkeys(Labels.model_fields, "x"),
        "captions": captions,
    }


def template(**changes: object) -> ReportTemplate:
    """Return a template with this wording in Czech, or with other values for some keys."""
    font = "NotoSans-Regular.ttf"
    given: dict[str, object] = {
        "schema": "exam/report/1",
        "system": "nsk",
        "fonts": {"regular": font, "bold": font, "italic": font},
        "order": tuple(Section),
        "wording": {"cs": worded()},
    }
    return ReportTemplate.model_validate(given | changes)
