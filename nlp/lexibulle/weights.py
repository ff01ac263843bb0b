"""What each piece of evidence for a sense weighs. They follow a prototype measured on held-out sentences and pages,
see tests/quality.
"""

from collections.abc import Mapping
from typing import Final

from lexibulle.glossary import Context

# What a form says by itself.
BASE: Final[Mapping[Context, float]] = {
    "free": 3.0, "usual": 1.0, "hint": -0.4, "needed": -0.5, "proof": -2.0}
NEEDED_IN_LONG: Final = -1.5  # where one word that speaks for it is there by chance
DOUBT: Final = -0.05  # what weighs the same on both sides is not shown
TYPO_PENALTY: Final = -0.45  # a half with DOUBT, which comes on top
SHORT_TYPO_PENALTY: Final = -1.45
UNSUPPORTED: Final = -1.5  # a borrowed word in a long text, or in English, without one sign of the trade
BLOCKED: Final = -9.0

# Words around it.
FOR: Final = 1.25
MOST_FOR: Final = 2
AGAINST: Final = -2.0
AGAINST_PHRASE: Final = -1.5  # a phrase of two words is less often another thing
MOST_AGAINST: Final = 3
NEAR: Final = 2.0  # weight of a cue in the same noun phrase
STRONG: Final = 1.0
WEAK: Final = 0.5
STRANGE: Final = -0.5  # a word of a trade in which the term means nothing else

# Other terms around it.
NEIGHBOUR: Final = 1.5
MOST_NEIGHBOURS: Final = 3
AMBIGUOUS_NEIGHBOUR: Final = 0.3  # a neighbour that itself has nothing but its letters
MOST_AMBIGUOUS: Final = 2

# The rest of the page.
FAR: Final = 0.3  # each word that stands elsewhere on it
MOST_FAR_STRONG: Final = 1.0
MOST_FAR_FOREIGN: Final = 4.0
FAR_NEIGHBOUR: Final = 0.5
MOST_FAR: Final = 1.5
OWN_DEFINITION: Final = 5.0
FIRM: Final = 3.0  # evidence around that, with neighbours, a definition elsewhere does not outweigh
FIRM_NEIGHBOURS: Final = 2
