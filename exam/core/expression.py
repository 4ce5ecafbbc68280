"""Arithmetic that authors write into assignments, read by a whitelist and computed in decimals; it knows no workbook.

Python's own parser reads the text, so that nobody has to learn a language; of its tree only numbers, known names,
`ans.x`, `+ - * /`, calls of the given functions and `a if x > y else b` are let through. Every result is a finite
decimal of 28 digits, computed alike on every machine; there is no binary floating point.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow
from decimal import localcontext as local_context
from functools import lru_cache
from typing import ClassVar

from exam.problem import ExamError

MAX_LENGTH = 400
MAX_PARTS = 120

Value = Decimal | tuple[Decimal, ...]
"""A number, or a column of numbers that only a function can take."""

_ARITHMETIC: Mapping[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_COMPARISONS: Mapping[type[ast.cmpop], Callable[[Decimal, Decimal], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_CONTEXT = Context(prec=28, rounding=ROUND_HALF_EVEN, traps=[DivisionByZero, InvalidOperation, Overflow])


class ExpressionError(ExamError):
    """The root of what can be wrong with an expression; `where` is its key in the assignment."""


class ExpressionUnreadableError(ExpressionError):
    """The text is no expression, or too long a one."""

    code: ClassVar[str] = "expression-unreadable"


class ExpressionForbiddenError(ExpressionError):
    """The expression holds a part that is not on the whitelist."""

    code: ClassVar[str] = "expression-forbidden"


class NameUnknownError(ExpressionError):
    """The expression uses a name or function that is not given there, or not yet."""

    code: ClassVar[str] = "expression-name-unknown"


class ArgumentsWrongError(ExpressionError):
    """A function is called with too few, too many or the wrong things, or a column stands where a number must."""

    code: ClassVar[str] = "expression-arguments-wrong"


class NoValueError(ExpressionError):
    """The expression has no finite value: it divides by zero or grows past every bound."""

    code: ClassVar[str] = "expression-no-value"


@dataclass(frozen=True, slots=True)
class Function:
    """A function that expressions may call; `takes` holds `Decimal` for a number and `tuple` for a column."""

    takes: tuple[type, ...]
    apply: Callable[..., Decimal]


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may use, and the key at which it stands; `ans.x` is spelt so among the names."""

    where: str
    names: Mapping[str, Value]
    functions: Mapping[str, Function] = field(default_factory=dict)


def evaluate(text: str, scope: Scope) -> Decimal:
    """Return the value of the expression.

    Raises:
        ExpressionError: the text is not on the whitelist, or has no finite value here.
    """
    line = " ".join(text.split())
    with local_context(_CONTEXT):
        try:
            return _number(line, _parse(line, scope.where), scope)
        except DecimalException as error:
            raise NoValueError(where=scope.where, expression=line) from error


def _parse(text: str, where: str) -> ast.expr:
    tree = _tree(text)
    if tree is None:
        raise ExpressionUnreadableError(where=where, expression=text[:MAX_LENGTH])
    return tree


@lru_cache(maxsize=512)
def _tree(text: str) -> ast.expr | None:
    """Parse one line, once for all rows; None when it cannot be read or has too many parts to walk safely."""
    if len(text) > MAX_LENGTH or not text.isascii():
        return None
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return tree if sum(1 for _ in ast.walk(tree)) <= MAX_PARTS else None


def _number(text: str, node: ast.expr, scope: Scope) -> Decimal:
    value = _value(text, node, scope)
    if isinstance(value, Decimal):
        return value
    raise ArgumentsWrongError(where=scope.where, part=_spelt(text, node))


def _value(text: str, node: ast.expr, scope: Scope) -> Value:
    match node:
        case ast.Constant():
            return _constant(text, node, scope)
        case ast.Name() | ast.Attribute():
            return _named(text, node, scope)
        case ast.UnaryOp(op=ast.USub()):
            return -_number(text, node.operand, scope)
        case ast.BinOp() if type(node.op) in _ARITHMETIC:
            left, right = _number(text, node.left, scope), _number(text, node.right, scope)
            return _ARITHMETIC[type(node.op)](left, right)
        case ast.IfExp():
            return _number(text, node.body if _holds(text, node.test, scope) else node.orelse, scope)
        case ast.Call(func=ast.Name(id=name), keywords=[]):
            return _called(name, tuple(_value(text, argument, scope) for argument in node.args), scope)
    raise ExpressionForbiddenError(where=scope.where, part=_spelt(text, node))


def _constant(text: str, node: ast.Constant, scope: Scope) -> Decimal:
    """Read the number as it is spelt, never by way of a binary float."""
    spelt = _spelt(text, node)
    if type(node.value) not in {int, float} or not spelt.replace(".", "", 1).isdigit():
        raise ExpressionForbiddenError(where=scope.where, part=spelt)
    return Decimal(spelt)


def _named(text: str, node: ast.expr, scope: Scope) -> Value:
    name = _spelt(text, node)
    if name not in scope.names:
        raise NameUnknownError(where=scope.where, name=name, known=", ".join(sorted(scope.names)))
    return scope.names[name]


def _holds(text: str, node: ast.expr, scope: Scope) -> bool:
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISONS:
            return _COMPARISONS[type(op)](_number(text, left, scope), _number(text, right, scope))
    raise ExpressionForbiddenError(where=scope.where, part=_spelt(text, node))


def _called(name: str, arguments: tuple[Value, ...], scope: Scope) -> Decimal:
    function = scope.functions.get(name)
    if function is None:
        raise NameUnknownError(where=scope.where, name=name, known=", ".join(sorted(scope.functions)))
    if len(arguments) != len(function.takes) or not all(map(isinstance, arguments, function.takes)):
        raise ArgumentsWrongError(where=scope.where, part=name)
    return function.apply(*arguments)


def _spelt(text: str, node: ast.expr) -> str:
    """Return how a part is spelt; in one line of ASCII, offsets in bytes are offsets in characters."""
    return text[node.col_offset : node.end_col_offset]
