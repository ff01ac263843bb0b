"""What the sections of the report are written with: figures, tables. Their cells are HTML."""

from collections.abc import Iterator, Sequence
from typing import Final

from lexibulle.batch.report import BOOK
from lexibulle.wording import counted, number

ROWS: Final = 40  # of a table
READ: Final = ("document lu", "documents lus")
UNREAD: Final = ("document non lu", "documents non lus")
WORDS_MET: Final = ("mot du métier", "mots du métier")
TERMS: Final = ("terme différent", "termes différents")
AVOIDED: Final = ("mot à éviter", "mots à éviter")


def big(value: int, one: str, many: str) -> str:
    return f"<strong>{number(value)}</strong> {noun(value, one, many)}"


def noun(value: int, one: str, many: str) -> str:
    return many if value > 1 else one


def signed(value: int) -> str:
    return f"{'+' if value > 0 else '−'}{number(abs(value))}"


def table(header: Sequence[str], rows: Sequence[Sequence[str]], of: int = 0, *, in_book: bool = True) -> str:
    """Cells are HTML; a column of numbers is set to the right. There are `of` rows, which the workbook has or not."""
    numeric = [bool(rows) and all(_is_number(row[i]) for row in rows) for i in range(len(header))]
    kinds = [' class="number"' if is_number else "" for is_number in numeric]
    head = "".join(f'<th scope="col"{kind}>{name}</th>' for name, kind in zip(header, kinds, strict=True))
    body = "".join(f"<tr>{''.join(_cells(row, kinds))}</tr>" for row in rows)
    where = f' dans <a href="{BOOK}">{BOOK}</a>' if in_book else ""
    more = f'<p class="more">et {counted(of - len(rows), "autre ligne")}{where}.</p>' if of > len(rows) else ""
    return f'<div class="table"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{more}'


def _cells(row: Sequence[str], kinds: Sequence[str]) -> Iterator[str]:
    yield f'<th scope="row">{row[0]}</th>'
    yield from (f"<td{kind}>{cell}</td>" for cell, kind in zip(row[1:], kinds[1:], strict=True))


def _is_number(cell: str) -> bool:
    return cell.replace("\u202f", "").lstrip("+−").isdigit()
