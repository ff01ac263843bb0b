"""Runs that are killed with -9 at random moments and begun again (`python batch_victims.py GIVEN PLACE KILLS`).

A process of its own: it compiles the glossary once and forks its victims, so that each dies at work and not
while it loads. Prints, as JSON, the outputs that each kill has left, and the digest of every whole round: the
first was never interrupted, the others were, as often as it took to make up the kills.
"""

import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path

from batches import JOB, outputs, shared
from lexibulle.batch import Table, report, tag, work
from lexibulle.batch.journal import FOLDER


def main(given: Path, place: Path, kills: int) -> None:
    vars(work)["Annotator"] = shared
    vars(report)["_today"] = lambda: date(2026, 11, 27)  # the victims may live past midnight
    shared(JOB.glossary).annotate("Nos MQL ne répondent plus, le SQL de l’ICP non plus.")
    begin = time.perf_counter()
    run(given, place / "out")
    seconds = time.perf_counter() - begin
    rounds, left = [digest(place / "out")], list[list[str]]()
    shutil.rmtree(place / "out")
    chance = random.Random(5)  # noqa: S311  # the same kills every time, as far as a clock allows
    while len(left) < kills:
        if is_killed(given, place / "out", chance.uniform(0, seconds / 2)):
            left.append(sorted(outputs(place / "out")))
        else:
            rounds.append(digest(place / "out"))
            shutil.rmtree(place / "out")
    run(given, place / "out")
    rounds.append(digest(place / "out"))
    print(json.dumps({"left": left, "rounds": rounds}))


def run(given: Path, out: Path) -> None:
    table = Table(given, "jsonl", "text", "id") if given.is_file() else None
    tag([] if table else [given], out=out, job=JOB, table=table)


def is_killed(given: Path, out: Path, after: float) -> bool:
    """Kill a run so many seconds after its beginning; False when it has come to its end before.

    A run that comes after one that has ended tells what has changed since: it starts anew here.
    """
    if (victim := os.fork()) == 0:
        run(given, out)
        os._exit(0)
    time.sleep(after)
    os.kill(victim, signal.SIGKILL)
    died = os.WIFSIGNALED(os.waitpid(victim, 0)[1])
    return died and not has_ended(out / FOLDER / "journal.sqlite")


def has_ended(journal: Path) -> bool:
    if not journal.exists():
        return False
    with closing(sqlite3.connect(journal)) as data:
        tables = data.execute("SELECT count(*) FROM sqlite_master WHERE name = 'run'").fetchone()
        return bool(tables[0] and data.execute("SELECT count(finished) FROM run").fetchone()[0])


def digest(out: Path) -> str:
    return hashlib.sha256(repr(outputs(out)).encode()).hexdigest()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
