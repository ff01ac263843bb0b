"""The ways into Lexibulle: the command line (`cli`), the HTTP service (`app`) and its page."""
