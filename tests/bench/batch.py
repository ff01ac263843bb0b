"""How fast batches are: formats, engines, memory (`make bench-batch`). Writes BATCH.md beside this file.

Every measurement is the command `lexibulle tag` in a process of its own, start and report included.
`--quick` measures a hundredth, prints the report and writes nothing; `--megabytes` is the largest input.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import Final

import lexibulle
from bench.measure import progress
from bench.pages import DENSE, SPARSE, pages
from lexibulle import documents
from lexibulle.batch.run import PROCESSES_FROM

RESULTS: Final = Path(__file__).with_name("BATCH.md")
DOCUMENTS: Final = Path(__file__).parents[1] / "documents"
COPIES: Final = 40  # of one document of each format
TURNS: Final = 3  # of each command by which formats are measured: the best counts, a start varies by its own length
COUNTS: Final = (100, 10_000)  # texts, and --texts
WORDS: Final = 120  # characters of a text, about
INLINE, PROCESSES, DASK = "one process", "2 processes", "Dask, 2 workers"
_COMMAND: Final = [sys.executable, "-m", "lexibulle_server.cli", "tag"]
_ADDRESS: Final = re.compile(r"tcp://127\.0\.0\.1:\d+")


@dataclass(frozen=True, slots=True)
class Run:
    """One command: seconds by the clock, CPU seconds (of its own processes), peak megabytes of the first one."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True, slots=True)
class Kind:
    """A format: the size and characters of the document that was copied, and what it took."""

    name: str
    size: int
    characters: int
    run: Run


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.batch", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a hundredth of the work; prints, writes nothing")
    parser.add_argument("--texts", type=int, default=100_000, help="the most texts, for the engines (100000)")
    parser.add_argument("--megabytes", type=int, default=2_000, help="the largest input, for the memory (2000)")
    asked = parser.parse_args(argv)
    share = 100 if asked.quick else 1
    begin = perf_counter()
    with TemporaryDirectory() as place:
        bench = Bench(Path(place), share)
        start = bench.nothing()
        kinds = list(bench.kinds())
        engines = bench.engines(sorted({*COUNTS, asked.texts}))
        memory = bench.memory(sorted({10 // share or 1, asked.megabytes // share or 2}))
    text = render(start, kinds, engines, memory, perf_counter() - begin)
    if asked.quick:
        print(text)
    else:
        RESULTS.write_text(text, "utf-8")
        progress(f"Written: {RESULTS.name}")


class Bench:
    def __init__(self, place: Path, share: int) -> None:
        self._place, self._share = place, share
        self._runs = 0

    def run(self, *arguments: str | Path) -> Run:
        """`lexibulle tag`, into a folder of its own that is taken away again."""
        self._runs += 1
        out = self._place / f"out{self._runs}"
        begin = perf_counter()
        process = subprocess.Popen([*_COMMAND, *map(str, arguments), "--out", out], stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        took = Run(perf_counter() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000)
        if process.returncode:
            raise SystemExit(f"lexibulle tag {arguments} failed")
        shutil.rmtree(out)
        return took

    def nothing(self) -> Run:
        """The command on one short text: what every run pays."""
        folder = self._place / "one"
        folder.mkdir()
        (folder / "a.txt").write_text("Nos MQL ne répondent plus aux cold emails.", "utf-8")
        return self.run(folder, "--workers", "1")

    # ---- formats ----------------------------------------------------------------------------------------------

    def kinds(self) -> Iterator[Kind]:
        page = pages(1, 20_000, DENSE)[0].text
        mail = EmailMessage()
        mail["Subject"] = "Compte rendu"
        mail.set_content(page)
        ours = [_written(self._place / f"note{suffix}", text)
                for suffix, text in ((".txt", page), (".md", page), (".eml", mail.as_string()))]
        chosen = {path.suffix: path for path in [*sorted(DOCUMENTS.glob("*.*"), reverse=True), *ours]
                  if path.suffix in documents.SUFFIXES}  # of each kind the first by name
        for suffix in sorted(chosen):
            yield self._kind(chosen[suffix])

    def _kind(self, path: Path) -> Kind:
        folder = self._place / f"kind{path.suffix}"
        folder.mkdir()
        data = path.read_bytes()
        (folder / f"first{path.suffix}").write_bytes(data)
        first = self._best(folder)  # loads what reads this format
        copies = max(2, COPIES // self._share)
        for number in range(copies):
            (folder / f"{number}{path.suffix}").write_bytes(data)
        run = self._best(folder)
        each = Run(max(0.0, run.wall - first.wall) / copies, max(0.0, run.cpu - first.cpu) / copies, run.peak)
        characters = sum(map(len, documents.read(data, path.name).texts))
        progress(f"{path.suffix}: {1000 * each.cpu:.1f} ms a document")
        return Kind(path.suffix, len(data), characters, each)

    def _best(self, folder: Path) -> Run:
        return min((self.run(folder, "--workers", "1") for _ in range(TURNS)), key=lambda run: run.cpu)

    # ---- engines ----------------------------------------------------------------------------------------------

    def engines(self, counts: Sequence[int]) -> dict[int, dict[str, Run]]:
        found: dict[int, dict[str, Run]] = {}
        with _cluster(self._place) as address:
            for count in (max(10, count // self._share) for count in counts):
                table = self._texts(count)
                asked = {INLINE: ["--workers", "1"], PROCESSES: ["--workers", "2"], DASK: ["--cluster", address]}
                found[count] = {name: self.run("--from-jsonl", table, *options) for name, options in asked.items()}
                said = ", ".join(f"{name} {run.wall:.1f} s" for name, run in found[count].items())
                progress(f"{count} texts: {said}")
        return found

    def _texts(self, count: int) -> Path:
        path = self._place / f"{count}.jsonl"
        if not path.exists():
            text = "\n".join(page.text for page in pages(50, 20_000, DENSE))
            with path.open("w", encoding="utf-8") as stream:
                for number in range(count):
                    begin = number * WORDS % (len(text) - WORDS)
                    stream.write(json.dumps({"id": number, "text": f"{number}. {text[begin : begin + WORDS]}"}) + "\n")
        return path

    # ---- memory -----------------------------------------------------------------------------------------------

    def memory(self, sizes: Sequence[int]) -> dict[int, Run]:
        """Megabytes of input to what one process took, texts of 20 KB with few terms."""
        read = [page.text for page in pages(50, 20_000, SPARSE)]
        found: dict[int, Run] = {}
        for size in sizes:
            path = self._place / f"{size}mb.jsonl"
            with path.open("w", encoding="utf-8") as stream:
                number = 0
                while stream.tell() < size * 1_000_000:
                    line = {"id": number, "text": f"{number} {read[number % 50]}"}
                    stream.write(json.dumps(line, ensure_ascii=False) + "\n")
                    number += 1
            found[size] = self.run("--from-jsonl", path, "--workers", "1")
            progress(f"{size} MB: {found[size].wall:.0f} s, {found[size].peak:.0f} MB of memory")
            path.unlink()
        return found


def _written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


@contextmanager
def _cluster(place: Path) -> Iterator[str]:
    """A scheduler and two workers on loopback, each a process; the workers have loaded what they need."""
    def start(kind: str, log: Path, *arguments: str) -> "subprocess.Popen[bytes]":
        with log.open("ab") as stream:
            command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *arguments, "--no-dashboard"]
            return subprocess.Popen(command, stdout=stream, stderr=stream)

    head, logs = place / "scheduler.log", place / "workers.log"
    running = [start("scheduler", head, "--host", "127.0.0.1", "--port", "0")]
    try:
        while not (found := _ADDRESS.search(head.read_text("utf-8"))):
            sleep(0.1)
        running += [start("worker", logs, found[0], "--nthreads", "1", "--no-nanny", "--local-directory", str(place))
                    for _ in range(2)]
        while logs.read_text("utf-8").count("Registered to") < 2:
            sleep(0.1)
        yield found[0]
    finally:
        for process in running:
            process.kill()
            process.wait()


# ---- Report ---------------------------------------------------------------------------------------------------


def render(
    start: Run, kinds: Sequence[Kind], engines: dict[int, dict[str, Run]], memory: dict[int, Run], seconds: float
) -> str:
    load = f", load average {os.getloadavg()[1]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"""\
# Batches: speed and memory

Written by `make bench-batch` on {datetime.now(UTC):%Y-%m-%d}, in {seconds:.0f} s. Lexibulle {lexibulle.__version__},
{os.cpu_count()} cores{load}: on a busy machine trust the CPU seconds, and of the others only the ratios.
The command alone, on one short text: {start.wall:.1f} s ({start.cpu:.1f} s of CPU).

## Formats

{COPIES} copies of one document (`tests/documents`, and a page of 20 KB), read, annotated and written back by one
process, at best. What one document takes is what forty take more than one: without the start of the command.

| format | bytes | characters | ms of CPU a document | documents/s | MB/s of file | MB/s of text |
|---|--:|--:|--:|--:|--:|--:|
{_kind_rows(kinds)}

## Engines

Texts of some {WORDS} characters from one JSON Lines file. Seconds by the clock, start of processes and report included;
in brackets the CPU seconds of the command's own processes (those of the Dask workers are their own).

| texts | {INLINE} | {PROCESSES} | {DASK} | fastest | the default takes |
|--:|--:|--:|--:|---|---|
{_engine_rows(engines)}

The default takes other processes from {PROCESSES_FROM / 1e6:.0f} MB of input, on machines of two cores or more. A Dask
cluster is never taken unasked; it pays with more machines than this one.

## Memory

One process, texts of 20 KB with a term in some 500 words, from one file.

| input, MB | seconds | CPU | MB/s | peak memory, MB |
|--:|--:|--:|--:|--:|
{_memory_rows(memory)}
"""


def _kind_rows(kinds: Sequence[Kind]) -> str:
    return "\n".join(
        f"| {kind.name} | {kind.size:,} | {kind.characters:,} | {1000 * kind.run.cpu:.1f} | {1 / kind.run.cpu:.0f} | "
        f"{kind.size / kind.run.cpu / 1e6:.2f} | {kind.characters / kind.run.cpu / 1e6:.2f} |"
        for kind in kinds if kind.run.cpu)


def _engine_rows(engines: dict[int, dict[str, Run]]) -> str:
    rows = []
    for count, runs in engines.items():
        cells = [f"{runs[name].wall:.1f} ({runs[name].cpu:.1f})" for name in (INLINE, PROCESSES, DASK)]
        fastest = min(runs, key=lambda name: runs[name].wall)
        default = PROCESSES if count * WORDS >= PROCESSES_FROM else INLINE
        rows.append(f"| {count:,} | {' | '.join(cells)} | {fastest} | {default} |")
    return "\n".join(rows)


def _memory_rows(memory: dict[int, Run]) -> str:
    return "\n".join(f"| {size} | {run.wall:.0f} | {run.cpu:.0f} | {size / run.cpu:.1f} | {run.peak:.0f} |"
                     for size, run in memory.items())


if __name__ == "__main__":
    main()
