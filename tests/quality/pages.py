"""Texts that stay outside the repository: general French, and real pages annotated by hand."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lexibulle import Annotator, Hit
from quality.figures import NOT_MEASURED, Part, Share, read_jsonl, table

Span = tuple[int, int, str]


def general(annotator: Annotator, path: Path | None) -> Part:
    """Every hit is printed in its sentence, to be read: a genuine sales text is no false hit."""
    if path is None:
        return Part(f"{NOT_MEASURED} (GENERAL=FILE.jsonl, lines of id and text).")
    texts = dict.fromkeys(line["text"] for line in read_jsonl(path))
    words = sum(len(text.split()) for text in texts)
    hits = [(hit, text) for text in texts for hit in annotator.annotate(text)]
    count = Counter(f"{hit.term.id} ({hit.match})" for hit, _ in hits)
    typos = sum(hit.match == "typo" for hit, _ in hits)
    kept = (f"{len(hits)} hits, true ones included, in {words:,} words of {len(texts):,} texts: "
            f"**{1000 * len(hits) / max(1, words):.3f} per 1,000 words**; {typos} of them by typo.\n\n"
            f"By term: {', '.join(f'{name} {n}' for name, n in count.most_common()) or 'none'}.")
    return Part(kept, "\n".join(f"- {_in_words(hit)}: {_marked(text, hit)}" for hit, text in hits))


def _in_words(hit: Hit) -> str:
    return f"{hit.term.id}, {hit.match}, {hit.confidence} ({hit.reason})"


def _marked(text: str, hit: Hit) -> str:
    return " ".join(f"{text[: hit.start]}⟦{hit.surface}⟧{text[hit.end :]}".split())


@dataclass(frozen=True, slots=True)
class Marks:
    """Hits of one page beside what was marked by hand."""

    id: str
    got: set[Span]
    gold: set[Span]
    traps: set[Span]

    @classmethod
    def of(cls, annotator: Annotator, page: dict[str, Any]) -> "Marks":
        gold, traps, optional = (_spans(page.get(key, ())) for key in ("spans", "traps", "optional"))
        got = {(hit.start, hit.end, hit.term.id) for hit in annotator.annotate(page["text"])}
        return cls(page["id"], {hit for hit in got if hit in gold or not touches(hit, optional)}, gold, traps)

    @property
    def false(self) -> set[Span]:
        return self.got - self.gold

    @property
    def missed(self) -> set[Span]:
        return self.gold - self.got

    @property
    def taken(self) -> set[Span]:
        return {trap for trap in self.traps if touches(trap, self.false)}


def _spans(marks: Iterable[dict[str, Any]]) -> set[Span]:
    return {(mark["start"], mark["end"], mark["term"]) for mark in marks}


def touches(span: Span, others: Iterable[Span], *, same_term: bool = False) -> bool:
    start, end, term = span
    same = [other for other in others if not same_term or other[2] == term]
    return any(start < last and first < end for first, last, _ in same)


def annotated(annotator: Annotator, path: Path | None) -> Part:
    """Optional spans are ignored; a trap is taken when a wrong hit touches it."""
    if path is None:
        return Part(f"{NOT_MEASURED} (PAGES=FILE.jsonl, lines of id, text, spans, traps, optional).")
    pages = [Marks.of(annotator, page) for page in read_jsonl(path)]
    traps = Share(sum(len(page.taken) for page in pages), sum(len(page.traps) for page in pages))
    rows = [_row("strict", pages), _row("relaxed", pages)]
    figures = table(("spans", "precision %", "recall %", "F1 %"), rows)
    mentions = sum(len(page.gold) for page in pages)
    summary = (f"{len(pages)} pages, {mentions} mentions. Strict: exact span and term (F1: must 94, aim 97); "
               "relaxed: the term, overlapping. "
               f"Traps taken: **{traps} %** ({traps.ok} of {traps.n}; must 18, aim 6). "
               f"Mean recall over terms: {_macro_recall(pages):.1f} %.")
    wrong = f"Wrong, by term: {_count(page.false for page in pages)}."
    missed = f"Missed, by term: {_count(page.missed for page in pages)}."
    faulty = [f"{page.id} ({len(page.false)}, {len(page.missed)}, {len(page.taken)})"
              for page in pages if page.false or page.missed]
    ids = f"Pages with a mistake (wrong, missed, traps taken): {', '.join(faulty) or 'none'}."
    return Part(f"{figures}\n\n{summary}\n\n{wrong}\n\n{missed}\n\n{ids}")


def _row(kind: str, pages: list[Marks]) -> tuple[str, Share, Share, str]:
    strict = kind == "strict"
    precision = Share.of(hit in page.gold if strict else touches(hit, page.gold, same_term=True)
                         for page in pages for hit in page.got)
    recall = Share.of(mark in page.got if strict else touches(mark, page.got, same_term=True)
                      for page in pages for mark in page.gold)
    p, r = precision.percent, recall.percent
    return kind, precision, recall, f"{2 * p * r / (p + r or 1):.1f}"


def _macro_recall(pages: list[Marks]) -> float:
    found = defaultdict[str, list[bool]](list)
    for page in pages:
        for mark in page.gold:
            found[mark[2]].append(mark in page.got)
    return sum(Share.of(verdicts).percent for verdicts in found.values()) / max(1, len(found))


def _count(spans: Iterable[set[Span]]) -> str:
    count = Counter(sorted(term for found in spans for _, _, term in found))
    return ", ".join(f"{term} {n}" for term, n in count.most_common()) or "none"
