"""Where each term is named, and what stands nearer to one mention of it than to another."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from lexibulle.cues import Occurrence
from lexibulle.matching import Candidate
from lexibulle.scene import Scene, Span

NOBODY: Final = -1


class Mentions:
    """The folded spans of one text in which each term is named, in order of the text.

    Side by side, as in « ICP (Ideal Customer Profile) », it is named once.
    """

    def __init__(self, scene: Scene, candidates: Iterable[Candidate]) -> None:
        """The candidates are sorted, and do not overlap."""
        self._scene = scene
        self._owners: dict[int, int] = {}  # by the space before each of their words
        self._of: dict[str, list[Span]] = {}
        data = scene.folded.data
        for number, candidate in enumerate(candidates):
            space = candidate.first - 1
            while space >= 0:
                self._owners[space] = number
                space = data.find(" ", space + 1, candidate.last)
            mentions, first = self._of.setdefault(candidate.term_id, []), candidate.first
            if mentions and first == mentions[-1][1] + 1:
                first, _ = mentions.pop()
            mentions.append((first, candidate.last))

    def owner(self, one: Occurrence) -> int:
        """Number of the candidate in which a cue begins, or NOBODY."""
        return self._owners.get(one.begin, NOBODY)

    def territory(self, candidate: Candidate, scope: Span) -> Span:
        """The part of a scope that is nearer to a mention than to the one before it and to the one after it."""
        mentions = self._of[candidate.term_id]
        here = bisect_right(mentions, candidate.first, key=_begin) - 1
        start, end = scope
        if here:
            start = max(start, self._scene.parting(mentions[here - 1][1], candidate.first))
        if here + 1 < len(mentions):
            end = min(end, self._scene.parting(candidate.last, mentions[here + 1][0]))
        return start, end


def _begin(mention: Span) -> int:
    return mention[0]
