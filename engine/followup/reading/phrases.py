"""The language of moments: a tokenizer and a parser, grammar rules as docstrings.

    3 days after promise.deadline
    later of 1 week after visit, next business day after deadline
    end of week of 1 week after date, roll none

The meaning of each form is that of the business-time reference; `followup.evaluation.arithmetic`
computes it. What a name stands for depends on where the phrase stands, so the parser asks.
"""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple, NoReturn, Protocol

from followup.calendars import ROLL_CONVENTIONS
from followup.core.durations import Duration
from followup.core.terms import (
    WEEKDAYS,
    Choice,
    Day,
    EndOfMonth,
    EndOfWeek,
    FactRef,
    FieldRef,
    Length,
    NextWeekday,
    NotCounting,
    Rolled,
    Shift,
    Term,
)
from followup.reading.durations import DurationError, parse_duration

ROLLS = tuple(ROLL_CONVENTIONS)
RESERVED = frozenset(
    (
        "after",
        "before",
        "of",
        "next",
        "end",
        "later",
        "earlier",
        "or",
        "roll",
        "business",
        "not",
        "and",
    )
) | frozenset(WEEKDAYS)
"""Words with a meaning of their own, which no fact may have as its name."""


class Reference(NamedTuple):
    """A name in a phrase, or a name and what follows its dot; `offset` is where it stands."""

    name: str
    attribute: str | None = None
    offset: int = 0

    def __str__(self) -> str:
        """Write the reference as it stands in a phrase."""
        return f"{self.name}.{self.attribute}" if self.attribute else self.name


class Names(Protocol):
    """Says what names in a phrase stand for, and reports those that stand for nothing.

    It always returns a term, so that parsing goes on and all wrong names are reported.
    """

    def moment(self, reference: Reference) -> Term:
        """Return the moment that a name stands for."""

    def duration(self, reference: Reference) -> Term:
        """Return the duration that a name stands for."""

    def spans(self, reference: Reference) -> str:
        """Return the fact that reads the spans which a name stands for."""

    def day(self, day: datetime.date, offset: int) -> Term:
        """Return the term for a date written out."""


class AnyNames:
    """Takes every name for a fact, or a field of one, and every date as it is."""

    def moment(self, reference: Reference) -> Term:
        """Return the fact or field of a name."""
        if reference.attribute is None:
            return FactRef(reference.name)
        return FieldRef(reference.name, reference.attribute)

    def duration(self, reference: Reference) -> Term:
        """Return the fact or field of a name."""
        return self.moment(reference)

    def spans(self, reference: Reference) -> str:
        """Return the fact of a name."""
        return str(reference)

    def day(self, day: datetime.date, offset: int) -> Term:
        """Return the date."""
        return Day(day)


class PhraseError(ValueError):
    """A text that is no phrase: what is wrong, where in the text, and what was expected."""

    def __init__(self, message: str, offset: int, width: int, expected: str) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.width = width
        self.expected = expected


class _Token(NamedTuple):
    kind: str
    text: str
    offset: int


_TOKENS = re.compile(
    r"(?P<space>\s+)|(?P<date>\d{4}-\d{2}-\d{2}(?![\w-]))|(?P<number>\d+(?![\w-]))"
    r"|(?P<name>[A-Za-z][\w-]*(?:\.[\w-]+)*)|(?P<mark>[,()])|(?P<other>\S+)"
)


def _tokens(text: str) -> list[_Token]:
    found = [
        _Token(match.lastgroup or "", match.group(), match.start())
        for match in _TOKENS.finditer(text)
        if match.lastgroup != "space"
    ]
    return [*found, _Token("end", "", len(text))]


_NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MOMENT = "a moment: a name, a date, or `DURATION after MOMENT`"
_MAX_NESTING = 12


def parse_phrase(text: str, names: Names | None = None) -> Term:
    """phrase := moment [`,` `not` `counting` spans] [`,` `roll` CONVENTION]

    Raises:
        PhraseError: the text is something else; `offset` points at the character.
    """
    parser = _Parser(text, names or AnyNames())
    result = parser.phrase()
    if parser.token.kind != "end":
        parser.too_much()
    return result


def parse_reference(text: str) -> Reference:
    """reference := NAME [`.` NAME]

    Raises:
        PhraseError: the text is something else.
    """
    parser = _Parser(text, AnyNames())
    result = parser.reference("a fact's name, or a fact and its field as in `visit.place`")
    if parser.token.kind != "end":
        parser.fail("only one name may stand here", "nothing more")
    return result


class _Parser:
    def __init__(self, text: str, names: Names) -> None:
        self.tokens = _tokens(text)
        self.names = names
        self.position = 0
        self.depth = 0

    @property
    def token(self) -> _Token:
        return self.tokens[self.position]

    def fail(self, message: str, expected: str, token: _Token | None = None) -> NoReturn:
        token = token or self.token
        raise PhraseError(message, token.offset, max(len(token.text), 1), f"expected {expected}")

    def too_much(self) -> NoReturn:
        """Fail at a token that stands after a whole phrase."""
        first, previous = self.tokens[0].text.lower(), self.tokens[self.position - 1]
        if previous.text.lower() == "the":
            self.fail("`the` is not part of the language", "the name alone", previous)
        if first in _NUMBER_WORDS:
            self.fail(f"`{first}` is not a number", "digits, such as 3", self.tokens[0])
        if self.token.text in (",", "or"):
            self.fail(
                f"the phrase should end before `{self.token.text}`",
                "one moment here; of several write `later of A, B` or `earlier of A, B`, or name "
                "a fact that is the `first-known` of them",
            )
        self.fail(
            f"the phrase should end before `{self.token.text}`",
            "`after`, `before`, `, roll …` or the end",
        )

    def unexpected(self, expected: str) -> NoReturn:
        if not self.token.text:
            self.fail("the phrase ends too early", expected)
        self.fail(f"`{self.token.text}` stands where something else is needed", expected)

    def take(self, *words: str) -> str | None:
        """Consume and return the next token's text if it is one of these words."""
        if self.token.kind in ("name", "mark") and self.token.text in words:
            text = self.token.text
            self.position += 1
            return text
        return None

    def need(self, expected: str, *words: str) -> str:
        return self.take(*words) or self.unexpected(expected)

    def phrase(self) -> Term:
        """phrase := moment [`,` `not` `counting` spans] [`,` `roll` CONVENTION]"""
        result = self.moment()
        spans = self.spans() if self.is_next(",", "not") else ()
        result = self.rolled(result)
        return NotCounting(result, spans) if spans else result

    def spans(self) -> tuple[str, ...]:
        """spans := reference (`and` reference)*"""
        self.position += 2
        self.need("`counting` and the name of a fact that reads `spans`", "counting")
        expected = "the name of a fact that reads `spans`"
        names = [self.names.spans(self.reference(expected))]
        while self.take("and"):
            names.append(self.names.spans(self.reference(expected)))
        return tuple(names)

    def is_next(self, *texts: str) -> bool:
        """Return whether the next tokens have these texts."""
        ahead = self.tokens[self.position : self.position + len(texts)]
        return tuple(token.text for token in ahead) == texts

    def rolled(self, result: Term) -> Term:
        """roll := [`,` `roll` CONVENTION]"""
        if self.is_next(",", "roll"):
            self.position += 2
            words = "one of " + ", ".join(f"`{roll}`" for roll in ROLLS)
            return Rolled(result, self.need(words, *ROLLS))
        return result

    def moment(self) -> Term:
        """moment := choice | end | next | weekday | shift | group | DATE | reference"""
        self.depth += 1
        if self.depth > _MAX_NESTING:
            self.fail(
                "the phrase is nested too deeply", "a simpler phrase; name its parts as facts"
            )
        result = self._moment()
        self.depth -= 1
        return result

    def _moment(self) -> Term:
        token = self.token
        if word := self.take("later", "earlier"):
            return self.choice(word)
        if self.take("end"):
            return self.end()
        if self.take("next"):
            return self.next_business_day()
        if token.text in WEEKDAYS:
            return self.weekday()
        if self.take("("):
            inner = self.phrase()
            self.need("`)`", ")")
            return inner
        if token.kind == "date":
            return self.day()
        if token.kind == "number":
            return self.shift(Length(self.duration()))
        name = self.reference(_MOMENT)
        if self.token.text in ("after", "before"):
            return self.shift(self.names.duration(name))
        return self.names.moment(name)

    def choice(self, word: str) -> Choice:
        """choice := (`later` | `earlier`) `of` moment (`,` moment)+"""
        self.need("`of`", "of")
        among = [self.moment()]
        while self.is_next(",") and not (self.is_next(",", "roll") or self.is_next(",", "not")):
            self.position += 1
            among.append(self.moment())
        if len(among) < 2:
            self.unexpected("a comma and another moment")
        return Choice(word == "later", tuple(among))

    def end(self) -> EndOfWeek | EndOfMonth:
        """end := `end` `of` ([`next`] `week` | `month`) `of` moment"""
        expected = "`end of week of MOMENT` or `end of month of MOMENT`"
        self.need(expected, "of")
        following = self.take("next") is not None
        unit = self.need(expected, "week") if following else self.need(expected, "week", "month")
        self.need(expected, "of")
        return EndOfWeek(self.moment(), following) if unit == "week" else EndOfMonth(self.moment())

    def next_business_day(self) -> Shift:
        """next := `next` `business` `day` `after` moment"""
        if self.token.text in WEEKDAYS:
            day = self.token.text
            self.fail(f"`next {day}` is not part of the language", f"`{day} after MOMENT`")
        for word in ("business", "day", "after"):
            self.need("`next business day after MOMENT`", word)
        return Shift(Length(Duration(1, "business day")), 1, self.moment(), next_day=True)

    def weekday(self) -> NextWeekday:
        """weekday := WEEKDAY (`or` WEEKDAY)* [`on` `or`] `after` moment"""
        days = [WEEKDAYS.index(self.need("a weekday", *WEEKDAYS))]
        while self.take("or"):
            days.append(WEEKDAYS.index(self.need("a weekday such as `tuesday`", *WEEKDAYS)))
        inclusive = self.take("on") is not None
        if inclusive:
            self.need("`on or after` and a moment", "or")
        self.need("`after` or `on or after`, and a moment", "after")
        return NextWeekday(tuple(sorted(set(days))), self.moment(), inclusive)

    def shift(self, duration: Term) -> Shift:
        """shift := (duration | reference) (`after` | `before`) moment"""
        word = self.need("`after` or `before`", "after", "before")
        return Shift(duration, 1 if word == "after" else -1, self.moment())

    def duration(self) -> Duration:
        """duration := NUMBER [`business`] UNIT"""
        first = self.token
        self.position += 1
        words = [first.text]
        while len(words) < 3 and self.token.kind == "name":
            words.append(self.token.text)
            self.position += 1
            if words[-1] != "business" and self.token.text not in ("day", "days"):
                break
        try:
            return parse_duration(" ".join(words))
        except DurationError as error:
            otherwise = len(words) == 3 and words[1] != "business"
            wrong = self.tokens[self.position - (2 if otherwise else 1)]
            raise PhraseError(str(error), wrong.offset, len(wrong.text), error.expected) from None

    def day(self) -> Term:
        """DATE := YYYY-MM-DD"""
        token = self.token
        self.position += 1
        try:
            return self.names.day(datetime.date.fromisoformat(token.text), token.offset)
        except ValueError:
            self.fail(f"`{token.text}` is not a day of the calendar", "a date", token)

    def reference(self, expected: str) -> Reference:
        """reference := NAME [`.` NAME]"""
        token = self.token
        if token.kind != "name" or token.text in RESERVED:
            self.unexpected(expected)
        name, *rest = token.text.split(".")
        if len(rest) > 1:
            self.fail(f"`{token.text}` has more than one dot", "a fact and one of its fields")
        self.position += 1
        return Reference(name, rest[0] if rest else None, token.offset)
