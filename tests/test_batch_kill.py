"""What is started is finished exactly once: killed with -9 at random moments, interrupted, run twice at a time."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from batches import COMMAND, command, jsonl, lines, many, rows
from waiting import wait_until

KILLS = 20
pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills and forks as POSIX does")


def victims(given: Path, place: Path) -> list[list[str]]:
    """Kill run after run; every round that came to its end gave the same bytes. The outputs each kill has left."""
    script = Path(__file__).with_name("batch_victims.py")
    done = subprocess.run([sys.executable, script, given, place, str(KILLS)], stdout=subprocess.PIPE, check=True,
                          timeout=500)
    told = json.loads(done.stdout)
    assert len(set(told["rounds"])) == 1
    assert len(told["left"]) == KILLS
    left: list[list[str]] = told["left"]
    return left


def test_documents_survive_twenty_kills(tmp_path: Path) -> None:
    given = many(tmp_path / "in", 90)

    left = victims(given, tmp_path)

    assert any(0 < sum(name.startswith("d") for name in names) < 90 for names in left), "no kill met it at work"
    found = rows(tmp_path / "out" / "report" / "documents.csv")
    assert sorted(row["document"] for row in found) == sorted(
        path.relative_to(given).as_posix() for path in given.rglob("*.*"))


def test_records_survive_twenty_kills(tmp_path: Path) -> None:
    victims(jsonl(tmp_path / "textes.jsonl", 1500), tmp_path)

    assert [line["id"] for line in lines(tmp_path / "out" / "textes.jsonl")] == [f"r{i}" for i in range(1500)]


def started(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen([*COMMAND, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            encoding="utf-8")


def has_begun(out: Path) -> bool:
    """So many outputs that some are in the journal."""
    return sum(1 for _ in out.glob("d*/note*")) > 40


def test_killed_command_takes_its_processes_with_it_and_goes_on(tmp_path: Path) -> None:
    given, out = many(tmp_path / "in", 500), tmp_path / "out"
    victim = started(given, "--out", out, "--workers", "2")
    wait_until(lambda: has_begun(out))
    children = psutil.Process(victim.pid).children(recursive=True)

    victim.send_signal(signal.SIGKILL)
    victim.communicate()

    assert children
    _, alive = psutil.wait_procs(children, timeout=60)
    assert alive == []
    again = command(given, "--out", out)
    assert again.returncode == 0, again.stderr
    assert sum(1 for _ in out.glob("d*/note*")) == 500
    assert "déjà faits" in again.stdout


def test_interrupted_command_says_how_to_go_on(tmp_path: Path) -> None:
    given, out = many(tmp_path / "in", 500), tmp_path / "out"
    running = started(given, "--out", out)
    wait_until(lambda: has_begun(out))

    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=120)

    assert running.returncode == 130
    assert "Relancez la même commande pour continuer." in said
    assert "Traceback" not in said
    again = command(given, "--out", out)
    assert again.returncode == 0
    assert "déjà faits" in again.stdout


def test_second_command_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    given, out = many(tmp_path / "in", 500), tmp_path / "out"
    running = started(given, "--out", out)
    wait_until(lambda: has_begun(out))

    second = command(given, "--out", out)

    assert second.returncode == 2
    assert "Une autre commande écrit déjà" in second.stderr
    running.communicate(timeout=300)
    assert running.returncode == 0
