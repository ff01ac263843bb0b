/**
 * The entries of the sample line, as the glossary has them: a test holds them equal.
 *
 * @type {Record<string, Term>}
 */
export const SAMPLE_TERMS = {
  "mql": {
    "id": "mql",
    "name": "MQL",
    "definition": "Lead repéré par le marketing\u00a0: son intérêt pour l’offre ou les contenus est net, mais aucun commercial ne l’a encore validé.",
    "glossary": "prospection-b2b",
    "number": 11,
    "lang": "fr",
    "gender": "m",
    "say": "lettre à lettre",
    "expansion": {
      "en": "Marketing Qualified Lead"
    },
    "category": "qualifier",
    "level": 2,
    "client": "avoid",
    "plain": "contact intéressé, à valider",
    "detail": "C’est le relais entre deux équipes\u00a0: le marketing passe le contact, le commercial l’accepte (il devient SQL) ou le rend.",
    "example": "Douze MQL sortis du webinaire\u00a0: je les appelle d’ici à jeudi pour voir qui a un vrai projet.",
    "ask": "À partir de quelle action ou de quel score un lead devient-il MQL chez nous\u00a0?",
    "related": [
      "lead-scoring",
      "lead-nurturing",
      "funnel"
    ],
    "confused": [
      {
        "with": "sql",
        "name": "SQL",
        "how": "Le MQL est proposé par le marketing\u00a0; le SQL a été accepté par un commercial."
      },
      {
        "with": "lead",
        "name": "Lead",
        "how": "Tout lead s’est manifesté\u00a0; le MQL l’a fait assez pour mériter un appel."
      }
    ]
  },
  "relance": {
    "id": "relance",
    "name": "Relance",
    "definition": "Message ou appel qui remet votre proposition en haut de la pile quand le contact ne répond pas ou ne donne plus signe de vie.",
    "glossary": "prospection-b2b",
    "number": 40,
    "lang": "fr",
    "gender": "f",
    "category": "approcher",
    "level": 1,
    "client": "avoid",
    "plain": "message de rappel",
    "detail": "Une bonne relance apporte du neuf\u00a0: un chiffre, un cas client, une question à laquelle on répond en un mot.",
    "example": "Toujours rien depuis le devis de mardi\u00a0: deuxième relance jeudi, au téléphone cette fois.",
    "ask": "Combien de relances faisons-nous, à combien de jours d’écart, et quand arrête-t-on\u00a0?",
    "related": [
      "taux-de-reponse",
      "template",
      "no-show"
    ],
    "confused": [
      {
        "with": "sequence-de-prospection",
        "name": "Séquence de prospection",
        "how": "La séquence est le plan entier, prévu d’avance\u00a0; la relance en est une étape."
      },
      {
        "with": "cold-email",
        "name": "Cold email",
        "how": "Le cold email ouvre la conversation\u00a0; la relance revient après un premier message."
      },
      {
        "with": "lead-nurturing",
        "name": "Lead nurturing",
        "how": "La relance rappelle une offre en attente\u00a0; le lead nurturing envoie du contenu utile dans la durée."
      }
    ]
  }
};
