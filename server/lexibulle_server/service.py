"""What the views of one application share."""

import uuid
from dataclasses import dataclass, field
from typing import Final, Self

from flask import Flask

from lexibulle_server.database import NAME, Database
from lexibulle_server.engine import Engine
from lexibulle_server.pairing import Pairings
from lexibulle_server.settings import Settings
from lexibulle_server.tokens import Tokens, new_secret

_KEY: Final = "lexibulle"


@dataclass(frozen=True)
class Service:
    """Made once by `create_app`; `instance` tells a restarted service from the one before."""

    settings: Settings
    engine: Engine
    tokens: Tokens
    pairings: Pairings
    page_token: str  # dies with the process; empty where others than this machine can open the page
    instance: str = field(default_factory=lambda: uuid.uuid4().hex)

    @classmethod
    def made(cls, settings: Settings, engine: Engine) -> Self:
        database = Database(settings.home / NAME)
        tokens = Tokens(database)
        page_token = "" if settings.is_for_a_team else new_secret()
        return cls(settings, engine, tokens, Pairings(database, tokens), page_token)

    def init_app(self, app: Flask) -> None:
        app.extensions[_KEY] = self
        app.context_processor(lambda: {"page_token": self.page_token})

    @classmethod
    def of(cls, app: Flask) -> Self:
        service: Self = app.extensions[_KEY]
        return service
