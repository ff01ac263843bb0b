"""A page of HTML that needs nothing else: no script, no request, and a policy that holds it to that."""

import hashlib
from base64 import b64encode
from collections.abc import Iterable

from lexibulle.documents.bubbles import escaped


def standalone(title: str, style: str, body: Iterable[str]) -> str:
    """The page of a title (text), a style sheet and the HTML of its body."""
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return "\n".join([
        "<!doctype html>", '<html lang="fr">', '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">', f"<title>{escaped(title)}</title>", f"<style>{style}</style>",
        "<main>", *body, "</main>", "</html>", ""])
