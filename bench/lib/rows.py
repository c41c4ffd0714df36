# SPDX-License-Identifier: GPL-2.0-or-later
"""What is measured, and by how much ours must be better at least."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One line of the table. A kind other than time says how to print the
    value, which is seconds nevertheless (bytes for memory)."""
    name: str
    label: str
    least: float
    aim: float
    kind: str = "time"
    quick: bool = True


ROWS = [
    Row("start", "start to mounted, first file read", 30, 60),
    Row("start-cold", "the same, no template, nothing cached", 4, 8),
    Row("find", "find -printf %s, first time", 12, 40),
    Row("find-again", "the same again, still mounted", 50, 100),
    Row("grep", "grep -r over small files, first time", 12, 30),
    Row("read", "sequential read, first time, raw", 25, 40, "rate"),
    Row("read-qcow2", "sequential read, first time, qcow2", 20, 40, "rate"),
    Row("random", "4 KiB random reads, 4 readers", 5, 15, "ops"),
    Row("write", "sequential write and fsync", 40, 100, "rate"),
    Row("copy-in", "cp -r of 763 small files in, sync", 8, 20),
    Row("remove", "rm -rf of them", 4, 10),
    Row("rsync", "rsync -a of 1,400 files out, unchanged", 15, 40),
    Row("ntfs-walk", "NTFS: find -printf %s", 5, 15),
    Row("ntfs-read", "NTFS: sequential read", 10, 30, "rate"),
    Row("part_set_mbr_id", "call: part_set_mbr_id", 10, 30),
    Row("mkfs", "call: mkfs ext4", 10, 30),
    Row("lvcreate", "call: lvcreate", 10, 30),
    Row("blkid", "call: blkid", 10, 30),
    Row("upload", "call: upload of a large file", 20, 30, "rate"),
    Row("download", "call: download of it", 20, 30, "rate"),
    Row("memory", "peak memory of all processes (PSS)", 5, 8, "memory"),
]
BY_NAME = {row.name: row for row in ROWS}

# Which rows one mount (or one program) gives, by the name of the session.
SESSIONS = {
    "raw": ["start", "random", "read", "grep", "rsync", "find",
            "find-again", "memory"],
    "cold": ["start-cold"],
    "qcow2": ["read-qcow2"],
    "write": ["write", "copy-in", "remove"],
    "ntfs": ["ntfs-walk", "ntfs-read"],
    "calls": ["part_set_mbr_id", "mkfs", "lvcreate", "blkid", "upload",
              "download"],
}


def wanted(only: list[str]) -> set[str]:
    """Names of rows, or of sessions; ValueError for an unknown one."""
    if not only:
        return set(BY_NAME)
    names = set()
    for word in only:
        if word in SESSIONS:
            names.update(SESSIONS[word])
        elif word in BY_NAME:
            names.add(word)
            if word == "remove":  # of what was copied in
                names.add("copy-in")
        else:
            raise ValueError(word)
    return names
