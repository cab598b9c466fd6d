"""The year tables of one place, remembered, and the weekday on which a local week ends."""

from collections.abc import Callable

from followup.calendars.records import YearTable

__all__ = ["YearTables", "last_weekday_of_week"]


class YearTables:
    """The tables of one place, each asked for once and then remembered.

    Copies of a calendar share one of these. A race between threads asks a source twice for
    the same year and keeps either of two equal tables.
    """

    __slots__ = ("_known", "_load")

    def __init__(self, load: Callable[[int], YearTable]) -> None:
        """Remember how to ask for a year; nothing is asked yet."""
        self._load = load
        self._known: dict[int, YearTable] = {}

    def table(self, year: int) -> YearTable:
        """The table of one calendar year, 1 to 9999."""
        table = self._known.get(year)
        if table is None:
            table = self._known[year] = self._load(year)
        return table


def last_weekday_of_week(weekend: frozenset[int]) -> int:
    """The weekday (Monday is 0) on which the local week ends.

    The week starts the day after the weekend, so it ends with the weekend's last day. Where
    the weekend is not one block, its longest block counts, and of equally long ones the one
    that ends latest in a week counted from Monday: Friday and Sunday make a week from Monday
    to Sunday. Without a weekend, or with nothing else, the week starts on Monday.
    """
    ends = [day for day in weekend if (day + 1) % 7 not in weekend]
    if not ends:
        return 6

    def block_length(end: int) -> int:
        length = 1
        while (end - length) % 7 in weekend:
            length += 1
        return length

    return max(ends, key=lambda end: (block_length(end), end))
