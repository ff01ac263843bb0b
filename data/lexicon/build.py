"""Builds the lexicons (`make lexicon`).

`known.bloom`, the words that are never corrected into a term: every form of hunspell's French dictionary and
every word of the American English list, folded. Parts of it are `french.bloom`, the everyday words of French, and
`english.bloom`, the English words that French has not. Sources and licences: `../SOURCES.md`.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from lexibulle.folding import fold_words
from lexibulle.lexicon import BITS, Lexicon, hashes_of, word_hashes

DIC = Path("/usr/share/hunspell/fr.dic")
AFF = Path("/usr/share/hunspell/fr.aff")
ENGLISH = Path("/usr/share/dict/american-english")
PACKAGES = {DIC: "hunspell-fr-comprehensive", AFF: "hunspell-fr-comprehensive", ENGLISH: "wamerican"}
KNOWN = Path(__file__).with_name("known.bloom")
EVERYDAY = Path(__file__).with_name("french.bloom")
EVERYDAY_BITS = 1 << 23  # a megabyte; one strange word in a thousand is taken for French
BORROWED = Path(__file__).with_name("english.bloom")
BORROWED_BITS = 1 << 21  # a quarter of a megabyte; one strange word in a thousand is taken for English
RANDOM, RANDOM_LETTERS = 400_000, 9  # strings by which the lexicons are tried, and how long they are
NEEDS_AFFIX = "()"  # NEEDAFFIX of fr.aff: the stem alone is no word
NOTHING = {"0": ""}
FINITE = re.compile(r"\bpo:(?:ifut|iimp|ipsi|cond|spre|simp|impe)\b")  # « relançassions » names nothing
PRESENT = "po:ipre"


class Rule(NamedTuple):
    """One line of an affix: what it takes off, what it adds, to which stems, and the result's own flags."""

    prefix: bool
    strip: str
    add: str
    condition: re.Pattern[str]
    flags: list[str]

    def form(self, stem: str) -> str | None:
        if not self.condition.search(stem):
            return None
        if self.prefix:
            return self.add + stem.removeprefix(self.strip)
        return stem.removesuffix(self.strip) + self.add


Rules = dict[str, list[Rule]]


def flags_of(text: str) -> list[str]:
    """`FLAG long`: two characters each."""
    return [text[i : i + 2] for i in range(0, len(text), 2)]


def read_rules(lines: Iterable[str]) -> Rules:
    """Prefixes with an apostrophe (l', d', qu') are left out: a text is cut there before any look-up."""
    rules: Rules = {}
    for fields in map(str.split, lines):
        if len(fields) < 5 or fields[0] not in ("PFX", "SFX"):
            continue
        kind, flag, strip, result, condition = fields[:5]
        add, _, flags = result.partition("/")
        if "'" not in add:
            prefix = kind == "PFX"
            stems = re.compile(f"^{condition}" if prefix else f"{condition}$")
            rule = Rule(prefix, NOTHING.get(strip, strip), NOTHING.get(add, add), stems, flags_of(flags))
            rules.setdefault(flag, []).append(rule)
    return rules


def expand(stem: str, flags: list[str], rules: Rules) -> Iterator[str]:
    """The forms of a stem. A form may have flags of its own: at most two levels deep in French.

    Prefixes and suffixes of one stem are not crossed: only units have prefixes, which bring their plural."""
    if NEEDS_AFFIX not in flags:
        yield stem
    for flag in flags:
        for rule in rules.get(flag, ()):
            form = rule.form(stem)
            if form is not None:
                yield from expand(form, rule.flags, rules)


def french_forms(dic: Iterable[str], rules: Rules) -> set[str]:
    """`dic`: the lines of a .dic file after the count, « stem/flags morphology »."""
    forms: set[str] = set()
    for line in filter(str.strip, dic):
        stem, _, flags = line.split()[0].partition("/")
        forms.update(expand(stem, flags_of(flags), rules))
    return forms


def everyday_forms(dic: Iterable[str], aff: Iterable[str]) -> set[str]:
    """The forms that somebody might call a term by: no proper names, and of the verbs the infinitive, the
    participles and the present only."""
    stems = (line for line in dic if line.partition("/")[0].islower())
    rules = (line for line in aff if PRESENT in line or not FINITE.search(line))
    return french_forms(stems, read_rules(rules))


def folded(forms: Iterable[str]) -> set[str]:
    """What a text that is folded and cut into words can hold of these forms; single letters are left out."""
    return {word for word in fold_words(" ".join(forms)).split() if len(word) > 1 and word.isalnum()}


def refuse_missing(files: dict[Path, str]) -> None:
    missing = [f"{path} (install {package})" for path, package in files.items() if not path.is_file()]
    if missing:
        sys.exit("Word lists not found: " + ", ".join(missing))


def write(target: Path, words: set[str], size: int) -> None:
    lexicon = Lexicon.of(hashes_of(list(words)), size)
    lexicon.save(target)
    print(f"{target.name}: {len(words)} words in {size // 8} bytes, {by_chance(lexicon):.2%} known by chance")


def by_chance(lexicon: Lexicon) -> float:
    """The share of random letters that a lexicon takes for words."""
    letters = np.random.default_rng(7).integers(ord("a"), ord("z") + 1, (RANDOM, RANDOM_LETTERS), np.uint8)
    starts = np.arange(0, letters.size, RANDOM_LETTERS)
    return float(lexicon.known(word_hashes(letters.ravel(), starts, starts + RANDOM_LETTERS)).mean())


def main() -> None:
    refuse_missing(PACKAGES)
    dic = DIC.read_text("utf-8").splitlines()[1:]
    aff = AFF.read_text("utf-8").splitlines()
    french, english = french_forms(dic, read_rules(aff)), ENGLISH.read_text("utf-8").split()
    write(KNOWN, folded(french.union(english)), BITS)
    write(EVERYDAY, folded(everyday_forms(dic, aff)), EVERYDAY_BITS)
    write(BORROWED, folded(filter(str.islower, english)) - folded(french), BORROWED_BITS)


if __name__ == "__main__":
    main()
