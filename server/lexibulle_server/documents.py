"""`POST /v1/documents`: one file in, the same file with its jargon explained out; nothing of it is kept anywhere.

The file travels inside JSON, as every body of this service: a page of others can send no such thing unasked.
"""

from base64 import b64encode
from pathlib import PurePath
from typing import Any, Final

from flask import Blueprint, Response, current_app, request

from lexibulle.annotator import Annotator
from lexibulle.cards import entries
from lexibulle.documents import (
    Unreadable,
    annotate,
    left_out,
    read,
    suffix_written,
    takes_lexicon,
    write,
)
from lexibulle_server.answers import fresh
from lexibulle_server.present import to_json
from lexibulle_server.problems import Fault, Problem
from lexibulle_server.requests import FileRequest, read_json
from lexibulle_server.service import Service

documents: Final = Blueprint("documents", __name__, url_prefix="/v1")
_MEDIA: Final = {
    ".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml", ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".eml": "message/rfc822", ".csv": "text/csv", ".md": "text/markdown", ".markdown": "text/markdown",
    ".txt": "text/plain", ".text": "text/plain",
}


@documents.post("/documents")
def annotate_document() -> Response:
    service = Service.of(current_app)
    asked = FileRequest.parse(read_json(request), service.settings)
    try:
        return fresh(to_json(_annotated(asked, service.engine.annotator)))
    except Unreadable as error:
        raise Problem(422, str(error), [Fault("/content", str(error))]) from error


def _annotated(asked: FileRequest, annotator: Annotator) -> dict[str, Any]:
    document = read(asked.content, asked.name)
    hits = annotate(annotator, document)
    written = write(document, hits, every=asked.every, lexicon=asked.lexicon, glossary=annotator.glossary)
    suffix = suffix_written(document, lexicon=asked.lexicon)
    return {
        "name": f"{PurePath(asked.name).stem}-annoté{suffix}",
        "media_type": _MEDIA[suffix.lower()],
        "content": b64encode(written).decode(),
        "count": len(entries(hit for found in hits for hit in found)),
        "left_out": left_out(document, hits) if asked.lexicon and takes_lexicon(document.name) else "",
        "unread": list(document.unread),
    }
