"""followup: a policy engine for *when*.

A ruleset in YAML says when to follow up, with whom, by which channel, how often, and when to
stop; this package evaluates it against the dated history of one case.

    import followup
    ruleset = followup.load_ruleset("balanced")
    history = followup.load_history("acme.yaml")
    decision = followup.decide(history, ruleset, as_of=date(2026, 10, 23))
"""

from __future__ import annotations

TYPE_CHECKING = False  # as `typing` has it, whose import would be the first thing to wait for
if TYPE_CHECKING:
    from followup.api import (
        Calendar,
        Closure,
        Decision,
        Draft,
        FollowupError,
        History,
        InvalidDocument,
        NotEvaluable,
        Outlook,
        Problem,
        Ruleset,
        Trace,
        UnknownName,
        decide,
        decide_together,
        draft,
        history_from,
        load_history,
        load_ruleset,
        outlook,
        plan,
        remarks,
        timeline,
    )

__version__ = "0.1.0"

__all__ = [
    "Calendar",
    "Closure",
    "Decision",
    "Draft",
    "FollowupError",
    "History",
    "InvalidDocument",
    "NotEvaluable",
    "Outlook",
    "Problem",
    "Ruleset",
    "Trace",
    "UnknownName",
    "decide",
    "decide_together",
    "draft",
    "history_from",
    "load_history",
    "load_ruleset",
    "outlook",
    "plan",
    "remarks",
    "timeline",
]


# A type checker would take any name for one that there is.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a public name when it is first used: a start-up pays only for what it needs."""
        if name not in __all__:
            raise AttributeError(f"module `followup` has no attribute `{name}`")
        from followup import api

        return getattr(api, name)


def __dir__() -> list[str]:
    """List the public names, whether they have been used or not."""
    return [*__all__, "__version__"]
