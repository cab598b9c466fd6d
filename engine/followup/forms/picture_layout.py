"""Where everything of a timeline picture stands: pure geometry, so that nothing overlaps.

Every row has its own height, as a Gantt chart has; its words stand beside its marks, on the side
with more room, and are wrapped to it. Widths of texts are estimated from above.
"""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from followup.calendars import Calendar
from followup.core.history import Timestamp
from followup.views.timeline import Lane, Row, day, day_words, rows

WIDTH = 900
_MARGIN = 16
_AXIS = 44
_LINE = 17
_GAP = 10
_BESIDE = 10
_LETTER = {"lane": 9.0, "what": 7.2, "when": 6.7, "axis": 6.9, "legend": 6.7}
"""How wide a letter of a text is taken to be; wider than any usual font has it on average."""
_MARKS = {"end": "square", "wait": "square"}
_ENDLESS = 56.0
_NARROWEST_DAY = 2.0
_LABEL_ROOM = 58
_ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A line of text: `y` is its baseline; it ends at `x` where `ends_here`, else begins there."""

    x: float
    y: float
    text: str
    style: str
    ends_here: bool = False

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        width = width_of(self.text, self.style)
        left = self.x - width if self.ends_here else self.x
        return left, self.y - 12, left + width, self.y + 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A rectangle, a circle or a line, by its box; `title` is what a reader hovers over."""

    kind: str
    style: str
    x: float
    y: float
    width: float
    height: float
    title: str = ""


@dataclass(slots=True, kw_only=True)
class Drawing:
    """What stands behind, the shapes before it, and the texts before these; `told` says it all."""

    height: float = 0
    behind: list[Shape] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def width_of(text: str, style: str) -> float:
    """Return how wide a text is at the most."""
    return len(text) * _LETTER[style]


def laid_out(lanes: Sequence[Lane]) -> Drawing:
    """Return where everything stands."""
    told = [(lane, rows(lane)) for lane in lanes]
    axis = Axis.for_days(
        found for _, lane_rows in told for row in lane_rows for found in row.days()
    )
    drawing = Drawing(height=_MARGIN + _AXIS)
    for lane, lane_rows in told:
        _lane(drawing, axis, lane, lane_rows)
    bottom = drawing.height
    _ticks(drawing, axis, bottom)
    _legend(drawing)
    return drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Turns days into places; `end` is the first day after the picture."""

    start: datetime.date
    end: datetime.date

    @classmethod
    def for_days(cls, days: Iterable[datetime.date]) -> Axis:
        """Return an axis with some room on both sides of these days."""
        known = sorted(days)
        spare = min(max(2, (known[-1] - known[0]).days // 12), 30)
        first = max(known[0].toordinal() - 1, 1)
        last = min(known[-1].toordinal() + 1 + spare, datetime.date.max.toordinal())
        return cls(start=datetime.date.fromordinal(first), end=datetime.date.fromordinal(last))

    @property
    def per_day(self) -> float:
        """How wide a day is."""
        return (WIDTH - 2 * _MARGIN) / max((self.end - self.start).days, 1)

    def x(self, moment: Timestamp, *, after: bool = False) -> float:
        """Return the place of a moment; `after`, for a day, is where it ends."""
        days = float((day(moment) - self.start).days)
        if isinstance(moment, datetime.datetime):
            days += (moment.hour + moment.minute / 60) / 24
        elif after:
            days += 1
        return min(_MARGIN + days * self.per_day, WIDTH - _MARGIN)


def _lane(drawing: Drawing, axis: Axis, lane: Lane, lane_rows: Sequence[Row]) -> None:
    top = drawing.height
    y = top + 24
    for line in textwrap.wrap(lane.label, int((WIDTH - 2 * _MARGIN) / _LETTER["lane"])) or [""]:
        drawing.texts.append(Text(x=_MARGIN, y=y - 4, text=line, style="lane"))
        y += 20
    drawing.told.append(f"{lane.label}:")
    for row in lane_rows:
        drawing.told.append(f"{row.when}: {row.what}.")
        y = _row(drawing, axis, row, y)
    drawing.height = y + 6
    drawing.behind += _days_off(axis, lane.history.calendar, top, drawing.height - top)
    drawing.shapes.append(
        Shape(kind="line", style="rule", x=0, y=drawing.height, width=WIDTH, height=0)
    )


def _row(drawing: Drawing, axis: Axis, row: Row, y: float) -> float:
    """Add a row at a height; return the height of the next."""
    marks = list(_marks(axis, row, y))
    left = min(mark.x for mark in marks)
    right = max(mark.x + mark.width for mark in marks)
    room_left, room_right = left - _BESIDE - _MARGIN, WIDTH - _MARGIN - right - _BESIDE
    widest = max(width_of(row.what, "what"), width_of(row.when, "when"))
    to_left = room_right < widest and room_left > room_right
    room = max(room_left if to_left else room_right, 120.0)
    x = left - _BESIDE if to_left else right + _BESIDE
    if room_left < 120 and room_right < 120:  # the bar takes it all: the words stand below it
        x, room, to_left, y = float(_MARGIN), WIDTH - 2.0 * _MARGIN, False, y + _LINE
    drawing.shapes += marks
    for style, words in (("what", row.what), ("when", row.when)):
        for line in textwrap.wrap(words, max(int(room / _LETTER[style]), 10)):
            drawing.texts.append(Text(x=x, y=y + 12, text=line, style=style, ends_here=to_left))
            y += _LINE
    return y + _GAP


def _marks(axis: Axis, row: Row, y: float) -> Iterator[Shape]:
    """Go through the marks of a row: its window, its days, and the moment itself on top."""
    middle = axis.x(row.at)
    if not isinstance(row.at, datetime.datetime):
        middle += axis.per_day / 2
    if row.window is not None:
        first, last = row.window
        start = axis.x(first)
        end = axis.x(last, after=True) if last is not None else min(start + _ENDLESS, WIDTH)
        kind = "bar" if last is not None else "arrow"
        yield Shape(
            kind=kind, style=row.kind, x=start, y=y + 2, width=max(end - start, 4), height=12
        )
    for point in row.points:
        place = axis.x(point) + axis.per_day / 2
        if place > middle:
            yield Shape(
                kind="line", style="until", x=middle, y=y + 8, width=place - middle, height=0
            )
        yield Shape(kind="diamond", style=row.kind, x=place - 5, y=y + 3, width=10, height=10)
    yield Shape(
        kind=_MARKS.get(row.kind, "dot"), style=row.kind, x=middle - 5, y=y + 3, width=10, height=10
    )


def _days_off(axis: Axis, calendar: Calendar, top: float, height: float) -> Iterator[Shape]:
    """Go through the days off, neighbours of one kind as one shape; none where days are narrow."""
    if axis.per_day < _NARROWEST_DAY:
        return
    run: list[datetime.date] = []
    style = title = ""
    for off in (*calendar.days_off(axis.start, axis.end - _ONE_DAY), None):
        kind = "" if off is None else "weekend" if off.kind == "weekend" else "off"
        joins = off is not None and run and run[-1] + _ONE_DAY == off.day and kind == style
        if run and not joins:
            x = axis.x(run[0])
            width = axis.x(run[-1], after=True) - x
            yield Shape(
                kind="bar", style=style, x=x, y=top, width=width, height=height, title=title
            )
            run = []
        if off is not None:
            title = f"{day_words(off.day)}: {off.name}" if kind == "off" else ""
            run, style = [*run, off.day], kind


def _ticks(drawing: Drawing, axis: Axis, bottom: float) -> None:
    """Add weeks, or months or years where these are narrow, and the years of the whole."""
    y = _MARGIN + _AXIS
    last_label = -1e9
    for mark, words in _marked_days(axis):
        x = axis.x(mark)
        drawing.behind.append(
            Shape(kind="line", style="tick", x=x, y=y - 8, width=0, height=bottom - y + 8)
        )
        if x - last_label >= _LABEL_ROOM and x + width_of(words, "axis") <= WIDTH - 4:
            drawing.texts.append(Text(x=x + 3, y=y - 10, text=words, style="axis"))
            last_label = x
    drawing.shapes.append(Shape(kind="line", style="axis", x=0, y=y, width=WIDTH, height=0))
    last = axis.end - _ONE_DAY
    years = dict.fromkeys((axis.start.year, last.year))
    words = "–".join(map(str, years))
    drawing.texts.append(Text(x=_MARGIN, y=_MARGIN + 8, text=words, style="axis"))


def _marked_days(axis: Axis) -> Iterator[tuple[datetime.date, str]]:
    """Go through the days that the axis marks: Mondays, first days of months, or of years."""
    weekly, monthly = (axis.per_day * days >= _LABEL_ROOM for days in (28, 120))
    for number in range(axis.start.toordinal(), axis.end.toordinal()):
        current = datetime.date.fromordinal(number)
        date, month = day_words(current).split(" ")[1:]
        if weekly and current.weekday() == 0:
            yield current, f"{date} {month}"
        elif not weekly and current.day == 1 and current.month == 1:
            yield current, str(current.year)
        elif monthly and not weekly and current.day == 1:
            yield current, month


def _legend(drawing: Drawing) -> None:
    """Add what the marks that were used mean, in one line."""
    used = {(shape.kind, shape.style) for shape in (*drawing.behind, *drawing.shapes)}
    y = drawing.height + 8
    x = float(_MARGIN)
    for kind, style, words in (
        ("dot", "event", "what happened"),
        ("dot", "action", "to do, and how long it is in time"),
        ("dot", "option", "if you like"),
        ("dot", "change", "a change"),
        ("square", "wait", "waits from here on"),
        ("square", "end", "the end"),
        ("bar", "weekend", "weekend"),
        ("bar", "off", "day off"),
    ):
        if (kind, style) not in used:
            continue
        drawing.shapes.append(Shape(kind=kind, style=style, x=x, y=y + 3, width=10, height=10))
        drawing.texts.append(Text(x=x + 16, y=y + 12, text=words, style="legend"))
        x += 16 + width_of(words, "legend") + 14
    drawing.height = y + 26
