"""Proving: what must be true of a ruleset so that it cannot fail, and what is doubtful in it.

Every proof goes by the form of terms and conditions, so it holds for every history.
"""
