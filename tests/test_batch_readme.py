"""What the README says of many documents works as it is written there."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from batches import TEXTS, folder, jsonl, lines
from test_readme import README

PLAIN, DASK, SPACY = re.findall(r"```py\n(.*?)```", README, re.DOTALL)
(CLUSTER,) = (block for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) if "dask scheduler" in block)
SCRIPTS = str(Path(sys.executable).parent)
FOUND = ["a ['mql']", "b ['taux-de-clic']"]


def script(place: Path, code: str) -> list[str]:
    """What a file with this code prints."""
    (place / "example.py").write_text(code, "utf-8")
    done = subprocess.run([sys.executable, "example.py"], cwd=place, capture_output=True, encoding="utf-8", timeout=240,
                          check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_plain_python_tags_a_folder(tmp_path: Path) -> None:
    folder(tmp_path / "dossier", {"propositions/a.txt": TEXTS[0], "b.txt": TEXTS[3]})
    assert script(tmp_path, PLAIN) == ["2 []"]
    assert (tmp_path / "annoté" / "propositions" / "a.txt").exists()


def test_spacy_pipeline_reads_many_texts(tmp_path: Path) -> None:
    assert script(tmp_path, SPACY) == FOUND


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The three lines of the README, on a port that is free; the folder they ran in, and their address."""
    pytest.importorskip("distributed")
    place = tmp_path_factory.mktemp("cluster")
    jsonl(place / "textes.jsonl", 40)
    port = free_port()
    commands = CLUSTER.replace("8786", port).replace("--port", "--no-dashboard --port")
    with (place / "log").open("wb") as log:
        shell = subprocess.Popen(["bash", "-c", commands + "touch finished\nwait"], cwd=place, stdout=log, stderr=log,
                                 env=os.environ | {"PATH": f"{SCRIPTS}:{os.environ['PATH']}"}, start_new_session=True)
    end = time.monotonic() + 240
    while not (place / "finished").exists():
        assert time.monotonic() < end, (place / "log").read_text("utf-8")
        time.sleep(0.1)
    yield place, f"tcp://127.0.0.1:{port}"
    os.killpg(shell.pid, signal.SIGKILL)
    shell.wait()


def free_port() -> str:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_three_lines_are_a_cluster(cluster: tuple[Path, str]) -> None:
    place, _ = cluster
    made = list(lines(place / "annoté" / "textes.jsonl"))
    assert [line["id"] for line in made] == [f"r{number}" for number in range(40)]


def test_texts_of_ones_own_go_to_the_cluster(cluster: tuple[Path, str], tmp_path: Path) -> None:
    assert script(tmp_path, DASK.replace("tcp://127.0.0.1:8786", cluster[1])) == FOUND


@pytest.mark.parametrize("engine", ["", "workers=2"])
def test_same_code_without_a_cluster(tmp_path: Path, engine: str) -> None:
    head, _, rest = DASK.replace('cluster="tcp://127.0.0.1:8786"', engine).partition("with executor")
    body = "with executor" + rest
    guarded = f"{head}if __name__ == '__main__':\n" + "".join(f"    {line}\n" for line in body.splitlines())
    assert script(tmp_path, guarded) == FOUND
