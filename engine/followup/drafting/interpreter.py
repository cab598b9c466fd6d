"""Fills in a template: its tags, what it opens, and its macros, step by step."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import nodes

from followup.diagnostics import InvalidDocument, NotEvaluable, Source
from followup.drafting.expressions import Expressions, Macro, Page, Scope
from followup.drafting.faults import Fault, near, refusal
from followup.drafting.grammar import exported_names
from followup.drafting.members import Loop, Module, items, member
from followup.drafting.meter import Meter
from followup.drafting.missing import Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A template that was read: its text, and its tree."""

    source: Source
    tree: nodes.Template


class Interpreter(Expressions):
    """Fills in one template; `open_text` finds those that it imports or includes."""

    def __init__(
        self,
        text: Text,
        open_text: Callable[[str], Text | None],
        given: Mapping[str, Any],
        meter: Meter,
    ) -> None:
        super().__init__(text.source, given, meter)
        self.tree = text.tree
        self.open_text = open_text

    def fill(self, page: Page, scope: Scope) -> None:
        """Write the template on a page, and set what it sets."""
        self._body(self.tree.body, scope, page)

    # -- statements

    def _body(self, body: Sequence[nodes.Node], scope: Scope, page: Page) -> None:
        for node in body:
            try:
                self.meter.spend(1)
                self._statement(node, scope, page)
            except (InvalidDocument, NotEvaluable):
                raise
            except Exception as error:
                raise refusal(error, self.source, node.lineno) from None

    def _statement(self, node: nodes.Node, scope: Scope, page: Page) -> None:
        match node:
            case nodes.Output():
                for part in node.nodes:
                    self.value(part, scope, page)
            case nodes.If():
                self._if(node, scope, page)
            case nodes.For():
                self._for(node, scope, page)
            case nodes.Assign():
                self._set(node.target, self.value(node.node, scope), scope)
            case nodes.AssignBlock():
                block = Page()
                self._body(node.body, scope.new_child(), block)
                self._set(node.target, str(block), scope)
            case nodes.Macro():
                scope[node.name] = Macro(node=node, scope=scope, within=self)
            case nodes.Import():
                scope[node.target] = self._module(node, scope)
            case nodes.FromImport():
                self._from_import(node, scope)
            case nodes.Include():
                self._include(node, scope, page)
            case _:
                raise Fault("a template has no such tag")

    def _if(self, node: nodes.If, scope: Scope, page: Page) -> None:
        for branch in (node, *node.elif_):
            if self.value(branch.test, scope):
                return self._body(branch.body, scope, page)
        return self._body(node.else_, scope, page)

    def _for(self, node: nodes.For, scope: Scope, page: Page) -> None:
        many = items(self.value(node.iter, scope), self.meter)
        if node.test is not None:
            many = [one for one in many if self._is_wanted(node, one, scope)]
        for index, one in enumerate(many):
            self.meter.spend(1)
            inner = scope.new_child({"loop": Loop(index0=index, length=len(many))})
            self._set(node.target, one, inner)
            self._body(node.body, inner, page)
        if not many:
            self._body(node.else_, scope.new_child(), page)

    def _is_wanted(self, node: nodes.For, one: Any, scope: Scope) -> bool:
        assert node.test is not None
        inner = scope.new_child()
        self._set(node.target, one, inner)
        return bool(self.value(node.test, inner))

    def _set(self, target: nodes.Node, value: Any, scope: Scope) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = value
            return
        assert isinstance(target, nodes.Tuple)
        values = items(value, self.meter)
        if len(values) != len(target.items):
            message = f"there are {len(values)} values for {len(target.items)} names"
            raise Fault(message, "give each name one value")
        for name, one in zip(target.items, values, strict=True):
            self._set(name, one, scope)

    # -- other templates

    def _opened(self, node: nodes.Import | nodes.FromImport | nodes.Include) -> Interpreter | None:
        assert isinstance(node.template, nodes.Const)
        self.meter.spend(1)
        text = self.open_text(node.template.value)
        return Interpreter(text, self.open_text, self.given, self.meter) if text else None

    def _module(self, node: nodes.Import | nodes.FromImport, scope: Scope) -> Module:
        other = self._opened(node)
        assert isinstance(node.template, nodes.Const)
        if other is None:
            raise no_template(node.template.value)
        # What is set here later is not seen there, as in jinja.
        self.meter.spend(len(scope.maps))
        known = dict(scope) if node.with_context else {}
        self.meter.spend(len(known))
        inner: Scope = ChainMap({}, known)
        with self.meter.inside():
            other.fill(Page(), inner)
        own = inner.maps[0]
        exported = {name: own[name] for name in exported_names(other.tree) if name in own}
        return Module(name=node.template.value, exported=exported)

    def _from_import(self, node: nodes.FromImport, scope: Scope) -> None:
        module = self._module(node, scope)
        for name in node.names:
            name, called = name if isinstance(name, tuple) else (name, name)
            self.meter.spend(1)
            scope[called] = member(module, name, self.meter)

    def _include(self, node: nodes.Include, scope: Scope, page: Page) -> None:
        other = self._opened(node)
        if other is not None:
            with self.meter.inside():
                other.fill(page, scope.new_child() if node.with_context else ChainMap({}))
        elif not node.ignore_missing:
            assert isinstance(node.template, nodes.Const)
            raise no_template(node.template.value)

    # -- macros

    def run(self, macro: Macro, values: Sequence[Any], named: Mapping[str, Any]) -> str:
        """Return what a macro of this template writes."""
        page = Page()
        with self.meter.inside():
            scope = macro.scope.new_child()
            self._give(macro.node, values, dict(named), scope)
            self._body(macro.node.body, scope, page)
        return str(page)

    def _give(
        self, node: nodes.Macro, values: Sequence[Any], named: dict[str, Any], scope: Scope
    ) -> None:
        """Set the names of a macro to what it is given, or to what they are otherwise."""
        names = [name.name for name in node.args]
        if len(values) > len(names):
            raise Fault(f"the macro `{node.name}` takes {len(names)} values", "give no more")
        scope.update(zip(names, values, strict=False))
        left = dict.fromkeys(names[len(values) :])
        for name in named:
            if name not in left:
                help = near(name, left, limit=16)
                raise Fault(f"the macro `{node.name}` takes no `{name}` here", help)
        instead = dict(zip(reversed(names), reversed(node.defaults), strict=False))
        for name in left:
            self.meter.spend(1)
            if name in named:
                scope[name] = named[name]
            elif name in instead:
                scope[name] = self.value(instead[name], scope)
            else:
                scope[name] = Unknown(f"`{name}` was not given to `{node.name}`", name=name)


def no_template(name: str) -> Fault:
    """Return what to say of a template that is not there."""
    return Fault(f"there is no template `{name}`", "a template reaches those beside it")
