"""Annotated texts as one HTML page that needs nothing else: no script, no request, strict escaping."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import Final

from lexibulle.annotator import Hit
from lexibulle.cards import SURE, Section, entries, expansion_of, grammar, note_of, sections
from lexibulle.glossary import Glossary, Term
from lexibulle.wording import counted
from lexibulle_server.shared import card_dir

Annotated = tuple[str, str, Sequence[Hit]]
_CardId = dict[tuple[str, str, str], str]
_NOT_HTML: Final = re.compile("[\x00-\x08\x0b-\x0d\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def render(documents: Sequence[Annotated], glossary: Glossary) -> str:
    """The page: each text with its terms underlined, then the list of terms; a card opens at each of them."""
    hits = [hit for _, _, found in documents for hit in found]
    cards: _CardId = {}
    for hit in hits:
        cards.setdefault(_card_key(hit), f"c{len(cards) + 1}")
    style = _style()
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return "\n".join([
        "<!doctype html>", '<html lang="fr">', '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">', "<title>Texte expliqué par Lexibulle</title>",
        f"<style>{style}</style>", "<main>",
        f"<h1>{_resource('templates/bubble.svg')}Texte expliqué par Lexibulle</h1>",
        *(_document(document, cards, alone=len(documents) == 1) for document in documents),
        *_found(hits, cards), *_cards(hits, cards, glossary),
        "<footer>Cliquez sur un mot souligné, ou allez-y au clavier, pour lire sa fiche.</footer>", "</main>",
        "</html>"])


@cache
def _style() -> str:
    return (card_dir() / "look.css").read_text("utf-8") + _resource("static/report.css")


@cache
def _resource(name: str) -> str:
    return files("lexibulle_server").joinpath(name).read_text("utf-8")


def _card_key(hit: Hit) -> tuple[str, str, str]:
    """Places with a remark of their own (a typo, a probable sense) have a card of their own."""
    return hit.term.glossary, hit.term.id, note_of(hit)


def _document(document: Annotated, cards: _CardId, *, alone: bool) -> str:
    name, text, hits = document
    heading = "" if alone else f'<h2 class="source">{_escaped(name)}</h2>'
    return f'<article>{heading}<div class="text">{"".join(_underlined(text, hits, cards))}</div></article>'


def _underlined(text: str, hits: Sequence[Hit], cards: _CardId) -> Iterator[str]:
    done = 0
    for hit in hits:
        yield _escaped(text[done : hit.start])
        yield _button(hit.surface, cards[_card_key(hit)], probable=hit.confidence < SURE)
        done = hit.end
    yield _escaped(text[done:])


def _button(text: str, card: str, *, probable: bool = False) -> str:
    kind = "term probable" if probable else "term"
    return f'<button type="button" class="{kind}" popovertarget="{card}">{_escaped(text)}</button>'


def _found(hits: Sequence[Hit], cards: _CardId) -> Iterator[str]:
    found = entries(hits)
    if not found:
        yield '<section class="found"><h2>Rien à expliquer dans ce texte.</h2></section>'
        return
    yield f'<section class="found"><h2>{counted(len(found), "mot expliqué")}</h2><ul>'
    first = {(glossary, term): card for (glossary, term, _), card in reversed(cards.items())}
    for entry in found:
        times = f' <span class="count">× {entry.count}</span>' if entry.count > 1 else ""
        button = _button(entry.term.name, first[entry.term.glossary, entry.term.id])
        yield f"<li>{button}{times}<br>{_escaped(entry.term.plain)}</li>"
    yield "</ul></section>"


def _cards(hits: Iterable[Hit], cards: _CardId, glossary: Glossary) -> Iterator[str]:
    written: set[str] = set()
    for hit in hits:
        card = cards[_card_key(hit)]
        if card not in written:
            written.add(card)
            yield from _card(card, hit, glossary)


def _card(card: str, hit: Hit, glossary: Glossary) -> Iterator[str]:
    term = hit.term
    yield f'<div popover class="card" id="{card}" role="dialog" aria-labelledby="{card}-name">'
    yield '<div class="body">'
    yield f'<p class="head">{_name(term, card)}<span class="meta">{_escaped(grammar(term))}</span>'
    yield f'{_tag("span", "badge", "Sens probable") if hit.confidence < SURE else ""}</p>'
    yield _tag("p", "expansion", expansion_of(term))
    yield _tag("p", "plain", term.plain)
    yield _tag("p", "definition", term.definition)
    yield _tag("p", "note", f"Chez nous : {term.note}" if term.note else "")
    yield _tag("p", "why", note_of(hit))
    more = [section for section in sections(term, glossary) if section.label != "Chez nous"]
    if more:
        yield f'<details><summary>En savoir plus</summary>{"".join(map(_section, more))}</details>'
    yield "</div></div>"


def _name(term: Term, card: str) -> str:
    lang, name = _escaped(term.lang), _escaped(term.name)
    return f'<strong class="name" id="{card}-name" lang="{lang}">{name}</strong>'


def _section(section: Section) -> str:
    lines = "".join(f"<p>{_escaped(line)}</p>" for line in section.lines)
    return f"<section><h3>{section.label}</h3>{lines}</section>"


def _tag(tag: str, kind: str, text: str) -> str:
    return f'<{tag} class="{kind}">{_escaped(text)}</{tag}>' if text else ""


def _escaped(text: str) -> str:
    """Text for HTML; characters that HTML cannot hold become U+FFFD, a bare carriage return a line end."""
    return escape(_NOT_HTML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")))
