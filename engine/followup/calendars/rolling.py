"""Moving a day that is not a working day to one that is."""

from datetime import date

from followup.calendars.records import CalendarError
from followup.calendars.suggest import did_you_mean, near_matches
from followup.calendars.working_days import WorkingDays

__all__ = ["ROLL_CONVENTIONS", "rolled"]

ROLL_CONVENTIONS = (
    "none",
    "following",
    "preceding",
    "modified_following",
    "modified_preceding",
    "nearest",
)


def rolled(working: WorkingDays, d: date, convention: str) -> date:
    """`d` itself when it is a working day, else the working day that the convention names.

    Args:
        working: the working days.
        d: a local date.
        convention: `none` leaves the day; `following` and `preceding` take the first working
            day after or before it; their `modified_` forms turn round where that would leave
            the month; `nearest` takes the nearer one, of two equally near the later.

    Raises:
        CalendarError: the convention is unknown, or there is no working day to roll to.
    """
    if convention not in ROLL_CONVENTIONS:
        near = near_matches(convention, ROLL_CONVENTIONS)
        raise CalendarError(
            f"unknown roll `{convention}`", help=did_you_mean(near or ROLL_CONVENTIONS)
        )
    if convention == "none" or working.contains(d):
        return d
    if convention == "nearest":
        earlier, later = working.before(d, 1), working.after(d, 1)
        return earlier if d - earlier < later - d else later
    onward, back = working.after, working.before
    if convention.endswith("preceding"):
        onward, back = back, onward
    reached = onward(d, 1)
    leaves_month = (reached.year, reached.month) != (d.year, d.month)
    return back(d, 1) if leaves_month and convention.startswith("modified") else reached
