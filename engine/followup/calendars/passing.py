"""Working days without those of certain spans, which are passed over like days off."""

from collections.abc import Iterable
from datetime import date

from followup.calendars.records import Closure
from followup.calendars.working_days import WorkingDays

__all__ = ["Passing"]


class Passing(WorkingDays):
    """The working days of another calendar that lie in none of some spans.

    Spans may be as long as they like: they are stepped over at once. Where dates may lie years
    apart, a closure of that length would be taken for an endless one.
    """

    __slots__ = ("_inner", "_spans")

    def __init__(self, inner: WorkingDays, spans: Iterable[Closure]) -> None:
        """Remember the working days, and the spans; those that touch are put together."""
        self._inner = inner
        self._spans = _merged(spans)

    def span(self, d: date) -> tuple[date, date] | None:
        """The whole stretch of spans that a day lies in, as its first and last day."""
        return next((span for span in self._spans if span[0] <= d <= span[1]), None)

    def contains(self, d: date) -> bool:
        """Whether `d` is a working day."""
        return self._inner.contains(d) and self.span(d) is None

    def count(self, start: int, stop: int) -> int:
        """The number of working days in the half-open range of ordinals [start, stop)."""
        passed = (
            self._inner.count(max(start, first.toordinal()), min(stop, last.toordinal() + 1))
            for first, last in self._spans
        )
        return self._inner.count(start, stop) - sum(passed)

    def after(self, d: date, n: int) -> date:
        """The n-th working day strictly after `d`, n ≥ 1; raises what other calendars do."""
        for _ in range(n):
            d = self._inner.after(d, 1)
            while span := self.span(d):
                d = self._inner.after(span[1], 1)
        return d

    def before(self, d: date, n: int) -> date:
        """The n-th working day strictly before `d`, n ≥ 1; raises what other calendars do."""
        for _ in range(n):
            d = self._inner.before(d, 1)
            while span := self.span(d):
                d = self._inner.before(span[0], 1)
        return d

    def after_on(self, d: date, weekdays: frozenset[int]) -> date | None:
        """The first working day strictly after `d` on one of `weekdays`, if there is one."""
        found = self._inner.after_on(d, weekdays)
        while found is not None and (span := self.span(found)):
            found = self._inner.after_on(span[1], weekdays)
        return found


def _merged(spans: Iterable[Closure]) -> tuple[tuple[date, date], ...]:
    found: list[tuple[date, date]] = []
    for span in sorted(spans, key=lambda span: span.first):
        if found and span.first.toordinal() <= found[-1][1].toordinal() + 1:
            found[-1] = (found[-1][0], max(found[-1][1], span.last))
        else:
            found.append((span.first, span.last))
    return tuple(found)
