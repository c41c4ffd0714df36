#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""usage: calls.py LIBRARY ROUNDS MIB DIR: times small calls of this
libguestfs.so.0 on scratch disks, and the way of MIB through DIR in and out
again, and prints them as JSON with the library really mapped."""

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


def prepare(g: Library, image: str):
    for _ in range(2):
        g("add_drive_scratch", ctypes.c_int64(256 << 20), ctypes.c_int(-1))
    # A new block of a file costs the host some 2.5 ms a MiB, whoever writes it
    fill(image, 300 + 3 * int(sys.argv[3]))
    g("add_drive", image)
    g("launch")
    g("part_disk", "/dev/sda", "mbr")
    g("pvcreate", "/dev/sdb")
    g("vgcreate", "vg", (ctypes.c_char_p * 2)(b"/dev/sdb", None))


def files(g: Library, mib: int, where: str, took: dict):
    """One large file up and down, once to warm up."""
    there, back = os.path.join(where, "up"), os.path.join(where, "down")
    fill(there, mib)
    g("mkfs", "ext4", "/dev/sdc")
    g("mount", "/dev/sdc", "/")
    took["upload"], took["download"] = [], []
    g("upload", there, "/big")
    g("download", "/big", back)
    for _ in range(5):
        took["upload"].append(g.timed("upload", there, "/big"))
        took["download"].append(g.timed("download", "/big", back))
    if not filecmp.cmp(there, back, shallow=False):
        sys.exit("what came back is not what was sent")
    g("umount_all")
    os.unlink(there)
    os.unlink(back)


def main():
    g = Library(sys.argv[1])
    image = os.path.join(sys.argv[4], "disk")
    prepare(g, image)
    took = {n: [] for n in ("part_set_mbr_id", "mkfs", "blkid", "lvcreate")}
    for n in range(int(sys.argv[2])):
        took["part_set_mbr_id"].append(
            g.timed("part_set_mbr_id", "/dev/sda", 1, 0x83 if n % 2 else 0x7))
        took["mkfs"].append(g.timed("mkfs", "ext4", "/dev/sda1"))
        took["blkid"].append(g.timed("blkid", "/dev/sda1"))
        took["lvcreate"].append(g.timed("lvcreate", f"lv{n}", "vg", 16))
    if int(sys.argv[3]):
        files(g, int(sys.argv[3]), sys.argv[4], took)
    maps = g.maps()
    g("shutdown")
    os.unlink(image)
    g.lib.guestfs_close(g.g)
    print(json.dumps({"library": maps, "seconds": took}))


main()
