"""Strategies for hostile and ordinary texts, shared by the property tests."""

import unicodedata

from hypothesis import strategies as st

_TERMS = [
    "lead", "leads", "MQL", "SQL", "cold email", "cold-emails", "coldemail", "taux d'ouverture", "taux d’ouverture",
    "taux de clic", "démo produit", "demo", "relance", "relancé", "closign", "segmantation", "buyer personna", "R.O.I.",
    "roi", "ROI", "CAC 40", "#ColdEmail", "prospect·e·s", "lead(s)", "KPI's", "segmen-\ntation", "lead scoring",
    "base de données", "ICP (Ideal Customer Profile)", "plan de relance", "up et cross-sell", "de clic", "𝗹𝗲𝗮𝗱",
    "e\u0301quipe", "de\u0301mo produit", "oﬃce", "œuvre", "pro\u00ADspect", "pro\u200Bspect", "MQL→SQL", "co-closing",
]
_GLUE = [" ", "  ", "\n", "\n\n", "\t", "\r\n", "\u00A0", "\u202F", ", ", ". ", " et ", " ou ", "/", "|", "-", "\u2011",
         "'", "’", "(", ")", "« ", " »", "\u200D", "\uFEFF", "🙂", "👩🏽\u200d💻", "\x00", "\ud800", "\udfff", "İ", "ß",
         "ﬁ", "مرحبا", "=", "_", "@", "https://", ".fr", "www.", "#", "*", "`", "•", "\n- ", "…", "!", "?", ":"]
_ORDINARY = ["le", "la", "des", "client", "devis", "notre", "dans", "campagne", "ballon", "requête", "je", "tu", "40"]

_ANY_CHARACTER = st.characters(codec=None)
_PIECE = st.one_of(st.sampled_from(_TERMS), st.sampled_from(_GLUE), st.sampled_from(_ORDINARY),
                   st.text(_ANY_CHARACTER, max_size=6))

TEXTS = st.lists(_PIECE, max_size=30).map("".join)
"""Texts of terms, traps, separators and arbitrary characters, lone surrogates included."""

WORDY = st.lists(st.sampled_from([*_TERMS, *_ORDINARY]), min_size=1, max_size=14).map(" ".join)
"""Texts of terms and words, one space between two."""


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)
