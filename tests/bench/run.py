"""How fast Lexibulle is, against the alternatives, on the same pages in the same run (`make bench`).

Writes RESULTS.md beside this file. `--quick` measures a tenth, prints the report and writes nothing; `--only PART`
measures one part, says what it comes to and writes nothing. `--http` measures the service only and writes that part.
"""

import argparse
import gc
import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final, TypeVar

from bench import baselines, http, report
from bench.baselines import Found, Ours, System, systems
from bench.measure import Took, once, process, progress, ratio, settle, took
from bench.memory import PAGES
from bench.pages import DENSE, SPARSE, WARM_UP, Page, pages
from bench.report import Cell, ColdRow, Growth, Results, SizeRow
from bench.terms import glossary_of
from lexibulle import Glossary, tokens

Name = TypeVar("Name")

RESULTS: Final = Path(__file__).with_name("RESULTS.md")
NUMBERS: Final = {2_000: 200, 20_000: 60, 200_000: 8}  # pages of each size
SLOW_NUMBERS: Final = {2_000: 10, 20_000: 2, 200_000: 1}  # of them for spaczz, which is slow
SIZES: Final = (50, 500, 5_000)
HOSTILE: Final = 100_000  # characters; and twice as many
TURN: Final = 100_000  # bytes one system reads before the next has its turn
CHECKED: Final = 400_000  # bytes of each kind of page on which the two tokenizers are compared
SLOW: Final = 0.2  # seconds; a hostile text that takes longer is not made longer

PLAIN: Final = "Nos MQL ne répondent plus aux cold emails."  # no border in it is in doubt
TIED: Final = "Quel est l’ICP de cette campagne de prospection ? Le co-closing des leads est dans le CRM."
_CHECKED: Final = """\
from lexibulle import Annotator, Glossary
hits = Annotator(Glossary.default()).annotate({text!r})
assert {{hit.term.id for hit in hits}} >= {terms!r}, hits"""
_NAIVE: Final = """\
import spacy
from spacy.matcher import PhraseMatcher
from lexibulle.glossary import Glossary
nlp = spacy.blank("fr")
matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
for term in Glossary.default():
    matcher.add(term.name, [nlp.make_doc(term.name)])
assert matcher(nlp("Un lead."))"""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    share: int = 1  # one page of so many
    runs: int = 5  # processes for one cold start
    rounds: int = 3

    def pages(self, number: int) -> int:
        return max(1, number // self.share)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the work; prints, writes nothing")
    parser.add_argument("--http", action="store_true", help="only the service; writes that part of the report")
    parser.add_argument("--only", choices=PARTS, help="one part, in figures on standard error")
    asked = parser.parse_args(argv)
    plan = Plan(share=10, runs=1, rounds=1) if asked.quick else Plan()
    if asked.only:
        PARTS[asked.only](plan)
        return
    served = http.section(http.over_http(plan.rounds, 2 / plan.share))
    text = http.replaced(RESULTS.read_text("utf-8") if asked.http else report.render(measure(plan)), served)
    if asked.quick:
        print(text)
    else:
        RESULTS.write_text(text, "utf-8")
        progress(f"Written: {RESULTS.name}")


def measure(plan: Plan) -> Results:
    """Everything, in about four minutes."""
    begin = perf_counter()
    cold = cold_starts(plan)
    memory = memories(plan)
    sizes = glossary_sizes(plan)
    hostile = hostile_growth(plan)
    cells = speeds(plan)
    return Results(cells, sizes, cold, memory, hostile, perf_counter() - begin)


# ---- Speed -------------------------------------------------------------------------------------------------


def speeds(plan: Plan) -> list[Cell]:
    """Every size and density; all systems read the same pages, in turn."""
    made = systems(Glossary.default())
    _warm_up(made)
    settle()
    return [_cell(made, size, density, plan) for size in NUMBERS for density in (DENSE, SPARSE)]


def _warm_up(made: dict[str, System]) -> None:
    """Ten pages that are not measured (one short one for spaczz)."""
    for density in (DENSE, SPARSE):
        for number, page in enumerate(pages(5, 20_000, density, first=WARM_UP)):
            for name, system in made.items():
                if name != baselines.SPACZZ:
                    system(page.text)
                elif number == 0:
                    system(page.text[:2000])


def _cell(made: dict[str, System], size: int, density: int, plan: Plan) -> Cell:
    read = pages(plan.pages(NUMBERS[size]), size, density)
    cell = Cell(size, density, read, {name: [] for name in made}, {name: [] for name in made})
    for name, turn in _in_turns(made, read):
        made[name].before_turn()
        for page in turn:
            if name != baselines.SPACZZ or len(cell.times[name]) < plan.pages(SLOW_NUMBERS[size]):
                _read(cell, name, made[name], page)
    cell.same_tokens = [baselines.same_tokens(made, page.text) for page in read[: CHECKED // size]]
    progress(cell.summary())
    return cell


def _read(cell: Cell, name: str, system: System, page: Page) -> None:
    system.before_page(page.text)
    cost, found = took(system, page.text)
    cell.times[name].append(cost)
    cell.found[name].append(_counted(found, page))


def _in_turns(names: Iterable[Name], read: Sequence[Page]) -> Iterator[tuple[Name, Sequence[Page]]]:
    """Who reads which pages next. A turn is long enough for the processor's caches to be one's own again."""
    length = max(1, TURN // read[0].size)
    for round_, first in enumerate(range(0, len(read), length)):
        for name in _order(list(names), round_):
            gc.collect()
            yield name, read[first : first + length]


def _order(names: list[Name], round_: int) -> list[Name]:
    """Each system is first in turn, and follows each of its two neighbours."""
    shift = round_ % len(names)
    order = names[shift:] + names[:shift]
    return order[::-1] if round_ // len(names) % 2 else order


def _counted(found: Found, page: Page) -> tuple[int, int]:
    """How many of the marked terms are touched by a find, and how many finds touch none of them."""
    finds = {place for start, end, _ in found for place in range(start, end)}
    marks = {place for start, end in page.marked for place in range(start, end)}
    return (sum(not finds.isdisjoint(range(*mark)) for mark in page.marked),
            sum(marks.isdisjoint(range(start, end)) for start, end, _ in found))


# ---- Size of the glossary ----------------------------------------------------------------------------------


def glossary_sizes(plan: Plan) -> list[SizeRow]:
    """The same pages with 50, 500 and 5,000 terms."""
    made: dict[int, Ours] = {}
    ready: dict[int, float] = {}
    for size in SIZES:
        cost, made[size] = took(Ours, glossary_of(size))
        ready[size] = cost.cpu
    times = {density: _times_of(made, density, plan) for density in (DENSE, SPARSE)}
    rows = [SizeRow(size, ready[size],
                    {density: median(cost.cpu for cost in times[density][size]) for density in times},
                    {density: ratio(times[density][size], times[density][SIZES[0]]) for density in times})
            for size in SIZES]
    progress("Glossary, ms: " + ", ".join(f"{row.terms} {row.seconds[DENSE] * 1000:.2f}" for row in rows))
    return rows


def _times_of(made: dict[int, Ours], density: int, plan: Plan) -> dict[int, list[Took]]:
    for page in pages(5, 20_000, density, first=WARM_UP):
        for ours in made.values():
            ours(page.text)
    settle()
    times: dict[int, list[Took]] = {size: [] for size in made}
    read = pages(plan.pages(NUMBERS[20_000]), 20_000, density)
    for size, turn in _in_turns(made, read):
        times[size] += [took(made[size], page.text)[0] for page in turn]
    return times


# ---- Cold start, memory ------------------------------------------------------------------------------------


def cold_starts(plan: Plan) -> list[ColdRow]:
    """New processes, from nothing to what they are asked for."""
    python = [sys.executable, "-c"]
    script = shutil.which("lexibulle", path=str(Path(sys.executable).parent))
    command = [script] if script else [sys.executable, "-m", "lexibulle_server"]
    asked: dict[str, Sequence[str]] = {
        "`python -c pass`": [*python, "pass"],
        "`import lexibulle.glossary`": [*python, "import lexibulle.glossary"],
        "`lexibulle --help`": [*command, "--help"],
        "`lexibulle annotate --text …`": [*command, "annotate", "--text", PLAIN],
        report.FIRST_ANSWER: [*python, _CHECKED.format(text=PLAIN, terms={"mql", "cold-email"})],
        report.FIRST_TIED: [*python, _CHECKED.format(text=TIED, terms={"icp", "crm"})],
        "naive spaCy, first answer": [*python, _NAIVE],
    }
    return [_cold(what, arguments, plan.runs) for what, arguments in asked.items()]


def _cold(what: str, arguments: Sequence[str], runs: int) -> ColdRow:
    cost = process(arguments, runs)
    progress(f"Cold start, {what}: {cost.cpu:.2f} s CPU, {cost.wall:.2f} s")
    return ColdRow(what, cost)


def memories(_plan: Plan) -> dict[str, dict[str, float]]:
    """Megabytes by stage, for each kind of process."""
    found: dict[str, dict[str, float]] = {}
    for kind, label in (("50", "50 terms"), ("5000", "5,000 terms"), ("spacy", "naive spaCy")):
        _, output = once([sys.executable, "-m", "bench.memory", kind])
        found[label] = json.loads(output)
        progress(f"Memory, {label}: {found[label]['pages read']:.0f} MB after {PAGES} pages")
    return found


# ---- Hostile texts -----------------------------------------------------------------------------------------


def hostile_growth(plan: Plan) -> list[Growth]:
    """How the time grows when a hostile text gets twice as long."""
    try:
        generators: dict[str, Callable[[int], str]] = import_module("hostile").HOSTILE
    except ModuleNotFoundError:
        progress("Hostile texts: not there")
        return []
    ours = Ours(Glossary.default())
    tokens.warm_up()
    settle()
    return [_growth(name, make, ours, plan.rounds) for name, make in generators.items()]


def _growth(name: str, make: Callable[[int], str], ours: Ours, rounds: int) -> Growth:
    size = _affordable(make, ours)
    short, long = make(size), make(2 * size)
    times = rounds if size == HOSTILE else 1
    pairs = [(took(ours, short)[0], took(ours, long)[0]) for _ in range(times)]
    short_times, long_times = zip(*pairs, strict=True)
    growth = Growth(name, 2 * size, median(cost.cpu for cost in long_times), ratio(long_times, short_times))
    progress(f"Hostile, {name}: {growth.seconds * 1000:.0f} ms, × {growth.ratio:.2f}")
    return growth


def _affordable(make: Callable[[int], str], ours: Ours) -> int:
    """HOSTILE characters; fewer of a text that takes too long."""
    size = HOSTILE // 16
    while size < HOSTILE and took(ours, make(size))[0].cpu < SLOW:
        size *= 2
    return size


PARTS: Final[dict[str, Callable[[Plan], object]]] = {
    "speed": speeds, "size": glossary_sizes, "cold": cold_starts, "memory": memories, "hostile": hostile_growth}


if __name__ == "__main__":
    main()
