"""A ruleset as one page in Markdown, for a person who is no programmer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from followup.evaluation.wording import moment_words
from followup.language.domain import Citation
from followup.language.model import Fact, Limit, Note, Parameter, Rule, Ruleset
from followup.presentation.markdown import anchor, bullets, escaped, link, table
from followup.presentation.rule_sentences import RuleSentences
from followup.presentation.sentences import (
    listed,
    lowered,
    raised,
    spelled,
    value_words,
)

_HOW_TO_READ = """\
On each concern the rules are asked in their order, and the first whose conditions hold decides; \
options are offered besides. A word in *italics* that is a link is explained under \
[Words](#words). Of several persons, the first is chosen who is known and can be reached; of \
several channels, the first that is known for the person, and those that the other side has ruled \
out are passed over. A date that is counted in days, weeks, months or years and falls on a day \
off moves to the next business day, unless a rule says otherwise; business days are those of the \
place that the history names."""
_ASSUMED = """\
A value marked **assumed** stands in no source. It was chosen so that the ruleset can decide at \
all, and every answer that rests on it says so."""


def ruleset_page(
    ruleset: Ruleset,
    pictures: Sequence[tuple[str, str]] = (),
    item_page: str | None = None,
) -> str:
    """Return the page of a ruleset that is not abstract.

    Args:
        ruleset: the ruleset.
        pictures: what to show below the overview: texts and paths of images.
        item_page: the address of an item of a source, with `{}` for its id.
    """
    words = RuleSentences(ruleset, item_page)
    lines = _head(ruleset)
    lines += _overview(words)
    for text, path in pictures:
        lines += [f"![{escaped(text)}]({path})", ""]
    lines += _values(words)
    lines += ["## Rules", "", _HOW_TO_READ, "", *_rules(words)]
    lines += _limits(words)
    lines += _notes(words)
    lines += _glossary(words)
    lines += _sources(ruleset)
    return "\n".join(lines).rstrip() + "\n"


def _head(ruleset: Ruleset) -> list[str]:
    facts = [f"Version {ruleset.version}"]
    if ruleset.reviewed is not None:
        facts.append(f"compared with its sources on {moment_words(ruleset.reviewed)}")
    if ruleset.parents:
        facts.append(f"builds on {listed(list(reversed(ruleset.parents)), 'and')}")
    about = [escaped(ruleset.about), ""] if ruleset.about else []
    vocabulary = ruleset.vocabulary
    return [
        f"# {escaped(ruleset.name)}: {lowered(escaped(ruleset.title))}",
        "",
        *about,
        f"*For: {lowered(escaped(vocabulary.title.rstrip('.')))} ({escaped(vocabulary.name)}). "
        f"{'; '.join(facts)}.*",
        "",
    ]


def _overview(words: RuleSentences) -> list[str]:
    """Return what the ruleset does, in a few sentences and one table."""
    ruleset = words.ruleset
    tracks = [link(spelled(track), f"track-{track}") for track in _tracks(ruleset)]
    lines = ["## In short", ""]
    concerns = f"{len(tracks)} concerns, the most important first" if len(tracks) > 1 else "one"
    said = [f"It decides {concerns}: {listed(tracks, 'and')}."]
    for attempt, of in dict.fromkeys((rule.attempt, rule.of) for rule in ruleset.rules):
        if attempt is not None and of is not None:
            words.fresh()
            said.append(
                f"It allows at most {of} {words.fact(attempt)}{words.explanation(attempt)}."
            )
    assumed = [p for p in ruleset.parameters.values() if p.assumed]
    if assumed:
        names = listed([words.behind(parameter) for parameter in assumed], "and")
        stand = f"{len(assumed)} of its {len(ruleset.parameters)} values stand"
        said.append(f"{stand}{'s' if len(assumed) == 1 else ''} in no source: {names}.")
    elif ruleset.parameters:
        said.append("No value is assumed.")
    lines += [*bullets(said), ""]
    rows = [_row(words, rule) for rule in ruleset.rules if rule.outcome == "do"]
    if rows:
        headers = ["what it has you do", "by the rule", "from", "in time until"]
        lines += [*table(headers, rows), ""]
    return lines


def _row(words: RuleSentences, rule: Rule) -> list[str]:
    words.fresh()
    action = raised(words.action(rule.what))
    return [
        f"{action} *(optional)*" if rule.optional else action,
        link(spelled(rule.name), f"rule-{rule.name}"),
        words.main_moment(rule.opens),
        words.main_moment(rule.closes or rule.lapses) or "no end",
    ]


def _values(words: RuleSentences) -> list[str]:
    parameters = words.ruleset.parameters.values()
    if not parameters:
        return []
    rows = []
    for parameter in parameters:
        source = words.sources(parameter.cites)
        if parameter.assumed:
            source = f"none; {source}" if source else "none"
        rows.append(
            [
                f"{anchor(f'value-{parameter.name}')}{spelled(parameter.name)}",
                value_words(parameter) + (" **(assumed)**" if parameter.assumed else ""),
                escaped(parameter.about) or "–",
                source or "none named",
            ]
        )
    explained = [_ASSUMED, ""] if any(parameter.assumed for parameter in parameters) else []
    headers = ["value", "is", "what it means", "source"]
    return ["## Values", "", *explained, *table(headers, rows), ""]


def _concerns(rule: Rule, ruleset: Ruleset) -> str:
    if set(rule.tracks) == set(ruleset.vocabulary.tracks):
        return "every concern"
    return listed([f"*{spelled(track)}*" for track in rule.tracks], "and")


def _tracks(ruleset: Ruleset) -> list[str]:
    """Return the concerns with rules of their own, the most important first."""
    spoken = {rule.tracks[0] for rule in ruleset.rules if len(rule.tracks) == 1}
    return [track for track in ruleset.vocabulary.tracks if track in spoken]


def _rules(words: RuleSentences) -> list[str]:
    """Return all rules: what several concerns share first, then concern by concern."""
    ruleset = words.ruleset
    shared = [rule for rule in ruleset.rules if len(rule.tracks) > 1]
    lines: list[str] = []
    if shared:
        lines += ["### What several concerns share", ""]
        for rule in shared:
            block = words.rule(rule, raised(spelled(rule.name)))
            lines += [*block[:2], f"On {_concerns(rule, ruleset)}.", "", *block[2:]]
    for track in _tracks(ruleset):
        about = ruleset.vocabulary.tracks[track]
        title = f"{anchor(f'track-{track}')}{raised(spelled(track))}"
        lines += [f"### {title}: {lowered(escaped(about))}", ""]
        lines += _track(words, track)
    return lines


def _track(words: RuleSentences, track: str) -> list[str]:
    """Return the rules of a concern in their order; shared ones are only named."""
    rules = [rule for rule in words.ruleset.rules if track in rule.tracks]
    lines: list[str] = []
    numbered = list(enumerate(rules, 1))
    for is_shared, run in groupby(numbered, key=lambda item: len(item[1].tracks) > 1):
        group = list(run)
        if is_shared:
            numbers = "–".join(str(number) for number in dict.fromkeys((group[0][0], group[-1][0])))
            names = [link(spelled(rule.name), f"rule-{rule.name}") for _, rule in group]
            lines += [f"**{numbers}.** As above: {'; '.join(names)}.", ""]
            continue
        for number, rule in group:
            lines += words.rule(rule, f"{number}. {raised(spelled(rule.name))}")
    return lines


def _limits(words: RuleSentences) -> list[str]:
    if not words.ruleset.limits:
        return []
    lines = ["## Limits", "", "What no rule may break, whatever it says:", ""]
    for limit in words.ruleset.limits:
        lines += words.limit(limit)
    return [*lines, ""]


def _notes(words: RuleSentences) -> list[str]:
    notes = words.ruleset.notes
    if not notes:
        return []
    lines = ["## Good to know", ""]
    return [*lines, *bullets(_note(words, note) for note in notes), ""]


def _note(words: RuleSentences, note: Note) -> str:
    source = f" *Source:* {words.sources(note.cites)}" if note.cites else ""
    return f"{escaped(note.says)}{source}"


def _glossary(words: RuleSentences) -> list[str]:
    """Return what the facts mean that the page names, in the order of the alphabet."""
    facts: dict[str, Fact] = {}
    entries: dict[str, str] = {}
    while missing := words.linked - facts.keys():  # what explains them names further ones
        for name in missing:
            facts[name] = words.ruleset.facts[name]
            entries[name] = _entry(words, facts[name])
    if not entries:
        return []
    lines = ["## Words", "", "How the rules read what happened.", ""]
    lines += bullets(entries[name] for name in sorted(entries))
    events = dict.fromkeys(p.event for fact in facts.values() for p in fact.selector)
    if events:
        lines += ["", "The kinds of event that they speak of:", ""]
    for name in sorted(events):
        about = escaped(words.vocabulary.events[name].about.rstrip("."))
        lines += bullets([f"{anchor(f'event-{name}')}**{spelled(name)}**: {about or '–'}."])
    return [*lines, ""]


def _entry(words: RuleSentences, fact: Fact) -> str:
    words.fresh()
    about = f"{escaped(fact.about.rstrip('.'))}. " if fact.about else ""
    source = f" *Source:* {words.sources(fact.cites)}" if fact.cites else ""
    name = f"{anchor(f'fact-{fact.name}')}**{spelled(fact.name)}**"
    return f"{name}: {about}{words.definition(fact)}{source}"


def _sources(ruleset: Ruleset) -> list[str]:
    cited = dict.fromkeys(cite.title for cite in _cites(ruleset))
    if not cited:
        return []
    return ["## Sources", "", *bullets(escaped(title) for title in cited), ""]


def _cites(ruleset: Ruleset) -> Iterable[Citation]:
    records: Iterable[Parameter | Rule | Limit | Fact | Note] = (
        *ruleset.parameters.values(),
        *ruleset.rules,
        *ruleset.limits,
        *ruleset.facts.values(),
        *ruleset.notes,
    )
    return (cite for record in records for cite in record.cites)
