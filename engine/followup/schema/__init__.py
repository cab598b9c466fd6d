"""The shape of documents: JSON Schema validation that answers in places and advice."""

from followup.schema.validation import Path, Schema, pruned

__all__ = ["Path", "Schema", "pruned"]
