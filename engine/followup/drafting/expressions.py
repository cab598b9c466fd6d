"""What the expressions of a template are worth, each found step by step.

Jinja reads the text; what is read is not compiled and run but gone through, construct by
construct. So there is nothing that a template can do but what stands here and beside it, and
nothing of it goes uncounted. Whatever goes wrong is a problem at the line of the construct.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Undefined, nodes

from followup.defaults import LONGEST_MESSAGE
from followup.diagnostics import InvalidDocument, NotEvaluable, Source
from followup.drafting.faults import Fault, refusal
from followup.drafting.filters import FILTERS, Around
from followup.drafting.members import TESTS, compare, item, kind_of, member, reckon, signed, written
from followup.drafting.meter import Meter
from followup.drafting.missing import Unknown

Scope = ChainMap[str, Any]
"""The names that are set, those of the innermost construct first."""


class Page:
    """What is written, part by part; a whole message has a longest length."""

    __slots__ = ("_left", "_parts")

    def __init__(self, is_message: bool = False) -> None:
        self._parts: list[str] = []
        self._left = LONGEST_MESSAGE if is_message else None

    def write(self, text: str) -> None:
        """Add a text.

        Raises:
            Fault: all together is too long for a message.
        """
        if self._left is not None:
            self._left -= len(text)
            if self._left < 0:
                message = f"here the message grows beyond {LONGEST_MESSAGE:,} characters"
                raise Fault(message, "shorten it")
        self._parts.append(text)

    def __str__(self) -> str:
        return "".join(self._parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Macro:
    """A macro with the names that are known where it stands."""

    node: nodes.Macro
    scope: Scope
    within: Expressions


class Expressions(ABC):
    """Finds what the expressions of one template are worth; macros are for the interpreter."""

    def __init__(self, source: Source, given: Mapping[str, Any], meter: Meter) -> None:
        self.source = source
        self.given = given
        self.meter = meter
        self.around = Around(given=given, meter=meter)

    @abstractmethod
    def run(self, macro: Macro, values: Sequence[Any], named: Mapping[str, Any]) -> str:
        """Return what a macro of this template writes."""

    def value(self, node: nodes.Node, scope: Scope, page: Page | None = None) -> Any:
        """Return what an expression is worth, and write it where there is a page for it."""
        try:
            self.meter.spend(1)
            found = self._found(node, scope)
            self.meter.weigh(found)
            if page is not None:
                page.write(written(found))
        except (InvalidDocument, NotEvaluable):
            raise
        except Exception as error:
            raise refusal(error, self.source, node.lineno) from None
        return found

    def _found(self, node: nodes.Node, scope: Scope) -> Any:
        match node:
            case nodes.Const():
                return node.value
            case nodes.TemplateData():
                return node.data
            case nodes.Name():
                return self._named(node.name, scope)
            case nodes.Getattr():
                return member(self.value(node.node, scope), node.attr, self.meter)
            case nodes.Getitem():
                return item(self.value(node.node, scope), self._key(node.arg, scope), self.meter)
            case nodes.Filter():
                return self._filtered(node, scope)
            case nodes.Call():
                return self._called(node, scope)
            case nodes.Test():
                values = [self.value(one, scope) for one in (node.node, *node.args)]
                return TESTS[node.name](*values)
            case nodes.List():
                return [self.value(one, scope) for one in node.items]
            case nodes.Tuple():
                return tuple(self.value(one, scope) for one in node.items)
        return self._combined(node, scope)

    def _named(self, name: str, scope: Scope) -> Any:
        try:
            return scope[name]
        except KeyError:
            return Unknown(name=name)

    def _combined(self, node: nodes.Node, scope: Scope) -> Any:
        match node:
            case nodes.And():
                return self.value(node.left, scope) and self.value(node.right, scope)
            case nodes.Or():
                return self.value(node.left, scope) or self.value(node.right, scope)
            case nodes.Not():
                return not self.value(node.node, scope)
            case nodes.CondExpr():
                return self._chosen(node, scope)
            case nodes.Concat():
                return "".join([written(self.value(one, scope)) for one in node.nodes])
            case nodes.Compare():
                return self._compared(node, scope)
            case nodes.Neg() | nodes.Pos():
                return signed(node.operator, self.value(node.node, scope))
            case nodes.BinExpr():
                left, right = (self.value(one, scope) for one in (node.left, node.right))
                return reckon(node.operator, left, right)
        raise Fault("a template has no such expression")

    def _chosen(self, node: nodes.CondExpr, scope: Scope) -> Any:
        if self.value(node.test, scope):
            return self.value(node.expr1, scope)
        if node.expr2 is None:
            return Undefined("this `if` does not hold and has no `else`")  # written as nothing
        return self.value(node.expr2, scope)

    def _compared(self, node: nodes.Compare, scope: Scope) -> Any:
        left, found = self.value(node.expr, scope), True
        for operand in node.ops:
            right = self.value(operand.expr, scope)
            found = compare(operand.op, left, right)
            if not found:
                break
            left = right
        return found

    def _key(self, node: nodes.Expr, scope: Scope) -> Any:
        if not isinstance(node, nodes.Slice):
            return self.value(node, scope)
        bounds = (node.start, node.stop, node.step)
        return slice(*(None if one is None else self.value(one, scope) for one in bounds))

    def _arguments(
        self, node: nodes.Call | nodes.Filter, scope: Scope
    ) -> tuple[list[Any], dict[str, Any]]:
        named: Sequence[Any] = node.kwargs
        return (
            [self.value(one, scope) for one in node.args],
            {one.key: self.value(one.value, scope) for one in named},
        )

    def _filtered(self, node: nodes.Filter, scope: Scope) -> Any:
        assert node.node is not None
        value = self.value(node.node, scope)
        values, named = self._arguments(node, scope)
        used = FILTERS[node.name]
        try:
            return used.apply(self.around, value, *values, **named)
        except NotEvaluable:
            raise
        except (TypeError, ValueError, AttributeError):
            message = f"the filter `{node.name}` cannot be used in this way"
            raise Fault(message, f"write `{used.usage}`") from None

    def _called(self, node: nodes.Call, scope: Scope) -> Any:
        function = self.value(node.node, scope)
        values, named = self._arguments(node, scope)
        if isinstance(function, Macro):
            return function.within.run(function, values, named)
        if isinstance(function, Undefined):
            function()  # says what is missing
        if not callable(function):
            raise Fault(f"{kind_of(function)} cannot be called", "leave out what is in brackets")
        try:
            return function(*values, **named)
        except NotEvaluable:
            raise
        except (TypeError, ValueError):
            name = getattr(node.node, "name", None) or getattr(node.node, "attr", "this")
            raise Fault(
                f"`{name}` cannot be used in this way", "look at what it is given"
            ) from None
