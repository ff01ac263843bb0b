"""Folders of documents and tables of texts for the tests of batches, and what is in an output folder."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from found import default_annotator
from lexibulle import Annotator, Glossary
from lexibulle.batch import Job


def shared(glossary: Glossary) -> Annotator:
    """The annotator of JOB's glossary, compiled once for all runs of a test file; of another one, a new one."""
    return default_annotator() if glossary is JOB.glossary else Annotator(glossary)


JOB = Job(default_annotator().glossary)
COMMAND = [sys.executable, "-m", "lexibulle_server.cli", "tag"]
TEXTS = (
    "Nos MQL ne répondent plus aux cold emails. La relance part jeudi avec la roadmap.",
    "Le SDR prépare une démo produit ; la deadline est vendredi.",
    "Rien à dire : le ciel est bleu.",
    "Le closing du lead attend, le taux de clic baisse, la roadmap du SDR aussi, avant la deadline.",
)


def folder(place: Path, files: Mapping[str, str | bytes]) -> Path:
    """A folder with these files."""
    for name, content in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return place


def many(place: Path, count: int) -> Path:
    """So many small documents in a few folders, Markdown, text and HTML in turn."""
    kinds = (("txt", "{}\n"), ("md", "# Note\n\n{}\n"), ("html", "<p>{}</p>\n"))
    return folder(place, {
        f"d{number % 3}/note-{number:04}.{kinds[number % 3][0]}":
            kinds[number % 3][1].format(f"Note {number}. {TEXTS[number % len(TEXTS)]}")
        for number in range(count)})


def jsonl(path: Path, count: int) -> Path:
    """So many records, each with a text of its own."""
    lines = (json.dumps({"id": f"r{number}", "text": f"Note {number}. {TEXTS[number % len(TEXTS)]}", "tri": number})
             for number in range(count))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def outputs(out: Path) -> dict[str, bytes]:
    """What an output folder gives its reader: everything but the journal."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*"))
            if path.is_file() and ".lexibulle" not in path.parts}


def rows(path: Path) -> list[dict[str, str]]:
    """A CSV as French Excel reads it."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, encoding="utf-8", timeout=300,
                          check=False)


def lines(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text("utf-8").splitlines())


def names(found: Sequence[tuple[str, str]]) -> list[str]:
    return [name for name, _ in found]
