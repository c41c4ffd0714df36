#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Make a systemd journal file from a description in text.

The description has a field a line, NAME=value, and an empty line between two
entries. The first entry is of 1 January 2020, each other a second later. The
format is that of https://systemd.io/JOURNAL_FILE_FORMAT, without hashes that
mean anything: the file can be read from end to end, not searched.

usage: mkjournal.py FILE < DESCRIPTION
"""

from __future__ import annotations

import struct
import sys

DATA, ENTRY, DATA_HASH_TABLE, FIELD_HASH_TABLE, ENTRY_ARRAY = 1, 3, 4, 5, 6
HEADER_SIZE = 256
TIME = 1577836800 * 1000000
ID = bytes(range(1, 17))
HASH = 1
SLOTS = 4


class File:
    """Objects one after another, behind the header."""

    def __init__(self) -> None:
        self.body = bytearray()
        self.last = 0
        self.count = 0

    @property
    def end(self) -> int:
        return HEADER_SIZE + len(self.body)

    def add(self, kind: int, content: bytes) -> int:
        """An object; its offset."""
        at = self.end
        size = 16 + len(content)
        self.body += struct.pack("<BB6xQ", kind, 0, size) + content
        self.body += bytes(-size % 8)
        self.last = at
        self.count += 1
        return at


def add_entry(f: File, number: int, fields: list[bytes]) -> int:
    # The entry lies behind its data, which point at it
    sizes = [(64 + len(field) + 7) // 8 * 8 for field in fields]
    entry = f.end + sum(sizes)
    items = b""
    for field in fields:
        at = f.add(DATA, struct.pack("<6Q", HASH, 0, 0, entry, 0, 1) + field)
        items += struct.pack("<QQ", at, HASH)
    return f.add(ENTRY, struct.pack("<3Q", number + 1, TIME + number * 1000000,
                                    number + 1)
                 + ID + struct.pack("<Q", HASH) + items)


def make(text: bytes) -> bytes:
    entries = [e.splitlines() for e in text.strip(b"\n").split(b"\n\n")]
    f = File()
    data_table = f.add(DATA_HASH_TABLE, bytes(16 * SLOTS)) + 16
    field_table = f.add(FIELD_HASH_TABLE, bytes(16 * SLOTS)) + 16
    places = [add_entry(f, i, e) for i, e in enumerate(entries)]
    n = len(places)
    array = f.add(ENTRY_ARRAY, struct.pack(f"<{n + 1}Q", 0, *places))
    header = (b"LPKSHHRH" + struct.pack("<IIB7x", 0, 0, 0) + ID * 4
              + struct.pack("<15Q", HEADER_SIZE, len(f.body),
                            data_table, 16 * SLOTS, field_table, 16 * SLOTS,
                            f.last, f.count, n, n, 1, array,
                            TIME, TIME + (n - 1) * 1000000, n)
              + struct.pack("<6Q", sum(map(len, entries)), 0, 0, 1, 0, 0))
    return header.ljust(HEADER_SIZE, b"\0") + bytes(f.body)


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    with open(sys.argv[1], "wb") as out:
        out.write(make(sys.stdin.buffer.read()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
