"""The core: what vocabularies, rulesets and histories say, as closed sets of typed records.

Nothing here reads, proves or decides anything. A ruleset is *terms* that name a value,
*conditions* over them, *readings* of a history (facts), and *outcomes* of rules; every pass
beyond matches on these types, so that a type checker finds the pass that has forgotten one.
"""
