# SPDX-License-Identifier: GPL-2.0-or-later
"""Files of installed packages, chosen and copied."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path
from typing import NamedTuple

ROOTS = ("/usr/share", "/usr/lib")
MAX_FILE = 4 << 20
SMALL = range(256, 16 << 10)
MOD_TIME = 1_600_000_000


class Entry(NamedTuple):
    path: str
    kind: str       # d, f or l
    size: int


def listing(root: str) -> list[Entry]:
    """All below ROOT that can be copied, parents before what is in them."""
    found = []
    for top, dirs, names in os.walk(root):
        dirs.sort()
        for name in sorted(dirs + names):
            path = os.path.join(top, name)
            try:
                st = os.lstat(path)
            except OSError:
                continue
            if stat.S_ISDIR(st.st_mode):
                found.append(Entry(path, "d", 0))
            elif stat.S_ISLNK(st.st_mode):
                found.append(Entry(path, "l", 0))
            elif (stat.S_ISREG(st.st_mode) and st.st_size <= MAX_FILE
                    and os.access(path, os.R_OK)):
                found.append(Entry(path, "f", st.st_size))
    return found


def evenly(lists: list[list[Entry]], number: int) -> list[Entry]:
    """NUMBER entries, the same share of each list while it lasts."""
    taken, left = [], number
    for n, entries in sorted(enumerate(lists), key=lambda e: len(e[1])):
        part = entries[:left // max(len(lists) - len(taken), 1)]
        taken.append((n, part))
        left -= len(part)
    return [e for _, part in sorted(taken, key=lambda t: t[0]) for e in part]


def place(entries: list[Entry], dest: Path, number: int, max_bytes: int):
    """Copy to DEST until it has NUMBER entries; where there are not so many,
    the same ones again in a directory of their own. Files past MAX_BYTES
    become empty ones. Returns (entries, bytes)."""
    made = size = copy = 0
    while made < number and entries:
        base = dest if copy == 0 else dest / f"copy{copy}"
        for e in entries:
            if made >= number:
                break
            target = base / e.path[1:]
            if os.path.lexists(target):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            made += 1
            if e.kind == "d":
                target.mkdir(exist_ok=True)
            elif e.kind == "l":
                os.symlink(os.readlink(e.path), target)
            elif size + e.size > max_bytes:
                target.touch()
            else:
                shutil.copyfile(e.path, target)
                size += e.size
        copy += 1
    return made, size


def set_times(top: Path):
    """Whole seconds everywhere below, which every file system can keep."""
    for path in sorted(top.rglob("*"), reverse=True):
        os.utime(path, (MOD_TIME, MOD_TIME), follow_symlinks=False)
    os.utime(top, (MOD_TIME, MOD_TIME))


def random_file(path: Path, mib: int):
    with open(path, "wb") as f:
        for _ in range(mib):
            f.write(os.urandom(1 << 20))


def read_data(path: Path):
    """Read all of PATH but its holes, so that it is in the page cache."""
    buf = bytearray(4 << 20)
    with open(path, "rb", buffering=0) as f:
        end, at = os.fstat(f.fileno()).st_size, 0
        while at < end:
            try:
                at = os.lseek(f.fileno(), at, os.SEEK_DATA)
            except OSError:
                return      # only a hole is left
            stop = os.lseek(f.fileno(), at, os.SEEK_HOLE)
            while at < stop:
                n = os.preadv(f.fileno(), [buf], at)
                if n <= 0:
                    return
                at += n
