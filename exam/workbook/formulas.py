"""Spells an expression of an assignment as the formula that a candidate could type; for samples and for trying a task.

The engine that computes it is not the evaluator that computed the key, so a right sample that is not marked right tells
an author that one of the two is mistaken about his expression.
"""

import ast
from dataclasses import dataclass
from typing import ClassVar

from exam.core.spreadsheet import AnswerCell, ComputedColumn, SpreadsheetAssignment, SpreadsheetData
from exam.problem import ExamError
from exam.workbook.layout import FIRST_DATA_ROW, VALUE_LETTER, answer_rows
from exam.workbook.locating import letters

_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISONS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "=", ast.NotEq: "<>"}
_OVER_ROWS = {
    "sum": "SUMPRODUCT({0})",
    "mean": "(SUMPRODUCT({0})/ROWS({days}))",
    "largest": "_xlfn.AGGREGATE(14,6,({0})+0,1)",
    "smallest": "_xlfn.AGGREGATE(15,6,({0})+0,1)",
    "above": "SUMPRODUCT(--(({0})>{1}))",
    "below": "SUMPRODUCT(--(({0})<{1}))",
    "slope": "SLOPE({0},{days})",
    "msum": "SUMPRODUCT((YEAR({days})*12+MONTH({days})-YEAR({first})*12-MONTH({first})+1={1})*({0}))",
    "abs": "ABS({0})",
    "round": "ROUND({0},0)",
    "clip": "MAX({1},MIN({0},{2}))",
}


class NoFormulaError(ExamError):
    """The expression has no formula here; a typed result stands for it."""

    code: ClassVar[str] = "workbook-no-formula"


@dataclass(frozen=True, slots=True)
class Spelling:
    """Where the table and the answers of one workbook stand."""

    assignment: SpreadsheetAssignment
    data: SpreadsheetData
    language: str

    def formula(self, answer: AnswerCell, expression: str) -> str:
        """Return the formula for an answer cell.

        Raises:
            NoFormulaError: there is none.
        """
        return "=" + self._spelt(ast.parse(" ".join(expression.split()), mode="eval").body, answer)

    def _spelt(self, node: ast.expr, answer: AnswerCell) -> str:  # noqa: PLR0911 - one for each kind of part
        match node:
            case ast.Constant(value=str(word)):
                return f'"{self._word(answer, word)}"'
            case ast.Constant():
                return ast.unparse(node)
            case ast.Name(id=name):
                return self._range(name)
            case ast.Attribute(attr=name):
                return f"{VALUE_LETTER}{answer_rows(self.assignment, self.language)[name]}"
            case ast.UnaryOp():
                return f"(-{self._spelt(node.operand, answer)})"
            case ast.BinOp():
                return f"({self._spelt(node.left, answer)}{_SIGNS[type(node.op)]}{self._spelt(node.right, answer)})"
            case ast.IfExp(test=ast.Compare() as test):
                parts = (self._comparison(test, answer), *(self._spelt(x, answer) for x in (node.body, node.orelse)))
                return f"IF({','.join(parts)})"
            case ast.Call(func=ast.Name(id=name)):
                return self._call(name, [self._spelt(argument, answer) for argument in node.args])
        raise NoFormulaError(expression=ast.unparse(node))

    def _comparison(self, test: ast.Compare, answer: AnswerCell) -> str:
        left, right = self._spelt(test.left, answer), self._spelt(test.comparators[0], answer)
        return f"{left}{_COMPARISONS[type(test.ops[0])]}{right}"

    def _call(self, name: str, arguments: list[str]) -> str:
        if name == "top":
            parts = (f"LARGE(({','.join(arguments[1:])}),{at})" for at in range(1, int(arguments[0]) + 1))
            return f"({'+'.join(parts)})"
        if name not in _OVER_ROWS:
            raise NoFormulaError(expression=name)
        days = self._days()
        return _OVER_ROWS[name].format(*arguments, days=days, first=days.partition(":")[0])

    def _days(self) -> str:
        dated = (entry.id for entry in self.assignment.data.columns if not isinstance(entry, ComputedColumn))
        return self._range(next(dated, ""))

    def _range(self, name: str) -> str:
        names = [entry.id for entry in self.assignment.data.columns]
        if name not in names:
            raise NoFormulaError(expression=name)
        letter = letters(names.index(name) + 1)
        last = FIRST_DATA_ROW + len(self.data.days) - 1
        return f"{self.assignment.data.sheet}!${letter}${FIRST_DATA_ROW}:${letter}${last}"

    def _word(self, answer: AnswerCell, key: str) -> str:
        spelt = answer.choice.get(key, {}).get(self.language, (key,))
        return spelt[0]
