"""Which source an earlier run has taken a name for: nothing made of one file takes the place of another's."""

import os
from pathlib import Path, PurePath

from lexibulle.batch.journal import Journal
from lexibulle.batch.plan import is_there


class Holders:
    """Names, outputs and tables of earlier runs, each with its source. One that is no more holds nothing."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._names: dict[str, str] = {}
        self._outputs: dict[str, str] = {}
        self._stems: dict[str, set[str]] = {}
        for row in journal.sources():
            self._names[row.name] = self._outputs[row.output] = row.source
            if row.is_part:
                self._stems.setdefault(PurePath(row.name.rpartition("#")[0]).stem, set()).add(row.source)

    def has_name(self, name: str, source: Path) -> bool:
        """Is this the name of another document?"""
        return _is_another(self._names.get(name), source)

    def has_output(self, name: str, source: Path) -> bool:
        """Is this what was made of another document, or of a table?"""
        return self._is_of_another(name, source) or self._journal.is_export(name)

    def has_stem(self, stem: str, output: str, source: Path) -> bool:
        """Is this how the files are called that were made of another table, or is the output another document's?"""
        return self._is_of_another(output, source) or any(
            _is_another(each, source) for each in self._stems.get(stem, ()))

    def _is_of_another(self, output: str, source: Path) -> bool:
        return _is_another(self._outputs.get(output), source)


def _is_another(held: str | None, source: Path) -> bool:
    """One file may be reached by several paths."""
    return bool(held and held != str(source) and is_there(Path(held))
                and not (is_there(source) and os.path.samefile(held, source)))  # noqa: PTH121  # `held` is no Path
