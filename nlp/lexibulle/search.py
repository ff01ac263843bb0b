"""Bisection of sorted offsets.

What the standard library has compares any objects; compiled, this compares machine integers and is several times
quicker.
"""


def first_after(offsets: list[int], offset: int, low: int = 0) -> int:
    """Number of the first offset, from number `low` on, that is greater; their number if there is none."""
    high = len(offsets)
    while low < high:
        middle = (low + high) // 2
        if offset < offsets[middle]:
            high = middle
        else:
            low = middle + 1
    return low


def first_from(offsets: list[int], offset: int, low: int = 0) -> int:
    """Number of the first offset, from number `low` on, that is as great or greater."""
    return first_after(offsets, offset - 1, low)
