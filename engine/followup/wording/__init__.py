"""Wording: moments, persons, actions and conditions as people read them, for any domain."""
