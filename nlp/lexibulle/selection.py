"""Overlapping candidates to final annotations, by one stated order."""

from collections.abc import Iterable
from typing import Final

from lexibulle.matching import Candidate

_MATCH_ORDER: Final = {"exact": 0, "form": 1, "alias": 2, "typo": 3}


def order(candidate: Candidate) -> tuple[int, int, int, float, int]:
    """More words first, then exact before form, alias and typo, the glossary added last, the better sense, the first."""
    return (-candidate.form.folded.count(" "), _MATCH_ORDER[candidate.match], -candidate.form.rank, -candidate.score,
            candidate.start)


def select(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The best candidates that do not overlap, in order of the text.

    A candidate that loses its sense still keeps what lies inside it from counting: no *lead* inside a rejected
    *lead magnet*. The caller sorts out the rejected ones afterwards.
    """
    chosen: list[Candidate] = []
    by_block: dict[int, list[Candidate]] = {}
    for candidate in sorted(candidates, key=order):
        blocks = range(candidate.start // 64, candidate.end // 64 + 1)
        rivals = (rival for block in blocks for rival in by_block.get(block, ()))
        if any(rival.start < candidate.end and candidate.start < rival.end for rival in rivals):
            continue
        chosen.append(candidate)
        for block in blocks:
            by_block.setdefault(block, []).append(candidate)
    return sorted(chosen, key=lambda candidate: candidate.start)
