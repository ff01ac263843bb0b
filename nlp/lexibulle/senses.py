"""Is this *SQL* the lead or the language? Evidence for and against, added up, with the reason kept.

The score of a candidate starts from how much its form says by itself (its `context`), then counts distinct cue
words around it: full weight within two sentences, twice in the same noun phrase (« démo du groupe punk »), little
on the rest of the page. At zero or above it is a hit; `confidence` is the logistic of the score. Weights follow a
prototype measured on held-out sentences and pages, see tests/bench/QUALITY.md.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np

from lexibulle.cues import Cue, CueIndex
from lexibulle.folding import KIND_LOWER, KIND_NEWLINE, KIND_OTHER, KIND_STOP, Folded, fold_words
from lexibulle.forms import SMALL_WORDS
from lexibulle.glossary import Context
from lexibulle.matching import Candidate, Rule

BASE: Final[Mapping[Context, float]] = {"free": 3.0, "usual": 1.0, "hint": -0.4, "needed": -1.0, "proof": -2.0}
FOR: Final = 1.25
STRONG: Final = 1.0
WEAK: Final = 0.5
AGAINST: Final = -1.75
NEIGHBOUR: Final = 1.5
FAR_NEIGHBOUR: Final = 0.5
OWN_DEFINITION: Final = 5.0
FAR: Final = 0.3  # weight of what stands elsewhere on the page
MOST_FOR = MOST_STRONG = MOST_WEAK = 2
MOST_AGAINST = MOST_NEIGHBOURS = 3
MOST_FAR: Final = 1.5
LONG_TEXT: Final = 40  # words; a long text without any sign of the trade must show one
FIELD_ON_PAGE: Final = 3  # distinct strong words that make a page one of the trade
SCOPE: Final = 2  # sentences on each side
REACH: Final = 4  # words crossed to find the complement of a noun
TYPO_PENALTY: Final = 0.5
SHORT_TYPO_PENALTY: Final = 2.0
CAPS_PENALTY: Final = 2.0

_SENTENCE_PAUSE = re.compile(r"[.!?…;:,()\n|/]")
_SUBJECTS = frozenset("je j tu il elle on ils elles".split())
_CLITICS = frozenset("me m te t se s ne n y lui".split())
_OBJECTS = frozenset("le la l les leur nous vous en".split())
_ENGLISH = frozenset("the is are was were of and to with for this that there our your their we it at by from has have "
                     "not be been will would can an".split())
_BETWEEN = SMALL_WORDS | frozenset(
    "nos notre votre vos leur leurs son sa ses mon ma mes ton ta tes ce cet cette ces d l nouveau nouvelle nouveaux "
    "nouvelles premier premiere petit petite grand grande gros bon bonne meilleur meilleure tout toute tous toutes".split())


@dataclass(slots=True)
class Page:
    """What is known of the whole page, earlier parts included. Distinct cue keys and term ids, no text."""

    strong: set[str] = field(default_factory=set)
    trades: dict[str, set[str]] = field(default_factory=dict)
    against: set[str] = field(default_factory=set)
    for_terms: dict[str, set[str]] = field(default_factory=dict)
    terms: set[str] = field(default_factory=set)
    definitions: dict[str, bool] = field(default_factory=dict)  # acronym's term: ours or not


class Scene:
    """The cues and sentences of one text, found when the first candidate asks."""

    def __init__(self, folded: Folded, index: CueIndex) -> None:
        self.folded = folded
        self._index = index

    @cached_property
    def cues(self) -> list[tuple[int, int, Cue]]:
        return self._index.find(self.folded.data)

    @cached_property
    def cue_starts(self) -> list[int]:
        return [start for start, _, _ in self.cues]

    @cached_property
    def sentences(self) -> list[int]:
        """Folded offsets where a sentence, line or paragraph begins, the first and the end included."""
        kinds = self.folded.kinds
        if len(kinds) == 0:
            return [0, 0]
        following = np.append(kinds[1:], np.uint8(KIND_NEWLINE))
        stops = (kinds == KIND_STOP) & (following != KIND_OTHER) & (following != KIND_LOWER) & (following != KIND_STOP)
        lines = (kinds == KIND_NEWLINE) & (following != KIND_LOWER)
        raw = np.flatnonzero(stops | lines) + 1
        begins = np.searchsorted(self.folded.positions, raw).tolist()
        return [0, *begins, len(self.folded.data)]

    def scope(self, offset: int, sentences: int = SCOPE) -> tuple[int, int]:
        """Folded span of the sentence at an offset and its neighbours."""
        borders = self.sentences
        here = bisect_right(borders, offset) - 1
        return borders[max(0, here - sentences)], borders[min(len(borders) - 1, here + sentences + 1)]

    def cues_within(self, start: int, end: int) -> list[tuple[int, int, Cue]]:
        starts = self.cue_starts
        return self.cues[bisect_left(starts, start) : bisect_left(starts, end)]


def rule_out(candidates: Iterable[Candidate], rules: Iterable[Rule], folded: Folded) -> None:
    """Mark what a never-phrase covers, and verbs (« tu prospectes », « je la relance »)."""
    by_term: dict[str, list[Rule]] = {}
    for rule in rules:
        by_term.setdefault(rule.never.term.id, []).append(rule)
    for candidate in candidates:
        for rule in by_term.get(candidate.form.term.id, ()):
            if rule.first <= candidate.first and candidate.last <= rule.last and _one_phrase(folded, rule):
                candidate.blocked = rule.never.text
        if not candidate.blocked and (subject := _subject_before(candidate, folded)):
            candidate.blocked = f"verbe après « {subject} »"


def _one_phrase(folded: Folded, rule: Rule) -> bool:
    """No sentence end or block border inside the words of a never-phrase."""
    start, end = folded.span(rule.first, rule.last)
    return not re.search(r"[.!?…;:|](?:\s|\Z)|\n\s*\n|\n\s*[-•*]", folded.text[start:end])


def _words_before(folded: Folded, offset: int, most: int) -> list[str]:
    """Up to `most` folded words before an offset, nearest first, none beyond a pause."""
    start = max(0, offset - 24 * most)
    words = folded.data[start:offset].decode("latin-1").split()[-most:][::-1]
    if not words:
        return []
    raw_start = int(folded.positions[max(start, offset - 1 - sum(map(len, words)) - len(words))])
    pause = _SENTENCE_PAUSE.search(folded.text[raw_start : int(folded.positions[offset])][::-1])
    if pause is None:
        return words
    kept = fold_words(folded.text[raw_start : int(folded.positions[offset])][::-1][: pause.start()][::-1]).split()
    return kept[::-1][:most]


def _subject_before(candidate: Candidate, folded: Folded) -> str:
    """The subject pronoun that makes a verb of a one-word candidate, or ''."""
    if " " in candidate.form.folded or folded.text[candidate.start].isupper():
        return ""
    words = _words_before(folded, candidate.first, 3)
    if not words:
        return ""
    if words[0] in _SUBJECTS:
        return words[0]
    if words[0] in _CLITICS and len(words) > 1 and (words[1] in _SUBJECTS or words[1] in {"qui", "ne", "n", "se"}):
        return words[1]
    if words[0] in _OBJECTS and any(word in _SUBJECTS for word in words[1:2]):
        return words[1]
    return ""


def survey(candidates: Iterable[Candidate], scene: Scene, page: Page) -> None:
    """Add to the page what this text shows: its field, other trades, and terms that need no context."""
    for _, _, cue in scene.cues:
        if cue.strong:
            page.strong.add(cue.key)
        if cue.trade:
            page.trades.setdefault(cue.trade, set()).add(cue.key)
        for term in cue.for_terms:
            page.for_terms.setdefault(term, set()).add(cue.key)


class Judge:
    """Scores the candidates of one text."""

    def __init__(self, scene: Scene, page: Page, candidates: list[Candidate]) -> None:
        self._scene = scene
        self._page = page
        self._candidates = sorted(candidates, key=lambda candidate: candidate.first)
        self._witnesses = [c for c in self._candidates if self._may_testify(c)]
        self._witness_starts = [c.first for c in self._witnesses]
        self._long = len(scene.folded.spaces) - 1 >= LONG_TEXT

    def testify(self) -> None:
        """Tell the page which terms stand by themselves here."""
        self._page.terms.update(witness.form.term.id for witness in self._witnesses)

    def _may_testify(self, candidate: Candidate) -> bool:
        """Terms that stand by themselves speak for their neighbours."""
        return (not candidate.blocked and candidate.match != "typo"
                and candidate.form.context in ("free", "usual", "hint") and not self._speaks_against(candidate))

    def _speaks_against(self, candidate: Candidate) -> bool:
        term = candidate.form.term.id
        if self._page.definitions.get(term) is False:
            return True
        start, end = self._scene.scope(candidate.first, 1)
        against = {cue.key for _, _, cue in self._scene.cues_within(start, end)
                   if term in cue.against_terms or (cue.trade and term not in cue.for_terms)}
        return len(against) >= (2 if candidate.form.context == "free" else 1)

    def judge(self, candidate: Candidate) -> None:
        """Set score, evidence and `undecided`."""
        term = candidate.form.term.id
        score = base = self._base(candidate)
        own = self._page.definitions.get(term) if _is_capital_acronym(candidate, self._scene.folded) else None
        start, end = self._scene.scope(candidate.first)
        speaking = _Speaking(candidate)
        for cue_start, cue_end, cue in self._scene.cues_within(start, end):
            if cue_end <= candidate.first or cue_start >= candidate.last:
                near = self._is_complement(candidate, cue_start, cue_end)
                speaking.hear(cue, term, 2.0 if near else 1.0)
        neighbours = self._neighbours(candidate, start, end)
        score += speaking.total() + NEIGHBOUR * min(len(neighbours), MOST_NEIGHBOURS)
        score += self._far(term, speaking, neighbours)
        if self._must_show_evidence(candidate, speaking, neighbours):
            score -= 1.5
        if own is not None:
            score += OWN_DEFINITION if own else -OWN_DEFINITION
        candidate.score = -9.0 if candidate.blocked else score
        candidate.evidence = _reasons(candidate, speaking, neighbours, own)
        candidate.undecided = (score < 0 and base < 0 and not candidate.blocked and not speaking.against
                               and not speaking.favour and own is None)

    def _base(self, candidate: Candidate) -> float:
        base = BASE[candidate.form.context]
        if candidate.match == "typo":
            short = len(candidate.form.folded) <= 5
            base -= SHORT_TYPO_PENALTY if short else TYPO_PENALTY
        if candidate.form.case == "upper" and self._all_capitals(candidate):
            base -= CAPS_PENALTY
        return base

    def _all_capitals(self, candidate: Candidate) -> bool:
        """Whether the words around are in capitals too, so that case proves nothing."""
        start, end = self._scene.scope(candidate.first, 0)
        raw_start, raw_end = self._scene.folded.span(start + 1, max(start + 2, end - 1))
        around = self._scene.folded.text[max(raw_start, candidate.start - 60) : candidate.start]
        around += self._scene.folded.text[candidate.end : min(raw_end, candidate.end + 60)]
        letters = [char for char in around if char.isalpha()]
        return len(letters) >= 8 and not any(char.islower() for char in letters)

    def _is_complement(self, candidate: Candidate, cue_start: int, cue_end: int) -> bool:
        """Whether only small words and no pause stand between candidate and cue."""
        folded = self._scene.folded
        left, right = (cue_end, candidate.first) if cue_end <= candidate.first else (candidate.last, cue_start)
        if right - left > 24:
            return False
        words = folded.data[left:right].decode("latin-1").split()
        if cue_end <= candidate.first and words and folded.data[cue_end : cue_end + 1] != b" ":
            words = words[1:]  # the ending of a stem
        if len(words) > REACH or any(word not in _BETWEEN for word in words):
            return False
        raw = folded.text[int(folded.positions[left]) : int(folded.positions[right])]
        return not _SENTENCE_PAUSE.search(raw)

    def _neighbours(self, candidate: Candidate, start: int, end: int) -> list[str]:
        """Names of other terms of the glossary in scope."""
        found = self._witnesses[bisect_left(self._witness_starts, start) : bisect_left(self._witness_starts, end)]
        names = {c.form.term.id: c.form.term.name for c in found
                 if c.form.term.id != candidate.form.term.id
                 and (c.last <= candidate.first or c.first >= candidate.last)}
        return list(names.values())

    def _far(self, term: str, speaking: "_Speaking", neighbours: list[str]) -> float:
        """What the rest of the page adds: its terms and its field for, other trades against."""
        page = self._page
        elsewhere = len(page.terms - {term}) - len(neighbours)
        score = min(FAR_NEIGHBOUR * max(0, elsewhere), MOST_FAR)
        score += min(FAR * len(page.strong - speaking.strong), 1.0)
        foreign = max((len(words - speaking.against) for words in page.trades.values()), default=0)
        if foreign >= 2:
            score -= min(FAR * foreign, MOST_FAR)
        return score

    def _must_show_evidence(self, candidate: Candidate, speaking: "_Speaking", neighbours: list[str]) -> bool:
        """A borrowed or English word in a long text, or in English prose, needs one sign of the trade."""
        if candidate.form.context != "usual" or speaking.favour or neighbours:
            return False
        if self._long and len(self._page.strong) < FIELD_ON_PAGE and not self._page.terms - {candidate.form.term.id}:
            return True
        return self._in_english(candidate)

    def _in_english(self, candidate: Candidate) -> bool:
        start, end = self._scene.scope(candidate.first, 0)
        words = self._scene.folded.data[start : min(end, start + 2000)].decode("latin-1").split()
        return sum(word in _ENGLISH for word in words) >= 2


class _Speaking:
    """Distinct words heard around one candidate."""

    def __init__(self, candidate: Candidate) -> None:
        self.own: dict[str, tuple[float, str]] = {}
        self.strong: set[str] = set()
        self.weak: set[str] = set()
        self.foreign: dict[str, tuple[float, str]] = {}
        self.labels: list[str] = []
        self._phrase = " " in candidate.form.folded

    @property
    def favour(self) -> bool:
        return bool(self.own or self.strong or self.weak)

    @property
    def against(self) -> set[str]:
        return set(self.foreign)

    def hear(self, cue: Cue, term: str, weight: float) -> None:
        if term in cue.for_terms:
            _louder(self.own, cue, weight)
        elif term in cue.against_terms or cue.trade:
            _louder(self.foreign, cue, weight)
            return
        if cue.strong:
            self.strong.add(cue.key)
        elif cue.weak:
            self.weak.add(cue.key)

    def total(self) -> float:
        strongest = sorted((weight for weight, _ in self.own.values()), reverse=True)[:MOST_FOR]
        foreign = sorted((weight for weight, _ in self.foreign.values()), reverse=True)[:MOST_AGAINST]
        return (FOR * sum(strongest) + STRONG * min(len(self.strong), MOST_STRONG)
                + WEAK * min(len(self.weak), MOST_WEAK) + AGAINST * sum(foreign) * (0.75 if self._phrase else 1.0))


def _louder(heard: dict[str, tuple[float, str]], cue: Cue, weight: float) -> None:
    if heard.get(cue.key, (0.0, ""))[0] < weight:
        heard[cue.key] = (weight, cue.label)


def _is_capital_acronym(candidate: Candidate, folded: Folded) -> bool:
    surface = folded.text[candidate.start : candidate.end]
    return candidate.form.term.is_acronym and len(surface) <= 6 and surface[:2].isupper()


def _reasons(candidate: Candidate, speaking: _Speaking, neighbours: list[str], own: bool | None) -> list[str]:
    """What a person is told, most telling first."""
    if candidate.blocked:
        return [f"écarté : {candidate.blocked}"]
    if own is not None:
        return ["défini ainsi sur la page" if own else "écarté : la page lui donne un autre sens"]
    if candidate.score < 0 and speaking.foreign:
        return ["écarté : près de " + _and(label for _, label in speaking.foreign.values())]
    near = [*neighbours, *(label for _, label in speaking.own.values())]
    if near:
        return ["près de " + _and(near)]
    if speaking.strong or speaking.weak:
        return ["dans un propos de vente"]
    return []


def _and(labels: Iterable[str]) -> str:
    words = list(dict.fromkeys(labels))[:3]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " et de " + words[-1]


def reason(candidate: Candidate, surface: str) -> str:
    """Why a candidate was taken or left out, in words for the reader."""
    said = list(candidate.evidence)
    if candidate.match == "typo" and not candidate.blocked:
        said.insert(0, f"lu comme « {candidate.form.text} »")
    elif not said:
        said.append({"exact": "nom du lexique", "form": "forme du nom", "alias": "autre nom du terme"}[candidate.match])
        if candidate.score < 0:
            said.append("sens incertain, rien autour ne le précise")
    return f"{' '.join(surface.split())} : {', '.join(said)}"


def confidence(score: float) -> float:
    """0 to 1; 0.5 at score 0."""
    return 1 / (1 + math.exp(-max(-20.0, min(20.0, score))))
