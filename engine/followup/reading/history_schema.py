"""A vocabulary's JSON Schema for histories: the frame with the fields and events filled in.

One schema is both what editors complete from and what every history is checked against.
"""

from __future__ import annotations

import copy
from typing import Any

from followup.core.vocabulary import EventType, Field, Vocabulary

_FORMS = {
    "date": "a date as YYYY-MM-DD",
    "duration": "a duration such as `30 days`",
    "person": "a person, as a role or `role:name`",
}


def history_schema(frame: dict[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the schema of the histories that speak a vocabulary (draft-07).

    `frame` is the schema that all histories share; it is not changed.
    """
    schema = copy.deepcopy(frame)
    schema["$id"] = frame["$id"].replace("history.schema", f"history.{vocabulary.name}.schema")
    schema["title"] = f"A followup history: {vocabulary.title}"
    schema["description"] = f"The dated events of one case, in the words of `{vocabulary.name}`."
    for field in vocabulary.fields.values():
        schema["properties"][field.name] = _field(field)
        if field.required:
            schema["required"].append(field.name)
    details = {c.detail for c in vocabulary.channels.values() if c.detail}
    person = schema["properties"]["people"]["additionalProperties"]
    seen = {key: person["additionalProperties"][key] for key in ("pattern", "patternErrorMessage")}
    for detail in sorted(details):
        person["properties"][detail] = {"description": "An address", "type": "string", **seen}
    person["properties"]["channels"]["items"] = {"enum": list(vocabulary.channels)}
    person["additionalProperties"] = False
    event = schema["definitions"]["event"]
    shared = event["properties"]
    kinds = {kind.name: _event(kind, shared) for kind in vocabulary.events.values()}
    schema["definitions"].update({f"event-{name}": kind for name, kind in kinds.items()})
    # Which keys an event may have depends on its kind, so closing the object is left to the kinds.
    schema["definitions"]["event"] = {
        "description": event["description"],
        "type": "object",
        "required": event["required"],
        "properties": {
            "date": {"description": shared["date"]["description"]},
            "event": {
                "description": shared["event"]["description"],
                "enum": list(kinds),
                "wordHelp": _word_help(vocabulary),
            },
        },
        "allOf": [
            {
                "if": {
                    "type": "object",
                    "properties": {"event": {"const": name}},
                    "required": ["event"],
                },
                "then": {"$ref": f"#/definitions/event-{name}"},
            }
            for name in kinds
        ],
    }
    return schema


def _word_help(vocabulary: Vocabulary) -> dict[str, str]:
    """Return for each word of an event's field what to write who takes it for an event."""
    return {
        word: f"write `event: {kind.name}, {field.name}: {word}`"
        for kind in reversed(list(vocabulary.events.values()))
        for field in kind.fields.values()
        if field.type in ("word", "action")
        for word in field.words
        if word not in vocabulary.events
    }


def _event(kind: EventType, shared: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "description": kind.about,
        "properties": {
            **shared,
            "event": {"description": kind.about, "const": kind.name},
            **{field.name: _field(field) for field in kind.fields.values()},
        },
        "additionalProperties": False,
    }
    required = [field.name for field in kind.fields.values() if field.required]
    if required:
        schema["required"] = required
    if kind.exactly_one_of:
        schema["oneOf"] = [{"required": [name]} for name in kind.exactly_one_of]
    return schema


def _field(field: Field) -> dict[str, Any]:
    schema: dict[str, Any] = {"description": field.about}
    if field.default is not None:
        default = field.default
        schema["default"] = list(default) if isinstance(default, tuple) else default
    if field.type == "flag":
        return {**schema, "type": "boolean"}
    if field.type == "number":
        return {**schema, "type": "integer"}
    if field.type in ("word", "channel", "action"):
        return {**schema, "enum": list(field.words)}
    if field.type in ("words", "channels"):
        return {**schema, "type": "array", "items": {"enum": list(field.words)}, "minItems": 1}
    text = {"type": "string", "minLength": 1}
    if field.type in _FORMS:
        schema["patternErrorMessage"] = _FORMS[field.type]
    if field.type == "persons":
        return {**schema, "type": "array", "items": text, "minItems": 1}
    if field.type == "date":
        return {**schema, **text, "format": "date"}
    return {**schema, **text}
