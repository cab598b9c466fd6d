"""The type of what a term names in a ruleset."""

from __future__ import annotations

from followup.core.facts import Find
from followup.core.ruleset import Ruleset
from followup.core.terms import FactRef, FieldRef, ParameterRef, Term
from followup.core.vocabulary import Field, Type


def type_of(term: Term, ruleset: Ruleset) -> Type | None:
    """Return the type of a fact, a field or a parameter; None for any other term."""
    match term:
        case FactRef(name):
            return ruleset.facts[name].type
        case ParameterRef(name):
            return ruleset.parameters[name].type
        case FieldRef(fact, field):
            kinds = event_kinds(fact, ruleset)
            types = (ruleset.vocabulary.events[kind].type_of(field) for kind in kinds)
            return next((kind for kind in types if kind is not None), None)
        case _:
            return None


def event_kinds(fact: str, ruleset: Ruleset) -> tuple[str, ...]:
    """Return the kinds of event that a fact can find, in the order of its patterns."""
    reading = ruleset.facts[fact].reading
    if not isinstance(reading, Find):
        return ()
    return tuple(dict.fromkeys(pattern.event for pattern in reading.among.patterns))


def field_of(term: FieldRef, ruleset: Ruleset) -> Field | None:
    """Return the field that a term names, of the first kind of event that has it."""
    for kind in event_kinds(term.fact, ruleset):
        found = ruleset.vocabulary.events[kind].fields.get(term.field)
        if found is not None:
            return found
    return None
