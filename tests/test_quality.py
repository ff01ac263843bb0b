"""How well terms are found, as far as it is quickly told; `make quality` tells the rest."""

from collections.abc import Iterator
from string import ascii_lowercase

import pytest

from lexibulle import Annotator, Glossary
from lexibulle.forms import forms_of
from lexibulle.glossary import is_acronym
from quality import judge, planted, suites
from quality.sentences import NEUTRAL, SALES, touching

# Everyday words, one slip or little more from a word of a form; from memory, not from a list.
REAL = """
tunnel tunnels lance lances lancer temple temples contempler option options opter optons objectif objectifs
objectons abjection abjections injection closier clos cloison classer tain lad lads leader leaders laid
laids lard prospecter prospectez prospecté prospectée prospectus prospère perspective respect suspect aspect
fanal fennec annuel sam spasme épars pinte pitre pichet patch niche quiche pistée pister piste chauffé
chauffer chauffée échauffe échauffé démon démons dème demi demis mémo mémos démodé élance relancer relancé
relancée relancés relancez relace reliance rallonge renchérissement sédimentation pigmentation fragmentation
copie copiste conversation conversations inversion diversion convention réponde répons repose reposes
repense riposte couverture couvertures clip clips clin clins cric crics chic chics cil cils cloque claque
cliquet cliqué cliquer tau taxe taxes taud maux faux eaux toux eux vaux basse basses baser bas baise blase
vase vases case cases rase rases bave buse buses bise bises donne donné donner donnez sonnées années
journées fréquence conséquence scripte crypte vante vantes vende vent vents rente rentes tente tentes pente
pentes fente fentes lente lentes verte vertes ventre ventres venue venues veste vestes évente rachat rachats
chat chats chient acheter cibler ciblée câble câbles bible bibles crible cribles profilé profiler profit
profits froide froides foi fois rappel rappels faction factions fraction fiction potion contacte contacté
contrat constat drame drames rame rames tram trams crame trace traces modelé modeler modelée modale modales
typé typer tape tapes massage massages messager rater ratée gâté maté mates pâté pâtés hâté daté ratel râpé
rasé bâté manque manquée marqué marque masqué banque manquer manquez honorée honore honorer blé blés
performante question ration rations délation délations natation rotation croisé croise croiser crosse
croisse monté monte contée montrée montez gemme gemmes gomme gommes détour détours tour recours cou goût
goûts août boute court courts tout saturation mutation amant amants aidant aidants animant diamant personne
personnes personnel réaction réactions réduction réductions boite boiter boité botte bottes romaine romaines
semaine domine rechercher recherché recherchée roseau roseaux oiseau asocial bocal calendes rendes vendez
tendez fendez absente essence qualifier qualifia équipé équipés équiper équipée courtier courtiers bail mal
mais main mains rail rails émail émails téléphoné téléphonie poste postes piété rentrant centrant portant
discourt accroché accrocher raccroche couleur couleurs douceur doubleur pointe pointé joint joints soins
pont poing poings oint pointu mouton moutons boulon boulons invitation imitation
""".split()


@pytest.mark.parametrize(("name", "cases", "groups"),
                         [("public", suites.CASES, suites.GROUPS), ("own-a", 95, 90), ("own-b", 95, 90),
                          ("own-c", 95, 90)])
def test_challenge_is_passed(annotator: Annotator, name: str, cases: float, groups: float) -> None:
    whole = suites.total(suites.score(annotator, name))
    assert whole.cases.percent >= cases, whole.failing
    assert whole.groups.percent >= groups, whole.failing


@pytest.mark.parametrize("sentence", [*SALES, NEUTRAL])
def test_a_real_word_is_never_taken_for_a_typo(annotator: Annotator, sentence: str) -> None:
    taken = [word for word in REAL if any(hit.match == "typo" for hit in touching(annotator, word, sentence))]
    assert taken == []


def test_a_real_word_is_never_taken_for_a_typo_in_a_phrase(annotator: Annotator, glossary: Glossary) -> None:
    pairs = list(judge.near(judge.form_words(glossary), REAL))
    taken = [phrase for phrase, _ in judge.in_phrases(pairs, glossary)
             if any(hit.match == "typo" for hit in touching(annotator, phrase, SALES[0]))]
    assert len(pairs) > 200
    assert taken == []


def slips(word: str) -> Iterator[str]:
    """Every string at one edit: a letter more, less or other, or two swapped."""
    for i in range(len(word) + 1):
        before, after = word[:i], word[i:]
        yield from (before + letter + after for letter in ascii_lowercase)
        yield from (before + letter + after[1:] for letter in ascii_lowercase if after)
        yield from ((before + after[1:], before + after[1::-1] + after[2:]) if len(after) > 1 else ())


def test_an_acronym_is_never_found_by_typo(annotator: Annotator, glossary: Glossary) -> None:
    acronyms = {form.text for form in forms_of(glossary) if is_acronym(form.text)}
    written = {slip for acronym in acronyms for slip in slips(acronym.lower()) if slip}
    taken = [slip for slip in sorted(written | {slip.upper() for slip in written})
             if any(hit.match == "typo" for hit in touching(annotator, slip, SALES[0]))]
    assert len(acronyms) > 10
    assert taken == []


def test_slips_are_the_same_in_every_run(annotator: Annotator, glossary: Glossary) -> None:
    few = Glossary("few", "few", "1", glossary.terms[:1])
    assert list(planted.planted(annotator, few)) == list(planted.planted(annotator, few))
