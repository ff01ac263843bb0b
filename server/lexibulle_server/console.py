"""What every command shares: messages, streams, and an argument parser that speaks French."""

import argparse
import io
import os
import re
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn, TextIO

from lexibulle.glossary import Glossary, GlossaryError
from lexibulle.wording import harmless
from lexibulle_server.glossaries import load_combined

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

_SECTIONS: Final = {"positional arguments": "À donner", "options": "Options"}  # argparse adds the colon
_IN_FRENCH: Final = (
    # message of argparse, ours; a message that is not listed stays as it is
    (r"argument (.+?): (.+)", r"\1 : \2"),
    (r"expected one argument", "il manque sa valeur."),
    (r"expected at least one argument", "il manque au moins une valeur."),
    (r"invalid choice: '?(.*?)'? \(choose from (.+)\)", r"« \1 » n’est pas admis ; choisissez parmi \2."),
    (r"unrecognized arguments: (.+)", r"argument inconnu : \1."),
    (r"the following arguments are required: (.+)", r"il manque : \1."),
    (r"ignored explicit argument .+", "cette option ne prend pas de valeur."),
)


class Refused(Exception):
    """What was asked cannot be done. The message says why and what to do; printed once, by `cli.main`."""

    def __init__(self, message: str, status: int = 2) -> None:
        self.status = status
        super().__init__(message)


def shown(text: str) -> str:
    """A text of others as standard output may have it: unaltered, or with nothing that a terminal obeys."""
    return harmless(text) if sys.stdout.isatty() else text


def say(text: str) -> None:
    """A piece of the answer that holds texts of others, on standard output."""
    print(shown(text), flush=True)


def complain(message: str) -> None:
    """One message to the person, on standard error; it never interrupts standard output, and may go unheard."""
    if sys.stdout:
        sys.stdout.flush()
    try:
        print(harmless(message), file=sys.stderr, flush=True)
    except OSError:
        forget(sys.stderr)


def forget(stream: TextIO) -> None:
    """Nobody can take what is written there; what is still in the buffer must not fail at exit."""
    with suppress(OSError):  # it has no descriptor inside another program
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def add_glossaries(options: argparse._ActionsContainer) -> None:
    options.add_argument("--glossary", action="append", default=[], metavar="FICHIER",
                         help="lexique à ajouter au lexique fourni, .toml, .csv ou .xlsx ; peut être répété")


def asked_glossary(files: Iterable[str]) -> Glossary:
    """The shipped glossary and those of `--glossary`; Refused when one cannot be used."""
    try:
        return load_combined(files)
    except GlossaryError as error:
        raise Refused(f"Ce lexique ne peut pas servir :\n{listed(error.problems)}") from error


def out_folder(value: str) -> str:
    """The type of `--out`: a name that is empty would be that of the current folder."""
    if not value.strip():
        raise argparse.ArgumentTypeError("ce nom de dossier est vide. Donnez-en un, par exemple « annoté ».")
    return value


def set_up_streams() -> None:
    """UTF-8 with bare newlines wherever the output is not a terminal; a lone surrogate never stops it.

    Messages go nowhere when standard error is closed: else Python would print them to standard output.
    """
    if not sys.stderr:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # to the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.isatty():
            stream.reconfigure(errors="replace")
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")


def listed(problems: Iterable[str]) -> str:
    return "\n".join(f"- {problem}" for problem in problems)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as they must be, without trailing blanks."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    return "\n".join("  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
                     for row in (head, *rows))


class FrenchFormatter(argparse.RawDescriptionHelpFormatter):
    def start_section(self, heading: str | None) -> None:
        super().start_section(f"{_SECTIONS.get(heading or '', heading)}\u00a0")

    def add_usage(  # type: ignore[no-untyped-def]  # argparse keeps the types of these arguments to itself
        self, usage, actions, groups, prefix=None
    ) -> None:
        super().add_usage(usage, actions, groups, "Utilisation : " if prefix is None else prefix)


class FrenchParser(argparse.ArgumentParser):
    """argparse with its headings, help and complaints in French."""

    def __init__(self, *, prog: str, description: str | None = None, epilog: str | None = None) -> None:
        super().__init__(prog=prog, description=description, epilog=epilog, formatter_class=FrenchFormatter,
                         add_help=False, allow_abbrev=False)
        self.add_argument("-h", "--help", action="help", help="montre cette aide")

    def parse_known_args(  # type: ignore[override]  # one signature for both of argparse's
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """An unknown argument is told by the command that does not know it, whose help is worth reading."""
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def _print_message(self, message: str, file: "SupportsWrite[str] | None" = None) -> None:
        """argparse tells nobody that a help could not be written."""
        if file and file is sys.stdout:
            print(message, end="", flush=True)
        else:
            super()._print_message(message, file)

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog} : {_in_french(message)}\nPour l’aide : {self.prog} --help\n")


def _in_french(message: str) -> str:
    for pattern, ours in _IN_FRENCH:
        message = re.sub(f"(?s){pattern}$", ours, message)
    return message.replace("'", "")
