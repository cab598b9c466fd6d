"""Asking: cases that test a ruleset, and questions that are put to several of them."""
