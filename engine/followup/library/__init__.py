"""The library: where documents lie on disk, and what was found well-formed before."""

from followup.library.library import Library

__all__ = ["Library"]
