"""The kinds of document, in one table: how each is told from the others by what stands in it."""

from __future__ import annotations

from msgspec import Struct

from followup.diagnostics import InvalidDocument, Problem
from followup.text import MappingNode, Node


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of document: `says` names one, `use` says what takes it.

    Only it has the key `key`, or the keys `together` all at once.
    """

    name: str
    says: str
    key: str
    use: str
    together: frozenset[str] = frozenset()


_KINDS = (
    Kind(
        name="ruleset",
        says="a ruleset",
        key="ruleset",
        use="give it with --ruleset, or to `followup ruleset`",
    ),
    Kind(name="cases", says="a file of cases", key="cases", use="`followup ruleset test` runs it"),
    Kind(
        name="topics",
        says="a file of topics",
        key="topics",
        use="`followup ruleset disagreements` puts them to rulesets",
    ),
    Kind(
        name="source",
        says="the catalogue of a source",
        key="source",
        use="`followup ruleset sources` lists it",
    ),
    Kind(
        name="vocabulary",
        says="a vocabulary",
        key="tracks",
        together=frozenset(("vocabulary", "extends")),
        use="`followup ruleset check` checks it; rulesets name it",
    ),
    Kind(
        name="history",
        says="a history",
        key="events",
        use="a history is what `followup evaluate` takes as its file",
    ),
)
KINDS = {kind.name: kind for kind in _KINDS}


class OtherKind(InvalidDocument):
    """A document that is wholly of another kind than the one that is wanted."""


def kind_of(node: Node) -> Kind | None:
    """Return the kind of a document by its keys; None where it has the key of none."""
    keys = set(node.entries) if isinstance(node, MappingNode) else set()
    return next((kind for kind in _KINDS if _has_key(kind, keys)), None)


def _has_key(kind: Kind, keys: set[str]) -> bool:
    return kind.key in keys or (bool(kind.together) and kind.together <= keys)


def check_kind(node: Node, wanted: str) -> None:
    """Check that a document is not of another kind than the one that is wanted.

    Raises:
        OtherKind: it has the key of another kind, and not that of the wanted one.
        InvalidDocument: it is to be a history and has keys of both.
    """
    found = kind_of(node)
    if found is None or found.name == wanted or not isinstance(node, MappingNode):
        return
    has_both = KINDS[wanted].key in node.entries
    if wanted == "history" and isinstance(node.get("events"), MappingNode):
        has_both = False  # a vocabulary has the kinds of events, a history a list of events
    if has_both and wanted != "history":
        return  # its schema says which key is one too many
    message = f"this is {found.says}, not {KINDS[wanted].says}"
    problem = Problem(code="F306", message=message, location=node.at(found.key), help=found.use)
    raise (InvalidDocument if has_both else OtherKind)([problem])
