"""`lexibulle tag`: files, folders and tables of texts, annotated into a folder, with a report."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lexibulle.wording import counted, number
from lexibulle_server.commands.annotate import add_detection
from lexibulle_server.console import Refused, add_glossaries, asked_glossary, complain, listed, out_folder
from lexibulle_server.glossaries import why_no_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lexibulle.batch import Job, Summary, Table
    from lexibulle.documents import Limits

DESCRIPTION: Final = """\
Explique le jargon de fichiers, de dossiers entiers ou d’une table de textes.
Chaque document revient annoté dans le dossier de sortie, sous le même nom, avec
un rapport : report.html. Vos fichiers ne sont jamais modifiés."""
EPILOG: Final = """\
Exemples :
  lexibulle tag dossier/ --out annoté/
  lexibulle tag "clients/**/*.docx" notes.pdf --out annoté/ --client clients
  lexibulle tag --from-csv export.csv --text-column note --id-column id --out annoté/
  lexibulle tag --from-jsonl textes.jsonl --format parquet --out annoté/ --workers 4

Interrompue (Ctrl-C, panne), la même commande continue où elle s’est arrêtée.
Un document qui n’a pas changé n’est pas refait.

Code de sortie : 0 tout est fait, 1 un document n’a pas pu être lu, 2 commande mal formée,
130 interrompu par Ctrl-C."""
_FORMATS: Final = ("same", "html", "jsonl", "csv", "xlsx", "webannotation", "docbin", "parquet")
_TABLES: Final = ("jsonl", "csv", "parquet")
_SHOWN: Final = 20  # documents named on the terminal; the report has them all
_MEGABYTE: Final = 1_000_000


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description, parser.epilog = DESCRIPTION, EPILOG
    parser.add_argument("paths", nargs="*", metavar="CHEMIN", help="fichier, dossier ou motif (« *.docx »)")
    parser.add_argument("--out", type=out_folder, required=True, metavar="DOSSIER",
                        help="dossier de sortie, créé s’il n’existe pas")
    parser.add_argument("--format", choices=_FORMATS, default="same",
                        help="forme du résultat : la même que l’entrée (par défaut), html, ou un seul fichier pour "
                             "tout : jsonl, csv, xlsx, webannotation (W3C), docbin (spaCy), parquet")
    _configure_tables(parser.add_argument_group("Tables de textes"))
    _configure_notes(parser.add_argument_group("Annotations"))
    _configure_work(parser.add_argument_group("Travail"))
    parser.set_defaults(run=run)


def _configure_tables(group: argparse._ArgumentGroup) -> None:
    for kind, what in zip(_TABLES, ("un objet JSON par ligne", "table CSV, ou .xlsx", "table Parquet"), strict=True):
        group.add_argument(f"--from-{kind}", metavar="FICHIER", help=f"lit les textes d’un fichier : {what}")
    group.add_argument("--text-column", default="text", metavar="NOM", help="colonne du texte (« text » par défaut)")
    group.add_argument("--id-column", default="", metavar="NOM",
                       help="colonne de l’identifiant (par défaut, le numéro de la ligne ; en JSON Lines, « id » s’il "
                            "y est)")


def _configure_notes(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--every", action="store_true", help="explique chaque occurrence, et non la première seulement")
    group.add_argument("--lexicon", action="store_true", help="ajoute un lexique à la fin de chaque document")
    add_glossaries(group)
    add_detection(group)
    group.add_argument("--client", action="append", default=[], metavar="MOTIF",
                       help="dossier que des clients lisent (« propositions », « */clients ») : le rapport commence "
                            "par lui ; peut être répété")
    group.add_argument("--attachments", action="store_true", help="lit aussi les pièces jointes des messages")
    group.add_argument("--quotes", action="store_true", help="cite dans le rapport la phrase de chaque mot à revoir")


def _configure_work(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--workers", type=_workers, metavar="N",
                       help="nombre de processus (par défaut selon la taille ; 1 n’en lance aucun autre)")
    group.add_argument("--cluster", default="", metavar="ADRESSE",
                       help="fait travailler un cluster Dask (tcp://machine:8786)")
    group.add_argument("--max-size", type=_megabytes, metavar="MO",
                       help="taille maximale d’un fichier, en mégaoctets (100 par défaut)")
    group.add_argument("--max-pages", type=_positive, metavar="N",
                       help="nombre maximal de pages d’un PDF (5000 par défaut)")


def run(args: argparse.Namespace) -> int:
    from lexibulle.batch import Trouble, tag
    from lexibulle_server.progress import Bar

    table = _table(args)
    if not (args.paths or table):
        raise Refused("Donnez des fichiers, un dossier ou une table de textes (--from-csv…).")
    job = _job(args)
    try:
        with Bar() as bar:
            summary = tag(args.paths, out=args.out, job=job, table=table, workers=args.workers, cluster=args.cluster,
                          client=args.client, progress=bar)
    except Trouble as trouble:
        raise Refused(str(trouble)) from trouble
    except KeyboardInterrupt:
        complain(f"Interrompu. {_so_far(bar.documents)} Relancez la même commande pour continuer.")
        raise
    _tell(summary)
    return 1 if summary.failed else 0


def _so_far(documents: int) -> str:
    return f"{counted(documents, 'document')} de fait{'s' if documents > 1 else ''}, rien n’est perdu."


def _job(args: argparse.Namespace) -> "Job":
    from lexibulle.batch import Job

    return Job(asked_glossary(args.glossary), args.format, every=args.every, lexicon=args.lexicon,
               typos=not args.no_typos, min_confidence=args.min_confidence, quotes=args.quotes,
               attachments=args.attachments, limits=_limits(args))


def _limits(args: argparse.Namespace) -> "Limits":
    from dataclasses import replace

    from lexibulle.documents import Limits

    asked = {"file_bytes": args.max_size, "pages": args.max_pages}
    return replace(Limits(), **{name: value for name, value in asked.items() if value is not None})


def _table(args: argparse.Namespace) -> "Table | None":
    from lexibulle.batch import Table

    given = [(kind, Path(value)) for kind in _TABLES if (value := getattr(args, f"from_{kind}"))]
    if not given:
        return None
    if len(given) > 1 or args.paths:
        raise Refused("Donnez une seule table (--from-csv, --from-jsonl ou --from-parquet), sans autre fichier.")
    kind, path = given[0]
    if not path.is_file():
        raise Refused(f"{path} : {why_no_file(path)}")
    is_book = kind == "csv" and path.suffix.lower() == ".xlsx"
    return Table(path, "xlsx" if is_book else kind, args.text_column, args.id_column)  # type: ignore[arg-type]  # of _TABLES


def _tell(summary: "Summary") -> None:
    """What was done, on standard output; what was not, on standard error."""
    from lexibulle.batch.report import PAGE

    kept = f" (dont {number(summary.kept)} déjà fait{'s' if summary.kept > 1 else ''})" if summary.kept else ""
    print(f"{counted(summary.documents, 'document')}{kept} dans « {summary.out} ».")
    print(f"Rapport : {summary.out / PAGE}")
    _tell_aside(summary)
    _tell_left_out(summary.left_out)
    if summary.failed:
        complain(f"{counted(len(summary.failed), 'document')} à revoir :")
        complain(listed(f"{name} : {problem}" for name, problem in summary.failed[:_SHOWN]))
    if len(summary.failed) > _SHOWN:
        complain(f"et {counted(len(summary.failed) - _SHOWN, 'autre')} : voyez {PAGE}")


def _tell_aside(summary: "Summary") -> None:
    """What this run has not read, and what earlier ones have left."""
    from lexibulle.batch.plan import shown

    for name, output in summary.gone:
        complain(f"{name} : ce document a disparu depuis un passage précédent."
                 + (f" Sa version annotée est restée : {output}" if output else ""))
    for link in summary.links:
        complain(f"{link} : lien vers un dossier, non suivi. Donnez le dossier lui-même s’il faut le lire.")
    for folder in summary.tagged:
        complain(f"{folder} : dossier de sortie d’un autre passage, non lu. Donnez le dossier lui-même s’il faut le "
                 "lire.")
    if summary.edited:
        names = [name for _, name in summary.edited]
        complain(f"Modifiés depuis un passage précédent, et gardés à part : {shown(names)}.")
    if summary.outdated:
        complain(f"Restés d’un passage précédent, sous une autre forme ou un autre nom : "
                 f"{shown(summary.outdated)}. Supprimez ce qui ne sert plus.")
    if summary.others:
        kinds = ", ".join(sorted(suffix or "sans extension" for suffix in summary.others))
        complain(f"{counted(summary.others.total(), 'autre fichier laissé')} de côté\u00a0: {kinds}.")
    if summary.unmatched:
        complain(f"Aucun document ne correspond à {shown(summary.unmatched)} (--client). Vérifiez ce qui suit "
                 "--client.")


def _tell_left_out(documents: "Sequence[tuple[str, str]]") -> None:
    """The words that a client should not read, and no lexicon holds: for who sends the documents."""
    from lexibulle.batch.report import BOOK

    if documents:
        complain("Mots internes laissés hors du lexique, à revoir avant l’envoi :")
        complain(listed(f"{name} : {words}" for name, words in documents[:_SHOWN]))
    if len(documents) > _SHOWN:
        complain(f"et {counted(len(documents) - _SHOWN, 'autre document')} : voyez {BOOK}")


def _workers(value: str) -> int:
    if not (value.isdecimal() and 1 <= int(value) <= 256):
        raise argparse.ArgumentTypeError(f"« {value} » n’est pas un nombre de processus ; donnez un nombre de 1 à 256.")
    return int(value)


def _positive(value: str) -> int:
    if not (value.isdecimal() and int(value)):
        raise argparse.ArgumentTypeError(f"« {value} » n’est pas un nombre entier positif.")
    return int(value)


def _megabytes(value: str) -> int:
    return _positive(value) * _MEGABYTE
