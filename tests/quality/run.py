"""`make quality`: how well terms are found. Prints all, writes RESULTS.md (ids and figures, no page text).

GENERAL=FILE.jsonl and PAGES=FILE.jsonl name texts outside the repository. Fails when the public part of the
challenge is under its bars."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import lexibulle
from lexibulle import Annotator, Glossary
from quality import judge, pages, planted, suites
from quality.figures import Part

RESULTS = Path(__file__).with_name("RESULTS.md")


def given(variable: str) -> Path | None:
    name = os.environ.get(variable)
    return Path(name) if name else None


def measure() -> list[tuple[str, Part]]:
    """The parts in order; each is printed as soon as it is there."""
    glossary = Glossary.default()
    annotator = Annotator(glossary)
    steps: dict[str, Callable[[], Part]] = {
        "Challenge": lambda: suites.part(annotator),
        "Typos found": lambda: planted.part(annotator, glossary),
        "Real words wrongly taken for a typo": lambda: judge.part(annotator, glossary),
        "General French": lambda: pages.general(annotator, given("GENERAL")),
        "Real pages annotated by hand": lambda: pages.annotated(annotator, given("PAGES")),
    }
    parts = []
    for title, step in steps.items():
        part = step()
        parts.append((title, part))
        print(f"## {title}\n\n{part.kept}\n\n{part.printed}\n", flush=True)
    return parts


def report(parts: list[tuple[str, Part]]) -> str:
    glossary = Glossary.default()
    intro = (f"Written by `make quality`; not to be edited. Lexibulle {lexibulle.__version__}, "
             f"glossary {glossary.id} {glossary.version}.")
    sections = [f"## {title}\n\n{part.kept}" for title, part in parts]
    return "\n\n".join(["# How well terms are found", intro, *sections]) + "\n"


def main() -> int:
    parts = measure()
    RESULTS.write_text(report(parts), "utf-8")
    faults = [fault for _, part in parts for fault in part.faults]
    for fault in faults:
        print(f"Under the bar: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
