"""What was measured, as RESULTS.md: tables, the bars they are held against, and how it was done."""

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from statistics import median
from typing import Final

import lexibulle
from bench.baselines import AGED, NAIVE, OURS, REPAIRED, SPACZZ, WARM
from bench.measure import Took, ratio
from bench.memory import PAGES, WORDS
from bench.pages import DENSE, SPARSE, Page

FIRST_ANSWER: Final = "first right answer, no border in doubt"
FIRST_TIED: Final = "first right answer, borders in doubt (spaCy is loaded)"
_LIBRARIES: Final = ("spacy", "spaczz", "daachorse", "rapidfuzz", "numpy")
_SLOW: Final = 0.1  # seconds
_DENSITY: Final = {DENSE: "dense", SPARSE: "sparse"}


@dataclass(slots=True)
class Cell:
    """One size and density; `times` and `found` (marked terms found, other finds) go page by page."""

    size: int
    density: int
    pages: list[Page]
    times: dict[str, list[Took]]
    found: dict[str, list[tuple[int, int]]]
    same_tokens: list[bool] = field(default_factory=list)

    def megabytes_a_second(self, name: str) -> float:
        read = zip(self.pages, self.times[name], strict=False)  # not every system reads every page
        return median(page.size / cost.cpu / 1e6 for page, cost in read)

    def milliseconds(self, name: str) -> float:
        return median(cost.cpu for cost in self.times[name]) * 1000

    def speed_up(self, name: str, over: str = NAIVE) -> float:
        return ratio(self.times[over], self.times[name])

    @property
    def title(self) -> str:
        return f"{self.size // 1000} KB {_DENSITY[self.density]}"

    def summary(self) -> str:
        speeds = ", ".join(f"{name} {self.megabytes_a_second(name):.2f}" for name in self.times)
        return f"{self.title}, MB/s: {speeds}"


@dataclass(frozen=True, slots=True)
class SizeRow:
    """Lexibulle with so many terms: CPU seconds to make it and for a page, and the ratio to 50 terms."""

    terms: int
    ready: float
    seconds: dict[int, float]
    ratio: dict[int, float]


@dataclass(frozen=True, slots=True)
class ColdRow:
    what: str
    cost: Took


@dataclass(frozen=True, slots=True)
class Growth:
    """CPU seconds for a hostile text of so many characters, and the ratio to one half as long."""

    name: str
    characters: int
    seconds: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Results:
    cells: list[Cell]
    sizes: list[SizeRow]
    cold: list[ColdRow]
    memory: dict[str, dict[str, float]]
    hostile: list[Growth]
    seconds: float

    def cell(self, size: int, density: int) -> Cell:
        return next(cell for cell in self.cells if (cell.size, cell.density) == (size, density))


def render(results: Results) -> str:
    parts = (_head(results), _bars(results), _speed(results.cells), _sizes(results.sizes),
             _cold(results.cold), _memory(results.memory), _hostile(results.hostile), _method(results))
    return "\n\n".join(parts) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    align = "|".join("---" if number == 0 else "--:" for number in range(len(head)))
    return "\n".join([f"| {' | '.join(head)} |", f"|{align}|", *(f"| {' | '.join(row)} |" for row in rows)])


def _head(results: Results) -> str:
    libraries = ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES)
    return f"""\
# Speed and memory

Written by `make bench` on {datetime.now(UTC):%Y-%m-%d}, in {results.seconds:.0f} s.

- Machine: {os.cpu_count()} cores ({platform.machine()}, {platform.system()}). {_busy(results.cells)}
- Versions: Lexibulle {lexibulle.__version__}, Python {platform.python_version()}, {libraries}.

Absolute figures belong to this machine; the ratios hold elsewhere."""


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"


def _busy(cells: Iterable[Cell]) -> str:
    costs = [cost for cell in cells for times in cell.times.values() for cost in times]
    share = sum(cost.wall for cost in costs) / sum(cost.cpu for cost in costs)
    load = f"load average {os.getloadavg()[1]:.1f}, " if hasattr(os, "getloadavg") else ""
    return f"CPU time is given; {load}wall clock / CPU {share:.2f}."


Bar = tuple[str, float, float, float, str, bool]  # what, must, aim, here, unit, more is better


def _bars(results: Results) -> str:
    rows = [_bar(*bar) for bar in _measured_bars(results)]
    return "## Against the bars\n\n" + _table(["bar", "must", "aim", "here", "reached"], rows)


def _measured_bars(results: Results) -> list[Bar]:
    dense, sparse = (results.cell(20_000, density) for density in (DENSE, SPARSE))
    cold = {row.what: row.cost.cpu for row in results.cold}
    memory, largest = results.memory["50 terms"]["pages read"], results.sizes[-1]
    return [
        ("20 KB dense, × naive", 15, 40, dense.speed_up(OURS), "×", True),
        ("20 KB sparse, × naive", 15, 40, sparse.speed_up(OURS), "×", True),
        ("20 KB dense, × naive after 1,000 pages", 15, 40, dense.speed_up(OURS, AGED), "×", True),
        ("20 KB sparse, × naive after 1,000 pages", 15, 40, sparse.speed_up(OURS, AGED), "×", True),
        ("20 KB dense, × repaired", 0, 2, dense.speed_up(OURS, REPAIRED), "×", True),
        ("20 KB sparse, × repaired", 0, 2, sparse.speed_up(OURS, REPAIRED), "×", True),
        ("20 KB dense, × repaired, every word seen before", 0, 2, dense.speed_up(OURS, WARM), "×", True),
        ("20 KB sparse, × repaired, every word seen before", 0, 2, sparse.speed_up(OURS, WARM), "×", True),
        ("cold start to the first right answer, CPU", 4, 0.9, cold[FIRST_ANSWER], "s", False),
        ("the same where spaCy is asked", 4, 0.9, cold[FIRST_TIED], "s", False),
        (f"memory of a worker after {PAGES:,} pages", 250, 160, memory, "MB", False),
        (f"{largest.terms:,} terms against 50, dense", 2, 1.5, largest.ratio[DENSE], "×", False),
        (f"{largest.terms:,} terms against 50, sparse", 2, 1.5, largest.ratio[SPARSE], "×", False),
    ]


def _bar(what: str, must: float, aim: float, here: float, unit: str, more: bool) -> list[str]:
    def reaches(level: float) -> bool:
        return here >= level if more else here <= level

    reached = "aim" if reaches(aim) else "must" if must and reaches(must) else "**no**"
    return [what, f"{must:g} {unit}" if must else "–", f"{aim:g} {unit}", f"{_short(here)} {unit}", reached]


def _short(value: float) -> str:
    """Three figures, or nearly."""
    decimals = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 0.1 else 3
    return f"{value:.{decimals}f}"


_PAGES: Final = f"""\
## Pages

One thread, the same pages for all, about one term in {DENSE} words (dense) or in {SPARSE} (sparse). Medians
over the pages; × is the median of the pairs on the same page, more is faster.

"""


def _speed(cells: Iterable[Cell]) -> str:
    head = ["page", "system", "MB/s", "ms a page", "× naive", "× repaired", "marked terms found",
            "other finds a page"]
    return _PAGES + _table(head, [row for cell in cells for row in _speed_rows(cell)])


def _speed_rows(cell: Cell) -> Iterable[list[str]]:
    for name in (NAIVE, AGED, REPAIRED, WARM, SPACZZ, OURS):
        if name in cell.times:
            yield [cell.title, name, _short(cell.megabytes_a_second(name)), _short(cell.milliseconds(name)),
                   _short(cell.speed_up(name)), _short(cell.speed_up(name, REPAIRED)), *_finds(cell, name)]
        else:
            yield [cell.title, name, "not installed", *["–"] * 5]


def _finds(cell: Cell, name: str) -> tuple[str, str]:
    found = cell.found[name]
    marked = sum(len(page.marked) for page in cell.pages[: len(found)])
    share = f"{100 * sum(hits for hits, _ in found) / marked:.0f} %" if marked else "–"
    return share, f"{sum(others for _, others in found) / len(found):.1f}"


_SIZES: Final = """\
## Size of the glossary

Lexibulle on the pages of 20 KB. Beyond 50 the terms are invented words, phrases and acronyms with one alias
each, read from a user's CSV file; the pages hold them by chance only. Less is better.

"""


def _sizes(rows: Iterable[SizeRow]) -> str:
    densities = (DENSE, SPARSE)
    head = ["terms", "ms a page, dense", "ms a page, sparse", "× 50 terms, dense", "× 50 terms, sparse",
            "ready in, s"]
    return _SIZES + _table(head, [
        [f"{row.terms:,}", *(_short(row.seconds[density] * 1000) for density in densities),
         *(_short(row.ratio[density]) for density in densities), f"{row.ready:.2f}"] for row in rows])


def _cold(rows: Iterable[ColdRow]) -> str:
    cells = [[row.what, f"{row.cost.cpu:.2f}", f"{row.cost.wall:.2f}"] for row in rows]
    return ("## Cold start\n\nA new process each time, files in the disk cache, medians.\n\n"
            + _table(["process", "CPU, s", "wall, s"], cells))


_MEMORY: Final = f"""\
## Memory

Resident megabytes of one process after each stage: {PAGES:,} dense pages (2 KB, every tenth 20 KB), then
{WORDS:,} words it has never seen, some of them tied to a term so that spaCy is asked about them.

"""


def _memory(memory: dict[str, dict[str, float]]) -> str:
    stages = dict.fromkeys(stage for found in memory.values() for stage in found)
    rows = [[stage, *(_short(found[stage]) if stage in found else "–" for found in memory.values())]
            for stage in stages]
    grown = [f"{found['new words read'] - found['pages read']:+.1f}" for found in memory.values()]
    return _MEMORY + _table(["after", *memory], [*rows, ["growth by the new words", *grown]])


_HOSTILE: Final = """\
## Hostile texts

CPU time for a text, and how many times that is of one half as long: 2 is linear, 4 quadratic. A text is
shorter than 200,000 characters where that would take long.

"""


def _hostile(rows: Sequence[Growth]) -> str:
    """The slow ones in full, of the others only the worst figures."""
    ordered = sorted(rows, key=lambda row: (row.characters, -row.seconds))
    cells = [[row.name, f"{row.characters:,}", _short(row.seconds * 1000), f"{row.ratio:.2f}"]
             for row in ordered if row.seconds > _SLOW]
    return _HOSTILE + _table(["text", "characters", "ms", "×"], cells) + _others(rows) if rows else (
        _HOSTILE + "Not measured.")


def _others(rows: Iterable[Growth]) -> str:
    fast = [row for row in rows if row.seconds <= _SLOW]
    worst = max((row.ratio for row in fast), default=0.0)
    return f"\n\n{len(fast)} others take less than {_SLOW * 1000:.0f} ms, and grow by {worst:.2f} at most."


def _method(results: Results) -> str:
    read = [cell for cell in results.cells if cell.size == 20_000]
    new = 100 * median(share for cell in read for share in _new_words(cell.pages))
    checked = [same for cell in results.cells for same in cell.same_tokens]
    return f"""\
## How

- Pages are made of some 170 sentences of ours (`sales.txt`, `ordinary.txt`) with changing names, numbers and
  words. Every page is read once by each system (only some by spaczz, which is slow). Of the different words
  of a page of 20 KB a median {new:.0f} % stood on no earlier page: the repaired baseline tokenises them anew.
  « Every word seen before » spares it that too, off the clock.
- The naive baseline is made anew for each turn and reads three pages first: so it is in a command or in a
  young process. Of each text spaCy keeps the words before the first special token (explosion/spaCy #13950), so
  it gets faster with age: the row « after 1,000 pages », the more so as our pages have fewer words than French.
- Systems take turns of 100 KB in changing order, after ten pages of warm-up each. Before each turn garbage is
  collected; within it the collector runs as usual. What was loaded before is frozen, for all alike.
- The repaired tokenizer gave the tokens of the naive one on {sum(checked):,} of {len(checked):,} pages.
  It keeps every word it has read; Lexibulle keeps none.
- The systems do not do the same work. PhraseMatcher finds names as they are written, spaczz what resembles
  them; neither decides a sense. « Marked terms found » counts the terms that the sentences mark, « other
  finds » all the rest (homonyms, unmarked terms): they say what the time buys, and measure no quality."""


def _new_words(pages: Sequence[Page]) -> Iterable[float]:
    seen: set[str] = set()
    for number, page in enumerate(pages):
        words = set(page.text.split())
        if number >= len(pages) // 2:
            yield len(words - seen) / len(words)
        seen |= words
