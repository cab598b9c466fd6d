"""JSON Schema's errors in words: what is wrong at a place, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from followup.diagnostics import Location, Problem, did_you_mean, one_of
from followup.schema.slips import (
    as_entry,
    bare_help,
    describe,
    is_bare,
    short,
    type_help,
    value_help,
    word_of,
)
from followup.text import MappingNode, Node, ScalarNode, SequenceNode

_TYPES = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "`true` or `false`",
    "array": "a list",
    "object": "a group of keys",
    "null": "nothing",
}


def _unknown_keys(error: Any, node: Node, at: Location) -> Iterator[Problem]:
    known = list(error.schema.get("properties", {}))
    assert isinstance(node, MappingNode)
    for key in node.entries:
        if key not in known:
            here = [name for name in known if name not in node.entries] or known
            yield Problem(
                code="F101",
                message=f"the key `{short(key)}` is not known here",
                location=node.at(key),
                help=bare_help(key, node, here) or did_you_mean(key, here, limit=12),
            )


def _missing_keys(error: Any, node: Node, at: Location) -> Iterator[Problem]:
    if not isinstance(error.instance, dict):
        return  # that it is no group of keys is reported as such
    # jsonschema reports one error per missing key and names it first in its message.
    properties = error.schema.get("properties", {})
    for key in error.validator_value:
        if key in error.instance or not error.message.startswith(repr(key)):
            continue
        mistyped = _meant_for(key, error.instance, properties)
        if mistyped is None:
            about = properties.get(key, {}).get("description")
            yield Problem(
                code="F102",
                message=f"the key `{key}` is missing",
                location=at._replace(width=1),
                help=f"`{key}`: {about[:1].lower()}{about[1:]}" if about else None,
            )
        elif error.schema.get("additionalProperties") is not False:
            # A closed object reports the unknown key itself; once is enough.
            yield Problem(
                code="F101",
                message=f"the key `{mistyped}` is not known here",
                location=node.at(mistyped) if isinstance(node, MappingNode) else at,
                help=bare_help(mistyped, node, [key]) or f"did you mean `{key}`?",
            )


def _meant_for(key: str, instance: Any, properties: dict[str, Any]) -> str | None:
    """Return the unknown key of an object that looks like a mistyped one."""
    for name in map(str, instance):
        if name not in properties:
            torn = instance[name] is None and as_entry(name)[0] == key
            if torn or did_you_mean(name, [key], limit=0):
                return name
    return None


def _wrong_type(error: Any, node: Node, at: Location) -> Iterator[Problem]:
    if isinstance(node, ScalarNode) and node.value is None:
        key = next((step for step in reversed(error.absolute_path) if isinstance(step, str)), None)
        yield Problem(
            code="F103",
            message=f"`{short(key)}` has no value" if key else "nothing stands here",
            location=at,
            help=value_help(key or ""),
        )
        return
    if error.schema.get("format") == "date" and isinstance(node, ScalarNode):
        yield Problem(
            code="F201",
            message=f"{describe(node)} is not a date",
            location=at,
            help="expected a day as YYYY-MM-DD, such as 2026-11-24",
        )
        return
    expected = error.validator_value
    kinds = expected if isinstance(expected, list) else [expected]
    words = list(dict.fromkeys(_TYPES[kind] for kind in kinds))
    wanted = words[0] if len(words) == 1 else ", ".join(words[:-1]) + " or " + words[-1]
    form = error.schema.get("patternErrorMessage")
    advice = f"expected {form}" if form else type_help(kinds, node)
    yield Problem(
        code="F103",
        message=f"{describe(node)} stands where {wanted} is expected",
        location=at,
        help=advice,
    )


def _wrong_choice(error: Any, node: Node, at: Location) -> Iterator[Problem]:
    if getattr(node, "value", None) == "":
        yield Problem(code="F106", message="the text is empty", location=at)
        return
    allowed = error.validator_value if error.validator == "enum" else [error.validator_value]
    words = [word_of(value) for value in allowed]
    word = word_of(getattr(node, "value", ""))
    meant = error.schema.get("wordHelp", {}).get(word)
    yield Problem(
        code="F104",
        message=f"{describe(node)} is not one of the words that may stand here",
        location=at,
        help=meant or did_you_mean(word, words, limit=16),
    )


def _out_of_bounds(error: Any, node: Node, at: Location) -> Iterator[Problem]:
    bound = {"minimum": "at least", "maximum": "at most"}[error.validator]
    yield Problem(
        code="F105",
        message=f"{describe(node)} is out of bounds",
        location=at,
        help=f"expected {bound} {error.validator_value}",
    )


def _wrong_count(error: Any, node: Node, at: Location) -> Iterator[Problem]:
    number = error.validator_value
    what = "entry" if number == 1 else "entries"
    advice = None
    if error.validator == "uniqueItems":
        message = "an entry stands twice in this list"
    elif error.validator == "minLength":
        message = "the text is empty"
    elif error.validator in ("minItems", "minProperties") and number == 1:
        message = (
            "nothing stands in this list"
            if isinstance(node, SequenceNode)
            else "nothing stands here"
        )
        advice = "write at least one entry"
    elif error.validator in ("minItems", "minProperties"):
        message = f"at least {number} {what} must stand here"
    else:
        message = f"at most {number} {what} may stand here"
    yield Problem(code="F106", message=message, location=at, help=advice)


def _wrong_form(error: Any, node: Node, at: Location) -> Iterator[Problem]:
    if isinstance(node, MappingNode) and isinstance(error.instance, str):  # from propertyNames
        if is_bare(error.instance, node):
            return  # that it has no value is reported
        at = node.at(error.instance)
    expected = error.schema.get("patternErrorMessage")
    yield Problem(
        code="F107",
        message=f"`{short(error.instance)}` is not written as it has to be here",
        location=at,
        help=f"expected {expected}" if expected else None,
    )


def _one_key(error: Any, node: Node, at: Location) -> Iterator[Problem]:
    if not isinstance(error.instance, dict):
        return
    keys = [branch["required"][0] for branch in error.validator_value]
    given = [key for key in keys if key in error.instance]
    if not given and any(is_bare(k, node) and as_entry(k)[0] in keys for k in error.instance):
        return  # it is given without its colon, which is reported
    if not given:
        yield Problem(
            code="F108",
            message=f"one of the keys {one_of(keys)} is needed",
            location=at._replace(width=1),
        )
    else:
        yield Problem(
            code="F108",
            message=f"{one_of(given).replace(' or ', ' and ')} exclude one another",
            location=node.at(given[1]) if isinstance(node, MappingNode) else at,
            help="keep one of them",
        )


def _needs_other(error: Any, node: Node, at: Location) -> Iterator[Problem]:
    if not isinstance(error.instance, dict):
        return
    for key, needed in error.validator_value.items():
        if key in error.instance:
            for other in needed:
                if other not in error.instance:
                    yield Problem(
                        code="F108",
                        message=f"`{key}` needs `{other}` beside it",
                        location=node.at(key) if isinstance(node, MappingNode) else at,
                    )


def _nothing_allowed(error: Any, node: Node, at: Location) -> Iterator[Problem]:
    yield Problem(code="F101", message="nothing may stand here", location=at)


HANDLERS = {
    "additionalProperties": _unknown_keys,
    "required": _missing_keys,
    "type": _wrong_type,
    "enum": _wrong_choice,
    "const": _wrong_choice,
    "minimum": _out_of_bounds,
    "maximum": _out_of_bounds,
    "minItems": _wrong_count,
    "maxItems": _wrong_count,
    "minLength": _wrong_count,
    "minProperties": _wrong_count,
    "maxProperties": _wrong_count,
    "uniqueItems": _wrong_count,
    "pattern": _wrong_form,
    "oneOf": _one_key,
    "dependencies": _needs_other,
    "false schema": _nothing_allowed,
}
"""What tells of an error, by the keyword of the schema that it breaks."""
