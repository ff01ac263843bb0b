"""The repository as a whole: what no file names, what the locks hold, what is imported when."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
REGISTRY = re.compile(
    r"""pypi\.org | pythonhosted\.org | anaconda\.org | npmjs\.(?:com|org) | yarnpkg\.com | jsdelivr\.net
    | unpkg\.com | crates\.io | rubygems\.org | proxy\.golang
    | (?:deb|ftp|packages|security|snapshot)\.debian\.org | (?:archive|security)\.ubuntu\.com""",
    re.VERBOSE,
)
MACHINE = re.compile(r"/(?:work|root)/|/tmp/[l]exi")
HEAVY = {"spacy", "thinc", "numpy", "flask", "werkzeug", "waitress", "rapidfuzz", "pydantic"}


def repository() -> list[str]:
    """What is in the repository or about to be."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8").stdout
    return sorted(name for name in listed.split("\0") if (ROOT / name).is_file())


def text_of(name: str) -> str:
    """As latin-1: what is looked for is ASCII, and nothing fails on what is no text."""
    return (ROOT / name).read_text("latin-1")


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no repository: unpacked from an archive")
@pytest.mark.parametrize("pattern", [REGISTRY, MACHINE], ids=["registry", "machine"])
def test_no_file_names_a_package_registry_or_a_place_on_a_machine(pattern: re.Pattern[str]) -> None:
    found = {name: match.group() for name in repository() if (match := pattern.search(text_of(name)))}
    assert found == {}


@pytest.mark.parametrize("host", [("pypi", "org"), ("registry", "npmjs", "org"), ("deb", "debian", "org")])
def test_a_registry_would_be_noticed(host: tuple[str, ...]) -> None:
    assert REGISTRY.search(f"https://{'.'.join(host)}/simple")


@pytest.mark.parametrize("place", [("", "work", "main"), ("", "root", "x"), ("", "tmp", "lexi", "x")])
def test_a_place_would_be_noticed(place: tuple[str, ...]) -> None:
    assert MACHINE.search("/".join(place))


def requirements(lock: str) -> list[str]:
    """The requirements of a lock, each with its continuation lines."""
    kept = [line for line in text_of(lock).splitlines() if not line.lstrip().startswith("#")]
    return "\n".join(kept).replace("\\\n", " ").splitlines()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_and_hashed(lock: str) -> None:
    pinned = re.compile(r"[a-z0-9-]+==[\w.+!]+( ; [^\\#]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert [line for line in requirements(lock) if not pinned.fullmatch(line)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_no_address(lock: str) -> None:
    assert not re.search(r"://|index-url|find-links|trusted-host", text_of(lock))


def test_tests_run_with_the_versions_that_are_shipped() -> None:
    shipped, tested = ({line.split()[0] for line in requirements(lock)} for lock in LOCKS)
    assert shipped <= tested


@pytest.mark.parametrize(
    "statement",
    [
        "import lexibulle.glossary",
        "from lexibulle import Glossary; Glossary.default()",
        "from lexibulle_server.cli import main; main(['--help'])",
        "from lexibulle_server.cli import main; main(['annotate', '--help'])",
        "from lexibulle_server.cli import main; main(['serve', '--help'])",
    ],
)
def test_what_must_answer_at_once_imports_nothing_heavy(statement: str) -> None:
    code = f"""
import json, sys
try:
    {statement}
except SystemExit:
    pass
print()
print(json.dumps(sorted(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    assert HEAVY.isdisjoint(json.loads(done.stdout.splitlines()[-1]))
