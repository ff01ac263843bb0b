"""The shape of answers in JSON: the one place that knows it, for the command line and the service."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

import msgspec

from lexibulle.annotator import Hit
from lexibulle.cards import name_of
from lexibulle.drafts import DraftCheck, Word
from lexibulle.glossary import Confusion, Glossary, Term
from lexibulle.lookup import Near
from lexibulle_server.offsets import OffsetUnit, offset_counter

_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_compact: Final = json.JSONEncoder(
    separators=(",", ":"), allow_nan=False, check_circular=False, default=msgspec.to_builtins).encode  # made once
_to_utf8: Final = msgspec.json.Encoder().encode
_NOT_ON_CARD: Final = ("confused", "detect", "alias", "also")

Json = dict[str, Any]


class Span(msgspec.Struct, gc=False):
    """A hit as it is shown; the fields are those of the answer, and `glossary` is only there where it is told."""

    start: int
    end: int
    term: str
    surface: str
    match: str
    confidence: float
    reason: str
    glossary: str | msgspec.UnsetType = msgspec.UNSET


def spans(text: str, hits: Iterable[Hit], unit: OffsetUnit) -> list[Span]:
    """Hits with their offsets in `unit`."""
    at = offset_counter(text, unit)
    return [Span(at(start), at(end), term.id, surface, match, confidence, reason)
            for start, end, surface, term, match, confidence, reason in hits]


def spans_with_glossary(text: str, hits: Iterable[Hit], unit: OffsetUnit) -> list[Span]:
    """The same, each with the id of the glossary that its term comes from."""
    at = offset_counter(text, unit)
    return [Span(at(start), at(end), term.id, surface, match, confidence, reason, term.glossary)
            for start, end, surface, term, match, confidence, reason in hits]


def draft(text: str, result: DraftCheck, unit: OffsetUnit) -> Json:
    """The draft check: verdict, sentences with their words, and what was not checked."""
    at = offset_counter(text, unit)
    words = iter(spans_with_glossary(text, [word.hit for word in result.words], unit))
    return {
        "count": len(result.words), "verdict": result.verdict,
        "sentences": [{"start": at(sentence.start), "end": at(sentence.end),
                       "words": [{**msgspec.structs.asdict(next(words)), **_advice(word)}
                                 for word in sentence.words]}
                      for sentence in result.sentences],
        "skipped": [{"start": at(part.start), "end": at(part.end), "kind": part.kind} for part in result.skipped],
    }


def _advice(word: Word) -> Json:
    """What to do with a word and what to write instead; `official` where there is an official term."""
    official = word.hit.term.official
    return {"advice": word.advice, "plain": word.hit.term.plain, **({"official": official.term} if official else {})}


def match(near: Near) -> Json:
    """One term near a selection."""
    return {"term": near.term.id, "glossary": near.term.glossary, "score": round(near.score, 3),
            "surface": near.surface}


class Cards:
    """The terms of a glossary as they are shown, made once; as JSON too, which is most of an answer."""

    def __init__(self, glossary: Glossary) -> None:
        self._cards = {(term.glossary, term.id): card(term, glossary) for term in glossary}
        shared = Counter(term.id for term in glossary)
        self._shared = {term_id for term_id, count in shared.items() if count > 1}
        self._json = {key: (self._key(*key), msgspec.Raw(_to_utf8(shown))) for key, shown in self._cards.items()}

    def of(self, terms: Iterable[Term]) -> Json:
        """Each of these terms once, by id, or by `glossary:id` where two glossaries share the id."""
        return {self._key(term.glossary, term.id): self._cards[term.glossary, term.id] for term in terms}

    def complete(self, answer: Json, terms: Iterable[Term]) -> bytes:
        """An answer without lone surrogates and, as its last member, the same `terms`, as JSON in UTF-8."""
        return _to_utf8({**answer, "terms": dict([self._json[term.glossary, term.id] for term in terms])})

    def _key(self, glossary: str, term_id: str) -> str:
        return f"{glossary}:{term_id}" if term_id in self._shared else term_id


def card(term: Term, glossary: Glossary) -> Json:
    """Every field of the card that is not empty."""
    plain = {field.name: _plain(getattr(term, field.name)) for field in fields(term)
             if field.name not in _NOT_ON_CARD}
    plain["confused"] = [_confusion(pair, glossary) for pair in term.confused]
    return _without_gaps(plain)


def entry(term: Term, glossary: Glossary) -> Json:
    """The card and the other names, for who consults the lexicon: all, and those worth telling a reader."""
    return {**card(term, glossary), "aliases": [alias.form for alias in term.alias], "also": term.other_names}


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


def echoed(value: object) -> msgspec.Raw:
    """What a caller has sent, as JSON in ASCII: a text may hold lone surrogates, a number any digits."""
    return msgspec.Raw(to_json(value).encode())


def to_json(value: object) -> str:
    """One line of JSON in ASCII: valid UTF-8 and one line for every reader, whatever the text holds."""
    return _compact(value)


def to_readable_json(value: object) -> str:
    """JSON for people: indented, accents as they are, lone surrogates escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False, default=msgspec.to_builtins)
    return _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
