"""Where a written form stands in a text: gaps, characters, borders, masks, case and accents.

The sentences speak of sales, so that no sense is in doubt.
"""

import unicodedata

import pytest

from found import Found, annotator_of, default_annotator, found, hits, surfaces, term
from lexibulle import tokens

SALES = "Pour nos commerciaux et le client : "


def in_sales(text: str) -> Found:
    return found(SALES + text)


def bold(text: str, capital: int = 0x1D5D4, small: int = 0x1D5EE) -> str:
    """Mathematical letters, as LinkedIn posts use them."""
    letters = {ord("A") + i: capital + i for i in range(26)} | {ord("a") + i: small + i for i in range(26)}
    return text.translate(letters)


# ---- characters ----------------------------------------------------

APOSTROPHES = "'’ʼ´`‘′ʹˈʻʽˊˋ"
HYPHENS = "-\u2010\u2011\u2013\u2043"
BLANKS = [*" \t\u00A0\u202F\u2009\u3000\n\u2028", "  ", "\r\n", " \n", "\n ", " \u00A0"]
INVISIBLE = "\u00AD\u200B\u200C\u200D\u2060\uFEFF\u200E\uFE0F"


@pytest.mark.parametrize("sign", APOSTROPHES)
@pytest.mark.parametrize("words", ["taux d'ouverture", "script d'appel", "retour sur l'investissement"])
def test_every_apostrophe_inside_a_term(sign: str, words: str) -> None:
    text = words.replace("'", sign)

    assert [surface for surface, _ in in_sales(f"le {text} moyen")] == [text]


@pytest.mark.parametrize("sign", APOSTROPHES)
@pytest.mark.parametrize(("before", "name", "term_id"), [
    ("l", "ICP", "icp"), ("d", "ABM", "abm"), ("l", "objection", "objection"), ("qu", "opt-in", "opt-in"),
    ("L", "inbound", "inbound"), ("l", "upsell", "upsell"),
])
def test_every_apostrophe_before_a_term(sign: str, before: str, name: str, term_id: str) -> None:
    assert (name, term_id) in in_sales(f"selon {before}{sign}{name} du marketing")


@pytest.mark.parametrize("hyphen", HYPHENS)
@pytest.mark.parametrize("words", ["cold-email", "opt-in", "no-show", "warm-up", "cross-sell"])
def test_every_hyphen_inside_a_term(hyphen: str, words: str) -> None:
    text = words.replace("-", hyphen)

    assert [surface for surface, _ in in_sales(f"un {text} réussi")] == [text]


@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
@pytest.mark.parametrize("words", ["cold email", "taux de clic", "base de données", "sales qualified lead"])
def test_every_blank_inside_a_term(blank: str, words: str) -> None:
    text = words.replace(" ", blank)

    assert [surface for surface, _ in in_sales(f"un {text} utile")] == [text]


@pytest.mark.parametrize("sign", INVISIBLE, ids=ascii)
@pytest.mark.parametrize("word", ["prospect", "KPI", "cold email", "segmentation", "objection"])
def test_invisible_characters_inside_a_term(sign: str, word: str) -> None:
    text = word[:2] + sign + word[2:-1] + sign + word[-1]

    assert [surface for surface, _ in in_sales(f"notre {text} du mois")] == [text]


@pytest.mark.parametrize("sign", INVISIBLE, ids=ascii)
def test_invisible_characters_beside_a_term_are_outside(sign: str) -> None:
    assert [surface for surface, _ in in_sales(f"notre {sign}prospect{sign} du mois")] == ["prospect"]


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize("text", [
    "démo produit", "séquence de prospection", "requête booléenne", "coût d’acquisition client",
    "taux de réponse", "base de données", "DÉMO PRODUIT",
])
def test_accents_composed_or_not(form: str, text: str) -> None:
    written = unicodedata.normalize(form, text)  # type: ignore[arg-type]  # the four names above

    assert [surface for surface, _ in in_sales(f"la {written} du mois")] == [written]


@pytest.mark.parametrize("letters", [
    (0x1D5D4, 0x1D5EE), (0x1D608, 0x1D622), (0x1D63C, 0x1D656), (0x1D400, 0x1D41A), (0x1D670, 0x1D68A),
    (0xFF21, 0xFF41),  # bold, italic, both, with serifs, of a typewriter, full width
])
@pytest.mark.parametrize(("word", "term_id"), [
    ("lead", "lead"), ("MQL", "mql"), ("cold email", "cold-email"),
])
def test_letters_of_the_mathematical_alphabets(letters: tuple[int, int], word: str, term_id: str) -> None:
    written = bold(word, *letters)

    assert (written, term_id) in in_sales(f"un {written} du salon")


@pytest.mark.parametrize(("text", "surface"), [
    ("le manuel de l’oﬃce et le traﬃc, puis un lead", "lead"),
    ("le proﬁl client idéal du secteur", "proﬁl client idéal"),
    ("un email ﬁnder du marketing", "email ﬁnder"),
    ("🙂 lead 🙂 du salon", "lead"),
    ("🙂lead🙂 du salon", "lead"),
    ("👩🏽\u200d💻lead du salon", "lead"),
    ("le lead🔥 du salon", "lead"),
    ("→lead← du salon", "lead"),
    ("✅ KPI ✅ du mois", "KPI"),
    ("1️⃣lead du salon", "lead"),
    ("🇫🇷 lead du salon", "lead"),
    ("\uFEFFlead du salon", "lead"),
    ("\x00lead\x00 du salon", "lead"),
    ("\ud83dlead\ude00 du salon", "lead"),
    ("İ ß ŉ ﬆ lead du salon", "lead"),
    ("مرحبا lead 漢字 du salon", "lead"),
    ("«\u00A0lead\u00A0» du salon", "lead"),
    ("“lead” du salon", "lead"),
    ("‹lead› du salon", "lead"),
    ("(lead) du salon", "lead"),
    ("[lead] du salon", "lead"),
    ("**lead** du salon", "lead"),
    ("_lead_ du salon", "lead"),
    ("~~lead~~ du salon", "lead"),
    ("> lead du salon", "lead"),
    ("#lead du salon", "lead"),
    ("lead, du salon", "lead"),
    ("lead: du salon", "lead"),
    ("lead… du salon", "lead"),
    ("…lead du salon", "lead"),
    ("lead/relance du salon", "lead"),
    ("–lead– du salon", "lead"),
    ("lead—relance du salon", "lead"),
    ("+lead du salon", "lead"),
    ("=lead du salon", "lead"),
    ("&lead du salon", "lead"),
    ("€lead du salon", "lead"),
    ("10%lead du salon", "lead"),
])
def test_what_may_stand_beside_a_term(text: str, surface: str) -> None:
    assert surface in [found_surface for found_surface, _ in in_sales(text)]


@pytest.mark.parametrize("text", [
    "İ ﬁ ß 🙂 e\u0301 ", "🙂" * 40, "\ud800" * 7, "ﬃ" * 9, "a\u0301" * 11, "\u00AD" * 5,
])
def test_offsets_count_code_points(text: str) -> None:
    whole = f"{text} Nos commerciaux suivent un cold email."
    (hit,) = hits(whole)

    assert (hit.start, hit.surface) == (whole.index("cold"), "cold email")


# ---- gaps ----------------------------------------------------

@pytest.mark.parametrize(("text", "surface"), [
    ("la segmen-\ntation des clients", "segmen-\ntation"),
    ("la segmen-\r\ntation des clients", "segmen-\r\ntation"),
    ("la segmen\u00AD\ntation des clients", "segmen\u00AD\ntation"),
    ("la segmen\u2010\ntation des clients", "segmen\u2010\ntation"),
    ("la segmen-\n  tation des clients", "segmen-\n  tation"),
    ("un cold-\nemail au client", "cold-\nemail"),
    ("un cold -\nemail au client", "cold -\nemail"),
    ("un cold- email au client", "cold- email"),
    ("un cold - email au client", "cold - email"),
    ("un lead sco-\nring du client", "lead sco-\nring"),
    ("un taux de\n  clic du client", "taux de\n  clic"),
    ("un taux de \n clic du client", "taux de \n clic"),
    ("un taux\nde\nclic du client", "taux\nde\nclic"),
    ("> un taux de\n> clic du client", "taux de\n> clic"),
    ("un **cold** email au client", "cold** email"),
    ("un *cold* *email* au client", "cold* *email"),
    ("le taux d’ ouverture du client", "taux d’ ouverture"),
    ("le taux d\n’ouverture du client", ""),
])
def test_what_may_stand_inside_a_term(text: str, surface: str) -> None:
    assert (surface in [found_surface for found_surface, _ in in_sales(text)]) is bool(surface)


@pytest.mark.parametrize("gap", [
    "\n\n", "\r\n\r\n", "\n \n", "\n\u00A0\n", "\n\n\n", ". ", ".\n", "! ", "? ", "… ", ", ", "; ",
    " : ", " (", ") ", "\n- ", "\n– ", "\n• ", "\n* ", "\n1. ", "\n# ", " | ", "|", "\t|\t", " / ", "/",
    " + ", " & ", " et ", " « ", " = ", " → ", "\n---\n", "\n***\n", "\u2029\u2029", "\u2028\u2028",
    "\x0b\x0b", " 🙂 ", "…", " — ",
], ids=ascii)
@pytest.mark.parametrize(("first", "second", "whole"), [
    ("cold", "email", "cold-email"), ("lead", "magnet", "lead-magnet"), ("taux de", "clic", "taux-de-clic"),
    ("base de", "données", "base-de-donnees"), ("sales qualified", "lead", "sql"),
])
def test_what_never_stands_inside_a_term(gap: str, first: str, second: str, whole: str) -> None:
    assert whole not in [term_id for _, term_id in in_sales(f"un {first}{gap}{second} du mois")]


@pytest.mark.parametrize("text", [
    "CRM\nSQL\nMQL", "CRM\tSQL\tMQL", "CRM | SQL | MQL", "- CRM\n- SQL\n- MQL", "CRM / SQL / MQL",
    "CRM, SQL, MQL", "CRM;SQL;MQL", "CRM→SQL→MQL", "CRM+SQL+MQL", "(CRM)(SQL)(MQL)",
    "CRM\u2028SQL\u2028MQL", "CRM·SQL·MQL", "CRM&SQL&MQL", "CRM\x0bSQL\x0cMQL", "CRM…SQL…MQL",
    "« CRM », « SQL », « MQL »", "CRM:SQL:MQL", "CRM>SQL>MQL", "CRM=>SQL=>MQL", "CRM->SQL->MQL",
    "CRM - SQL - MQL", "CRM–SQL–MQL", "**CRM**, *SQL*, `MQL`",
])
def test_neighbours_are_each_found(text: str) -> None:
    assert [surface for surface, _ in in_sales(text)] == ["CRM", "SQL", "MQL"]


# ---- masks ----------------------------------------------------

MASKED = r"""
    https://exemple.fr/lead/funnel http://lead.exemple.fr https://lead
    HTTPS://EXEMPLE.FR/LEAD www.lead-magnet.fr
    www.exemple.com/cold-email?lead=1&kpi=2#crm ftp://exemple.fr/lead.zip mailto:lead@ex.fr
    exemple.fr/lead lead.com lead.fr crm.exemple.fr cold-email.io/lead funnel.exemple.co.uk exemple.com/lead
    lead@exemple.fr jean.lead@exemple.fr jean@lead.fr jean+lead@exemple.com lead.magnet@crm.exemple.fr
    @lead @Calendly @cold-email @lead.magnet @lead_magnet (@lead)
    lead.csv export-lead.xlsx cold-email.docx lead.tar.gz crm.py funnel.PDF kpi.json
    app/prospect-links/route.ts src/lead/x.c.py
    lead_id id_lead lead_magnet cold_email LEAD_ID crm_lead_2024 buyer_persona __lead_id__
    coldEmail leadScoring callToAction
    /var/lead/funnel ~/lead/crm ./lead/crm ../lead /lead C:\lead\crm \\serveur\lead dossier\lead
    lead.get( lead() crm.lead.create( utm_source=lead source=lead
    <template> </lead> <lead-form
    cold-email-pour-les-agences agir-sur-son-no-show
    grid-lead-rows nettoyer-crm-2026 page-cold-email-2026
    name="suivi-crm-et-lead" href="#email-template-en-bref"
    {#lead-scoring} [là](#kpi-du-mois) ```sql `pipeline-health-check`
""".split()


@pytest.mark.parametrize("masked", MASKED)
@pytest.mark.parametrize("frame", [
    "voir {} avant demain", "({})", "« {} »", "voir {}.", "voir {}, puis", "{}",
])
def test_nothing_is_found_inside(masked: str, frame: str) -> None:
    text = "Bonjour, devis joint : " + frame.format(masked)

    assert surfaces(text) == []


@pytest.mark.parametrize(("text", "found_terms"), [
    ("Le lead https://exemple.fr le lead", ["lead", "lead"]),
    ("Le lead (exemple.fr) et le CRM", ["lead", "CRM"]),
    ("Le CRM exemple.fr/lead : un KPI", ["CRM", "KPI"]),
    ("Le lead: jean@exemple.fr, un prospect", ["lead", "prospect"]),
    ("Le lead @jean, un prospect", ["lead", "prospect"]),
    ("Le lead export.csv, un prospect", ["lead", "prospect"]),
    ("L'I.C.P. du client (son C.R.M.) et main.c, lead.c", ["I.C.P.", "C.R.M."]),
    ("Fin de phrase.Lead suivant du client", ["Lead"]),
    ("Un lead.Un prospect", ["lead", "prospect"]),
    ("Un lead.\nUn prospect", ["lead", "prospect"]),
    ("MQL/SQL/CRM", ["MQL", "SQL", "CRM"]),
    ("MQL-SQL-CRM", ["MQL", "SQL", "CRM"]),
    ("Un ---crm--- et un prospect-client", ["crm", "prospect"]),
    ("Un MQL/export.csv, un lead/prospect/note.", ["lead", "prospect"]),
    ("Un <<lead>> du salon, un lead<50, un 3<lead", ["lead", "lead", "lead"]),
    (r"L’abonnement \"opt-in\" du client", ["opt-in"]),
    ("et/ou un lead/prospect", ["lead", "prospect"]),
    ("24/7 un lead", ["lead"]),
    ("lead_ du salon", ["lead"]),
    ("Le lead (cf. exemple.fr), le prospect", ["lead", "prospect"]),
    ("Le lead@ du salon, le client", ["lead"]),
    ("Deux KPI = 3 leads", ["KPI", "leads"]),
    ("Le devis (#CRM, #lead) et [un prospect](#suite)", ["CRM", "lead", "prospect"]),
])
def test_a_mask_hides_itself_only(text: str, found_terms: list[str]) -> None:
    assert surfaces(text) == found_terms


@pytest.mark.parametrize(("text", "surface", "term_id"), [
    ("#lead", "lead", "lead"),
    ("#Leads", "Leads", "lead"),
    ("#ColdEmail", "ColdEmail", "cold-email"),
    ("#coldemail", "coldemail", "cold-email"),
    ("#coldEmail", "coldEmail", "cold-email"),
    ("#LeadMagnet", "LeadMagnet", "lead-magnet"),
    ("#SocialSelling", "SocialSelling", "social-selling"),
    ("#TauxDeConversion", "TauxDeConversion", "taux-de-conversion"),
    ("#BuyerPersona", "BuyerPersona", "buyer-persona"),
    ("#CRM", "CRM", "crm"),
    ("#SalesFunnel", "SalesFunnel", "funnel"),
    ("#leadgen #funnel", "funnel", "funnel"),
    ("#DémoProduit", "DémoProduit", "demo-produit"),
    ("#KPIs", "KPIs", "kpi"),
])
def test_hashtags_count(text: str, surface: str, term_id: str) -> None:
    assert (surface, term_id) in in_sales(text)


@pytest.mark.parametrize("text", ["#leadership", "#leader", "#Prospection", "#leadgen", "#crmaison"])
def test_hashtags_of_other_words_do_not_count(text: str) -> None:
    assert in_sales(text) == []


# ---- borders ----------------------------------------------------

@pytest.mark.parametrize(("text", "expected"), [
    ("MQL→SQL", ["MQL", "SQL"]),
    ("MQL->SQL", ["MQL", "SQL"]),
    ("MQL-SQL", ["MQL", "SQL"]),
    ("l'ICP", ["ICP"]),
    ("L’ICP", ["ICP"]),
    ("d'ABM", ["ABM"]),
    ("qu'opt-in", ["opt-in"]),
    ("aujourd'hui lead", ["lead"]),
    ("co-closing", []),
    ("pré-closing", []),
    ("lead-là", ["lead"]),
    ("ce lead-ci", ["lead"]),
    ("leads-tu", ["leads"]),
    ("micro-pitch", []),
    ("post-closing", []),
    ("anti-churn", []),
    ("xlead", []),
    ("leadx", []),
    ("lead1", []),
    ("1lead", []),
    ("leadé", []),
    ("élead", []),
    ("leaď", []),
    ("leadя", []),
    ("яlead", []),
    ("漢lead", []),
    ("CRM2", []),
    ("CAC40", []),
    ("MQL4", []),
    ("CRM-01", ["CRM"]),
    ("CRM n° 1", ["CRM"]),
    ("3CRM", []),
    ("SQLite", []),
    ("MySQL", []),
    ("NoSQL", []),
    ("KPIx", []),
])
def test_borders_of_a_term(text: str, expected: list[str]) -> None:
    whole = f"{SALES}voici {text} du mois"

    assert [hit.surface for hit in hits(whole, typos=False)] == expected


@pytest.mark.parametrize("apostrophe", "'’")
@pytest.mark.parametrize("elided", "c d j l m n s t qu jusqu lorsqu puisqu quoiqu D L Qu".split())
def test_spacy_splits_every_elision_off(elided: str, apostrophe: str) -> None:
    """Which is why it is not asked."""
    words = sorted({form.text.split()[0] for form in default_annotator().forms})

    found = tokens.borders(f"{elided}{apostrophe}{word}" for word in words)

    assert [word for word, borders in zip(words, found, strict=True) if len(elided) + 1 not in borders] == []


@pytest.mark.parametrize(("text", "expected"), [
    ("lead scoring", ["lead scoring"]),
    ("lead nurturing", ["lead nurturing"]),
    ("lead magnet", ["lead magnet"]),
    ("funnel de conversion", ["funnel de conversion"]),
    ("Sales Qualified Lead", ["Sales Qualified Lead"]),
    ("lead qualifié par le marketing", ["lead qualifié par le marketing"]),
    ("outbound marketing", ["outbound marketing"]),
    ("aimant à prospects", ["aimant à prospects"]),
    ("taux de conversion de lead", ["taux de conversion", "lead"]),
    ("template de cold email", ["template", "cold email"]),
    ("base de données prospects", ["base de données", "prospects"]),
    ("lead lead scoring lead", ["lead", "lead scoring", "lead"]),
    ("taux de churn", ["churn"]),
    ("pipeline commercial", ["pipeline commercial"]),
    ("coût d’acquisition client", ["coût d’acquisition client"]),
    ("email de relance", ["relance"]),
    ("lead nurturing des leads", ["lead nurturing", "leads"]),
])
def test_the_longest_term_wins(text: str, expected: list[str]) -> None:
    assert [surface for surface, _ in in_sales(f"un {text} par commercial")] == expected


# ---- case ----------------------------------------------------

@pytest.mark.parametrize(("text", "expected"), [
    ("un Lead", ["Lead"]),
    ("un LEAD", ["LEAD"]),
    ("un lEaD", ["lEaD"]),
    ("un Cold Email", ["Cold Email"]),
    ("UN COLD EMAIL", ["COLD EMAIL"]),
    ("le crm", ["crm"]),
    ("le Crm", ["Crm"]),
    ("le kpi", ["kpi"]),
    ("trois KPIS", ["KPIS"]),
    ("trois KPIs", ["KPIs"]),
    ("le Cac", []),
    ("le Sql", []),
    ("un Roi", []),
    ("des Rois", []),
    ("le Retour Sur Investissement", ["Retour Sur Investissement"]),
])
def test_rules_of_case(text: str, expected: list[str]) -> None:
    assert [surface for surface, _ in in_sales(f"{text} au client")] == expected


# ---- accents ----------------------------------------------------

@pytest.mark.parametrize(("text", "expected"), [
    ("une demo produit", ["demo produit"]),
    ("la requete booleenne", ["requete booleenne"]),
    ("la sequence de prospection", ["sequence de prospection"]),
    ("une base de donnees clients", ["base de donnees"]),
    ("un taux de reponse", ["taux de reponse"]),
    ("UNE DEMO PRODUIT", ["DEMO PRODUIT"]),
    ("il a relancé", []),
    ("une offre relancée", []),
    ("des offres relancées", []),
    ("un prospect relancé", ["prospect"]),
    ("il a pitché", []),
    ("il a été spammé", []),
    ("un léad", []),
    ("des prospéct", []),
    ("la rélance", []),
    ("la démô produit", []),
    ("le mot relance\u0301", []),
])
def test_accents(text: str, expected: list[str]) -> None:
    assert [surface for surface, _ in in_sales(f"{text} hier")] == expected


@pytest.mark.parametrize(("name", "text", "expected"), [
    ("Relancé", "relancé", ["relancé"]),
    ("Relancé", "relance", ["relance"]),
    ("Cote", "côte cote coté", ["cote"]),
    ("Pêche", "pêche pèche péché peche", ["pêche", "peche"]),
    ("Naïve", "naïve naive naîve", ["naïve", "naive"]),
    ("Leçon", "leçon lecon", ["leçon", "lecon"]),
])
def test_an_accent_may_be_missing_and_never_be_another(name: str, text: str, expected: list[str]) -> None:
    assert surfaces(text, annotator_of(term(name))) == expected


# ---- names in French ----------------------------------------------------

@pytest.mark.parametrize(("text", "term_id"), [
    ("vente croisée", "cross-sell"),
    ("ventes croisées", "cross-sell"),
    ("montée en gamme", "upsell"),
    ("taux d’attrition", "churn"),
    ("retour sur investissement", "roi"),
    ("retours sur investissement", "roi"),
    ("rendement de l’investissement", "roi"),
    ("appel à l’action", "cta"),
    ("appels à l’action", "cta"),
    ("tunnel de vente", "funnel"),
    ("tunnels de vente", "funnel"),
    ("tunnel de conversion", "funnel"),
    ("entonnoir de conversion", "funnel"),
    ("entonnoir de vente", "funnel"),
    ("coût d’acquisition client", "cac"),
    ("coûts d’acquisition clients", "cac"),
    ("gestion de la relation client", "crm"),
    ("gestion des relations avec la clientèle", "crm"),
    ("lead qualifié par le marketing", "mql"),
    ("leads qualifiés par le marketing", "mql"),
    ("lead qualifié par l’équipe commerciale", "sql"),
    ("indicateur clé de performance", "kpi"),
    ("indicateurs clés de performance", "kpi"),
    ("profil client idéal", "icp"),
    ("aimant à prospects", "lead-magnet"),
    ("prospection sur les réseaux sociaux", "social-selling"),
    ("maturation du client potentiel", "lead-nurturing"),
    ("option d’adhésion", "opt-in"),
    ("client potentiel", "prospect"),
    ("clients potentiels", "prospect"),
])
def test_a_term_has_its_name_in_french(text: str, term_id: str) -> None:
    assert in_sales(f"voici {text} au salon") == [(text, term_id)]


@pytest.mark.parametrize("text", [
    "la vente additionnelle", "des ventes additionnelles", "l’opt-out", "le barattage commercial",
    "l’écorage du dossier", "la défaillance du voyageur", "un email", "un mail", "un appel",
    "la prospection", "le marketing", "un script", "une séquence", "le taux de rebond",
])
def test_a_neighbour_of_the_trade_is_no_term(text: str) -> None:
    assert in_sales(f"voici {text} au salon") == []
