"""A ruleset as one page of sentences, for a person who is no programmer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from followup.core.facts import Count, Fact, Find, Seen, Spans, Total
from followup.core.limits import Limit
from followup.core.references import references
from followup.core.ruleset import Do, Note, Rule, Ruleset
from followup.core.vocabulary import Citation
from followup.views.blocks import Block, Heading, Line, items, table
from followup.views.rule_sentences import RuleSentences
from followup.views.sentences import lowered, raised, spelled
from followup.wording.conditions import listed, value_words
from followup.wording.markup import anchor, escaped, image, link
from followup.wording.moments import moment_words

_HOW_TO_READ = """\
On each concern the rules are asked in their order, and the first whose conditions hold decides; \
options are offered besides. A word in *italics* that is a link is explained under \
[Words](#words). Of several persons, the first is chosen who is known and can be reached; of \
several channels, the first that is known for the person, and those that the other side has ruled \
out are passed over. {}; business days are those of the place that the history names."""
_ROLLS = {
    "following": "A date that is counted in days, weeks, months or years and falls on a day off "
    "moves to the next business day, unless a rule says otherwise",
    "none": "A date that falls on a day off stays there, unless a rule says otherwise",
}
_ASSUMED = """\
A value marked **assumed** stands in no source. It was chosen so that the ruleset can decide at \
all, and every answer that rests on it says so."""


def ruleset_page(
    ruleset: Ruleset,
    pictures: Sequence[tuple[str, str]] = (),
    item_page: str | None = None,
) -> Iterator[Block]:
    """Tell a ruleset that is not abstract as a page.

    Args:
        ruleset: the ruleset.
        pictures: what to show below the overview: texts and paths of images.
        item_page: the address of an item of a source, with `{}` for its id.
    """
    words = RuleSentences(ruleset, item_page)
    yield from _head(ruleset)
    yield from _overview(words)
    for text, path in pictures:
        yield Line(image(text, path))
    yield from _values(words)
    yield Heading("Rules")
    yield Line(_HOW_TO_READ.format(_ROLLS[ruleset.roll]))
    yield from _rules(words)
    yield from _limits(words)
    yield from _notes(words)
    yield from _glossary(words)
    yield from _sources(ruleset)


def _head(ruleset: Ruleset) -> Iterator[Block]:
    facts = [f"Version {ruleset.version}"]
    if ruleset.reviewed is not None:
        facts.append(f"compared with its sources on {moment_words(ruleset.reviewed)}")
    if ruleset.parents:
        facts.append(f"builds on {listed(list(reversed(ruleset.parents)), 'and')}")
    vocabulary = ruleset.vocabulary
    yield Heading(f"{escaped(ruleset.name)}: {lowered(escaped(ruleset.title))}", 1)
    if ruleset.about:
        yield Line(escaped(ruleset.about))
    domain = f"{lowered(escaped(vocabulary.title.rstrip('.')))} ({escaped(vocabulary.name)})"
    yield Line(f"*For: {domain}. {'; '.join(facts)}.*")


def _overview(words: RuleSentences) -> Iterator[Block]:
    """Tell what the ruleset does, in a few sentences and one table."""
    ruleset = words.ruleset
    tracks = [link(spelled(track), f"track-{track}") for track in _tracks(ruleset)]
    yield Heading("In short")
    concerns = f"{len(tracks)} concerns, the most important first" if len(tracks) > 1 else "one"
    said = [f"It decides {concerns}: {listed(tracks, 'and')}."]
    actions = [rule.outcome for rule in ruleset.rules if isinstance(rule.outcome, Do)]
    for attempt, of in dict.fromkeys((do.attempt, do.of) for do in actions):
        if attempt is not None and of is not None:
            words.fresh()
            counted = f"{words.fact(attempt)}{words.explanation(attempt)}"
            said.append(f"It allows at most {words.amount(of)} {counted}.")
    assumed = [p for p in ruleset.parameters.values() if p.assumed]
    if assumed:
        names = listed([words.behind(parameter) for parameter in assumed], "and")
        stand = f"{len(assumed)} of its {len(ruleset.parameters)} values stand"
        said.append(f"{stand}{'s' if len(assumed) == 1 else ''} in no source: {names}.")
    elif ruleset.parameters:
        said.append("No value is assumed.")
    yield items(said)
    rows = [
        _row(words, rule, rule.outcome) for rule in ruleset.rules if isinstance(rule.outcome, Do)
    ]
    if rows:
        yield table(["what it has you do", "by the rule", "from", "in time until"], rows)


def _row(words: RuleSentences, rule: Rule, do: Do) -> list[str]:
    words.fresh()
    action = raised(words.action(do.action))
    return [
        f"{action} *(optional)*" if do.optional else action,
        link(spelled(rule.name), f"rule-{rule.name}"),
        words.main_moment(do.opens),
        words.main_moment(do.closes or do.lapses) or "no end",
    ]


def _values(words: RuleSentences) -> Iterator[Block]:
    parameters = words.ruleset.parameters.values()
    if not parameters:
        return
    rows = []
    for parameter in parameters:
        source = words.sources(parameter.cites)
        if parameter.assumed:
            source = f"none; {source}" if source else "none"
        rows.append(
            [
                f"{anchor(f'value-{parameter.name}')}{spelled(parameter.name)}",
                spelled(value_words(parameter)) + (" **(assumed)**" if parameter.assumed else ""),
                escaped(parameter.about) or "–",
                source or "none named",
            ]
        )
    yield Heading("Values")
    if any(parameter.assumed for parameter in parameters):
        yield Line(_ASSUMED)
    yield table(["value", "is", "what it means", "source"], rows)


def _concerns(rule: Rule, ruleset: Ruleset) -> str:
    if set(rule.tracks) == set(ruleset.vocabulary.tracks):
        return "every concern"
    return listed([f"*{spelled(track)}*" for track in rule.tracks], "and")


def _tracks(ruleset: Ruleset) -> list[str]:
    """Return the concerns with rules of their own, the most important first."""
    spoken = {rule.tracks[0] for rule in ruleset.rules if len(rule.tracks) == 1}
    return [track for track in ruleset.vocabulary.tracks if track in spoken]


def _rules(words: RuleSentences) -> Iterator[Block]:
    """Tell all rules: what several concerns share first, then concern by concern."""
    ruleset = words.ruleset
    shared = [rule for rule in ruleset.rules if len(rule.tracks) > 1]
    if shared:
        yield Heading("What several concerns share", 3)
        for rule in shared:
            on = f"On {_concerns(rule, ruleset)}."
            yield from words.rule(rule, raised(spelled(rule.name)), on)
    for track in _tracks(ruleset):
        about = lowered(escaped(ruleset.vocabulary.tracks[track].about))
        yield Heading(f"{raised(spelled(track))}: {about}", 3, f"track-{track}")
        yield from _track(words, track)


def _track(words: RuleSentences, track: str) -> Iterator[Block]:
    """Tell the rules of a concern in their order; shared ones are only named."""
    rules = [rule for rule in words.ruleset.rules if track in rule.tracks]
    numbered = list(enumerate(rules, 1))
    for is_shared, run in groupby(numbered, key=lambda item: len(item[1].tracks) > 1):
        group = list(run)
        if is_shared:
            numbers = "–".join(str(number) for number in dict.fromkeys((group[0][0], group[-1][0])))
            names = [link(spelled(rule.name), f"rule-{rule.name}") for _, rule in group]
            yield Line(f"**{numbers}.** As above: {'; '.join(names)}.")
            continue
        for number, rule in group:
            yield from words.rule(rule, f"{number}. {raised(spelled(rule.name))}")


def _limits(words: RuleSentences) -> Iterator[Block]:
    if words.ruleset.limits:
        yield Heading("Limits")
        yield Line("What no rule may break, whatever it says:")
        yield items(map(words.limit, words.ruleset.limits))


def _notes(words: RuleSentences) -> Iterator[Block]:
    if words.ruleset.notes:
        yield Heading("Good to know")
        yield items(_note(words, note) for note in words.ruleset.notes)


def _note(words: RuleSentences, note: Note) -> str:
    source = f" *Source:* {words.sources(note.cites)}" if note.cites else ""
    return f"{escaped(note.says)}{source}"


def _glossary(words: RuleSentences) -> Iterator[Block]:
    """Tell what the facts mean that the page names, in the order of the alphabet."""
    facts: dict[str, Fact] = {}
    entries: dict[str, str] = {}
    while missing := words.linked - facts.keys():  # what explains them names further ones
        for name in missing:
            facts[name] = words.ruleset.facts[name]
            entries[name] = _entry(words, facts[name])
    if not entries:
        return
    yield Heading("Words")
    yield Line("How the rules read what happened.")
    yield items(entries[name] for name in sorted(entries))
    events = {kind for fact in facts.values() for kind in _kinds(fact)}
    if events:
        yield Line("The kinds of event that they speak of:")
        yield items(_event(words, name) for name in sorted(events))


def _event(words: RuleSentences, name: str) -> str:
    about = escaped(words.vocabulary.events[name].about.rstrip("."))
    return f"{anchor(f'event-{name}')}**{spelled(name)}**: {about or '–'}."


def _kinds(fact: Fact) -> list[str]:
    match fact.reading:
        case Find(among=among) | Seen(among=among) | Count(among=among) | Total(among=among):
            return [pattern.event for pattern in among.patterns]
        case Spans(begins=begins, ends=ends):
            return [pattern.event for pattern in (*begins.patterns, *ends.patterns)]
        case _:
            return []


def _entry(words: RuleSentences, fact: Fact) -> str:
    words.fresh()
    about = f"{escaped(fact.about.rstrip('.'))}. " if fact.about else ""
    source = f" *Source:* {words.sources(fact.cites)}" if fact.cites else ""
    name = f"{anchor(f'fact-{fact.name}')}**{spelled(fact.name)}**"
    return f"{name}: {about}{words.definition(fact)}{source}"


def _sources(ruleset: Ruleset) -> Iterator[Block]:
    cited = dict.fromkeys(cite.title for cite in _cites(ruleset))
    if cited:
        yield Heading("Sources")
        yield items(map(escaped, cited))


def _cites(ruleset: Ruleset) -> Iterable[Citation]:
    yield from (cite for value in ruleset.parameters.values() for cite in value.cites)
    for cites in references(ruleset).cites_of_rule.values():
        yield from cites
    others: Iterable[Limit | Fact | Note] = (
        *ruleset.limits,
        *ruleset.facts.values(),
        *ruleset.notes,
    )
    yield from (cite for record in others for cite in record.cites)
