"""What can be set, with its default and a sentence each; the unit is in the name."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lexibulle_server.glossaries import home


def _setting(default: Any, sentence: str) -> Any:
    """A default with the sentence that documents it; the tests hold that every setting has one."""
    return field(default=default, metadata={"sentence": sentence})


@dataclass(frozen=True)
class Settings:
    host: str = _setting("127.0.0.1", "Address to listen on; one that is not loopback only behind TLS.")
    port: int = _setting(5005, "Port to listen on; 0 picks a free one.")
    host_names: tuple[str, ...] = _setting(
        (), "Names under which a proxy serves this service to a team, over TLS; empty: this machine only.")
    proxy: str = _setting("127.0.0.1", "Address of that proxy: what it says of TLS is believed, of no other.")
    home: Path = field(default_factory=home, metadata={
        "sentence": "Folder of the user's own data; its glossaries/*.toml, *.csv and *.xlsx are active."})
    max_text_chars: int = _setting(200_000, "Longest text of a request, in code points.")
    max_title_chars: int = _setting(2_000, "Longest title of a page, in code points.")
    max_selection_chars: int = _setting(200, "Longest selection to look up, in code points.")
    max_texts: int = _setting(500, "Most texts in one request.")
    max_body_bytes: int = _setting(4_000_000, "Largest request body; at least 12 times max_text_chars.")
    max_file_bytes: int = _setting(10_000_000, "Largest document to annotate; it travels in base64.")
    threads: int = _setting(4, "Requests answered at the same time.")
    max_connections: int = _setting(200, "Open connections; more of them wait.")
    max_waiting: int = _setting(100, "Requests that wait for their turn; more of them are answered 503.")
    drain_seconds: float = _setting(20, "Time to answer what has arrived when the service is told to stop.")
    idle_seconds: int = _setting(15, "A connection that sends nothing for so long is closed.")
    max_header_bytes: int = _setting(16_384, "Largest request header.")

    @property
    def max_file_body_bytes(self) -> int:
        """Largest request body that holds a document: its base64 and a name."""
        return self.max_file_bytes * 4 // 3 + 10_000

    @property
    def is_for_a_team(self) -> bool:
        """Do others than this machine ask? Then the page asks for a token, and nobody is given one."""
        return bool(self.host_names)
