"""What a later part of a page needs to know of the earlier ones: ids and verdicts, never text.

The context travels as opaque base64 of at most 2 kB and comes back from outside, so it is read as untrusted:
whatever is not understood is as if nothing had been seen.
"""

import base64
import binascii
import json
import zlib
from typing import Final

from lexibulle.cues import CueIndex, code
from lexibulle.scene import Page

MOST_BYTES: Final = 2000
_MOST_UNPACKED: Final = 20_000  # bytes
_MOST_CUES: Final = 48
_MOST_TERMS: Final = 120
_ENOUGH_TERMS: Final = 8  # as many as can weigh on a sense, and some to spare
_MOST_TRADES: Final = 6
_to_json: Final = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
_WINDOW, _MEMORY = 13, 6  # of zlib: enough for a context; its usual tables take four times as long as packing one


def write_context(page: Page, fingerprint: str) -> str:
    """The context of a page under the glossary that `fingerprint` stands for.

    Of a page that shows too much, terms are left out first: a few of them say as much. A definition stands for itself;
    those of another sense are kept longest, for without them a term would be explained wrongly.
    """
    trades = sorted(page.trades.items(), key=lambda item: -len(item[1]))[:_MOST_TRADES]
    seen = {
        "g": fingerprint,
        "s": sorted(map(code, page.strong))[:_MOST_CUES],
        "x": {name: sorted(map(code, words))[:8] for name, words in trades},
    }
    terms = sorted(page.terms)[:_MOST_TERMS]
    definitions = sorted(page.definitions.items(), key=lambda item: (item[1], item[0]))
    while not (text := _packed({**seen, "t": terms, "d": dict(definitions)})):
        if len(terms) > _ENOUGH_TERMS or not definitions:
            terms = terms[: len(terms) // 2]
        else:
            definitions = definitions[: len(definitions) // 2]
    return text


def _packed(data: object) -> str:
    """Nothing where it is more than `_unpacked` takes."""
    raw = _to_json(data).encode()
    if len(raw) > _MOST_UNPACKED:
        return ""
    packer = zlib.compressobj(9, zlib.DEFLATED, _WINDOW, _MEMORY)
    text = base64.urlsafe_b64encode(packer.compress(raw) + packer.flush()).decode("ascii")
    return text if len(text) <= MOST_BYTES else ""


def read_context(context: str | None, fingerprint: str, index: CueIndex, terms: set[str]) -> Page:
    """The page as an earlier call left it; an empty one when there is no context that we understand."""
    page = Page()
    data = _unpacked(context) if context else {}
    if data.get("g") != fingerprint:
        return page
    keys = index.by_code
    page.terms = terms.intersection(_strings(data.get("t")))
    page.strong = {keys[known] for known in _strings(data.get("s")) if known in keys}
    trades, definitions = data.get("x"), data.get("d")
    if isinstance(trades, dict):
        page.trades = {name: {keys[known] for known in _strings(codes) if known in keys}
                       for name, codes in list(trades.items())[:_MOST_TRADES] if name in index.known_trades}
    if isinstance(definitions, dict):
        page.definitions = {term: bool(ours) for term, ours in definitions.items() if term in terms}
    return page


def _unpacked(context: str) -> dict[str, object]:
    if len(context) > MOST_BYTES:
        return {}
    try:
        raw = zlib.decompressobj().decompress(base64.urlsafe_b64decode(context), _MOST_UNPACKED)
        data = json.loads(raw)
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
