"""What a ruleset says, in English sentences: names, values, persons, channels and moments.

Everything is made from the ruleset and the words of its vocabulary, so it works for any domain.
The sentences are Markdown; the names of facts are links into the page's glossary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from followup.evaluation.wording import moment_words
from followup.language.domain import Citation, Field
from followup.language.durations import Duration
from followup.language.model import Fact, Parameter, Rule, Ruleset, ViaChannel
from followup.language.phrases import (
    WEEKDAYS,
    Choice,
    Day,
    EndOfWeek,
    Moment,
    Reference,
    Rolled,
    Shift,
    Weekday,
)
from followup.presentation.markdown import escaped, link

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
_KNOWN_LISTS = frozenset(("latest-known", "earliest-known", "first-known"))


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


def listed(parts: Sequence[str], word: str = "or") -> str:
    """Join parts as a sentence does: `a, b or c`."""
    return f" {word} ".join(filter(None, [", ".join(parts[:-1]), parts[-1]])) if parts else ""


def value_words(parameter: Parameter) -> str:
    """Return a parameter's value as a person reads it."""
    if isinstance(parameter.value, bool):
        return "yes" if parameter.value else "no"
    if isinstance(parameter.value, Duration):
        return str(parameter.value)
    return spelled(str(parameter.value))


class Sentences:
    """Writes the parts of one ruleset. `fresh` begins a piece in which all is explained anew.

    `linked` are the facts that were named so far, which a glossary should hold. `item_page` is
    the address of an item of a source, with `{}` for its id; without one items are not linked.
    """

    def __init__(self, ruleset: Ruleset, item_page: str | None = None) -> None:
        self.ruleset = ruleset
        self.item_page = item_page
        self.vocabulary = ruleset.vocabulary
        self._explained: set[str] = set()
        self._itself = ""
        self._brief = False
        self.linked: set[str] = set()

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
        parameter = self.ruleset.parameters[name]
        return f"{link(spelled(name), f'value-{name}')} ({value_words(parameter)})"

    def explanation(self, name: str) -> str:
        """Return in brackets what a fact means, the first time that it is met."""
        fact = self.ruleset.facts.get(name)
        if fact is None or not fact.about or name in {*self._explained, self._itself}:
            return ""
        self._explained.add(name)
        about = lowered(escaped(fact.about.rstrip(".")))
        says_more = about.split(" ", 1)[-1] != spelled(name)
        return f" ({about})" if says_more else ""

    def field_of(self, reference: Reference) -> Field | None:
        """Return the field that a reference names, of the first kind of event that has it."""
        fact = self.ruleset.facts.get(reference.name)
        for pattern in fact.selector if fact else ():
            found = self.vocabulary.events[pattern.event].fields.get(reference.attribute or "")
            if found is not None:
                return found
        return None

    def field(self, reference: Reference) -> str:
        """Return a fact's field: what it means, or its name, and the fact in question."""
        of = self.fact(reference.name)
        if reference.attribute == "date":
            return f"the day of the {of}"
        name, field = spelled(str(reference.attribute)), self.field_of(reference)
        about = _gist(field.about) if field else ""
        if about and about.split(" ", 1)[0].lower() in _NOUN_STARTS:
            return lowered(about) + (f" ({of})" if reference.name != self._itself else "")
        meaning = f" ({lowered(about)})" if about else ""
        return f"the *{name}*{meaning} of the {of}"

    # -- persons and channels

    def person(self, who: Reference | str) -> str:
        """Return a person: a role, a field that holds persons, or a fact that finds one."""
        if isinstance(who, Reference) and who.attribute:
            return self.field(who)
        name = str(who)
        if isinstance(who, Reference) and who.name in self.ruleset.facts:
            fact = self.ruleset.facts[name]
            if fact.about.split(" ", 1)[0].lower() in _NOUN_STARTS:
                return f"{lowered(escaped(fact.about))} ({self.fact(name)})"
            return f"the {self.fact(name)}{self.explanation(name)}"
        role, _, own = name.partition(":")
        says = escaped(self.vocabulary.roles.get(role, role.replace("-", " ")))
        return f"{says} ({escaped(own)})" if own else says

    def recipients(self, rule: Rule) -> str:
        """Return whom a rule reaches, in the order of its preference."""
        if rule.each is not None:
            since = f" since the {self.fact(rule.since)}" if rule.since else ""
            return f"each of these persons who has not had it{since}: {self.person(rule.each)}"
        if not rule.to:
            return ""
        unique = list(dict.fromkeys(rule.to))
        words = "; else ".join(self.person(who) for who in unique)
        roles = [who for who in rule.to if self._is_role(who)]
        if roles and roles[-1] != unique[-1]:
            words += f". If none of them is known: {self.person(roles[-1])}"
        return words

    def _is_role(self, who: Reference | str) -> bool:
        name = who.name if isinstance(who, Reference) else who.partition(":")[0]
        return name in self.vocabulary.roles and name not in self.ruleset.facts

    def channels(self, via: Iterable[ViaChannel]) -> str:
        """Return the channels of a rule, in the order of its preference."""
        found = []
        for each in via:
            words = escaped(self.vocabulary.channels[each.channel].says)
            if each.only_if == "known":
                words += ", if it is known"
            elif each.only_if is not None:
                about = self.explanation(each.only_if)
                words += f", if {self.fact(each.only_if)} is the case{about}"
            found.append(words)
        return "; else ".join(found)

    # -- moments

    def moment(self, phrase: Moment) -> str:
        """Return a phrase as a sentence's part, what its facts are computed from written out."""
        if isinstance(phrase, Reference):
            return self._named(phrase)
        if isinstance(phrase, Day):
            return moment_words(phrase.day)
        if isinstance(phrase, Choice):
            which = (
                "later" if phrase.later else "earlier",
                "latest" if phrase.later else "earliest",
            )
            words = listed([self._inner(part) for part in phrase.among])
            return f"{words}, whichever is {which[len(phrase.among) > 2]}"
        if isinstance(phrase, Rolled) and self._brief:
            return self.moment(phrase.of)
        if isinstance(phrase, Rolled):
            return f"{self.moment(phrase.of)}, {_ROLLS[phrase.convention]}"
        of = "it opens" if str(phrase.of) == "opens" else self._inner(phrase.of)
        if isinstance(phrase, Weekday):
            days = listed([WEEKDAYS[day].title() for day in phrase.days])
            return f"the first worked {days} after {of}"
        if isinstance(phrase, EndOfWeek):
            return f"the last business day in the week of {self._inner(phrase.of)}"
        if phrase.sign < 0:
            of = self._inner(phrase.of)
        return f"{self._shift(phrase)} {of}"

    def _shift(self, phrase: Shift) -> str:
        if phrase.next_day:
            return "the next business day after"
        word = "after" if phrase.sign > 0 else "before"
        if isinstance(phrase.duration, Duration):
            return f"{phrase.duration} {word}"
        return f"{self._named(phrase.duration)} {word}"

    def _inner(self, phrase: Moment) -> str:
        """Write a moment inside another: in brackets where it has commas of its own."""
        words = self.moment(phrase)
        torn = isinstance(phrase, Choice | Rolled) or ", " in words.split("(", 1)[0]
        return f"({words})" if torn else words

    def _named(self, reference: Reference) -> str:
        if str(reference) == "opens":
            return "the day on which it opens"
        fact = self.ruleset.facts.get(reference.name)
        if reference.attribute:
            return self.field(reference)
        if fact is None:
            return self.value(reference.name)
        if fact.phrase is not None:
            return self.moment(fact.phrase)
        if fact.reading in _KNOWN_LISTS:
            return self._known_list(fact)
        return f"the {self.fact(reference.name)}"

    def _known_list(self, fact: Fact) -> str:
        parts = [self._inner(name) for name in fact.names]
        if fact.reading == "latest-known":
            parts = list(dict.fromkeys(self.latest_of(Reference(fact.name))[0]))
        if len(parts) == 1 or (self._brief and fact.reading == "latest-known"):
            return parts[0]
        if fact.reading == "first-known":
            return f"{parts[0]} or, if that is unknown, {listed(parts[1:])}"
        which = fact.reading.removesuffix("-known")
        return f"the {which} that is known of ({'; '.join(parts)})"

    def latest_of(self, phrase: Moment) -> tuple[list[str], bool]:
        """Return the moments of which a phrase is the latest, and whether some may be unknown.

        A phrase of any other form is the only one.
        """
        if isinstance(phrase, Choice) and phrase.later:
            found = [self.latest_of(part) for part in phrase.among]
            return [words for parts, _ in found for words in parts], any(open for _, open in found)
        fact: Fact | None = None
        if isinstance(phrase, Reference) and phrase.attribute is None:
            fact = self.ruleset.facts.get(phrase.name)
        if fact is not None and fact.reading == "latest-known":
            found = [self.latest_of(name) for name in fact.names]
            return [words for parts, _ in found for words in parts], len(fact.names) > 1
        return [self.moment(phrase)], False

    def gist(self, phrase: Moment) -> str:
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
