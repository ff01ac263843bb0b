"""What a rate is the rate of: « taux de conversion des images » is not measured by sellers.

Without any sign of the trade around it, a rate whose complement names a thing is not taken for ours. What says
when, whose or how much (« du trimestre », « de notre équipe », « de 12 % ») says nothing of the trade.
"""

import re
from typing import Final

from lexibulle.folding import Folded
from lexibulle.matching import Candidate
from lexibulle.scene import words

_RATES: Final = ("taux ", "ratio ")
_REACH: Final = 60  # folded letters
_OF: Final = words("de du des d en")
_ARTICLES: Final = words("la le les l")
# Of whom, when, on the whole; and the words that open a group of them.
_SAY_NOTHING: Final = words(
    "ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs un une chaque tout toute tous "
    "toutes plusieurs quelques deux trois quatre cinq six sept huit neuf dix cent mille moins plus pres "
    "jour jours semaine semaines mois trimestre trimestres semestre semestres an ans annee annees exercice periode "
    "saison matin soir debut fin moyenne hausse baisse recul progression "
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre "
    "lundi mardi mercredi jeudi vendredi samedi dimanche an ete hiver automne printemps rentree "
    "equipe equipes agence agences entreprise entreprises societe groupe region regions secteur secteurs marche "
    "magasin magasins filiale filiales branche concurrent concurrents concurrence personne personnes collegue "
    "collegues part cote depart base reference ligne ensemble ordre general particulier effet revanche outre realite "
    "premier premiere dernier derniere second seconde")
# Adjectives of relation, « immunitaire », « catalytique »; not what sellers say too, nor verbs.
_RELATION: Final = re.compile(rb"[a-z]{3,}(?:aire|ique)s?")
_ANYBODYS: Final = words(
    "publicitaire publicitaires hebdomadaire hebdomadaires telephonique telephoniques electronique electroniques "
    "numerique numeriques historique historiques theorique theoriques unique uniques automatique automatiques "
    "economique economiques statistique statistiques specifique specifiques organique organiques identique identiques "
    "technique techniques publique publiques ordinaire ordinaires budgetaire necessaire explique expliquent indique "
    "indiquent implique impliquent applique appliquent complique communique revendique")


def names_a_thing(candidate: Candidate, folded: Folded) -> bool:
    """Whether a rate is followed by what it is the rate of, and that is neither a time, an owner nor a figure."""
    if not candidate.form.folded.startswith(_RATES):
        return False
    data, at = folded.data, folded.at
    following = data[candidate.last : candidate.last + _REACH].split()[:3]
    if not following or _gap(folded, candidate.last):
        return False
    if following[0] not in _OF:
        return _RELATION.fullmatch(following[0]) is not None and following[0] not in _ANYBODYS
    noun = following[2 if len(following) > 2 and following[1] in _ARTICLES else 1 :][:1]
    if not noun or noun[0] in _SAY_NOTHING or not noun[0].isalpha():
        return False
    begin = data.find(b" " + noun[0], candidate.last) + 1
    return not folded.text[at[begin]].isupper()


def _gap(folded: Folded, last: int) -> bool:
    """Whether more than white space parts a candidate from what follows it."""
    at = folded.at
    return not folded.text[at[last - 1] + 1 : at[last + 1]].isspace()
