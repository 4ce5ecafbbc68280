"""What an answer cell may hold and still be right, and whether a value is near enough to it."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from exam.core.canonical import digest
from exam.core.expression import ExpressionError
from exam.core.spreadsheet import AnswerCell, Misconception, SpreadsheetAssignment, SpreadsheetData, Unit
from exam.core.spreadsheet_submission import CellValue
from exam.core.spreadsheet_values import Key, expected_values, generate_on, key_of, scope_of

PERCENT = -2
"""The power of ten of a percent."""
SCALES = tuple(map(Decimal, (60, 100, 1000, 3600)))
SCALE_TOLERANCE = Decimal("0.005")
SAME = Decimal("1e-9")
"""How far two computations of one formula may be apart, relative to their size."""
MUTATIONS = 20


@dataclass(frozen=True, slots=True)
class Way:
    """One way to an answer, and what it leads to."""

    key: Key
    own: bool = False
    """Whether it starts from the candidate's own earlier answers."""
    alternative: bool = False
    misconception: Misconception | None = None


class Keys:
    """What the answers over one table are, by every way that the assignment knows."""

    def __init__(self, assignment: SpreadsheetAssignment, data: SpreadsheetData) -> None:
        self._assignment = assignment
        self._data = data
        self.expected = expected_values(assignment, data)

    def own(self, values: Mapping[str, CellValue]) -> dict[str, Key]:
        """Return the answers as the candidate has them; where he has no number, the expected one."""
        answers = {answer.id: answer for answer in self._assignment.answers}
        return {name: meant(answers[name], key, values[name]) for name, key in self.expected.items()}

    def ways(self, answer: AnswerCell, own: Mapping[str, Key]) -> Iterator[Way]:
        """Yield the ways to an answer, those first that are worth most."""
        for answers, is_own in ((self.expected, False), (own, True)):
            for at, expression in enumerate((answer.expr, *answer.also)):
                for key in self._reached(answer, expression, answers):
                    yield Way(key, own=is_own, alternative=at > 0)
        for misconception in answer.misconceptions:
            for answers in (self.expected, own):
                for key in self._reached(answer, misconception.expr, answers):
                    yield Way(key, misconception=misconception)

    def computed(self, answer: AnswerCell, expression: str, where: str) -> Key:
        """Return what the expression leads to from the expected answers.

        Raises:
            ExpressionError: it cannot be computed.
        """
        earlier = {name: self.expected[name] for name in self._before(answer)}
        return key_of(answer, expression, scope_of(self._data, earlier, where))

    def _before(self, answer: AnswerCell) -> tuple[str, ...]:
        names = tuple(entry.id for entry in self._assignment.answers)
        return names[: names.index(answer.id)]

    def _reached(self, answer: AnswerCell, expression: str, answers: Mapping[str, Key]) -> Iterator[Key]:
        """Yield the value; nothing where the candidate's own answers lead to none."""
        try:
            yield key_of(answer, expression, scope_of(self._data, answers, f"answers.{answer.id}"))
        except ExpressionError:
            return


def admits(answer: AnswerCell, key: Key, value: CellValue) -> bool:
    """Tell whether the value is the key, or near enough."""
    if isinstance(key, str):
        words = (word for spelt in answer.choice.get(key, {}).values() for word in spelt)
        return _plain(value.text) in {_plain(word) for word in words}
    return any(answer.tol.admits(key, reading) for reading in _readings(answer.unit, value))


def meant(answer: AnswerCell, key: Key, value: CellValue) -> Key:
    """Return the number that the candidate means, the reading that is nearest to the key; the key where he has none."""
    readings = _readings(answer.unit, value)
    if isinstance(key, str) or not readings:
        return key
    return min(readings, key=lambda reading: abs(reading - key))


def is_of_other_scale(value: CellValue, key: Key) -> bool:
    """Tell whether the value is the key times or over 60, 100, 1000 or 3600."""
    if isinstance(key, str) or value.number is None or not key:
        return False
    ratio = value.number / key
    return any(abs(ratio / scale - 1) < SCALE_TOLERANCE or abs(ratio * scale - 1) < SCALE_TOLERANCE for scale in SCALES)


def moves(answer: AnswerCell, key: Key, other: Key) -> bool:
    """Tell whether two keys are so far apart that no value is near enough to both."""
    if isinstance(key, str) or isinstance(other, str):
        return key != other
    room = max(answer.tol.abs, answer.tol.rel * max(abs(key), abs(other)))
    return abs(key - other) > 2 * room


def differ(one: CellValue, other: CellValue | None) -> bool:
    """Tell whether two computations of a cell disagree; what was not computed disagrees with nothing."""
    if other is None:
        return False
    if one.number is None or other.number is None:
        return _plain(one.text) != _plain(other.text) or one.number != other.number
    return abs(one.number - other.number) > SAME * max(Decimal(1), abs(one.number), abs(other.number))


def mutation_of(assignment: SpreadsheetAssignment, data: SpreadsheetData) -> SpreadsheetData:
    """Return another table over the same days, one over which every number that is asked for moves, if there is one.

    Raises:
        ExamError: the assignment cannot be computed.
    """
    expected = expected_values(assignment, data)
    other = data
    for number in range(MUTATIONS):
        other = generate_on(assignment, digest(f"mutation {number}".encode()), data.days)
        keys = expected_values(assignment, other)
        numbers = (answer for answer in assignment.answers if not answer.choice)
        if all(moves(answer, expected[answer.id], keys[answer.id]) for answer in numbers):
            break
    return other


def _readings(unit: Unit, value: CellValue) -> tuple[Decimal, ...]:
    """Return what a number may mean: 74.65 in a percent cell is 0.7465 as well, but 0.5 is never 0.005."""
    if value.number is None:
        return ()
    if unit is Unit.PERCENT and abs(value.number) > 1:
        return value.number, value.number.scaleb(PERCENT)
    return (value.number,)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold().strip(" .!")
