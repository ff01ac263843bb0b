"""Where a word is no word: URLs, domains, e-mail addresses, @handles, file names, snake_case, anchors, paths, code."""

import re
from typing import Final

_BLOCK: Final = 512  # a chunk is read in blocks, so that a long one costs no more than its length
_MARGIN: Final = 160
_TLD: Final = (
    "agency|ai|app|be|biz|blog|bzh|ca|ch|cloud|co|com|de|dev|edu|email|es|eu|fr|gg|gouv|info|io|it|lu|"
    "ly|me|net|online|org|paris|pro|shop|site|so|tech|tv|uk|us|xyz")
_FILE: Final = (  # « I.C.P. » is no file in C
    r"bat|(?<=\w\w\.)c|cfg|conf|cpp|cs|css|csv|docx?|eml|exe|gif|go|gz|html?|ics|ini|ipynb|java|jpe?g|json|jsx?|"
    "key|log|md|mov|mp3|mp4|msg|numbers|od[pst]|pages|parquet|pdf|php|png|pptx?|psd|py|rar|rb|rs|rtf|"
    "sh|sql|svg|tar|toml|tsx?|tsv|txt|vcf|webp|xlsx?|xml|ya?ml|zip")
_MASKED: Final = re.compile(
    rf"""(?P<email>[\w.+%-]{{1,64}}@[\w.-]{{1,128}})
    | (?P<handle>(?<![\w])@[\w.-]{{1,64}})
    | (?P<file>(?:[\w.-]{{1,80}}+/){{0,8}}+[\w-]{{1,80}}(?:\.[\w-]{{1,40}}){{0,4}}\.(?i:{_FILE})(?![\w]))
    | (?P<domain>[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,4}}\.(?:{_TLD})(?![\w])(?:[/?#:]\S{{0,160}})?)
    | (?P<address>[\w-]{{2,63}}(?:\.[\w-]{{2,63}}){{1,4}}/[^\s/]\S{{0,160}})
    | (?P<call>\w{{1,40}}(?:\.\w{{1,40}}){{1,4}}\(|\w{{1,40}}\(\))
    | (?P<assignment>\b(?![A-Z]{{2,5}}=\d)\w{{1,40}}=[\w%+-]{{1,160}})
    | (?P<anchor>(?:=["']\#?|(?:\{{|\]\()\#)[\w-]{{1,160}})
    | (?P<tag>(?<![\w<])</?(?!<)[A-Za-z][\w-]{{0,80}})
    | (?P<code>```\w{{1,40}}|`\w{{1,40}}(?:-\w{{1,40}}){{2,8}}`)
    | (?P<snake>\w{{0,80}}[^\W_]_[^\W_]\w{{0,80}})
    | (?P<path>(?<![\w/])(?:~|\.{{1,2}})?/[\w.\#-]{{1,80}}(?:/[\w.\#-]{{0,80}}){{0,6}})
    | (?P<folder>(?<![\w/])[\w.-]{{1,80}}(?:/[\w.-]{{1,80}}){{1,6}}/(?!\S))
    | (?P<windows>\b[A-Za-z]:\\\S{{1,160}}|\\\\\S{{1,160}}|\w{{1,80}}\\\w\S{{0,159}})
    """, re.VERBOSE)
_SIGNS: Final = re.compile(r"[@./_\\=:#`(<]")  # one of them is in all that is masked
_SHORT: Final = 80  # a chunk of so many characters may be looked through each time
_SCHEME: Final = re.compile(r"(?:[a-z][a-z0-9+.-]{1,20}://|www\.|mailto:|tel:)", re.IGNORECASE)


class Masks:
    """Masked places of one text, read block by block and remembered for as long as the text is."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._addresses: dict[int, int] = {}
        self._blocks: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def covers(self, start: int, end: int, chunk_start: int, chunk_end: int) -> bool:
        """Whether any of `start:end` is masked; the chunk is the run without white space around it."""
        if chunk_end - chunk_start <= _SHORT and not _SIGNS.search(self._text, chunk_start, chunk_end):
            return False
        if self._address_start(chunk_start, chunk_end) < end:
            return True
        return any(masked_start < end and start < masked_end
                   for masked_start, masked_end in self._masked(start // _BLOCK, chunk_start, chunk_end))

    def _address_start(self, chunk_start: int, chunk_end: int) -> int:
        """Where a web address begins in the chunk (it runs to the chunk's end), or past the text."""
        if chunk_start not in self._addresses:
            found = _SCHEME.search(self._text, chunk_start, chunk_end)
            self._addresses[chunk_start] = found.start() if found else len(self._text) + 1
        return self._addresses[chunk_start]

    def _masked(self, block: int, chunk_start: int, chunk_end: int) -> list[tuple[int, int]]:
        """Masked spans in one block of a chunk and its margins."""
        key = (block, chunk_start)
        if key not in self._blocks:
            left = max(chunk_start, block * _BLOCK - _MARGIN)
            window = self._text[left : min(chunk_end, (block + 1) * _BLOCK + _MARGIN)]
            found = _MASKED.finditer(window) if _SIGNS.search(window) else ()
            self._blocks[key] = [(mask.start() + left, mask.end() + left) for mask in found]
        return self._blocks[key]
