"""Whole pages, as people really write them: sales texts and texts of other trades that use the same words.

In `prose/*.txt` ⟦surface|term⟧ marks what a reader wants explained, ⟦surface|?term⟧ what may be explained
or not, and inside a mark « ¦ » closes words that may stay outside: ⟦de ¦réponse|taux-de-reponse⟧.
Nothing else may be found.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from lexibulle import Annotator, Hit

PAGES = sorted((Path(__file__).parent / "prose").glob("*.txt"))
MARK = re.compile(r"⟦(?P<free>[^⟧|¦]*¦)?(?P<core>[^⟧|]+)\|(?P<optional>\??)(?P<term>[a-z-]+)⟧")
RECALL = 0.9
FALSE_IN_SALES = 1


@dataclass(frozen=True)
class Mark:
    """What a reader wants: one of these spans, with this term."""

    spans: tuple[tuple[int, int], ...]
    term: str
    optional: bool

    def __contains__(self, hit: Hit) -> bool:
        return hit.term.id == self.term and (hit.start, hit.end) in self.spans


def read(marked: str) -> tuple[str, list[Mark]]:
    """The text without its marks, and the marks in its code points."""
    text, marks, done = "", list[Mark](), 0
    for mark in MARK.finditer(marked):
        text += marked[done : mark.start()]
        free, start = (mark["free"] or "¦")[:-1], len(text)
        text += free + mark["core"]
        spans = ((start, len(text)), (start + len(free), len(text)))
        marks.append(Mark(spans, mark["term"], bool(mark["optional"])))
        done = mark.end()
    return text + marked[done:], marks


@dataclass
class Verdict:
    """A page judged; `differences` says each one in a line or two."""

    recall: float
    false: int = 0
    differences: list[str] = field(default_factory=list)


def judge(annotator: Annotator, marked: str) -> Verdict:
    text, marks = read(marked)
    hits = annotator.annotate(text)
    wanted = [mark for mark in marks if not mark.optional]
    missing = [mark for mark in wanted if not any(hit in mark for hit in hits)]
    false = [hit for hit in hits if not any(hit in mark for mark in marks)]
    lines = [f"- missing {mark.term}: {_line(text, *mark.spans[0])}" for mark in missing]
    lines += [f"+ false {hit.term.id} ({hit.confidence}): {_line(text, hit.start, hit.end)}\n    {hit.reason}"
              for hit in false]
    return Verdict(1 - len(missing) / max(len(wanted), 1), len(false), lines)


def _line(text: str, start: int, end: int) -> str:
    """The line, or the lines, of a span, with the span in brackets."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    return f"{text[first:start]}[{text[start:end]}]{text[end : last if last >= 0 else None]}"


def is_other_trade(page: Path) -> bool:
    return page.name.startswith("autre-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_is_read_as_a_reader_would(annotator: Annotator, page: Path) -> None:
    verdict = judge(annotator, page.read_text("utf-8"))
    allowed = 0 if is_other_trade(page) else FALSE_IN_SALES
    told = f"recall {verdict.recall:.2f}, {verdict.false} false\n" + "\n".join(verdict.differences)
    assert verdict.recall >= RECALL, told
    assert verdict.false <= allowed, told


def test_pages_are_well_marked(annotator: Annotator) -> None:
    known = {term.id for term in annotator.glossary}
    seen = set[str]()
    for page in PAGES:
        text, marks = read(page.read_text("utf-8"))
        assert not set("⟦⟧¦") & set(text), page.name
        seen |= {mark.term for mark in marks if not is_other_trade(page)}
    assert len(PAGES) == 14
    assert seen == known


def test_marks_are_taken_out_and_placed() -> None:
    text, marks = read("Un ⟦lead|lead⟧, ⟦de ¦clic|taux-de-clic⟧ ; ⟦pipe|?pipeline-commercial⟧.")
    assert text == "Un lead, de clic ; pipe."
    assert [[text[start:end] for start, end in mark.spans] for mark in marks] == [
        ["lead", "lead"], ["de clic", "clic"], ["pipe", "pipe"]]
    assert [mark.optional for mark in marks] == [False, False, True]
