"""The written forms of a term: those that people write, and no others."""

import pytest

from found import annotator_of, found, hits, surfaces, term
from lexibulle import Glossary
from lexibulle.forms import Form, Gap, forms_of_term
from lexibulle.glossary import Alias, Detect, Term

GLOSSARY = Glossary.default()


def written(entry: Term) -> set[str]:
    """Folded forms as they stand in a text, endings set apart and dots left out."""
    return {form.folded for form in forms_of_term(entry) if form.gap is Gap.ANY and form.match != "typo"}


def one(name: str, text: str) -> list[str]:
    """What the glossary of one term finds in a text."""
    return surfaces(text, annotator_of(term(name)))


@pytest.mark.parametrize(("name", "forms"), [
    ("Lead", "lead leads"),
    ("Objection", "objection objections"),
    ("Prix", "prix"),
    ("Nez", "nez"),
    ("Relais", "relais"),
    ("Tableau", "tableau tableaux"),
    ("Enjeu", "enjeu enjeux"),
    ("KPI", "kpi kpis"),
    ("Up", "up"),
])
def test_plural_of_a_word(name: str, forms: str) -> None:
    assert written(term(name)) == set(forms.split())


@pytest.mark.parametrize(("name", "plural"), [
    ("Canal", "canaux"), ("Festival", "festivals"), ("Outil", "outils"), ("Jeu", "jeux"),
])
def test_plural_of_a_word_that_has_its_own(name: str, plural: str) -> None:
    assert plural in written(term(name))


@pytest.mark.parametrize(("name", "plurals"), [
    ("Taux de clic", ["taux de clics"]),
    ("Démo produit", ["demos produit", "demo produits", "demos produits"]),
    ("Cold email", ["cold emails"]),
    ("Base de données", ["bases de donnees"]),
    ("Pipeline commercial", ["pipelines commerciaux"]),
    ("Aimant à prospect", ["aimant a prospects", "aimants a prospects", "aimants a prospect"]),
    ("Script d’appel", ["scripts d appel", "scripts d appels"]),
    ("No-show", ["no shows"]),
    ("Coût d’acquisition client", ["couts d acquisition client", "couts d acquisition clients"]),
    ("Lead qualifié par le marketing", ["leads qualifies par le marketing"]),
])
def test_plurals_inside_a_phrase(name: str, plurals: list[str]) -> None:
    assert written(term(name)).issuperset(plurals)


@pytest.mark.parametrize(("name", "absent"), [
    ("Taux de clic", ["tauxs de clic", "taux des clic", "taux des clics", "taux de clices"]),
    ("Lead", ["lea", "leades", "leader", "leading", "l e a d", "le ad", "lead e"]),
    ("Prix", ["prixs", "prixx", "pri", "pris"]),
    ("Script d’appel", ["script ds appel", "script d s appel", "script appel", "script de appel"]),
    ("Retour sur investissement", ["retour surs investissement", "retour investissement"]),
    ("Étude 3 mois", ["etude 3s mois"]),
    ("KPI", ["k p i", "kp i", "kpie"]),
    ("Cold email", ["email", "cold", "email cold", "cold e-mail"]),
    ("Prospect", ["prospecte", "prospectes", "prospecter", "prospection"]),
])
def test_what_is_not_generated(name: str, absent: list[str]) -> None:
    assert written(term(name)).isdisjoint(absent)


def test_no_form_is_generated_twice_or_empty() -> None:
    for entry in GLOSSARY:
        keys = [(form.folded, form.gap, form.case) for form in forms_of_term(entry)]
        assert len(keys) == len(set(keys))
        assert all(folded.strip() == folded and "  " not in folded for folded, _, _ in keys)


@pytest.mark.parametrize("name", [
    "C.R.M.", "R.O.I.", "…Lead…", "(Lead)", "Lead +", "L’Annonce", "Pré-vente (B2B)",
])
def test_signs_in_a_name_do_not_spoil_its_forms(name: str) -> None:
    for form in forms_of_term(term(name)):
        assert form.folded == " ".join(form.folded.split())


def match_of(entry: Term, folded: str) -> Form:
    (form,) = (form for form in forms_of_term(entry) if form.folded == folded and form.gap is Gap.ANY)
    return form


@pytest.mark.parametrize(("folded", "match"), [
    ("mini chiffrage", "exact"), ("mini chiffrages", "form"), ("minichiffrage", "form"),
    ("devis flash", "alias"), ("devisflash", "alias"), ("devis flashs", "alias"),
])
def test_a_form_knows_what_it_comes_from(folded: str, match: str) -> None:
    assert match_of(term("Mini-chiffrage", "devis flash"), folded).match == match


def test_an_alias_keeps_its_own_rules() -> None:
    alias = (Alias("dse", case="lower", context="proof"), Alias("devis long"), Alias("devisage"))
    entry = Term("x", "DSE", "x", alias=alias, detect=Detect(case="upper", context="hint"))
    forms = {(form.folded, form.case): form for form in forms_of_term(entry) if form.gap is Gap.ANY}

    assert forms["dse", "upper"].context == "hint"
    assert forms["dse", "lower"].context == "proof"
    assert forms["devis long", "any"].context == "free"  # a phrase without a context of its own
    assert forms["devisage", "any"].context == "hint"  # a word takes that of the name


@pytest.mark.parametrize(("form", "typos"), [
    ("KPI", False), ("CRM", False), ("Démo", False), ("Churn", True), ("Relance", True),
    ("Cold email", True),
])
def test_typos_are_for_longer_words(form: str, typos: bool) -> None:
    assert next(forms_of_term(term(form))).typos is typos


@pytest.mark.parametrize("form", ["Relance", "Cold email"])
def test_typos_can_be_forbidden(form: str) -> None:
    entry = term(form, detect=Detect(typos=False))

    assert not any(one.typos or one.match == "typo" for one in forms_of_term(entry))


# ---- as they stand in a text ----------------------------------------------------

@pytest.mark.parametrize(("text", "surface"), [
    ("Le(s) lead(s) du salon", "lead(s)"),
    ("Les prospect(e)s à rappeler, client par client", "prospect(e)s"),
    ("Les prospect(e) à rappeler, client par client", "prospect(e)"),
    ("Les prospect·e·s à rappeler, client par client", "prospect·e·s"),
    ("Les prospect.e.s à rappeler, client par client", "prospect.e.s"),
    ("Les prospect-e-s à rappeler, client par client", "prospect-e-s"),
    ("Les prospect•e•s à rappeler, client par client", "prospect•e•s"),
    ("Les prospect·es à rappeler, client par client", "prospect·es"),
    ("Un·e prospect·e à rappeler, client par client", "prospect·e"),
    ("Les prospectes rencontrées au salon", "prospectes"),
    ("Une prospecte rencontrée au salon", "prospecte"),
    ("Nos KPI's du mois", "KPI's"),
    ("Nos KPI’s du mois", "KPI’s"),
    ("Nos KPIs du mois", "KPIs"),
    ("Nos KPI(s) du mois", "KPI(s)"),
    ("Les MQLs du webinaire", "MQLs"),
    ("Notre C.R.M. de vente", "C.R.M."),
    ("Notre C.R.M de vente", "C.R.M"),
    ("Le R.O.I. de la campagne", "R.O.I."),
    ("Le R. O. I. de la campagne", "R. O. I."),
    ("Le C.A.C. par client monte", "C.A.C."),
    ("Les cold e-mails partent lundi", "cold e-mails"),
    ("Les coldemails partent lundi", "coldemails"),
    ("Les cold-emails partent lundi", "cold-emails"),
    ("Les Cold Emails partent lundi", "Cold Emails"),
    ("La cold-email partira lundi", "cold-email"),
    ("Un optin clair pour la newsletter", "optin"),
    ("Un opt in clair pour la newsletter", "opt in"),
    ("Deux noshows après la démo produit", "noshows"),
    ("Le leadscoring du CRM", "leadscoring"),
    ("Le lead-scoring du CRM", "lead-scoring"),
    ("Un crosssell au client", "crosssell"),
    ("Un cross sell au client", "cross sell"),
    ("Nos buyers personas", "buyers personas"),
    ("Nos buyer personas", "buyer personas"),
    ("Les funnels de ventes du marketing", "funnels de ventes"),
    ("Les taux de clics par client", "taux de clics"),
    ("Les démos produits du vendredi", "démos produits"),
    ("Les démos produit du vendredi", "démos produit"),
    ("Les bases de données de nos clients", "bases de données"),
    ("Des pipelines commerciaux trop pleins", "pipelines commerciaux"),
])
def test_forms_are_found_whole(text: str, surface: str) -> None:
    assert surface in surfaces(text)


@pytest.mark.parametrize(("text", "surface"), [
    ("Le lead's du salon", "lead's"),
    ("Le l.e.a.d. du salon", "l.e.a.d."),
    ("un f.u.n.n.e.l.", "f.u.n.n.e.l."),
    ("Le lead·e du salon", "lead·e"),
    ("Notre K.P. du mois", "K.P."),
    ("Notre pros pect client", "pros pect"),
])
def test_writings_that_nobody_uses_are_not_found_whole(text: str, surface: str) -> None:
    assert surface not in surfaces(text)


@pytest.mark.parametrize("text", [
    "leader", "leadership", "leading", "leaders", "prospection", "prospecter", "prospecteur", "prospectus",
    "pitcher", "relancer", "relancé", "relancée", "segmenter", "objecter", "churner", "spammer", "funnelling",
    "closeuse", "conversion", "enrichir", "templating", "scraper", "upseller",
])
def test_derivatives_are_other_words(text: str) -> None:
    assert found(f"Nos commerciaux, le client, le devis et {text}") == []


def phrases_of_mail() -> list[str]:
    """Unmistakable phrases of the default glossary that hold « e-mail » or « email »."""
    written = {form for entry in GLOSSARY
               for form in (entry.name, *(alias.form for alias in entry.alias if alias.context == "free"))}
    mail = {"email", "e-mail", "emailing", "e-mailing"}
    return sorted(form for form in written if mail & set(form.lower().replace("’", " ").split()))


@pytest.mark.parametrize("phrase", phrases_of_mail())
def test_email_has_a_twin_with_a_hyphen(phrase: str) -> None:
    bare = phrase.replace("e-mail", "email").replace("E-mail", "Email")
    twins = [bare, bare.replace("email", "e-mail").replace("Email", "E-mail")]
    found_in = [hits(f"Pour le client : {twin} à revoir.", typos=False) for twin in twins]

    assert [[hit.surface for hit in one_text] for one_text in found_in] == [[twin] for twin in twins]
    assert found_in[0][0].term == found_in[1][0].term


@pytest.mark.parametrize(("name", "text"), [
    ("Relance e-mail", "une relance email"),
    ("Relance email", "une relance e-mail"),
    ("E-mail de bienvenue", "un email de bienvenue"),
    ("E-mail de bienvenue", "deux emails de bienvenue"),
    ("Email de bienvenue", "deux e-mails de bienvenue"),
    ("Pré-vente express", "une prévente express"),
    ("Rendez-vous flash", "un rendezvous flash"),
])
def test_a_hyphen_inside_a_phrase_may_be_missing(name: str, text: str) -> None:
    (hit,) = annotator_of(term(name)).annotate(text, typos=False)

    assert hit.surface == text.partition(" ")[2]
    assert hit.match in ("exact", "form")


@pytest.mark.parametrize(("name", "text"), [
    ("Opti on", "une option"), ("Par tir", "il faut partir"), ("Mini mise", "il minimise"),
    ("En fin", "enfin"), ("Sur tout", "surtout le client"), ("Main tenant", "maintenant"),
])
def test_a_joined_form_that_is_a_word_is_no_form(name: str, text: str) -> None:
    assert one(name, text) == []


@pytest.mark.parametrize(("name", "text", "surface"), [
    ("C.R.M.", "Notre C.R.M. est lent", "C.R.M."),
    ("C.R.M.", "Notre CRM est lent", "CRM"),
    ("A/B test", "un A/B test", "A/B test"),
    ("B2B", "le B2B", "B2B"),
    ("Élan", "Un elan", "elan"),
    ("Elan", "Un elan", "elan"),
    ("Œillade", "Une oeillade", "oeillade"),
    ("Straße", "la strasse", "strasse"),
    ("L’Annonce", "Voici l’annonce", "l’annonce"),
    ("Coup-de-poing", "le coup de poing", "coup de poing"),
])
def test_odd_names_are_found(name: str, text: str, surface: str) -> None:
    assert one(name, text) == [surface]
