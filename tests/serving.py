"""The real service for tests in a browser: a process of its own, on a free port, with a folder of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def serving(home: Path, port: int = 0) -> Iterator[str]:
    """The address of a service whose data lie in `home`; it ends with the block."""
    command = [sys.executable, "-m", "lexibulle_server", "serve", "--port", str(port)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ | {"LEXIBULLE_HOME": str(home)}
    ) as process:
        assert process.stdout
        lines = iter(process.stdout.readline, b"")
        try:
            yield next(found[0] for line in lines if (found := re.search(r"http://\S+/", line.decode())))
        finally:
            process.terminate()
