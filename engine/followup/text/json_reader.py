"""JSON text to located nodes: each key and value knows the line and column where it begins.

The scanner accepts what Python's reader accepts but for `NaN` and the infinities, one token
after the other, so that depth and size are bounded before anything is built. What it refuses,
Python's reader is asked about for the words.
"""

from __future__ import annotations

import json
import re
from typing import NoReturn

from followup.diagnostics import InvalidDocument, Location, Problem, Source
from followup.text.builder import Builder
from followup.text.nodes import Node, ScalarNode
from followup.text.values import HALF_A_PAIR, TOO_MANY_DIGITS, is_long, is_text

_STRING = r'"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+"'
_NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
_BLANKS = r"[ \t\n\r]*"
_TOKEN = re.compile(rf"{_BLANKS}({_STRING}|{_NUMBER}|[\[\]{{}},:]|true|false|null)")
_REST = re.compile(_BLANKS)
_WORDS = {"true": True, "false": False, "null": None}

# What may come next: a sign by itself, a text by its quote, all other values as `0`.
_VALUE = frozenset('"0[{')
_FIRST_ITEM = _VALUE | {"]"}
_AFTER_ITEM = frozenset(",]")
_KEY = frozenset('"')
_FIRST_KEY = _KEY | {"}"}
_AFTER_KEY = frozenset(":")
_AFTER_ENTRY = frozenset(",}")
_NOTHING: frozenset[str] = frozenset()


def read_json(source: Source) -> Node:
    """Return the root node of a JSON text.

    Raises:
        InvalidDocument: the text is not JSON, has doubled keys, half a surrogate pair or a number
            without measure, or more nodes or levels than the limits.
    """
    scanner = _Scanner(source)
    end = scanner.scan()
    if scanner.root is None or scanner.stack or end < len(source.text):
        scanner.problems.append(_syntax_problem(source, end))
    if scanner.problems or scanner.root is None:
        raise InvalidDocument(scanner.problems)
    return scanner.root


class _Scanner(Builder):
    """Puts nodes together from the tokens of JSON."""

    def scan(self) -> int:
        """Read on while the text is JSON; return where it ends, or where it stops being JSON."""
        text, wanted, position = self.source.text, _VALUE, 0
        while found := _TOKEN.match(text, position):
            token, start = found[1], found.start(1)
            kind = token[0] if token[0] in '"[]{},:' else "0"
            if kind not in wanted:
                return start
            if kind in "[{":
                self.open(self.source.at(start), mapping=kind == "{")
                wanted = _FIRST_KEY if kind == "{" else _FIRST_ITEM
            elif kind == ":":
                wanted = _VALUE
            elif kind == ",":
                wanted = _VALUE if self.stack[-1].entries is None else _KEY
            else:
                if kind in "]}":
                    self.close()
                else:
                    self.put(self.scalar(token, start))
                wanted = self.following()
            position = found.end()
        rest = _REST.match(text, position)
        return rest.end() if rest else position

    def following(self) -> frozenset[str]:
        """Return what may follow a value that is complete, or a key."""
        if not self.stack:
            return _NOTHING
        inner = self.stack[-1]
        if inner.entries is None:
            return _AFTER_ITEM
        return _AFTER_ENTRY if inner.key is None else _AFTER_KEY

    def scalar(self, token: str, start: int) -> ScalarNode:
        at = self.source.at(start, len(token))
        if token in _WORDS:
            return ScalarNode(_WORDS[token], at)
        if token[0] != '"':
            return ScalarNode(self.number(token, at), at)
        value = json.loads(token) if "\\" in token else token[1:-1]
        if not is_text(value):
            self.report("F011", HALF_A_PAIR, at)
        return ScalarNode(value, at)

    def number(self, token: str, at: Location) -> int | float:
        if any(sign in token for sign in ".eE"):
            return float(token)
        if is_long(token):
            self.report("F011", TOO_MANY_DIGITS, at)
            return 0
        return int(token)


def _syntax_problem(source: Source, end: int) -> Problem:
    """Say what is wrong with a text that is no JSON, from the place on where it is none."""

    def constant(word: str) -> NoReturn:
        raise ValueError(f"`{word}` is not JSON")

    at = source.at(end)
    try:
        json.loads(source.text, parse_constant=constant, parse_int=len)
        message = "this is not JSON"
    except json.JSONDecodeError as error:
        at = source.at(error.pos)
        message = _in_plain_words(error.msg)
    except ValueError as error:
        message = str(error)
    return Problem(code="F012", message=message, location=at)


_PLAIN_WORDS = {
    "Expecting ',' delimiter": "a comma, or the closing bracket, is missing before this place",
    "Expecting property name": "a key in double quotes belongs here",
    "Illegal trailing comma": "a comma stands before the closing bracket",
    "Expecting ':' delimiter": "a colon is missing before this place",
    "Expecting value": "a value is missing here, or a text has no double quotes",
    "Unterminated string": "a double quote is not closed",
    "Extra data": "the document goes on after its end",
    "Invalid control character": "a line break or a tab stands inside quotes",
    "Invalid \\escape": "a backslash in a text must be written twice",
}


def _in_plain_words(message: str) -> str:
    """Translate a message of Python's JSON reader, whose wording differs between versions."""
    for sign, words in _PLAIN_WORDS.items():
        if message.startswith(sign):
            return f"this is not JSON: {words}"
    return f"this is not JSON: {message[:1].lower()}{message[1:]}"
