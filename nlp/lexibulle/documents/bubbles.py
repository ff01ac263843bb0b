"""A marked word and its card in HTML, with no script and no server: a button that opens a popover.

All of it is well-formed XML too, for XHTML.
Class names carry our own, and the card starts from the browser's style: in a page of others neither side
touches the other.
"""

import re
from functools import cache
from html import escape
from importlib.resources import files
from typing import Final

from lexibulle.annotator import Hit
from lexibulle.cards import SURE, Section, expansion_of, grammar, note_line, note_of, sections
from lexibulle.documents.model import BEGIN, END, SIGNATURE
from lexibulle.documents.notes import title_line
from lexibulle.glossary import Glossary, Term

XMLNS: Final = ' xmlns="http://www.w3.org/1999/xhtml"'
_BUTTON: Final = '<button type="button" class="lexibulle-term'
_SPAN: Final = '<span class="lexibulle-term'
_OURS: Final = re.compile(
    rf'{_BUTTON}(?: lexibulle-probable)?" popovertarget="lexibulle-\d+"(?:{XMLNS})?>(.*?)</button>'
    rf'|{_SPAN}(?: lexibulle-probable)?" title="[^"]*"(?:{XMLNS})?>(.*?)</span>'
    rf"|{BEGIN}.*?{END}", re.DOTALL)
_NOT_HTML: Final = re.compile("[\x00-\x08\x0b-\x0d\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def without_bubbles(source: str) -> str:
    """A source as it was before `Bubbles` marked it."""
    return _OURS.sub(lambda ours: ours[1] or ours[2] or "", source) if "lexibulle-" in source else source


class Bubbles:
    """The marks of one page. Places with a remark of their own (typo, probable sense) have their own card.

    In XHTML (`xml`) each mark names its namespace: the word may stand in an element with a prefix.
    """

    def __init__(self, glossary: Glossary | None = None, *, xml: bool = False) -> None:
        self._glossary = glossary
        self._xmlns = XMLNS if xml else ""
        self._hits: dict[tuple[str, str, str], Hit] = {}
        self._numbers: dict[tuple[str, str, str], int] = {}

    def around(self, hit: Hit, inner: str) -> str:
        """HTML `inner` as a mark of `hit`."""
        opening, closing = self.tags(hit)
        return f"{opening}{inner}{closing}"

    def tags(self, hit: Hit, *, inert: bool = False) -> tuple[str, str]:
        """What stands before and after its word; where nothing may be pressed (in a link), with a title and no card."""
        kind = " lexibulle-probable" if hit.confidence < SURE else ""
        if inert:
            title = escaped(f"{title_line(hit.term)}. {hit.term.definition}")
            return f'{_SPAN}{kind}" title="{title}"{self._xmlns}>', "</span>"
        return f'{_BUTTON}{kind}" popovertarget="lexibulle-{self._number(hit)}"{self._xmlns}>', "</button>"

    def named(self, term: Term) -> str:
        """The name of a marked term as a button of its first card."""
        hit = next(hit for (glossary, term_id, _), hit in self._hits.items()
                   if (glossary, term_id) == (term.glossary, term.id))
        return f'{_BUTTON}" popovertarget="lexibulle-{self._number(hit)}">{escaped(term.name)}</button>'

    def cards(self) -> str:
        """Every card that the marks open; they need `style`."""
        return "".join(_card(f"lexibulle-{number}", self._hits[key], self._glossary)
                       for key, number in self._numbers.items())

    def _number(self, hit: Hit) -> int:
        key = hit.term.glossary, hit.term.id, note_of(hit)
        self._hits.setdefault(key, hit)
        return self._numbers.setdefault(key, len(self._numbers) + 1)


@cache
def style() -> str:
    return resource("bubbles.css")


def resource(name: str) -> str:
    """A text file beside this module."""
    return files("lexibulle.documents").joinpath(name).read_text("utf-8")


def escaped(text: str) -> str:
    """Text for HTML; characters that HTML cannot hold become U+FFFD, a bare carriage return a line end."""
    return escape(_NOT_HTML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")))


def _card(name: str, hit: Hit, glossary: Glossary | None) -> str:
    term = hit.term
    probable = _tag("span", "badge", "Sens probable" if hit.confidence < SURE else "")
    head = f'<strong class="lexibulle-name" id="{name}-name" lang="{escaped(term.lang)}">{escaped(term.name)}</strong>'
    lines = [
        f'<p class="lexibulle-head">{head} {_tag("span", "meta", grammar(term))} {probable}</p>',
        _tag("p", "meta", expansion_of(term)), _tag("p", "plain", term.plain), _tag("p", "definition", term.definition),
        _tag("p", "note", note_line(term)), _tag("p", "why", note_of(hit)),
        _more(term, glossary), f'<p class="lexibulle-by">{SIGNATURE}</p>']
    body = "".join(lines)
    return (f'<div popover="auto" class="lexibulle-card" id="{name}" role="dialog" aria-labelledby="{name}-name">'
            f"{body}</div>")


def _more(term: Term, glossary: Glossary | None) -> str:
    if glossary is None:
        return ""
    parts = [_section(section) for section in sections(term, glossary, with_note=False)]
    return f"<details><summary>En savoir plus</summary>{''.join(parts)}</details>" if parts else ""


def _section(section: Section) -> str:
    return f"<h3>{section.label}</h3>" + "".join(f"<p>{escaped(line)}</p>" for line in section.lines)


def _tag(tag: str, kind: str, text: str) -> str:
    return f'<{tag} class="lexibulle-{kind}">{escaped(text)}</{tag}>' if text else ""
