# SPDX-License-Identifier: GPL-2.0-or-later
"""The images that are measured on, made once and kept."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from pathlib import Path

import files
import proc

VERSION = 1
TREE, WALK, SMALL_A, SMALL_B, OUT, IN = 61500, 6000, 1500, 4400, 1400, 763
MAX_BYTES = 2200 << 20
LONG = 1800


def default_cache() -> Path:
    xdg = os.environ.get("XDG_CACHE_HOME")
    if xdg:
        return Path(xdg) / "guestfs-bench"
    return Path(f"/var/tmp/guestfs-bench-{os.getuid()}")


class Images:
    """Paths of the images, and of the files that go into a mount.

    raw:   ext4, 6 GiB sparse: hello, big (512 MiB), rand (128 MiB),
           tree/ walk/ small/a small/b out/, about 78,000 entries
    qcow2: the same
    ntfs:  walk/ (3,000 entries) and big (100 MiB)
    """

    def __init__(self, cache: Path, say):
        self.cache, self.say = cache, say
        self.raw = cache / "ext4.raw"
        self.qcow2 = cache / "ext4.qcow2"
        self.ntfs = cache / "ntfs.raw"
        self.copy_in = cache / "in"
        self.copied_out = cache / "out"
        self.source = cache / "source"
        self.facts: dict = {}

    def make(self, fill_ntfs):
        """Make what is missing. FILL_NTFS(image, function) mounts an NTFS
        image writable and calls the function with the directory."""
        self.cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(self.cache / "lock", "w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            stamp = self.cache / "made.json"
            if stamp.exists():
                self.facts = json.loads(stamp.read_text())
                if self.facts.get("version") == VERSION:
                    return
            self._make_all(fill_ntfs)
            stamp.write_text(json.dumps(self.facts))

    def _make_all(self, fill_ntfs):
        self.say(f"making the images in {self.cache} (once)")
        stage = self.cache / "stage"
        for d in (stage, self.copy_in, self.copied_out):
            shutil.rmtree(d, ignore_errors=True)
        count, size = self._stage(stage)
        self.facts = {"version": VERSION, "entries": count, "bytes": size}
        shutil.copytree(stage / "out", self.copied_out, symlinks=True)
        files.set_times(self.copied_out)
        files.random_file(self.source, 64)
        self._ext4(stage)
        self._ntfs(stage, fill_ntfs)
        shutil.rmtree(stage)

    def _stage(self, stage: Path) -> tuple[int, int]:
        lists = [files.listing(r) for r in files.ROOTS]
        every = files.evenly(lists, TREE + WALK)
        small = [e for part in lists for e in part
                 if e.kind == "f" and e.size in files.SMALL]
        size = 0
        stage.mkdir()
        for name, entries, n in (
                ("walk", every[:WALK], WALK), ("tree", every[WALK:], TREE),
                ("small/a", small, SMALL_A),
                ("small/b", small[SMALL_A:] or small, SMALL_B),
                ("out", small[SMALL_A + SMALL_B:] or small, OUT)):
            size += files.place(entries, stage / name, n,
                                MAX_BYTES - size)[1]
        files.place(list(reversed(small)), self.copy_in, IN, MAX_BYTES)
        files.set_times(stage / "out")
        (stage / "hello").write_text("Hello from the image.\n")
        files.random_file(stage / "big", 512)
        files.random_file(stage / "rand", 128)
        size += 640 << 20
        return sum(1 for _ in stage.rglob("*")), size

    def _ext4(self, stage: Path):
        self.raw.unlink(missing_ok=True)
        with open(self.raw, "wb") as f:
            f.truncate(6 << 30)
        proc.run(["mke2fs", "-q", "-t", "ext4", "-F", "-d", stage, self.raw],
                 LONG)
        proc.run(["qemu-img", "convert", "-O", "qcow2", self.raw, self.qcow2],
                 LONG)

    def _ntfs(self, stage: Path, fill_ntfs):
        self.ntfs.unlink(missing_ok=True)
        with open(self.ntfs, "wb") as f:
            f.truncate(1 << 30)
        proc.run(["mkntfs", "-q", "-F", "-f", self.ntfs], 120)

        def fill(mounted: Path):
            walk = files.listing(str(stage / "walk"))
            names = [e for e in walk if e.kind != "l"
                     and not set('<>:"|?*\\') & set(e.path)]
            cut = len(str(stage / "walk")) + 1
            for e in names[:3000]:
                target = mounted / "walk" / e.path[cut:]
                target.parent.mkdir(parents=True, exist_ok=True)
                if e.kind == "d":
                    target.mkdir(exist_ok=True)
                else:
                    shutil.copyfile(e.path, target)
            files.random_file(mounted / "big", 100)

        fill_ntfs(self.ntfs, fill)

    def empty_ext4(self, path: Path):
        """A writable image of 1 GiB with nothing in it."""
        path.unlink(missing_ok=True)
        with open(path, "wb") as f:
            f.truncate(1 << 30)
        proc.run(["mke2fs", "-q", "-t", "ext4", "-F", path], 120)
