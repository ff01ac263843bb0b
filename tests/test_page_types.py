"""The scripts of the page against their JSDoc types."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_scripts_keep_their_types() -> None:
    """`make test` puts TypeScript into node_modules; the strict settings are in server/jsconfig.json."""
    checker = ROOT / "node_modules/.bin/tsc"

    done = subprocess.run([checker, "--project", ROOT / "server/jsconfig.json"], capture_output=True, check=False)

    assert done.stdout.decode() == ""
    assert done.returncode == 0
