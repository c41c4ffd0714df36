#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Make a Windows registry hive from a description in text.

The hive is a real one: "regf" header with checksum, "hbin" blocks, cells for
keys (nk), lists of keys (lf), values (vk) and one security descriptor (sk).
The description has a line per key and per value:

    [Microsoft\\Windows NT\\CurrentVersion]
    ProductName=sz:Windows 10 Pro
    CurrentMajorVersionNumber=dword:10
    \\DosDevices\\C:=hex:112233440000100000000000

Types: sz, expand_sz, multi_sz (pieces cut at "|"), dword, qword, hex (bytes,
REG_BINARY). "@" as a name is the key's default value. Parents are made.

usage: mkhive.py HIVE < DESCRIPTION
       mkhive.py --windows DIRECTORY

The second makes SOFTWARE and SYSTEM of a small Windows 10 whose drive C: is
at 1 MiB of a disk with the MBR id 0x12345678.
"""

from __future__ import annotations

import re
import struct
import sys
from dataclasses import dataclass, field

NONE = 0xFFFFFFFF
PAGE = 4096
# 1 January 2020, in 100 ns since 1601: the same input makes the same bytes.
TIME = 132223104000000000

TYPES = {"sz": 1, "expand_sz": 2, "hex": 3, "dword": 4, "multi_sz": 7,
         "qword": 11}
LINE = re.compile(r"^(.*?)=(sz|expand_sz|multi_sz|dword|qword|hex):(.*)$")


@dataclass
class Value:
    name: str
    kind: int
    data: bytes


@dataclass
class Key:
    name: str
    keys: dict[str, Key] = field(default_factory=dict)
    values: list[Value] = field(default_factory=list)

    def below(self, path: str) -> Key:
        """The key at path, made where it is missing; case is ignored."""
        key = self
        for part in filter(None, path.split("\\")):
            key = key.keys.setdefault(part.upper(), Key(part))
        return key


def encode(kind: str, text: str) -> bytes:
    """The bytes of a value as the registry stores them."""
    if kind in ("sz", "expand_sz"):
        return (text + "\0").encode("utf-16-le")
    if kind == "multi_sz":
        return ("\0".join(text.split("|")) + "\0\0").encode("utf-16-le")
    if kind == "dword":
        return struct.pack("<I", int(text, 0))
    if kind == "qword":
        return struct.pack("<Q", int(text, 0))
    return bytes.fromhex(text)


def parse(lines: list[str]) -> Key:
    """Read a description; the result is the hive's top key."""
    top = Key("ROOT")
    key = top
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r\n")
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            key = top.below(line[1:-1])
            continue
        found = LINE.match(line)
        if not found:
            raise ValueError(f"line {number}: neither [key] nor name=type:value")
        name, kind, text = found.groups()
        key.values.append(Value("" if name == "@" else name, TYPES[kind],
                                encode(kind, text)))
    return top


class Hive:
    """Cells in blocks of whole pages; offsets count from the first block."""

    def __init__(self) -> None:
        self.blocks = bytearray()
        self.start = 0
        self.used = 0  # of the open block, its header included; 0: none open

    def _close(self) -> None:
        if not self.used:
            return
        free = len(self.blocks) - self.start - self.used
        if free:
            struct.pack_into("<i", self.blocks, self.start + self.used, free)
        self.used = 0

    def _open(self, need: int) -> None:
        self._close()
        self.start = len(self.blocks)
        size = (need + 32 + PAGE - 1) // PAGE * PAGE
        self.blocks += bytes(size)
        struct.pack_into("<4sIIQQI", self.blocks, self.start, b"hbin",
                         self.start, size, 0, TIME, 0)
        self.used = 32

    def cell(self, content: bytes) -> int:
        """Store one allocated cell; its offset."""
        size = (len(content) + 4 + 7) // 8 * 8
        if not self.used or self.start + self.used + size > len(self.blocks):
            self._open(size)
        at = self.start + self.used
        struct.pack_into("<i", self.blocks, at, -size)
        self.blocks[at + 4:at + 4 + len(content)] = content
        self.used += size
        return at

    def patch(self, cell: int, offset: int, value: int) -> None:
        """Set a word of a cell that is stored already."""
        struct.pack_into("<I", self.blocks, cell + 4 + offset, value)

    def finish(self, root: int) -> bytes:
        """The whole file."""
        self._close()
        head = bytearray(PAGE)
        struct.pack_into("<4sIIQIIIIIII", head, 0, b"regf", 1, 1, TIME, 1, 3,
                         0, 1, root, len(self.blocks), 1)
        name = "mkhive".encode("utf-16-le")
        head[48:48 + len(name)] = name
        check = 0
        for (word,) in struct.iter_unpack("<I", head[:508]):
            check ^= word
        check = {0: 1, NONE: NONE - 1}.get(check, check)
        struct.pack_into("<I", head, 508, check)
        return bytes(head + self.blocks)


def name_bytes(name: str) -> tuple[bytes, bool]:
    """A name as stored, and whether it is in one byte a letter."""
    try:
        return name.encode("latin-1"), True
    except UnicodeEncodeError:
        return name.encode("utf-16-le"), False


def security(hive: Hive, count: int) -> int:
    """One descriptor for all keys: owned by the administrators, open."""
    sid = bytes.fromhex("01020000000000052000000020020000")
    desc = struct.pack("<BBHIIII", 1, 0, 0x8004, 20, 36, 0, 0) + sid + sid
    at = hive.cell(struct.pack("<2sHIIII", b"sk", 0, 0, 0, count, len(desc))
                   + desc)
    hive.patch(at, 4, at)  # a ring of one
    hive.patch(at, 8, at)
    return at


def put_value(hive: Hive, value: Value) -> int:
    name, narrow = name_bytes(value.name)
    size = len(value.data)
    if size <= 4:
        where = struct.unpack("<I", value.data.ljust(4, b"\0"))[0]
        size |= 0x80000000
    else:
        where = hive.cell(value.data)
    return hive.cell(struct.pack("<2sHIIIHH", b"vk", len(name), size, where,
                                 value.kind, int(narrow), 0) + name)


def put_key(hive: Hive, key: Key, parent: int, sk: int) -> int:
    name, narrow = name_bytes(key.name)
    subkeys = [key.keys[k] for k in sorted(key.keys)]
    root = parent == NONE
    flags = (0x20 if narrow else 0) | (0x0C if root else 0)
    longest = {
        "key": max((2 * len(k.name) for k in subkeys), default=0),
        "value": max((2 * len(v.name) for v in key.values), default=0),
        "data": max((len(v.data) for v in key.values), default=0),
    }
    at = hive.cell(struct.pack(
        "<2sHQIIIIIIIIIIIIIIIHH", b"nk", flags, TIME, 0,
        0 if root else parent, len(subkeys), 0, NONE, NONE, len(key.values),
        NONE, sk, NONE, longest["key"], 0, longest["value"], longest["data"],
        0, len(name), 0) + name)
    if subkeys:
        entries = b"".join(
            struct.pack("<I4s", put_key(hive, k, at, sk),
                        name_bytes(k.name)[0][:4].ljust(4, b"\0"))
            for k in subkeys)
        hive.patch(at, 28, hive.cell(
            struct.pack("<2sH", b"lf", len(subkeys)) + entries))
    if key.values:
        hive.patch(at, 40, hive.cell(b"".join(
            struct.pack("<I", put_value(hive, v)) for v in key.values)))
    return at


def count_keys(key: Key) -> int:
    return 1 + sum(count_keys(k) for k in key.keys.values())


def make(top: Key) -> bytes:
    """The hive of a tree of keys."""
    hive = Hive()
    sk = security(hive, count_keys(top))
    return hive.finish(put_key(hive, top, NONE, sk))


WINDOWS = {
    "SOFTWARE": r"""
[Microsoft\Windows NT\CurrentVersion]
ProductName=sz:Windows 10 Pro
EditionID=sz:Professional
InstallationType=sz:Client
CurrentVersion=sz:6.3
CurrentMajorVersionNumber=dword:10
CurrentMinorVersionNumber=dword:0
CurrentBuild=sz:19045
CurrentBuildNumber=sz:19045
SystemRoot=sz:C:\Windows
""",
    "SYSTEM": r"""
[Select]
Current=dword:1
Default=dword:1
Failed=dword:0
LastKnownGood=dword:1
[ControlSet001\Services\Tcpip\Parameters]
Hostname=sz:TESTBOX
[ControlSet001\Control\ComputerName\ComputerName]
ComputerName=sz:TESTBOX
[ControlSet001\Control\Session Manager\Environment]
PROCESSOR_ARCHITECTURE=sz:AMD64
[MountedDevices]
\DosDevices\C:=hex:78563412 0000100000000000
""",
}


def write(path: str, description: str) -> None:
    data = make(parse(description.splitlines()))
    with open(path, "wb") as f:
        f.write(data)


def main() -> int:
    if len(sys.argv) == 3 and sys.argv[1] == "--windows":
        for name, text in WINDOWS.items():
            write(f"{sys.argv[2]}/{name}", text)
        return 0
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    write(sys.argv[1], sys.stdin.read())
    return 0


if __name__ == "__main__":
    sys.exit(main())
