"""Advice for a word that is not known: the known words that look like it."""

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["did_you_mean", "near_matches"]

# Below these likenesses a suggestion is noise. A code of two letters with one of them wrong is
# alike by exactly one half; longer words have to be nearer.
_LIKENESS_OF_CODES = 0.5
_LIKENESS_OF_WORDS = 0.7
_LONGEST_CODE = 3
_MOST = 3


def near_matches(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known words nearest to `word`, best first, at most three; case does not count."""
    by_folded: dict[str, str] = {}
    for entry in known:
        by_folded.setdefault(entry.casefold(), entry)
    folded = word.casefold()
    if folded in by_folded:
        return (by_folded[folded],)
    likeness = _LIKENESS_OF_CODES if len(word) <= _LONGEST_CODE else _LIKENESS_OF_WORDS
    close = get_close_matches(folded, by_folded, n=_MOST, cutoff=likeness)
    return tuple(by_folded[match] for match in close)


def did_you_mean(matches: Iterable[str]) -> str | None:
    """The line of advice that names `matches`, or None when there are none."""
    quoted = [f"`{match}`" for match in dict.fromkeys(matches)]
    return f"did you mean {' or '.join(quoted)}?" if quoted else None
