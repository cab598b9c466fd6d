"""Why: the rules that were asked, with ticks and crosses, and the walk of every date."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from followup.decision import Decision, DueAction, StoppedTrack
from followup.evaluation.wording import moment_words
from followup.language.domain import Vocabulary
from followup.language.sources import Item, Source
from followup.presentation.console import Console
from followup.presentation.decisions import style_of


def write_why(
    decision: Decision,
    vocabulary: Vocabulary,
    said: Sequence[tuple[Source, Item]],
    console: Console,
) -> None:
    """Write the trace of a decision, which must carry one, and what the sources `said`."""
    trace = decision.trace or {}
    console.line(decision.headline, style_of(decision))
    _write_rules(trace, vocabulary, console)
    _write_facts(trace, console)
    _write_walks(trace, console)
    _write_said(said, _other_places(decision), console)
    write_notes("good to know", trace.get("notes", ()), console)


def _write_rules(trace: Mapping[str, Any], vocabulary: Vocabulary, console: Console) -> None:
    rules = trace.get("rules", ())
    shared = [rule for rule in rules if len(rule["tracks"]) > 1]
    groups = [("asked on several tracks", shared)]
    for track, about in vocabulary.tracks.items():
        own = [rule for rule in rules if rule["tracks"] == [track]]
        groups.append((f"{track}: {about[:1].lower()}{about[1:]}", own))
    for heading, asked in groups:
        if asked:
            console.line()
            console.line(heading, "headline")
        for rule in asked:
            _write_rule(rule, console)


def _write_rule(rule: Mapping[str, Any], console: Console) -> None:
    mark, style = ("✓", "good") if rule["holds"] else ("✗", "quiet")
    outcome = f" → {rule['outcome']}" if rule["holds"] else ""
    why_not = f" ({rule['why-not']})" if rule["why-not"] else ""
    console.write("  " + console.styled(f"{mark} {rule['rule']}{outcome}{why_not}", style))
    _write_conditions(rule["conditions"], console, 6)
    if rule["holds"] and rule["because"]:
        console.field("because", rule["because"], indent=6)


def _write_conditions(
    conditions: Sequence[Mapping[str, Any]], console: Console, indent: int
) -> None:
    for condition in conditions:
        mark, style = ("✓", "good") if condition["holds"] else ("✗", "bad")
        saw = "" if condition.get("groups") else _saw(condition)
        text = f"{condition['condition']}{saw}"
        console.write(" " * indent + console.styled(mark, style) + f" {console.styled(text)}")
        for group in condition.get("groups", ()):
            _write_conditions(group, console, indent + 4)


def _saw(condition: Mapping[str, Any]) -> str:
    value = value_words(condition["saw"])
    if condition["condition"].endswith((f" is {value}", " is unknown")) and value:
        return ""
    compared = condition.get("compared-with")
    against = f" against {value_words(compared)}" if "compared-with" in condition else ""
    return f"  [{value}{against}]"


def value_words(value: Any) -> str:
    """Write a traced value as a person reads it."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    moment = _moment(value)
    return moment_words(moment) if moment is not None else str(value)


def _moment(value: Any) -> datetime.date | None:
    if not isinstance(value, str):
        return None
    try:
        if len(value) == 10:
            return datetime.date.fromisoformat(value)
        return datetime.datetime.fromisoformat(value)
    except ValueError:
        return None


def _write_facts(trace: Mapping[str, Any], console: Console) -> None:
    facts = trace.get("facts", {})
    # By identity: a count of zero equals False, and is a value all the same.
    known = {n: f for n, f in facts.items() if f["value"] is not None and f["value"] is not False}
    console.line()
    console.line("what was known", "headline")
    for name, fact in known.items():
        text = f"{name} = {value_words(fact['value'])}"
        if "event" in fact:
            fields = [f"{key} {value_words(value)}" for key, value in fact["fields"].items()]
            line = f", line {fact['line']}" if fact["line"] else ""
            text += f"  ({fact['event']}{line}{': ' if fields else ''}{', '.join(fields)})"
        console.line(f"  {text}", hanging=6)
    false = [name for name, fact in facts.items() if fact["value"] is False]
    if false:
        console.line(f"  not so: {', '.join(false)}", "quiet", hanging=6)
    unknown = [name for name, fact in facts.items() if fact["value"] is None]
    if unknown:
        console.line(f"  unknown: {', '.join(unknown)}", "quiet", hanging=6)


def _other_places(decision: Decision) -> list[str]:
    """Return where advice stands that the deciding rules cite from sources without a catalogue."""
    rules: list[DueAction | StoppedTrack] = [
        *(action for action in decision.actions if not action.optional),
        *decision.stopped,
        *decision.held,
    ]
    cites = [cite for rule in rules for cite in rule.cites if not cite.items]
    return list(dict.fromkeys(f"{c.title}, {c.at}" if c.at else c.title for c in cites))


def _write_said(
    said: Sequence[tuple[Source, Item]], places: Sequence[str], console: Console
) -> None:
    """Write what the sources say that the decision rests on, and the places of other sources."""
    if not said and not places:
        return
    console.line()
    console.line("what the sources say", "headline")
    title = ""
    for source, item in said:
        if source.title != title:
            title = source.title
            console.line(f"  {title}", "quiet")
        by = f" — {item.by}" if item.by else ""
        console.line(f"    {item.id}  {item.condition}: {item.says}{by}", hanging=11)
    for place in places:
        console.line(f"  {place}", "quiet")


def write_notes(heading: str, notes: Sequence[Mapping[str, Any]], console: Console) -> None:
    """Write notes under a heading, each with the items of the sources that say so."""
    if not notes:
        return
    console.line()
    console.line(heading, "headline")
    for note in notes:
        console.line(f"  - {note['says']}", hanging=4)
        places = [", ".join(cite["items"]) or cite["at"] or cite["title"] for cite in note["cites"]]
        if places:
            console.line(f"    — {', '.join(places)}", "quiet", hanging=6)


def _write_walks(trace: Mapping[str, Any], console: Console) -> None:
    walks = trace.get("walks", ())
    if not walks:
        return
    console.line()
    console.line("how the dates came about", "headline")
    for walk in walks:
        console.write(f"  {walk['rule']} {walk['window']}: {walk['phrase']}")
        write_steps(walk["steps"], console, 6)
        console.write(f"      = {value_words(walk['result'])}")


def write_steps(steps: Sequence[Mapping[str, Any]], console: Console, indent: int) -> None:
    """Write the steps of a walk, with each day off that was passed over and why."""
    margin = " " * indent
    for step in steps:
        start, result = value_words(step["from"]), value_words(step["result"])
        console.write(f"{margin}{step['operation']} {start} → {result}")
        for off in step["skipped"]:
            estimated = " (estimated)" if off["estimated"] else ""
            day = value_words(off["day"])
            name = off["name"] if off["kind"] != "weekend" else "weekend"
            console.write(console.styled(f"{margin}    not {day}: {name}{estimated}", "quiet"))
