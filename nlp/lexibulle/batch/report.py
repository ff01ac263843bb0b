"""The report on many documents: what the journal's tallies add up to, and the files it is written to.

It answers four questions (where to begin, what to learn, do we all say the same, what does the glossary lack)
and holds no sentence of a document unless the job quotes them.
"""

import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING, Final

from lexibulle.batch.journal import Journal, UnitRow
from lexibulle.batch.store import Store
from lexibulle.batch.tally import Counts, GapCount, Tally, TermCount
from lexibulle.batch.work import Job
from lexibulle.documents import kept_inside, takes_lexicon
from lexibulle.glossary import Glossary, Term

if TYPE_CHECKING:
    from lexibulle.batch.run import Summary

PAGE: Final = "report.html"
BOOK: Final = "report.xlsx"
TABLES: Final = "report"  # folder of the same tables as CSV
TO_DEFINE: Final = f"{TABLES}/a-definir.csv"
NAMES: Final = (PAGE, BOOK, TABLES)
LESSON: Final = 20  # words to learn
GAP_FROM: Final = 3  # documents in which a word must stand to be missed
ROOT: Final = "(racine)"


@dataclass(slots=True)
class Folder(Counts):
    """The documents of one folder; clients read those of a `client` folder."""

    name: str = field(kw_only=True)
    client: bool = field(kw_only=True)


@dataclass(slots=True)
class Totals:
    """What two runs are compared by. `terms`: in how many documents each was met."""

    documents: int = 0
    hits: int = 0
    avoid: int = 0
    client_avoid: int = 0
    terms: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Report:
    """Everything the page and the tables say. Spellings: term, then written form, then folder.

    `left_out` are documents with the words that their lexicon does not hold.
    """

    job: Job
    summary: "Summary"
    day: date
    globs: tuple[str, ...]
    total: Tally = field(default_factory=Tally)
    client: Tally = field(default_factory=Tally)
    folders: dict[tuple[str, bool], Folder] = field(default_factory=dict)
    spellings: dict[str, dict[str, Counter[str]]] = field(default_factory=dict)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    unused_globs: set[str] = field(default_factory=set)
    before: tuple[date, Totals] | None = None
    to_define: str = TO_DEFINE
    terms: dict[str, Term] = field(init=False)

    def __post_init__(self) -> None:
        self.terms = {f"{term.glossary}:{term.id}": term for term in self.glossary}

    @property
    def glossary(self) -> Glossary:
        return self.job.glossary

    def words_left_out(self, row: UnitRow) -> str:
        """The words of a document that the lexicon after it does not hold; none where there is no lexicon."""
        holds_one = self.job.lexicon and row.output and (self.job.format == "html" or takes_lexicon(row.name))
        if not (holds_one and row.tally):
            return ""
        return ", ".join(kept_inside(self.terms[key] for key in row.tally.terms if key in self.terms))

    @property
    def first(self) -> Tally:
        """The documents to begin with: those clients read, or all when nothing says which they are."""
        return self.client if self.globs else self.total

    def gaps(self) -> list[tuple[str, GapCount]]:
        """Words that stand in several documents and nothing explains, the most widespread first."""
        wide = [(word, gap) for word, gap in self.total.gaps.items() if gap.documents >= GAP_FROM]
        return sorted(wide, key=lambda item: (-item[1].documents, -item[1].hits, item[0]))

    def met(self) -> list[tuple[Term, TermCount]]:
        """The terms met, with how often, those in most documents first."""
        met = sorted(self.total.terms.items(), key=lambda item: (-item[1].documents, -item[1].hits, item[0]))
        return [(self.terms[key], count) for key, count in met if key in self.terms]

    def lesson(self) -> list[tuple[Term, int]]:
        """The words met in most documents, with how many."""
        met = [(term, count.documents) for term, count in self.met()]
        return sorted(met, key=lambda item: (-item[1], item[0].name))[:LESSON]

    def variants(self) -> list[tuple[Term, dict[str, Counter[str]]]]:
        """Terms written in two ways or more, those that are least agreed upon first."""
        several = [(self.terms[key], forms) for key, forms in self.spellings.items()
                   if len(forms) > 1 and key in self.terms]
        return sorted(several, key=lambda item: (-_disagreement(item[1]), item[0].name))

    def totals(self) -> Totals:
        terms = {key: count.documents for key, count in sorted(self.total.terms.items())}
        return Totals(self.total.documents, self.total.hits, self.total.avoid, self.client.avoid, terms)


def write(journal: Journal, store: Store, summary: "Summary", job: Job, client: Sequence[str]) -> Report:
    """Gather and write; then this run is finished."""
    from lexibulle.batch import report_page, report_tables

    report = gather(journal, summary, job, client)
    store.claim([PAGE, BOOK])
    report_tables.write(report, journal, store)
    with store.making(PAGE) as path:
        path.write_text(report_page.render(report), "utf-8", newline="\n")
    journal.finish(report.day.isoformat(), json.dumps(asdict(report.totals())))
    return report


def gather(journal: Journal, summary: "Summary", job: Job, client: Sequence[str]) -> Report:
    """Add up the documents of this run."""
    report = Report(job, summary, _today(), tuple(client), unused_globs=set(client), before=_before(journal))
    for row in journal.units():
        if row.tally is None:
            continue
        name = Path(row.source).name if row.is_part else row.name
        matched = {glob for glob in client if is_client(name, glob, row.source)}
        report.unused_globs -= matched
        _add(report, folder_of(row), bool(matched), row.tally)
        if words := report.words_left_out(row):
            report.left_out.append((row.name, words))
    return report


def _add(report: Report, name: str, client: bool, tally: Tally) -> None:
    report.total.add(tally)
    if client:
        report.client.add(tally)
    report.folders.setdefault((name, client), Folder(name=name, client=client)).count(tally)
    for key, term in tally.terms.items():
        forms = report.spellings.setdefault(key, {})
        for form, count in term.spellings.items():
            forms.setdefault(form, Counter())[name] += count


def is_of_report(output: str) -> bool:
    """Is this output a part of the report?"""
    return output in NAMES or output.startswith(f"{TABLES}/")


def folder_of(row: UnitRow) -> str:
    """The folder of a document as the tables call it; records are in their table."""
    if row.is_part:
        return Path(row.source).name
    parent = str(PurePosixPath(row.name).parent)
    return ROOT if parent == "." else parent


def is_client(name: str, glob: str, source: str = "") -> bool:
    """Does a pattern name this document or a folder above it? Capitals do not count, and `*` also takes « / ».

    The folders of its `source` count too: the pattern may name what was given, as it was typed or in full.
    """
    if _names(glob, name) or not source:
        return _names(glob, name)
    full = Path(source).absolute()
    typed = full.relative_to(Path.cwd()) if full.is_relative_to(Path.cwd()) else full
    return _names(glob, typed) or _names(os.path.abspath(glob), full)  # noqa: PTH100  # `..` is in no path


def _names(glob: str, path: str | Path) -> bool:
    pattern = PurePath(glob).as_posix().casefold()
    document = PurePosixPath(PurePath(path).as_posix().casefold())
    return any(fnmatchcase(str(part), either) or fnmatchcase(part.name, either)
               for part in (document, *document.parents) if part.name
               for either in (pattern, pattern.replace("**/", "")))


def _disagreement(forms: dict[str, Counter[str]]) -> int:
    """How often a term is not written as it mostly is."""
    counts = [places.total() for places in forms.values()]
    return sum(counts) - max(counts)


def _before(journal: Journal) -> tuple[date, Totals] | None:
    last = journal.last_totals()
    return (date.fromisoformat(last[0]), Totals(**json.loads(last[1]))) if last else None


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
