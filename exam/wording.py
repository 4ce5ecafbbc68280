"""Words for codes: renders refusals, problems and labels from the gettext catalogues, the one home of sentences.

A message id is the code itself, and English is a catalogue like Czech (`docs/decisions/0001`). Arguments come from
files and people, so they are sanitised here, at the sink. A code without a sentence shows itself and its arguments;
with `EXAM_STRICT_WORDS` set, as in the tests, it is an error.
"""

import errno
import gettext
import os
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Formatter
from typing import ClassVar

from exam.problem import ExamError, Problem
from exam.text import sanitise

CATALOGUES = Path(__file__).parent / "locale"
DOMAIN = "exam"
STRICT = "EXAM_STRICT_WORDS"
FAULTS = ("EACCES", "EEXIST", "EIO", "EISDIR", "ENAMETOOLONG", "ENOENT", "ENOSPC", "ENOTDIR", "EPERM", "EROFS")
SYSTEM = {os.strerror(getattr(errno, name)): f"system.{name}" for name in FAULTS}
"""What the system itself says of usual faults, in English only, and the code of the same."""


class Language(StrEnum):
    """The languages that people read."""

    CS = "cs"
    EN = "en"


class SentenceMissingError(ExamError):
    """A catalogue has no sentence for a code, or one that asks for arguments nobody gave."""

    code: ClassVar[str] = "sentence-missing"


def render(code: str, arguments: Mapping[str, object], language: Language) -> str:
    """Return the sentence for a code; one without a sentence shows code and arguments, so that nothing is lost.

    Raises:
        SentenceMissingError: there is no fitting sentence and `EXAM_STRICT_WORDS` is set.
    """
    shown = {key: sanitise(_spelt(value, language), keep_newlines=False) for key, value in arguments.items()}
    template = _template(code, language)
    if template is None or not fields(template) <= set(shown):
        return _without_sentence(code, shown, language)
    return template.format(**shown)


def spelt_number(number: Decimal, language: Language) -> str:
    """Spell a number without needless zeros, in Czech with a comma."""
    told = f"{number.normalize():f}"
    return told.replace(".", ",") if language is Language.CS else told


def _spelt(value: object, language: Language) -> str:
    if isinstance(value, Decimal) and value.is_finite():
        return spelt_number(value, language)
    fault = SYSTEM.get(str(value))
    return (_template(fault, language) if fault else None) or str(value)


def knows(code: str, language: Language) -> bool:
    """Tell whether the catalogue has a sentence for the code."""
    return _template(code, language) is not None


def render_error(error: ExamError, language: Language) -> str:
    """Return the sentence for a refusal."""
    return render(error.code, error.arguments, language)


def render_problem(problem: Problem, language: Language) -> str:
    """Return `path:line:column: severity CODE message`, with an indented hint where there is one.

    Line and column are left out when the parser named none.
    """
    place = problem.location
    where = str(place) if place.line else place.path
    message = render(problem.code, problem.arguments, language)
    told = f"{sanitise(where, keep_newlines=False)}: {problem.severity} {problem.code} {message}"
    return f"{told}\n    hint: {hint}" if (hint := _hint(problem, language)) else told


def fields(template: str) -> set[str]:
    """Return the names of the fields of a template."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _hint(problem: Problem, language: Language) -> str:
    """Return the hint of a problem; one whose fields are empty or missing says nothing."""
    code = f"{problem.code}.hint"
    template = _template(code, language)
    if template is None or not all(problem.arguments.get(name) for name in fields(template)):
        return ""
    return render(code, problem.arguments, language)


def _without_sentence(code: str, shown: Mapping[str, str], language: Language) -> str:
    if os.environ.get(STRICT):
        raise SentenceMissingError(missing=code, language=language)
    told = ", ".join(f"{key}={value}" for key, value in sorted(shown.items()))
    return f"{code} ({told})" if told else code


def _template(code: str, language: Language) -> str | None:
    """Return the sentence of a code with its fields; the empty code is gettext's own header."""
    template = _catalogue(language).gettext(code)
    return template if code and template != code else None


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    """Load a catalogue at its first use; a lost file loses the sentences, never the code and its arguments."""
    return gettext.translation(DOMAIN, localedir=CATALOGUES, languages=[language.value], fallback=True)
