"""Documents from texts, in memory: what a file would give, without a file."""

from __future__ import annotations

from functools import cache
from textwrap import dedent
from typing import Any

from followup.calendars import PackageHolidays
from followup.diagnostics import InvalidDocument, Problem, Source
from followup.language.histories import build_history
from followup.language.history_schema import history_schema
from followup.language.model import History, Ruleset, Vocabulary
from followup.language.rulesets import build_ruleset
from followup.language.vocabularies import build_vocabulary
from followup.library.schemas import schema_document
from followup.schema import Schema
from followup.text import Mapping, Node, read_python, read_yaml

HOLIDAYS = PackageHolidays()

VOCABULARY = """
vocabulary: visits
title: Visits to a customer, for the tests
version: 1.0.0
tracks:
  main: {about: What is asked}
  side: {about: What is offered}
roles:
  clerk: {says: the clerk}
  boss: {says: the boss}
channels:
  email: {says: by email, detail: email}
  phone: {says: by phone, detail: phone}
  voicemail: {says: by voicemail, counts-as: phone}
  post: {says: by post}
fields:
  slow: {is: flag, default: false, about: Whether they take their time}
  size: {is: number, about: How many they are}
  mood: {is: word, one-of: [good, bad], about: How they are}
  since-day: {is: date, about: Since when they are customers}
events:
  visit:
    about: A visit, past or arranged
    scheduled: true
    fields:
      with: {is: persons, about: Who was there}
      lead: {is: person, about: Who led}
      place: {is: text, about: Where}
      score: {is: number, about: How it went}
      warm: {is: flag, about: Whether it went well}
  promise:
    about: They said when they would answer
    exactly-one-of: [by, within, ends]
    fields:
      by: {is: date, about: By this day}
      within: {is: duration, about: Within this time}
      ends: {is: word, one-of: [week], about: By the end of the week}
      said-by: {is: person, or: [paper], about: Who said it}
    derived:
      deadline:
        is: moment
        about: The last day
        first-of:
          - by
          - within after date
          - {if: {ends: week}, then: end of week of date}
  note:
    about: They wrote
    fields:
      kind: {is: word, one-of: [yes-please, no-thanks, maybe], required: true, about: What they wrote}
      from: {is: person, about: Who wrote}
      day: {is: date, about: A day that they named}
  sent:
    about: You wrote
    fields:
      purpose: {is: action, required: true, about: What for}
      to: {is: person, about: To whom}
      channel: {is: channel, about: How}
  contact:
    about: You know how to reach somebody
    fields:
      person: {is: person, required: true, about: Whom}
      channels: {is: channels, required: true, about: How}
  wish:
    about: They said how to reach them
    fields:
      channel: {is: channel, about: The channel}
      allowed: {is: flag, about: Whether it may be used}
      preferred: {is: flag, about: Whether they like it best}
actions:
  ask:
    about: Ask
    track: main
    says: Ask {to}
    recorded-by: {event: sent, set: {purpose: ask}, to: to, via: channel}
  thank:
    about: Thank
    track: main
    says: Thank {to}
    any-day: true
    recorded-by: {event: sent, set: {purpose: thank}, to: to, via: channel}
  offer:
    about: Offer
    track: side
    says: Make {to} an offer
    any-day: true
    recorded-by: {event: sent, set: {purpose: offer}, to: to, via: channel}
contacts: {event: contact, person: person, channels: channels}
preferences: {event: wish, channel: channel, allowed: allowed, preferred: preferred}
endings:
  done: It is done
  refused: They refused
waits:
  ahead: A visit is arranged
  later: It is not time yet
checklist:
  smile: Smile
  brief: Be brief
"""

HEADER = "ruleset: {name}\ntitle: A ruleset for the tests\nversion: 1.0.0\nvocabulary: visits\n"


@cache
def schema(name: str) -> Schema:
    """Return a shipped schema."""
    return Schema(schema_document(name))


def checked(kind: str, text: str, name: str) -> Mapping:
    """Return the root of a text that fits a shipped schema."""
    root = read_yaml(Source(name, text))
    problems = schema(kind).problems(root)
    if problems:
        raise InvalidDocument(problems)
    assert isinstance(root, Mapping)
    return root


@cache
def vocabulary_of(text: str = VOCABULARY) -> Vocabulary:
    """Return the vocabulary that a text declares."""
    return build_vocabulary(checked("vocabulary", text, "vocabulary.yaml"), digest=text)


def document(body: str, name: str = "own") -> str:
    """Return a ruleset's text: its header, and a body as it stands in a test."""
    body = dedent(body).strip("\n")
    return body + "\n" if body.startswith("ruleset:") else HEADER.format(name=name) + body + "\n"


def ruleset_of(*bodies: str, vocabulary: Vocabulary | None = None) -> Ruleset:
    """Return the ruleset that texts say together, the eldest first."""
    chain = [
        checked("ruleset", document(body, f"doc{number}"), f"doc{number}.yaml")
        for number, body in enumerate(bodies, 1)
    ]
    return build_ruleset(chain, vocabulary or vocabulary_of(), digest="sha256:0")


def problems_of(*bodies: str, vocabulary: Vocabulary | None = None) -> tuple[Problem, ...]:
    """Return what is wrong with a ruleset; nothing where it is sound."""
    try:
        ruleset_of(*bodies, vocabulary=vocabulary)
    except InvalidDocument as error:
        return error.problems
    return ()


@cache
def _history_schema(vocabulary_text: str) -> Schema:
    vocabulary = vocabulary_of(vocabulary_text)
    return Schema(history_schema(schema_document("history"), vocabulary))


def history_of(data: Any, vocabulary_text: str = VOCABULARY) -> History:
    """Return the history in plain data (or in a node), checked against its vocabulary's schema."""
    node: Node = data if hasattr(data, "location") else read_python(data)
    problems = _history_schema(vocabulary_text).problems(node)
    if problems:
        raise InvalidDocument(problems)
    return build_history(node, vocabulary_of(vocabulary_text), HOLIDAYS)
