"""What of a message its writer did not write just now: quoted replies and the signature.

Plain text, read line by line; each rule looks at a few lines ahead at most, so the whole is linear. The rules are
narrow on purpose: a line of prose that is taken for a quote would go unchecked (« Le client a écrit : » alone is
prose; mail programs add a time or an address).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["quote", "signature"]

_LOOKED_AT: Final = 300  # characters of a line that a rule reads
_HEADER_LINES: Final = 8  # lines in which the headers of a forwarded message follow one another
_INTRODUCTION_LINES: Final = 3  # an introduction is wrapped by mail programs
_NEAR: Final = 6  # lines, blank ones included
_SIGNATURE_LINES: Final = 12

_QUOTED: Final = re.compile(r"\s{0,3}>")
_SEPARATOR: Final = re.compile(
    r"(?:-{2,}\s*(?:message d['’]origine|message (?:original|transféré)|e-?mail (?:original|d['’]origine)"
    r"|original message|forwarded message)\s*-{2,}"
    r"|(?:début du message (?:réexpédié|transféré)|begin forwarded message)\s*:)", re.IGNORECASE)
_RULE: Final = re.compile(r"[_-]{10,}")
_SENDER: Final = re.compile(r"\**(?:de|from|expéditeur)\s*:\**\s*\S", re.IGNORECASE)
_HEADER: Final = re.compile(
    r"\**(?:(?P<when>envoyé(?: le)?|date|sent)|(?P<to>à|a|to|pour|destinataire)|(?P<copy>cci?|bcc)"
    r"|(?P<subject>objet|sujet|subject))\s*:", re.IGNORECASE)
_INTRODUCED: Final = re.compile(r"(?:le|on|\d{1,4}[/.-]\d{1,2})\b.*(?:\ba écrit|\bwrote|>)\s*:", re.IGNORECASE)
_BY_A_PROGRAM: Final = re.compile(r"\d\s?[:h]\s?\d\d|[^\s@]@[^\s@]")  # a time or an address
_CITATION: Final = ("«", "“", '"')

_DASHES: Final = re.compile(r"(?:--|__|—)\s*")
_PART_OF_NAME: Final = r"(?:[^\W\d_a-zà-ÿ][\w.’'-]*|d[eu]s?|d['’]\w+|la|le|von|van|et|&)"
_NAME: Final = re.compile(rf"{_PART_OF_NAME}(?:\s{_PART_OF_NAME}){{0,4}}[,.]?")
_FAREWELL: Final = re.compile(
    r"""(?:(?:merci\ (?:d['’]avance\ )?(?:et\ )?)?(?:bien\ |très\ )?
          (?:cordialement|amicalement|respectueusement|sincèrement)(?:\ vôtre|\ à\ (?:vous|toi|tous))?
      | merci(?:\ d['’]avance|\ par\ avance|\ beaucoup|\ à\ (?:vous|toi|tous))?
      | cdlt|cdt | (?:bien\ )?à\ (?:vous|toi) | à\ (?:très\ )?bientôt
      | (?:(?:mes|nos)\ )?(?:sincères\ |meilleures\ |cordiales\ )?salutations
          (?:\ distinguées|\ cordiales|\ les\ meilleures)?
      | (?:très\ )?(?:bonne|belle|excellente)\ (?:journée|soirée|semaine|réception|fin\ de\ (?:journée|semaine))
          (?:\ à\ (?:vous|toi|tous))?
      | (?:je\ vous\ prie|nous\ vous\ prions|veuillez|recevez)
          .{0,120}\ (?:salutations|sentiments)\ \w{1,20}(?:\ \w{1,20})?
      | (?:kind\ |best\ |warm\ )?regards|best|sincerely(?:\ yours)?|yours\ sincerely|cheers|thanks|thank\ you)
      \s?[,.!]*""", re.IGNORECASE | re.VERBOSE)
_FROM_PHONE: Final = re.compile(
    r"""(?:envoyé\ (?:de(?:puis)?|à\ partir\ de|avec)\ (?:mon\ |ma\ |un\ |l['’]|la\ |le\ )?
          (?:iphone|ipad|mobile|téléphone|smartphone|portable|tablette|appareil|galaxy|samsung|android
            |blackberry|outlook|yahoo|proton|messagerie|application)
      | (?:sent\ from|get|obtenir|obtenez|télécharger|téléchargez)\ (?:my|mail|outlook|yahoo|proton))
      \b[^.!?]{0,60}""", re.IGNORECASE | re.VERBOSE)
_POSTSCRIPT: Final = re.compile(r"p\.?\s?-?\s?s\.?(?:\s*[:,–—-]|\s|$)|post-?scriptum", re.IGNORECASE)
_SMALL_PRINT: Final = re.compile(
    r"(?:ce (?:message|courriel|mail|e-mail)|pensez à l['’]environnement|avant d['’]imprimer|this (?:e-?mail|message)"
    r"|please consider)\b", re.IGNORECASE)
_SENTENCE: Final = re.compile(r".*\s\S+\s\S+.*[.!?…:]")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A part that is not checked. `start` included, `end` excluded, in code points; whole lines."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int  # with its line break
    text: str  # its beginning as the rules read it: composed, one plain space between two words
    quoted: bool

    @property
    def blank(self) -> bool:
        return not self.text


def skipped(text: str) -> list[Skipped]:
    """Quotes and signatures of a message, in order, apart."""
    lines = list(_lines(text))
    cut = _rest_quoted_from(lines)
    found: list[Skipped] = []
    first = 0
    for start, end in [*_quoted_runs(lines[:cut]), *([(cut, len(lines))] if cut < len(lines) else [])]:
        found += _signatures(lines[first:start])
        found.append(Skipped(lines[start].start, lines[end - 1].end, "quote"))
        first = end
    return [*found, *_signatures(lines[first:])]


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for raw in text.splitlines(keepends=True):
        seen = raw[:_LOOKED_AT]
        as_read = " ".join(unicodedata.normalize("NFC", seen).split())
        yield _Line(start, start + len(raw), as_read, _QUOTED.match(seen) is not None)
        start += len(raw)


def _rest_quoted_from(lines: list[_Line]) -> int:
    """Number of the line from which all is an earlier message, or how many lines there are."""
    written = False
    for number, line in enumerate(lines):
        if line.blank:
            continue
        if _SEPARATOR.fullmatch(line.text):
            return number
        if written and _opens_headers(lines, number):
            return number - 1 if _RULE.fullmatch(lines[number - 1].text) else number
        after = _end_of_introduction(lines, number)
        if after and not _quoted_next(lines, after):
            return number
        written = written or not line.quoted
    return len(lines)


def _opens_headers(lines: list[_Line], number: int) -> bool:
    """« De : … Envoyé : … À : … Objet : … »: a sender, then two headers of other kinds."""
    if not _SENDER.match(lines[number].text):
        return False
    kinds = {header.lastgroup for line in lines[number + 1 : number + _HEADER_LINES]
             if (header := _HEADER.match(line.text))}
    return len(kinds) >= 2


def _end_of_introduction(lines: list[_Line], number: int) -> int:
    """Number of the line after « Le lun. 3 mars 2026 à 10:12, Jean <jean@x.fr> a écrit : », else 0."""
    if not _may_introduce(lines[number]):
        return 0
    said = ""
    for last in range(number, min(number + _INTRODUCTION_LINES, len(lines))):
        said = f"{said} {lines[last].text}".lstrip()
        if _INTRODUCED.fullmatch(said):
            return last + 1 if _BY_A_PROGRAM.search(said) and not _cites(lines, last + 1) else 0
    return 0


def _may_introduce(line: _Line) -> bool:
    return not line.quoted and line.text[:3].lower().startswith(("le ", "on ", *"0123456789"))


def _cites(lines: list[_Line], number: int) -> bool:
    """Whether what follows is a citation between quotation marks: prose."""
    following = _next_written(lines, number)
    return following is not None and lines[following].text.startswith(_CITATION)


def _quoted_next(lines: list[_Line], number: int) -> bool:
    following = _next_written(lines, number)
    return following is not None and lines[following].quoted


def _next_written(lines: list[_Line], number: int) -> int | None:
    """The first line from `number` on that is not blank, if it is near."""
    return next((n for n in range(number, min(number + _NEAR, len(lines))) if not lines[n].blank), None)


def _quoted_runs(lines: list[_Line]) -> Iterator[tuple[int, int]]:
    """Runs of « > » lines, each with its introduction and the blank lines inside it."""
    start = end = 0  # of the run at hand
    for number, line in enumerate(lines):
        introduced = _end_of_introduction(lines, number)
        if not (line.quoted or introduced):
            continue
        if start < end and not all(between.blank for between in lines[end:number]):
            yield start, end
            start = end
        start = number if start == end else start
        end = max(end, introduced or number + 1)
    if start < end:
        yield start, end


def _signatures(lines: list[_Line]) -> Iterator[Skipped]:
    """Signatures of lines that stand together."""
    number = 0
    while number < len(lines):
        end = _end_of_signature(lines, number)
        if end > number:
            yield Skipped(lines[number].start, lines[end - 1].end, "signature")
        number = max(end, number + 1)


def _end_of_signature(lines: list[_Line], number: int) -> int:
    """Number of the line after the signature that begins here, else 0."""
    text = lines[number].text
    if _FROM_PHONE.fullmatch(text):
        return number + 1
    if _DASHES.fullmatch(text):
        return _end_of_block(lines, number + 1) or _end_if_short(lines, number + 1)
    formula, _, name = text.partition(",")
    if _FAREWELL.fullmatch(formula.rstrip()) and _NAME.fullmatch(name.strip()):
        return _end_of_contact(lines, number + 1)
    if _FAREWELL.fullmatch(text):
        following = _next_written(lines, number + 1)
        return number + 1 if following is None else _end_of_block(lines, following)
    return 0


def _end_if_short(lines: list[_Line], number: int) -> int:
    """The end, if few lines are left."""
    if len(lines) - number > 2 * _SIGNATURE_LINES:
        return 0
    return len(lines) if sum(not line.blank for line in lines[number:]) <= _SIGNATURE_LINES else 0


def _end_of_block(lines: list[_Line], number: int) -> int:
    """Number of the line after a name and what belongs to it, else 0."""
    named = number < len(lines) and _NAME.fullmatch(lines[number].text)
    return _end_of_contact(lines, number + 1) if named else 0


def _end_of_contact(lines: list[_Line], end: int) -> int:
    """Number of the line after what may follow a name: title, address, small print; no postscript."""
    for following in range(end, min(end + _SIGNATURE_LINES, len(lines))):
        line, after_blank = lines[following], lines[following - 1].blank
        if _POSTSCRIPT.match(line.text):
            break
        if after_blank and _SENTENCE.fullmatch(line.text) and not _SMALL_PRINT.match(line.text):
            break
        end = end if line.blank else following + 1
    return end
