"""How deep facts rest on one another: no circles, and no deeper than evaluation can go."""

from __future__ import annotations

from collections.abc import Iterator

from followup.core.references import facts_of, of_fact
from followup.core.ruleset import Ruleset
from followup.core.terms import Node, children
from followup.defaults import MAX_FACT_DEPTH
from followup.diagnostics import Problem


def circles(ruleset: Ruleset) -> Iterator[Problem]:
    """Find facts that are defined through themselves."""
    reported: set[str] = set()
    for circle in _circles(ruleset):
        if not reported & set(circle):
            reported.update(circle)
            yield Problem(
                code="F404",
                message="facts are defined in a circle: "
                + " → ".join(f"`{fact}`" for fact in circle),
                location=ruleset.place("facts", circle[0]),
                help="define one of them without the others",
            )


def _circles(ruleset: Ruleset) -> Iterator[list[str]]:
    """Go through the circles that a search in depth meets, without recursion: it may be deep."""
    done: set[str] = set()
    for start in ruleset.facts:
        path: list[str] = []
        waiting = [iter((start,))]
        while waiting:
            name = next(waiting[-1], None)
            if name is None:
                waiting.pop()
                if path:
                    done.add(path.pop())
            elif name in path:
                yield [*path[path.index(name) :], name]
            elif name not in done and name in ruleset.facts:
                path.append(name)
                waiting.append(iter(facts_of(ruleset.facts[name])))


def too_deep(ruleset: Ruleset) -> Iterator[Problem]:
    """Find facts without circles that rest on one another too deeply to be evaluated.

    Conditions and phrases count with their own depth: what is bounded is the whole way down.
    """
    depths: dict[str, int] = {}
    for name in _bottom_up(ruleset):
        fact = ruleset.facts[name]
        inner = max((depths.get(other, 0) for other in facts_of(fact)), default=0)
        depths[name] = inner + 1 + max(map(_height, of_fact(fact)), default=0)
    for name, depth in depths.items():
        if depth > MAX_FACT_DEPTH:
            yield Problem(
                code="F410",
                message=f"the fact `{name}` rests on others too deeply: {depth} levels, where "
                f"{MAX_FACT_DEPTH} are the most",
                location=ruleset.place("facts", name),
                help="define it by facts that stand nearer to the events",
            )
            return  # those that rest on it are too deep as well


def _bottom_up(ruleset: Ruleset) -> list[str]:
    """Return the facts in an order in which each stands after those that it rests on."""
    order: dict[str, None] = {}
    for start in ruleset.facts:
        waiting = [start]
        while waiting:
            name = waiting[-1]
            missing = [n for n in facts_of(ruleset.facts[name]) if n not in order]
            if name in order or not missing:
                order[waiting.pop()] = None
            else:
                waiting.extend(missing)
    return list(order)


def _height(node: Node) -> int:
    return 1 + max(map(_height, children(node)), default=0)
