"""Hits as W3C Web Annotations (https://www.w3.org/TR/annotation-model/): one collection of one page, JSON-LD.

Each annotation quotes its text (TextQuoteSelector) and, where its target is a text, gives its place in it
(TextPositionSelector, code points).
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from lexibulle.batch.work import Line
from lexibulle.glossary import Term

_AROUND: Final = 32  # characters of prefix and suffix
_HEAD: Final = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationCollection",
                "label": "Lexibulle"}


def write_webannotation(path: Path, lines: Iterable[Line], terms: dict[tuple[str, str], Term]) -> None:
    """Written as a stream: the items first, then how many there are."""
    head = json.dumps(_HEAD)[:-1]
    total = 0
    with path.open("w", encoding="ascii", newline="\n") as stream:
        stream.write(f'{head}, "first": {{"type": "AnnotationPage", "startIndex": 0, "items": [')
        for line in lines:
            for annotation in _annotations(line, terms):
                stream.write(("," if total else "") + "\n" + json.dumps(annotation, separators=(",", ":")))
                total += 1
        stream.write(f'\n]}}, "total": {total}}}\n')


def _annotations(line: Line, terms: dict[tuple[str, str], Term]) -> Iterator[dict[str, Any]]:
    source, text, block = quote(str(line["id"]), errors="surrogatepass"), line["text"], line.get("block", 0)
    places = line.get("in_file") if "block" in line else [(span["start"], span["end"]) for span in line["spans"]]
    for number, span in enumerate(line["spans"]):
        term, start, end = terms[span["glossary"], span["term"]], span["start"], span["end"]
        name = f"{source} {block} {start} {end} {term.glossary}:{term.id}"
        yield {
            "type": "Annotation",
            "id": f"urn:uuid:{uuid5(NAMESPACE_URL, name)}",
            "motivation": "describing",
            "body": [
                {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": "fr",
                 "value": f"{term.name} : {term.definition}"},
                {"type": "SpecificResource", "purpose": "identifying",
                 "source": f"urn:lexibulle:{term.glossary}:{term.id}"},
            ],
            "target": {"source": source, "selector": [
                {"type": "TextQuoteSelector", "exact": span["surface"],
                 "prefix": text[max(0, start - _AROUND) : start], "suffix": text[end : end + _AROUND]},
                *([_position(*places[number])] if places else ()),
            ]},
        }


def _position(start: int, end: int) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": start, "end": end}
