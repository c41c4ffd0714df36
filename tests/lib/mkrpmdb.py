#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Make a database of installed RPM packages.

The description has a line per package: EPOCH NAME VERSION RELEASE ARCH
SUMMARY, where the summary may have blanks and an epoch of 0 is left out of
the header.

usage: mkrpmdb.py sqlite|ndb FILE < DESCRIPTION
"""

from __future__ import annotations

import os
import sqlite3
import struct
import sys

INT32, STRING, I18NSTRING = 4, 6, 9
PAGE, UNIT = 4096, 16


def header(line: str) -> bytes:
    """The header of one package."""
    epoch, name, version, release, arch, summary = line.split(" ", 5)
    values = [(1000, STRING, name), (1001, STRING, version),
              (1002, STRING, release), (1004, I18NSTRING, summary),
              (1022, STRING, arch)]
    entries, store = b"", b""
    if int(epoch):
        entries += struct.pack(">4I", 1003, INT32, 0, 1)
        store += struct.pack(">I", int(epoch))
    for tag, kind, text in values:
        entries += struct.pack(">4I", tag, kind, len(store), 1)
        store += text.encode() + b"\0"
    return struct.pack(">2I", len(entries) // 16, len(store)) + entries + store


def write_sqlite(path: str, headers: list[bytes]) -> None:
    if os.path.exists(path):
        os.unlink(path)
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, "
               "blob BLOB NOT NULL)")
    db.executemany("INSERT INTO Packages (blob) VALUES (?)",
                   [(h,) for h in headers])
    db.commit()
    db.close()


def write_ndb(path: str, headers: list[bytes]) -> None:
    slots, blobs = b"", b""
    for i, h in enumerate(headers, 1):
        blob = b"BlbS" + struct.pack("<3I", i, 1, len(h)) + h
        blob += bytes(-(len(blob) + 12) % UNIT)
        blob += struct.pack("<2I", 0, len(h)) + b"BlbE"
        slots += b"Slot" + struct.pack("<3I", i,
                                       (PAGE + len(blobs)) // UNIT,
                                       len(blob) // UNIT)
        blobs += blob
    head = b"RpmP" + struct.pack("<4I", 0, 1, 1, len(headers) + 1)
    page = (head.ljust(2 * UNIT, b"\0") + slots).ljust(PAGE, b"\0")
    with open(path, "wb") as out:
        out.write(page + blobs)


def main() -> int:
    writers = {"sqlite": write_sqlite, "ndb": write_ndb}
    if len(sys.argv) != 3 or sys.argv[1] not in writers:
        print(__doc__, file=sys.stderr)
        return 2
    writers[sys.argv[1]](sys.argv[2], [header(line) for line
                                       in sys.stdin.read().splitlines()])
    return 0


if __name__ == "__main__":
    sys.exit(main())
