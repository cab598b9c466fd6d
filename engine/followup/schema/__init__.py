"""The shape of documents: JSON Schema validation that answers in places and advice."""

from followup.schema.validation import Schema, without

__all__ = ["Schema", "without"]
