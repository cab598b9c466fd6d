"""Dates in messages read as a person of that country writes them."""

from __future__ import annotations

from datetime import date

import pytest

from followup.drafting.dates import date_words, day_words

DAY = date(2026, 3, 3)


@pytest.mark.parametrize("country", ["US", "CA", "PH"])
def test_the_month_comes_first_where_people_write_so(country: str) -> None:
    """In the United States, Canada and the Philippines the month stands before the day."""
    assert date_words(DAY, country, 2026) == "March 3"
    assert day_words(DAY, country, 2026) == "Tuesday, March 3"


@pytest.mark.parametrize("country", ["GB", "DE", "IN", "AU", None])
def test_elsewhere_the_day_comes_first(country: str | None) -> None:
    """Elsewhere, and where nobody knows the country, the day stands before the month."""
    assert date_words(DAY, country, 2026) == "3 March"
    assert day_words(DAY, country, 2026) == "Tuesday, 3 March"


def test_the_year_is_named_only_where_it_is_another() -> None:
    """A date of this year has no year; one of another year has."""
    assert date_words(date(2025, 12, 30), "US", 2026) == "December 30, 2025"
    assert date_words(date(2027, 1, 4), "DE", 2026) == "4 January 2027"
    assert day_words(date(2027, 1, 4), "US", 2026) == "Monday, January 4, 2027"
