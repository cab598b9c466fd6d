"""The language of templates: a closed part of Jinja's, checked before anything is filled in.

What is listed here is what the interpreter can do; a template with anything else is refused, as is
one that asks for a name that no template has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from jinja2 import nodes

from followup.defaults import LARGEST_NUMBER, MAX_TEMPLATE_DEPTH
from followup.drafting.faults import near
from followup.drafting.filters import FILTERS
from followup.drafting.members import TESTS

_TAGS = "the tags are `set`, `if`, `for`, `macro`, `import`, `from` and `include`"
_SET = "set it before it is used, or write a name that templates have"
_ALLOWED: tuple[type[nodes.Node], ...] = (
    *(nodes.Template, nodes.Output, nodes.TemplateData),
    *(nodes.If, nodes.For, nodes.Assign, nodes.AssignBlock, nodes.Macro),
    *(nodes.Import, nodes.FromImport, nodes.Include),
    *(nodes.Name, nodes.Const, nodes.List, nodes.Tuple),
    *(nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Call, nodes.Keyword),
    *(nodes.Filter, nodes.Test, nodes.Concat, nodes.CondExpr, nodes.Compare, nodes.Operand),
    *(nodes.And, nodes.Or, nodes.Not, nodes.Neg, nodes.Pos),
    *(nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod),
)
_REFUSED: dict[type[nodes.Node], tuple[str, str]] = {
    nodes.Block: ("`{% block %}`", _TAGS),
    nodes.CallBlock: ("`{% call %}`", _TAGS),
    nodes.Extends: ("`{% extends %}`", _TAGS),
    nodes.FilterBlock: ("`{% filter %}`", _TAGS),
    nodes.ScopedEvalContextModifier: ("`{% autoescape %}`", _TAGS),
    nodes.With: ("`{% with %}`", _TAGS),
    nodes.Dict: ("`{…}`", "write a list, `[…]`"),
    nodes.NSRef: ("names with a dot to set", "set a name without one"),
    nodes.Pow: ("`**`", "the operators are `+`, `-`, `*`, `/`, `//` and `%`, for numbers"),
}
_NEVER = frozenset(("self", "super", "caller", "varargs", "kwargs"))
"""Names that jinja gives a meaning of their own, for what there is not here."""


Opening = nodes.Import | nodes.FromImport | nodes.Include
"""What opens another template."""


class Finding(NamedTuple):
    """What is wrong with a template, and at which line."""

    line: int | None
    message: str
    help: str | None = None


def findings(tree: nodes.Template, known: frozenset[str]) -> list[Finding]:
    """Return what a template has that is no part of the language, or else the unknown names."""
    return list(_refused(tree)) or [
        Finding(line, f"a template has no `{name}`", near(name, sorted(known), limit=0) or _SET)
        for name, line in _unknown_names(tree, known)
    ]


def too_deep(tree: nodes.Template) -> Finding | None:
    """Return where a template is nested more deeply than one goes through it."""
    waiting: list[tuple[nodes.Node, int]] = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MAX_TEMPLATE_DEPTH:
            message = f"more than {MAX_TEMPLATE_DEPTH} constructs stand inside one another here"
            return Finding(node.lineno, message, "take some of it apart, with `{% set %}`")
        waiting.extend((child, depth + 1) for child in node.iter_child_nodes())
    return None


def _refused(node: nodes.Node) -> Iterator[Finding]:
    """Go through what is no part of the language; what stands within that is passed over."""
    if type(node) in _REFUSED:
        what, help = _REFUSED[type(node)]
        yield Finding(node.lineno, f"a template has no {what}", help)
        return
    yield from _of_node(node)
    for child in node.iter_child_nodes():
        yield from _refused(child)


def _of_node(node: nodes.Node) -> Iterator[Finding]:
    if isinstance(node, nodes.Const):
        if isinstance(node.value, int | float) and not abs(node.value) <= LARGEST_NUMBER:
            message = f"a number here is larger than {LARGEST_NUMBER:,}"
            yield Finding(node.lineno, message, "write it as a text")
    elif isinstance(node, nodes.Filter | nodes.Test | nodes.Call):
        yield from _of_use(node)
    elif isinstance(node, nodes.Import | nodes.FromImport | nodes.Include):
        if not (isinstance(node.template, nodes.Const) and isinstance(node.template.value, str)):
            help = 'write its name, as in `{% import "_shared.j2" as say with context %}`'
            yield Finding(node.lineno, "a template is named by one text here", help)
    elif isinstance(node, nodes.For) and node.recursive:
        yield Finding(node.lineno, "a template has no `recursive`", "write a loop within the loop")
    elif isinstance(node, nodes.AssignBlock) and node.filter is not None:
        yield Finding(node.lineno, "`{% set %}` has no filter", "use it where the text is written")
    elif isinstance(node, nodes.Name) and node.name == "loop" and node.ctx != "load":
        yield Finding(node.lineno, "`loop` is set by loops alone", "take another name")
    elif not isinstance(node, (*_ALLOWED, nodes.Scope)):  # a scope holds what was refused
        yield Finding(node.lineno, "a template has nothing like this", _TAGS)


def _of_use(node: nodes.Filter | nodes.Test | nodes.Call) -> Iterator[Finding]:
    """Find what is wrong with the use of a filter, a test, a function or a macro."""
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        yield Finding(node.lineno, "a template has no `*` before what it gives", "name each value")
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        help = near(node.name, FILTERS, limit=24)
        yield Finding(node.lineno, f"a template has no filter `{node.name}`", help)
    if isinstance(node, nodes.Test):
        if node.name not in TESTS:
            help = near(node.name, TESTS, limit=24)
            yield Finding(node.lineno, f"a template has no test `{node.name}`", help)
        elif node.kwargs:
            yield Finding(node.lineno, "a test takes no names", "give the value alone")


# -- names


def _unknown_names(tree: nodes.Template, known: frozenset[str]) -> list[tuple[str, int]]:
    """Return the names that nothing gives a meaning where they stand, each with its first line."""
    found: dict[str, int] = {}
    for name, line in _unset(tree.body, known | _set_in(tree.body)):
        found[name] = min(line, found.get(name, line))
    return list(found.items())


def _unset(body: Iterable[nodes.Node], known: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Go through the names that are used in a body and are not among the known ones."""
    for node in body:
        match node:
            case nodes.Name():
                if node.ctx == "load" and (node.name not in known or node.name in _NEVER):
                    yield node.name, node.lineno
            case nodes.For():
                one = known | _targets(node.target)
                yield from _unset([node.iter], known)
                yield from _unset([node.test] if node.test else [], one)
                yield from _unset(node.body, one | {"loop"} | _set_in(node.body))
                yield from _unset(node.else_, known | _set_in(node.else_))
            case nodes.Macro():
                own = known | {name.name for name in node.args}
                yield from _unset((*node.defaults, *node.body), own | _set_in(node.body))
            case nodes.AssignBlock():
                yield from _unset(node.body, known | _set_in(node.body))
            case _:
                yield from _unset(node.iter_child_nodes(), known)


def _set_in(body: Iterable[nodes.Node]) -> frozenset[str]:
    """Return the names that a body sets for all that stands in it, macros included."""
    found: set[str] = set()
    for node in body:
        if isinstance(node, nodes.Assign | nodes.AssignBlock):
            found |= _targets(node.target)
        elif isinstance(node, nodes.Macro):
            found.add(node.name)
        elif isinstance(node, nodes.Import):
            found.add(node.target)
        elif isinstance(node, nodes.FromImport):
            found.update(name[1] if isinstance(name, tuple) else name for name in node.names)
        elif isinstance(node, nodes.If):
            found |= _set_in((*node.body, *node.elif_, *node.else_))
    return frozenset(found)


def _targets(target: nodes.Node) -> frozenset[str]:
    names = [target] if isinstance(target, nodes.Name) else target.find_all(nodes.Name)
    return frozenset(name.name for name in names)


def exported_names(tree: nodes.Template) -> frozenset[str]:
    """Return the names that whoever imports a template can use: what it sets, and its macros."""
    own = (node for node in tree.body if not isinstance(node, nodes.Import | nodes.FromImport))
    return frozenset(name for name in _set_in(own) if not name.startswith("_"))


def opening(tree: nodes.Template) -> Iterator[Opening]:
    """Go through the places at which a template opens another."""
    for node in tree.find_all(nodes.Stmt):
        if isinstance(node, nodes.Import | nodes.FromImport | nodes.Include):
            yield node


def set_at(tree: nodes.Template, name: str) -> int | None:
    """Return the last line at which a template sets a name; None where it does not."""
    lines = [node.lineno for node in tree.find_all(nodes.Stmt) if name in _set_in([node])]
    return max(lines, default=None)
