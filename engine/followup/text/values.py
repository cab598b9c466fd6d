"""What every reader refuses as a value, however it was written."""

from __future__ import annotations

from followup.defaults import MAX_DIGITS

HALF_A_PAIR = "half a surrogate pair stands in this text"
TOO_MANY_DIGITS = f"a whole number of more than {MAX_DIGITS} digits stands here"
_TOO_LARGE = 10**MAX_DIGITS


def is_text(data: str) -> bool:
    """Return whether a text can be written: JSON and Python can say half of a character."""
    if data.isascii():
        return True
    try:
        data.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_long(number: int | str) -> bool:
    """Return whether a whole number, or the digits of one, is too long to be worked with.

    Python itself refuses to write a number of some thousand digits.
    """
    if isinstance(number, str):
        return len(number) > MAX_DIGITS
    return not -_TOO_LARGE < number < _TOO_LARGE
