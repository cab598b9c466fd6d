"""What a ruleset says, in English sentences: names, values, persons, channels and moments.

Everything is made from the ruleset and the words of its vocabulary, so it works for any domain.
The sentences are Markdown; the names of facts are links into the page's glossary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from followup.core.facts import FirstOf, KnownOf, Moment
from followup.core.references import filled, references
from followup.core.ruleset import Do, Rule, Ruleset, Via
from followup.core.terms import (
    ALWAYS,
    WEEKDAYS,
    Branch,
    Choice,
    Day,
    EndOfMonth,
    EndOfWeek,
    FactRef,
    FieldRef,
    NextWeekday,
    NotCounting,
    Opening,
    ParameterRef,
    Rolled,
    Shift,
    Term,
    Word,
)
from followup.core.types import field_of
from followup.core.vocabulary import Citation
from followup.core.writing import written
from followup.wording.conditions import Clauses, listed, value_words
from followup.wording.days import day_set_words
from followup.wording.markup import escaped, link
from followup.wording.moments import moment_words

# A field's `about` that begins so stands for the field itself in a sentence.
_NOUN_STARTS = frozenset(
    ("a", "an", "the", "who", "whom", "whose", "what", "which", "somebody", "someone")
)
_ROLLS = {
    "none": "even where that is a day off",
    "following": "or the next business day where that is a day off",
    "preceding": "or the business day before where that is a day off",
    "modified_following": "or, where that is a day off, the next business day of the same month, "
    "else the one before",
    "modified_preceding": "or, where that is a day off, the business day before in the same month, "
    "else the next one",
    "nearest": "or the nearest business day where that is a day off",
}


def spelled(name: str) -> str:
    """Return a name as words: `due-again` is `due again`."""
    return escaped(name.replace("-", " "))


def lowered(text: str) -> str:
    """Begin a text in lower case, unless its first word is written in capitals or mixed."""
    first = text.split(" ", 1)[0]
    return text if first[1:] != first[1:].lower() else text[:1].lower() + text[1:]


def raised(text: str) -> str:
    """Begin a text with a capital, a link's text included."""
    for index, letter in enumerate(text):
        if letter.isalnum():
            return text[:index] + letter.upper() + text[index + 1 :]
    return text


class Sentences(Clauses):
    """Writes the parts of one ruleset. `fresh` begins a piece in which all is explained anew.

    `linked` are the facts that were named so far, which a glossary should hold. `item_page` is
    the address of an item of a source, with `{}` for its id; without one items are not linked.
    """

    def __init__(self, ruleset: Ruleset, item_page: str | None = None) -> None:
        super().__init__(ruleset)
        self.item_page = item_page
        self._explained: set[str] = set()
        self._itself = ""
        self._brief = False
        self.linked: set[str] = set()

    def reason(self, sentence: str) -> str:
        """Return a reason with the values of its parameters."""
        return escaped(filled(sentence, self.ruleset))

    def cites_of(self, rule: Rule) -> tuple[Citation, ...]:
        """Return what a rule cites, with what the values in its reason do."""
        return references(self.ruleset).cites_of_rule[rule.name]

    def sources(self, cites: Iterable[Citation]) -> str:
        """Return where advice stands: titles with the items or the places in them."""
        found: dict[str, list[str]] = {}
        for cite in cites:
            places = found.setdefault(cite.title, [])
            places += [escaped(cite.at)] if cite.at else []
            places += [self._item(item) for item in cite.items]
        return "; ".join(
            escaped(title) + (f" ({', '.join(dict.fromkeys(places))})" if places else "")
            for title, places in found.items()
        )

    def _item(self, item: str) -> str:
        if self.item_page is None:
            return escaped(item)
        return f"[{escaped(item)}]({self.item_page.format(item.lower())})"

    def fresh(self, itself: str = "") -> None:
        """Forget what has been explained in brackets; `itself` is the fact that is explained."""
        self._explained = set()
        self._itself = itself

    # -- names

    def fact(self, name: str) -> str:
        """Return a fact's name, leading to the glossary."""
        if name == self._itself:
            return "event found"
        if name in self.ruleset.facts:
            self.linked.add(name)
            return f"*{link(spelled(name), f'fact-{name}')}*"
        return self.value(name)

    def value(self, name: str) -> str:
        """Return a parameter's name with its value."""
        words = spelled(value_words(self.ruleset.parameters[name]))
        return f"{link(spelled(name), f'value-{name}')} ({words})"

    def word(self, word: str) -> str:
        """Return a word that something may be."""
        return f"*{spelled(word)}*"

    def days(self, names: Sequence[str]) -> str:
        """Return the days of sets, each with what it has the first time that it is met."""
        return listed([self._day_set(name) for name in names])

    def _day_set(self, name: str) -> str:
        words = f"*{spelled(name)}*"
        if (key := f"days {name}") in self._explained:
            return words
        self._explained.add(key)
        return f"{words} ({day_set_words(self.ruleset.days[name])})"

    def subject(self, term: Term) -> str:
        """Return what a test is about: the fact that is explained itself is *it*."""
        match term:
            case FactRef(name) if name == self._itself:
                return "it"
            case ParameterRef(name):
                words = spelled(value_words(self.ruleset.parameters[name]))
                return f"the value {link(spelled(name), f'value-{name}')}, here {words},"
            case _:
                return super().subject(term)

    def explanation(self, name: str) -> str:
        """Return in brackets what a fact means, the first time that it is met."""
        fact = self.ruleset.facts.get(name)
        if fact is None or not fact.about or name in {*self._explained, self._itself}:
            return ""
        self._explained.add(name)
        about = lowered(escaped(fact.about.rstrip(".")))
        says_more = about.split(" ", 1)[-1] != spelled(name)
        return f" ({about})" if says_more else ""

    def field(self, term: FieldRef) -> str:
        """Return a fact's field: what it means, or its name, and the fact in question."""
        of = self.fact(term.fact)
        if term.field == "date":
            return f"the day of the {of}"
        if term.field == "known-from":
            return f"the day from which one knew of the {of}"
        name, field = spelled(term.field), field_of(term, self.ruleset)
        about = _gist(field.about) if field else ""
        if about and about.split(" ", 1)[0].lower() in _NOUN_STARTS:
            return lowered(about) + (f" ({of})" if term.fact != self._itself else "")
        meaning = f" ({lowered(about)})" if about else ""
        return f"the *{name}*{meaning} of the {of}"

    # -- persons and channels

    def person(self, who: Term) -> str:
        """Return a person: a role, a field that holds persons, or a fact that finds one."""
        match who:
            case FieldRef():
                return self.field(who)
            case FactRef(name):
                about = self.ruleset.facts[name].about
                if about.split(" ", 1)[0].lower() in _NOUN_STARTS:
                    return f"{lowered(escaped(about))} ({self.fact(name)})"
                return f"the {self.fact(name)}{self.explanation(name)}"
        role, _, own = written(who).partition(":")
        known = self.vocabulary.roles.get(role)
        says = escaped(known.says if known else role.replace("-", " "))
        return f"{says} ({escaped(own)})" if own else says

    def recipients(self, do: Do) -> str:
        """Return whom a rule reaches, in the order of its preference."""
        if do.each is not None:
            since = self.fact(do.each.since)
            persons = self.person(do.each.persons)
            return f"each of these persons who has not had it since the {since}: {persons}"
        if not do.to:
            return ""
        unique = list(dict.fromkeys((*do.fixed_to, *do.to)))
        words = "; else ".join(map(self.person, unique))
        roles = [who for who in do.to if isinstance(who, Word)]
        if roles and roles[-1] != unique[-1]:
            words += f". If none of them is known: {self.person(roles[-1])}"
        return words

    def channels(self, via: Iterable[Via]) -> str:
        """Return the channels of a rule, in the order of its preference."""
        found = []
        for each in via:
            words = escaped(self.vocabulary.channels[each.channel].says)
            if each.if_known:
                words += ", if it is known"
            elif each.only_if is not None:
                name = each.only_if.name
                words += f", if {self.fact(name)} is the case{self.explanation(name)}"
            found.append(words)
        return "; else ".join(found)

    # -- moments

    def moment(self, phrase: Term) -> str:
        """Return a phrase as a sentence's part, what its facts are computed from written out."""
        match phrase:
            case FactRef(name):
                return self._named(name)
            case FieldRef():
                return self.field(phrase)
            case ParameterRef(name):
                return self.value(name)
            case Opening():
                return "the day on which it opens"
            case Day(day):
                return moment_words(day)
            case Choice(later, among):
                which = ("later", "latest") if later else ("earlier", "earliest")
                words = listed([self._inner(part) for part in among])
                return f"{words}, whichever is {which[len(among) > 2]}"
            case Rolled(of) if self._brief:
                return self.moment(of)
            case Rolled(of, convention):
                return f"{self.moment(of)}, {_ROLLS[convention]}"
            case NotCounting(of) if self._brief:
                return self.moment(of)
            case NotCounting(of, spans):
                passed = listed([f"the {self.fact(name)}" for name in spans], "and")
                return f"{self.moment(of)}, not counting {passed}"
            case NextWeekday(days, of, inclusive):
                names = listed([WEEKDAYS[day].title() for day in days])
                side = "on or after" if inclusive else "after"
                return f"the first worked {names} {side} {self._start(of, of_day=inclusive)}"
            case EndOfWeek(of, following):
                week = "the week after that" if following else "the week"
                return f"the last business day in {week} of {self._inner(of)}"
            case EndOfMonth(of):
                return f"the last day of the month of {self._inner(of)}"
            case Shift(of=of, next_day=True):
                return f"the next business day after {self._start(of)}"
            case Shift(duration, sign, of) if sign > 0:
                return f"{self._length(duration)} after {self._start(of)}"
            case Shift(duration, _, of):
                return f"{self._length(duration)} before {self._inner(of)}"
            case _:
                return escaped(written(phrase))

    def _length(self, duration: Term) -> str:
        """Return a duration: a parameter's as what it is, so that sentences stay short."""
        if isinstance(duration, ParameterRef):
            return written(duration, self.ruleset.parameters)
        return self.moment(duration)

    def _start(self, of: Term, *, of_day: bool = False) -> str:
        return "it opens" if isinstance(of, Opening) and not of_day else self._inner(of)

    def _inner(self, phrase: Term) -> str:
        """Write a moment inside another: in brackets where it has commas of its own."""
        words = self.moment(phrase)
        outer = words.split("(", 1)[0]
        torn = isinstance(phrase, Choice | Rolled | NotCounting) or ", " in outer or "; " in outer
        return f"({words})" if torn else words

    def _named(self, name: str) -> str:
        match self.ruleset.facts[name].reading:
            case Moment(phrase):
                return self.moment(phrase)
            case FirstOf(branches):
                return self.branches(branches)
            case KnownOf() as reading:
                return self._known_list(name, reading)
            case _:
                return f"the {self.fact(name)}"

    def _known_list(self, name: str, reading: KnownOf) -> str:
        parts = [self._inner(term) for term in reading.among]
        if reading.which == "latest":
            parts = list(dict.fromkeys(self.latest_of(FactRef(name))[0]))
        if len(parts) == 1 or (self._brief and reading.which == "latest"):
            return parts[0]
        return f"the {reading.which} that is known of ({'; '.join(parts)})"

    def branches(self, branches: Sequence[Branch]) -> str:
        """Return several values, of which the first counts that applies and is known."""
        first, *others = (self._branch(branch) for branch in branches)
        if not others:
            return first
        if self.has_conditions(branches):
            return "; else ".join((first, *others))
        return f"{first} or, if that is unknown, {listed(others)}"

    def _branch(self, branch: Branch) -> str:
        words = self._inner(branch.then)
        return words if branch.when == ALWAYS else f"{words} if {self.conditions(branch.when)}"

    def has_conditions(self, branches: Iterable[Branch]) -> bool:
        """Return whether any of several values applies only under a condition."""
        return any(branch.when != ALWAYS for branch in branches)

    def latest_of(self, phrase: Term) -> tuple[list[str], bool]:
        """Return the moments of which a phrase is the latest, and whether some may be unknown.

        A phrase of any other form is the only one.
        """
        match phrase:
            case Choice(True, among):
                found = [self.latest_of(part) for part in among]
                words = [words for parts, _ in found for words in parts]
                return words, any(is_open for _, is_open in found)
            case FactRef(name):
                reading = self.ruleset.facts[name].reading
                if isinstance(reading, KnownOf) and reading.which == "latest":
                    found = [self.latest_of(term) for term in reading.among]
                    return [w for parts, _ in found for w in parts], len(reading.among) > 1
        return [self.moment(phrase)], False

    def gist(self, phrase: Term) -> str:
        """Return a moment for a table: where it is the latest of several, the first of them."""
        self._brief = True
        parts, _ = self.latest_of(phrase)
        self._brief = False
        own = [part for part in dict.fromkeys(parts) if part != "the day on which it opens"]
        full, _ = self.latest_of(phrase)
        later = ", or later" if own[1:] or "the latest that is known of" in full[0] else ""
        return own[0] + later if own else parts[0]


def _gist(about: str) -> str:
    """Return a field's meaning without the remarks after it; empty where it cannot stand alone."""
    gist = re.split(r"[:;]| \(|\. ", about, maxsplit=1)[0]
    alone = gist == about or gist.split(" ", 1)[0].lower() in _NOUN_STARTS
    return escaped(gist.rstrip(".")) if alone else ""
