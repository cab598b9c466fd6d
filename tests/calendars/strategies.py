"""Strategies for days and calendars within a few years, with every kind of day off in them."""

from datetime import date

from hypothesis import strategies as st

from followup.calendars import Closure
from tests.calendars.oracle import Facts

FIRST, LAST = date(2023, 11, 1), date(2026, 3, 1)

days = st.dates(FIRST, LAST)
sets_of_days = st.frozensets(days, max_size=25)
counts = st.integers(-70, 70)


@st.composite
def closures(draw: st.DrawFn) -> Closure:
    """A closure of one day to a few weeks."""
    first = draw(days)
    length = draw(st.integers(0, 25))
    return Closure(first=first, last=date.fromordinal(first.toordinal() + length), why="shut")


@st.composite
def blocks(draw: st.DrawFn) -> frozenset[int]:
    """A weekend that is one block of at most three days, or none."""
    start, length = draw(st.integers(0, 6)), draw(st.integers(0, 3))
    return frozenset((start + i) % 7 for i in range(length))


weekends = st.one_of(blocks(), st.frozensets(st.integers(0, 6), max_size=5))


@st.composite
def facts(draw: st.DrawFn, weekend: st.SearchStrategy[frozenset[int]] = weekends) -> Facts:
    """Everything that makes a calendar."""
    return Facts(
        weekend=draw(weekend),
        holidays=dict.fromkeys(draw(sets_of_days), "Holiday"),
        makeup=draw(sets_of_days),
        closures=tuple(draw(st.lists(closures(), max_size=3))),
        extra_working=draw(sets_of_days),
    )
