"""Bar charts as SVG: about a kilobyte, readable aloud, printed as they are seen."""

from collections.abc import Sequence
from typing import Final

from lexibulle.documents.bubbles import escaped
from lexibulle.wording import number

_WIDTH: Final = 640
_LABELS: Final = 210  # of the width
_VALUES: Final = 56
_ROW: Final = 24
_BAR: Final = 14
_LETTERS: Final = 30  # of a label

Bar = tuple[str, int]


def bars(title: str, unit: str, values: Sequence[Bar]) -> str:
    """Horizontal bars, the longest as wide as there is room; `unit` is what is counted, in the plural."""
    most = max((value for _, value in values), default=0) or 1
    said = ", ".join(f"{label} {number(value)}" for label, value in values)
    rows = "".join(_row(place, label, value, most) for place, (label, value) in enumerate(values))
    height = _ROW * len(values)
    return (f'<svg class="bars" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escaped(title)}">'
            f"<title>{escaped(title)}</title><desc>{escaped(f'{unit} : {said}')}</desc>{rows}</svg>")


def _row(place: int, label: str, value: int, most: int) -> str:
    top = place * _ROW
    width = round((_WIDTH - _LABELS - _VALUES) * value / most, 1)
    middle = top + _ROW / 2 + 4.5
    return (f'<text x="{_LABELS - 10}" y="{middle}" text-anchor="end">{escaped(_cut(label))}</text>'
            f'<rect x="{_LABELS}" y="{top + (_ROW - _BAR) / 2}" width="{max(width, 1.5)}" height="{_BAR}" rx="3"/>'
            f'<text x="{_LABELS + width + 8}" y="{middle}" class="value">{number(value)}</text>')


def _cut(label: str) -> str:
    """The end of a long label is what tells folders apart."""
    return label if len(label) <= _LETTERS else f"…{label[1 - _LETTERS :]}"
