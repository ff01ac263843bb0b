"""A real Dask cluster on loopback: scheduler and workers are processes of their own, one of them is killed."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from batches import COMMAND, command, jsonl, lines
from waiting import wait_until

pytest.importorskip("distributed")
ADDRESS = re.compile(r"Scheduler at:\s+(tcp://127\.0\.0\.1:\d+)")
STARTS = re.compile(r"Start worker at")
TEXTS = 20_000


class Machines:
    """A scheduler and its workers, each a process with a log of its own."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.running: list[subprocess.Popen[bytes]] = []
        self.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        wait_until(lambda: ADDRESS.search(self.log("scheduler")) is not None)
        found = ADDRESS.search(self.log("scheduler"))
        assert found
        self.address = found[1]

    def start(self, kind: str, *arguments: str, name: str = "") -> subprocess.Popen[bytes]:
        """`dask scheduler` or `dask worker`."""
        command = [sys.executable, "-m", "distributed.cli.dask_" + kind, *arguments]
        with (self.place / f"{name or kind}.log").open("wb") as log:
            self.running.append(subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT))
        return self.running[-1]

    def worker(self, name: str) -> subprocess.Popen[bytes]:
        started = self.start("worker", self.address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny",
                             "--no-dashboard", "--memory-limit", "0", "--local-directory", str(self.place), name=name)
        wait_until(lambda: STARTS.search(self.log(name)) is not None)
        return started

    def log(self, name: str) -> str:
        return (self.place / f"{name}.log").read_text("utf-8", "replace")

    def stop(self) -> None:
        for process in self.running:
            process.kill()
            process.wait()


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    made = Machines(tmp_path)
    yield made
    made.stop()


def test_twenty_thousand_texts_outlive_a_worker(machines: Machines, tmp_path: Path) -> None:
    """All come back in their order, none twice, and each worker has loaded the glossary once."""
    table, out = jsonl(tmp_path / "textes.jsonl", TEXTS), tmp_path / "out"
    victim, survivor = machines.worker("victim"), machines.worker("survivor")
    running = subprocess.Popen([*COMMAND, "--from-jsonl", str(table), "--id-column", "id", "--out", str(out),
                                "--cluster", machines.address], stderr=subprocess.PIPE)
    busy = psutil.Process(victim.pid)
    before = busy.cpu_times().user
    wait_until(lambda: busy.cpu_times().user > before + 2 or running.poll() is not None)
    assert running.poll() is None, "it was done before the worker could be killed"

    os.kill(victim.pid, signal.SIGKILL)
    _, said = running.communicate(timeout=400)

    assert running.returncode == 0, said
    assert survivor.poll() is None
    assert [line["id"] for line in lines(out / "textes.jsonl")] == [f"r{number}" for number in range(TEXTS)]
    assert [machines.log(name).count("Lexibulle: glossary compiled") for name in ("victim", "survivor")] == [1, 1]


def test_cluster_and_one_process_give_the_same_bytes(machines: Machines, tmp_path: Path) -> None:
    table = jsonl(tmp_path / "textes.jsonl", 600)
    machines.worker("worker")

    done = [command("--from-jsonl", table, "--out", tmp_path / "cluster", "--cluster", machines.address),
            command("--from-jsonl", table, "--out", tmp_path / "inline")]

    assert [each.returncode for each in done] == [0, 0], done[0].stderr
    assert (tmp_path / "cluster" / "textes.jsonl").read_bytes() == (tmp_path / "inline" / "textes.jsonl").read_bytes()


def impatient(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The command, which waits only a second for what does not come."""
    code = ("import sys; from lexibulle.batch import cluster; from lexibulle_server.cli import main; "
            "cluster.CLUSTER_WAIT = 1; sys.exit(main(sys.argv[1:]))")
    return subprocess.run([sys.executable, "-c", code, "tag", *map(str, arguments)], capture_output=True,
                          encoding="utf-8", timeout=120, check=False)


def test_cluster_without_a_worker_is_refused_with_the_cure(machines: Machines, tmp_path: Path) -> None:
    done = impatient("--from-jsonl", jsonl(tmp_path / "t.jsonl", 1), "--out", tmp_path / "out", "--cluster",
                     machines.address)
    assert done.returncode == 2
    assert f"dask worker {machines.address}" in done.stderr


@pytest.mark.parametrize(("address", "said"), [
    ("tcp://127.0.0.1:9", "Aucun cluster ne répond"), ("127.0.0.1", "n’est pas l’adresse d’un cluster")])
def test_cluster_that_does_not_answer_is_refused_with_the_cure(tmp_path: Path, address: str, said: str) -> None:
    done = impatient("--from-jsonl", jsonl(tmp_path / "t.jsonl", 1), "--out", tmp_path / "out", "--cluster", address)
    assert done.returncode == 2
    assert done.stderr.startswith(f"Attente du cluster {address}")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
