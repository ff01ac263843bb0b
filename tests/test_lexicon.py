"""The veto of typos: words of the lists are known, slips of the terms are not, and hashing is linear."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from lexibulle import lexicon, paths
from lexibulle.lexicon import BASE, LONGEST, MIX, WINDOW, Lexicon, word_hashes

REAL = """
temps toujours plusieurs souvent taux sequence prosperites obtentions patches relance relancer relancez
tunnels lances objectif objectifs segments sedimentation option options optons reliance personal person
optics opting abjection temple temples bouleversements entreprises commerciales rappelleront enverrions
fussiez cueillis chevaux bijoux belle belles nouvelle actrices vendeuses oeuvre soeurs aujourd hui quelqu
lorsqu jusqu presqu kilometres grecque blanche franche premiere dernieres prospectes prospections scenarios
scrapping churches reponses repose conversons inspection leaders email spas paons pinte fonder
"""

SLIPS = """
closign closnig segmantation segmenttion segmentaton reponce reponsse personna copywritting copywritng
investisement investissment prospet prosepct relanse rellance funel funnell tempalte templte scrapin
objetion objecttion enrichisement conversoin nurturring pipline pipelien segmentaion calendlly requette
booleene outbuond inboud demonstraton propect chrun
"""

EVERYDAY = """
relance relances relancer relancee relancant client clients vendeuse objection prospect demo pitch lundi
bonjour chevaux oeuvre toujours va belle
"""

NOT_EVERYDAY = """
lead funnel churn upsell copywriting scraping relancassions relancerions grenoble dupont propect
"""

BORROWED = """
deadline workflow team pricing forecast targeting webinar quick insights brief lead funnel
"""

NOT_BORROWED = """
marketing parking planning table action relance bonjour paris grenoble onboarding propect sequence comment
"""

BUILD = Path(__file__).parents[1] / "data" / "lexicon" / "build.py"  # not in the wheel
KNOWN, MISSPELT = REAL.split(), SLIPS.split()


def load_build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build", BUILD)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


build = load_build()


def hashes(words: list[str], gap: int = 1) -> NDArray[np.uint64]:
    text = (" " * gap).join(words).encode()
    lengths = np.array([len(word) for word in words], np.int64)
    starts = np.cumsum(lengths + gap) - lengths - gap
    return word_hashes(np.frombuffer(text, np.uint8), starts, starts + lengths)


def random_words(count: int) -> list[str]:
    letters = np.random.default_rng(7).integers(ord("a"), ord("z") + 1, (count, 9), np.uint8)
    return [row.tobytes().decode() for row in letters]


def twin(word: bytes) -> int:
    """The same hash, slowly."""
    windows = [word[begin : begin + WINDOW] for begin in range(0, max(1, min(len(word), LONGEST) - WINDOW), WINDOW)]
    h = 0
    for letters in windows:
        h = (h ^ int.from_bytes(letters, "little")) * BASE % (1 << 64)
        h ^= h >> 32
    h = (h ^ int.from_bytes(word[-WINDOW:], "little")) * MIX % (1 << 64)
    return h ^ h >> 29


@pytest.mark.parametrize("word", KNOWN)
def test_a_word_of_the_language_is_known(word: str) -> None:
    assert Lexicon.default().knows(word)


@pytest.mark.parametrize("word", MISSPELT)
def test_a_slip_is_not_known(word: str) -> None:
    assert not Lexicon.default().knows(word)


@pytest.mark.parametrize("word", EVERYDAY.split())
def test_a_word_of_every_day_is_french(word: str) -> None:
    assert Lexicon.french().knows(word)


@pytest.mark.parametrize("word", BORROWED.split())
def test_an_english_word_that_french_has_not_is_borrowed(word: str) -> None:
    assert Lexicon.english().knows(word)


@pytest.mark.parametrize("word", NOT_BORROWED.split())
def test_a_word_of_french_or_of_nobody_is_not_borrowed(word: str) -> None:
    assert not Lexicon.english().knows(word)


@pytest.mark.parametrize("word", NOT_EVERYDAY.split())
def test_what_is_foreign_bookish_or_a_proper_name_is_no_french_of_every_day(word: str) -> None:
    assert not Lexicon.french().knows(word)


def test_what_goes_in_is_known_and_what_does_not_is_hardly_ever() -> None:
    inside, outside = random_words(20_000)[:10_000], random_words(20_000)[10_000:]
    some = Lexicon.of(hashes(inside))
    assert some.known(hashes(inside)).all()
    assert some.known(hashes(outside)).mean() < 0.001


@pytest.mark.parametrize("words", [Lexicon.default(), Lexicon.french(), Lexicon.english()])
def test_random_letters_are_seldom_known(words: Lexicon) -> None:
    assert words.known(hashes(random_words(100_000))).mean() < 0.0012


@pytest.mark.parametrize("size", [1 << 17, 1 << 20, 1 << 22])
def test_a_small_lexicon_keeps_its_words_too(size: int) -> None:
    inside, outside = random_words(20_000)[:10_000], random_words(20_000)[10_000:]
    some = Lexicon.of(hashes(inside), size)
    assert some.blocks.nbytes == size // 8
    assert some.known(hashes(inside)).all()
    by_chance = ((np.bitwise_count(some.blocks) / 64) ** 5).mean()
    assert some.known(hashes(outside)).mean() < 1.2 * by_chance + 0.001


def test_one_word_and_many_words_agree() -> None:
    words = KNOWN + MISSPELT
    assert Lexicon.default().known(hashes(words)).tolist() == [Lexicon.default().knows(w) for w in words]


def test_a_lexicon_that_knows_more_leaves_the_other_as_it_was() -> None:
    more = Lexicon.default().including(MISSPELT)
    assert more.known_among(MISSPELT + KNOWN) == {*MISSPELT, *KNOWN}
    assert Lexicon.default().known_among(MISSPELT) == set()


def test_the_lexicon_is_shared_and_cannot_be_changed() -> None:
    assert Lexicon.default() is Lexicon.default()
    with pytest.raises(ValueError, match="read-only"):
        Lexicon.default().blocks[0] = 1


@pytest.mark.parametrize(("length", "said"), [
    (0, "not 0"), (1000, "up to 262144, not 125"), (1 << 22, "not 524288"), (1001, "known.bloom has 1001 bytes")])
def test_a_cut_or_swollen_file_is_refused(tmp_path: Path, length: int, said: str) -> None:
    (tmp_path / "known.bloom").write_bytes(b"\0" * length)
    with pytest.raises(ValueError, match=said):
        Lexicon.load(tmp_path / "known.bloom")


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    Lexicon.of(hashes(KNOWN), 1 << 12).save(tmp_path / "some.bloom")
    assert Lexicon.load(tmp_path / "some.bloom").known(hashes(KNOWN)).all()


@given(st.lists(st.from_regex(r"[a-z0-9]{1,100}", fullmatch=True), min_size=1), st.integers(1, 100))
def test_the_hash_is_that_of_the_word_wherever_it_stands(words: list[str], gap: int) -> None:
    assert hashes(words[:20], gap).tolist() == [twin(word.encode()) for word in words[:20]]


def test_every_letter_counts() -> None:
    """One letter changed, anywhere, is another hash: up to LONGEST letters, and the last ones beyond."""
    for length in (*range(1, LONGEST + 1), 200):
        read = [at for at in range(length) if at < LONGEST - WINDOW or at >= length - WINDOW]
        words = ["a" * at + "b" + "a" * (length - at - 1) for at in read]
        assert len(set(hashes(["a" * length, *words]).tolist())) == len(words) + 1


@pytest.mark.parametrize("length", [LONGEST - 1, LONGEST, LONGEST + 1, 1_000_000])
def test_a_word_after_an_endless_word_is_still_found(length: int) -> None:
    assert hashes(["a" * length, "temps"])[1] == hashes(["temps"])[0]


@pytest.mark.parametrize("words", [["a" * 1_000_000], ["a"] * 500_000, ["b" * 70_000] * 14])
def test_an_endless_word_is_not_read_to_its_end(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    work: list[int] = []
    monkeypatch.setattr(lexicon, "_mix", lambda numbers, *_: work.append(len(numbers)))
    hashes(words)
    assert sum(work) <= len(words) * LONGEST // WINDOW


def test_no_word_no_hash() -> None:
    nothing = np.zeros(0, np.int64)
    assert len(word_hashes(np.zeros(0, np.uint8), nothing, nothing)) == 0


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("Œuvre", {"oeuvre"}),
        ("L'Haÿ-les-Roses", {"hay", "les", "roses"}),
        ("quelqu’un", {"quelqu", "un"}),
        ("Straße", {"strasse"}),
        ("1ᵉʳ", {"1er"}),
        ("γάμμα", set()),
    ],
)
def test_forms_are_folded_and_cut(form: str, words: set[str]) -> None:
    assert build.folded([form]) == words


AFFIXES = """
SFX S. Y 2
SFX S. 0 0/D' [^sxz] is:sg
SFX S. 0 s/D' [^sxz] is:pl
SFX a0 Y 2
SFX a0 er e/n' [^y]er po:ipre
SFX a0 cer çons/n' cer po:ipre
SFX p+ Y 1
SFX p+ er é/S.() er po:ppas
PFX D' Y 1
PFX D' 0 d' .
PFX Um Y 2
PFX Um 0 0/S. .
PFX Um 0 kilo/S.() .
""".splitlines()


@pytest.mark.parametrize(
    ("entry", "forms"),
    [
        ("lancer/a0p+() po:v1", {"lance", "lançons", "lancé", "lancés"}),
        ("lancer/a0p+", {"lancer", "lance", "lançons", "lancé", "lancés"}),
        ("mètre/Um() po:nom", {"mètre", "mètres", "kilomètre", "kilomètres"}),
        ("ADN/D' po:nom", {"ADN"}),
        ("lorsqu/-- po:mg", {"lorsqu"}),
        ("choix/S. po:nom", {"choix"}),
    ],
)
def test_an_entry_is_expanded_to_its_forms(entry: str, forms: set[str]) -> None:
    assert build.french_forms([entry], build.read_rules(AFFIXES)) == forms


@pytest.mark.parametrize(
    ("entry", "forms"),
    [
        ("lancer/a0p+() po:v1", {"lance", "lançons", "lancé", "lancés"}),
        ("Lance/S. po:npr", set()),
        ("ADN/D' po:nom", set()),
        ("choix/S. po:nom", {"choix"}),
    ],
)
def test_an_everyday_entry_has_neither_capitals_nor_finite_verbs_but_the_present(
    entry: str, forms: set[str]
) -> None:
    bookish = ["SFX a0 er ai/n' [^y]er po:ipsi po:1sg", "SFX a0 er e/n' [^y]er po:ipre po:spre"]
    assert build.everyday_forms([entry], [*AFFIXES, *bookish]) == forms


def test_missing_word_lists_are_named_with_their_package(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"nowhere\.dic \(install some-package\)"):
        build.refuse_missing({tmp_path / "nowhere.dic": "some-package", Path(sys.executable): "python"})


def test_data_that_lies_nowhere_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "nlp" / "lexibulle")
    with pytest.raises(FileNotFoundError, match="réinstallez lexibulle"):
        paths.data_dir()


def test_a_wheel_brings_its_own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "PACKAGE", tmp_path)
    (tmp_path / "data").mkdir()
    assert paths.data_dir() == tmp_path / "data"
