"""`lexibulle annotate`: the terms of files, of `--text` or of standard input."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from lexibulle.glossary import MIN_CONFIDENCE
from lexibulle_server.console import Refused, add_glossaries, asked_glossary, say
from lexibulle_server.inputs import STDIN, Inputs

if TYPE_CHECKING:
    from lexibulle.annotator import Annotator, Hit

DESCRIPTION: Final = """\
Trouve les termes du lexique dans un texte et les explique.
Sans fichier ni --text, lit l’entrée standard."""
EPILOG: Final = """\
Exemples :
  lexibulle annotate --text "Nos MQL ne répondent plus aux cold emails."
  lexibulle annotate notes.txt --format html > notes.html
  lexibulle annotate --format jsonl < textes.jsonl > termes.jsonl

Avec --format jsonl, chaque ligne lue est un texte à part, {"id": …, "text": …},
et chaque ligne écrite sa réponse, {"id": …, "spans": […]}, dans le même ordre.

Code de sortie : 0 tout est fait, 1 une entrée n’a pas pu être lue, 2 commande mal formée."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description, parser.epilog = DESCRIPTION, EPILOG
    parser.add_argument("files", nargs="*", metavar="FICHIER",
                        help="fichier de texte ; « - » est l’entrée standard")
    parser.add_argument("--text", metavar="TEXTE", help="texte donné ici même")
    parser.add_argument("--format", choices=tuple(_WRITERS), default="text",
                        help="forme de la réponse : texte souligné (par défaut), json, jsonl, page html")
    parser.add_argument("--offset-unit", choices=("codepoint", "utf16"), default="codepoint",
                        help="ce que comptent start et end : points de code (par défaut) ou unités UTF-16")
    add_detection(parser)
    add_glossaries(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from lexibulle.annotator import Annotator

    if args.text is not None and args.files:
        raise Refused("Donnez soit --text, soit des fichiers, pas les deux.")
    annotator = Annotator(asked_glossary(args.glossary))
    inputs = Inputs(args.files, args.text)
    _WRITERS[args.format](args, annotator, inputs)
    return 1 if inputs.failed else 0


def add_detection(options: argparse._ActionsContainer) -> None:
    options.add_argument("--no-typos", action="store_true", help="n’accepte aucune faute de frappe")
    options.add_argument("--min-confidence", type=_confidence, default=MIN_CONFIDENCE, metavar="X",
                         help=f"confiance minimale, de 0 à 1 ({MIN_CONFIDENCE} par défaut)")


def _confidence(value: str) -> float:
    """A number from 0 to 1, with a point or a comma."""
    try:
        number = float(value.replace(",", "."))
    except ValueError:
        number = -1
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"« {value} » n’est pas un nombre de 0 à 1.")
    return number


def _annotated(
    args: argparse.Namespace, annotator: "Annotator", inputs: Inputs
) -> Iterator[tuple[str, str, list["Hit"]]]:
    """Name, text and hits of each input that can be read."""
    for name, text in inputs.texts():
        yield name, text, _hits(args, annotator, text)


def _hits(args: argparse.Namespace, annotator: "Annotator", text: str) -> list["Hit"]:
    return annotator.annotate(text, typos=not args.no_typos, min_confidence=args.min_confidence)


def _write_text(args: argparse.Namespace, annotator: "Annotator", inputs: Inputs) -> None:
    from lexibulle_server.text_report import is_styled, render

    for number, (name, text, hits) in enumerate(_annotated(args, annotator, inputs)):
        if len(inputs) > 1:
            say("\n" * (number > 0) + f"== {name} ==")
        print(render(text, hits, styled=is_styled()), flush=True)


def _write_json(args: argparse.Namespace, annotator: "Annotator", inputs: Inputs) -> None:
    from lexibulle_server.glossaries import version_of
    from lexibulle_server.present import Cards, spans_with_glossary, to_readable_json

    results, found = [], []
    for name, text, hits in _annotated(args, annotator, inputs):
        results.append({"id": name, "spans": spans_with_glossary(text, hits, args.offset_unit)})
        found += hits
    say(to_readable_json({
        "offset_unit": args.offset_unit, "glossary_version": version_of(annotator.glossary), "results": results,
        "terms": Cards(annotator.glossary).of(hit.term for hit in found)}))


def _write_lines(args: argparse.Namespace, annotator: "Annotator", inputs: Inputs) -> None:
    from lexibulle_server.lines import BadLine, answer
    from lexibulle_server.present import Span, spans, to_json

    def spans_of(text: str) -> list[Span]:
        return spans(text, _hits(args, annotator, text), args.offset_unit)

    if args.text is not None:
        say(to_json({"id": STDIN, "spans": spans_of(args.text)}))
        return
    for name, stream in inputs.streams():
        for number, line in enumerate(stream, 1):
            try:
                if (answered := answer(line, spans_of)) is not None:
                    say(answered)
            except BadLine as error:
                inputs.report(f"{name}, ligne {number}" if name != STDIN else f"Ligne {number}", str(error))


def _write_html(args: argparse.Namespace, annotator: "Annotator", inputs: Inputs) -> None:
    from lexibulle_server.html_report import render

    say(render(list(_annotated(args, annotator, inputs)), annotator.glossary))


_WRITERS: Final = {"text": _write_text, "json": _write_json, "jsonl": _write_lines, "html": _write_html}
