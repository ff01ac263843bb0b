"""The states of the popup: what is kept in each, what it says then, and the buttons that help."""

import time
from dataclasses import dataclass, field
from typing import Any, Final

NOBODY: Final = "http://127.0.0.1:9"  # nothing listens at « discard »
TEAM: Final = "lexibulle.acme.fr"


@dataclass(frozen=True)
class State:
    """In `line`, `{site}` stands for the site of the page, `#` for a number."""

    line: str
    buttons: list[str]
    service: str = ""  # else the real one
    token: str = ""  # else a good one
    paired: bool = True
    pairing: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    on: bool | None = None  # None where nobody has decided about the site

    def kept(
        self, service: str, token: str, site: str, match: str
    ) -> tuple[dict[str, str], dict[str, Any], dict[str, Any]]:
        """The token, and what else the extension keeps on disk and in memory."""
        address = self.service or service
        local: dict[str, Any] = {"settings": {"service": address, **self.settings}}
        secret = {"value": self.token or token, "service": address if self.paired else ""}
        if self.on is not None:
            local["sites"] = {site: {"matches": [match], "on": self.on}}
        pairing = {**self.pairing, "service": address, "expires": in_hours(.03)}
        return secret, local, {"pairing": pairing} if self.pairing else {}


def in_hours(hours: float) -> int:
    return int((time.time() + hours * 3600) * 1000)


STATES: Final = {
    "unpaired": State("Encore une étape : associer l’extension à Lexibulle.", ["Associer"], paired=False),
    "pending": State("Acceptez la demande 4812 dans l’onglet ouvert.", ["Rouvrir l’onglet", "Annuler"],
                     pairing={"state": "pending", "id": "x", "code": "4812", "address": NOBODY}),
    "refused": State("Demande refusée.", ["Recommencer"], pairing={"state": "refused"}),
    "expired": State("Demande expirée après 2 minutes.", ["Recommencer"], pairing={"state": "expired"}),
    "revoked": State("Le service ne reconnaît plus cette extension.", ["Associer de nouveau"], token="lxb_unknown"),  # noqa: S106  # nobody's
    "absent": State("Lexibulle est à l’arrêt sur cet ordinateur. Le lexique reste consultable ici ; les pages se "
                    "compléteront dès son retour.", ["Comment le démarrer", "Réessayer"], service=NOBODY),
    "team-absent": State(f"{TEAM} ne répond pas. Connexion ou VPN ? Nouvel essai dans # s.", ["Réessayer"],
                         service=f"https://{TEAM}"),
    "never": State("Lexibulle ne lit pas {site}.", ["Activer sur ce site"]),
    "off": State("Désactivé sur {site}.", ["Réactiver"], on=False),
    "paused": State("En pause jusqu’à demain.", ["Reprendre"], on=True, settings={"pausedUntil": in_hours(30)}),
    "discreet": State("Mode discret : maintenez Maj en survolant un mot.", ["Souligner", "Désactiver sur {site}"],
                      on=True, settings={"loudness": "discreet"}),
}


@dataclass(frozen=True)
class Answer:
    """What a service says to everybody, and what the popup makes of it; `#` stands for a number."""

    line: str
    buttons: list[str]
    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


STRANGER: Final = ("Un autre programme répond à cette adresse. Vérifiez-la dans les réglages, ou démarrez Lexibulle à "
                   "sa place.")
ANSWERS: Final = {
    "busy": Answer("Service occupé, nouvel essai dans # s.", [], 503, headers={"Retry_After": "5"}),
    "failed": Answer("Le service a rencontré une erreur. Nouvel essai dans # s.", ["Réessayer"], 500),
    "old": Answer("Le service est plus ancien que l’extension : mettez-le à jour.", ["Comment faire"],
                  body='{"service": "lexibulle", "api": "0"}'),
    "stranger": Answer(STRANGER, ["Réessayer"], body='{"service": "autre"}'),
    "stranger-with-a-page": Answer(STRANGER, ["Réessayer"], 200, "<h1>Bonjour</h1>", {"Content_Type": "text/html"}),
    "stranger-without-the-page": Answer(STRANGER, ["Réessayer"], 404, "<h1>Perdu</h1>"),
    "stranger-who-cannot": Answer(STRANGER, ["Réessayer"], 501),
    "stranger-who-leads-elsewhere": Answer(STRANGER, ["Réessayer"], 302, headers={"Location": "/login"}),
}
FORBIDDEN: Final = State("Le navigateur interdit de lire cette page.", ["Coller un texte"])
