"""The wheel as a stranger gets it: what is inside, and that it works where there is no checkout."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
KEPT = ("PATH", "SYSTEMROOT")
ENVIRONMENT = {name: os.environ[name] for name in KEPT if name in os.environ} | {"PYTHONUTF8": "1"}
SENTENCE = "Nos MQL ne répondent plus aux cold emails."
COMPONENT = f"""
import spacy
nlp = spacy.blank("fr")
nlp.add_pipe("lexibulle")
doc = nlp({SENTENCE!r})
print([span.text for span in doc.spans["lexibulle"]])
"""

pytestmark = pytest.mark.xdist_group("wheel")  # which is compiled once


def out(*command: str | Path, cwd: Path = ROOT) -> str:
    """Without the environment, so without PYTHONPATH: what is tested is what is installed."""
    done = subprocess.run(
        command, cwd=cwd, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def pip(*arguments: str | Path) -> None:
    out(sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check", *arguments)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", place, ROOT)
    (built,) = place.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def names(wheel: Path) -> set[str]:
    return set(ZipFile(wheel).namelist())


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of a fresh environment with the wheel; the dependencies are those at hand."""
    home = tmp_path_factory.mktemp("fresh")
    venv.create(home, symlinks=sys.platform != "win32")
    place = {"base": str(home), "platbase": str(home), "installed_base": str(home)}
    scripts = Path(sysconfig.get_path("scripts", "venv", place))
    library = Path(sysconfig.get_path("purelib", "venv", place))
    pip("--python", scripts / "python", "install", "--no-index", "--no-deps", wheel)
    (library / "dependencies.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return scripts


def repository(*folders: str) -> set[Path]:
    """What is in the repository or about to be, relative to its top."""
    listed = out("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *folders)
    return {Path(name) for name in listed.split("\0") if (ROOT / name).is_file()}


@pytest.mark.parametrize(
    "name",
    [
        "SOURCES.md",
        "glossaries/prospection-b2b.toml",
        "lexicon/english.bloom",
        "lexicon/french.bloom",
        "lexicon/known.bloom",
        "trades.toml",
    ],
)
def test_the_data_is_in_the_wheel(names: set[str], name: str) -> None:
    assert f"lexibulle/data/{name}" in names


@pytest.mark.parametrize("name", ["lexibulle/py.typed", "lexibulle/annotator.py", "lexibulle_server/cli.py"])
def test_the_packages_are_in_the_wheel(names: set[str], name: str) -> None:
    assert name in names


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no repository: unpacked from an archive")
@pytest.mark.parametrize(
    ("folder", "place"),
    [
        ("data", "lexibulle"),
        ("nlp/lexibulle", "."),
        ("server/lexibulle_server", "."),
        ("extension/card", "lexibulle_server/static"),
    ],
)
def test_nothing_is_forgotten(names: set[str], folder: str, place: str) -> None:
    top = Path(folder).parent
    wanted = {(place / file.relative_to(top)).as_posix() for file in repository(folder)}
    assert wanted - names == {"lexibulle/data/lexicon/build.py"} & wanted


def test_the_licence_is_in_the_wheel(names: set[str]) -> None:
    assert [name for name in names if name.endswith(".dist-info/licenses/LICENSE")]


def test_nothing_else_is_in_the_wheel(names: set[str]) -> None:
    tops = {name.partition("/")[0].partition(".")[0] for name in names if ".dist-info/" not in name}
    assert tops - {"lexibulle__mypyc"} == {"lexibulle", "lexibulle_server"}
    assert not [name for name in names if "test" in name or "build.py" in name or name.endswith(".pyc")]


def test_the_installed_command_explains_itself(installed: Path, tmp_path: Path) -> None:
    assert "annotate" in out(installed / "lexibulle", "--help", cwd=tmp_path)


def test_what_is_run_is_what_was_installed(installed: Path, tmp_path: Path) -> None:
    where = "import lexibulle, lexibulle_server; print(lexibulle.__file__, lexibulle_server.__file__)"
    assert out(installed / "python", "-c", where, cwd=tmp_path).count(str(installed.parent)) == 2


def test_the_installed_command_finds_terms(installed: Path, tmp_path: Path) -> None:
    command = (installed / "lexibulle", "annotate", "--text", SENTENCE, "--format", "json")
    (result,) = json.loads(out(*command, cwd=tmp_path))["results"]
    assert [span["term"] for span in result["spans"]] == ["mql", "cold-email"]


def test_the_installed_page_has_its_card(installed: Path, tmp_path: Path) -> None:
    code = ("from lexibulle_server.app import create_app\n"
            "print(create_app().test_client().get('/static/card/card.js').status)")
    assert out(installed / "python", "-c", code, cwd=tmp_path).strip() == "200 OK"


def test_spacy_finds_the_installed_component(installed: Path, tmp_path: Path) -> None:
    assert out(installed / "python", "-c", COMPONENT, cwd=tmp_path).strip() == "['MQL', 'cold emails']"
