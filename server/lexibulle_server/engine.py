"""The annotators of the service: one for all active glossaries, others for a choice among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

from lexibulle import __version__
from lexibulle.annotator import Annotator, TextResult
from lexibulle.drafts import check
from lexibulle.glossary import Glossary
from lexibulle.lookup import Lookup
from lexibulle.tokens import warm_up
from lexibulle_server.glossaries import version_of
from lexibulle_server.present import Cards, draft, echoed, entry, match, spans_with_glossary, to_json
from lexibulle_server.requests import AnnotateRequest, CheckRequest, LookupRequest

NAME: Final = f"lexibulle/{__version__}"
_MOST_CHOICES: Final = 4  # annotators kept besides the one of all glossaries; each takes some megabytes
_WARM_UP: Final = "Nos MQL, l’ICP et un closign : rien de l’e-mail n’a été lu."  # forms, a border in doubt, a typo


@dataclass(frozen=True)
class Reader:
    """An annotator with what its answers show."""

    annotator: Annotator
    lookup: Lookup
    cards: Cards
    version: str


class Engine:
    """Immutable but for a small store of annotators; shared by the threads of the service."""

    def __init__(self, parts: Sequence[Glossary]) -> None:
        self.parts = tuple(parts)
        self.ids = tuple(part.id for part in parts)
        self._all = _reader(parts)
        self._some = lru_cache(_MOST_CHOICES)(self._of_some)

    @property
    def glossary(self) -> Glossary:
        return self._all.annotator.glossary

    @property
    def annotator(self) -> Annotator:
        return self._all.annotator

    @property
    def version(self) -> str:
        return self._all.version

    @cached_property
    def lexicon(self) -> str:
        """Every term with its card and other names, as JSON."""
        return to_json({"glossary_version": self.version,
                        "terms": [entry(term, self.glossary) for term in self.glossary]})

    def warm_up(self) -> None:
        """Load in this thread what its first request would otherwise wait for."""
        warm_up()
        self._all.annotator.annotate_page([_WARM_UP], title=_WARM_UP)

    def annotate(self, asked: AnnotateRequest) -> bytes:
        """The answer as JSON. GlossaryError when the glossaries chosen need one that was not."""
        reader = self._all if asked.glossaries is None else self._some(asked.glossaries)
        results, context = _read(reader.annotator, asked)
        hits = [hit for result in results for hit in (*result.hits, *result.rejected)]
        return reader.cards.complete(
            {"offset_unit": asked.unit, "glossary_version": reader.version, "engine": NAME,
             "context": context, "results": _shown(results, asked)},
            (hit.term for hit in hits))

    def check(self, asked: CheckRequest) -> bytes:
        """The answer as JSON."""
        result = check(self._all.annotator, asked.text, asked.thread)
        return self._all.cards.complete(
            {"offset_unit": asked.unit, "glossary_version": self.version, "engine": NAME,
             **draft(asked.text, result, asked.unit)},
            (word.hit.term for word in result.words))

    def lookup(self, asked: LookupRequest) -> bytes:
        """The answer as JSON."""
        found = self._all.lookup.nearest(asked.text)
        return self._all.cards.complete(
            {"glossary_version": self.version, "engine": NAME, "matches": [match(near) for near in found]},
            (near.term for near in found))

    def _of_some(self, ids: frozenset[str]) -> Reader:
        return _reader([part for part in self.parts if part.id in ids])


def _reader(parts: Sequence[Glossary]) -> Reader:
    glossary = Glossary.combine(parts)
    annotator = Annotator(glossary)
    return Reader(annotator, Lookup(annotator), Cards(glossary), version_of(glossary))


def _read(annotator: Annotator, asked: AnnotateRequest) -> tuple[list[TextResult], str | None]:
    """The texts as one page with its context, or each for itself."""
    how: Any = {"title": asked.title, "typos": asked.typos, "min_confidence": asked.min_confidence,
                "explain": asked.explain}
    if asked.independent:
        return annotator.annotate_apart(asked.texts, asked.context, **how), None
    page = annotator.annotate_page(asked.texts, asked.context, **how)
    return page.results, page.context


def _shown(results: list[TextResult], asked: AnnotateRequest) -> list[dict[str, Any]]:
    shown = []
    for name, text, result in zip(asked.ids, asked.texts, results, strict=True):
        one: dict[str, Any] = {"id": echoed(name), "spans": spans_with_glossary(text, result.hits, asked.unit),
                               "undecided": result.undecided}
        if asked.explain:
            one["rejected"] = spans_with_glossary(text, result.rejected, asked.unit)
        shown.append(one)
    return shown
