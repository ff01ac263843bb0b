"""SQL the lead or SQL the language: what speaks for a sense, what rules it out, and how it is said.

Every rule is tried in both directions, for every term and every never-phrase of the glossary itself.
"""

import re
from pathlib import Path

import pytest

from found import default_annotator, found, hits, surfaces, term, terms, verdicts
from lexibulle import Annotator, Glossary, Hit
from lexibulle.folding import fold_words
from lexibulle.forms import Gap, forms_of_term
from lexibulle.glossary import Term

GLOSSARY = Glossary.default()
IDS = [entry.id for entry in GLOSSARY]
NEVER = [(entry.id, phrase) for entry in GLOSSARY for phrase in entry.detect.never]
SMALL_WORDS = frozenset("""
    a an and au aux avec ce cet cette chez d dans de des du elle en et for il ils je l la le les
    leur mais mes mon ne nos notre nous of on ou par pas plus pour qu que qui s sa se ses son sous
    sur the to tu un une vos votre vous y
""".split())


def name_in_a_sentence(entry: Term) -> str:
    """The name as it is written inside a sentence: « Lead » is a lead, « KPI » stays."""
    keeps_capitals = entry.is_acronym or entry.id == "calendly"
    return entry.name if keeps_capitals else entry.name[0].lower() + entry.name[1:]


# ---- every term survives its neighbours ----------------------------------------------------

BEFORE = "le la les un une des de du en à et sur par ce notre nos vos chaque".split()
AFTER = [
    " et la réponse", " ou la réponse", ", puis la réponse", " : la réponse", " (la réponse)", " qui répond",
    " que répond", " du client", " de votre client", " avec le client", " n’a pas répondu", " a répondu", ".",
]


@pytest.mark.parametrize("word", BEFORE)
@pytest.mark.parametrize("term", IDS)
def test_a_term_survives_the_word_before_it(term: str, word: str) -> None:
    name = name_in_a_sentence(GLOSSARY[term])

    assert (name, term) in found(f"Le commercial parle au client {word} {name} avant le devis.")


@pytest.mark.parametrize("words", AFTER)
@pytest.mark.parametrize("term", IDS)
def test_a_term_survives_the_words_after_it(term: str, words: str) -> None:
    name = name_in_a_sentence(GLOSSARY[term])

    assert (name, term) in found(f"Pour le devis, notre commercial prépare {name}{words}")


@pytest.mark.parametrize("elision", ["l’", "l'", "d’", "qu’"])
@pytest.mark.parametrize("term", [entry.id for entry in GLOSSARY if entry.name[0] in "AEIOU"])
def test_a_term_survives_an_elision(term: str, elision: str) -> None:
    name = name_in_a_sentence(GLOSSARY[term])

    assert (name, term) in found(f"Le commercial parle au client {elision}{name} avant le devis.")


@pytest.mark.parametrize("term", IDS)
def test_a_term_opens_a_sentence(term: str) -> None:
    name = GLOSSARY[term].name

    assert (name, term) in found(f"{name} : le commercial en parle au client avant le devis.")


# ---- never-phrases ----------------------------------------------------

@pytest.mark.parametrize(("term", "phrase"), NEVER)
def test_a_never_phrase_is_no_hit(term: str, phrase: str) -> None:
    """Final: even where everything else speaks of sales."""
    written = phrase.removesuffix("*")

    assert term not in terms(f"On en a parlé hier : {written}.")
    assert term not in terms(f"Nos commerciaux et le client parlent devis et prospection : {written}.")


def all_hits(text: str) -> list[Hit]:
    """Hits and rejected candidates."""
    result = default_annotator().annotate_page([text], explain=True).results[0]
    return [*result.hits, *result.rejected]


def reasons(text: str, term: str) -> list[str]:
    """Reasons of all candidates of a term, those that are left out included."""
    return [hit.reason for hit in all_hits(text) if hit.term.id == term]


@pytest.mark.parametrize("term", IDS)
def test_never_phrases_hold_a_form_of_the_term_and_a_word_of_their_own(term: str) -> None:
    """A form and an article alone would rule out the term wherever it stands."""
    own = {f" {form.folded} " for form in forms_of_term(GLOSSARY[term]) if form.gap is Gap.ANY}
    phrases = [f" {fold_words(phrase)} " for phrase in GLOSSARY[term].detect.never if " " in phrase]
    rests = {phrase: min((phrase.replace(form, " ") for form in own if form in phrase), key=len, default="")
             for phrase in phrases}

    assert not [phrase for phrase, rest in rests.items() if not rest]
    assert not [phrase for phrase, rest in rests.items() if SMALL_WORDS.issuperset(rest.split())]


@pytest.mark.parametrize(("text", "term"), [
    ("Ce contact froid devient un SQL plus vite que prévu, dit le commercial.", "sql"),
    ("Il nous faut un SQL plus mûr avant le devis.", "sql"),
    ("Le pitch du livre blanc est prêt pour nos prospects.", "pitch"),
    ("L’objection retenue pour la fiche des commerciaux : le prix.", "objection"),
    ("Plus une objection, plus de freins : le client signe le devis.", "objection"),
    ("Notre CRM : les fiches des clients et des prospects.", "crm"),
    ("Le closing de l’affaire est prévu jeudi avec le client.", "closing"),
    ("La démo du logiciel au client est à 10h.", "demo-produit"),
    ("Le pipeline de nos commerciaux est plein.", "pipeline-commercial"),
    ("Le template de relance du commercial convertit.", "template"),
    ("L’enrichissement des fiches clients tourne la nuit dans le CRM.", "enrichissement"),
    ("La segmentation du fichier clients par secteur.", "segmentation"),
    ("Le ROI du salon : 12 000 € de marge.", "roi"),
    ("La base de données prospects du CRM est à jour.", "base-de-donnees"),
    ("Plan d’action : relance de mardi, devis, rappel du client.", "relance"),
    ("Le CAC : 40 € par client.", "cac"),
    ("Notre CAC 2024 est de 400 € par nouveau client.", "cac"),
    ("Le client soulève une objection de principe : pas de budget cette année.", "objection"),
])
def test_a_never_phrase_spares_what_it_only_resembles(text: str, term: str) -> None:
    assert term in terms(text)


# ---- twins: the term of the trade, and the word of another one ----------------------------------------------------

TWINS = [
    ("roi", True, "Le ROI de la campagne dépasse 150 %."),
    ("roi", False, "Le roi et la reine ouvrent le bal."),
    ("roi", True, "Un roi x3 sur la campagne."),
    ("roi", False, "Le roi Charles x3 fois couronné."),
    ("cac", True, "Notre CAC baisse depuis le nouveau site."),
    ("cac", False, "Le CAC 40 baisse depuis lundi."),
    ("cac", True, "Le CAC par client atteint 300 €."),
    ("cac", False, "Le CAC a certifié les comptes annuels de l’association."),
    ("cac", True, "Notre CAC a perdu 2 % depuis la campagne."),
    ("cac", False, "Le CAC a perdu 2 % en séance, plombé par les bancaires."),
    ("relance", True, "La relance de vendredi a échoué : le prospect n’a pas répondu."),
    ("relance", False, "La relance du moteur a échoué après trois essais."),
    ("lead", True, "Quel est le lead de la campagne Artisans ?"),
    ("lead", False, "Qui sera le lead de la mission Artemis ?"),
    ("sql", True, "Deux SQL transmis aux commerciaux."),
    ("sql", False, "Deux requêtes SQL sur la base PostgreSQL."),
    ("sql", True, "Le marketing passe ses SQL à nos commerciaux."),
    ("sql", False, "Compétences : Python, SQL, Docker, PostgreSQL."),
    ("icp", True, "Cette PME entre dans notre ICP."),
    ("icp", False, "Le patient a eu une ICP après son infarctus."),
    ("icp", True, "Notre ICP : PME de 50 salariés."),
    ("icp", False, "Diplômée de l’ICP, master de théologie."),
    ("icp", True, "Ciblez l’ICP par secteur."),
    ("icp", False, "Le dosage par ICP-MS révèle du plomb."),
    ("lead", True, "Un lead chaud à rappeler."),
    ("lead", False, "Un lead guitar à écouter."),
    ("lead", True, "Le lead a demandé un devis."),
    ("lead", False, "Le lead developer a demandé une revue de code."),
    ("lead", True, "Nos leads du salon."),
    ("lead", False, "Elle prend le lead au dernier tour de la course."),
    ("relance", True, "Deuxième relance après le devis."),
    ("relance", False, "Le plan de relance soutient l’économie."),
    ("relance", True, "Une relance par mail avant le rendez-vous."),
    ("relance", False, "Une relance du gardien vers son ailier, ballon au pied."),
    ("pipeline-commercial", True, "Le pipeline des commerciaux est plein."),
    ("pipeline-commercial", False, "Le pipeline Jenkins échoue à la compilation."),
    ("pipeline-commercial", True, "Trois affaires dans mon pipeline."),
    ("pipeline-commercial", False, "Le pipeline transporte du gaz vers l’Europe."),
    ("pipeline-commercial", True, "L’affaire est à 60 % dans le pipe, décision en décembre."),
    ("pipeline-commercial", True, "Mon pipe line est vide ce trimestre, il faut prospecter."),
    ("pipeline-commercial", False, "Le vendeur fume la pipe devant le devis."),
    ("pipeline-commercial", False, "Son pipe ne vaut rien."),
    ("script-de-prospection", True, "Le script d’appel des commerciaux."),
    ("script-de-prospection", False, "Le script shell du serveur."),
    ("template", True, "Un template de cold email."),
    ("template", False, "Un template C++ avec deux paramètres de classe."),
    ("segmentation", True, "La segmentation de nos clients par secteur."),
    ("segmentation", False, "La segmentation d’images médicales par réseau neuronal."),
    ("objection", True, "Objection fréquente du client : le prix."),
    ("objection", False, "Objection, votre honneur, dit l’avocat au tribunal."),
    ("base-de-donnees", True, "Notre base de données de prospects."),
    ("base-de-donnees", False, "Une base de données PostgreSQL répliquée sur deux serveurs."),
    ("spam", True, "Nos mails tombent en spam."),
    ("spam", False, "Une boîte de spam et du riz, recette hawaïenne."),
    ("pitch", True, "Son pitch au client tient en une minute."),
    ("pitch", False, "Le pitch du film tient en une ligne, selon le réalisateur."),
    ("closing", True, "Le closing avec le client est pour jeudi."),
    ("closing", False, "Le closing de la fusion, après signature des avocats et de la banque."),
    ("prospect", True, "Un prospect à rappeler lundi."),
    ("prospect", False, "Ce prospect de hockey, ailier, a été repêché au premier tour."),
    ("prospect", True, "Ce jeune prospect a signé son premier contrat avec nous."),
    ("prospect", False, "Ce jeune prospect du PSG a signé son premier contrat pro."),
    ("demo-produit", True, "Une démo pour le client à 10h."),
    ("demo-produit", False, "La démo du groupe punk, cinq titres enregistrés en studio."),
    ("cta", True, "Le CTA de la newsletter est trop bas."),
    ("cta", False, "La CTA souffle l’air neuf dans la gaine de ventilation."),
    ("crm", True, "Notre CRM garde les fiches clients."),
    ("crm", False, "Le CRM des équipages réduit les erreurs de pilotage en cabine."),
    ("abm", True, "L’ABM vise nos vingt comptes clés."),
    ("abm", False, "Le traité ABM limitait les missiles antibalistiques."),
    ("churn", True, "Le churn de nos clients baisse."),
    ("churn", False, "Butter churn, la baratte de la ferme, donne du beurre."),
    ("mql", True, "Douze MQL sortis du webinaire."),
    ("mql", False, "Un robot de trading en MQL5 pour MetaTrader."),
    ("enrichissement", True, "L’enrichissement des contacts du CRM."),
    ("enrichissement", False, "Il est jugé pour enrichissement illicite."),
    ("taux-de-conversion", True, "Le taux de conversion de la page de vente."),
    ("taux-de-conversion", False, "Le taux de conversion euro dollar du jour."),
    ("no-show", True, "Deux no-show en rendez-vous client."),
    ("no-show", False, "Le no-show en restaurant et à l’hôtel coûte des couverts."),
    ("funnel", True, "Le funnel perd ses clients à l’étape du devis."),
    ("funnel", False, "Un funnel cake au sucre glace, à la foire."),
    ("outbound", True, "L’équipe outbound appelle des prospects."),
    ("outbound", False, "Le trafic outbound du pare-feu est filtré par port."),
    ("inbound", True, "L’inbound nous amène des clients."),
    ("inbound", False, "Le trafic inbound du pare-feu est filtré par port."),
    ("buyer-persona", True, "Notre persona de DAF, acheteur type."),
    ("buyer-persona", False, "Il est persona non grata au Danemark."),
    ("lead-scoring", True, "Le scoring des leads du CRM."),
    ("lead-scoring", False, "Le scoring de crédit de la banque."),
    ("opt-in", True, "Un opt-in clair pour la newsletter."),
    ("kpi", True, "Trois KPI sur le tableau de bord commercial."),
]


@pytest.mark.parametrize(("term", "ours", "text"), TWINS)
def test_the_sense_decides(term: str, ours: bool, text: str) -> None:
    assert (term in terms(text)) is ours, reasons(text, term)


# ---- a page ----------------------------------------------------

def page(*texts: str, context: str | None = None, title: str = "") -> list[tuple[list[str], int]]:
    """For each text of a page, its surfaces and how many candidates are undecided."""
    results = default_annotator().annotate_page(texts, context, title=title).results
    return [([hit.surface for hit in result.hits], result.undecided) for result in results]


def context_of(*texts: str, title: str = "") -> str:
    return default_annotator().annotate_page(texts, title=title).context


def test_sql_alone_is_undecided() -> None:
    assert page("Je regarde le SQL.") == [([], 1)]


def test_with_mql_two_texts_later_it_is_found() -> None:
    texts = ["Je regarde le SQL.", "Il fait beau.", "Le MQL est passé."]

    assert page(*texts) == [(["SQL"], 0), ([], 0), (["MQL"], 0)]


def test_what_an_earlier_part_of_the_page_showed_is_known() -> None:
    context = context_of("Le MQL est passé.", "Il fait beau.")

    assert page("Je regarde le SQL.", context=context) == [(["SQL"], 0)]


def test_the_context_goes_on_through_several_calls() -> None:
    annotator = default_annotator()
    context = context_of("Nos MQL et nos leads.")
    for text in ("Il fait beau.", "Il pleut.", "Il neige."):
        context = annotator.annotate_page([text], context).context

    assert page("Je regarde le SQL.", context=context) == [(["SQL"], 0)]


def test_a_context_of_another_trade_decides_nothing() -> None:
    assert page("Je regarde le SQL.", context=context_of("La recette du gratin.")) == [([], 1)]


def test_the_title_is_evidence() -> None:
    assert page("Je regarde le SQL.", title="Du MQL au client : le guide des commerciaux") == [(["SQL"], 0)]
    assert page("Je regarde le SQL.", title="Le jardin en hiver") == [([], 1)]


def test_the_title_is_known_later() -> None:
    context = context_of("Il fait beau.", title="Du MQL au client : le guide des commerciaux")

    assert page("Je regarde le SQL.", context=context) == [(["SQL"], 0)]


def test_texts_alone_do_not_help_each_other() -> None:
    alone = default_annotator().annotate_many(["Je regarde le SQL.", "Le MQL est passé."])

    assert [[hit.surface for hit in hits_of_text] for hits_of_text in alone] == [[], ["MQL"]]


@pytest.mark.parametrize(("text", "undecided"), [
    ("Je regarde le SQL.", 1),
    ("Je regarde la relance.", 1),
    ("La requête SQL.", 0),
    ("Le plan de relance.", 0),
    ("Un cold email.", 0),
    ("Il fait beau.", 0),
    ("", 0),
])
def test_undecided_lack_evidence_and_meet_none(text: str, undecided: int) -> None:
    ((_, count),) = page(text)

    assert count == undecided


def test_each_text_counts_its_own_undecided() -> None:
    texts = ["Le SQL.", "Il fait beau.", "La relance.", "Le SQL et la relance."]

    assert [count for _, count in page(*texts)] == [1, 0, 1, 2]


LONG_OTHER = (
    "Le musée rouvre ses portes après deux ans de travaux et montre une exposition consacrée aux "
    "jardins de la Renaissance. Le public découvre une centaine de tableaux venus de toute l’Europe, "
    "des herbiers anciens et des maquettes. La conservatrice a voulu un chemin simple, éclairé par la "
    "lumière du jour. ")


@pytest.mark.parametrize("word", ["lead", "funnel", "template", "pitch", "closing", "churn"])
def test_a_borrowed_word_in_a_long_text_must_show_evidence(word: str) -> None:
    assert terms(f"{LONG_OTHER}On y voit un {word} au mur.") == []
    assert len(terms(f"Le commercial envoie un {word} au client.")) == 1


def test_evidence_on_the_page_is_enough_for_a_long_text() -> None:
    assert "lead" in terms(f"{LONG_OTHER}Nos commerciaux y ont vu un lead pour le CRM.")


# ---- what the page says itself ----------------------------------------------------

@pytest.mark.parametrize("definition", [
    "ICP (Ideal Customer Profile)", "Ideal Customer Profile (ICP)", "ICP (ideal client profile)",
    "ICP (profil client idéal)", "ICP : Ideal Customer Profile", "ICP = Ideal Customer Profile",
    "ICP (pour Ideal Customer Profile)", "ICP (« Ideal Customer Profile »)", "L’ICP, l’ideal customer profile",
])
def test_our_own_definition_speaks_for_all_occurrences(definition: str) -> None:
    text = f"L’ICP compte.\n\n{definition}.\n\nOn garde l’ICP."

    assert terms(text).count("icp") >= 3


@pytest.mark.parametrize("definition", [
    "intervention coronaire percutanée (ICP)", "ICP (intervention coronaire percutanée)",
    "indicateurs de performance clés (ICP)",
    "ICP (indice des coûts de production)", "Institut catholique de Paris (ICP)",
    "ICP = Inductively Coupled Plasma", "indice climatique provisoire (ICP)",
    "L’ICP, l’intervention coronaire percutanée, a duré", "Son ICP, un indice climatique provisoire, a monté",
])
def test_another_definition_speaks_against_all_occurrences(definition: str) -> None:
    text = f"L’ICP compte pour le client.\n\n{definition}.\n\nOn garde l’ICP dans le devis."

    assert "icp" not in terms(text)


def test_another_definition_is_stronger_than_the_neighbours() -> None:
    text = "Notre indice climatique provisoire (ICP) compte. Le MQL du commercial devient SQL chez le client."

    assert surfaces(text) == ["MQL", "SQL"]


def test_a_page_may_hold_another_definition_and_our_sense() -> None:
    """Where the evidence around is firm and other terms stand by, a definition elsewhere says nothing."""
    other = "La cardiologue présente l’intervention coronaire percutanée (ICP). L’ICP est sûre."
    far = "On choisit une date. Il fait beau. La salle est grande. Chacun vient à l’heure."
    ours = "Avec le marketing, on revoit l’ICP des grands comptes, le lead scoring et nos actions d’ABM."

    found_there = hits(f"{other}\n\n{far}\n\n{ours}")
    assert [hit.surface for hit in found_there] == ["ICP", "lead scoring", "ABM"]
    assert "autre sens" not in found_there[0].reason


def test_a_definition_is_known_in_the_texts_before_and_after() -> None:
    assert page("Notre ICP.", "L’intervention coronaire percutanée (ICP) est sûre.", "L’ICP du client.") == [
        ([], 0), ([], 0), ([], 0)]


@pytest.mark.parametrize(("said", "found_later"), [
    ("ICP (Ideal Customer Profile)", True), ("indice climatique provisoire (ICP)", False),
])
def test_a_definition_is_known_in_the_next_part_of_the_page(said: str, found_later: bool) -> None:
    (surfaces_found, _), = page("On garde l’ICP.", context=context_of(f"Ici, {said}."))

    assert (surfaces_found == ["ICP"]) is found_later


def test_one_acronym_defined_says_nothing_of_another() -> None:
    text = "L’intervention coronaire percutanée (ICP) est sûre.\n\nLe MQL de nos commerciaux devient SQL."

    assert surfaces(text) == ["MQL", "SQL"]


@pytest.mark.parametrize("text", [
    "MQL (Marketing Qualified Lead)", "le SQL (Sales Qualified Lead)", "le ROI (retour sur investissement)",
    "le CAC (coût d’acquisition client)", "un KPI (Key Performance Indicator)", "le CTA (Call to Action)",
    "le CRM (Customer Relationship Management)", "l’ABM (Account-Based Marketing)",
])
def test_a_definition_is_one_hit_or_two(text: str) -> None:
    expected = terms(text.partition(" (")[0] + " du commercial et du client")

    assert set(terms(f"Voici {text}.")) == set(expected)
    assert len(expected) == 1


# ---- other languages, capitals, verbs ----------------------------------------------------

@pytest.mark.parametrize("text", [
    "The lead was in the pipe for years.", "This will lead to the end of the game.",
    "They were in the lead by two.", "You have the right to pitch the tent there.",
    "The closing of the road is there for the week.", "We have to follow the template of the house.",
])
def test_an_english_sentence_shows_evidence_or_nothing(text: str) -> None:
    assert surfaces(text) == []


@pytest.mark.parametrize(("text", "surface"), [
    ("Our sales team turned this lead into a client with two cold emails.", "lead"),
    ("« Great pitch, send the quote », répond le client au commercial.", "pitch"),
])
def test_english_words_of_sales_count_as_evidence(text: str, surface: str) -> None:
    assert surface in surfaces(text)


@pytest.mark.parametrize("text", [
    "LE ROI EST ARRIVÉ AU CHÂTEAU", "LE ROI DES BELGES EST VENU", "VIVE LE ROI ET LA REINE",
    "DES TABLES ET DES CHAISES", "LE CAC A SIGNÉ LES COMPTES DE L’ASSOCIATION",
    "LE SQL DU SERVEUR EST LENT",
])
def test_among_capitals_case_proves_nothing(text: str) -> None:
    assert surfaces(text) == []


@pytest.mark.parametrize(("text", "surface"), [
    ("LE ROI DE LA CAMPAGNE ATTEINT 150 %", "ROI"),
    ("NOTRE CRM ET NOS LEADS DU SALON", "CRM"),
    ("UN COLD EMAIL AU CLIENT", "COLD EMAIL"),
    ("LE CAC PAR CLIENT ET LE MQL DU MARKETING", "CAC"),
])
def test_among_capitals_evidence_counts(text: str, surface: str) -> None:
    assert surface in surfaces(text)


@pytest.mark.parametrize("text", [
    "Tu prospectes à Lyon ?", "Je relance le client demain.", "Je la relance demain, la cliente.",
    "Il relance le client.", "Elle me relance par mail.", "On relance le client ?",
    "Je le relance après le devis.", "Je lui relance un mail.", "Il se relance seul.",
    "Tu les relances après le devis ?", "Qui me relance pour le devis ?", "Il ne relance plus ses clients.",
    "Je vous relance à propos du devis.", "Je vous les relance lundi, ces clients.",
    "- relance la synchronisation, puis le mail", "Vérifie le mail, puis relance la connexion.",
    "Nous vous relançons.", "Relancez le client.", "Il y relance ses clients", "Un outil qui relance le client.",
])
def test_a_verb_is_not_the_noun(text: str) -> None:
    assert surfaces(text) == []


@pytest.mark.parametrize(("text", "surface"), [
    ("Les prospectes rencontrées au salon.", "prospectes"),
    ("La relance du client est prévue.", "relance"),
    ("Une relance par mail au client.", "relance"),
    ("Devis : relance la semaine prochaine, le client est prévenu.", "relance"),
    ("Devis : relance le 12 mars au client.", "relance"),
    ("Devis : sans relance le client oublie.", "relance"),
    ("On a fait la relance du client.", "relance"),
    ("Je prépare la relance du client.", "relance"),
    ("Il y a une relance à faire au client.", "relance"),
    ("Ils en sont à la relance du client.", "relance"),
    ("Je lui envoie une relance, au client.", "relance"),
    ("Dis-le lui : la relance du client part.", "relance"),
    ("Le commercial dit qu’il la prépare, la relance du client.", "relance"),
    ("Il faut les relances du commercial.", "relances"),
    ("Elle les a, les relances du commercial.", "relances"),
    ("Nos relances au client.", "relances"),
    ("C’est elle, la relance du client.", "relance"),
    ("Pourquoi nos campagnes arrivent-elles en spam ?", "spam"),
])
def test_a_noun_after_an_article_is_one(text: str, surface: str) -> None:
    assert surface in surfaces(text)


# ---- what a person is told ----------------------------------------------------

PAGES = [
    "Notre ICP, nos MQL et les SQL de nos commerciaux : relance du client, devis, ROI de 150 %.",
    "La requête SQL du développeur, le plan de relance, le CAC 40, le roi de France.",
    "Le SQL. La relance.", "Un copywritting, une segmantation, un lead scorring pour le client.",
    "ICP (Ideal Customer Profile). L’ICP. taux d’ouverture et de clic.", "tu prospectes, je la relance",
]


@pytest.mark.parametrize("text", PAGES)
def test_confidence_is_between_0_and_1(text: str) -> None:
    result = default_annotator().annotate_page([text], explain=True).results[0]

    assert all(0.5 <= hit.confidence <= 1 for hit in result.hits)
    assert all(0 <= hit.confidence <= 1 for hit in result.rejected)


@pytest.mark.parametrize("text", PAGES)
def test_a_reason_is_a_sentence_for_a_person(text: str) -> None:
    for hit in all_hits(text):
        said = hit.reason.replace("\u00A0", " ")
        assert said.startswith(f"{hit.surface} : "), said
        assert len(said) <= 160, said
        assert not re.search(r"[{}\[\]_*=<>]|\d\.\d", said), said
        assert not re.search(r"\b(?:None|usual|hint|needed|proof|free|typo|form)\b", said), said


def test_reasons_are_set_as_french_is() -> None:
    bad = re.compile(r"(?<![\u00A0\u202F])[:;!?»](?=\s|\Z)|«(?!\u00A0)")

    assert not [hit.reason for text in PAGES for hit in all_hits(text) if bad.search(hit.reason)]


@pytest.mark.parametrize("text", [
    "Un ICP, un KPI et un MQL.", "Une objection, un KPI et un MQL.", "L’inbound, l’outbound et un lead.",
])
def test_reasons_elide_as_french_does(text: str) -> None:
    bad = re.compile(r"\bde [aeiouéè]", re.IGNORECASE)

    assert not [hit.reason for hit in all_hits(text) if bad.search(hit.reason)]


def test_a_neighbour_is_named_as_the_text_writes_it() -> None:
    (said,) = reasons("Le SQL va dans le pipeline de nos commerciaux.", "sql")

    assert "pipeline" in said


@pytest.mark.parametrize("text", [
    *PAGES,
    "Notre indice climatique provisoire (ICP) compte. Le MQL du commercial devient SQL chez le client.",
])
def test_what_is_found_is_not_said_to_be_left_out(text: str) -> None:
    assert not [hit.reason for hit in hits(text) if "écarté" in hit.reason]


@pytest.mark.parametrize(("text", "term", "words"), [
    ("Le SQL est passé, comme le MQL.", "sql", ["MQL"]),
    ("Le SQL va dans le pipeline des commerciaux.", "sql", ["pipeline"]),
    ("Le CAC 40 monte.", "cac", ["écarté", "CAC 40"]),
    ("Une requête SQL.", "sql", ["écarté", "requête SQL"]),
    ("Le plan de relance.", "relance", ["écarté", "plan de relance"]),
    ("Tu prospectes à Lyon.", "prospect", ["écarté", "verbe", "tu"]),
    ("Une segmantation de nos clients.", "segmentation", ["lu comme", "Segmentation"]),
    ("On garde l’ICP (Ideal Customer Profile).", "icp", ["page"]),
    ("On garde l’ICP. Intervention coronaire percutanée (ICP).", "icp", ["écarté", "page"]),
    ("Le roi et la reine au château.", "roi", ["écarté", "reine"]),
    ("Deuxième relance après le devis.", "relance", ["devis"]),
    ("Notre prospect hésite.", "prospect", ["de «\u00a0Notre\u00a0»"]),
    ("Le taux de réponse du patient.", "taux-de-reponse", ["écarté", "de «\u00a0du patient\u00a0»"]),
    ("Les taux d’ouverture et de clic de la newsletter.", "taux-de-clic", ["taux d’ouverture"]),
])
def test_a_reason_names_what_it_rests_on(text: str, term: str, words: list[str]) -> None:
    said = reasons(text, term)

    assert said
    assert any(all(word.casefold() in reason.casefold() for word in words) for reason in said), said


def test_more_evidence_gives_more_confidence() -> None:
    texts = ["une relance et le client", "une relance au client avant le devis",
             "une relance au client avant le devis, dans le CRM, pour nos commerciaux et le MQL"]
    confidences = [next(hit.confidence for hit in hits(text) if hit.term.id == "relance") for text in texts]

    assert confidences == sorted(set(confidences))


@pytest.mark.parametrize("least", [0.0, 0.5, 0.8, 0.95, 1.0])
def test_least_confidence_is_kept(least: float) -> None:
    text = " ".join(PAGES)
    kept = default_annotator().annotate(text, min_confidence=least)

    assert all(hit.confidence >= least for hit in kept)
    assert {hit.start for hit in kept if hit.confidence >= 0.5} <= {hit.start for hit in hits(text)}


@pytest.mark.parametrize("phrase", ["plan de relance", "requête SQL", "lead developer", "CAC 40"])
def test_what_is_ruled_out_has_no_confidence_that_lets_it_in(phrase: str) -> None:
    assert default_annotator().annotate(f"Voici le {phrase} du jour.", min_confidence=0.0) == []


def test_rejected_are_given_only_when_asked_for() -> None:
    annotator = default_annotator()

    assert annotator.annotate_page(["Le CAC 40 monte."]).results[0].rejected == []
    (rejected,) = annotator.annotate_page(["Le CAC 40 monte."], explain=True).results[0].rejected
    assert (rejected.surface, rejected.term.id) == ("CAC", "cac")


# ---- rates ----------------------------------------------------

@pytest.mark.parametrize(("text", "ours"), [
    ("Le taux de conversion des images est trop faible.", False),
    ("Le taux de conversion du gaz dépasse 80 %.", False),
    ("Le taux de conversion de la biomasse a doublé.", False),
    ("Un taux de réponse immunitaire élevé.", False),
    ("Un taux de réponse des capteurs de 3 %.", False),
    ("Le taux de conversion est bon.", True),
    ("Le taux de conversion, des images le montrent, est bon.", True),
    ("Notre taux de conversion du trimestre monte.", True),
    ("Le taux de conversion de mars a doublé.", True),
    ("Le taux de conversion de notre équipe a doublé.", True),
    ("Un taux de réponse de 12 % cette semaine.", True),
    ("Le taux de conversion d’Amel : 8 %.", True),
    ("Le taux de réponse explique tout.", True),
    ("Le taux de réponse téléphonique stagne.", True),
    ("Le taux de conversion des images de nos annonces, pour le client et son devis.", True),
])
def test_a_rate_of_something_needs_a_sign_of_the_trade(text: str, ours: bool) -> None:
    assert any(hit.term.id.startswith("taux-de-") for hit in hits(text)) == ours


# ---- what a word is said of, and the word before it ----------------------------------------------------

SAID_OF = [
    ("warm-up", True, "Le warm-up de la boîte mail se termine lundi."),
    ("warm-up", True, "Le warm-up du trimestre est fini."),
    ("warm-up", False, "Le warm-up de l’amplificateur à lampes prend dix minutes."),
    ("warm-up", False, "Le warm-up du cache évite les lenteurs."),
    ("pitch", True, "Son pitch de vente est trop long."),
    ("pitch", True, "Le pitch de Julie dure deux minutes."),
    ("pitch", False, "Le pitch de la corde de sol est trop haut."),
    ("closing", True, "Le closing de la vente est prévu jeudi."),
    ("closing", False, "Le closing de la station de ski a lieu le 20 avril."),
    ("template", True, "Le template de message est dans le dossier."),
    ("template", False, "Le template de documentation est à jour."),
    ("funnel", True, "Le funnel de conversion est percé."),
    ("churn", True, "Le churn de notre application baisse."),
    ("churn", False, "L’ingénieur a mesuré le churn du code."),
    ("churn", True, "Un churn en plein essor."),
    ("closing", True, "Tu es responsable du closing des renouvellements."),
    ("funnel", False, "Le funnel de la machine à café déborde."),
    ("pipeline-commercial", True, "Un pipeline d’opportunités de 300 k€."),
    ("pipeline-commercial", True, "Le pipeline de l’équipe Nord est à revoir lundi par mail."),
    ("pipeline-commercial", False, "Le pipeline d’évacuation des eaux sera déposé."),
    ("demo-produit", True, "La démo du logiciel a plu au client."),
    ("demo-produit", False, "La démo de skate a plu aux enfants."),
    ("lead", True, "Un lead acheteur nous a écrit."),
    ("lead", True, "Le lead existe déjà."),
    ("lead", False, "Demandez à la lead du support."),
    ("taux-de-reponse", True, "Le taux de réponse est élevé."),
    ("taux-de-reponse", False, "Le taux de réponse aux avis des voyageurs."),
    ("spam", True, "Ces machines servent à l’envoi de spam et aux attaques par déni de service."),
    ("lead-scoring", False, "Le scoring selon les méthodes économétriques."),
    ("relance", False, "La relance du brûleur est pour jeudi, après l’appel du client."),
    ("relance", True, "Deux relances de suite et pas un mot."),
    ("relance", False, "Deux relances de brûleur et pas un mot."),
    ("taux-de-reponse", True, "Le taux de réponse des directeurs reste faible."),
    ("taux-de-reponse", False, "Le taux de réponse des capteurs reste faible."),
    ("taux-de-conversion", True, "Le taux de conversion du site passe à 2 %."),
    ("taux-de-conversion", False, "Le taux de conversion du capteur passe à 2 %."),
    ("outbound", True, "En outbound, chacun appelle trente directeurs d’entrepôt."),
    ("outbound", False, "En outbound, chacun vide trente quais d’entrepôt."),
    ("pitch", True, "La gérante du club de golf attend notre pitch."),
    ("pitch", False, "La balle du club de golf attend notre pitch."),
    ("sql", True, "Two SQL this week."),
    ("sql", False, "The SQL this week."),
    ("pipeline-commercial", True, "Son pipeline est plein, mais rien ne se signera avant l’été."),
    ("pitch", False, "Le pitch de la saison 3 tient en une ligne."),
    ("outbound", False, "La directrice a vu le responsable marketing sortant."),
    ("lead", False, "Le lead compositeur du jeu est japonais."),
    ("lead", False, "Il faut un lead juridique."),
    ("lead", True, "Il faut un lead supplémentaire."),
    ("template", True, "Pas de template générique au mail."),
    ("closing", True, "Ils apprennent un closing éthique."),
    ("lead", False, "Lead Finance @ Acme | Lyon"),
    ("lead", False, "Rôle : Lead Finance chez Acme."),
    ("lead", True, "Lead chaud à rappeler."),
    ("roi", True, "Le ROI visé est de 3."),
    ("roi", False, "La ROI visée est large."),
    ("cta", True, "Un CTA neuf."),
    ("cta", False, "Une CTA neuve."),
    ("cta", True, "Une CTA claire en bas du cold email, sur un bouton."),
    ("cta", False, "Quelle CTA choisir ?"),
    ("cac", True, "Nos CAC montent."),
    ("cac", False, "La balance est envoyée aux CAC."),
    ("icp", True, "Vos ICP changent."),
    ("icp", True, "Nos trois ICP changent."),
    ("cta", False, "La nouvelle CTA arrive."),
    ("icp", False, "Son ICP est mesurée en continu."),
    ("prospect", True, "Notre prospect, une fédération de rugby, compare trois logiciels."),
    ("lead", True, "Les leads de notre logiciel pour hockeyeurs arrivent le matin."),
]


@pytest.mark.parametrize(("term", "ours", "text"), SAID_OF)
def test_what_it_is_said_of_decides(term: str, ours: bool, text: str) -> None:
    assert (term in terms(text)) is ours, reasons(text, term)


def test_own_paragraph_is_louder_than_the_others() -> None:
    """Words of another trade count half from another paragraph, and silence half of what is said elsewhere."""
    story = "Hier, les ailiers ont perdu."
    ours = "Une relance oubliée auprès d’un client, personne ne la voit."

    assert "relance" in terms(f"{story}\n\n{ours}")
    assert "relance" not in terms(f"{story} {ours}")


@pytest.mark.parametrize("bullet", ["- ", "• ", "▶ ", "2. "])
def test_items_of_a_list_are_paragraphs(bullet: str) -> None:
    story, ours = "Hier, les ailiers ont perdu.", "Une relance oubliée auprès d’un client, personne ne la voit."

    assert "relance" in terms(f"{story}\n{bullet}{ours}")
    assert "relance" not in terms(f"{story}\n{ours}")


def test_an_item_of_a_list_is_heard_in_the_next_where_no_other_trade_is() -> None:
    assert "sql" in terms("- 3 MQL\n- 2 SQL")


def test_terms_of_another_paragraph_do_not_prove_a_word_beside_another_trade() -> None:
    sales = "Douze cold emails, trois upsells, un cross-sell : bon mois."
    ours, theirs = "Une relance est prévue.", "Une relance est prévue, dit l’ailier."

    assert "relance" in terms(f"{sales}\n\n{ours}")
    assert "relance" not in terms(f"{sales}\n\n{theirs}")
    assert "relance" in terms(f"{sales} {theirs}")


def test_a_word_keeps_its_sense_through_a_page() -> None:
    """What nothing around it decides follows what the others are; what has its own evidence does not."""
    cession = "Le closing suit le signing. Le closing réunit le cédant et le repreneur chez l’avocat."
    far = "On choisit une date. Il fait beau. La salle est grande. Chacun vient à l’heure."

    assert terms(f"{far} Le lieu du closing est connu.") == ["closing"]
    assert terms(f"{cession} {far} Le lieu du closing est connu.") == []
    assert verdicts(f"{cession} {far} Le lieu du closing est connu.", "closing")[-1] == (
        "closing\u00A0: écarté\u00A0: ailleurs sur la page, le mot a un autre sens")
    assert terms(f"{cession} {far} Le commercial soigne le closing du prospect.") == ["closing", "prospect"]


def test_a_word_that_lacks_a_sign_in_a_long_text_has_that_of_its_other_places() -> None:
    far = "On choisit une date. Il fait beau. La salle est grande. Chacun vient à l’heure, puis repart content."
    unsaid, said = "Le lieu du closing est connu.", "Le commercial soigne le closing."

    assert terms(f"{far} {unsaid} {far} {far}") == []
    assert terms(f"{far} {unsaid} {far} {said} {far}") == ["closing", "closing"]
    assert terms(f"{far} {unsaid} {far} Le notaire clôt le closing de la cession. {far}") == []


def test_a_word_of_the_field_that_a_team_defines_does_not_prove_itself() -> None:
    team = Glossary(id="team", name="Team", version="1", terms=(term("SDR"),))
    annotator = Annotator(Glossary.combine([GLOSSARY, team]))

    alone, with_another = (annotator.annotate(text)[0] for text in ("Le SDR.", "Le SDR et son CRM."))

    assert alone.reason.endswith("terme courant du métier")
    assert with_another.confidence > alone.confidence


def test_a_word_does_not_prove_itself() -> None:
    """The *réponse* of a rate is no sign for the same rate elsewhere; an expansion is one for its acronym."""
    rate = "Un taux de réponse bas."

    assert [hit.confidence for hit in hits(f"{rate} {rate}")] == [hit.confidence for hit in hits(rate)] * 2
    assert terms("SQL signifie chez nous Sales Qualified Lead.") == ["sql", "sql"]


def test_an_ordinal_speaks_for_what_it_counts() -> None:
    assert "relance" in terms("Une troisième relance, dit le voisin.")
    assert "relance" not in terms("Une relance, dit le troisième voisin.")


def test_a_page_about_sales_does_not_make_a_voice_a_pitch() -> None:
    page_of_sales = "Trois cold calls, deux prospects, un rendez-vous : Paul aime la vente."

    assert "pitch" not in terms(f"{page_of_sales} Le pitch de sa voix n’a pas baissé.")
    assert "pitch" in terms(f"{page_of_sales} Le pitch de Paul n’a pas changé.")


@pytest.mark.parametrize("text", [
    "Le lead arranger confirme la tranche. Le closing est espéré fin février, selon l’auditeur et le cédant.",
    "Il a pris le lead au trou 14. La relance du jeu est donnée par le starter et son caddie.",
    "La contribution tarifaire d’acheminement est payée. L’objection du voisin est au dossier.",
])
def test_a_word_inside_a_phrase_of_another_sense_speaks_for_nothing(text: str) -> None:
    assert terms(text) == []


def test_words_of_several_senses_do_not_prove_one_another_in_a_long_text() -> None:
    """In a short one they are all there is, but for English prose."""
    far = "On choisit une date. Il fait beau. La salle est grande. Chacun vient à l’heure et repart content. "
    stage = "Le lead de la troupe arrive tôt. Le closing est un tableau muet, sous la neige, que le public aime bien."

    assert terms(far * 2 + stage) == []
    assert terms("Du lead au closing.") == ["lead", "closing"]
    assert terms("The pipe and the lead were for the roof.") == []
    assert terms(f"{far * 2}Du lead au closing, le commercial suit tout.") == ["lead", "closing"]


@pytest.mark.parametrize(("text", "ours"), [
    ("Le CAC 40 recule, le CAC perd 2 %.", []),
    ("Le CAC 40 recule. Notre CAC par canal et par client recule aussi, dit le commercial.", ["cac"]),
    ("Nos templates C++ sont rangés.", []),
    ("Ce template, c’est la base du mail.", ["template"]),
    ("Le template C est le bon pour ce mail.", ["template"]),
])
def test_a_phrase_of_another_sense_speaks_against_the_same_word_close_by(text: str, ours: list[str]) -> None:
    assert terms(text) == ours


@pytest.mark.parametrize(("text", "mentions"), [
    ("Elle me parlait de la relance au pied du gardien, et moi de ma relance : mon devis est sans réponse.", [63]),
    ("Il écrit une requête SQL pour compter les SQL du trimestre acceptés par les commerciaux.", [42]),
    ("Un avocat attend le closing d’une cession. Moi, mon closing tient à ce devis.", [52]),
    ("Pour le devis, mon closing est lundi. Un avocat attend le closing d’une cession.", [19]),
    ("Sur 38 MQL, un trader code ses robots en MQL sur MetaTrader.", [7]),
    ("Un avocat attend le closing d’une cession. Le closing est pour lundi.", []),
    ("Mon devis part lundi, le closing suit. Puis un autre closing.", [25, 53]),
])
def test_a_term_named_twice_has_the_sense_of_what_stands_nearer(text: str, mentions: list[int]) -> None:
    assert [hit.start for hit in hits(text) if hit.term.id != "prospect"] == mentions


@pytest.mark.parametrize(("item", "is_ours"), [
    ("Guitares : Lucie en lead", False), ("Salon : Lucie et son lead", True)])
def test_nor_in_a_short_one_does_a_word_in_another_sense(item: str, is_ours: bool) -> None:
    assert ("lead-scoring" in terms(f"- {item}\n- Scoring du tremplin")) == is_ours


@pytest.mark.parametrize(("text", "is_ours"), [
    ("Deux démos de skate cette semaine.", False),
    ("La démo du club de skate est cette semaine.", True),
    ("La démo quatre titres est prête mardi.", False),
    ("La démo au club de skate est cette semaine.", True),
])
def test_what_a_demo_shows_is_no_customer(text: str, is_ours: bool) -> None:
    assert ("demo-produit" in terms(text)) == is_ours


def test_a_lead_that_is_none_is_no_customer() -> None:
    """What follows is said of a trade, and not of whom one sells to."""
    assert terms("L’offre : le lead data engineer conçoit les pipelines.") == []
    assert terms("L’offre : un lead data engineer nourrit les pipelines des vendeurs.") == []
    assert terms("L’offre : nos leads data engineers nourrissent les pipelines des vendeurs.") != []


def test_what_a_word_is_said_of_is_not_its_customer() -> None:
    """Its own words against it count right after it; those of trades are said of whom one sells to."""
    assert terms("Les leads du pacemaker ont été remis en place.") == []
    assert terms("Notre offre : les leads du club de rugby sont à rappeler.") == ["lead"]


def test_a_word_among_words_of_other_senses_proves_nothing() -> None:
    far = "On choisit une date. Il fait beau. La salle est grande. Chacun vient à l’heure et repart content. " * 2
    ours = f"{far}Une relance par mail est prévue. Le prospect a un budget"

    assert "prospect" in hits(f"{ours}.")[0].reason
    assert "prospect" not in hits(f"{ours}, près du gisement et du granite.")[0].reason


def test_words_of_any_office_do_not_outweigh_another_sense() -> None:
    text = "Un closing noté lundi dans le message{}."

    assert "closing" in terms(text.format(""))
    assert "closing" not in terms(text.format(" du notaire"))
    assert "closing" in terms(text.format(" du notaire au vendeur"))


@pytest.mark.parametrize(("text", "is_ours"), [
    ("L’enquête montre un taux de réponse faible, faute d’une bonne accroche.", False),
    ("La newsletter montre un taux de réponse faible, faute d’une bonne accroche.", True),
    ("L’enquête montre un taux de réponse faible, faute d’une bonne accroche de newsletter.", True),
    ("L’enquête montre un taux de réponse de la campagne faible, faute d’une bonne accroche.", True),
])
def test_nor_do_those_that_a_term_names_itself_but_in_its_noun_phrase(text: str, is_ours: bool) -> None:
    assert ("taux-de-reponse" in terms(text)) == is_ours


def test_the_rest_of_a_page_does_not_outweigh_the_sense_of_a_sentence() -> None:
    page = "Trois MQL au CRM. Un upsell par client. Il fait beau. Le ciel est clair. On attend ici."

    assert "pitch" in terms(f"{page} Le pitch est haut. Le violoncelle attend.")
    assert "pitch" not in terms(f"{page} Le pitch est haut et le violoncelle attend.")


def test_the_word_before_is_of_the_noun_phrase() -> None:
    """It weighs more than a word of the sentence."""
    assert "cta" in terms("Le mail montre un CTA au client.")
    assert "cta" not in terms("Le mail montre la CTA au client.")


def test_field_words_of_another_paragraph_say_nothing_where_another_sense_is_heard_in_ones_own() -> None:
    film, sale = "Un casting a lieu, le pitch sera court.", "Le commercial a signé deux devis."

    assert terms(f"{film} {sale}") == ["pitch"]
    assert terms(f"{film}\n\n{sale}") == terms(f"{sale}\n\n{film}") == []


def test_a_long_text_of_another_trade_keeps_its_senses() -> None:
    """A word that only such words, or those of any office, speak for has another sense too."""
    game = ("Notes de la version 12. Le spam de sorts coûte plus de mana. Le taux de conversion des gemmes passe de "
            "dix à douze. Tout est prêt. La liste est longue. Les images sont belles. Une équipe qui perd son lead "
            "garde le contact. La phase de warm-up dure vingt secondes.")

    assert terms(game) == []
    assert terms(f"{game} Le lead du formulaire attend.") == ["lead", "lead"]
    assert terms(f"{game} Nos commerciaux ont signé un devis.") == ["lead", "warm-up"]


def test_words_of_any_office_prove_little_in_a_long_text() -> None:
    far = "On choisit une date. Il fait beau. La salle est grande. Chacun vient à l’heure et repart content. "
    bank = "Votre abonnement relie la banque à la base de données, puis cliquez."

    assert terms(bank) == ["base-de-donnees"]
    assert terms(far * 2 + bank) == []
    assert "base-de-donnees" in terms(f"{far * 2}Votre abonnement relie les prospects à la base de données.")


def test_in_a_long_text_one_word_that_speaks_for_a_word_of_every_day_is_there_by_chance() -> None:
    """In its noun phrase it is not, nor are two."""
    far = "On choisit une date. Il fait beau. La salle est grande. Chacun vient à l’heure et repart content. " * 2

    for text, is_found in (
        ("Le template est prêt, le client aussi.", False),
        ("Le template est prêt, le mail aussi.", False),
        ("Le template du mail est prêt.", True),
        ("Le template est prêt pour le mail et la newsletter.", True),
    ):
        assert ("template" in terms(far + text)) == is_found, text
    assert terms("Le template est prêt, le mail aussi.") == ["template"]


def test_and_waits_for_what_the_rest_of_the_page_says() -> None:
    far = "On choisit une date. Il fait beau. La salle est grande. Chacun vient à l’heure et repart content. " * 2
    text = f"{far}Le template est prêt, le mail aussi."
    alone = default_annotator().annotate_page([text])
    rest = default_annotator().annotate_page(["Nos MQL du CRM."], alone.context)
    again = default_annotator().annotate_page([text], rest.context)

    assert (alone.results[0].hits, alone.results[0].undecided) == ([], 1)
    assert verdicts(text, "template") == ["template\u00A0: près de mail seulement"]
    assert [hit.term.id for hit in again.results[0].hits] == ["template"]


def test_as_much_against_as_for_is_not_shown() -> None:
    """A word of every office is as strong as the doubt about a word of every day; two are stronger."""
    assert "objection" not in terms("Une objection lundi.")
    assert "objection" in terms("Une objection lundi, notée dans le mail.")


def test_a_number_just_before_says_that_something_is_counted() -> None:
    """The language is not."""
    code = "La requête est longue. On garde {}."

    assert "sql" not in terms(code.format("du SQL"))
    assert "sql" in terms(code.format("14 SQL"))
    assert "sql" in terms(code.format("quatre-vingts SQL"))
    assert "sql" not in terms(code.format("seul SQL"))
    assert "sql" not in terms(f"{code.format('14')} Le SQL est un langage.")


def test_the_words_of_customers_say_little_where_a_term_means_nothing_else() -> None:
    """« no-show » means something else in a restaurant, « cold email » nowhere among roofers."""
    roofers = "{} chez les couvreurs : toiture, zinguerie, ardoise et échafaudage."

    assert "cold-email" in terms(roofers.format("Un cold email"))
    assert "upsell" in terms(roofers.format("Bel upsell"))
    assert "segmentation" not in terms(roofers.format("Une segmentation"))


@pytest.mark.parametrize(("named", "said"), [
    ("", False), ("trades = []", True), ('trades = ["music"]', True), ('trades = ["building", "music"]', False)])
def test_a_glossary_names_the_trades_in_which_a_term_means_something_else(
    tmp_path: Path, named: str, said: bool
) -> None:
    path = tmp_path / "brief.toml"
    path.write_text(f"""schema = 1
id = "brief"
[[term]]
id = "brief"
name = "Brief"
definition = "Note où le client dit son besoin."
[term.detect]
context = "usual"
{named}
""", "utf-8")

    found = Annotator(Glossary.load(path)).annotate("Le brief parle de toiture.")
    assert bool(found) is said


def test_each_of_many_terms_has_cues_of_its_own(tmp_path: Path) -> None:
    """More than the bits of a machine number."""
    path = tmp_path / "many.toml"
    path.write_text('schema = 1\nid = "many"\n' + "".join(f"""[[term]]
id = "brief-{number}"
name = "brief{number}"
definition = "Note de rang {number}."
[term.detect]
context = "needed"
for = ["pour{number}"]
against = ["contre{number}"]
""" for number in range(100)), "utf-8")
    annotator = Annotator(Glossary.load(path))

    for number in (0, 61, 62, 63, 64, 99):
        other = (number + 37) % 100
        assert annotator.annotate(f"Le brief{number} est pour{number}.")
        assert not annotator.annotate(f"Le brief{number} est pour{other}.")
        assert not annotator.annotate(f"Le brief{number} est pour{number}, contre{number} et contre{number}.")


def test_the_same_word_by_itself_speaks() -> None:
    assert "objection" in terms("Le tarif est connu. L’objection du voisin est au dossier.")


def test_a_value_after_an_acronym_is_no_assignment() -> None:
    assert terms("CAC=820 € par client, ROI=3 sur le salon.") == ["cac", "roi"]
    assert terms("export cac_mode=820 roi=3") == []


def test_english_plurals_in_es() -> None:
    assert "pitch" in terms("Les pitches commerciaux trop longs lassent l’acheteur.")


def test_an_acronym_in_capitals_needs_no_sign_of_the_trade_in_a_long_text() -> None:
    assert "crm" in terms(f"{LONG_OTHER}Le CRM y tient aussi.")
    assert "crm" not in terms(f"{LONG_OTHER}Le crm y tient aussi.")
    assert "crm" not in terms(f"{LONG_OTHER}Le CRM des équipages se tient au cockpit.")


def test_a_numbered_persona_is_one_in_a_list_and_a_game_elsewhere() -> None:
    assert "buyer-persona" in terms("Nos prospects : Persona 3 : acheteuse dans une PME, freins et besoins.")
    assert "buyer-persona" not in terms("Persona 3 est ressorti sur PlayStation, un grand jeu vidéo.")


@pytest.mark.parametrize("said", ["La gestion des objections y est vue.", "Comment répondre aux objections ?"])
def test_what_sellers_do_with_objections_speaks_for_them_in_a_long_text(said: str) -> None:
    assert "objection" in terms(LONG_OTHER + said)


def test_what_judges_do_with_objections_does_not() -> None:
    assert "objection" not in terms(f"{LONG_OTHER}Le tribunal doit répondre aux objections du procureur.")


def test_a_demonstration_is_put_on_the_agenda() -> None:
    far = "Il fait beau. La salle est grande. Chacun vient à l’heure et repart content. Le café est offert à tous. " * 2

    assert "demo-produit" in terms(f"{far}On peut y programmer une démo.")
    assert "demo-produit" not in terms(f"{far}On peut y programmer une démo sur Amiga.")


def test_a_path_that_ends_with_a_slash_is_a_folder() -> None:
    assert terms("├── input/prospects/ et output/leads/") == []
    assert terms("Nos prospects/leads du salon.") == ["prospect", "lead"]
