"""Random templates: those of the language, which work, and those of somebody who means harm.

A grammar has forms by name; `@name` in a form stands for any of that name's, and for the first
where forms have stood within forms often enough.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

Grammar = Mapping[str, Sequence[str]]
_SYMBOL = re.compile(r"@(\w+)")


@st.composite
def sentences(draw: st.DrawFn, grammar: Grammar, depth: int = 5) -> str:
    """Return a text of the grammar, beginning with its form `start`."""

    def expanded(symbol: str, depth: int) -> str:
        forms = grammar[symbol]
        form = draw(st.sampled_from(forms)) if depth > 0 else forms[0]
        return _SYMBOL.sub(lambda found: expanded(found[1], depth - 1), form)

    return expanded("start", depth)


OTHERS = {
    "imp.j2": (
        '{% set v = s ~ "!" %}{% set w = n %}'
        "{% macro f(x) %}[{{ x }}{{ v }}{% if a is defined %}{{ a }}{% endif %}]{% endmacro %}"
    ),
    "inc.j2": "inc{% if a is defined %}{{ a }}{% endif %}{% set b = 3 %}",
}
"""The templates that those of the language open."""

ALLOWED: Grammar = {
    "start": [
        '{% import "imp.j2" as i with context %}'
        "{% macro m(x) %}<{{ x }}{% if a is defined %}{{ a }}{% endif %}>{% endmacro %}"
        '{% macro k(x, q="d") %}({{ x }}{{ q }}){% endmacro %}@part@part@part@part'
    ],
    "body": ["", "@part", "@part@part", "@part@part@part"],
    "part": [
        *("text ", "  \n", "{# note #}", "{% raw %}{{ no }}{% endraw %}"),
        *('{% include "inc.j2" %}', '{% include "no.j2" ignore missing %}'),
        '{% from "imp.j2" import f as g with context %}{{ g("y") }}',
        *("{{ @any }}", "{{ @any }}", "{{- @any -}}", "{% set @name = @any %}"),
        "{%- set @name -%} @body {%- endset %}",
        "{% if @holds %}@body{% elif @any %}@body{% else %}@body{% endif %}",
        "{% for @name in @list %}@looped{% else %}@body{% endfor %}",
        "{% for @name in @list if @holds %}@looped{% endfor %}",
        "{% for a, b in [[1, 2], [@any, 4]] %}@body{% endfor %}",
        "{% macro @macro(x, q=@any) %}{{ x }}@body{% endmacro %}",
    ],
    "looped": ["{{ loop.@loop }}@body", "@body"],
    "loop": ["index", "index0", "first", "last", "length", "revindex", "revindex0"],
    "name": ["a", "b", "c"],
    "macro": ["m", "k"],
    "any": ["n", "@text", "@number", "@holds", '(@name if @name is defined else "?")'],
    "text": [
        *('"a"', '"b c. "', '""', "s", "e", "i.v"),
        *("(@text ~ @text)", "(@text ~ @number)", "(@text or @text)", "(@text and @text)"),
        "(@text|@filter)",
        '(@text|replace("o", @text))',
        "@text.@method()",
        "@text[@from:@to]",
        *("(@text|first)", "(@list|last)", "@list[0]", "@list[-1]"),
        '(@list|join("-"))',
        '("%s: %2d %.1f%%"|format(@text, @number, @number))',
        *("(@text if @holds else @text)", "(@text if @holds)"),
        *("m(@text)", "k(@text)", "k(@number, q=@text)", "i.f(@any)"),
    ],
    "filter": [
        *("lower", "upper", "capitalize", "trim", "phrase"),
        *("truncate(6)", 'truncate(6, true, "…")', 'default("d")', 'default("d", true)'),
    ],
    "method": ["upper", "lower", "title", "strip", "capitalize"],
    "from": ["", "1", "-2"],
    "to": ["", "2", "-1"],
    "number": [
        *("0", "1", "2", "3.5", "n", "i.w"),
        *("(@number + @number)", "(@number - @number)", "(@number * @number)", "(-@number)"),
        *("(@number / 2)", "(@number // 3.5)", "(@number % 2)"),
        *("(@text|length)", "(@list|length)"),
    ],
    "list": [
        *("l", "z", "[]", '("x", "y")'),
        *("[@text, @text]", "(@list|list)", "@list[1:]", "@text.split()", "(l + [@text])"),
    ],
    "holds": [
        *("true", "false"),
        *("(@number < @number)", "(@number >= @number)", "(@number == @text)"),
        *("(@text > @text)", "(@text != @text)", "(@number < @number <= @number)"),
        *("(@text in @text)", "(@text in @list)", "(@text not in @list)"),
        *("(not @any)", "(not @list)", "(@holds or @holds)", "(@holds and @holds)"),
        *("(@name is defined)", "(@name is not defined)", "(@text is none)"),
        *("@text.startswith(@text)", '@text.endswith((@text, "b"))'),
    ],
}
"""What templates can use, mostly so that it works."""

HOSTILE: Grammar = {
    "start": ["@part@part@part@part"],
    "body": ["", "@part", "@part@part", "@part@part@part"],
    "part": [
        *("{{ a }}", "{{ @value }}", "{% set @name = @value %}"),
        "{% set @name %}@body{% endset %}",
        *("@grow@grow@grow@grow@grow@grow@grow@grow", "{{ m(a) }}{{ m(b) }}"),
        *('{% include "0.j2" %}', '{% import "0.j2" as a with context %}'),
        *('{% from "1.j2" import a %}', '{% extends "0.j2" %}', '{% include ["1.j2"] %}'),
        "{% for x in @value %}@body{% endfor %}",
        "{% for x in @value if @value recursive %}@body{% endfor %}",
        "{% for x in @name|list %}{% for x in @name %}@body{% endfor %}{% endfor %}",
        "{% if @value %}@body{% else %}@body{% endif %}",
        "{% macro m(x, y=@value) %}@body{{ m(x ~ x) }}{{ m([x, x]) }}{% endmacro %}",
        "{% macro m(x) %}@body{% endmacro %}",
        *("{% with a = @value %}@body{% endwith %}", "{% block z %}@body{% endblock %}"),
        *("{% call m(1) %}@body{% endcall %}", "{% filter @filter %}@body{% endfilter %}"),
        *("{% autoescape true %}@body{% endautoescape %}", "{% if %}", "{{ @value"),
    ],
    "grow": [
        *("{% set @name = a ~ a %}", "{% set a = a ~ a ~ a %}", "{% set a = [a, a, a] %}"),
        *("{% set a = a * 2 %}", "{% set a = a + a %}", '{% set a = a|replace("a", "aaa") %}'),
        *("{% set a = a|join(a) %}", "{% set b = a|list %}", "{% set b = a.split() %}"),
        "{% set a %}{{ a }}{{ a }}{{ a }}{% endset %}",
    ],
    "name": ["a", "a", "b", "s", "l", "n", "m", "gap", "case", "facts", "range", "self", "loop"],
    "plain": [
        *('"a"', '"ab "', "[]", "()", "{}", "none", "l", '"%3000000000d"', '"%s%99d%(a)s"'),
        *("9", "0", "-1", "1e308", "10**9", "999999999999", "9" * 400, "9" * 5000, "0x" + "f" * 99),
    ],
    "value": [
        *("a", "@name", "@plain", "@plain"),
        *("(@value @sign @value)", "(@name ~ @name ~ @name)", "[@value, @value, @name]"),
        *("@value|@filter", "@value|@filter(@value)", "@value|@filter(@wide)"),
        *('@value|replace("", @name)', '@value|selectattr("x", "in", @value)'),
        *("@value.@method", "@value.@method(@wide)", "@value.@method(@value, @value)"),
        *("@value[@value]", "@value[@wide:@wide:@wide]", "@name(@value)", "-@value"),
        *("(@value if @value)", "(@value is @test)", "(@value is @test(@value))"),
    ],
    "sign": ["+", "-", "*", "/", "//", "%", "**", "~", "==", "<", "in", "and", "or"],
    "wide": ["3000000000", "200000000", "99", "0", "-5"],
    "filter": [
        *("attr", "batch", "capitalize", "center", "date", "day", "default", "dictsort", "e"),
        *("escape", "filesizeformat", "first", "float", "forceescape", "format", "groupby"),
        *("indent", "int", "items", "join", "last", "length", "list", "lower", "map", "max"),
        *("min", "phrase", "pprint", "random", "reject", "rejectattr", "replace", "reverse"),
        *("round", "safe", "select", "selectattr", "slice", "sort", "string", "striptags"),
        *("sum", "title", "tojson", "trim", "truncate", "unique", "upper", "urlencode"),
        *("urlize", "wordcount", "wordwrap", "xmlattr"),
    ],
    "method": [
        *("center", "ljust", "rjust", "zfill", "replace", "join", "format", "expandtabs"),
        *("translate", "encode", "split", "upper", "title", "endswith", "append", "day"),
        *("__class__", "__init__", "mro", "x", "interview", "role", "cycle", "changed"),
    ],
    "test": ["defined", "eq", "in", "none", "sameas", "iterable", "mapping", "lt"],
}
"""Whatever Jinja can do, over and over, with huge numbers; little of it is allowed."""
