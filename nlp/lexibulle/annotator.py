"""The façade: text in, annotations out. It calls, it does not do."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, NamedTuple, cast

from lexibulle import coordination, matching, selection, typos
from lexibulle.automaton import Place
from lexibulle.blockers import is_one_phrase, rule_out
from lexibulle.context import read_context, write_context
from lexibulle.cues import whole_words
from lexibulle.definitions import read_definitions
from lexibulle.folding import Folded, fold
from lexibulle.forms import Form, Match
from lexibulle.glossary import MIN_CONFIDENCE, Glossary, Term
from lexibulle.index import compile_index
from lexibulle.lexicon import Lexicon
from lexibulle.matching import Candidate, Reader, Rule
from lexibulle.reasons import Reasons
from lexibulle.scene import Page, Scene
from lexibulle.search import first_after
from lexibulle.senses import Judge, confidence_of

_BETWEEN_TEXTS: Final = "\n\n"


class Hit(NamedTuple):
    """One term found. `start` included, `end` excluded, in code points of the submitted text."""

    start: int
    end: int
    surface: str
    term: Term
    match: Match
    confidence: float
    reason: str


_Values = tuple[int, int, str, Term, Match, float, str]
# What a NamedTuple has as constructor is interpreted, and five times slower.
_new: Final = cast("Callable[[type[Hit], _Values], Hit]", tuple.__new__)


@dataclass(frozen=True, slots=True)
class TextResult:
    """Hits of one text; `undecided` counts candidates that lack evidence; `rejected` only when explained."""

    hits: list[Hit]
    undecided: int
    rejected: list[Hit]


@dataclass(frozen=True, slots=True)
class PageResult:
    """One result per text, in order, and the context to give with the next part of the page."""

    results: list[TextResult]
    context: str


class Annotator:
    """Finds the terms of a glossary. Immutable once made: share it between threads."""

    def __init__(self, glossary: Glossary) -> None:
        self.glossary = glossary
        self._index = compile_index(glossary, Lexicon.default())
        self._typos = typos.compile_typos(self._index.forms, whole_words(glossary), Lexicon.default())
        self._heads = coordination.compile_heads(self._index.forms)
        self._term_ids = {term.id for term in glossary}
        self._fingerprint = hashlib.sha256(f"{glossary.id} {glossary.version}".encode()).hexdigest()[:8]

    def annotate(self, text: str, *, typos: bool = True, min_confidence: float = MIN_CONFIDENCE) -> list[Hit]:
        """Terms of a text that stands alone."""
        folded = fold(text)
        return _by_text(self._read(folded, None, typos), folded, [text], min_confidence, False)[0].hits

    def annotate_many(
        self, texts: Iterable[str], *, typos: bool = True, min_confidence: float = MIN_CONFIDENCE
    ) -> list[list[Hit]]:
        """Terms of several texts, each for itself."""
        return [self.annotate(text, typos=typos, min_confidence=min_confidence) for text in texts]

    def annotate_page(
        self, texts: Sequence[str], context: str | None = None, *, title: str = "", typos: bool = True,
        min_confidence: float = MIN_CONFIDENCE, explain: bool = False,
    ) -> PageResult:
        """Terms of texts that make one page, in order: the evidence for a sense may come from a neighbour.

        `context` is what an earlier part of the page gave back. The title is evidence, and is not annotated.
        """
        page = self._begun(context, title, typos)
        results = self._results(texts, page, typos, min_confidence, explain)
        return PageResult(results, write_context(page, self._fingerprint))

    def annotate_apart(
        self, texts: Iterable[str], context: str | None = None, *, title: str = "", typos: bool = True,
        min_confidence: float = MIN_CONFIDENCE, explain: bool = False,
    ) -> list[TextResult]:
        """The same of texts that are each a page of its own; their title, being one, is read once."""
        page = self._begun(context, title, typos)
        return [self._results([text], deepcopy(page), typos, min_confidence, explain)[0] for text in texts]

    @property
    def forms(self) -> tuple[Form, ...]:
        """Every written form that is looked for."""
        return self._index.forms

    def candidates(self, text: str) -> list[Candidate]:
        """Every place where a term is written, as it is or with a slip; not overlapping.

        Its sense is not weighed, but what is certainly something else (« CAC 40 », « je relance ») is left out.
        """
        folded = fold(text)
        found, _ = self._candidates(folded, self._index.find(folded.encoded), with_typos=True)
        return [candidate for candidate in selection.select(found) if not candidate.blocked]

    def _candidates(self, folded: Folded, found: list[Place], with_typos: bool) -> tuple[list[Candidate], list[Rule]]:
        """What may be a term, as it is or with a slip (some overlap, some are ruled out), and the never-phrases."""
        reader = Reader(folded)
        candidates, rules = matching.find(reader, self._index, found, typos=with_typos)
        rules = [rule for rule in rules if is_one_phrase(rule, folded)]
        if with_typos:
            candidates += typos.find(reader, self._typos)
        rule_out(candidates, rules, folded)
        return candidates, rules

    def _begun(self, context: str | None, title: str, with_typos: bool) -> Page:
        """A page of which an earlier part and the title are known."""
        page = read_context(context, self._fingerprint, self._index.cues, self._term_ids)
        if title:
            self._read(fold(title), page, with_typos)
        return page

    def _results(
        self, texts: Sequence[str], page: Page, with_typos: bool, min_confidence: float, explain: bool
    ) -> list[TextResult]:
        """The texts read as the next part of a page, which learns what they show."""
        folded = fold(_BETWEEN_TEXTS.join(texts))
        return _by_text(self._read(folded, page, with_typos), folded, texts, min_confidence, explain)

    def _read(self, folded: Folded, page: Page | None, with_typos: bool) -> list[Candidate]:
        """Judged candidates of one text, not overlapping; the page it is part of learns what it shows."""
        found = self._index.find(folded.encoded)
        candidates, rules = self._candidates(folded, found, with_typos)
        if page is None:
            if not candidates:
                return []
            page = Page()
        scene = Scene(folded, self._index.cues, found, rules)
        page.learn(scene)
        page.definitions |= read_definitions(candidates, folded)
        chosen = selection.select(candidates)
        Judge(scene, page, chosen).settle()
        listed = coordination.members((c for c in chosen if c.score >= 0), folded, self._heads)
        return selection.select([*chosen, *listed]) if listed else chosen


def _by_text(
    candidates: list[Candidate], folded: Folded, texts: Sequence[str], min_confidence: float, explain: bool
) -> list[TextResult]:
    """Candidates of the joined texts, given back to the text each comes from."""
    starts = [0, *accumulate(len(text) + len(_BETWEEN_TEXTS) for text in texts[:-1])]
    hits: list[list[Hit]] = [[] for _ in texts]
    rejected: list[list[Hit]] = [[] for _ in texts]
    undecided = [0] * len(texts)
    reasons = Reasons(folded)
    for candidate in candidates:
        number = first_after(starts, candidate.start) - 1
        undecided[number] += candidate.undecided
        confidence = int(confidence_of(candidate.score) * 1000 + 0.5) / 1000
        if confidence >= min_confidence and not candidate.blocked:
            hits[number].append(_as_hit(candidate, folded, starts[number], confidence, reasons))
        elif explain:
            rejected[number].append(_as_hit(candidate, folded, starts[number], confidence, reasons))
    return list(map(TextResult, hits, undecided, rejected))


def _as_hit(candidate: Candidate, folded: Folded, offset: int, confidence: float, reasons: Reasons) -> Hit:
    start, end = candidate.start, candidate.end
    return _new(Hit, (start - offset, end - offset, folded.text[start:end], candidate.form.term, candidate.match,
                      confidence, reasons.of(candidate)))
