"""What the views of one application share."""

import uuid
from dataclasses import dataclass, field
from typing import Final, Self

from flask import Flask

from lexibulle_server.engine import Engine
from lexibulle_server.settings import Settings

_KEY: Final = "lexibulle"


@dataclass(frozen=True)
class Service:
    """Made once by `create_app`; `instance` tells a restarted service from the one before."""

    settings: Settings
    engine: Engine
    instance: str = field(default_factory=lambda: uuid.uuid4().hex)

    def init_app(self, app: Flask) -> None:
        app.extensions[_KEY] = self

    @classmethod
    def of(cls, app: Flask) -> Self:
        service: Self = app.extensions[_KEY]
        return service
