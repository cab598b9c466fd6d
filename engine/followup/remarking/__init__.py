"""Remarks: what is improbable about a well-formed history."""
