"""`lexibulle check FILE | -`: before it is sent, what will the client not understand?"""

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lexibulle_server.console import Refused, add_glossaries, asked_glossary, complain, say, table
from lexibulle_server.inputs import STDIN, Inputs

if TYPE_CHECKING:
    from lexibulle.drafts import DraftCheck, Sentence, Word
    from lexibulle.glossary import Glossary
    from lexibulle_server.present import Json

DESCRIPTION: Final = """\
Relit un message avant l’envoi et dit, phrase par phrase, quels mots remplacer ou
expliquer, et par quoi. Le message n’est jamais modifié. Les citations et la
signature ne sont pas relues ; un mot que le client a employé n’est pas compté."""
EPILOG: Final = """\
Exemples :
  lexibulle check brouillon.eml
  lexibulle check proposition.docx --format json
  pbpaste | lexibulle check -

Code de sortie : 0 tout est relu, 1 un fichier, ou une partie, n’a pas pu être lu, 2 commande mal
formée."""
_ADVICE: Final = {"avoid": "À éviter", "explain": "À expliquer"}
_KINDS: Final = {"quote": "citations", "signature": "signature"}


@dataclass(frozen=True, slots=True)
class Draft:
    """What is checked, the earlier messages it answers, the kinds of what was left aside, what could not be read."""

    text: str
    thread: str = ""
    left_aside: frozenset[str] = frozenset()
    unread: tuple[str, ...] = ()


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description, parser.epilog = DESCRIPTION, EPILOG
    parser.add_argument("files", nargs="*", metavar="FICHIER",
                        help="message (.eml), document ou texte ; « - », ou rien, est l’entrée standard")
    parser.add_argument("--thread", metavar="FICHIER",
                        help="messages précédents de l’échange et ceux qu’ils citent ; ils ne sont pas relus")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="forme de la réponse")
    parser.add_argument("--offset-unit", choices=("codepoint", "utf16"), default="codepoint",
                        help="ce que comptent start et end en json : points de code (par défaut) ou unités UTF-16")
    add_glossaries(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from lexibulle.annotator import Annotator
    from lexibulle.drafts import check

    annotator = Annotator(asked_glossary(args.glossary))
    inputs = Inputs(args.files, None)
    thread = _thread(args.thread) if args.thread else ""
    checked = ((name, draft, check(annotator, draft.text, f"{thread}\n\n{draft.thread}".strip()))
               for name, draft in _drafts(inputs))
    if args.format == "json":
        _print_json(args, annotator.glossary, checked)
    else:
        for number, (name, draft, result) in enumerate(checked):
            if len(inputs) > 1:
                say("\n" * (number > 0) + f"== {name} ==")
            say("\n".join(_report(draft, result)))
    return 1 if inputs.failed else 0


def _thread(name: str) -> str:
    """The earlier messages and what they quote. Without them the client's words would count, so nothing is checked."""
    messages = Inputs([name], None)
    drafts = [draft for _, draft in _drafts(messages)]
    for part in (part for draft in drafts for part in draft.unread):
        complain(f"{name} : {part}")
    text = "\n\n".join(part for draft in drafts for part in (draft.text, draft.thread))
    if messages.failed:
        raise Refused("Rien n’a été relu : sans cet échange, les mots du client seraient comptés. Corrigez --thread, "
                      "ou relisez sans lui.", status=1)
    return text


def _drafts(inputs: Inputs) -> Iterator[tuple[str, Draft]]:
    from lexibulle.documents import Unreadable

    for name, data in inputs.files():
        try:
            draft = _draft(name, data)
        except Unreadable as error:
            inputs.report(name, str(error))
        else:
            inputs.failed += len(draft.unread)  # which the answer names
            yield name, draft


def _draft(name: str, data: bytes) -> Draft:
    """A message without what it quotes; of other documents, all that is written in them. A pipe may bring nothing."""
    if name == STDIN and not data:
        return Draft("")
    from lexibulle import documents
    from lexibulle.documents.encodings import readable
    from lexibulle.documents.sniffing import suffix_of

    known = name.lower().endswith(documents.SUFFIXES)
    document = documents.read(data, name if known else f"sans-nom{suffix_of(data) or '.txt'}")
    if document.kind == "txt":
        return Draft(readable(document.data), unread=document.unread)
    own = [block.text for block in document.blocks if block.role not in _KINDS]
    quoted = [block.text for block in document.blocks if block.role == "quote"]
    aside = frozenset(block.role for block in document.blocks if block.role in _KINDS)
    return Draft("\n\n".join(own), "\n\n".join(quoted), aside, document.unread)


def _report(draft: Draft, result: "DraftCheck") -> Iterator[str]:
    """The verdict; then each sentence, and below it each word with what to do and what to write instead."""
    yield result.verdict
    for sentence in result.sentences:
        yield ""
        yield " ".join(draft.text[sentence.start : sentence.end].split())
        yield from (f"  {line}" for line in _advice(sentence))
    kinds = draft.left_aside | {part.kind for part in result.skipped}
    if kinds:
        yield ""
        yield f"Non relus : {', '.join(label for kind, label in _KINDS.items() if kind in kinds)}."
    if draft.unread:
        yield ""
        yield from (f"Non relu, {what}" for what in draft.unread)


def _advice(sentence: "Sentence") -> list[str]:
    first, *more = [(" ".join(word.hit.surface.split()), _ADVICE[word.advice], _instead(word))
                    for word in sentence.words]
    return table(first, more).splitlines()


def _instead(word: "Word") -> str:
    """The plain wording, or the definition where there is none; beside it the official term, if it says more."""
    term = word.hit.term
    plain = term.plain or term.definition
    if term.official is None or term.official.term == plain:
        return plain
    return f"{plain} (terme officiel : {term.official.term})"


def _print_json(
    args: argparse.Namespace, glossary: "Glossary", checked: Iterable[tuple[str, Draft, "DraftCheck"]]
) -> None:
    from lexibulle_server.glossaries import version_of
    from lexibulle_server.present import draft as as_json
    from lexibulle_server.present import to_readable_json

    results: list[Json] = []
    for name, draft, result in checked:
        shown = as_json(draft.text, result, args.offset_unit)
        for sentence, said in zip(result.sentences, shown["sentences"], strict=True):
            said["text"] = draft.text[sentence.start : sentence.end]
        results.append({"id": name, **shown, "unread": list(draft.unread)})
    say(to_readable_json({
        "offset_unit": args.offset_unit, "glossary_version": version_of(glossary), "results": results}))
