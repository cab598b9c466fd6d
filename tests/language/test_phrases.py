"""Phrases and durations: what is read, how it is written again, and where a mistake is shown."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.core.durations import UNITS, Duration
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
from followup.core.writing import written
from followup.reading.durations import DurationError, parse_duration
from followup.reading.phrases import RESERVED, ROLLS, PhraseError, parse_phrase, parse_reference

A, B, C = (FactRef(name) for name in "abc")
THREE_DAYS = Length(Duration(3, "day"))
ONE_BUSINESS_DAY = Length(Duration(1, "business day"))

names = st.sampled_from(("visit", "deadline", "last-word", "x2", "promise.by", "a.b-c"))
units = st.sampled_from(UNITS)
durations = st.builds(Duration, st.integers(0, 10), units)
spaces = st.sampled_from((" ", "  ", "\t", "\n  "))


def reference(text: str) -> Term:
    name, _, attribute = text.partition(".")
    return FieldRef(name, attribute) if attribute else FactRef(name)


leaves = st.one_of(
    names.map(reference),
    st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 12, 31)).map(Day),
)


def chains(inner: st.SearchStrategy) -> st.SearchStrategy:
    """Moments that need no brackets: everything stands after what it speaks of."""
    return st.one_of(
        st.builds(
            Shift,
            durations.map(Length) | names.map(reference),
            st.sampled_from((1, -1)),
            inner,
        ),
        st.builds(
            lambda of: Shift(ONE_BUSINESS_DAY, 1, of, next_day=True),
            inner,
        ),
        st.builds(
            NextWeekday,
            st.sets(st.integers(0, 6), min_size=1).map(sorted).map(tuple),
            inner,
            st.booleans(),
        ),
        st.builds(EndOfWeek, inner),
        st.builds(EndOfMonth, inner),
    )


moments = st.recursive(leaves, chains, max_leaves=5)
choices = st.builds(Choice, st.booleans(), st.lists(moments, min_size=2, max_size=3).map(tuple))
rolled = st.builds(Rolled, moments | choices, st.sampled_from(ROLLS))
spans = st.lists(st.sampled_from(("pauses", "holds", "s")), min_size=1, max_size=2).map(tuple)
phrases = st.one_of(
    moments,
    choices,
    rolled,
    st.builds(NotCounting, moments | choices | rolled, spans),
)


@given(phrases)
def test_a_phrase_is_read_as_it_was_written(phrase: Term) -> None:
    """Moment [`,` `roll` CONVENTION]: what is written is read as the same phrase."""
    assert parse_phrase(written(phrase)) == phrase


@given(phrases, st.data())
def test_spaces_do_not_matter(phrase: Term, data: st.DataObject) -> None:
    """Words stand apart; how far does not matter."""
    words = written(phrase).split(" ")
    text = "".join(word + data.draw(spaces) for word in words)
    assert parse_phrase(text) == phrase


nested = st.recursive(
    moments | choices,
    lambda inner: st.one_of(
        chains(inner),
        st.builds(Choice, st.booleans(), st.lists(inner, min_size=2, max_size=2).map(tuple)),
        st.builds(Rolled, inner, st.sampled_from(ROLLS)),
        st.builds(NotCounting, inner, spans),
    ),
    max_leaves=3,
)


@given(nested)
def test_a_nested_phrase_is_read_as_it_was_written(phrase: Term) -> None:
    """Brackets hold a phrase: what stands in brackets is written in brackets again."""
    assert parse_phrase(written(phrase)) == phrase


@given(st.text(max_size=40))
def test_any_text_is_a_phrase_or_a_mistake(text: str) -> None:
    """A text that is no phrase is a mistake with a place in the text, and nothing worse."""
    try:
        parse_phrase(text)
    except PhraseError as error:
        assert 0 <= error.offset <= len(text)
        assert error.width >= 1
        assert error.message
        assert error.expected.startswith("expected ")


@given(
    st.lists(
        st.sampled_from(
            (*sorted(RESERVED), "visit", "3", "days", "hours", ",", "(", ")", "none", "2026-03-04")
        ),
        max_size=10,
    )
)
def test_any_words_are_a_phrase_or_a_mistake(words: Any) -> None:
    """A text that is no phrase is a mistake with a place in the text, and nothing worse."""
    text = " ".join(words)
    try:
        assert written(parse_phrase(text))
    except PhraseError as error:
        assert 0 <= error.offset <= len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", A),
        ("a.b", FieldRef("a", "b")),
        ("2026-03-04", Day(datetime.date(2026, 3, 4))),
        ("3 days after a", Shift(THREE_DAYS, 1, A)),
        ("3 days before a", Shift(THREE_DAYS, -1, A)),
        ("wait after a", Shift(FactRef("wait"), 1, A)),
        ("a.within after a", Shift(FieldRef("a", "within"), 1, A)),
        ("2 business days after a", Shift(Length(Duration(2, "business day")), 1, A)),
        ("next business day after a", Shift(ONE_BUSINESS_DAY, 1, A, next_day=True)),
        ("monday after a", NextWeekday((0,), A)),
        ("tuesday or monday after a", NextWeekday((0, 1), A)),
        ("tuesday on or after a", NextWeekday((1,), A, True)),
        ("thursday or tuesday on or after a", NextWeekday((1, 3), A, True)),
        ("end of week of a", EndOfWeek(A)),
        ("end of month of 3 days after a", EndOfMonth(Shift(THREE_DAYS, 1, A))),
        ("later of a, b", Choice(True, (A, B))),
        ("earlier of a, b, c", Choice(False, (A, B, C))),
        ("a, roll none", Rolled(A, "none")),
        ("a, not counting s", NotCounting(A, ("s",))),
        ("a, not counting s and t, roll none", NotCounting(Rolled(A, "none"), ("s", "t"))),
        ("later of a, b, not counting s", NotCounting(Choice(True, (A, B)), ("s",))),
        ("(a, not counting s), roll none", Rolled(NotCounting(A, ("s",)), "none")),
        ("later of a, b, roll none", Rolled(Choice(True, (A, B)), "none")),
        ("3 days after (a, roll none)", Shift(THREE_DAYS, 1, Rolled(A, "none"))),
        ("later of (earlier of a, b), c", Choice(True, (Choice(False, (A, B)), C))),
        ("3 days after later of a, b", Shift(THREE_DAYS, 1, Choice(True, (A, B)))),
        ("(a)", A),
    ],
)
def test_forms(text: str, expected: Any) -> None:
    """Each form of the language is read as what it means."""
    assert parse_phrase(text) == expected


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    [
        ("", 0, "too early"),
        ("3 days", 6, "too early"),
        ("3 days after", 12, "too early"),
        ("3 days afer a", 7, "`afer`"),
        ("3 dayz after a", 2, "`dayz`"),
        ("3 business weeks after a", 11, "`business weeks`"),
        ("3 working days after a", 2, "`3 working days`"),
        ("3days after a", 0, "`3days`"),
        ("99999 days after a", 6, "ten years"),
        ("5000 days after a", 5, "ten years"),
        ("after a", 0, "`after`"),
        ("of a", 0, "`of`"),
        ("v w", 2, "`w`"),
        ("a after", 7, "too early"),
        ("a after after b", 8, "`after`"),
        ("next day after a", 5, "`day`"),
        ("next business days after a", 14, "`days`"),
        ("next business day of a", 18, "`of`"),
        ("end of year of a", 7, "`year`"),
        ("end of month a", 13, "`a`"),
        ("end of a", 7, "`a`"),
        ("end of week a", 12, "`a`"),
        ("end week of a", 4, "`week`"),
        ("later a, b", 6, "`a`"),
        ("later of a", 10, "too early"),
        ("later of a,", 11, "too early"),
        ("later of a b", 11, "`b`"),
        ("earlier of , b", 11, "`,`"),
        ("monday", 6, "too early"),
        ("monday of a", 7, "`of`"),
        ("monday on a", 10, "`a`"),
        ("monday on after a", 10, "`after`"),
        ("monday on or before a", 13, "`before`"),
        ("monday or after a", 10, "`after`"),
        ("mondays after", 13, "too early"),
        ("a, roll", 7, "too early"),
        ("a, roll sometimes", 8, "`sometimes`"),
        ("v, rol none", 1, "`,`"),
        ("v roll none", 2, "`roll`"),
        ("v, roll none, roll none", 12, "`,`"),
        ("(a", 2, "too early"),
        ("v)", 1, "`)`"),
        ("()", 1, "`)`"),
        ("a.b.c", 0, "more than one dot"),
        ("2026-02-30", 0, "not a day"),
        ("2026-2-3", 0, "`2026-2-3`"),
        ("3.5 days after v", 0, "`3`"),
        ("-3 days after a", 0, "`-3`"),
        ("v + 3 days", 2, "`+`"),
        ("ä after a", 0, "`ä`"),
        ("((((((((((((((a))))))))))))))", 12, "nested too deeply"),
    ],
)
def test_a_mistake_is_shown_at_its_character(text: str, offset: Any, message: Any) -> None:
    """A phrase error points at the character and says what was expected there."""
    with pytest.raises(PhraseError) as caught:
        parse_phrase(text)
    assert message in caught.value.message
    assert caught.value.offset == offset


def test_a_fact_may_have_the_name_of_an_article() -> None:
    """A phrase error points at the character, which is not that of a sound name before it."""
    with pytest.raises(PhraseError) as caught:
        parse_phrase("a b")
    assert caught.value.offset == 2


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_a_word_of_the_language_is_no_name(word: str) -> None:
    """Words with a meaning of their own, which no fact may have as its name."""
    with pytest.raises(PhraseError):
        parse_reference(word)


@pytest.mark.parametrize("text", ["a b", "3 days after a", "a.b.c", "", "a,"])
def test_only_one_name_is_a_reference(text: str) -> None:
    """A reference is a name, or a name, a dot and another name."""
    with pytest.raises(PhraseError):
        parse_reference(text)


def test_weekdays_begin_with_monday() -> None:
    """`monday after X` (any weekday, or several)."""
    for number, day in enumerate(WEEKDAYS):
        assert parse_phrase(f"{day} after a") == NextWeekday((number,), FactRef("a"))


@given(durations)
def test_a_duration_is_read_as_it_was_written(duration: Any) -> None:
    """NUMBER [business] UNIT, singular or plural."""
    assert parse_duration(str(duration)) == duration


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 days", Duration(3, "day")),
        ("1 day", Duration(1, "day")),
        ("1 days", Duration(1, "day")),
        ("2 week", Duration(2, "week")),
        ("24 hours", Duration(24, "hour")),
        ("1 month", Duration(1, "month")),
        ("1 year", Duration(1, "year")),
        ("2 business days", Duration(2, "business day")),
        ("  2   business days ", Duration(2, "business day")),
        ("0 days", Duration(0, "day")),
        ("10 years", Duration(10, "year")),
        ("2600 business days", Duration(2600, "business day")),
    ],
)
def test_durations(text: str, expected: Any) -> None:
    """`3 days`, `1 week`, `2 business days`, `24 hours`, `1 month`."""
    assert parse_duration(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "days",
        "three days",
        "3 dayss",
        "3 business weeks",
        "business 3 days",
        "3 days 2 hours",
        "3.5 days",
        "-3 days",
        "+3 days",
        "٣ days",
        "²2 days",
        "1_0 days",
        "11 years",
        "121 months",
        "9" * 400 + " days",
        "3 Days",
    ],
)
def test_what_is_no_duration(text: str) -> None:
    """A text that is something else, or more than ten years, is refused with advice."""
    with pytest.raises(DurationError) as caught:
        parse_duration(text)
    assert caught.value.expected.startswith(("expected ", "did you mean "))


@given(st.text(max_size=30))
def test_any_text_is_a_duration_or_a_mistake(text: str) -> None:
    """A text that is something else is refused, and nothing worse."""
    try:
        assert parse_duration(text).count >= 0
    except DurationError as error:
        assert error.expected
