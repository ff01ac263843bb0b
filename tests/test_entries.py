"""The entries of the default glossary keep the promises of the card.

Reads the file itself, not through the loader: these are rules for those who write entries.
"""

import ast
import operator
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

Entry = dict[str, Any]

FILE = Path(__file__).resolve().parent.parent / "data" / "glossaries" / "prospection-b2b.toml"
ENTRIES: list[Entry] = tomllib.loads(FILE.read_text(encoding="utf-8"))["term"]

IDS = """
    lead prospect icp buyer-persona cold-email cold-call abm lead-magnet funnel spam
    mql sql outbound inbound script-de-prospection pitch pain-point cta taux-d-ouverture taux-de-clic
    crm sequence-de-prospection taux-de-conversion no-show enrichissement
    kpi closing pipeline-commercial churn upsell cross-sell lead-scoring roi cac lead-nurturing
    base-de-donnees segmentation demo-produit copywriting relance template taux-de-reponse scraping
    objection email-finder opt-in requete-booleenne warm-up social-selling calendly
""".split()

PLAIN: dict[str, dict[str, str]] = {
    "cibler": {
        "icp": "profil d’entreprise à viser",
        "buyer-persona": "portrait type de l’interlocuteur",
        "segmentation": "tri des contacts par groupes",
        "abm": "démarche sur mesure par entreprise",
        "requete-booleenne": "recherche avec ET, OU, SAUF",
    },
    "outiller": {
        "base-de-donnees": "fichier de contacts",
        "enrichissement": "informations ajoutées à un contact",
        "scraping": "collecte automatique sur le web",
        "email-finder": "outil qui trouve des adresses",
        "crm": "logiciel de suivi des clients",
        "calendly": "prise de rendez-vous en ligne",
    },
    "approcher": {
        "outbound": "aller vers le client",
        "cold-call": "appel à un inconnu",
        "cold-email": "premier e-mail à un inconnu",
        "script-de-prospection": "trame d’appel ou de message",
        "sequence-de-prospection": "suite de messages planifiée",
        "relance": "message de rappel",
        "social-selling": "relations nouées sur les réseaux sociaux",
    },
    "ecrire": {
        "template": "modèle de message",
        "copywriting": "écriture qui convainc",
        "cta": "invitation à agir",
        "pitch": "présentation éclair",
        "spam": "message indésirable",
        "warm-up": "rodage du domaine d’envoi",
        "opt-in": "accord pour recevoir",
    },
    "qualifier": {
        "inbound": "faire venir le client",
        "lead-magnet": "contenu offert contre coordonnées",
        "lead-nurturing": "relation entretenue jusqu’à l’achat",
        "funnel": "parcours jusqu’à l’achat",
        "lead": "contact qui s’est manifesté",
        "prospect": "client potentiel",
        "mql": "contact intéressé, à valider",
        "sql": "contact validé, prêt à parler achat",
        "lead-scoring": "note donnée à chaque contact",
    },
    "vendre": {
        "demo-produit": "présentation en direct du produit",
        "no-show": "rendez-vous manqué sans prévenir",
        "pain-point": "problème à résoudre",
        "objection": "frein à l’achat",
        "closing": "signature de la vente",
        "pipeline-commercial": "ventes en cours, par étape",
        "upsell": "passage à l’offre supérieure",
        "cross-sell": "vente d’un produit complémentaire",
    },
    "mesurer": {
        "kpi": "chiffre clé à suivre",
        "roi": "rentabilité de la dépense",
        "cac": "coût d’un nouveau client",
        "churn": "part de clients perdus",
        "taux-d-ouverture": "part d’e-mails ouverts",
        "taux-de-clic": "clics rapportés aux envois",
        "taux-de-reponse": "part de réponses reçues",
        "taux-de-conversion": "part de contacts devenus clients",
    },
}

FIRST_DAY = """
    lead prospect crm cold-email cold-call relance pitch objection script-de-prospection template
    demo-produit closing no-show spam base-de-donnees calendly kpi
""".split()
FIRST_MONTH = """
    abm churn upsell cross-sell lead-scoring roi cac lead-nurturing copywriting scraping
    requete-booleenne warm-up
""".split()
LEVELS = dict.fromkeys(IDS, 2) | dict.fromkeys(FIRST_DAY, 1) | dict.fromkeys(FIRST_MONTH, 3)

OK = "spam base-de-donnees demo-produit calendly".split()
EXPLAIN = """
    abm inbound cta taux-de-clic taux-d-ouverture taux-de-reponse taux-de-conversion kpi churn cac roi
    copywriting segmentation opt-in requete-booleenne template crm
""".split()
REGISTERS = dict.fromkeys(IDS, "avoid") | dict.fromkeys(EXPLAIN, "explain") | dict.fromkeys(OK, "ok")

CALCULATED = "roi cac churn taux-d-ouverture taux-de-clic taux-de-reponse taux-de-conversion".split()

LONGEST = {
    "name": 40,
    "say": 28,
    "expansion.en": 48,
    "expansion.fr": 48,
    "plain": 45,
    "also": 48,
    "definition": 140,
    "detail": 140,
    "formula.expression": 60,
    "formula.worked": 110,
    "example": 110,
    "ask": 110,
    "confused.other": 40,
    "confused.how": 100,
    "caution.text": 160,
    "caution.source": 80,
    "note": 120,
    "official.term": 60,
    "official.source": 60,
}
REQUIRED = "id number name lang gender category level client plain definition detail example ask".split()
NOT_PROSE = """
    id lang gender category client with checked status seen published related alias detect
""".split()
SENTENCES = {"definition", "detail", "formula.worked", "example", "ask", "confused.how", "caution.text"}

each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=[entry["id"] for entry in ENTRIES])


# reading an entry


def texts(part: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every string a reader sees, with its dotted field; the items of a list share one name."""
    if isinstance(part, str):
        yield path, part
    elif isinstance(part, list):
        for item in part:
            yield from texts(item, path)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key not in NOT_PROSE:
                yield from texts(value, f"{path}.{key}".lstrip("."))


def folded(text: str) -> str:
    """Lower case, no accents, single spaces for all that is neither letter nor digit."""
    letters = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """Any of the forms, longest first, each word with an optional plural."""
    by_length = sorted(map(folded, forms), key=len, reverse=True)
    return re.compile("|".join(rf"\b{form.replace(' ', '[sx]? ')}[sx]?\b" for form in by_length))


def mentioned(text: str) -> set[str]:
    """Ids of the glossary names in the text; a longer name hides the shorter one inside it."""
    names = {folded(entry["name"]): entry["id"] for entry in ENTRIES}
    rest, found = folded(text), set()
    for name in sorted(names, key=len, reverse=True):
        rest, count = pattern([name]).subn("|", rest)
        if count:
            found.add(names[name])
    return found


def forms(entry: Entry) -> list[str]:
    return [entry["name"], *(alias["form"] for alias in entry.get("alias", []))]


def confused(entry: Entry) -> list[str]:
    return [item["with"] for item in entry.get("confused", []) if "with" in item]


def links() -> Iterator[frozenset[str]]:
    """Every link of the file as often as it is written, without direction."""
    for entry in ENTRIES:
        for other in [*confused(entry), *entry.get("related", [])]:
            yield frozenset((entry["id"], other))


# the file as a whole


def test_the_fifty_entries_are_in_the_order_of_the_source() -> None:
    assert [entry["id"] for entry in ENTRIES] == IDS


def test_numbers_run_from_1_to_50() -> None:
    assert [entry["number"] for entry in ENTRIES] == list(range(1, 51))


def test_categories_have_the_agreed_sizes() -> None:
    sizes = Counter(entry["category"] for entry in ENTRIES)

    assert [sizes[category] for category in PLAIN] == [5, 6, 7, 7, 9, 8, 8]


def test_names_are_unique() -> None:
    assert len({folded(entry["name"]) for entry in ENTRIES}) == len(ENTRIES)


def test_each_link_is_written_once() -> None:
    """The loader adds the way back; a pair to tell apart is not listed again as related."""
    assert [sorted(link) for link, count in Counter(links()).items() if count > 1] == []


# fields


@each_entry
def test_required_fields_are_present(entry: Entry) -> None:
    assert [field for field in REQUIRED if not entry.get(field)] == []


@each_entry
def test_no_field_is_empty(entry: Entry) -> None:
    assert [field for field, value in entry.items() if value in ("", [], {})] == []


@each_entry
def test_language_and_gender_are_known(entry: Entry) -> None:
    assert entry["lang"] in {"fr", "en"}
    assert entry["gender"] in {"m", "f"}


@each_entry
def test_plain_wording_is_the_agreed_one(entry: Entry) -> None:
    assert entry["plain"] == PLAIN[entry["category"]][entry["id"]]


@each_entry
def test_level_is_the_agreed_one(entry: Entry) -> None:
    assert entry["level"] == LEVELS[entry["id"]]


@each_entry
def test_client_register_is_the_agreed_one(entry: Entry) -> None:
    assert entry["client"] == REGISTERS[entry["id"]]


@each_entry
def test_official_term_has_status_source_and_one_date(entry: Entry) -> None:
    official = entry.get("official")
    if official is None:
        return

    assert set(official) - {"seen", "published"} == {"term", "status", "source"}
    assert official["status"] in {"officiel", "usage", "à vérifier"}
    dates = [official[key] for key in ("seen", "published") if key in official]
    assert len(dates) == 1
    assert re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", dates[0])


@each_entry
def test_caution_has_source_and_day_of_check(entry: Entry) -> None:
    caution = entry.get("caution")
    if caution is None:
        return

    assert set(caution) == {"text", "source", "checked"}
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", caution["checked"])


# lengths


@each_entry
def test_texts_fit_their_place(entry: Entry) -> None:
    too_long = {field: len(text) for field, text in texts(entry) if len(text) > LONGEST[field]}

    assert too_long == {}


@each_entry
def test_definition_says_enough(entry: Entry) -> None:
    assert len(entry["definition"]) >= 60


@each_entry
def test_few_other_names_are_told(entry: Entry) -> None:
    """What people say; the spellings and slips that it is found by are no advice."""
    told = entry.get("also", [alias["form"] for alias in entry.get("alias", [])])

    assert len(told) <= 4
    assert len(set(map(folded, told))) == len(told)


@each_entry
def test_expansion_fits_one_line(entry: Entry) -> None:
    expansion = entry.get("expansion", {})

    assert set(expansion) <= {"en", "fr"}
    assert len(", ".join(expansion.values())) <= 48


@each_entry
def test_closed_card_holds_sixty_words(entry: Entry) -> None:
    shown = [entry["name"], *entry.get("expansion", {}).values(), entry["plain"], entry["definition"]]
    words = [word for word in " ".join(shown).split() if re.search(r"\w", word)]

    assert len(words) <= 60


# wording


@each_entry
def test_definition_starts_with_the_kind_of_thing(entry: Entry) -> None:
    start = folded(entry["definition"])

    assert not start.startswith("il s agit")
    assert not pattern([entry["name"]]).match(re.sub(r"^(un|une|le|la|les|l|des) ", "", start))


@each_entry
def test_definition_is_one_sentence(entry: Entry) -> None:
    assert re.fullmatch(r"[A-ZÀÂÇÉÈÊÎÔ].*[^.…][.…]", entry["definition"])
    assert not re.search(r"[.?…]\s+[A-ZÀÂÇÉÈÊÎÔ]", entry["definition"])


@each_entry
def test_definition_leans_on_one_other_word_at_most(entry: Entry) -> None:
    assert len(mentioned(entry["definition"]) - {entry["id"]}) <= 1


@each_entry
def test_plain_wording_holds_no_glossary_word(entry: Entry) -> None:
    assert mentioned(entry["plain"]) == set()


@each_entry
def test_example_uses_the_word_once(entry: Entry) -> None:
    assert len(pattern(forms(entry)).findall(folded(entry["example"]))) == 1


@each_entry
def test_question_for_the_team_is_a_question(entry: Entry) -> None:
    assert entry["ask"].endswith("\u00a0?")


@each_entry
def test_sentences_start_and_end_as_sentences(entry: Entry) -> None:
    loose = [
        text
        for field, text in texts(entry)
        if field in SENTENCES and not re.fullmatch(r"[A-ZÀÂÇÉÈÊÎÔ0-9«].*[.…?»]", text)
    ]

    assert loose == []


@each_entry
def test_no_lesson_and_no_benchmark(entry: Entry) -> None:
    banned = re.compile(r"!|\bsimplement\b|\bun bon taux\b", re.IGNORECASE)

    assert [text for _, text in texts(entry) if banned.search(text)] == []


# typography


FAULTS = {
    "only ’ and « »": r"['\"`´]",
    "U+00A0 before high signs": r"(?<!\u00a0)[:;!?%€»]",
    "U+00A0 after «": r"«(?!\u00a0)",
    "… in one character": r"\.\.\.",
    "U+202F in thousands, not a space": r"\d[ \u00a0.]\d{3}(?!\d)",
    "U+202F in thousands, except in years": r"(?<![\d,])(?!(?:19|20)\d\d(?!\d))\d{4,}",
    "− × ÷ in calculations": r"\d\s[-*/x]\s\d",
    "no loose white space": r"^\s|\s$|\s\s|[\n\t]",
}


@pytest.mark.parametrize("rule", FAULTS)
@each_entry
def test_typography(entry: Entry, rule: str) -> None:
    assert [text for _, text in texts(entry) if re.search(FAULTS[rule], text)] == []


# neighbours


@each_entry
def test_neighbours_exist(entry: Entry) -> None:
    known = set(IDS) - {entry["id"]}

    assert {*confused(entry), *entry.get("related", [])} <= known


@each_entry
def test_at_most_four_related_words_are_listed(entry: Entry) -> None:
    assert len(entry.get("related", [])) <= 4


@each_entry
def test_a_pair_names_one_word_and_one_criterion(entry: Entry) -> None:
    for item in entry.get("confused", []):
        assert set(item) in ({"with", "how"}, {"other", "how"})


@each_entry
def test_a_criterion_reads_from_both_sides(entry: Entry) -> None:
    """Each word of a pair is in it, at least by its first word (« la séquence »)."""
    for item in entry.get("confused", []):
        if "with" in item:
            heads = {folded(name).split()[0] for name in (entry["name"], item["with"])}

            assert {head for head in heads if not pattern([head]).search(folded(item["how"]))} == set()


@each_entry
def test_word_has_two_neighbours(entry: Entry) -> None:
    """In both directions; a word outside the lexicon counts, since the card shows it."""
    inside = {link for link in links() if entry["id"] in link}
    outside = [item for item in entry.get("confused", []) if "other" in item]

    assert len(inside) + len(outside) >= 2


# calculations

CALCULATION = re.compile(r"([\d(][\d\s,()+−×÷€%]*)\s*([=≈])\s*(−?\d[\d\s]*(?:,\d+)?)")
OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def python_number(text: str) -> str:
    return re.sub(r"[\s€%]", "", text).translate(str.maketrans("÷×−,", "/*-."))


def value(node: ast.expr) -> Fraction:
    """Exact value of an arithmetic expression, numbers and the four operations only."""
    match node:
        case ast.Constant(value=int() | float() as number):
            return Fraction(str(number))
        case ast.BinOp(left=left, op=sign, right=right):
            result: Fraction = OPERATORS[type(sign)](value(left), value(right))
            return result
    raise ValueError(ast.dump(node))


def error_of(calculation: re.Match[str]) -> Fraction:
    """How far the printed result is from the true one, beyond the rounding that « ≈ » admits."""
    expression, sign, printed = calculation.groups()
    true = value(ast.parse(python_number(expression), mode="eval").body)
    gap = abs(true - Fraction(python_number(printed)))
    decimals = len(printed.partition(",")[2])
    return max(Fraction(0), gap - Fraction(1, 2 * 10**decimals)) if sign == "≈" else gap


@each_entry
def test_only_measures_have_a_calculation(entry: Entry) -> None:
    assert ("formula" in entry) == (entry["id"] in CALCULATED)


@each_entry
def test_worked_figures_are_right(entry: Entry) -> None:
    formula = entry.get("formula", {"expression": "", "worked": ""})
    calculations = list(CALCULATION.finditer(formula["worked"]))

    assert (" = " in formula["expression"]) == bool(calculations) == ("formula" in entry)
    assert [match.group() for match in calculations if error_of(match)] == []


@pytest.mark.parametrize(
    ("worked", "right"),
    [
        ("(10\u202f000 − 4\u202f000) ÷ 4\u202f000 × 100 = 150\u00a0%", True),
        ("36 ÷ 800 × 100 = 4,5\u00a0%", True),
        ("36 ÷ 800 × 100 = 4\u00a0%", False),
        ("1 ÷ 3 × 100 ≈ 33,3\u00a0%", True),
        ("1 ÷ 3 × 100 ≈ 33,4\u00a0%", False),
        ("60\u202f000\u00a0€ ÷ 24 = 2\u202f500\u00a0€", True),
    ],
)
def test_the_checker_of_figures_can_count(worked: str, right: bool) -> None:
    calculation = CALCULATION.search(worked)

    assert calculation
    assert (error_of(calculation) == 0) is right
