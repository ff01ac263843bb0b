"""Run as a process of its own: what a worker holds in memory, stage by stage, as JSON (megabytes).

`python -m bench.memory 50` is Lexibulle with so many terms, `… spacy` the naive baseline.
Nothing is imported before it is counted.
"""

import json
import sys
from collections.abc import Callable, Iterator

from bench.measure import resident

PAGES = 1000
WORDS = 200_000
_WORDS_A_PAGE = 2000


def main(kind: str) -> None:
    stages = {"interpreter": resident()}
    read = _naive(stages) if kind == "spacy" else _ours(int(kind), stages)
    from bench.pages import DENSE, page

    for number in range(PAGES):
        read(page(2_000 if number % 10 else 20_000, DENSE, number).text)
    stages["pages read"] = resident()
    for text in _new_words():
        read(text)
    stages["new words read"] = resident()
    print(json.dumps(stages))


def _ours(size: int, stages: dict[str, float]) -> Callable[[str], object]:
    from lexibulle import Annotator, tokens

    stages["imported"] = resident()
    from bench.terms import glossary_of

    annotator = Annotator(glossary_of(size))
    annotator.annotate("Un lead et son ROI.")
    stages["ready"] = resident()
    tokens.warm_up()
    stages["spaCy loaded"] = resident()
    return annotator.annotate


def _naive(stages: dict[str, float]) -> Callable[[str], object]:
    from bench.baselines import Phrases
    from lexibulle.glossary import Glossary

    naive = Phrases([term.name for term in Glossary.default()])
    stages["spaCy loaded"] = resident()
    return naive


def _new_words() -> Iterator[str]:
    """Texts of words never seen before, some of them tied to a term so that spaCy is asked about them."""
    for first in range(0, WORDS, _WORDS_A_PAGE):
        yield " ".join(map(_new_word, range(first, first + _WORDS_A_PAGE)))


def _new_word(number: int) -> str:
    word = "".join("bcdfghjklmnprstvz"[number // 17**i % 17] + "aeiou"[number // 5**i % 5] for i in range(5))
    tied = {0: f"lead-{word}", 10: f"{word}’prospect", 20: f"{word}.MQL", 30: f"des leads et {word}"}
    return tied.get(number % 40, word)


if __name__ == "__main__":
    main(sys.argv[1])
