"""Why, in short: what decided, what nearly did, and how the dates came about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import UNSET

from followup.decision import (
    AskedCondition,
    AskedRule,
    Decision,
    DueAction,
    HeldTrack,
    StoppedTrack,
    Trace,
)
from followup.views.blocks import GAP, Block, Heading, Labelled, Line
from followup.views.decisions import citation_words, style_of
from followup.views.explanations import held_view, rule_view, saw_words, walks_view

_MOST_NEAR = 5


def reasons_view(decision: Decision) -> Iterator[Block]:
    """Tell the gist of the trace of a decision, which must carry one."""
    trace = decision.trace
    assert trace is not None
    deciding = _deciding(decision)
    yield Line(decision.headline, style_of(decision))
    yield GAP
    yield Heading("what decided")
    asked = {rule.rule: rule for rule in trace.rules}
    for name, entry in deciding.items():
        yield from rule_view(asked[name])
        if isinstance(entry, HeldTrack):
            yield from held_view(entry, indent=6)
        for source in citation_words(entry.cites):
            yield Labelled("", source, "quiet", indent=6)
    if not deciding:
        yield Line("no rule holds that asks for anything", indent=2)
    yield from _near(trace, deciding)
    yield from walks_view([walk for walk in trace.walks if walk.rule in deciding])
    yield GAP
    yield Line(
        "--all shows every rule that was asked, every fact, and what the sources say", "quiet"
    )


def _deciding(decision: Decision) -> dict[str, DueAction | StoppedTrack]:
    """Return the rules behind the answer: of its actions; without one, of what ended or waits.

    What waits for another case is always told.
    """
    away = tuple(track for track in decision.held if track.gives_way_to is not None)
    entries: Sequence[DueAction | StoppedTrack] = (*decision.firm, *away)
    if not decision.firm:
        entries = (*decision.held, *decision.stopped)
    found: dict[str, DueAction | StoppedTrack] = {}
    for entry in entries:
        found.setdefault(entry.rule, entry)
    return found


def _near(trace: Trace, deciding: dict[str, DueAction | StoppedTrack]) -> Iterator[Block]:
    """Tell the rules that one test alone kept from deciding, or something beyond their tests."""
    found = [rule for rule in trace.rules if not rule.holds and _is_near(rule)]
    if not found:
        return
    yield GAP
    yield Heading("what nearly did")
    # A rule that was passed over has come nearest; the order of the rules settles the rest.
    for rule in sorted(found, key=lambda rule: rule.why_not is None)[:_MOST_NEAR]:
        failed = [f"failed: {c.condition}{saw_words(c)}" for c in rule.conditions if not c.holds]
        text = f"{rule.rule} ({rule.why_not or failed[0]})"
        yield Line(text, "quiet", "✗", "bad", indent=2, hanging=4)


def _is_near(rule: AskedRule) -> bool:
    """Return whether one thing only was missing, and something real was there."""
    failed = [condition for condition in rule.conditions if not condition.holds]
    met = [condition for condition in rule.conditions if condition.holds and _is_real(condition)]
    if not failed:
        return rule.why_not is not None
    return len(failed) == 1 and bool(met)


def _is_real(condition: AskedCondition) -> bool:
    """Return whether a test that held saw something; of what never was, much holds."""
    return condition.groups is UNSET and bool(condition.saw)
