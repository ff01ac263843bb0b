"""The pages of the service, and the headers that keep them to themselves."""

from typing import Final

from flask import Blueprint, Flask, Response, current_app, render_template, send_from_directory

from lexibulle.documents import SUFFIXES
from lexibulle_server.card_files import card_dir
from lexibulle_server.gate import PAGES
from lexibulle_server.service import Service

pages: Final = Blueprint(PAGES, __name__)
_HEADERS: Final = {
    "Content-Security-Policy":
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def init_app(app: Flask) -> None:
    app.register_blueprint(pages)
    app.after_request(_harden)


def page(term: str = "") -> Response:  # noqa: ARG001  # the script reads the address
    """One page; its script shows the view that the address names, so that each can be linked to.

    Kept by nobody: it carries the page's own token.
    """
    settings = Service.of(current_app).settings
    shown = render_template("page.html", file_suffixes=SUFFIXES, most_file_bytes=settings.max_file_bytes,
                            most_text_chars=settings.max_text_chars)
    return Response(shown, headers={"Cache-Control": "no-store"})


for place in ("/", "/document", "/brouillon", "/lexique", "/lexique/<term>", "/aide-memoire", "/extensions"):
    pages.add_url_rule(place, view_func=page, strict_slashes=False)


@pages.get("/static/card/<name>")
def card(name: str) -> Response:
    """The card's scripts and styles, which in a checkout are in the extension's folder."""
    return send_from_directory(card_dir(), name)


@pages.get("/favicon.ico")
def favicon() -> Response:
    """Browsers ask for it unbidden; the page names its own icon."""
    return Response(status=204)


def _harden(response: Response) -> Response:
    known = {name.lower() for name, _ in response.headers}
    response.headers.extend([(name, value) for name, value in _HEADERS.items() if name.lower() not in known])
    return response
