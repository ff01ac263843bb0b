"""Lexibulle finds the jargon of a French text and says what each term means.

    from lexibulle import Annotator, Glossary

    for hit in Annotator(Glossary.default()).annotate("Nos MQL ne répondent plus aux cold emails."):
        print(hit.surface, hit.term.definition)
"""

from typing import TYPE_CHECKING, Any

from lexibulle.glossary import Glossary, GlossaryError, Term

if TYPE_CHECKING:
    from lexibulle.annotator import Annotator, Hit, PageResult, TextResult

__version__ = "0.1.0"
__all__ = ["Annotator", "Glossary", "GlossaryError", "Hit", "PageResult", "Term", "TextResult", "__version__"]


def __getattr__(name: str) -> Any:
    """The annotator brings numpy along; it is loaded when it is asked for."""
    if name in __all__:
        from lexibulle import annotator

        return getattr(annotator, name)
    raise AttributeError(f"module 'lexibulle' has no attribute '{name}'")
