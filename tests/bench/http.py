"""How fast the service answers, against a naive view in the same server: both are real processes, asked in turn.

A client sends its next page when it has the answer to the one before, on a connection that stays open.
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Final

import psutil

from bench.measure import progress
from bench.pages import DENSE, SPARSE, WARM_UP, pages
from serving import Service, text_body

OURS: Final = "Lexibulle"
NAIVE: Final = "naive"
Kind = tuple[int, int]  # bytes of a page, words for one term
KINDS: Final[tuple[Kind, ...]] = ((2_000, DENSE), (20_000, DENSE), (20_000, SPARSE))
CLIENTS: Final = (1, 8, 32)
_PAGES: Final = {2_000: 1500, 20_000: 300}  # different ones of each size, made beforehand
_MUST, _AIM = 5.0, 1.2  # milliseconds, a page of 20 KB, one client, median


@dataclass(slots=True)
class HttpCell:
    """One kind of pages and number of clients. Seconds of every request, of every turn, of the processor, by system."""

    kind: Kind
    clients: int
    latencies: dict[str, list[float]] = field(default_factory=lambda: {OURS: [], NAIVE: []})
    turns: dict[str, list[float]] = field(default_factory=lambda: {OURS: [], NAIVE: []})
    processor: dict[str, list[float]] = field(default_factory=lambda: {OURS: [], NAIVE: []})

    @property
    def label(self) -> str:
        size, density = self.kind
        return f"{size // 1000} KB {'dense' if density == DENSE else 'sparse'}"

    def milliseconds(self, name: str, percent: int) -> float:
        times = self.latencies[name]
        return 1000 * (median(times) if percent == 50 else quantiles(times, n=100)[percent - 1])

    def cpu(self, name: str) -> float:
        """Milliseconds of the service's processor time for a request."""
        return 1000 * sum(self.processor[name]) / len(self.latencies[name])

    def a_second(self, name: str) -> float:
        return len(self.latencies[name]) / sum(self.turns[name])


class Asked:
    """A service that runs. It is asked about each page once, until it has read all of them."""

    def __init__(self, service: Service) -> None:
        self._process = psutil.Process(service.process.pid)
        self._port = service.port
        self._next = count()
        self._headers = {"Authorization": f"Bearer {service.token}", "Content-Type": "application/json"}

    def cpu_seconds(self) -> float:
        times = self._process.cpu_times()
        return times.user + times.system

    def turn(self, bodies: Sequence[bytes], clients: int, seconds: float) -> tuple[list[float], float]:
        """Seconds of every request that so many clients got answered in that time, and of all of it."""
        begin = perf_counter()
        with ThreadPoolExecutor(clients) as pool:
            times = pool.map(lambda _: self._client(bodies, begin + seconds), range(clients))
            return [time for one in times for time in one], perf_counter() - begin

    def _client(self, bodies: Sequence[bytes], end: float) -> list[float]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=120)
        times: list[float] = []
        while not times or perf_counter() < end:
            begin = perf_counter()
            connection.request("POST", "/v1/annotate", bodies[next(self._next) % len(bodies)], self._headers)
            response = connection.getresponse()
            answer = response.read()
            times.append(perf_counter() - begin)
            if response.status != 200:
                raise RuntimeError(f"{response.status}: {answer[:200]!r}")
        connection.close()
        return times


def over_http(rounds: int, seconds: float) -> list[HttpCell]:
    with ExitStack() as stack:
        asked = {OURS: Asked(stack.enter_context(_ours(stack))), NAIVE: Asked(stack.enter_context(_naive(stack)))}
        for kind in KINDS:
            for system in asked.values():
                system.turn(_bodies(20, kind, WARM_UP), 4, 1)
        return [_cell(asked, kind, number, rounds, seconds) for kind in KINDS for number in range(len(CLIENTS))]


def _ours(stack: ExitStack) -> Service:
    return Service(Path(stack.enter_context(tempfile.TemporaryDirectory())))


def _naive(stack: ExitStack) -> Service:
    home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    return Service(home, command=[sys.executable, "-m", "bench.naive_service"])


def _cell(asked: dict[str, Asked], kind: Kind, number: int, rounds: int, seconds: float) -> HttpCell:
    clients = CLIENTS[number]
    cell = HttpCell(kind, clients)
    pages_of_kind = _PAGES[kind[0]]
    bodies = _bodies(pages_of_kind, kind, number * pages_of_kind)
    for turn in range(rounds):
        for name in (OURS, NAIVE) if turn % 2 else (NAIVE, OURS):
            before = asked[name].cpu_seconds()
            times, took = asked[name].turn(bodies, clients, seconds)
            cell.processor[name].append(asked[name].cpu_seconds() - before)
            cell.latencies[name] += times
            cell.turns[name].append(took)
    progress(f"HTTP, {cell.label}, {clients} clients, ms: {cell.milliseconds(OURS, 50):.2f} "
             f"(naive {cell.milliseconds(NAIVE, 50):.2f})")
    return cell


def _bodies(number: int, kind: Kind, first: int) -> list[bytes]:
    return [text_body(page.text) for page in pages(number, *kind, first)]


# ---- The section of RESULTS.md ------------------------------------------------------------------------------

_INTRO: Final = """\
## HTTP

`lexibulle serve` against a Flask view with `spacy.blank("fr")` and a PhraseMatcher in the same waitress, each a
process with four threads, asked in turn over loopback; the clients run on the same cores. No page comes twice
until all have been read; they have fewer words than French, and the naive view keeps every word it has read, so it
gets faster from row to row. Wall clock, but for the CPU time of the service; {load}

"""


def section(cells: Sequence[HttpCell]) -> str:
    head = ["page", "clients", "system", "p50, ms", "p99, ms", "CPU, ms", "requests/s", "× naive"]
    rows = [f"| {' | '.join(row)} |" for cell in cells for row in _rows(cell)]
    lines = [f"| {' | '.join(head)} |", "|---|--:|---|--:|--:|--:|--:|--:|", *rows, "", *_bars(cells)]
    return _INTRO.format(load=_load()) + "\n".join(lines)


def _load() -> str:
    if not hasattr(os, "getloadavg"):
        return f"{os.cpu_count()} cores."
    return f"load average {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores while it was measured."


def _rows(cell: HttpCell) -> Iterator[list[str]]:
    for name in (NAIVE, OURS):
        times = cell.a_second(name) / cell.a_second(NAIVE)
        yield [cell.label, str(cell.clients), name, f"{cell.milliseconds(name, 50):.2f}",
               f"{cell.milliseconds(name, 99):.2f}", f"{cell.cpu(name):.2f}", f"{cell.a_second(name):,.0f}",
               f"{times:.1f}"]


def _bars(cells: Sequence[HttpCell]) -> Iterator[str]:
    for cell in cells:
        if cell.kind[0] == 20_000 and cell.clients == 1:
            here = cell.milliseconds(OURS, 50)
            reached = "aim" if here <= _AIM else "must" if here <= _MUST else "**no**"
            yield f"- {cell.label}, one client, p50: must {_MUST:g} ms, aim {_AIM:g} ms, here {here:.2f} ms: {reached}."


def replaced(results: str, new: str) -> str:
    """RESULTS.md with this section instead of the one it has, or before « How »."""
    without = re.sub(r"(?ms)^## HTTP\n.*?(?=^## )", "", results)
    return without.replace("## How\n", f"{new}\n\n## How\n", 1)
