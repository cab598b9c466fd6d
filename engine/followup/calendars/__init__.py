"""Business calendars: working days, counting and rolling them, and where holidays come from.

Importing this package imports neither the `holidays` package nor anything else that is slow.
"""

from followup.calendars.arithmetic import UNITS, add_hours, add_units, localize, start_of_day
from followup.calendars.calendar import Calendar
from followup.calendars.holidays_source import (
    PackageHolidays,
    common_core_only,
    supported_countries,
)
from followup.calendars.records import CalendarError, Closure, DayOff, YearTable
from followup.calendars.recurring import AnyClosure, WeeklyClosure, YearlyClosure, comes_within
from followup.calendars.rolling import ROLL_CONVENTIONS
from followup.calendars.source import HolidaySource

__all__ = [
    "ROLL_CONVENTIONS",
    "UNITS",
    "AnyClosure",
    "Calendar",
    "CalendarError",
    "Closure",
    "DayOff",
    "HolidaySource",
    "PackageHolidays",
    "WeeklyClosure",
    "YearTable",
    "YearlyClosure",
    "add_hours",
    "add_units",
    "comes_within",
    "common_core_only",
    "localize",
    "start_of_day",
    "supported_countries",
]
