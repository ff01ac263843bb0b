"""Texts that make a careless reader slow: each maker gives exactly `n` characters of one kind."""

from collections.abc import Callable

Maker = Callable[[int], str]


def repeated(piece: str) -> Maker:
    """The piece over and over."""
    return lambda n: (piece * (n // len(piece) + 1))[:n]


def framed(before: str, piece: str, after: str = "") -> Maker:
    """The piece over and over between a beginning and an end."""
    return lambda n: (before + repeated(piece)(n - len(before) - len(after)) + after)[:n]


def numbered(template: str) -> Maker:
    """A template filled with rising numbers written in letters: no word comes twice."""
    def make(n: int) -> str:
        pieces, length, i = [], 0, 0
        while length < n:
            letters = "".join(chr(97 + int(digit)) for digit in str(i))
            pieces.append(template.format(letters))
            length += len(pieces[-1])
            i += 1
        return "".join(pieces)[:n]

    return make


def nested(n: int) -> str:
    """As many parentheses opened as closed, a term in the middle."""
    half = (n - 4) // 2
    return "(" * half + "lead" + ")" * (n - 4 - half)


HOSTILE: dict[str, Maker] = {
    # runs of one character, which spaCy splits one by one
    "opening parentheses": repeated("("),
    "quotes": repeated('"'),
    "guillemets": repeated("»"),
    "elisions": repeated("l'"),
    "underscores": repeated("_"),
    "lines": repeated("─"),
    "euros": repeated("€"),
    "exclamation marks": repeated("!"),
    "question marks": repeated("?"),
    "full stops": repeated("."),
    "equal signs": repeated("="),
    "hyphens": repeated("-"),
    "slashes": repeated("/"),
    "at signs": repeated("@"),
    "sharps": repeated("#"),
    "emoji": repeated("🙂"),
    "families of emoji": repeated("👩🏽\u200d💻"),
    "letters": repeated("a"),
    "capitals": repeated("A"),
    "digits": repeated("7"),
    "spaces": repeated(" "),
    "no-break spaces": repeated("\u00A0"),
    "tabs": repeated("\t"),
    "line breaks": repeated("\n"),
    "carriage returns": repeated("\r\n"),
    "NULs": repeated("\x00"),
    "surrogates": repeated("\ud83d"),
    "combining marks": repeated("\u0301"),
    "soft hyphens": repeated("\u00AD"),
    "zero widths": repeated("\u200B"),
    "ligatures": repeated("ﬃ"),
    "Arabic": repeated("مرحبا "),
    "ideographs": repeated("営業"),
    "bold letters": repeated("𝗹𝗲𝗮𝗱 "),
    # short things without a border
    "terms between slashes": repeated("lead/"),
    "terms between hyphens": repeated("lead-"),
    "terms between apostrophes": repeated("l'ICP'"),
    "terms between dots": repeated("lead."),
    "terms between underscores": repeated("lead_"),
    "terms between arrows": repeated("MQL→SQL→"),
    "terms between parentheses": repeated("(lead)"),
    "terms among equal signs": repeated("=====l'lead"),
    "terms among guillemets": repeated("»»»»»co-lead"),
    "handles": repeated("@lead "),
    "hashtags": repeated("#ColdEmail "),
    "hashtags without spaces": repeated("#ColdEmail"),
    "one endless hashtag": framed("#", "ColdEmail"),
    "humps": framed("#", "aB"),
    "dotted letters": repeated("a."),
    "dotted acronyms": repeated("C.R.M. "),
    "assignments": repeated("x="),
    "calls": repeated("a.b("),
    "inclusive endings": repeated("prospect·e·s "),
    "endings in parentheses": repeated("lead(s) "),
    "alternating accents": repeated("éeèe"),
    "decomposed letters": repeated("e\u0301"),
    "letters with thirty accents": repeated("e" + "\u0301" * 30),
    "zero widths inside terms": repeated("l\u200Be\u00ADa\u200Dd "),
    "words cut at the line end": repeated("segmen-\ntation "),
    "everything cut at the line end": repeated("a-\n"),
    "quoted lines": repeated("> lead\n"),
    "table cells": repeated("lead|magnet|"),
    "bullets": repeated("- lead\n"),
    # masks
    "one endless URL": framed("https://exemple.fr/", "lead/"),
    "URLs": repeated("https://exemple.fr/lead "),
    "schemes": repeated("https://"),
    "one endless path": repeated("/lead"),
    "one endless domain": repeated("lead.fr."),
    "one endless address": framed("jean@", "lead."),
    "addresses": repeated("jean@lead.fr "),
    "addresses without an end": repeated("jean@"),
    "one endless identifier": repeated("lead_id_"),
    "file names": repeated("lead.csv "),
    "one endless file name": repeated("lead.csv."),
    "Windows paths": repeated("\\lead"),
    # definitions
    "nested parentheses": nested,
    "definitions opened": repeated("ICP ("),
    "definitions opened twice": repeated("ICP( "),
    "definitions": repeated("ICP (Ideal Customer Profile) "),
    "definitions backwards": repeated("intervention coronaire percutanée (ICP) "),
    "acronyms": repeated("ICP "),
    # sense and lists
    "terms in one sentence": repeated("lead "),
    "different terms in one sentence": repeated("lead funnel churn pitch prospect "),
    "terms and cues in one sentence": repeated("lead client devis "),
    "terms and words of another trade": repeated("lead guitare peloton "),
    "terms, one a sentence": repeated("Un lead. "),
    "terms, one a line": repeated("lead\n"),
    "terms, one a paragraph": repeated("Lead\n\n"),
    "cues without terms": repeated("client devis "),
    "never-phrases": repeated("plan de relance "),
    "ambiguous terms": repeated("la relance du SQL "),
    "pronouns": repeated("je la je la "),
    "verbs": repeated("je la relance "),
    "one endless list": framed("taux d'ouverture", " et de clic"),
    "lists": repeated("taux d'ouverture et de clic et de réponse "),
    "links of a list": framed("taux d'ouverture", " et"),
    "English": repeated("the lead of the funnel is "),
    "capitals in one sentence": repeated("LE ROI DU CRM "),
    "figures": repeated("roi x3 10 % "),
    # typos
    "one typo": repeated("copywritting "),
    "typos of a phrase": repeated("lead scorring "),
    "halves of a phrase": repeated("taux de "),
    "candidates for typos": repeated("segmantation prospet objecttion "),
    "strange words": numbered("zq{}xw "),
    "strange words near a term": numbered("segm{}ntation "),
    "missing spaces": repeated("tauxde conversion "),
}
