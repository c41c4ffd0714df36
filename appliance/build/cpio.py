# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes an initramfs: newc, all owned by root, the same bytes each time."""
import os
import stat

from errors import BuildError


class Archive:
    """A cpio archive being written to the binary file out."""

    def __init__(self, out):
        self.out = out
        self.ino = 0

    def _pad(self):
        self.out.write(b"\0" * (-self.out.tell() % 4))

    def entry(self, name, mode, data=b"", rdev=(0, 0)):
        """One file, directory, link or device; data is its whole content."""
        self.ino += 1
        name = os.fsencode(name) + b"\0"
        fields = (self.ino, mode, 0, 0, 1, 0, len(data), 0, 0, *rdev,
                  len(name), 0)
        self.out.write(b"070701" + b"".join(b"%08X" % f for f in fields))
        self.out.write(name)
        self._pad()
        self.out.write(data)
        self._pad()

    def tree(self, top):
        """Everything under top, in the order of names."""
        for where, dirs, files in os.walk(top):
            dirs.sort()
            rel = os.path.relpath(where, top)
            if rel != ".":
                self.entry(rel, stat.S_IFDIR | 0o755)
            for name in sorted(files + [d for d in dirs if os.path.islink(
                    os.path.join(where, d))]):
                self._leaf(os.path.join(where, name),
                           os.path.normpath(os.path.join(rel, name)))

    def _leaf(self, path, name):
        st = os.lstat(path)
        if stat.S_ISLNK(st.st_mode):
            data = os.fsencode(os.readlink(path))
            self.entry(name, stat.S_IFLNK | 0o777, data)
            return
        if not stat.S_ISREG(st.st_mode):
            raise BuildError(f"{path}: neither file, directory nor link")
        with open(path, "rb") as f:
            data = f.read()
        execute = 0o111 if st.st_mode & 0o111 else 0
        self.entry(name, stat.S_IFREG | 0o644 | execute, data)

    def finish(self):
        """The end marker; nothing may follow."""
        self.ino = 0
        self.entry("TRAILER!!!", 0)
