"""« taux d'ouverture et de clic » names two rates: the second one without its head.

Learned from the glossary: forms that begin with the same head (« taux d'… », « taux de … ») share it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lexibulle.folding import Folded
from lexibulle.forms import Form, Gap
from lexibulle.glossary import comparable
from lexibulle.matching import Candidate

_SPACE: Final = r"(?:[^\S\r\n]+(?:\r?\n[^\S\r\n]*)?|\r?\n[^\S\r\n]*)"  # one line break at most
_LINK: Final = re.compile(rf"{_SPACE}?,{_SPACE}(?:(?:puis|et|ou){_SPACE})?|{_SPACE}?/{_SPACE}?"
                          rf"|{_SPACE}(?:et/ou|et|ou|puis){_SPACE}")
_MEMBER: Final = re.compile(rf"((?:de{_SPACE}|d['’]|du{_SPACE}|des{_SPACE})?(?:[^\W\d_][\u0300-\u036F]*)+)(?![\w-])")
_PREPOSITIONS: Final = frozenset({"d", "de", "du", "des"})
_MOST_MEMBERS: Final = 4


@dataclass(frozen=True, slots=True)
class HeadIndex:
    """`tails[head][tail]` is the form « head preposition tail »."""

    tails: dict[str, dict[str, Form]]


def compile_heads(forms: Iterable[Form]) -> HeadIndex:
    """Three-word forms « head de tail » of two terms or more with the same head."""
    tails: defaultdict[str, dict[str, Form]] = defaultdict(dict)
    for form in forms:
        words = form.words
        if form.gap is Gap.ANY and len(words) == 3 and words[1] in _PREPOSITIONS:
            tails[words[0]].setdefault(words[2], form)
    return HeadIndex({head: found for head, found in tails.items()
                      if len({form.term.id for form in found.values()}) > 1})


def members(hits: Iterable[Candidate], folded: Folded, index: HeadIndex) -> list[Candidate]:
    """Candidates for the later members of each list that begins with a hit."""
    found: list[Candidate] = []
    for hit in hits:
        form = hit.form.folded
        if form.count(" ") == 2 and (tails := index.tails.get(form[: form.find(" ")])):
            found += _members_after(hit, folded, tails)
    return found


def _members_after(hit: Candidate, folded: Folded, tails: dict[str, Form]) -> list[Candidate]:
    found: list[Candidate] = []
    end = hit.end
    while len(found) < _MOST_MEMBERS:
        link = _LINK.match(folded.text, end)
        member = _MEMBER.match(folded.text, link.end()) if link else None
        if not member or not member[1].islower():
            break
        form = tails.get(_last_word(member[1]))
        if form is None or form.term.id == hit.term_id:
            break
        found.append(_as_candidate(hit, form, member.start(1), member.end(1), folded))
        end = member.end(1)
    return found


def _last_word(text: str) -> str:
    return comparable(text).split(" ")[-1]


def _as_candidate(hit: Candidate, form: Form, start: int, end: int, folded: Folded) -> Candidate:
    positions = folded.positions
    first, last = (int(i) for i in positions.searchsorted([start, end]))
    member = Candidate(start, end, first, last, form, "form")
    member.score = hit.score
    member.evidence = f"suite de « {folded.text[hit.start : hit.end]} »"
    return member
