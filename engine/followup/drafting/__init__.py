"""Drafting: from an action to a message that a person can send; nothing here sends it."""
