"""What an author can get wrong in a spreadsheet assignment, told as values; it knows no file and no place in one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from exam.core.canonical import digest
from exam.core.expression import words_in
from exam.core.spreadsheet import AnswerCell, ChoiceParameter, SpreadsheetAssignment
from exam.core.spreadsheet_keys import Keys, moves
from exam.core.spreadsheet_values import generate
from exam.problem import ExamError

GIVEN_NAMES = ("i", "wd")
"""What every row gives to its expressions: its index and its day of the week."""


TOLD_APART = 50
"""In how many trial draws a misconception has to be told from the right answer."""


@dataclass(frozen=True, slots=True)
class AssignmentFault:
    """One fault; `where` is the key in the assignment, such as `answers.aht.expr`."""

    where: str
    code: str
    arguments: Mapping[str, str] = field(default_factory=dict)


def assignment_faults(
    assignment: SpreadsheetAssignment, *, language: str, trials: int = 5
) -> tuple[AssignmentFault, ...]:
    """Return every fault: of names and texts, and of what cannot be computed in this many trial draws.

    In the first fifty of them, every misconception is also held against the tolerance.
    """
    languages = dict.fromkeys((language, *assignment.languages))
    return (
        *(fault for each in languages for fault in _missing_texts(assignment, each)),
        *_repeated(_names(assignment), "spreadsheet-name-taken"),
        *_repeated(_answer_ids(assignment), "spreadsheet-name-taken"),
        *_repeated(_labels(assignment, language), "spreadsheet-label-repeated"),
        *_repeated(_sheets(assignment, language), "spreadsheet-sheet-repeated"),
        *(fault for answer in assignment.answers if answer.choice for fault in _choice_faults(answer)),
        *_faults_of_trials(assignment, trials),
    )


def _missing_texts(assignment: SpreadsheetAssignment, language: str) -> Iterator[AssignmentFault]:
    texts: dict[str, Mapping[str, object]] = {
        "instructions": assignment.instructions,
        "data.answer_sheet": assignment.data.answer_sheet,
    }
    texts |= {f"data.columns.{column.id}.header": column.header for column in assignment.data.columns}
    for answer in assignment.answers:
        texts[f"answers.{answer.id}.label"] = answer.label
        texts |= {f"answers.{answer.id}.choice.{key}": words for key, words in answer.choice.items()}
        texts |= {f"answers.{answer.id}.misconceptions.{known.id}": known.feedback for known in answer.misconceptions}
    texts |= {f"checks.{at}.label": check.label for at, check in enumerate(assignment.checks)}
    for where, per_language in texts.items():
        if language not in per_language:
            yield AssignmentFault(where, "spreadsheet-text-missing", {"language": language})


def _repeated(named: Iterable[tuple[str, str]], code: str) -> Iterator[AssignmentFault]:
    seen: set[str] = set()
    for where, name in named:
        if name.casefold() in seen:
            yield AssignmentFault(where, code, {"name": name})
        seen.add(name.casefold())


def _names(assignment: SpreadsheetAssignment) -> Iterator[tuple[str, str]]:
    """Everything that the expression of a cell can call by name; a date cannot be."""
    yield from (("", name) for name in GIVEN_NAMES)
    for name, parameter in assignment.params.items():
        if not isinstance(parameter, ChoiceParameter):
            yield f"params.{name}", name
    yield from ((f"data.columns.{column.id}", column.id) for column in assignment.data.columns)


def _answer_ids(assignment: SpreadsheetAssignment) -> Iterator[tuple[str, str]]:
    return ((f"answers.{answer.id}", answer.id) for answer in assignment.answers)


def _labels(assignment: SpreadsheetAssignment, language: str) -> Iterator[tuple[str, str]]:
    """Answer cells are found again by their labels, so two alike would be one."""
    for answer in assignment.answers:
        if language in answer.label:
            yield f"answers.{answer.id}.label", answer.label[language]


def _sheets(assignment: SpreadsheetAssignment, language: str) -> Iterator[tuple[str, str]]:
    yield "data.sheet", assignment.data.sheet
    if language in assignment.data.answer_sheet:
        yield "data.answer_sheet", assignment.data.answer_sheet[language]


def _choice_faults(answer: AnswerCell) -> Iterator[AssignmentFault]:
    """Every word that the expression picks is a choice, every choice can be picked, no spelling stands for two."""
    where = f"answers.{answer.id}"
    picked = set(words_in(answer.expr))
    for key in sorted(picked ^ set(answer.choice)):
        yield AssignmentFault(f"{where}.choice", "spreadsheet-choice-differs", {"key": key})
    spelt = [(key, word) for key, words in answer.choice.items() for each in words.values() for word in each]
    for key, word in spelt:
        if any(other != key and word.casefold() == same.casefold() for other, same in spelt):
            yield AssignmentFault(f"{where}.choice.{key}", "spreadsheet-choice-repeated", {"word": word})


def _faults_of_trials(assignment: SpreadsheetAssignment, trials: int) -> Iterable[AssignmentFault]:
    """Draw and compute; the same fault in many draws is told once."""
    found: dict[tuple[str, str], AssignmentFault] = {}
    for number in range(trials):
        try:
            keys = Keys(assignment, generate(assignment, digest(f"trial {number}".encode())))
            for fault in _hidden(assignment, keys) if number < TOLD_APART else ():
                found.setdefault((fault.where, fault.code), fault)
        except ExamError as error:
            arguments = dict(error.arguments)
            where = arguments.pop("where")
            found.setdefault((where, error.code), AssignmentFault(where, error.code, arguments))
    return found.values()


def _hidden(assignment: SpreadsheetAssignment, keys: Keys) -> Iterator[AssignmentFault]:
    """Yield the misconceptions whose results a tolerance takes for right."""
    for answer in assignment.answers:
        for known in answer.misconceptions:
            key = keys.computed(answer, known.expr, f"answers.{answer.id}.misconceptions.{known.id}")
            if not moves(answer, keys.expected[answer.id], key):
                where = f"answers.{answer.id}.misconceptions.{known.id}"
                yield AssignmentFault(where, "spreadsheet-tolerance-hides", {"misconception": known.id})
        for at, expression in enumerate(answer.also):
            keys.computed(answer, expression, f"answers.{answer.id}.also.{at}")
