"""The library: where documents lie on disk, and what was found well-formed before."""

from followup.library.library import Library
from followup.library.schemas import SCHEMAS

__all__ = ["SCHEMAS", "Library"]
