"""What a word is said of: « taux de conversion des images », « warm-up du moteur », « lead compositeur » are not ours.

Without any sign of the trade around it, a rate or a borrowed word whose complement names a thing is not taken for
ours, nor is a *lead* that opens the title of a job. What says when, whose or how much (« du trimestre », « de notre
équipe », « de 12 % ») says nothing of the trade.
"""

import re
from typing import Final

from lexibulle.folding import Folded
from lexibulle.matching import Candidate
from lexibulle.scene import words

_RATES: Final = ("taux ", "ratio ")
_REACH: Final = 60  # folded letters
_OF: Final = words("de du des d")
_OF_A_RATE: Final = _OF | words("en")
_BEFORE_NOUNS: Final = words("la le les l sa son ses")
# Of whom, when, on the whole; and the words that open a group of them.
_SAY_NOTHING: Final = words(
    "ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs un une chaque tout toute tous "
    "toutes plusieurs quelques deux trois quatre cinq six sept huit neuf dix cent mille moins plus pres "
    "jour jours semaine semaines mois trimestre trimestres semestre semestres an ans annee annees exercice periode "
    "saison matin soir debut fin moyenne hausse baisse recul progression "
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre "
    "lundi mardi mercredi jeudi vendredi samedi dimanche an ete hiver automne printemps rentree "
    "equipe equipes agence agences entreprise entreprises societe groupe region regions secteur secteurs marche "
    "magasin magasins site sites filiale filiales branche concurrent concurrents concurrence personne personnes "
    "collegue collegues directeurs directrices dirigeants responsables decideurs destinataires donateur donateurs "
    "adherent adherents abonne abonnes inscrit inscrits inactif inactifs panier paniers part cote depart suite "
    "affilee avance habitude base reference ligne ensemble ordre general particulier effet revanche outre realite "
    "premier premiere dernier derniere second seconde secondes minute minutes heure heures "
    "douze quinze vingt trente quarante cinquante")
# Adjectives of relation, « immunitaire », « catalytique »; not what sellers say too, nor verbs.
_RELATION: Final = re.compile(r"[a-z]{3,}(?:aire|ique)s?")
_ANYBODYS: Final = words(
    "publicitaire publicitaires hebdomadaire hebdomadaires telephonique telephoniques electronique electroniques "
    "numerique numeriques historique historiques theorique theoriques unique uniques automatique automatiques "
    "economique economiques statistique statistiques specifique specifiques organique organiques identique identiques "
    "technique techniques publique publiques ordinaire ordinaires budgetaire necessaire generique generiques basique "
    "basiques classique classiques pratique pratiques typique typiques strategique strategiques logique dynamique "
    "dynamiques magique magiques systematique systematiques authentique authentiques supplementaire supplementaires "
    "complementaire complementaires similaire similaires contraire prioritaire prioritaires intermediaire "
    "intermediaires temporaire temporaires exemplaire exemplaires horaire horaires forfaitaire forfaitaires "
    "ethique ethiques empathique empathiques energique energiques analytique analytiques geographique geographiques "
    "demographique demographiques thematique thematiques pedagogique pedagogiques faire affaire affaires "
    "explique expliquent indique indiquent implique impliquent applique appliquent complique communique revendique")

# Trades by their endings, in French and in English; and the everyday words that end alike.
_ROLE: Final = re.compile(r"[a-z]{2,}(?:eur|euse|trice|iste|ien|ienne|er|or|ist|yst|ultant)s?")
_NO_ROLES: Final = words(
    "ailleurs plusieurs meilleur meilleurs superieur superieurs exterieur exterieurs interieur ulterieur anterieur "
    "majeur majeurs mineur mineurs acheteur acheteurs vendeur vendeurs visiteur visiteurs utilisateur utilisateurs "
    "annonceur annonceurs fournisseur fournisseurs demandeur demandeurs valeur secteur erreur heureuse serieuse "
    "existe persiste insiste resiste consiste assiste liste piste bien rien combien soutien ancien anciens "
    "quotidien hier premier premiers dernier derniers papier entier cher chers alors dehors")
_TITLE_OPENS: Final = re.compile(r"(?:^|[\n\r|–—•·:])[\s\-*#>]*\Z")


def is_doubtful(candidate: Candidate, folded: Folded) -> bool:
    """Whether what stands after a candidate makes it need a sign of the trade."""
    form, doubt = candidate.form.folded, candidate.form.term.detect.doubt
    if doubt == "role":
        return _names_a_role(candidate, folded)
    if form.startswith(_RATES):
        return _names_a_thing(candidate, folded, _OF_A_RATE)
    return doubt == "thing" and " " not in form and _names_a_thing(candidate, folded, _OF)


def _names_a_role(candidate: Candidate, folded: Folded) -> bool:
    """« lead compositeur », « lead juridique »; « Lead Growth » where a line or what it says begins."""
    following = folded.data[candidate.last : candidate.last + _REACH].split()[:1]
    if not following or _gap(folded, candidate.last):
        return False
    word = following[0]
    if _RELATION.fullmatch(word):
        return word not in _ANYBODYS
    if _ROLE.fullmatch(word):
        return word not in _NO_ROLES
    text, at = folded.text, folded.at
    begin = at[candidate.last + 1]
    surface, title = text[candidate.start : candidate.end], text[begin : begin + 2]
    return (surface.istitle() and title.istitle() and len(title) == 2
            and _TITLE_OPENS.search(text[max(0, candidate.start - 20) : candidate.start]) is not None)


def _names_a_thing(candidate: Candidate, folded: Folded, of: frozenset[str]) -> bool:
    """Whether a word is followed by what it is said of, and that is neither a time, an owner nor a figure."""
    data, at = folded.data, folded.at
    following = data[candidate.last : candidate.last + _REACH].split()[:3]
    if not following or _gap(folded, candidate.last):
        return False
    if following[0] not in of:
        return _RELATION.fullmatch(following[0]) is not None and following[0] not in _ANYBODYS
    noun = following[2 if len(following) > 2 and following[1] in _BEFORE_NOUNS else 1 :][:1]
    if not noun or noun[0] in _SAY_NOTHING or not noun[0].isalpha():
        return False
    begin = data.find(" " + noun[0], candidate.last) + 1
    return not folded.text[at[begin]].isupper()


def _gap(folded: Folded, last: int) -> bool:
    """Whether more than white space parts a candidate from what follows it."""
    at = folded.at
    return not folded.text[at[last - 1] + 1 : at[last + 1]].isspace()
