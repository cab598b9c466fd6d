"""By which channels a message goes: those of its kind, best first, and on what each depends."""

from __future__ import annotations

from .rulesets import Ruleset

Way = tuple[str, str]
"""A channel, and what it needs: nothing, or to be `known` for the person, `welcome` (LinkedIn, if
they like it best), `allowed` or `preferred` by a word of theirs, or to be in order to `call`."""

EMAIL: Way = ("email", "")
LINKEDIN: Way = ("linkedin", "known")
FORM: Way = ("web-form", "known")
IN_WRITING: tuple[Way, ...] = (EMAIL, LINKEDIN, ("linkedin", "welcome"))

# Whoever looks for them finds them without being told an address.
PUBLIC = ("linkedin", "post")

EVERYWHERE: dict[str, tuple[Way, ...]] = {
    "answer": (EMAIL, LINKEDIN),
    "correction": (EMAIL, LINKEDIN),
    "other": (EMAIL, LINKEDIN, FORM),
    "call": (("phone", "known"),),
    "post": (("post", ""),),
    "connect": (("linkedin", ""),),
    "details": (EMAIL, ("phone", "")),
    "insider": (EMAIL, ("phone", ""), ("linkedin", "")),
}


def ways_for(ruleset: Ruleset, use: str) -> tuple[Way, ...]:
    """Return the ways in which a ruleset sends messages of a kind (D14, D18)."""
    if use in EVERYWHERE:
        return EVERYWHERE[use]
    if ruleset.guide:
        return IN_WRITING if use in ("thanks", "feedback") else _of_a_guide()
    if ruleset.curated:
        return _curated(ruleset.name, use)
    if ruleset.name == "reserves-network" and use in ("inquiry", "again"):
        return (EMAIL, ("phone", "allowed"))
    return (EMAIL,)


def _of_a_guide() -> tuple[Way, ...]:
    return (*IN_WRITING, ("phone", "preferred"), FORM)


def _curated(name: str, use: str) -> tuple[Way, ...]:
    if use == "thanks":
        return (EMAIL, ("linkedin", ""))
    line: list[Way] = [EMAIL, LINKEDIN]
    if name == "balanced" and use in ("inquiry", "again", "application", "notice"):
        line.append(("phone", "allowed"))
    if name == "persistent" and use == "again":
        line.insert(0, ("phone", "call"))
    if use == "application":
        line.append(("web-form", ""))
    return tuple(line)
