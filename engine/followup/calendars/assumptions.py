"""The sentences that state what a result takes for granted about holidays."""

from followup.calendars.holidays_source import common_core_only
from followup.calendars.records import YearTable

__all__ = ["about_year", "common_core", "without_holidays"]

_SATURDAY_AND_SUNDAY = frozenset({5, 6})


def without_holidays(country: str | None, subdivision: str | None, weekend: frozenset[int]) -> str:
    """What is assumed when nobody said which days are holidays; `weekend` has Monday as 0."""
    if country is not None:
        place = _place(country, subdivision)
        return f"no holidays are given for {place}: only weekends are skipped"
    if weekend != _SATURDAY_AND_SUNDAY:
        return "no country is given: no public holiday is known"
    return "no country is given: Monday to Friday are working days and no public holiday is known"


def common_core(country: str, subdivision: str | None) -> str | None:
    """What is assumed of a country whose parts all have more holidays than it has itself."""
    if subdivision is not None or not common_core_only(country):
        return None
    return (
        f"no subdivision of {country} is given: only the holidays that all its parts share "
        "are days off"
    )


def about_year(country: str | None, subdivision: str | None, table: YearTable) -> str | None:
    """What is assumed about one year; None when its holidays are known."""
    if table.known:
        return None
    place = _place(country, subdivision)
    if table.holidays:
        return (
            f"the holiday data for {place} in {table.year} are incomplete: "
            "only the holidays that are known are skipped"
        )
    return f"no holiday data for {place} in {table.year}: only weekends are skipped"


def _place(country: str | None, subdivision: str | None) -> str:
    return "-".join(part for part in (country, subdivision) if part is not None)
