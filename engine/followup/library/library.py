"""The library: rulesets by name or path, each read once and kept between runs."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from followup.calendars import HolidaySource, PackageHolidays
from followup.core.ruleset import Ruleset
from followup.core.vocabulary import Vocabulary
from followup.defaults import DEFAULT_RULESET
from followup.library.files import find_ruleset, is_path
from followup.library.histories import Histories
from followup.library.installed import installed_version
from followup.library.kept import KeptRulesets
from followup.library.kept_holidays import KeptHolidays
from followup.library.schemas import Findings
from followup.library.store import Store

if TYPE_CHECKING:
    from followup.library.documents import Documents


class Library:
    """Finds rulesets and vocabularies, and keeps what was read.

    With a `cache_directory`, built rulesets, holiday tables and the finding that a document is
    well-formed are kept there between runs; without one nothing is written anywhere.
    """

    def __init__(self, cache_directory: str | None = None) -> None:
        self.store = Store(cache_directory)
        self.holidays = _holidays(self.store)
        self.histories = Histories(self.holidays, Findings(self.store))
        self._kept = KeptRulesets(self.store)
        self._rulesets: dict[str, Ruleset] = {}

    @cached_property
    def documents(self) -> Documents:
        """The reader of all documents but histories."""
        # Imported when a ruleset has to be built: a kept one is ready sooner than the import.
        from followup.library.documents import Documents

        return Documents(self.histories, self.ruleset)

    def ruleset(self, name_or_path: str) -> Ruleset:
        """Return a ruleset by its name (a shipped one) or by the path of its file.

        Raises:
            UnknownName: there is none of that name.
            InvalidDocument: it, or one that it builds on, is wrong.
        """
        path = find_ruleset(name_or_path)
        if path not in self._rulesets:
            self._rulesets[path] = self._kept.ruleset(path) or self._built(path)
        return self._rulesets[path]

    def _built(self, path: str) -> Ruleset:
        self.documents.reader.looked_at.clear()
        ruleset = self.documents.ruleset(path)
        self._kept.keep(path, ruleset, self.documents.reader.looked_at)
        return ruleset

    def vocabulary(self, name: str | None = None) -> Vocabulary:
        """Return a shipped vocabulary by its name, or the one in a file by its path.

        Without a name it is that of the default ruleset.

        Raises:
            UnknownName: there is none of that name.
            InvalidDocument: it is not well-formed.
        """
        if name is None:
            return self.ruleset(DEFAULT_RULESET).vocabulary
        if is_path(name):
            return self.documents.vocabulary_file(name)
        return self.documents.vocabulary(name)


def _holidays(store: Store) -> HolidaySource:
    installed = None if store.directory is None else installed_version("holidays")
    if installed is None:
        return PackageHolidays()
    version, stamp = installed
    return KeptHolidays(PackageHolidays, store, key=f"{version}-{stamp}", version=version)
