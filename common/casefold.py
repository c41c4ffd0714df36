#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Make the table of casefold.c from Python's Unicode data.

usage: casefold.py OUTPUT
"""

from __future__ import annotations

import sys
from pathlib import Path


def upper(c: int) -> int:
    """The simple upper case of a UTF-16 unit, as NTFS has it."""
    if 0xD800 <= c < 0xE000:
        return c
    u = chr(c).upper()
    if len(u) != 1 or ord(u) > 0xFFFF or (c > 0x7F and ord(u) < 0x80):
        return c
    return ord(u)


def main() -> int:
    pages: list[tuple[int, ...]] = [(0,) * 256]
    index = []
    for high in range(256):
        units = range(high << 8, (high + 1) << 8)
        page = tuple((upper(c) - c) & 0xFFFF for c in units)
        if page not in pages:
            pages.append(page)
        index.append(pages.index(page))

    out = ["/* Made by casefold.py */",
           "static const uint8_t casefold_index[256] = {"]
    out += ["\t" + " ".join(f"{i}," for i in index[r:r + 16])
            for r in range(0, 256, 16)]
    out += ["};", f"static const uint16_t casefold_pages[{len(pages)}][256] ="
            " {"]
    for page in pages:
        out += ["\t{"]
        out += ["\t\t" + " ".join(f"{d}," for d in page[r:r + 8])
                for r in range(0, 256, 8)]
        out += ["\t},"]
    out += ["};"]
    Path(sys.argv[1]).write_text("\n".join(out) + "\n", encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main())
