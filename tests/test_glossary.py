"""A glossary file is read as its writer meant it, or refused with file, term, field and cure."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from found import found, surfaces
from lexibulle import Annotator, Glossary, GlossaryError
from lexibulle.forms import forms_of_term
from lexibulle.glossary import Confusion, Expansion, Formula
from lexibulle_server.cli import main

Write = Callable[..., Path]

FILE = "equipe.toml"  # not the id of the glossary: a message must name the file
HEADER = 'schema = 1\nid = "notre-maison"\nname = "Notre maison"\nversion = "1"\n'
DEFINITION = "Quatre questions à poser."
TERM = f'[[term]]\nid = "bant"\nname = "BANT"\ndefinition = "{DEFINITION}"\n'
OTHER = '[[term]]\nid = "meddic"\nname = "Meddic"\ndefinition = "Six points à vérifier."\n'
CURES = re.compile(
    r"\b(?:écrivez|corrigez|retirez|gardez|choisissez|donnez|enregistrez|partagez|ajoutez|supprimez|raccourcissez|"
    r"videz|admises?|par exemple|il faut|doit|seulement|lit le schéma)\b", re.IGNORECASE)
BAD_TYPOGRAPHY = re.compile(r"(?:(?<![\u00A0\u202F])[:;!?»](?=\s|\Z))|«(?!\u00A0)")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(content: str | bytes, name: str = FILE) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    return written


@cache
def annotator_of_file(content: str, name: str) -> Annotator:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(content, "utf-8")
        return Annotator(usable(path))


def usable(path: Path) -> Glossary:
    """A file as it is used: loaded, then combined."""
    return Glossary.combine([Glossary.load(path)])


def refusal(path: Path) -> GlossaryError:
    with pytest.raises(GlossaryError) as caught:
        usable(path)
    return caught.value


def said_of(path: Path) -> tuple[str, ...]:
    """The problems of a file, none when it is taken."""
    try:
        usable(path)
    except GlossaryError as error:
        return error.problems
    return ()


def said_of_all(parts: list[Glossary]) -> tuple[str, ...]:
    """The same of several together."""
    try:
        Glossary.combine(parts)
    except GlossaryError as error:
        return error.problems
    return ()


def plain(message: object) -> str:
    return str(message).replace("\u00A0", " ")


# ---- TOML: what is refused ----------------------------------------------------

# what is wrong: (line of the entry « bant », field that the message names)
BAD_LINES = {
    "unknown key of a term": ('definitoin = "x"', "definitoin"),
    "unknown key of detect": ('detect = { cases = "any" }', "detect.cases"),
    "unknown key of an alias": ('alias = [{ form = "le bant", langue = "fr" }]', "alias.langue"),
    "unknown key of a formula": ('formula = { expression = "a", exemple = "b" }', "formula.exemple"),
    "unknown key of official": (
        'official = { term = "a", status = "usage", source = "b", url = "c" }', "official.url"),
    "unknown key of an expansion": ('expansion = { de = "x" }', "expansion.de"),
    "alias with two spaces": ('alias = [{ form = "budget  autorité" }]', "alias.form"),
    "alias with a no-break and a plain space": ('alias = [{ form = "le\\u00A0 bant" }]', "alias.form"),
    "alias over two lines": ('alias = [{ form = "budget\\nautorité" }]', "alias.form"),
    "alias with a space in front": ('alias = [{ form = " bante" }]', "alias.form"),
    "empty alias": ('alias = [{ form = "" }]', "alias.form"),
    "alias without a form": ('alias = [{ lang = "en" }]', "alias.form"),
    "alias of signs only": ('alias = [{ form = "€€" }]', "alias.form"),
    "alias that is a text": ('alias = "bante"', "alias"),
    "aliases that are texts": ('alias = ["bante"]', "alias"),
    "alias written twice": ('alias = [{ form = "grille" }, { form = "Grille" }]', "alias"),
    "name for a reader that is no alias": ('alias = [{ form = "grille" }]\nalso = ["grilles"]', "also"),
    "feminine with two spaces": ('detect = { feminine = "bante  e" }', "detect.feminine"),
    "cue with two spaces": ('detect = { for = ["bon  de commande"] }', "detect.for"),
    "cue with a star inside": ('detect = { against = ["fact*ure"] }', "detect.against"),
    "words before that are a phrase": ('detect = { before_for = ["à votre"] }', "detect.before_for"),
    "trade that nobody knows": ('detect = { trades = ["music", "plumbing"] }', "detect.trades"),
    "trades that are no list": ('detect = { trades = "music" }', "detect.trades"),
    "doubt of another kind": ('detect = { doubt = "person" }', "detect.doubt"),
    "blank never-phrase": ('detect = { never = [" "] }', "detect.never"),
    "never-phrases that are no list": ('detect = { never = "bant 40" }', "detect.never"),
    "number that is a text": ('number = "1"', "number"),
    "number that is a truth value": ("number = true", "number"),
    "related that is a text": ('related = "meddic"', "related"),
    "detect that is a text": ('detect = "any"', "detect"),
    "typos that is a text": ('detect = { typos = "oui" }', "detect.typos"),
    "form that is a number": ("alias = [{ form = 4 }]", "alias.form"),
    "date where a text is due": ("note = 2026-01-01", "note"),
    "gender that is no choice": ('gender = "n"', "gender"),
    "client that is no choice": ('client = "never"', "client"),
    "level that is no choice": ("level = 4", "level"),
    "level that is a text": ('level = "1"', "level"),
    "level that is a truth value": ("level = true", "level"),
    "case that is no choice": ('detect = { case = "Upper" }', "detect.case"),
    "context that is no choice": ('detect = { context = "often" }', "detect.context"),
    "case of an alias that is no choice": ('alias = [{ form = "b", case = "title" }]', "alias.case"),
    "context of an alias that is no choice": ('alias = [{ form = "b", context = "" }]', "alias.context"),
    "status that is no choice": (
        'official = { term = "a", status = "sûr", source = "b" }', "official.status"),
    "formula without expression": ('formula = { worked = "1 + 1 = 2" }', "formula.expression"),
    "caution without source": ('caution = { text = "Loi.", checked = "2026-01-01" }', "caution.source"),
    "official without source": ('official = { term = "a", status = "usage" }', "official.source"),
    "confusion with a term and words": (
        'confused = [{ with = "bant", other = "SPIN", how = "x" }]', "confused"),
    "confusion with neither": ('confused = [{ how = "x" }]', "confused"),
    "confusion without a criterion": ('confused = [{ other = "SPIN" }]', "confused.how"),
    "related term that is nowhere": ('related = ["bantt"]', "related"),
    "confused term that is nowhere": ('confused = [{ with = "spin", how = "x" }]', "confused"),
}

# what is wrong: (what stands in a good file, what stands there instead, term and field named)
BAD_CHANGES = {
    "duplicate id": (TERM, TERM + TERM.replace("BANT", "Autre"), "bant", "id"),
    "no id": ('id = "bant"\n', "", "BANT", "id"),
    "id with a capital": ('"bant"', '"Bant"', "BANT", "id"),
    "id with an accent": ('"bant"', '"bânt"', "BANT", "id"),
    "id with a space": ('"bant"', '"ban t"', "BANT", "id"),
    "id that is a number": ('"bant"', "12", "BANT", "id"),
    "no name": ('name = "BANT"\n', "", "bant", "name"),
    "no definition": (f'definition = "{DEFINITION}"\n', "", "bant", "definition"),
    "empty definition": (DEFINITION, "", "bant", "definition"),
    "blank definition": (DEFINITION, " \\n\\t ", "bant", "definition"),
    "definition that is a list": (f'"{DEFINITION}"', "[]", "bant", "definition"),
    "empty name": ('"BANT"', '""', "bant", "name"),
    "name without a letter": ("BANT", "→", "bant", "name"),
    "name with two spaces": ("BANT", "vente  flash", "bant", "name"),
    "name that is a number": ('"BANT"', "3", "bant", "name"),
    "unknown key of the header": ("schema", "titre = 3\nschema", "", "titre"),
    "unknown key of the field": ("[[term]]", '[field]\nforts = ["devis"]\n[[term]]', "", "field.forts"),
    "field cue that is no word": ("[[term]]", "[field]\nstrong = [3]\n[[term]]", "", "field.strong"),
    "field cue with two spaces": ("[[term]]", '[field]\nweak = ["le  devis"]\n[[term]]', "", "field.weak"),
    "field that is no table": ("[[term]]", 'field = "devis"\n[[term]]', "", "field"),
    "terms that are no list": (TERM, 'term = "bant"\n', "", "term"),
    "one term as a table": ("[[term]]", "[term]", "", "term"),
    "term that is no table": (TERM, "term = [3]\n", "", "term"),
    "title that is a number": ('"Notre maison"', "3", "", "name"),
    "version that is a number": ('version = "1"', "version = 1.0", "", "version"),
    "unknown schema": ("schema = 1", "schema = 2", "", "schema"),
    "schema that is a text": ("schema = 1", 'schema = "1"', "", "schema"),
    "no id of the glossary": ('id = "notre-maison"\n', "", "", "id"),
    "id of the glossary with a space": ("notre-maison", "notre maison", "", "id"),
    "nothing at all": (HEADER + TERM, "", "", "id"),
}

# what is wrong: (lines of « bant », lines of « meddic », field that the message names)
BAD_CLAIMS = {
    "alias that is the name of another term": ("", 'alias = [{ form = "bant" }]', "alias"),
    "alias claimed by two terms": ('alias = [{ form = "grille" }]', 'alias = [{ form = "grille" }]', "alias"),
    "alias that differs by accents, capitals and hyphens": (
        'alias = [{ form = "pré-vente d’été" }]', 'alias = [{ form = "Pre vente d\'ete" }]', "alias"),
    "alias of any case that is a name": ("", 'alias = [{ form = "bant", case = "any" }]', "alias"),
    "alias in capitals, taken in any case": (
        'alias = [{ form = "grille" }]', 'alias = [{ form = "GRILLE", case = "upper" }]', "alias"),
    "feminine that is another term": ("", 'detect = { feminine = "bant" }', "detect.feminine"),
}


def refused() -> dict[str, tuple[str, str, str]]:
    """What is wrong: (file, term, field)."""
    files = {case: (f"{HEADER}{TERM}{line}\n", "bant", field) for case, (line, field) in BAD_LINES.items()}
    for case, (old, new, term, field) in BAD_CHANGES.items():
        assert old in HEADER + TERM
        files[case] = ((HEADER + TERM).replace(old, new, 1), term, field)
    for case, (first, second, field) in BAD_CLAIMS.items():
        files[case] = (f"{HEADER}{TERM}{first}\n{OTHER}{second}\n", "meddic", field)
    return files


REFUSED = refused()


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_file_is_refused(case: str, write: Write) -> None:
    content, term, field = REFUSED[case]
    message = plain(refusal(write(content)))

    assert FILE in message
    assert term in message
    assert f"« {field} »" in message


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_names_the_cure(case: str, write: Write) -> None:
    for problem in refusal(write(REFUSED[case][0])).problems:
        assert CURES.search(problem) is not None, problem


def test_refusals_are_set_as_french_is(write: Write) -> None:
    problems = [problem for content, *_ in REFUSED.values() for problem in said_of(write(content))]

    assert problems
    assert not [problem for problem in problems if BAD_TYPOGRAPHY.search(problem)]


@pytest.mark.parametrize(("content", "place"), [
    (HEADER + '[[term]\nid = "x"\n', "ligne 5, colonne 7 : un titre entre crochets n’est pas refermé"),
    (HEADER + 'id = "encore"\n', "ligne 5, colonne 14 : ce champ ou cette table est écrit deux fois"),
    (HEADER + TERM + 'note = "jamais fermé\n', "ligne 9, colonne 21 : un texte n’est pas refermé"),
    (HEADER + TERM + "note = 'jamais fermé\n", "fin du fichier : un texte n’est pas refermé"),
    (HEADER + TERM + 'note = """jamais fermé\n', "fin du fichier : un texte n’est pas refermé"),
    (HEADER + TERM + "note = sans guillemets\n", "ligne 9, colonne 8 : cette valeur n’est pas admise"),
    (HEADER + TERM + 'note = "dit "un" mot"\n', "ligne 9, colonne 14 : il y a quelque chose après la valeur"),
    (HEADER + TERM + 'note "un"\n', "ligne 9, colonne 6 : il manque « = »"),
    (HEADER + TERM + 'note = "C:\\ventes"\n', "ligne 9, colonne 13 : une barre oblique inverse"),
    (HEADER + TERM + 'also = ["un"\n', "fin du fichier : une liste n’est pas refermée"),
    (HEADER + TERM + 'detect = { for = ["un"]\n', "ligne 9, colonne 24 : une table n’est pas refermée"),
    (HEADER + TERM + 'élan = "un"\n', "ligne 9, colonne 1 : il faut un nom de champ"),
    ("\x00", "ligne 1, colonne 1 : il faut un nom de champ"),
    (HEADER + TERM + "note = 2026-02-31\n", "ligne 9, colonne 8 : ce n’est pas du TOML correct"),
])
def test_bad_toml_is_refused_with_its_place_and_cause(content: str, place: str, write: Write) -> None:
    (problem,) = refusal(write(content)).problems

    assert plain(problem).startswith(f"{FILE}, {place}")
    assert CURES.search(problem)
    assert not BAD_TYPOGRAPHY.search(problem)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b'id = "\xe9t\xe9"', (HEADER + TERM).encode("utf-16")])
def test_toml_that_is_not_utf8_is_refused(content: bytes, write: Write) -> None:
    message = str(refusal(write(content)))

    assert FILE in message
    assert "UTF-8" in message
    assert CURES.search(message)


@pytest.mark.parametrize("content", [
    "x = " + "[" * 100_000, "x = " + "{ a = " * 100_000, f"[{'a.' * 50_000}a]",
], ids=["lists", "tables", "dots"])
def test_toml_nested_without_end_is_refused(content: str, write: Write) -> None:
    assert FILE in str(refusal(write(content)))


@pytest.mark.parametrize("name", ["equipe.txt", "equipe.xls", "equipe", "equipe.toml.bak", ".toml"])
def test_another_extension_is_refused(name: str, write: Write) -> None:
    message = str(refusal(write(HEADER + TERM, name)))

    assert name in message
    assert "«\u00a0\u00a0»" not in message
    assert all(suffix in message for suffix in (".toml", ".csv", ".xlsx"))


@pytest.mark.parametrize("name", ["equipe.toml", "equipe.csv", "equipe.xlsx"])
def test_a_file_too_large_for_a_glossary_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(64_000_000)

    message = str(refusal(path))
    assert name in message
    assert "64\u202f000\u202f000 octets" in message


@pytest.mark.parametrize("name", ["absent.toml", "absent.csv", "absent.xlsx"])
def test_a_file_that_is_not_there_is_an_error_of_the_system(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Glossary.load(tmp_path / name)


def test_all_problems_are_told_at_once(write: Write) -> None:
    content = HEADER + (
        '[[term]]\nid = "un"\nname = "Un  mot"\ndefinition = ""\ngendre = "m"\nlevel = 9\n'
        'alias = [{ form = "a  b" }, { forme = "c" }]\n[[term]]\nid = "Deux"\n'
        '[[term]]\nid = "trois"\nname = "Trois"\ndefinition = []\n')
    problems = refusal(write(content)).problems

    assert len(problems) >= 9
    for field in ("name", "definition", "gendre", "level", "alias.form", "alias.forme", "id"):
        assert any(f"« {field} »" in plain(problem) for problem in problems), field


@pytest.mark.parametrize("said", ["titre", "level", "grille", "nulle-part"])
def test_problems_of_several_kinds_are_told_at_once(said: str, write: Write) -> None:
    """A bad header hides nothing of the entries, nor a bad field the claims and links."""
    content = (HEADER.replace("schema", "titre = 3\nschema") + TERM + "level = 9\n"
               + 'alias = [{ form = "grille" }]\n' + OTHER
               + 'alias = [{ form = "grille" }]\nrelated = ["nulle-part"]\n')

    assert said in str(refusal(write(content)))


@pytest.mark.parametrize(("line", "said"), [
    ("level = true", "« true » ne convient pas"),
    ('note = ["x", 3]', '« ["x", …] » ne convient pas'),
    ("note = { a = 1 }", "« { … } » ne convient pas"),
    ('detect = ["x"]', '« ["x"] » n’est pas une table'),
    ('note = "rouge\\u001b[31m"', "« rouge␛[31m » contient un caractère de commande"),
])
def test_a_refused_value_is_shown_as_the_file_writes_it(line: str, said: str, write: Write) -> None:
    assert said in plain(refusal(write(f"{HEADER}{TERM}{line}\n")))


def test_a_missing_id_is_said_to_be_missing(write: Write) -> None:
    message = plain(refusal(write((HEADER + TERM).replace('id = "bant"\n', ""))))

    assert "terme « BANT », champ « id » : il manque l’identifiant" in message


# ---- TOML: what is read ----------------------------------------------------

FULL = HEADER + TERM + """
number = 7
lang = "en"
gender = "m"
say = "bannte"
expansion = { en = "Budget, Authority, Need, Timing" }
category = "qualifier"
level = 2
client = "avoid"
plain = "quatre questions"
detail = "Du détail."
example = "Un exemple."
ask = "Qui les pose ?"
note = "Chez nous, trois."
formula = { expression = "a ÷ b", worked = "1 ÷ 2 = 0,5" }
confused = [{ other = "SPIN", how = "Autre chose." }]
caution = { text = "Loi.", source = "CNIL", checked = "2026-01-01" }
official = { term = "critères", status = "à vérifier", source = "x", seen = "2014-02" }
alias = [{ form = "les quatre questions", lang = "fr", case = "any", context = "needed", typos = false }]
[term.detect]
case = "upper"
context = "usual"
typos = false
for = ["devis"]
against = ["groupe"]
never = ["BANT 40"]
"""


def test_a_full_entry_is_read(write: Write) -> None:
    term = usable(write(FULL))["bant"]

    assert (term.glossary, term.number, term.level, term.client) == ("notre-maison", 7, 2, "avoid")
    assert term.confused == (Confusion("Autre chose.", other="SPIN"),)
    assert (term.detect.case, term.detect.for_, term.detect.never) == ("upper", ("devis",), ("BANT 40",))
    assert (term.alias[0].context, term.alias[0].typos) == ("needed", False)
    assert term.official is not None
    assert term.official.status == "à vérifier"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_bom_and_line_ends_do_not_matter(mark: str, ends: str, write: Write) -> None:
    content = mark + (HEADER + TERM + OTHER).replace("\n", ends)

    assert [term.id for term in usable(write(content))] == ["bant", "meddic"]


@pytest.mark.parametrize(("mine", "theirs"), [
    ('{ form = "roi", case = "lower" }', '{ form = "ROI", case = "upper" }'),
    ('{ form = "cold call" }', '{ form = "cold calls you" }'),
])
def test_forms_that_never_meet_may_belong_to_two_terms(mine: str, theirs: str, write: Write) -> None:
    assert len(usable(write(f"{HEADER}{TERM}alias = [{mine}]\n{OTHER}alias = [{theirs}]\n"))) == 2


LINK = 'related = ["{0}"]\nconfused = [{{ with = "{0}", how = "L’un est court." }}]\n'


@pytest.mark.parametrize("back", ["", LINK.format("bant")])
def test_links_lead_both_ways_once(back: str, write: Write) -> None:
    glossary = usable(write(HEADER + TERM + LINK.format("meddic") + OTHER + back))

    for here, there in (("bant", "meddic"), ("meddic", "bant")):
        assert glossary[here].related == (there,)
        assert glossary[here].confused == (Confusion("L’un est court.", with_=there),)


def test_the_default_glossary_links_both_ways(glossary: Glossary) -> None:
    for term in glossary:
        assert term.id not in term.related
        assert all(term.id in glossary[other].related for other in term.related)
        for pair in term.confused:
            assert not pair.with_ or term.id in {back.with_ for back in glossary[pair.with_].confused}


def test_the_default_glossary_tells_its_source(glossary: Glossary) -> None:
    sources = [(source.id, source.version, source.terms) for source in glossary.sources]

    assert sources == [(glossary.id, glossary.version, 50)]


# ---- overlays and several glossaries ----------------------------------------------------

NEW_FIELDS: dict[str, str | int] = {
    "note": "Chez nous, le lundi.", "plain": "quatre points à vérifier", "detail": "Un détail de plus.",
    "level": 3, "say": "bannte", "name": "Bante", "definition": "Nos quatre questions.", "ask": "Qui les pose ?",
    "client": "ok",
}


def overlay(entry: str = "bant", **new: str | int) -> str:
    lines = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in new.items())
    return f'schema = 1\nid = "calque"\nversion = "7"\n[[term]]\nid = "{entry}"\n{lines}'


@pytest.mark.parametrize("field", NEW_FIELDS)
def test_an_overlay_replaces_a_single_field(field: str, write: Write) -> None:
    base = Glossary.load(write(HEADER + TERM, "base.toml"))
    over = Glossary.load(write(overlay("bant", **{field: NEW_FIELDS[field]})))
    term = Glossary.combine([base, over])["bant"]

    assert getattr(term, field) == NEW_FIELDS[field]
    assert field == "name" or term.name == "BANT"
    assert field == "definition" or term.definition == DEFINITION


def test_the_last_overlay_wins(write: Write) -> None:
    files = [HEADER + TERM, overlay(note="un", plain="premier"), overlay(note="deux")]
    parts = [Glossary.load(write(text, f"n{i}.toml")) for i, text in enumerate(files)]
    term = Glossary.combine(parts)["bant"]

    assert (term.note, term.plain) == ("deux", "premier")


def test_an_overlay_leaves_the_default_glossary_alone(write: Write, glossary: Glossary) -> None:
    both = Glossary.combine([glossary, Glossary.load(write(overlay("mql", note="Score de 40.")))])

    assert both["mql"].note == "Score de 40."
    assert both["mql"].definition == glossary["mql"].definition
    assert glossary["mql"].note == ""
    assert len(both) == 50


def test_an_overlay_of_an_unknown_term_is_refused(write: Write) -> None:
    base = Glossary.load(write(HEADER + TERM, "base.toml"))
    over = Glossary.load(write(overlay("bantt", note="x")))
    with pytest.raises(GlossaryError) as caught:
        Glossary.combine([base, over])

    message = str(caught.value)
    assert FILE in message
    assert "bantt" in message
    assert CURES.search(message)


@pytest.mark.parametrize(("fields", "missing"), [
    ({"note": "x"}, "« name » et « definition »"), ({"name": "Bante"}, "« definition »"),
    ({"definition": "x"}, "« name »"),
])
def test_what_is_said_to_be_missing_is_missing(fields: dict[str, str | int], missing: str, write: Write) -> None:
    assert f"il manque {missing}, et aucun autre" in plain(refusal(write(overlay("bante", **fields))))


@pytest.mark.parametrize("link", ['related = ["nulle-part"]', 'confused = [{ with = "nulle-part", how = "x" }]'])
def test_a_link_of_an_overlay_that_leads_nowhere_is_its_own_fault(link: str, write: Write) -> None:
    base = Glossary.load(write(HEADER + TERM, "base.toml"))
    over = Glossary.load(write(overlay() + link + "\n"))
    with pytest.raises(GlossaryError) as caught:
        Glossary.combine([base, over])

    (problem,) = caught.value.problems
    assert plain(problem).startswith(f"{FILE}, terme « bant », champ « {link.partition(' ')[0]} » : « nulle-part »")


def over_full(write: Write, lines: str) -> Glossary:
    """The full entry with an overlay of these lines."""
    return Glossary.combine([Glossary.load(write(FULL, "base.toml")), Glossary.load(write(overlay() + lines + "\n"))])


def test_an_overlay_keeps_the_fields_of_a_table_that_it_does_not_name(write: Write) -> None:
    before = usable(write(FULL))["bant"]
    term = over_full(write, 'official = { status = "officiel" }\nexpansion = { fr = "b" }\n'
                            'formula = { expression = "c" }\n'
                            '[term.detect]\ncontext = "free"\nfor = ["facture"]')["bant"]

    assert term.detect == replace(before.detect, context="free", for_=("facture",))
    assert before.official
    assert term.official == replace(before.official, status="officiel")
    assert term.expansion == Expansion("Budget, Authority, Need, Timing", "b")
    assert term.formula == Formula("c", "1 ÷ 2 = 0,5")


def test_an_overlay_of_a_table_that_is_not_there_must_be_whole(write: Write) -> None:
    base = Glossary.load(write(HEADER + TERM, "base.toml"))
    over = Glossary.load(write(overlay() + 'official = { status = "usage" }\n'))
    with pytest.raises(GlossaryError) as caught:
        Glossary.combine([base, over])

    assert [plain(problem).partition(" : ")[0] for problem in caught.value.problems] == [
        f"{FILE}, terme « bant », champ « official.{key} »" for key in ("term", "source")]


def test_an_overlay_leaves_our_traps(write: Write, glossary: Glossary) -> None:
    over = Glossary.load(write(overlay("relance") + '[term.detect]\ncontext = "free"\n'))
    annotator = Annotator(Glossary.combine([glossary, over]))

    assert surfaces("Le plan de relance économique. France Relance.", annotator) == []
    assert surfaces("J’ai fait une relance.", annotator) == ["relance"]


@pytest.mark.parametrize(("lines", "field", "form", "owner"), [
    ('alias = [{ form = "lead" }]', "alias", "lead", "lead"),
    ('name = "Lead"', "name", "Lead", "lead"),
    ('detect = { feminine = "leads" }\nalias = [{ form = "leades" }]', "", "", ""),
    ('detect = { feminine = "lead" }', "detect.feminine", "lead", "lead"),
])
def test_an_overlay_takes_no_form_of_another_term(
    lines: str, field: str, form: str, owner: str, write: Write, glossary: Glossary
) -> None:
    over = Glossary.load(write(overlay("mql") + lines + "\n"))
    problems = said_of_all([glossary, over])

    assert [plain(problem).partition(" ; ")[0] for problem in problems] == ([
        f"{FILE}, terme « mql », champ « {field} » : « {form} » est déjà une forme du terme « {owner} »"]
        if owner else [])


def test_a_form_that_a_later_glossary_wins_is_no_fault_of_an_overlay(write: Write) -> None:
    """« Lead » of the base belongs to the term of the house; a note on the base says nothing of it."""
    parts = [Glossary.load(write(text, name)) for text, name in (
        (BASE, "base.toml"), (MINE, "maison.toml"), (overlay("lead", note="x"), FILE))]

    assert Glossary.combine(parts)["lead"].note == "x"


def test_an_overlay_of_the_aliases_drops_those_that_are_told_no_more(write: Write) -> None:
    base = Glossary.load(write(HEADER + TERM + 'alias = [{ form = "grille" }, { form = "trame" }]\n'
                               'also = ["grille", "trame"]\n', "base.toml"))
    over = Glossary.load(write(overlay() + 'alias = [{ form = "trame" }, { form = "canevas" }]\n'))

    assert Glossary.combine([base, over])["bant"].also == ("trame",)


def test_all_overlays_that_lead_nowhere_are_told_at_once(write: Write) -> None:
    over = Glossary.load(write(overlay("un", note="x") + '[[term]]\nid = "deux"\nnote = "x"\n'))
    with pytest.raises(GlossaryError) as caught:
        Glossary.combine([over])

    assert len(caught.value.problems) == 2


@pytest.mark.parametrize("link", ['related = ["lead"]', 'confused = [{ with = "lead", how = "x" }]'])
def test_a_link_may_lead_to_another_glossary(link: str, write: Write, glossary: Glossary) -> None:
    both = Glossary.combine([glossary, Glossary.load(write(HEADER + TERM + link + "\n"))])

    assert "bant" in {*both["lead"].related, *(pair.with_ for pair in both["lead"].confused)}


@pytest.mark.parametrize("swap", [False, True])
def test_links_may_lead_from_one_of_ones_own_glossaries_to_another(
    swap: bool, write: Write, glossary: Glossary
) -> None:
    parts = [Glossary.load(write(text, name), alone=False) for text, name in (
        (HEADER + TERM + LINK.format("meddic"), "a.toml"), (HEADER.replace("notre", "autre") + OTHER, "b.toml"))]

    combined = Glossary.combine([glossary, *(parts[::-1] if swap else parts)])

    for here, there in (("bant", "meddic"), ("meddic", "bant")):
        assert combined[here].related == (there,)
        assert combined[here].confused == (Confusion("L’un est court.", with_=there),)


@pytest.mark.parametrize("link", ['related = ["lead"]', 'confused = [{ with = "lead", how = "x" }]'])
def test_a_link_to_a_glossary_that_is_left_out_is_refused(link: str, write: Write) -> None:
    message = str(refusal(write(HEADER + TERM + link + "\n")))

    assert FILE in message
    assert "bant" in message
    assert CURES.search(message)


BASE = ('schema = 1\nid = "base"\nversion = "1"\n[[term]]\nid = "lead"\nname = "Lead"\n'
        'definition = "D’origine."\nalias = [{ form = "piste" }]\n'
        'detect = { case = "any", context = "free" }\n')
MINE = ('schema = 1\nid = "maison"\nversion = "3"\n[[term]]\nid = "notre-lead"\nname = "Lead"\n'
        'definition = "À nous."\n')
SAME_ID = MINE.replace("notre-lead", "lead")


@pytest.fixture
def base_and_mine(write: Write) -> list[Glossary]:
    return [Glossary.load(write(BASE, "base.toml")), Glossary.load(write(MINE, "maison.toml"))]


def test_the_later_glossary_wins_the_same_form(base_and_mine: list[Glossary]) -> None:
    text = "Nos leads, un Lead, #lead, lead(s), une piste"
    last, first = (found(text, Annotator(Glossary.combine(parts)))
                   for parts in (base_and_mine, base_and_mine[::-1]))

    assert [term for _, term in last] == ["notre-lead"] * 4 + ["lead"]
    assert [term for _, term in first] == ["lead"] * 5


def test_a_combination_tells_its_sources(base_and_mine: list[Glossary]) -> None:
    both = Glossary.combine(base_and_mine)
    sources = [(source.id, source.version, source.terms) for source in both.sources]

    assert sources == [("base", "1", 1), ("maison", "3", 1)]
    assert both.version not in {part.version for part in base_and_mine}


@pytest.mark.parametrize(("key", "definition"), [
    ("lead", "À nous."), ("maison:lead", "À nous."), ("base:lead", "D’origine."),
])
def test_two_glossaries_may_share_an_id(key: str, definition: str, write: Write) -> None:
    both = Glossary.combine([Glossary.load(write(BASE, "base.toml")), Glossary.load(write(SAME_ID))])

    assert both[key].definition == definition
    assert key in both


@pytest.mark.parametrize("key", ["leads", "ailleurs:lead", "base:", ""])
def test_an_unknown_id_is_a_key_error(key: str, write: Write) -> None:
    glossary = usable(write(BASE))
    with pytest.raises(KeyError):
        glossary[key]
    assert key not in glossary


def test_the_cues_of_all_glossaries_count(write: Write) -> None:
    first, second = (
        Glossary.load(write(text.replace("[[term]]", f"[field]\nstrong = {cues}\n[[term]]"), name))
        for text, cues, name in ((BASE, '["devis"]', "a.toml"), (MINE, '["devis", "salon"]', "b.toml")))

    assert Glossary.combine([first, second]).cues.strong == ("devis", "salon")


NEW_TERM = HEADER + """
[[term]]
id = "grille"
name = "Grille d’éveil"
definition = "Tableau des signes qui disent qu’un compte se réveille."
alias = [{ form = "GEV" }, { form = "réveil", context = "needed" }]
[term.detect]
context = "usual"
for = ["devis", "factur*"]
against = ["prison*"]
never = ["grille d’éveil musical"]
"""


@pytest.mark.parametrize(("text", "surface"), [
    ("La grille d’éveil est prête.", "grille d’éveil"),
    ("Les grilles d'eveil", "grilles d'eveil"),
    ("Nos GRILLES D’ÉVEIL", "GRILLES D’ÉVEIL"),
    ("La grillle d’éveil", "grillle d’éveil"),
    ("Le réveil avant le devis", "réveil"),
    ("Le réveil à la facturation", "réveil"),
    ("Le réveil sonne", ""),
    ("La grille d’éveil musical", ""),
])
def test_a_new_term_needs_no_python(text: str, surface: str) -> None:
    assert surfaces(text, annotator_of_file(NEW_TERM, FILE)) == ([surface] if surface else [])


SHARED_CUES = NEW_TERM + """
[[term]]
id = "jauge"
name = "Jauge"
definition = "Mesure de l’intérêt."
[term.detect]
context = "needed"
for = ["factures", "client"]
against = ["devis signés"]
[[term]]
id = "palier"
name = "Palier"
definition = "Étape du contrat."
[term.detect]
context = "needed"
for = ["clients"]
"""


@pytest.mark.parametrize(("text", "surface"), [
    ("La jauge et les factures", "jauge"),
    ("Le palier des clients", "palier"),
    ("La jauge des clients", "jauge"),
    ("Le palier du client", ""),
])
def test_terms_may_share_a_cue_one_in_the_singular_the_other_in_the_plural(text: str, surface: str) -> None:
    assert surfaces(text, annotator_of_file(SHARED_CUES, FILE)) == ([surface] if surface else [])


BRIEF = HEADER + """
[[term]]
id = "brief"
name = "Brief commercial"
definition = "Note où le client dit son besoin."
alias = [{ form = "prise de besoin", context = "needed" }, { form = "briefs clients", context = "needed" },
  { form = "brif", context = "needed" }]
[term.detect]
before_for = ["notre"]
before_against = ["la"]
"""


@pytest.mark.parametrize(("text", "surface"), [
    ("Notre prise de besoin a lieu lundi.", ""),  # « notre » is said of the name, not of a phrase with its own head
    ("Voici notre brif.", "brif"),
    ("Voici notre briefs clients.", "briefs clients"),
])
def test_the_word_before_speaks_of_the_name_only(text: str, surface: str) -> None:
    assert surfaces(text, annotator_of_file(BRIEF, FILE)) == ([surface] if surface else [])


def test_the_word_before_does_not_speak_against_a_phrase_with_its_own_head() -> None:
    free = annotator_of_file(BRIEF.replace('besoin", context = "needed"', 'besoin", context = "free"'), FILE)

    assert surfaces("La prise de besoin a lieu lundi.", free) == ["prise de besoin"]
    assert surfaces("La brif a lieu lundi.", free) == []


# ---- CSV ----------------------------------------------------

ROWS = [["name", "definition", "aliases", "category"],
        ["Qualif éclair", "Première vérification d’un contact, « à chaud ».", "qualif flash|pré-qualif",
         "qualifier"],
        ["DSO", "Délai moyen de paiement, en jours.", "", "mesurer"]]
FRENCH_HEADERS = [
    ["nom", "définition", "alias", "catégorie"],
    ["Terme", "Définition", "Synonymes", "Catégorie"],
    ["MOT", "DÉFINITION", "VARIANTES", "CATÉGORIE"],
    ["Terme ", " Definition", "synonyme", "categorie"],
    ["\u00A0Nom", "Définition\u00A0", "Alias", "Catégorie"],
]
MARKS = dict.fromkeys(("utf-8", "utf-8-sig", "cp1252", "utf-16"), "")
MARKS |= dict.fromkeys(("utf-16-le", "utf-16-be"), "\ufeff")
Read = tuple[str, str, list[str], str]
READ: list[Read] = [
    ("Qualif éclair", "Première vérification d’un contact, « à chaud ».", ["qualif flash", "pré-qualif"],
     "qualifier"),
    ("DSO", "Délai moyen de paiement, en jours.", [], "mesurer")]


def table(rows: list[list[str]], delimiter: str = ",", ends: str = "\r\n", *, quoted: bool = True) -> str:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if quoted or delimiter in text else text

    return "".join(delimiter.join(map(cell, row)) + ends for row in rows)


def as_read(glossary: Glossary) -> list[Read]:
    return [(term.name, term.definition, [alias.form for alias in term.alias], term.category)
            for term in glossary]


@pytest.mark.parametrize("encoding", MARKS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("quoted", [True, False])
def test_a_table_is_read_as_spreadsheets_write_it(
    encoding: str, delimiter: str, ends: str, quoted: bool, write: Write,
) -> None:
    content = MARKS[encoding] + table(ROWS, delimiter, ends, quoted=quoted)

    assert as_read(usable(write(content.encode(encoding), "equipe.csv"))) == READ


@pytest.mark.parametrize("first", ["sep=|\r\n", '"SEP=|"\n'])
def test_the_line_that_tells_excel_the_delimiter_is_no_header(first: str, write: Write) -> None:
    content = first + table(ROWS, "|")

    assert as_read(usable(write(content, "equipe.csv"))) == READ


@pytest.mark.parametrize("header", FRENCH_HEADERS)
@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "cp1252"), (",", "utf-8")])
def test_headers_may_be_french(header: list[str], delimiter: str, encoding: str, write: Write) -> None:
    content = table([header, *ROWS[1:]], delimiter).encode(encoding)

    assert as_read(usable(write(content, "equipe.csv"))) == READ


@pytest.mark.parametrize("order", [(1, 0, 2, 3), (3, 2, 1, 0), (2, 3, 0, 1)])
def test_columns_stand_in_any_order(order: tuple[int, ...], write: Write) -> None:
    content = table([[row[i] for i in order] for row in ROWS])

    assert as_read(usable(write(content, "equipe.csv"))) == READ


@pytest.mark.parametrize(("content", "definition"), [
    ("name,definition\nUn,Le premier.\n", "Le premier."),
    ("name,definition\nUn,Le premier.", "Le premier."),
    ("name,definition,aliases,category\nUn,Le premier.\n", "Le premier."),
    ("name,definition,aliases,category\nUn,Le premier.,,\n", "Le premier."),
    ("name,definition\n\nUn,Le premier.\n\n\n", "Le premier."),
    ("name;definition\r\n;;\r\nUn;Le premier.\r\n ; \r\n", "Le premier."),
    ("name,definition\n  Un  , Le   premier. \n", "Le premier."),
    ("name,definition,,\nUn,Le premier.,,\n", "Le premier."),
    ("name;definition\nUn;Le premier.;;\n", "Le premier."),
    ('name,definition\nUn,"Le premier,\nsur deux lignes."\n', "Le premier, sur deux lignes."),
    ('name;definition\r\nUn;"Le premier ;\r\n\r\nsur trois."\r\n', "Le premier ; sur trois."),
    ('name,definition\nUn,"Le « premier », dit ""un""."\n', 'Le « premier », dit "un".'),
    ('"nom";"définition"\nUn;Le premier, le seul, le vrai.\n', "Le premier, le seul, le vrai."),
    ('"nom";"définition, en une phrase"\nUn;Le premier.\n'.replace(", en une phrase", ""), "Le premier."),
])
def test_odd_rows_are_read(content: str, definition: str, write: Write) -> None:
    assert as_read(usable(write(content, "equipe.csv"))) == [("Un", definition, [], "")]


@pytest.mark.parametrize(("cell", "aliases"), [
    ("uno", ["uno"]), ("uno|ein", ["uno", "ein"]), ("uno; eins , one|\nein", ["uno", "eins", "one", "ein"]),
    (" | uno ||", ["uno"]), ("", []), ("|", []), ("à la une", ["à la une"]),
])
def test_aliases_share_a_cell(cell: str, aliases: list[str], write: Write) -> None:
    content = table([["name", "definition", "aliases"], ["Un", "Le premier.", cell]])

    assert as_read(usable(write(content, "equipe.csv"))) == [("Un", "Le premier.", aliases, "")]


@pytest.mark.parametrize(("content", "said"), [
    (b"", ["nom", "definition"]),
    (b"\xef\xbb\xbf", ["nom", "definition"]),
    (b" \r\n \r\n", ["nom", "definition"]),
    (b"Un,Le premier.\n", ["nom", "definition"]),
    (b"name;sens\nUn;Le premier.\n", ["definition", "sens"]),
    (b"name,definition,couleur\nUn,Le premier.,bleu\n", ["couleur"]),
    (b"name,definition\nUn,\n", ["ligne 2", "la définition"]),
    (b"name,definition\nUn\n", ["ligne 2", "la définition"]),
    (b"name,definition\n,Le premier.\n", ["ligne 2", "le nom"]),
    (b"name,definition\nUn,Le premier.\n\n,Le second.\n", ["ligne 4", "le nom"]),
    (b"name;definition;alias\r\nUn;Le premier.\r\nDeux;;Two\r\n", ["ligne 3", "la définition"]),
    (b"name,definition\n!!!,Le premier.\n", ["ligne 2", "!!!"]),
    (b"name,definition,aliases\nUn,Le premier.,!!!\n", ["Un", "!!!"]),
    (b"name,definition\nUn,Le premier.\nUN,Le second.\n", ["Un"]),
    (b"name,definition,aliases\nUn,Le premier.,uno\nDeux,Le second.,Uno\n", ["deux", "Uno", "un"]),
    (b"name,definition,aliases\nUn,Le premier.,deux\nDeux,Le second.,\n", ["deux", "un"]),
    (b'name,definition\nUn,"' + b"x" * 200_000 + b'"\n', ["equipe.csv"]),
    (b'name,definition\nUn,"' + b"x" * 100_001 + b'"\n', ["ligne 2, terme « Un »", "100\u202f001", "100\u202f000"]),
    (b"name;definition\nUn;Le premier ; le seul ; le vrai.\n", ["ligne 2, terme « Un »", "« le seul »", "guillemets"]),
    (b"name;definition;;\nUn;Le premier ; le seul.\n", ["ligne 2, terme « Un »", "« le seul. »"]),
    (b'nom;definition\nUn;x\nDeux;"Le second\nTrois;y\nQuatre;z', ["ligne 3, terme « Deux »", '« Deux;"Le second »']),
    (b'nom;definition\nUn;"Le premier\nDeux;"Le second"\n', ["ligne 2, terme « Un »", '« Un;"Le premier »']),
    (b'definition;nom\n"Le "premier";Un\n', ["ligne 2, terme", "guillemet"]),
    (b'nom;"definition\nUn;x\n', ["ligne 1 :", '« nom;"definition »']),
    (b"nom;definition;nom\nUn;Le premier.;Deux\n", ["champ « nom »", "la colonne « nom »", "gardez-en une"]),
    (b"nom;definition;Terme\nUn;Le premier.;Deux\n", ["champ « Terme »", "la colonne « nom »"]),
    (b"nom;definition\nUn\x1b[31m;Le premier.\n", ["ligne 2, terme « Un␛[31m »", "caractère de commande"]),
    ("nom;définition\nUn;\n".encode(), ["ligne 2, terme « Un » : la définition manque"]),
    (b"nom;sens\nUn;x\n", ["alias, catégorie, définition, nom", "définition ou definition"]),
], ids=lambda value: str(value)[:40])
def test_a_bad_table_is_refused(content: bytes, said: list[str], write: Write) -> None:
    error = refusal(write(content, "equipe.csv"))

    assert all(part in plain(error) for part in ["equipe.csv", *said]), error
    assert all(CURES.search(problem) for problem in error.problems)


BAD_ROWS = ("name,definition,aliases\nUn,,uno\n,Le second.,\n"
            "Trois,Le troisième.,x\nQuatre,Le quatrième.,x\n!,!,\n")


def test_names_that_wait_for_a_definition_are_passed_over(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = write("nom;définition;alias\nSDR;;\nBrief;Note du client.;\nroadmap\n".encode(), "equipe.csv")

    assert [term.id for term in Glossary.load(path)] == ["brief"]
    assert main(["glossary", "check", str(path)]) == 0
    assert "2\u00a0lignes sans définition, laissées de côté." in capsys.readouterr().out


def test_all_problems_of_a_table_are_told_at_once(write: Write) -> None:
    message = plain(refusal(write(BAD_ROWS, "equipe.csv")))

    assert all(part in message for part in ("ligne 2", "ligne 3", "« x »", "ligne 6"))


def test_refusals_of_a_table_are_set_as_french_is(write: Write) -> None:
    problems = said_of(write(BAD_ROWS, "equipe.csv"))

    assert problems
    assert not [problem for problem in problems if BAD_TYPOGRAPHY.search(problem)]


def test_a_row_is_numbered_as_the_spreadsheet_numbers_it(write: Write) -> None:
    message = plain(refusal(write('name,definition\nUn,"Sur\ndeux lignes."\n,Le second.\n', "equipe.csv")))

    assert "ligne 3" in message


@pytest.mark.parametrize(("name", "slug"), [
    ("Taux d’ouverture", "taux-d-ouverture"), ("Œuvre & Cie", "oeuvre-cie"), ("R.O.I.", "r-o-i"),
    ("B2B", "b2b"), ("Élan n° 3", "elan-n-3"),
])
def test_the_id_comes_from_the_name(name: str, slug: str, write: Write) -> None:
    assert [term.id for term in usable(write(f"name;definition\n{name};x\n", "equipe.csv"))] == [slug]


@pytest.mark.parametrize(("file", "slug"), [
    ("equipe.csv", "equipe"), ("Équipe Lyon.csv", "equipe-lyon"), ("été 2026.CSV", "ete-2026"),
    ("….csv", "lexique"),
])
def test_the_glossary_is_named_after_its_file(file: str, slug: str, write: Write) -> None:
    assert Glossary.load(write("name,definition\nUn,Le premier.\n", file)).id == slug


NAMES = ("name,definition,aliases\nDSO,x,\nABCDE,x,\nUVWXYZ,x,\nDES,x,\nRamp-up,x,\nSponsorat,x,\n"
         "Vitrine d’essai,x,VDE\n")


@pytest.mark.parametrize(("text", "surface"), [
    ("Le DSO monte.", "DSO"),
    ("Le dso monte.", ""),
    ("Le Dso monte.", ""),
    ("Les DSOs montent.", "DSOs"),
    ("Le D.S.O. monte.", "D.S.O."),
    ("Le DS0 monte.", ""),
    ("Le DSSO monte.", ""),
    ("un abcde", ""),
    ("un ABCDF", ""),
    ("un uvwxyz", "uvwxyz"),
    ("un uvwxyyz", "uvwxyyz"),  # six letters: a word like any other, its typos too
    ("Des pommes", ""),
    ("la liste des DES", "DES"),
    ("le ramp up", "ramp up"),
    ("le RAMP-UP", "RAMP-UP"),
    ("le sponsrat", "sponsrat"),
    ("des vitrines d'essai", "vitrines d'essai"),
    ("une VDE", "VDE"),
    ("une vde", ""),
])
def test_sane_defaults_of_csv_names(text: str, surface: str) -> None:
    assert surfaces(text, annotator_of_file(NAMES, "equipe.csv")) == ([surface] if surface else [])


DEMANDS = HEADER + """
[[term]]
id = "demande"
name = "Demande de devis"
definition = "Ce qu’un client voudrait acheter."
alias = [{ form = "DDD" }]
[[term]]
id = "dadada"
name = "Dadada"
definition = "Une rengaine."
alias = [{ form = "ddd", case = "lower" }]
"""


@pytest.mark.parametrize(("text", "term"), [("Une DDD signée.", "demande"), ("Une ddd signée.", "dadada")])
def test_an_acronym_of_a_toml_file_stands_in_capitals_too(text: str, term: str) -> None:
    assert [hit.term.id for hit in annotator_of_file(DEMANDS, FILE).annotate(text)] == [term]


@pytest.mark.parametrize("name", ["DSO", "ABCDE", "AB"])
def test_an_acronym_of_a_csv_stands_in_capitals_and_has_no_typos(name: str, write: Write) -> None:
    (term,) = usable(write(f"name;definition\n{name};Une définition.\n", "equipe.csv"))

    assert all(form.case == "upper" and not form.typos for form in forms_of_term(term))


# ---- whatever the file holds ----------------------------------------------------

KEYS = st.sampled_from("""
    schema id name version language licence field term definition number lang gender level client
    confused caution official related alias detect note formula form case context typos feminine for
    against never with other how strong
""".split())
ODD = ["bant", "lead", "any", "upper", "free", "BANT", "Cold  call", "", "!", "devis", "a*", "m"]
TEXT = st.sampled_from(ODD) | st.text(max_size=8)
SCALARS = st.one_of(TEXT, st.integers(-3, 2**70), st.booleans(), st.floats(), st.just(1))
VALUES = st.recursive(SCALARS, lambda inner: st.one_of(
    st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=5)), max_leaves=12)
IDS = st.sampled_from(["bant", "lead", "abm-2", "sql", "a"]) | TEXT
WORDS = st.lists(TEXT, max_size=3) | VALUES
ONE_ALIAS = st.fixed_dictionaries({"form": TEXT}, optional={
    "case": TEXT, "context": TEXT, "typos": VALUES, "lang": TEXT})
ALIAS = st.lists(ONE_ALIAS, max_size=3) | VALUES
DETECT = VALUES | st.fixed_dictionaries({}, optional={
    "case": TEXT, "context": TEXT, "typos": st.booleans() | VALUES, "feminine": TEXT, "for": WORDS,
    "against": WORDS, "never": WORDS, "trades": WORDS})
PAIR = st.fixed_dictionaries({"how": TEXT}, optional={"with": IDS, "other": TEXT})
NAMED = {"id": IDS, "name": TEXT, "definition": TEXT}
DETECTED = st.fixed_dictionaries(NAMED, optional={"alias": ALIAS, "detect": DETECT})
ENTRY = st.fixed_dictionaries(NAMED, optional={
    "alias": ALIAS, "detect": DETECT, "related": st.lists(IDS, max_size=2) | VALUES,
    "confused": st.lists(PAIR, max_size=2) | VALUES, "formula": VALUES, "official": VALUES, "level": VALUES})
FIELD = st.fixed_dictionaries({}, optional={"strong": WORDS, "weak": WORDS})
FILES: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.fixed_dictionaries({"id": st.just("a"), "term": st.lists(ENTRY, min_size=1, max_size=3)}),
    st.fixed_dictionaries({"schema": st.just(1), "id": IDS, "field": FIELD, "term": st.lists(ENTRY)}),
    st.dictionaries(KEYS, VALUES, max_size=8))


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool | str):
        return json.dumps(value)
    return str(value)


def survivor(path: Path) -> Glossary | None:
    """The glossary of a file, or None when it is refused in due form."""
    try:
        return usable(path)
    except GlossaryError as error:
        problems = error.problems
    assert problems
    assert all(problem.startswith(path.name) for problem in problems), problems
    return None


def written_toml(folder: pytest.TempPathFactory, data: dict[str, Any]) -> Path:
    path = folder.getbasetemp() / "tout.toml"
    path.write_text("".join(f"{key} = {toml(value)}\n" for key, value in data.items()), "utf-8")
    return path


@given(data=FILES)
def test_no_toml_raises_anything_else(tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any]) -> None:
    for term in survivor(written_toml(tmp_path_factory, data)) or ():
        assert list(forms_of_term(term))


@settings(max_examples=30)
@given(entries=st.lists(DETECTED, min_size=1, max_size=2))
def test_what_is_read_can_be_used(tmp_path_factory: pytest.TempPathFactory, entries: list[object]) -> None:
    glossary = survivor(written_toml(tmp_path_factory, {"id": "a", "term": entries}))
    if glossary is not None:
        text = " ".join(term.name for term in glossary)
        for hit in Annotator(glossary).annotate(text):
            assert text[hit.start : hit.end] == hit.surface


LINES = st.lists(st.sampled_from([
    b"name", b"nom", b"definition", "définition".encode(), "définition".encode("cp1252"), b",", b";", b"\t",
    b"\n", b"\r", b'"', b"aliases", b"DSO", b"!", b" ", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf",
    "é".encode("utf-16"), b"[[term]]", b"=",
]), max_size=30).map(b"".join)


@pytest.mark.parametrize("name", ["tout.toml", "tout.csv", "tout.xlsx"])
@given(content=LINES | st.binary(max_size=60))
def test_no_bytes_raise_anything_else(
    tmp_path_factory: pytest.TempPathFactory, name: str, content: bytes,
) -> None:
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(content)

    survivor(path)


CELL = st.sampled_from(["Un", "DSO", "x|y", "", "!", "a\nb", '"', "…"]) | st.text(max_size=6)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@given(rows=st.lists(st.lists(CELL, min_size=2, max_size=4), max_size=4))
def test_no_table_raises_anything_else(
    tmp_path_factory: pytest.TempPathFactory, delimiter: str, rows: list[list[str]],
) -> None:
    path = tmp_path_factory.getbasetemp() / "tableau.csv"
    path.write_bytes(table([["nom", "définition", "alias"], *rows], delimiter).encode("utf-8", "replace"))

    for term in survivor(path) or ():
        assert list(forms_of_term(term))
