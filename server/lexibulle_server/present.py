"""The shape of answers in JSON: the one place that knows it, for the command line and the service."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from lexibulle.annotator import Hit
from lexibulle.cards import name_of
from lexibulle.glossary import Confusion, Glossary, Term
from lexibulle_server.offsets import OffsetUnit, offset_counter

_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_NOT_ON_CARD: Final = ("confused", "detect", "alias")

Json = dict[str, Any]


def spans(text: str, hits: Iterable[Hit], unit: OffsetUnit) -> list[Json]:
    """Hits with their offsets in `unit`."""
    at = offset_counter(text, unit)
    return [{"start": at(hit.start), "end": at(hit.end), "term": hit.term.id, "surface": hit.surface,
             "match": hit.match, "confidence": hit.confidence, "reason": hit.reason} for hit in hits]


def spans_with_glossary(text: str, hits: list[Hit], unit: OffsetUnit) -> list[Json]:
    """The same, each with the id of the glossary that its term comes from."""
    return [{**span, "glossary": hit.term.glossary}
            for span, hit in zip(spans(text, hits, unit), hits, strict=True)]


class Cards:
    """The terms of a glossary as JSON, made once."""

    def __init__(self, glossary: Glossary) -> None:
        self._cards = {(term.glossary, term.id): card(term, glossary) for term in glossary}
        shared = Counter(term.id for term in glossary)
        self._shared = {term_id for term_id, count in shared.items() if count > 1}

    def of(self, hits: Iterable[Hit]) -> Json:
        """Each term of these hits once, by id, or by `glossary:id` where two glossaries share the id."""
        terms = {(hit.term.glossary, hit.term.id): None for hit in hits}
        return {self._key(*term): self._cards[term] for term in terms}

    def _key(self, glossary: str, term_id: str) -> str:
        return f"{glossary}:{term_id}" if term_id in self._shared else term_id


def card(term: Term, glossary: Glossary) -> Json:
    """Every field of the card that is not empty."""
    plain = {field.name: _plain(getattr(term, field.name)) for field in fields(term)
             if field.name not in _NOT_ON_CARD}
    plain["confused"] = [_confusion(pair, glossary) for pair in term.confused]
    return _without_gaps(plain)


def entry(term: Term, glossary: Glossary) -> Json:
    """The card and the other names, for who consults the lexicon."""
    return {**card(term, glossary), "aliases": [alias.form for alias in term.alias]}


def _confusion(pair: Confusion, glossary: Glossary) -> Json:
    if pair.other:
        return {"other": pair.other, "name": pair.other, "how": pair.how}
    return {"with": pair.with_, "name": name_of(pair.with_, glossary), "how": pair.how}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return _without_gaps({field.name: _plain(getattr(value, field.name)) for field in fields(value)})
    return list(value) if isinstance(value, tuple) else value


def _without_gaps(values: Mapping[str, Any]) -> Json:
    return {key: value for key, value in values.items() if value not in ("", None, [], {})}


def to_json(value: object) -> str:
    """One line of JSON in ASCII: valid UTF-8 and one line for every reader, whatever the text holds."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


def to_readable_json(value: object) -> str:
    """JSON for people: indented, accents as they are, lone surrogates escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
