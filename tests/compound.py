"""A writer of compound files (MS-CFB), just enough to make an Outlook message to read.

All streams lie in small sectors; one directory, one table of sectors.
"""

import struct

_SECTOR, _SMALL = 512, 64
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def message(strings: dict[int, str], *, codec: str = "utf-16-le", numbers: dict[int, int] | None = None) -> bytes:
    """An Outlook message of these properties: 0x0037 the subject, 0x1000 the plain body.

    With another codec than Unicode's it is of the old kind, whose code pages are `numbers`: 0x3FDE that of the
    internet, 0x3FFD that of the machine.
    """
    kind = 0x001F if codec == "utf-16-le" else 0x001E
    values = {number: text.encode(codec) for number, text in strings.items()}
    header = bytes(32)
    numbers = {0x340D: 0x00040000 if kind == 0x001F else 0, **(numbers or {})}  # whether strings are Unicode
    entries = b"".join(struct.pack("<HHIII", 0x0003, number, 6, value, 0) for number, value in numbers.items())
    entries += b"".join(struct.pack("<HHIII", kind, number, 6, len(value) + 2, 0) for number, value in values.items())
    streams = {"__properties_version1.0": header + entries}
    streams |= {f"__substg1.0_{number:04X}{kind:04X}": value for number, value in values.items()}
    return compound(streams)


def compound(streams: dict[str, bytes]) -> bytes:
    """A root storage with these streams, all in small sectors."""
    small, places, chains = b"", {}, []
    for name, value in streams.items():
        places[name] = len(small) // _SMALL
        count = max(1, -(-len(value) // _SMALL))
        chains += _chain(places[name], count)
        small += value.ljust(count * _SMALL, b"\0")
    small_table = _table(chains)
    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    count = (len(names) + 4) // 4  # sectors of the directory, four entries each
    container = -(-len(small) // _SECTOR)
    # sectors: table, directory, small-sector table, small sectors
    table = [_FAT, *_chain(1, count), *_chain(1 + count, len(small_table) // _SECTOR)]
    start = len(table)
    table += _chain(start, container)
    directory = _entry("Root Entry", 5, child=1, start=start, size=len(small))
    for number, name in enumerate(names, 1):
        following = number + 1 if number < len(names) else _NONE
        directory += _entry(name, 2, right=following, start=places[name], size=len(streams[name]))
    head = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
            + struct.pack("<IIIIIIII", 1, 1, 0, 4096, 1 + count, len(small_table) // _SECTOR, _END, 0)
            + struct.pack("<I", 0) + struct.pack("<I", _FREE) * 108)
    return b"".join([head, _table(table), directory.ljust(count * _SECTOR, b"\0"), small_table,
                     small.ljust(container * _SECTOR, b"\0")])


def _chain(start: int, count: int) -> list[int]:
    return [*range(start + 1, start + count), _END]


def _table(entries: list[int]) -> bytes:
    size = -(-len(entries) * 4 // _SECTOR) * _SECTOR // 4
    return struct.pack(f"<{size}I", *entries, *[_FREE] * (size - len(entries)))


def _entry(name: str, kind: int, *, right: int = _NONE, child: int = _NONE, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return (written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, _NONE, right, child)
            + bytes(36) + struct.pack("<IQ", start, size))
