"""The installed wheel and the whole test-suite on every Python that is promised (`make test-pythons`).

A Python is looked for on the path and among those pyenv keeps; for one that is not there, it says so.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

VERSIONS = ("3.11", "3.12", "3.13")
ROOT = Path(__file__).parents[1]
PLACE = ROOT / "build" / "pythons"
ASKS = "import sys, ensurepip; print('%d.%d' % sys.version_info[:2])"
SENTENCE = ("--text", "Nos MQL ne répondent plus aux cold emails.")


def candidates(version: str) -> Iterator[str]:
    if found := shutil.which(f"python{version}"):
        yield found
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from map(str, sorted(pyenv.glob(f"versions/{version}.*/bin/python3")))


def interpreter(version: str) -> str | None:
    """One that answers with this version: a shim of pyenv is there but may refuse."""
    for python in candidates(version):
        done = subprocess.run([python, "-c", ASKS], capture_output=True, encoding="utf-8", check=False)
        if done.stdout.strip() == version:
            return python
    return None


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    subprocess.run(command, cwd=cwd, check=True)


def prepare(python: str, home: Path) -> None:
    """A new environment with what is locked and the wheel; not the checkout."""
    run(python, "-m", "venv", "--clear", home)
    pip = (home / "bin" / "python", "-m", "pip", "--quiet", "--disable-pip-version-check")
    run(*pip, "install", "--require-hashes", "--requirement", ROOT / "requirements-dev.lock")
    run(*pip, "wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", home, ROOT)
    run(*pip, "install", "--no-index", "--no-deps", *home.glob("lexibulle-*.whl"))


def check(python: str, home: Path) -> str:
    try:
        prepare(python, home)
        run(home / "bin" / "lexibulle", "annotate", *SENTENCE, cwd=PLACE)
        run(home / "bin" / "python", "-m", "pytest", "-q", "-n", "2")
    except subprocess.CalledProcessError as error:
        return f"failed: {Path(error.cmd[0]).name} ended with {error.returncode}"
    return "passed"


def main() -> int:
    PLACE.mkdir(parents=True, exist_ok=True)
    results = {}
    for version in VERSIONS:
        print(f"== Python {version}", flush=True)
        python = interpreter(version)
        results[version] = check(python, PLACE / version) if python else "skipped: not on this machine"
    for version, result in results.items():
        print(f"Python {version}: {result}")
    return int(any(result.startswith("failed") for result in results.values()))


if __name__ == "__main__":
    sys.exit(main())
