"""Arithmetic that authors write into assignments, read by a whitelist and computed in decimals; it knows no workbook.

Python's own parser reads the text, so that nobody has to learn a language; of its tree only numbers, known names,
`ans.x`, `+ - * /`, calls of the given functions and `a if x > y else b` are let through; what a function takes may be
computed of columns, row by row. Every result is a finite decimal of 28 digits, computed alike on every machine; there
is no binary floating point. `holds` reads a comparison, `choose` a word that comparisons pick.
"""

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow
from decimal import localcontext as local_context
from functools import lru_cache
from typing import ClassVar, NamedTuple, TypeVar

from exam.problem import ExamError

T = TypeVar("T")

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


class Function(NamedTuple):
    """A function that expressions may call; `takes` holds `Decimal` for a number and `tuple` for a column."""

    takes: tuple[type, ...]
    apply: Callable[..., Decimal]
    more: bool = False
    """Whether it takes any number of the last one."""

    def fits(self, arguments: Sequence[Value]) -> bool:
        """Tell whether it can be called with these."""
        wanted = self.takes
        if self.more:
            wanted += wanted[-1:] * (len(arguments) - len(wanted))
        return len(arguments) == len(wanted) and all(map(isinstance, arguments, wanted))


class Scope(NamedTuple):
    """What an expression may use, and the key at which it stands; `ans.x` is spelt so among the names."""

    where: str
    names: Mapping[str, Value]
    functions: Mapping[str, Function] = {}


_Number = Callable[[Scope], Decimal]
"""How a part of an expression is computed where it is used."""


def evaluate(text: str, scope: Scope) -> Decimal:
    """Return the value of the expression.

    Raises:
        ExpressionError: the text is not on the whitelist, or has no finite value here.
    """
    return _computed(text, scope, _read)


def holds(text: str, scope: Scope) -> bool:
    """Tell whether the comparison holds.

    Raises:
        ExpressionError: the text is not one, or has no finite value here.
    """
    return _computed(text, scope, _read_test)


def choose(text: str, scope: Scope) -> str:
    """Return the word that `'a' if x > y else 'b'` picks.

    Raises:
        ExpressionError: the text is not one, or has no finite value here.
    """
    return _computed(text, scope, _read_word)


def words_in(text: str) -> tuple[str, ...]:
    """Return every word that the expression could pick; none where it cannot be read."""
    tree = _tree(_line(text))
    found = ast.walk(tree) if tree else ()
    return tuple(node.value for node in found if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _computed(text: str, scope: Scope, read: Callable[[str], Callable[[Scope], T] | None]) -> T:
    line = _line(text)
    value = read(line)
    if value is None:
        raise ExpressionUnreadableError(where=scope.where, expression=line[:MAX_LENGTH])
    with local_context(_CONTEXT):
        try:
            return value(scope)
        except DecimalException as error:
            raise NoValueError(where=scope.where, expression=line) from error


@lru_cache(maxsize=512)
def _line(text: str) -> str:
    return " ".join(text.split())


@lru_cache(maxsize=512)
def _read(line: str) -> _Number | None:
    """Read one line, once for all rows."""
    tree = _tree(line)
    return None if tree is None else _number(line, tree)


def _read_test(line: str) -> Callable[[Scope], bool] | None:
    tree = _tree(line)
    return None if tree is None else _test(line, tree)


def _read_word(line: str) -> Callable[[Scope], str] | None:
    tree = _tree(line)
    return None if tree is None else _word(line, tree)


def _tree(line: str) -> ast.expr | None:
    """Parse a line; None when it is no expression or has too many parts to walk safely."""
    if len(line) > MAX_LENGTH or not line.isascii():
        return None
    try:
        tree = ast.parse(line, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return tree if sum(1 for _ in ast.walk(tree)) <= MAX_PARTS else None


def _number(line: str, node: ast.expr) -> _Number:
    """Return how a part is computed; what must not be there is told only where its value is asked for."""
    match node:
        case ast.Name() | ast.Attribute():
            return _number_named(_spelt(line, node))
        case ast.UnaryOp(op=ast.USub()):
            operand = _number(line, node.operand)
            return lambda scope: -operand(scope)
        case ast.BinOp() if type(node.op) in _ARITHMETIC:
            apply, left, right = _ARITHMETIC[type(node.op)], _number(line, node.left), _number(line, node.right)
            return lambda scope: apply(left(scope), right(scope))
        case ast.IfExp():
            test, body, otherwise = _test(line, node.test), _number(line, node.body), _number(line, node.orelse)
            return lambda scope: body(scope) if test(scope) else otherwise(scope)
        case ast.Call(func=ast.Name(id=name), keywords=[]):
            arguments = tuple(_argument(line, argument) for argument in node.args)
            return lambda scope: _called(name, tuple(argument(scope) for argument in arguments), scope)
    return _constant(_spelt(line, node), node)


def _argument(line: str, node: ast.expr) -> Callable[[Scope], Value]:
    """Return how what a function takes is computed: a number, or a column by its name or row by row of others."""
    if isinstance(node, ast.Name | ast.Attribute):
        name = _spelt(line, node)
        return lambda scope: _named(name, scope)
    if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        apply, left, right = _ARITHMETIC[type(node.op)], _argument(line, node.left), _argument(line, node.right)
        return lambda scope: _combined(apply, left(scope), right(scope))
    return _number(line, node)


def _combined(apply: Callable[[Decimal, Decimal], Decimal], left: Value, right: Value) -> Value:
    """Compute with two numbers, or row by row where one of them is a column."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return apply(left, right)
    rows = max(len(side) for side in (left, right) if isinstance(side, tuple))
    lefts, rights = (side if isinstance(side, tuple) else (side,) * rows for side in (left, right))
    return tuple(map(apply, lefts, rights))


def _word(line: str, node: ast.expr) -> Callable[[Scope], str]:
    match node:
        case ast.Constant(value=str(word)):
            return lambda _scope: word
        case ast.IfExp():
            test, body, otherwise = _test(line, node.test), _word(line, node.body), _word(line, node.orelse)
            return lambda scope: body(scope) if test(scope) else otherwise(scope)
    forbidden = _forbidden(_spelt(line, node))
    return lambda scope: str(forbidden(scope))


def _test(line: str, node: ast.expr) -> Callable[[Scope], bool]:
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISONS:
            apply, first, second = _COMPARISONS[type(op)], _number(line, left), _number(line, right)
            return lambda scope: apply(first(scope), second(scope))
    forbidden = _forbidden(_spelt(line, node))
    return lambda scope: bool(forbidden(scope))


def _constant(spelt: str, node: ast.expr) -> _Number:
    """Read a number as it is spelt, never by way of a binary float; nothing else is one."""
    if not isinstance(node, ast.Constant) or not spelt.replace(".", "", 1).isdigit():
        return _forbidden(spelt)
    number = Decimal(spelt)
    return lambda _scope: number


def _forbidden(part: str) -> _Number:
    def refuse(scope: Scope) -> Decimal:
        raise ExpressionForbiddenError(where=scope.where, part=part)

    return refuse


def _number_named(name: str) -> _Number:
    def number(scope: Scope) -> Decimal:
        value = _named(name, scope)
        if isinstance(value, Decimal):
            return value
        raise ArgumentsWrongError(where=scope.where, part=name)

    return number


def _named(name: str, scope: Scope) -> Value:
    try:
        return scope.names[name]
    except KeyError:
        raise NameUnknownError(where=scope.where, name=name, known=", ".join(sorted(scope.names))) from None


def _called(name: str, arguments: tuple[Value, ...], scope: Scope) -> Decimal:
    function = scope.functions.get(name)
    if function is None:
        raise NameUnknownError(where=scope.where, name=name, known=", ".join(sorted(scope.functions)))
    if not function.fits(arguments):
        raise ArgumentsWrongError(where=scope.where, part=name)
    return function.apply(*arguments)


def _spelt(line: str, node: ast.expr) -> str:
    """Return how a part is spelt; in one line of ASCII, offsets in bytes are offsets in characters."""
    return line[node.col_offset : node.end_col_offset]
