"""Whether conditions follow from others, decided by their form: sound, not complete.

Parameters are taken by their names, not their values: what follows does so however a child
sets them.
"""

from __future__ import annotations

from followup.language.model import Conditions, Test

_ENDLESS = float("inf")


def implies(stronger: Conditions, weaker: Conditions) -> bool:
    """Return True only if the weaker conditions hold whenever the stronger ones do."""
    return (
        all(any(test_implies(s, w) for s in stronger.tests) for w in weaker.tests)
        and all(implies(stronger, group) for group in weaker.all)
        and (
            not weaker.any
            or any(implies(stronger, group) for group in weaker.any)
            or (weaker.any == stronger.any)
        )
        and all(group in stronger.none for group in weaker.none)
    )


def test_implies(stronger: Test, weaker: Test) -> bool:
    """Return True only if the weaker test holds whenever the stronger one does."""
    if _content(stronger) == _content(weaker):
        return True
    if stronger.subject != weaker.subject:
        return False
    if weaker.operator == "known":
        return stronger.operator != "unknown"
    inner, outer = _interval(stronger), _interval(weaker)
    if inner and outer:
        return outer[0] <= inner[0] and inner[1] <= outer[1]
    if stronger.operator == "is" and weaker.operator == "is":
        return all(value in weaker.operand for value in stronger.operand)
    # Several persons can be of one role, and a list can hold several words.
    single = stronger.kind not in ("person", "persons", "words", "channels")
    if single and stronger.operator == "is" and weaker.operator == "is-not":
        return not any(value in weaker.operand for value in stronger.operand)
    return False


def _content(test: Test) -> tuple[object, ...]:
    return (test.subject, test.operator, test.operand, test.parameter)


def _interval(test: Test) -> tuple[float, float] | None:
    """Return the whole numbers that a test allows, as the least and the greatest."""
    operand = test.operand
    if test.parameter is not None:
        return None
    if test.operator == "is" and isinstance(operand, tuple):
        numbers = [v for v in operand if isinstance(v, int) and not isinstance(v, bool)]
        # Several numbers are an interval only if there is no gap between them.
        if numbers and len(numbers) == len(operand):
            low, high = min(numbers), max(numbers)
            return (low, high) if len(set(numbers)) == high - low + 1 else None
        return None
    if not isinstance(operand, int):
        return None
    return {
        "at-least": (operand, _ENDLESS),
        "at-most": (-_ENDLESS, operand),
        "above": (operand + 1, _ENDLESS),
        "below": (-_ENDLESS, operand - 1),
    }.get(test.operator)
