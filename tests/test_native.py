"""The compiled engine and its sources say the same; where nothing compiles, the sources do."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import lexibulle.senses
import native
from lexibulle import Annotator, Hit
from quality.figures import read_jsonl

ROOT = Path(__file__).parents[1]
SOURCES_ONLY = """
import json, sys
from lexibulle import Annotator, Glossary
from test_native import IS_COMPILED, verdicts
assert not IS_COMPILED
json.dump(verdicts(Annotator(Glossary.default())), sys.stdout)
"""
IS_COMPILED = Path(lexibulle.senses.__file__).suffix != ".py"


def texts() -> list[str]:
    """Of one line and of a page."""
    suites = sorted((ROOT / "tests" / "challenge").glob("*.jsonl"))
    cases = [case["text"] for suite in suites for case in read_jsonl(suite)]
    return cases + [file.read_text("utf-8") for file in sorted((ROOT / "tests" / "prose").glob("*.txt"))]


def verdicts(annotator: Annotator) -> list[Any]:
    """All that is said of each text: taken, rejected with the reason, undecided, and of the page."""
    found = []
    for text in texts():
        page = annotator.annotate_page([text], explain=True)
        (result,) = page.results
        found.append([list(map(plain, result.hits)), list(map(plain, result.rejected)), result.undecided, page.context])
    return found


def plain(hit: Hit) -> list[Any]:
    return [*hit[:3], hit.term.id, *hit[4:]]


@pytest.mark.skipif(not (shutil.which("cc") or shutil.which("gcc")), reason="no C compiler")
@pytest.mark.skipif("LEXIBULLE_PURE" in os.environ, reason="asked not to compile")
def test_the_engine_is_compiled() -> None:
    assert IS_COMPILED


@pytest.mark.skipif(not IS_COMPILED, reason="the sources would be compared with themselves")
def test_sources_and_compiled_engine_say_the_same(annotator: Annotator, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "nlp", tmp_path / "nlp", ignore=shutil.ignore_patterns("*.so", "*.pyd"))
    shutil.copytree(ROOT / "data", tmp_path / "data")
    paths = os.pathsep.join(map(str, (tmp_path / "nlp", ROOT / "tests", ROOT / "tools")))
    environment = os.environ | {"PYTHONPATH": paths}
    said = subprocess.run([sys.executable, "-c", SOURCES_ONLY], env=environment, stdout=subprocess.PIPE,
                          encoding="utf-8", check=True)

    assert json.loads(said.stdout) == json.loads(json.dumps(verdicts(annotator)))


def test_without_a_compiler_the_wheel_has_the_sources_only(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "pip", "wheel", "--no-index", "--no-deps", "--no-build-isolation", "--quiet",
               "--wheel-dir", tmp_path, ROOT)
    subprocess.run(command, env=os.environ | {"CC": "no-such-compiler"}, check=True)

    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.name.endswith("-py3-none-any.whl")


def test_what_is_older_than_its_source_is_told(tmp_path: Path) -> None:
    for name in ("old", "new"):
        source, module = tmp_path / f"{name}.py", tmp_path / f"{name}.cpython-311.so"
        source.touch()
        module.touch()
        os.utime(module, (0, 0) if name == "old" else None)
    os.utime(tmp_path / "new.py", (0, 0))

    assert native.stale(tmp_path) == ["old.py"]
