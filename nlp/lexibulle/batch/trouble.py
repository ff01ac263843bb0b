"""The one exception of a batch that cannot begin or go on; and the messages of the system in French."""

import errno
import sqlite3
from typing import Final

from lexibulle.causes import FULL, cause_of

PRIMARY: Final = 0xFF  # of the code of an SQLite error; the rest is a detail
_NO_ROOM: Final = ("Le disque de sortie est plein. Faites de la place et relancez la même commande : elle "
                   "continuera où elle s’est arrêtée.")


class Trouble(Exception):
    """The work cannot be done, or not further. The message says why and what to do, in French."""


def unwritable(error: OSError) -> str:
    """Why an output could not be written; Trouble when no other could be either."""
    if error.errno in FULL:
        raise Trouble(_NO_ROOM) from error
    if error.errno == errno.ENAMETOOLONG:
        return "Le nom de sa version annotée serait trop long. Raccourcissez celui du document, puis relancez."
    if isinstance(error, PermissionError):
        return ("Écriture interdite. Fermez le fichier annoté s’il est ouvert dans un autre programme, ou vérifiez "
                "les droits du dossier de sortie, puis relancez.")
    return f"Écriture impossible ({cause_of(error)}). Vérifiez le dossier de sortie et relancez."


def unrecorded(error: sqlite3.OperationalError) -> str:
    """Why the journal could not be written, and what to do."""
    if error.sqlite_errorcode & PRIMARY == sqlite3.SQLITE_FULL:
        return _NO_ROOM
    return (f"Le disque de sortie refuse d’écrire ou de lire ({error}). Vérifiez sa place et vos droits, puis relancez "
            "la même commande : elle continuera où elle s’est arrêtée.")
