"""Folded text to candidates: exact names, their forms, aliases; and the phrases that rule candidates out."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mypy_extensions import mypyc_attr

from lexibulle import tokens
from lexibulle.automaton import Place
from lexibulle.folding import APOSTROPHES, BLANK, NEWLINE, Folded
from lexibulle.forms import Form, Gap, Match
from lexibulle.index import Index, Never
from lexibulle.masks import Masks

if TYPE_CHECKING:
    from lexibulle.hearing import Weighing

# A surface of letters, single spaces, hyphens and apostrophes needs no closer look at its gaps.
_PLAIN_SURFACE: Final = re.compile(r"[^\W_]+(?:[ \u00A0\u202F'’-][^\W_]+)*\Z")
_WHITE: Final = r"[\ \t\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]"
_LINE_BREAK: Final = rf"(?:\r\n|[\n\x0b\x0c\r\x85\u2028\u2029]){_WHITE}*(?:>[>\ ]*)?"  # with the sign of quoted mail
_WORD_GAP: Final = re.compile(
    rf"""(?:
      [*_~`]{{0,3}}(?:{_WHITE}+(?:{_LINE_BREAK})?|{_LINE_BREAK})[*_~`]{{0,3}}    # white space, Markdown around it
      |{_WHITE}?[-\u2010\u2011\u2013\u2043](?:\r?\n)?{_WHITE}?                   # a hyphen
      |[{APOSTROPHES}]{_WHITE}?                                                # an apostrophe
    )?\Z""", re.VERBOSE)
_SUFFIX_GAP: Final = re.compile(rf"[{APOSTROPHES}·•.\-()⋅‧/]\Z")
_VANISHING: Final = re.compile("[\u00AD\u200B-\u200F\u2060-\u2064\uFEFF\u0300-\u036F\uFE00-\uFE0F]+")
_CAMEL_CASE: Final = re.compile("[a-z]{2,}[A-Z]")  # « coldEmail » in a program; « #coldEmail » is two words
_DOTTED: Final = re.compile(r"[^\W\d_](?:\.[ \u00A0]?[^\W\d_])+\.?\Z")
_BLANK: Final = re.compile(r"\s")
_SLUG_BEFORE: Final = re.compile(r"(?:[^\W_A-Z]+-)+\Z")
_SLUG_AFTER: Final = re.compile(r"(?:-[^\W_A-Z]+)+")
_SLUG_REACH: Final = 80
_SHORT_RUN: Final = 64  # characters without white space; where there are more, all blanks of the text are listed
# spaCy always splits these off (tests/test_matching.py compares them for every first word of a form).
_ELISION: Final = re.compile(
    rf"(?<![^\W_])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)[{APOSTROPHES}]\Z", re.IGNORECASE)
_ASKS_SPACY: Final = f"{APOSTROPHES}-\u2010\u2011._"


@mypyc_attr(acyclic=True)
class Candidate:
    """A place where a written form stands. Folded span `first:last`, raw code point span `start:end`.

    `blocked` is what rules it out for good, as a person can read it; `means_another`: by a phrase or a definition that
    gives it another sense. `weighing` is what its score is made of; `evidence` why it counts, where that is not in it.
    """

    __slots__ = ("blocked", "end", "evidence", "first", "form", "last", "match", "means_another", "score", "start",
                 "term_id", "undecided", "weighing")

    def __init__(self, start: int, end: int, first: int, last: int, form: Form, match: Match) -> None:
        self.start = start
        self.end = end
        self.first = first
        self.last = last
        self.form = form
        self.term_id = form.term.id
        self.match: Match = match
        self.score = 0.0
        self.evidence = ""
        self.blocked = ""
        self.means_another = False
        self.weighing: Weighing | None = None
        self.undecided = False


@dataclass(slots=True)
class Rule:
    """A never-phrase found: rules out candidates of its term inside the folded span."""

    first: int
    last: int
    never: Never


class Reader:
    """One text while it is read: its folded form, chunk borders and masks. Lives for one call."""

    def __init__(self, folded: Folded) -> None:
        self.folded = folded
        self.text = folded.text
        self._masks = Masks(folded.text)
        self._edges: dict[tuple[int, int], frozenset[int]] = {}
        self._blanks: list[int] | None = None

    def stands_alone(self, start: int, end: int) -> bool:
        """Whether `start:end` begins and ends at word borders and lies in no URL, address or identifier."""
        text = self.text
        before = text[start - 1] if start else " "
        if "a" <= text[start] <= "z" and before != "#" and (
                (surface := text[start:end]) != surface.lower() and _CAMEL_CASE.match(surface)):
            return False
        after = text[end] if end < len(text) else " "
        if before.isspace() and (
                after.isspace() or (after in ",.;:!?)…»" and not text[end + 1 : end + 2].strip())):
            return True
        chunk_start, chunk_end = self._chunk(start, end)
        if ("-" in (before, after) and self._is_inside_a_slug(start, end)) or self._masks.covers(
                start, end, chunk_start, chunk_end):
            return False
        return ((before not in _ASKS_SPACY or _ELISION.search(text, max(0, start - 8), start) is not None
                 or self._is_border(start, chunk_start, chunk_end, -1))
                and (after not in _ASKS_SPACY or self._is_border(end, chunk_start, chunk_end, 1)))

    def _is_inside_a_slug(self, start: int, end: int) -> bool:
        """« nettoyer-crm-2026 », « cold-email-pour-les-agences »: small letters joined to others by a hyphen on both
        sides, or by three of them.
        """
        left = _SLUG_BEFORE.search(self.text, max(0, start - _SLUG_REACH), start)
        right = _SLUG_AFTER.match(self.text, end, end + _SLUG_REACH)
        joined = (left[0] if left else "").count("-"), (right[0] if right else "").count("-")
        return (min(joined) > 0 or sum(joined) >= 3) and self.text[start:end].islower()

    def _chunk(self, start: int, end: int) -> tuple[int, int]:
        """The run without white space that holds `start`, up to the one that holds `end`."""
        text = self.text
        left = _run_before(text[max(0, start - _SHORT_RUN) : start])
        blank = _BLANK.search(text, end, end + _SHORT_RUN)
        right = blank.start() if blank else min(len(text), end + _SHORT_RUN)
        if _SHORT_RUN in (left, right - end):
            return self._long_chunk(start, end)
        return start - left, right

    def _long_chunk(self, start: int, end: int) -> tuple[int, int]:
        if self._blanks is None:
            signs = self.folded.signs[1:-1]
            self._blanks = ((signs == BLANK) | (signs == NEWLINE)).nonzero()[0].tolist()
        blanks = self._blanks
        left, right = bisect_right(blanks, start), bisect_right(blanks, end - 1)
        return blanks[left - 1] + 1 if left else 0, blanks[right] if right < len(blanks) else len(self.text)

    def _is_border(self, offset: int, chunk_start: int, chunk_end: int, outward: int) -> bool:
        """Whether spaCy begins or ends a token here; a sign with no letter beyond it is always a border."""
        beyond = offset - 2 if outward < 0 else offset + 1
        if not (chunk_start <= beyond < chunk_end and self.text[beyond].isalpha()):
            return True  # « (opt-in) », « MQL-01 »
        left, right = self._window(offset, chunk_start, chunk_end)
        if (left, right) not in self._edges:
            self._edges[left, right] = tokens.borders([self.text[left:right]])[0]
        return offset - left in self._edges[left, right]

    @staticmethod
    def _window(offset: int, chunk_start: int, chunk_end: int) -> tuple[int, int]:
        """The part of a chunk that spaCy sees: all of it, or the surroundings of the offset in a long one."""
        if chunk_end - chunk_start <= tokens.MOST_CHUNK:
            return chunk_start, chunk_end
        half = tokens.MOST_CHUNK // 2
        block = (offset // half) * half
        return max(chunk_start, block - half // 2), min(chunk_end, block + half + half // 2)


def _run_before(text: str) -> int:
    """Length of what stands after the last white space."""
    if not text or text[-1].isspace():
        return 0
    return len(text.rsplit(None, 1)[-1])


def find(
    reader: Reader, index: Index, found: Iterable[Place], *, typos: bool = True
) -> tuple[list[Candidate], list[Rule]]:
    """Candidates and never-phrases among what the index found, in order of their end."""
    data, entries, first_entry = reader.folded.data, index.entries, index.first_entry
    candidates: list[Candidate] = []
    rules: list[Rule] = []
    for before, after, number in [place for place in found if place[2] >= first_entry]:
        first, last = before + 1, after - 1 if data[after - 1] == " " else after
        for item in entries[number - first_entry]:
            if isinstance(item, Never):
                rules.append(Rule(first, last, item))
            elif item.match == "typo" and not typos:
                continue
            elif (candidate := _candidate(reader, item, first, last)) is not None:
                candidates.append(candidate)
                break
    return candidates, rules


def _candidate(reader: Reader, form: Form, first: int, last: int) -> Candidate | None:
    start, end = reader.folded.span(first, last)
    if form.gap is not Gap.ANY:
        end = _odd_end(reader.text, start, end, form, reader.folded, first, last)
        if end < 0:
            return None
    surface = reader.text[start:end]
    if not (_written_so(surface, form, reader.folded, first, last) and reader.stands_alone(start, end)):
        return None
    match = form.match
    if match == "exact" and not _same_letters(surface, form.text):
        match = "form"
    return Candidate(start, end, first, last, form, match)


def _same_letters(surface: str, written: str) -> bool:
    """Whether only case differs; mostly nothing does, or the first capital."""
    return surface == written or surface.lower() == written.lower() or surface.casefold() == written.casefold()


def _written_so(surface: str, form: Form, folded: Folded, first: int, last: int) -> bool:
    """Whether gaps, case and accents are those of the form; mostly it is written as it is searched for."""
    if surface != form.text and (lower := surface.lower()) != form.folded and lower != form.text.lower():
        literal = _PLAIN_SURFACE.match(surface) or surface.casefold() == form.text.casefold()  # « A/B test »
        if form.gap is Gap.ANY and not literal and not gaps_hold(folded, first, last):
            return False
        if not surface.isascii() and not accents_hold(surface, form.text):
            return False
    return form.case == "any" or case_holds(form, surface)


def gaps_hold(folded: Folded, first: int, last: int, pattern: re.Pattern[str] = _WORD_GAP) -> bool:
    """Whether only what may stand inside a term stands between the words of a folded span."""
    data, at, text = folded.data, folded.at, folded.text
    space = data.find(" ", first, last)
    while space >= 0:
        gap = text[at[space - 1] + 1 : at[space + 1]]
        if not pattern.match(_VANISHING.sub("", gap)):
            return False
        space = data.find(" ", space + 1, last)
    return True


def _odd_end(text: str, start: int, end: int, form: Form, folded: Folded, first: int, last: int) -> int:
    """Raw end of a dotted acronym or of a word with its ending set apart; -1 when it is neither."""
    surface = text[start:end]
    if form.gap is Gap.DOT:
        if not _DOTTED.match(surface):
            return -1
        return end + 1 if text[end : end + 1] == "." else end
    if not gaps_hold(folded, first, last, _SUFFIX_GAP):
        return -1
    open_bracket = surface.count("(") > surface.count(")")
    if open_bracket and text[end : end + 1] != ")":
        return -1
    genitive = "(" not in surface and form.folded.endswith(" s") and not form.folded.endswith(" e s")
    return -1 if genitive and not form.acronym and "·" not in surface else end + open_bracket


def case_holds(form: Form, surface: str) -> bool:
    """The case rule of a form; a plural s or an ending in lower case does not count against capitals."""
    if form.case == "any":
        return True
    if form.case == "lower":
        return surface == surface.lower()
    letters = [char for char in surface if char.isalpha()]
    body = letters[:-1] if form.folded.endswith("s") and len(letters) > 1 else letters
    return not any(map(str.islower, body))


def accents_hold(surface: str, written: str) -> bool:
    """A missing accent is forgiven, one the form does not have is not (« relancé » is not « relance »)."""
    return surface == written or marks(surface) <= marks(written)


def marks(text: str) -> set[tuple[int, str]]:
    """Accents of a text: (number of the letter that carries it, combining mark)."""
    found: set[tuple[int, str]] = set()
    parted = unicodedata.normalize("NFD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    if not any(map(unicodedata.combining, parted)):
        return found
    letters = 0
    for char in parted:
        if unicodedata.combining(char):
            found.add((letters, char))
        elif char.isalnum():
            letters += 1
    return found
