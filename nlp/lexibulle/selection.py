"""Overlapping candidates to final annotations, by one stated order."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import Final

from lexibulle.forms import SMALL_WORDS, Gap
from lexibulle.matching import Candidate

_MATCH_ORDER: Final = {"exact": 0, "form": 1, "alias": 2, "typo": 3}


def order(candidate: Candidate) -> tuple[int, int, int, float, int]:
    """More words first, then exact, form, alias, typo, the last glossary, the better sense, the first.

    Small words do not count: in « lead nurturing des leads », the name goes before « nurturing des leads ».
    """
    form = candidate.form
    has_ending = form.gap is Gap.SUFFIX  # the *s* of « lead(s) » is no small word
    words = sum(has_ending or word not in SMALL_WORDS for word in form.words)
    return (-words, _MATCH_ORDER[candidate.match], -form.rank, -candidate.score, candidate.start)


def select(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The best candidates that do not overlap, in order of the text.

    A candidate that loses its sense still keeps what lies inside it from counting: no *lead* inside a
    rejected *lead magnet*. The caller sorts out the rejected ones afterwards.
    """
    chosen: list[Candidate] = []
    begin = end = 0  # number of the first of those that overlap one another, and where the last of them ends
    for candidate in sorted(candidates, key=_start):
        if candidate.start >= end:
            _keep_best(chosen, begin)
            begin = len(chosen)
        chosen.append(candidate)
        end = max(end, candidate.end)
    _keep_best(chosen, begin)
    return chosen


def _start(candidate: Candidate) -> int:
    return candidate.start


def _keep_best(candidates: list[Candidate], begin: int) -> None:
    """Leave the best of those from number `begin` on, which overlap one another, directly or through others.

    Forms are of bounded length, so a candidate overlaps few others: only the neighbours are compared.
    """
    if len(candidates) - begin < 2:
        return
    kept: list[Candidate] = []
    starts: list[int] = []
    for candidate in sorted(candidates[begin:], key=order):
        place = bisect_left(starts, candidate.start)
        if ((place == 0 or kept[place - 1].end <= candidate.start)
                and (place == len(kept) or candidate.end <= kept[place].start)):
            kept.insert(place, candidate)
            starts.insert(place, candidate.start)
    candidates[begin:] = kept
