"""Explaining: the record of a decision in words, and what in a ruleset it rests on."""
