"""What the system refuses, in a few French words: its own messages are English, or whatever the machine speaks."""

import errno
from typing import Final

FULL: Final = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))  # quotas are not known everywhere
_CAUSES: Final = {
    **dict.fromkeys(FULL, "disque plein"), errno.EROFS: "disque en lecture seule",
    errno.EIO: "erreur du disque", errno.EFBIG: "fichier trop grand",
    errno.EACCES: "accès interdit", errno.EPERM: "accès interdit", errno.EBUSY: "occupé par un autre programme",
    errno.ENOENT: "fichier ou dossier introuvable", errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "un dossier du chemin est un fichier", errno.EEXIST: "ce nom est déjà pris",
    errno.ENAMETOOLONG: "nom trop long", errno.ELOOP: "liens en boucle",
    errno.EMFILE: "trop de fichiers ouverts", errno.ENFILE: "trop de fichiers ouverts", errno.EBADF: "flux fermé",
    errno.EADDRNOTAVAIL: "cette adresse n’est pas celle de cet ordinateur",
}


NO_FILE: Final = "c’est un tube ou un périphérique. Enregistrez d’abord dans un fichier ce qui en sort."


def cause_of(error: OSError) -> str:
    """To stand in brackets after what could not be done."""
    return _CAUSES.get(error.errno or 0) or f"erreur {error.errno or type(error).__name__} du système"


def unreadable(error: OSError) -> str:
    """Why a file could not be read, and what to do: to stand after its name."""
    if isinstance(error, FileNotFoundError):
        return "fichier introuvable. Vérifiez le nom et le dossier."
    if isinstance(error, IsADirectoryError):
        return "c’est un dossier. Donnez le nom d’un fichier."
    if isinstance(error, PermissionError):
        return "lecture interdite. Vérifiez les droits, ou fermez le programme qui le tient ouvert."
    return f"lecture impossible ({cause_of(error)}). Vérifiez le fichier et recommencez."
