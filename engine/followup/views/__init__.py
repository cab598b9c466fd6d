"""Views: what is told of decisions, plans, rulesets and sources, as blocks without a form."""
