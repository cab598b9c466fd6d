"""A second opinion: numpy's business days, where its meaning and ours can be lined up.

numpy rolls first and then counts, counts [a, b), is not antisymmetric, and has no make-up days;
each test says how that is made up for.
"""

from datetime import date
from typing import Literal

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.calendars.oracle import DAY, Facts
from tests.calendars.strategies import blocks, counts, days, sets_of_days

THEIRS: dict[str, Literal["following", "preceding", "modifiedfollowing", "modifiedpreceding"]] = {
    "following": "following",
    "preceding": "preceding",
    "modified_following": "modifiedfollowing",
    "modified_preceding": "modifiedpreceding",
}


def _numpy(weekend: frozenset[int], holidays: frozenset[date]) -> np.busdaycalendar:
    mask = [number not in weekend for number in range(7)]
    return np.busdaycalendar(weekmask=mask, holidays=sorted(map(np.datetime64, holidays)))


def _facts(weekend: frozenset[int], holidays: frozenset[date]) -> Facts:
    return Facts(weekend=weekend, holidays=dict.fromkeys(holidays, "Holiday"))


@given(blocks(), sets_of_days, days, counts)
def test_business_days_after(
    weekend: frozenset[int], holidays: frozenset[date], d: date, n: int
) -> None:
    """Rolling against the direction first makes numpy count strictly after the start."""
    roll: Literal["backward", "forward"] = "backward" if n > 0 else "forward"
    expected = np.busday_offset(d, n, roll=roll, busdaycal=_numpy(weekend, holidays))
    assert _facts(weekend, holidays).calendar().add_business_days(d, n) == expected.astype(date)


@given(blocks(), sets_of_days, days, days)
def test_business_days_between(
    weekend: frozenset[int], holidays: frozenset[date], a: date, b: date
) -> None:
    """(a, b] is numpy's [a + 1, b + 1); backwards only numpy's forward count is used."""
    calendar = _numpy(weekend, holidays)
    if b >= a:
        expected = np.busday_count(a + DAY, b + DAY, busdaycal=calendar)
    else:
        expected = -np.busday_count(b, a, busdaycal=calendar)
    assert _facts(weekend, holidays).calendar().business_days_between(a, b) == expected


@given(blocks(), sets_of_days, days, st.sampled_from(sorted(THEIRS)))
def test_roll(weekend: frozenset[int], holidays: frozenset[date], d: date, ours: str) -> None:
    """The four conventions that both know, under numpy's names."""
    expected = np.busday_offset(d, 0, roll=THEIRS[ours], busdaycal=_numpy(weekend, holidays))
    assert _facts(weekend, holidays).calendar().roll(d, ours) == expected.astype(date)


@given(blocks(), sets_of_days, days)
def test_working_day(weekend: frozenset[int], holidays: frozenset[date], d: date) -> None:
    """A day works for numpy when it works for us."""
    assume(len(weekend) < 7)
    expected = np.is_busday(d, busdaycal=_numpy(weekend, holidays))
    assert _facts(weekend, holidays).calendar().is_working_day(d) == expected
