"""The spaCy component: `spacy.blank("fr").add_pipe("lexibulle")` fills `doc.spans["lexibulle"]`.

Spans are widened to whole tokens (`MQL→SQL` is one token for spaCy). Where exactly the term stands, how it
was found and why is in `span._.lexibulle`. The label of a span is the id of its term, `kb_id_` that of the
glossary.

Settings are in the config; the glossary is data, and travels with the pipeline (`to_disk`, `to_bytes`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass
from itertools import islice
from pathlib import Path
from types import UnionType
from typing import Any, Final, Self, get_args, get_origin, get_type_hints

import srsly  # type: ignore[import-untyped]
from spacy.language import Language
from spacy.tokens import Doc, Span

from lexibulle.annotator import Annotator, Hit
from lexibulle.forms import Match
from lexibulle.glossary import MIN_CONFIDENCE, Glossary

SPANS_KEY: Final = "lexibulle"
_FILE: Final = "glossary.json"
_CONFIG: Final = {"spans_key": SPANS_KEY, "typos": True, "min_confidence": MIN_CONFIDENCE, "glossaries": []}


@dataclass(frozen=True, slots=True)
class SpanDetails:
    """`span._.lexibulle`: offsets in code points of `doc.text`, half open; the rest as in `Hit`."""

    start_char: int
    end_char: int
    match: Match
    confidence: float
    reason: str


@Language.factory("lexibulle", default_config=_CONFIG, assigns=["doc.spans"])
def make_lexibulle(
    nlp: Language,  # noqa: ARG001  # spaCy insists on the name (E964)
    name: str, spans_key: str, typos: bool, min_confidence: float, glossaries: list[str],
) -> "LexibulleComponent":
    """The component as a config describes it. `glossaries` are files to add to the shipped one."""
    return LexibulleComponent(
        _load(glossaries), name, spans_key=spans_key, typos=typos, min_confidence=min_confidence)


class LexibulleComponent:
    """Annotates the text of each document. Without a glossary it waits for `from_disk` or `from_bytes`."""

    def __init__(
        self, glossary: Glossary | None, name: str = "lexibulle", *, spans_key: str = SPANS_KEY,
        typos: bool = True, min_confidence: float = MIN_CONFIDENCE,
    ) -> None:
        if not 0 <= min_confidence <= 1:
            raise ValueError(f"min_confidence is {min_confidence}; write a number from 0 to 1")
        self.name = name
        self.spans_key = spans_key
        self.typos = typos
        self.min_confidence = min_confidence
        self._glossary = glossary
        self._annotator: Annotator | None = None
        if not Span.has_extension("lexibulle"):
            Span.set_extension("lexibulle", getter=_details)

    @property
    def glossary(self) -> Glossary:
        """ValueError while the component waits for it."""
        if self._glossary is None:
            raise ValueError(f"component '{self.name}': a file of its setting 'glossaries' is missing; "
                             "correct the path, or load the pipeline with its data (spacy.load)")
        return self._glossary

    @glossary.setter
    def glossary(self, glossary: Glossary) -> None:
        self._glossary, self._annotator = glossary, None

    @property
    def annotator(self) -> Annotator:
        """Compiled when the first document comes: a pipeline that is loaded gets another glossary first."""
        if self._annotator is None:
            self._annotator = Annotator(self.glossary)
        return self._annotator

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Documents one after the other; each is a text of its own."""
        stream = iter(stream)
        while docs := list(islice(stream, batch_size)):
            for doc, hits in zip(docs, self.match(docs), strict=True):
                self.set_annotations(doc, hits)
                yield doc

    def match(self, docs: Sequence[Doc]) -> list[list[Hit]]:
        """The hits of each document; changes nothing."""
        return self.annotator.annotate_many(
            [doc.text for doc in docs], typos=self.typos, min_confidence=self.min_confidence)

    def set_annotations(self, doc: Doc, hits: Iterable[Hit]) -> None:
        """Put the hits on the document, in the place of earlier ones."""
        for span in doc.spans.get(self.spans_key, ()):
            _kept(doc, span).clear()
        doc.spans[self.spans_key] = [_as_span(doc, hit) for hit in hits]

    # spaCy hands over an `exclude` that names nothing of ours.

    def to_bytes(self, **_exclude: object) -> bytes:
        data: bytes = srsly.msgpack_dumps(asdict(self.glossary))
        return data

    def from_bytes(self, data: bytes, **_exclude: object) -> Self:
        self.glossary = _built(Glossary, srsly.msgpack_loads(data))
        return self

    def to_disk(self, path: str | Path, **_exclude: object) -> None:
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        srsly.write_json(folder / _FILE, asdict(self.glossary))

    def from_disk(self, path: str | Path, **_exclude: object) -> Self:
        self.glossary = _built(Glossary, srsly.read_json(Path(path) / _FILE))
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Crosses to another process as its settings and glossary; the annotator is compiled again there."""
        settings = {"spans_key": self.spans_key, "typos": self.typos, "min_confidence": self.min_confidence}
        return _unpickled, (self.name, settings, self.to_bytes())


def _unpickled(name: str, settings: dict[str, Any], data: bytes) -> LexibulleComponent:
    return LexibulleComponent(None, name, **settings).from_bytes(data)


def _load(files: Sequence[str]) -> Glossary | None:
    """The shipped glossary and these; None when a file is not here: a saved pipeline brings its own copy."""
    if not all(Path(file).exists() for file in files):
        return None
    return Glossary.combine([Glossary.default(), *map(Glossary.load, files)])


def _as_span(doc: Doc, hit: Hit) -> Span:
    """The span of a hit. Its details are kept on the document, so that they are saved with it."""
    found = doc.char_span(
        hit.start, hit.end, label=hit.term.id, kb_id=hit.term.glossary, alignment_mode="expand")
    assert found is not None  # a hit lies in the text  # noqa: S101
    details = _kept(doc, found)
    if details:  # « MQL→MQL », the same token and term twice: the id tells them apart
        found = Span(doc, found.start, found.end, found.label, kb_id=found.kb_id, span_id=str(len(details)))
    details.append([hit.start, hit.end, hit.match, hit.confidence, hit.reason])
    return found


def _details(span: Span) -> SpanDetails | None:
    """None for a span that is not ours."""
    data: Any = span.doc.user_data  # spaCy types its keys as str, and uses tuples itself
    found = data.get(_key(span))
    return SpanDetails(*found[int(span.id_ or 0)]) if found else None


def _kept(doc: Doc, span: Span) -> list[list[Any]]:
    data: Any = doc.user_data
    kept: list[list[Any]] = data.setdefault(_key(span), [])
    return kept


def _key(span: Span) -> tuple[str, int, int, str, str]:
    return SPANS_KEY, span.start_char, span.end_char, span.label_, span.kb_id_


def _built(kind: Any, value: Any) -> Any:
    """The inverse of `dataclasses.asdict`, led by the type: lists become tuples, tables their dataclass."""
    if value is None:
        return None
    if get_origin(kind) is UnionType:  # `Formula | None`
        kind = next(part for part in get_args(kind) if part is not type(None))
    if get_origin(kind) is tuple:
        return tuple(_built(get_args(kind)[0], item) for item in value)
    if not is_dataclass(kind):
        return value
    hints = get_type_hints(kind)
    built: Any = kind
    return built(**{field.name: _built(hints[field.name], value[field.name]) for field in fields(kind)})
