"""Every diagnostic code with what it means in one line; each has a page in `docs/diagnostics/`.

An F stands for what is wrong, or probably is, with a document; a W for a remark on a history that
is well-formed and improbable.
"""

from __future__ import annotations

CODES = {
    # reading: bytes and text to nodes
    "F001": "the file cannot be read",
    "F002": "the file is not UTF-8 text",
    "F003": "the text is not YAML",
    "F004": "a key stands twice",
    "F005": "the file holds several documents",
    "F006": "the document is empty",
    "F007": "a YAML tag",
    "F008": "an alias without an anchor, or inside what it names",
    "F009": "the document is too large or nested too deeply",
    "F010": "a tab where spaces are needed",
    "F011": "a value that cannot stand in a document",
    "F012": "the text is not JSON",
    "F013": "a YAML merge key",
    # shape: nodes against their schema
    "F101": "an unknown key",
    "F102": "a missing key",
    "F103": "a value of the wrong kind",
    "F104": "a word that may not stand here",
    "F105": "a number out of bounds",
    "F106": "too few or too many entries, or an empty text",
    "F107": "a text of the wrong form",
    "F108": "keys that exclude or need one another",
    # values
    "F201": "not a date",
    "F202": "not a time of day",
    "F203": "not a duration",
    "F204": "not a person",
    "F205": "not a time zone",
    "F206": "an unknown country or subdivision",
    "F207": "a value that does not fit its type",
    "F208": "not a phrase",
    "F209": "an impossible closure or range of days",
    # names
    "F301": "an unknown fact",
    "F302": "an unknown parameter",
    "F303": "a word that the vocabulary does not have",
    "F304": "an unknown rule",
    "F305": "an unknown source",
    "F306": "not the ruleset, vocabulary or document that is needed",
    "F307": "a name that is taken",
    "F308": "an unknown set of days",
    # logic
    "F401": "types that do not fit together",
    "F402": "a date that may be unknown",
    "F403": "a parameter without a value, or out of bounds",
    "F404": "facts defined in a circle",
    "F405": "rulesets that extend one another in a circle",
    "F406": "a rule that is never reached",
    "F407": "a limit that is loosened",
    "F408": "a rule or fact that says too little or too much",
    "F409": "a phrase that reaches too far",
    "F410": "rules that rest on one another too deeply",
    "F411": "limits that leave no day",
    # warnings
    "F501": "a review that is out of date",
    "F502": "zero business days",
    "F503": "something that is never used",
    "F504": "a rule without a reason",
    "F505": "a window that closes before it opens",
    # cases
    "F601": "a case that failed",
    # messages
    "F701": "a field that would add a header",
    "F702": "a template that is missing or wrong",
    # remarks on a history
    "W001": "an event after the day of the question",
    "W002": "all events after the day of the question",
    "W003": "more than a year between two events",
    "W004": "a person who is spelled almost like another",
    "W005": "a role without the name that it has elsewhere",
    "W006": "something of yours on a day off to come",
    "W007": "a date before the day on which it was said",
    "W008": "an answer to something that nobody asked",
    "W009": "an event that does not go together with the history",
}
