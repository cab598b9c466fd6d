"""Why: the rules that were asked, with ticks and crosses, and the walk of every date."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from msgspec import UNSET

from followup.core.catalogues import Catalogue, Item
from followup.core.vocabulary import Vocabulary
from followup.decision import (
    AskedCondition,
    AskedRule,
    DateWalk,
    Decision,
    DueAction,
    HeldTrack,
    SaidNote,
    Seen,
    SeenFact,
    StoppedTrack,
    Trace,
    WalkStep,
)
from followup.views.blocks import GAP, Block, Heading, Labelled, Line
from followup.views.decisions import style_of
from followup.wording.moments import moment_words


def why_view(
    decision: Decision, vocabulary: Vocabulary, said: Sequence[tuple[Catalogue, Item]]
) -> Iterator[Block]:
    """Tell the trace of a decision, which must carry one, and what the sources `said`."""
    trace = decision.trace
    assert trace is not None
    yield Line(decision.headline, style_of(decision))
    yield from _rules(trace, vocabulary)
    if any(track.limited_by for track in decision.held):
        yield GAP
        yield Heading("what is held")
        for track in decision.held:
            yield from held_view(track, indent=2)
    yield from _facts(trace)
    yield from walks_view(trace.walks)
    yield from _said(said, _other_places(decision))
    yield from notes_view("good to know", trace.notes)


def _rules(trace: Trace, vocabulary: Vocabulary) -> Iterator[Block]:
    shared = [rule for rule in trace.rules if len(rule.tracks) > 1]
    groups = [("asked on several tracks", shared)]
    for name, track in vocabulary.tracks.items():
        own = [rule for rule in trace.rules if rule.tracks == (name,)]
        groups.append((f"{name}: {track.about[:1].lower()}{track.about[1:]}", own))
    for heading, asked in groups:
        if asked:
            yield GAP
            yield Heading(heading)
        for rule in asked:
            yield from rule_view(rule)


def rule_view(rule: AskedRule) -> Iterator[Block]:
    """Tell a rule that was asked, and what each of its conditions saw."""
    mark, style = ("✓", "good") if rule.holds else ("✗", "quiet")
    outcome = f" → {rule.outcome}" if rule.holds else ""
    why_not = f" ({rule.why_not})" if rule.why_not else ""
    yield Line(f"{rule.rule}{outcome}{why_not}", style, mark, style, indent=2)
    yield from _conditions(rule.conditions, 6)
    if rule.holds and rule.because:
        yield Labelled("because", rule.because, indent=6)


def held_view(track: HeldTrack, indent: int) -> Iterator[Block]:
    """Tell by which limit an action is held, and which other case comes first."""
    if track.limited_by:
        first = f": {track.gives_way_to} comes first" if track.gives_way_to else ""
        text = f"{track.rule} is held by the limit {track.limited_by}{first}"
        yield Line(text, indent=indent, hanging=4)


def _conditions(conditions: Iterable[AskedCondition], indent: int) -> Iterator[Block]:
    for condition in conditions:
        mark, style = ("✓", "good") if condition.holds else ("✗", "bad")
        groups = () if condition.groups is UNSET else condition.groups
        text = condition.condition + ("" if groups else saw_words(condition))
        yield Line(text, mark=mark, mark_style=style, indent=indent)
        for group in groups:
            yield from _conditions(group, indent + 4)


def saw_words(condition: AskedCondition) -> str:
    """Write what a condition saw; of what is not there it says so itself."""
    if condition.saw is None and condition.condition.endswith("on record"):
        return ""
    value = value_words(condition.saw)
    if condition.compared_with is UNSET:
        return f"  [{value}]"
    return f"  [{value} against {value_words(condition.compared_with)}]"


def value_words(value: Seen) -> str:
    """Write a traced value as a person reads it."""
    match value:
        case None:
            return "unknown"
        case bool():
            return "true" if value else "false"
        case tuple():
            return ", ".join(value) or "none"
        case datetime.date():
            return moment_words(value)
        case _:
            return str(value)


def _facts(trace: Trace) -> Iterator[Block]:
    yield GAP
    yield Heading("what was known")
    # By identity: a count of zero equals False, and is a value all the same.
    for name, fact in trace.facts.items():
        if fact.value is not None and fact.value is not False:
            text = f"{name} = {value_words(fact.value)}{_event_words(fact)}"
            yield Line(text, indent=2, hanging=4)
    false = [name for name, fact in trace.facts.items() if fact.value is False]
    if false:
        yield Line(f"not so: {', '.join(false)}", "quiet", indent=2, hanging=4)
    unknown = [name for name, fact in trace.facts.items() if fact.value is None]
    if unknown:
        yield Line(f"unknown: {', '.join(unknown)}", "quiet", indent=2, hanging=4)


def _event_words(fact: SeenFact) -> str:
    """Write of a fact that is an event what the event says, and where it stands."""
    if fact.event is UNSET or fact.fields is UNSET:
        return ""
    fields = [f"{key} {value_words(value)}" for key, value in fact.fields.items()]
    line = f", line {fact.line}" if fact.line else ""
    return f"  ({fact.event}{line}{': ' if fields else ''}{', '.join(fields)})"


def _other_places(decision: Decision) -> list[str]:
    """Return where advice stands that the deciding rules cite from sources without a catalogue."""
    rules: list[DueAction | StoppedTrack] = [
        *decision.firm,
        *decision.stopped,
        *decision.held,
    ]
    cites = [cite for rule in rules for cite in rule.cites if not cite.items]
    return list(dict.fromkeys(f"{c.title}, {c.at}" if c.at else c.title for c in cites))


def _said(said: Sequence[tuple[Catalogue, Item]], places: Sequence[str]) -> Iterator[Block]:
    """Tell what the sources say that the decision rests on, and the places of other sources."""
    if not said and not places:
        return
    yield GAP
    yield Heading("what the sources say")
    title = ""
    for source, item in said:
        if source.title != title:
            title = source.title
            yield Line(title, "quiet", indent=2)
        by = f" — {item.by}" if item.by else ""
        yield Line(f"{item.id}  {item.condition}: {item.says}{by}", indent=4, hanging=7)
    for place in places:
        yield Line(place, "quiet", indent=2)


def notes_view(heading: str, notes: Sequence[SaidNote], *, sources: bool = True) -> Iterator[Block]:
    """Tell notes under a heading, with `sources` each with the items that say so."""
    if not notes:
        return
    yield GAP
    yield Heading(heading)
    for note in notes:
        yield Line(note.says, mark="-", indent=2)
        places = [", ".join(cite.items) or cite.at or cite.title for cite in note.cites]
        if places and sources:
            yield Line(f"— {', '.join(places)}", "quiet", indent=4, hanging=2)


def walks_view(walks: Sequence[DateWalk]) -> Iterator[Block]:
    """Tell how the dates of windows came about."""
    if not walks:
        return
    yield GAP
    yield Heading("how the dates came about")
    for walk in walks:
        yield Line(f"{walk.rule} {walk.window}: {walk.phrase}", indent=2, hanging=4)
        yield from steps_view(walk.steps, 6)
        yield Line(f"= {moment_words(walk.result)}", indent=6)


def steps_view(steps: Iterable[WalkStep], indent: int) -> Iterator[Block]:
    """Tell the steps of a walk, with each day off that was passed over and why."""
    for step in steps:
        start, result = moment_words(step.start), moment_words(step.result)
        yield Line(f"{step.operation} {start} → {result}", indent=indent, hanging=4)
        for off in step.skipped:
            estimated = " (estimated)" if off.estimated else ""
            name = off.name if off.kind != "weekend" else "weekend"
            text = f"not {moment_words(off.day)}: {name}{estimated}"
            yield Line(text, "quiet", indent=indent + 4)
