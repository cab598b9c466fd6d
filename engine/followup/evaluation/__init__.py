"""Evaluation: a history, a ruleset and a moment to a decision, a timeline, a plan."""
