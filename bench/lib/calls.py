#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""usage: calls.py LIBRARY MIB DIR: calls of this libguestfs.so.0 on scratch
disks, each line of standard input answered with one of JSON:
library: which is really mapped; calls: seconds of small calls; prepare, then
files: seconds of the way of MIB through DIR in and out again."""

import ctypes
import filecmp
import json
import os
import sys
import time

HANDLE = ctypes.c_void_p


class Library:
    """The calls of one libguestfs, errors as exceptions."""

    def __init__(self, path: str):
        self.lib = ctypes.CDLL(path)
        self.lib.guestfs_create.restype = HANDLE
        self.lib.guestfs_last_error.restype = ctypes.c_char_p
        self.lib.guestfs_last_error.argtypes = [HANDLE]
        self.lib.guestfs_blkid.restype = ctypes.c_void_p
        self.g = HANDLE(self.lib.guestfs_create())
        self.lib.guestfs_set_error_handler(self.g, None, None)

    def __call__(self, name: str, *args):
        args = [a.encode() if isinstance(a, str) else a for a in args]
        ret = getattr(self.lib, "guestfs_" + name)(self.g, *args)
        bad = ret in (None, 0) if name == "blkid" else ret == -1
        if bad:
            why = self.lib.guestfs_last_error(self.g) or b"no reason"
            sys.exit(f"{name}: {why.decode(errors='replace')}")
        return ret

    def timed(self, name: str, *args) -> float:
        began = time.monotonic()
        self(name, *args)
        return time.monotonic() - began

    def maps(self) -> list[str]:
        with open("/proc/self/maps", encoding="utf-8") as f:
            lines = [line.split() for line in f]
        return sorted({w[5] for w in lines
                       if len(w) > 5 and "/libguestfs.so" in w[5]})


def fill(path: str, mib: int):
    """A file whose blocks are all there."""
    with open(path, "wb") as f:
        for _ in range(mib):
            f.write(os.urandom(1 << 20))


class Session:
    """A launched machine, and what is asked of it."""

    def __init__(self, library: str, mib: int, where: str):
        self.g = g = Library(library)
        self.mib, self.rounds = mib, 0
        self.image, self.there, self.back = (
            os.path.join(where, n) for n in ("disk", "up", "down"))
        for _ in range(2):
            g("add_drive_scratch", ctypes.c_int64(256 << 20), ctypes.c_int(-1))
        # A new block of a file costs the host some 2.5 ms a MiB, whoever
        # writes it
        fill(self.image, 300 + 3 * mib)
        g("add_drive", self.image)
        g("launch")
        g("part_disk", "/dev/sda", "mbr")
        g("pvcreate", "/dev/sdb")
        g("vgcreate", "vg", (ctypes.c_char_p * 2)(b"/dev/sdb", None))

    def library(self):
        return self.g.maps()

    def calls(self):
        g, n = self.g, self.rounds
        self.rounds += 1
        return {
            "part_set_mbr_id": g.timed("part_set_mbr_id", "/dev/sda", 1,
                                       0x83 if n % 2 else 0x7),
            "mkfs": g.timed("mkfs", "ext4", "/dev/sda1"),
            "blkid": g.timed("blkid", "/dev/sda1"),
            "lvcreate": g.timed("lvcreate", f"lv{n}", "vg", 16)}

    def files(self):
        """One large file up and down."""
        took = {"upload": self.g.timed("upload", self.there, "/big"),
                "download": self.g.timed("download", "/big", self.back)}
        if not filecmp.cmp(self.there, self.back, shallow=False):
            sys.exit("what came back is not what was sent")
        return took

    def prepare(self):
        """Once to warm up."""
        fill(self.there, self.mib)
        self.g("mkfs", "ext4", "/dev/sdc")
        self.g("mount", "/dev/sdc", "/")
        self.files()
        return {}

    def end(self):
        self.g("shutdown")
        self.g.lib.guestfs_close(self.g.g)


def main():
    s = Session(sys.argv[1], int(sys.argv[2]), sys.argv[3])
    answers = {f.__name__: f for f in (s.library, s.calls, s.prepare, s.files)}
    for line in sys.stdin:
        print(json.dumps(answers[line.strip()]()), flush=True)
    s.end()


main()
